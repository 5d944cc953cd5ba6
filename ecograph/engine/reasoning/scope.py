"""What goes into reasoning, and which of the consequences are worth having.

The law of this file: both engines read the same triples and keep the same consequences, so they can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.engine.graph import Graph
from ecograph.terms import PREFIXES

OWL, RDF, RDFS, XSD = (PREFIXES[p] for p in ("owl", "rdf", "rdfs", "xsd"))

#: Nothing is stated about these words in somebody's description; what a reasoner adds to them is axiomatic.
_BUILT_IN = (OWL, RDF, RDFS, XSD)
_TYPE = NamedNode(RDF + "type")
_SAME = NamedNode(OWL + "sameAs")
_THING = NamedNode(OWL + "Thing")
#: True of every class or property with itself, and with the top and the bottom.
_REFLEXIVE = {
    NamedNode(OWL + "sameAs"),
    NamedNode(RDFS + "subClassOf"),
    NamedNode(RDFS + "subPropertyOf"),
    NamedNode(OWL + "equivalentClass"),
    NamedNode(OWL + "equivalentProperty"),
}
_SUB_CLASS = NamedNode(RDFS + "subClassOf")
_ANNOTATION = NamedNode(OWL + "AnnotationProperty")
_IDLE_TYPES = {_ANNOTATION, NamedNode(RDF + "Property")}


def without_annotations(ontology: Iterable[Triple]) -> Graph:
    """Return the ontology without the labels, definitions and notes from which no rule concludes anything.

    A triple with a literal goes, unless its predicate is OWL's own or an axiom of the ontology names that predicate.
    So a label of the ontology is not copied to what turns out to be ``owl:sameAs`` its subject.
    """
    triples = tuple(dict.fromkeys(ontology))
    named: set[object] = set()
    for triple in triples:
        if triple.predicate == _TYPE:
            if triple.object not in _IDLE_TYPES:
                named.add(triple.subject)
        elif not isinstance(triple.object, Literal):
            named.add(triple.subject)
            named.add(triple.object)
    return tuple(
        t
        for t in triples
        if not isinstance(t.object, Literal) or t.predicate.value.startswith(OWL) or t.predicate in named
    )


def worth_having(triple: Triple, foreign: set[BlankNode]) -> bool:
    """Return whether a consequence is legal RDF, says something, and can be written in a graph of its own.

    Args:
        triple: the consequence; its subject is no literal and its predicate an IRI.
        foreign: the blank nodes of the ontology; no other graph can name them.
    """
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if subject in foreign or value in foreign:
        return False
    if isinstance(subject, NamedNode) and subject.value.startswith(_BUILT_IN):
        return False
    if predicate in _REFLEXIVE and subject == value:
        return False
    return not (value == _THING and predicate in {_TYPE, _SUB_CLASS})


def blank_nodes(graph: Iterable[Triple]) -> set[BlankNode]:
    """Return the blank nodes of a graph."""
    return {term for t in graph for term in (t.subject, t.object) if isinstance(term, BlankNode)}
