"""The axioms of OWL as records of a term: which kinds occur, and of what they speak.

The law of this file: every axiom of the modules becomes one record, so that none is left unsaid
(``tests/publish/test_ontology.py`` counts them).
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from ecograph.engine.facts import Facts, Term
from ecograph.publish.ontology.records import Axiom

_CHARACTERISTICS = (
    "TransitiveProperty",
    "SymmetricProperty",
    "IrreflexiveProperty",
    "AsymmetricProperty",
    "FunctionalProperty",
    "InverseFunctionalProperty",
)


def axioms_of(facts: Facts, node: NamedNode, kind: str) -> Iterator[Axiom]:
    """Yield the axioms of a class or property, as far as they name something."""
    yield from _of_class(facts, node) if kind == "Class" else _of_property(facts, node)


def _named(terms: list[Term]) -> tuple[str, ...]:
    return tuple(t.value for t in terms if isinstance(t, NamedNode))


def _of_class(facts: Facts, node: NamedNode) -> Iterator[Axiom]:
    for above in _named(facts.all(node, "rdfs:subClassOf")):
        yield Axiom("subClassOf", (node.value, above))
    for same in facts.all(node, "owl:equivalentClass"):
        yield from _definition(facts, node, same)
    for key in facts.all(node, "owl:hasKey"):
        yield Axiom("hasKey", (node.value, *_named(facts.items(key))))
    apart = [*_named(facts.all(node, "owl:disjointWith")), *_named([*facts.subjects("owl:disjointWith", node)])]
    for group in facts.subjects("rdf:type", NamedNode("http://www.w3.org/2002/07/owl#AllDisjointClasses")):
        members = _named(facts.items(facts.one(group, "owl:members")))
        if node.value in members:
            apart += [m for m in members if m != node.value]
    if apart:
        yield Axiom("disjoint", (node.value, *dict.fromkeys(apart)))


def _definition(facts: Facts, node: NamedNode, same: Term) -> Iterator[Axiom]:
    """Yield a definition by a class and a value, as in "the actors whose primary sphere is government"."""
    if isinstance(same, NamedNode):
        yield Axiom("equivalentClass", (node.value, same.value))
        return
    parts = facts.items(facts.one(same, "owl:intersectionOf")) or [same]
    classes = _named(parts)
    for part in parts:
        prop, value = facts.one(part, "owl:onProperty"), facts.one(part, "owl:hasValue")
        if isinstance(prop, NamedNode) and isinstance(value, NamedNode):
            yield Axiom("definedBy", (node.value, *classes, prop.value, value.value))


def _of_property(facts: Facts, node: NamedNode) -> Iterator[Axiom]:
    for name in ("rdfs:domain", "rdfs:range", "rdfs:subPropertyOf"):
        for value in _named(facts.all(node, name)):
            yield Axiom(name.partition(":")[2], (node.value, value))
    for other in (*facts.all(node, "owl:inverseOf"), *facts.subjects("owl:inverseOf", node)):
        if isinstance(other, NamedNode):
            yield Axiom("inverseOf", (node.value, other.value))
    for name in _CHARACTERISTICS:
        if NamedNode(f"http://www.w3.org/2002/07/owl#{name}") in facts.all(node, "rdf:type"):
            yield Axiom(name, (node.value,))
    for chain in facts.all(node, "owl:propertyChainAxiom"):
        yield Axiom("chain", (node.value, *_named(facts.items(chain))))
