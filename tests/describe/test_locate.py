"""Positions: every statement of a text is found where it stands."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from ecograph import assets
from ecograph.describe.locate import TextLocator
from ecograph.engine.graph import Document, read, read_bytes

TURTLE = '''@prefix x: <http://x.test/ns#> .
# a comment with <http://x.test/ns#not> x:this
x:a a x:Thing ;
    x:label "één; twee . drie"@nl , "one"@EN ;  # x:label "no"
    x:text """two
lines with "quotes" and \\"escapes\\" """ ;
    x:count 42 , -1.50 , 2e3 , true ;
    x:part [ x:name "inner" ; x:deep [ x:name "deepest" ] ] , [ x:name "second" ] ;
    x:items ( x:one x:two ) ;
    x:with\\,comma x:v1.2 .
[] x:alone x:a .
_:named x:knows x:a .
<#frag> x:knows <other> .
'''


def place(text: str, focus: str, path: str = "", value: object = None) -> str:
    document = read_bytes(text.encode(), RdfFormat.TURTLE, file="t")
    return str(TextLocator(document, RdfFormat.TURTLE).place(NamedNode("http://x.test/ns#" + focus), path, value))  # type: ignore[arg-type]


X = "http://x.test/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("", None, "t:3:1"),
        ("a", NamedNode(X + "Thing"), "t:3:7"),
        (f"<{X}label>", Literal("one", language="en"), "t:4:37"),
        (f"<{X}label>", Literal("not there"), "t:4:5"),
        (f"<{X}label>", None, "t:4:37"),  # two where one is wanted: the second
        (f"<{X}text>", None, "t:5:5"),
        (f"<{X}count>", Literal("42", datatype=NamedNode(XSD + "integer")), "t:7:13"),
        (f"<{X}count>", Literal("-1.50", datatype=NamedNode(XSD + "decimal")), "t:7:18"),
        (f"<{X}count>", Literal("true", datatype=NamedNode(XSD + "boolean")), "t:7:32"),
        (f"<{X}items>", None, "t:9:5"),
        (f"<{X}with,comma>", NamedNode(X + "v1.2"), "t:10:19"),
        (f"<{X}missing>", None, "t:3:1"),
        (f"^<{X}alone>", None, "t:11:12"),
    ],
)
def test_a_place_is_line_and_column(path: str, value: object, expected: str) -> None:
    assert place(TURTLE, "a", path, value) == expected


def test_an_anonymous_node_has_a_place() -> None:
    document = read_bytes(TURTLE.encode(), RdfFormat.TURTLE, file="t")
    locator = TextLocator(document, RdfFormat.TURTLE)
    found = {
        t.object.value: str(locator.place(t.subject, f"<{X}name>", t.object))
        for t in document.triples
        if t.predicate.value == X + "name"
    }
    assert found == {"inner": "t:8:21", "deepest": "t:8:47", "second": "t:8:72"}


def test_a_relative_iri_is_found() -> None:
    document = read_bytes(TURTLE.encode(), RdfFormat.TURTLE, file="t")
    subject = NamedNode("https://w3id.org/ecograph/id/#frag")
    assert str(TextLocator(document, RdfFormat.TURTLE).place(subject)) == "t:13:1"


@pytest.mark.parametrize(
    ("rdf_format", "text", "expected"),
    [
        (RdfFormat.TRIG, "GRAPH <x:g> {\n <x:a> <x:p> 1\n}\n<x:h> { <x:b> <x:p> 2 . }", "t:2:2"),
        (RdfFormat.N_QUADS, '<x:z> <x:p> "0" <x:g> .\n<x:a> <x:p> "1" <x:g> .\n', "t:2:1"),
        (RdfFormat.N_TRIPLES, '<x:z> <x:p> "0" .\n<x:a> <x:p> "1" .\n', "t:2:1"),
        (RdfFormat.JSON_LD, '[{\n "@id": "x:a",\n "x:p": 1}]', "t:2"),
        (
            RdfFormat.RDF_XML,
            (
                '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="x:">\n'
                '<rdf:Description rdf:about="x:a"><x:p>1</x:p></rdf:Description></rdf:RDF>'
            ),
            "t:2",
        ),
    ],
)
def test_every_format_has_places(rdf_format: RdfFormat, text: str, expected: str) -> None:
    document = read_bytes(text.encode(), rdf_format, file="t")
    assert str(TextLocator(document, rdf_format).place(NamedNode("x:a"))) == expected


def test_hostile_nesting_has_a_line_and_no_crash() -> None:
    text = "<x:a> <x:p> " + "[ <x:p> " * 3000 + "1" + " ]" * 3000 + " ."
    document = Document((), {}, text, "t")
    assert str(TextLocator(document, RdfFormat.TURTLE).place(NamedNode("x:a"))) == "t:1"


def everything_is_found(document: Document, rdf_format: RdfFormat) -> None:
    """Assert that each triple of a document has a line, and that the value stands there."""
    locator = TextLocator(document, rdf_format)
    lines = document.text.split("\n")
    for subject, predicate, value in document.triples:
        where = locator.place(subject, f"<{predicate.value}>", value)
        assert where.line is not None, (subject, predicate, value)
        assert where.column is not None
        rest = lines[where.line - 1][where.column - 1 :]
        if isinstance(value, Literal):
            assert rest[0] in "\"'0123456789+-.tf", rest
        elif isinstance(value, NamedNode) and not value.value.endswith("#nil"):  # the end of a list is not written
            assert value.value.split("/")[-1].split("#")[-1] in rest.replace("\\", "") or rest[0] in "a<", rest


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=str(file.relative_to(folder)))
        for folder in (assets.ontology(), assets.data())
        for file in sorted(folder.glob("**/*.ttl"))
        if file.stat().st_size < 400_000
    ],
)
def test_every_statement_of_ours_has_its_place(file: Path) -> None:
    everything_is_found(read(file), RdfFormat.TURTLE)


names = st.text(string.ascii_letters + string.digits, min_size=1, max_size=6)
iris = names.map(lambda n: NamedNode("http://x.test/" + n))
texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12)
literals = st.one_of(
    texts.map(Literal),
    st.tuples(texts, st.sampled_from(["nl", "en"])).map(lambda p: Literal(p[0], language=p[1])),
    st.integers().map(Literal),
    st.booleans().map(Literal),
)
triples = st.builds(Triple, iris, iris, iris | literals | names.map(BlankNode))


@given(st.lists(triples, min_size=1, max_size=12))
def test_every_statement_of_any_graph_has_its_place(graph: list[Triple]) -> None:
    for rdf_format in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.TRIG):
        text = serialize(graph, format=rdf_format, prefixes={"x": "http://x.test/"}) or b""
        everything_is_found(read_bytes(text, rdf_format, file="t"), rdf_format)
