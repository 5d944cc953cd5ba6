"""The reference engine keeps languages, spelling and paths, finds the root shape, and leaves its input alone."""

from __future__ import annotations

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat
from rdflib.plugins import sparql

from ecograph.engine.graph import Graph, read_bytes
from ecograph.engine.validation import Report, validate
from ecograph.errors import ShapesProblem

PREFIXES = """
@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """
:a a :P ; :age "007"^^xsd:integer ; :name "x"@en, "y"@en .
:b a :P .
"""
SHAPES = """
:S a sh:NodeShape ; sh:targetClass :P ;
  sh:property [ sh:path :age ; sh:minCount 1 ; sh:minInclusive 10 ] ;
  sh:property [ sh:path (:name [ sh:inversePath :q ]) ; sh:minCount 1 ; sh:message "geen"@nl, "none"@en ] ;
  sh:sparql [
    sh:message "Leeftijd {?age} van {$this} te laag"@nl, "Age {?age} of {$this} too low"@en ;
    sh:select "SELECT $this ?age WHERE { $this <urn:x:age> ?age FILTER(?age < 10) }" ] .
:T a sh:NodeShape ; sh:property [ sh:path :age ; sh:maxCount 0 ] .
"""


def graph(text: str) -> Graph:
    return read_bytes((PREFIXES + text).encode(), RdfFormat.TURTLE).triples


def judged(**how: object) -> Report:
    return validate(graph(DATA), graph(SHAPES), engine="reference", **how)  # type: ignore[arg-type]


def test_messages_keep_their_languages_and_facts() -> None:
    [found] = [r for r in judged().results if r.component.endswith("SPARQLConstraintComponent")]
    assert dict(found.messages) == {
        "nl": "Leeftijd 007 van urn:x:a te laag",
        "en": "Age 007 of urn:x:a too low",
    }


def test_a_value_is_spelled_as_it_was_written() -> None:
    [found] = [r for r in judged().results if r.component.endswith("MinInclusiveConstraintComponent")]
    assert str(found.value) == '"007"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert found.messages["nl"] == "007 is kleiner dan 10."


def test_paths_read_as_sparql() -> None:
    assert "<urn:x:name>/^<urn:x:q>" in {r.path for r in judged().results}


def test_one_node_against_named_shapes_without_target() -> None:
    report = judged(focus=NamedNode("urn:x:a"), only=[NamedNode("urn:x:T"), NamedNode("urn:x:S")])
    assert {r.root_shape for r in report.results} == {"urn:x:S", "urn:x:T"}
    assert {str(r.focus) for r in report.results} == {"<urn:x:a>"}


def test_switches_are_put_back() -> None:
    before = rdflib.NORMALIZE_LITERALS, sparql.SPARQL_LOAD_GRAPHS
    judged()
    assert before == (rdflib.NORMALIZE_LITERALS, sparql.SPARQL_LOAD_GRAPHS)


def test_an_unknown_shape_is_an_error() -> None:
    with pytest.raises(ShapesProblem, match="no such shape"):
        judged(only=[NamedNode("urn:x:Nobody")])


@pytest.mark.parametrize(
    "shapes",
    [
        ':S a sh:NodeShape ; sh:targetClass :P ; sh:sparql [ sh:select "SELECT nonsense" ] .',
        ":S a sh:NodeShape ; sh:targetClass :P ; sh:js [ sh:jsFunctionName 'f' ] .",
        ":S a sh:NodeShape ; sh:targetClass :P ; sh:property [ sh:path [ :no :path ] ; sh:minCount 1 ] .",
    ],
)
def test_ill_formed_shapes_are_an_error(shapes: str) -> None:
    with pytest.raises(ShapesProblem):
        validate(graph(DATA), graph(shapes), engine="reference")
