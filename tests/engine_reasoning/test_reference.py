"""The reference engine returns new, legal, useful triples, and contradictions as records."""

from __future__ import annotations

from pyoxigraph import Literal, RdfFormat
from rdflib.term import _toPythonMapping

from ecograph.engine.graph import Graph, read_bytes
from ecograph.engine.reasoning import Inference, infer

PREFIXES = """
@prefix : <urn:x:> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY = """
:P a owl:Class ; rdfs:label "P"@en ; rdfs:subClassOf :A ; owl:disjointWith :Q . :A rdfs:subClassOf :AA .
:part a owl:TransitiveProperty . :has owl:inverseOf :part . :V :part :W .
"""
DATA = ':a a :P ; :age "x"^^xsd:integer ; :part :b, :V . :b a :P, :Q ; :part :c .'


def graph(text: str) -> Graph:
    return read_bytes((PREFIXES + text).encode(), RdfFormat.TURTLE).triples


def inferred(data: str = DATA, ontology: str = ONTOLOGY) -> Inference:
    return infer(graph(data), graph(ontology), engine="reference")


def test_only_what_is_new_and_says_something() -> None:
    said = {str(t).replace("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "a") for t in inferred().triples}
    assert said == {
        "<urn:x:a> <a> <urn:x:A>",
        "<urn:x:a> <a> <urn:x:AA>",
        "<urn:x:b> <a> <urn:x:A>",
        "<urn:x:b> <a> <urn:x:AA>",
        "<urn:x:a> <urn:x:part> <urn:x:c>",
        "<urn:x:a> <urn:x:part> <urn:x:W>",
        "<urn:x:b> <urn:x:has> <urn:x:a>",
        "<urn:x:V> <urn:x:has> <urn:x:a>",
        "<urn:x:W> <urn:x:has> <urn:x:a>",
        "<urn:x:c> <urn:x:has> <urn:x:a>",
        "<urn:x:c> <urn:x:has> <urn:x:b>",
    }
    assert not any(isinstance(t.subject, Literal) for t in inferred().triples)


def test_contradictions_are_records_in_both_languages() -> None:
    found = {c.rule: c for c in inferred().contradictions}
    assert set(found) == {"cax-dw", "dt-not-type"}
    assert found["cax-dw"].terms == ("<urn:x:b>", "<urn:x:P>", "<urn:x:Q>")
    assert found["cax-dw"].message["nl"] == "urn:x:b is urn:x:P en ook urn:x:Q; die sluiten elkaar uit."


def test_the_ontology_is_not_restated() -> None:
    assert inferred(data=":x :y :z .").triples == ()


def test_converters_of_rdflib_are_put_back() -> None:
    before = dict(_toPythonMapping)
    inferred()
    assert dict(_toPythonMapping) == before
