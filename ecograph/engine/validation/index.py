"""A shapes graph that can be asked: the values of a property, the members of a list.

The law of this file: it only reads, and a list that never ends is an error.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from typing import cast

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.engine.validation.report import Term
from ecograph.errors import Place, ShapesProblem
from ecograph.terms import PREFIXES

SHACL = PREFIXES["sh"]
RDF = PREFIXES["rdf"]
RDFS = PREFIXES["rdfs"]
XSD = PREFIXES["xsd"]

Node = NamedNode | BlankNode


@functools.cache
def sh(name: str) -> NamedNode:
    """Return a term of the SHACL vocabulary."""
    return NamedNode(SHACL + name)


FIRST, REST, NIL, TYPE = (NamedNode(RDF + n) for n in ("first", "rest", "nil", "type"))


class Index:
    """The triples of one graph, by subject and predicate, and by object and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.by_subject: dict[Term, dict[NamedNode, list[Term]]] = defaultdict(dict)
        self.by_object: dict[Term, dict[NamedNode, list[Node]]] = defaultdict(dict)
        self._shacl: dict[Term, dict[str, list[Term]]] = {}
        for triple in dict.fromkeys(triples):
            subject, predicate, value = cast("Node", triple.subject), triple.predicate, triple.object
            self.by_subject[subject].setdefault(predicate, []).append(value)
            self.by_object[value].setdefault(predicate, []).append(subject)

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return the values of a property, in the order of the graph."""
        return self.by_subject.get(subject, {}).get(predicate, [])

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """Return the first value of a property, or nothing."""
        found = self.objects(subject, predicate)
        return found[0] if found else None

    def subjects(self, predicate: NamedNode, value: Term) -> list[Node]:
        """Return who has this value for a property."""
        return self.by_object.get(value, {}).get(predicate, [])

    def predicates(self, subject: Term) -> dict[NamedNode, list[Term]]:
        """Return all properties of a subject with their values."""
        return self.by_subject.get(subject, {})

    def shacl(self, subject: Term) -> dict[str, list[Term]]:
        """Return the properties of a subject that SHACL defines, by their names without the namespace."""
        found = self._shacl.get(subject)
        if found is None:
            length = len(SHACL)
            found = self._shacl[subject] = {
                p.value[length:]: values for p, values in self.predicates(subject).items() if p.value.startswith(SHACL)
            }
        return found

    def items(self, head: Term) -> list[Term]:
        """Return the members of an RDF list.

        Raises:
            ShapesProblem: it is no list, or bites its own tail.
        """
        out: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            first, rest = self.objects(head, FIRST), self.objects(head, REST)
            if head in seen or len(first) != 1 or len(rest) != 1:
                raise ShapesProblem(
                    "A list in the shapes graph is not well formed.",
                    place=Place(iri=str(head)),
                    remedy="Write it as ( … ) in Turtle.",
                )
            seen.add(head)
            out.append(first[0])
            head = rest[0]
        return out


def is_true(term: Term | None) -> bool:
    """Return whether a literal is ``"true"^^xsd:boolean`` (SHACL takes no other spelling)."""
    return isinstance(term, Literal) and term.value == "true" and term.datatype.value == XSD + "boolean"
