"""Any description goes through a workbook without loss: odd ones too."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.describe.activities import NACE
from ecograph.describe.csv_folder import read_csv_folder, write_csv_folder
from ecograph.describe.description import describe
from ecograph.describe.exporting import export
from ecograph.describe.importing import import_tables
from ecograph.describe.locate import NoLocator
from ecograph.describe.mapping import SHEETS, Type, expand
from ecograph.describe.vocabulary import CURRENCY, PRECONDITIONS, shipped
from ecograph.describe.workbook_read import read_workbook
from ecograph.describe.workbook_write import write_workbook
from ecograph.engine.graph import Graph
from ecograph.terms import ECO, PREFIXES, RDF
from ecograph.texts import LANGUAGES, Lang
from tests.describe.conftest import same_graph

XSD = PREFIXES["xsd"]
HOME = "https://w3id.org/ecograph/id/delta"
HEAD: Graph = (
    Triple(NamedNode(HOME + "/2026"), RDF.type, ECO.EcosystemDescription),
    Triple(NamedNode(HOME + "/2026"), ECO.aboutEcosystem, NamedNode(HOME)),
    Triple(NamedNode(HOME + "/2026"), ECO.describedAsOf, Literal("2026", datatype=NamedNode(XSD + "gYear"))),
)

# What people write, and what trips a spreadsheet: separators, formulas, quotes, spaces, dashes, numbers as text.
words = st.text(st.sampled_from(string.ascii_letters + " éß;|\n\\\"'–-=+@#0123456789.,\t"), max_size=10)
odd = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6)
texts = st.one_of(words, odd, st.sampled_from(["Alfa", "Bèta; Gamma", "ja", "–", "2016", "#REF!", "=1+1", "P04", ""]))


def typed(name: str) -> st.SearchStrategy[Literal]:
    lexical = {
        "date": st.sampled_from(["2016-03-14", "1850-01-01", "2016-02-31", "2016-03-14Z"]),
        "gYear": st.sampled_from(["2016", "0999", "12016"]),
        "gYearMonth": st.sampled_from(["2016-03", "2016-13"]),
        "decimal": st.sampled_from(
            ["750000", "0.40", "1.234", "-1.5", ".5", "1.", "+2", "123456789012345678901", "00"]
        ),
        "integer": st.sampled_from(["36", "-1", "007", "99999999999999999999"]),
        "boolean": st.sampled_from(["true", "false", "1"]),
        "string": texts,
    }[name]
    return lexical.map(lambda text: Literal(text, datatype=NamedNode(XSD + name)))


literals = st.one_of(
    *(typed(n) for n in ("date", "gYear", "gYearMonth", "decimal", "integer", "boolean", "string")),
    st.tuples(texts, st.sampled_from(["nl", "en", "de"])).map(lambda p: Literal(p[0], language=p[1])),
)
rows = st.tuples(
    st.sampled_from(["actor", "initiative", "activity", "x"]), st.sampled_from(["a", "b", "c", "b-2", "é"])
).map(lambda p: NamedNode(f"{HOME}/{p[0]}/{p[1]}"))
resources = st.one_of(
    rows,
    st.just(NamedNode(HOME)),
    st.sampled_from(
        ["https://x.test/a;b", "urn:x:1", CURRENCY + "EUR", "https://x.test/ü", NACE + "16", NACE + "2016", NACE + "0"]
    ).map(NamedNode),
    st.sampled_from([w.iri for s in ("role", "sphere", "stage", PRECONDITIONS) for w in shipped().words(s)]).map(
        NamedNode
    ),
    st.sampled_from(["n1", "n2"]).map(BlankNode),
)
COLUMNS = [c for s in SHEETS for c in s.columns if c.path]
KINDS = [NamedNode(k.iri) for s in SHEETS for k in s.kinds if not s.form]
values = {
    Type.LANG_TEXT: st.tuples(texts, st.sampled_from(LANGUAGES)).map(lambda p: Literal(p[0], language=p[1])),
    Type.TEXT: typed("string"),
    Type.DECIMAL: typed("decimal"),
    Type.INTEGER: typed("integer"),
    Type.BOOLEAN: typed("boolean"),
    Type.DATE: st.one_of(typed("date"), typed("gYear"), typed("gYearMonth")),
}


@st.composite
def statements(draw: st.DrawFn) -> Triple:
    subject = draw(st.one_of(rows, rows, rows, resources.filter(lambda r: r.value != HOME)))
    column = draw(st.sampled_from(COLUMNS))
    if column.type is Type.KIND or draw(st.integers(0, 3)) == 0:
        return Triple(subject, RDF.type, draw(st.sampled_from(KINDS)))
    usual = values.get(column.type, resources)
    value = draw(usual if draw(st.integers(0, 5)) else st.one_of(literals, resources))
    return Triple(subject, NamedNode(expand(column.path[draw(st.integers(0, len(column.path) - 1))])), value)


graphs = st.lists(statements(), max_size=25).map(lambda g: (*HEAD, *dict.fromkeys(g)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(graphs, st.sampled_from(LANGUAGES))
def test_any_graph_goes_through_tables(graph: Graph, lang: Lang) -> None:
    made = export(describe(graph, NoLocator()), lang)
    back = import_tables(list(made.tables), "", lang)
    assert same_graph(back.graph, [t for t in graph if t not in set(made.unheld)])
    for literal in (t.object for t in made.unheld):
        assert isinstance(literal, Literal), "only texts that no cell can hold are left out"


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(graph=graphs, lang=st.sampled_from(LANGUAGES))
def test_any_graph_goes_through_files(tmp_path_factory: pytest.TempPathFactory, graph: Graph, lang: Lang) -> None:
    folder: Path = tmp_path_factory.mktemp("trip")
    description = describe(graph, NoLocator())
    unheld = set(write_workbook(description, folder / "a.xlsx", lang))
    held = [t for t in graph if t not in unheld]
    assert same_graph(read_workbook(folder / "a.xlsx", lang).graph, held)
    write_csv_folder(description, folder / "csv", lang)
    assert same_graph(read_csv_folder(folder / "csv", lang).graph, held)
