"""The ready questions as published examples: complete, valid, and each one runs as it stands."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Store, Triple

from ecograph import assets
from ecograph.engine import queries
from ecograph.engine.graph import Graph, read, write
from ecograph.engine.validation import validate
from ecograph.publish.examples import SPEX, examples, form
from ecograph.terms import PREFIXES

ENDPOINT = "https://example.org/eco/sparql"
HERE = "https://example.org/eco/.well-known/sparql-examples#"
SH, RDFS, SCHEMA = PREFIXES["sh"], PREFIXES["rdfs"], PREFIXES["schema"]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return examples(ENDPOINT)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return read(assets.queries() / "examples.shapes.ttl").triples


def values(graph: Graph, name: str, predicate: str) -> list[str]:
    return [t.object.value for t in graph if t.subject == NamedNode(HERE + name) and t.predicate.value == predicate]


def test_every_question_is_there(graph: Graph):
    subjects = {t.subject.value for t in graph if t.object == NamedNode(SH + "SPARQLExecutable")}
    assert subjects == {HERE + name for name in queries.ready()}
    notations = {t.object.value for t in graph if t.predicate.value == PREFIXES["skos"] + "notation"}
    assert {f"Q{n}" for n in range(1, 49)} <= notations


def test_the_examples_conform(graph: Graph, shapes: Graph):
    report = validate(graph, shapes)
    assert report.conforms, report


def test_the_written_file_reads_back(graph: Graph, tmp_path):
    file = tmp_path / "questions.ttl"
    file.write_bytes(write(graph))
    store = Store()
    store.bulk_load(path=str(file))
    assert len(store) == len(graph)


@pytest.mark.parametrize("name", queries.ready())
def test_the_text_runs_anywhere(graph: Graph, name: str):
    (text,) = values(graph, name, SH + "select")
    assert "#+" not in text
    assert text.startswith("PREFIX ")
    assert [v.value for v in Store().query(text).variables] == list(queries.named(name).columns)


def test_all_prefixes_are_declared(graph: Graph):
    declared = {t.object.value for t in graph if t.predicate.value == SH + "prefix"}
    assert declared == set(PREFIXES)
    assert len([t for t in graph if t.predicate.value == SH + "declare"]) == len(PREFIXES)


def literal(text: str, lang: str | None = None) -> Literal:
    return Literal(text, language=lang) if lang else Literal(text)


GAPS = NamedNode(HERE + "gaps")
#: What is wrong → (predicates that are taken away, triples that are put in their place)
SPOILT = {
    "a keyword is misspelt": (SCHEMA + "keywords", [(SCHEMA + "keyword", literal("gaps"))]),
    "another misspelling": (SCHEMA + "keywords", [(SCHEMA + "keyowrds", literal("gaps"))]),
    "the http namespace": (SCHEMA + "target", [("http://schema.org/target", NamedNode(ENDPOINT))]),
    "comments": (RDFS + "comment", [(RDFS + "comments", literal("What is missing here?", "en"))]),
    "no Dutch": (RDFS + "comment", [(RDFS + "comment", literal("What is missing here?", "en"))]),
    "no text": (SH + "select", []),
    "two texts": ("", [(SH + "ask", literal("ASK { ?s ?p ?o }"))]),
    "a target in words": (SCHEMA + "target", [(SCHEMA + "target", literal("our endpoint"))]),
    "no prefixes": (SH + "prefixes", []),
    "no form": (PREFIXES["rdf"] + "type", [(PREFIXES["rdf"] + "type", NamedNode(SH + "SPARQLExecutable"))]),
}


@pytest.mark.parametrize("spoilt", [pytest.param(s, id=name) for name, s in SPOILT.items()])
def test_the_shapes_find_what_is_spoilt(graph: Graph, shapes: Graph, spoilt):
    gone, instead = spoilt
    kept = tuple(t for t in graph if t.subject != GAPS or t.predicate.value != gone)
    report = validate((*kept, *(Triple(GAPS, NamedNode(p), o) for p, o in instead)), shapes)
    assert not report.conforms
    assert {r.focus for r in report.results} == {GAPS}


def test_forms():
    assert form("# SELECT\nPREFIX construct: <https://e.org/select> DESCRIBE construct:ask") == "DESCRIBE"
    assert form("CONSTRUCT { ?s a sh:select } WHERE { ?s ?p 'ASK' }") == "CONSTRUCT"
    assert SPEX.endswith("#")
