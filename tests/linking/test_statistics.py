"""Regional figures stand beside an ecosystem, with the version of NUTS seen to."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, Store

from ecograph import assets
from ecograph.engine import graph
from ecograph.engine.queries import catalogue
from ecograph.linking import registers
from ecograph.linking.description import link_description
from ecograph.terms import PREFIXES, description_graph, part_graph

QUESTIONS = catalogue("statistics")
NUTS = "http://data.europa.eu/nuts/code/"


@pytest.fixture(scope="module")
def store():
    store = Store()
    for name in ("tooi", "regions", "statistics"):
        store.bulk_extend(registers.quads(name))
    asserted = graph.read(assets.data() / "ecosystems/emmen-chemistry/2016-kplusv/description.ttl").triples
    emmen = description_graph("emmen-chemistry", "2016-kplusv")
    store.extend(Quad(t.subject, t.predicate, t.object, emmen) for t in asserted)
    links = link_description(asserted)
    store.extend(Quad(t.subject, t.predicate, t.object, part_graph(emmen, "links")) for t in links)
    # An invented ecosystem in Zuid-Holland, linked with its code of 2024: the figures know that of 2021.
    covers, match = NamedNode(PREFIXES["eco"] + "coversRegion"), NamedNode(PREFIXES["skos"] + "exactMatch")
    invented, south = NamedNode(PREFIXES["id"] + "invented"), NamedNode(PREFIXES["id"] + "invented/region")
    store.add(Quad(invented, covers, south))
    store.add(Quad(south, match, NamedNode(NUTS + "NL36")))
    return store


def ask(store, question, **values):
    answer = store.query(QUESTIONS[question].bind(values), use_default_graph_as_union=True)
    assert tuple(v.value for v in answer.variables) == QUESTIONS[question].columns
    return [[getattr(v, "value", None) for v in row] for row in answer]


def test_gdp_of_the_region_beside_the_country(store):
    rows = ask(store, "gdp-per-inhabitant", ecosystem="id:emmen-chemistry", year="2016")
    assert [(r[2].removeprefix(NUTS), r[3], r[5], r[6]) for r in rows] == [("NL13", "exact", "28400", "68")]


def test_a_code_of_another_version_is_brought_to_that_of_the_figures(store):
    rows = ask(store, "gdp-per-inhabitant", ecosystem="id:invented", year="2020")
    assert [(r[2].removeprefix(NUTS), r[3]) for r in rows] == [("NL33", "renamed")]


def test_all_years_without_a_year(store):
    assert len(ask(store, "gdp-per-inhabitant", ecosystem="id:emmen-chemistry")) >= 20


def test_funding_per_inhabitant(store):
    [row] = ask(store, "funding-per-inhabitant", description="id:emmen-chemistry/2016-kplusv", year="2016")
    committed, inhabitants, each = (float(v) for v in row[3:])
    assert committed > 0
    assert abs(inhabitants - 488_000) / 488_000 < 0.01  # CBS: about 488 thousand people lived in Drenthe
    assert each == pytest.approx(committed / inhabitants, abs=0.01)


def test_a_list_of_projects_that_says_nothing_of_the_ecosystem_counts_for_nothing(store):
    triples = graph.read(assets.data() / "ecosystems/emmen-chemistry/2016-efro/description.ttl").triples
    listed = description_graph("emmen-chemistry", "2016-efro")
    store.extend(Quad(t.subject, t.predicate, t.object, listed) for t in triples)
    try:
        rows = ask(store, "funding-per-inhabitant", year="2016")
    finally:
        store.remove_graph(listed)
    assert {r[0].rpartition("/")[2] for r in rows} == {"2016-kplusv"}
    assert {r[3] for r in rows} == {"750000"}
    assert len(rows) == len({tuple(r) for r in rows})


def test_where_a_series_is_broken(store):
    rows = ask(store, "nuts-through-time", name="Utrecht")
    assert ["Utrecht", "2021", "NL31", None] in rows
    assert ["Utrecht", "2024", "NL35", "NL31"] in rows


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.id)
def test_each_question_runs_with_its_examples(store, question):
    assert ask(store, question.id, **{p.name: p.example for p in question.parameters})
