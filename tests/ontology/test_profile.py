"""The ontology lies in the profile OWL 2 RL, and the checker sees what lies outside (ecograph/hygiene/profile.py)."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ecograph import assets
from ecograph.engine.facts import Facts
from ecograph.engine.graph import read_bytes
from ecograph.hygiene import profile


def faults(graph: Graph) -> list[str]:
    """Return what ecograph.hygiene.profile says of a graph."""
    triples = read_bytes(graph.serialize(format="nt").encode(), RdfFormat.N_TRIPLES).triples
    return [f"{term}: {said['en']}" for term, said in profile.faults(Facts(triples))]


def test_the_ontology_is_in_the_profile(modules: Graph):
    assert faults(modules) == []


def test_the_alignments_are_in_the_profile(modules: Graph):
    graph = Graph() + modules
    for file in (assets.ontology() / "alignments").glob("*.ttl"):
        graph.parse(file, format="turtle")
    assert faults(graph) == []


OUTSIDE = {
    "union in a range": "e:p rdfs:range [ owl:unionOf ( e:A e:B ) ] .",
    "union above": "e:A rdfs:subClassOf [ owl:unionOf ( e:B e:C ) ] .",
    "some above": "e:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty e:p ; owl:someValuesFrom e:B ] .",
    "minimum above": "e:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty e:p ; owl:minCardinality 1 ] .",
    "maximum of two": "e:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty e:p ; owl:maxCardinality 2 ] .",
    "enumeration above": "e:A rdfs:subClassOf [ owl:oneOf ( e:a e:b ) ] .",
    "enumeration as equivalent": "e:A owl:equivalentClass [ owl:oneOf ( e:a e:b ) ] .",
    "some in an equivalent": "e:A owl:equivalentClass [ owl:intersectionOf ( e:B [ owl:someValuesFrom e:C ] ) ] .",
    "all below": "[ owl:onProperty e:p ; owl:allValuesFrom e:B ] rdfs:subClassOf e:A .",
    "thing above": "e:A rdfs:subClassOf owl:Thing .",
    "reflexive": "e:p a owl:ReflexiveProperty .",
    "disjoint union": "e:A owl:disjointUnionOf ( e:B e:C ) .",
    "a datatype that the profile lacks": "e:p a owl:DatatypeProperty ; rdfs:range xsd:date .",
    "irreflexive and transitive": "e:p a owl:TransitiveProperty , owl:IrreflexiveProperty .",
    "asymmetric with a chain": "e:p a owl:AsymmetricProperty ; owl:propertyChainAxiom ( e:r e:s ) .",
    "asymmetric above": "e:p a owl:TransitiveProperty ; rdfs:subPropertyOf e:q . e:q a owl:AsymmetricProperty .",
    "chains that go round": "e:p owl:propertyChainAxiom ( e:q e:r ) . e:q owl:propertyChainAxiom ( e:p e:s ) .",
}  # fmt: skip
INSIDE = {
    "value in an equivalent": "e:A owl:equivalentClass [ owl:intersectionOf ( e:B [ owl:hasValue e:c ] ) ] .",
    "union below": "[ owl:unionOf ( e:B e:C ) ] rdfs:subClassOf e:A .",
    "all above": "e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:allValuesFrom e:B ] .",
    "maximum of one": "e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:maxCardinality 1 ] .",
    "chain ending in itself": "e:p owl:propertyChainAxiom ( e:q e:p ) .",
    "symmetric and irreflexive": "e:p a owl:SymmetricProperty , owl:IrreflexiveProperty .",
    "key": "e:A owl:hasKey ( e:p e:q ) .",
}
HEADER = "".join(
    f"@prefix {p}: <{n}> .\n" for p, n in (("e", "https://example.org/"), ("owl", OWL), ("rdfs", RDFS), ("xsd", XSD))
)


@pytest.mark.parametrize("axiom", [pytest.param(text, id=name) for name, text in OUTSIDE.items()])
def test_the_checker_sees_what_lies_outside(axiom: str):
    assert faults(Graph().parse(data=HEADER + axiom, format="turtle"))


@pytest.mark.parametrize("axiom", [pytest.param(text, id=name) for name, text in INSIDE.items()])
def test_the_checker_lets_pass_what_lies_inside(axiom: str):
    assert faults(Graph().parse(data=HEADER + axiom, format="turtle")) == []


def test_the_number_of_axioms_is_the_one_that_the_readme_tells(modules: Graph):
    """Triples without annotations: what a reasoner has to look at."""
    told = f"{len(axioms(modules))} triples without annotations"
    assert told in (assets.ontology() / "README.md").read_text()


def axioms(graph: Graph) -> set[tuple[Node, Node, Node]]:
    """Return the triples that are no annotation and do not belong to the header of the ontology."""
    annotations = {RDFS.label, RDFS.comment, RDFS.isDefinedBy, SKOS.definition, SKOS.scopeNote, DCTERMS.source}
    header = set(graph.subjects(RDF.type, OWL.Ontology))
    return {t for t in graph if t[1] not in annotations and t[0] not in header}
