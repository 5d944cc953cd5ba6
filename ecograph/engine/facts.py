"""A graph to look things up in.

The law of this file: nothing is changed and nothing is guessed; what is not stated is an empty answer.
"""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.engine.graph import Graph
from ecograph.terms import PREFIXES, RDF

Term = NamedNode | BlankNode | Literal | Triple
Node = NamedNode | BlankNode
#: Namespaces that the header of an ontology uses and our queries do not.
_BESIDE = {"bibo": "http://purl.org/ontology/bibo/"}


def iri(name: str) -> NamedNode:
    """Return the IRI of a prefixed name.

    >>> iri("owl:Class").value
    'http://www.w3.org/2002/07/owl#Class'
    """
    prefix, _, local = name.partition(":")
    return NamedNode((PREFIXES | _BESIDE)[prefix] + local)


class Facts:
    """Triples by subject and by object.

    >>> from ecograph.terms import ECO, RDFS
    >>> facts = Facts((Triple(ECO.Need, RDFS.label, Literal("behoefte", language="nl")),))
    >>> facts.texts(ECO.Need, "rdfs:label")
    {'nl': 'behoefte'}
    """

    def __init__(self, triples: Graph) -> None:
        self.triples = triples
        self._out: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._in: dict[Term, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for t in triples:
            if isinstance(t.subject, (NamedNode, BlankNode)):
                self._out[t.subject][t.predicate.value].append(t.object)
                self._in[t.object][t.predicate.value].append(t.subject)

    def all(self, subject: Term, name: str) -> list[Term]:
        """Return the values of a property, in the order of the file."""
        return list(self._out[subject][iri(name).value]) if subject in self._out else []

    def one(self, subject: Term, name: str) -> Term | None:
        """Return the first value of a property."""
        return next(iter(self.all(subject, name)), None)

    def nodes(self, subject: Term, name: str) -> list[NamedNode]:
        """Return the values of a property that are IRIs."""
        return [o for o in self.all(subject, name) if isinstance(o, NamedNode)]

    def text(self, subject: Term, name: str) -> str:
        """Return the first value as a text; an IRI as it is."""
        found = self.one(subject, name)
        return found.value if isinstance(found, (Literal, NamedNode)) else ""

    def texts(self, subject: Term, name: str) -> dict[str, str]:
        """Return the values by language; the key of a plain one is empty."""
        return {o.language or "": o.value for o in self.all(subject, name) if isinstance(o, Literal)}

    def subjects(self, name: str, value: Term) -> list[Node]:
        """Return what has a value for a property."""
        return list(self._in[value][iri(name).value]) if value in self._in else []

    def of_class(self, name: str) -> list[NamedNode]:
        """Return the IRIs of a class, in the order of the files."""
        return [s for s in self.subjects("rdf:type", iri(name)) if isinstance(s, NamedNode)]

    def items(self, head: Term | None) -> list[Term]:
        """Return the members of an RDF list."""
        found: list[Term] = []
        while head is not None and head != RDF.nil:
            found += self.all(head, "rdf:first")
            head = self.one(head, "rdf:rest")
        return found

    def predicates(self, subject: Term) -> set[str]:
        """Return the IRIs of the properties that a subject has."""
        return set(self._out[subject]) if subject in self._out else set()
