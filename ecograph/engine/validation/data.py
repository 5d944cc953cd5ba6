"""The data graph as numbers: what a node has for a property, who has a value, who is of a class.

The law of this file: an index of a property is made when somebody asks for it, and a layer below is never written; so
one layer with the ontology and the vocabularies serves every description.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TypeVar

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from ecograph.engine.graph import Graph
from ecograph.engine.lexical import XSD
from ecograph.engine.numbering import enter
from ecograph.engine.validation.index import RDFS, TYPE
from ecograph.engine.validation.paths import Alternative, Inverse, Path, Repeat, Sequence, Step
from ecograph.engine.validation.report import Term

SUB_CLASS = NamedNode(RDFS + "subClassOf")
#: Datatypes whose literals the store writes in one spelling.
SPELLED = {
    XSD + n
    for n in [
        "boolean",
        "decimal",
        "integer",
        "double",
        "float",
        "dateTime",
        "dateTimeStamp",
        "date",
        "time",
        "gYear",
        "gYearMonth",
        "gMonth",
        "gMonthDay",
        "gDay",
        "duration",
        "yearMonthDuration",
        "dayTimeDuration",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "long",
        "int",
        "short",
        "byte",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
    ]
}


#: What is spelled as a store spells it, at first sight: most literals are.
_PLAIN = {
    XSD + name: re.compile(pattern)
    for name, pattern in {
        "integer": r"0|-?[1-9][0-9]{0,17}",
        "boolean": "true|false",
        "decimal": r"(?!-0\.0*$)-?(0|[1-9][0-9]{0,11})\.[0-9]{0,4}[1-9]",
        "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "dateTime": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z?",
        "gYear": r"[0-9]{4}",
    }.items()
}
_NOTHING: tuple[int, ...] = ()
_KINDS: dict[type, int] = {NamedNode: 1, BlankNode: 2, Literal: 4, Triple: 0}
#: From so many triples on, columns are faster than sets.
_LARGE = 30_000
#: How many filled stores a shared layer keeps ready.
_STORES = 4
_T = TypeVar("_T")
Values = list[int] | tuple[int, ...]


def may_be_respelled(value: str, datatype: str) -> bool:
    """Return whether a store may hold a literal in another spelling.

    >>> may_be_respelled("02", XSD + "integer"), may_be_respelled("2", XSD + "integer")
    (True, False)
    """
    if datatype not in SPELLED:
        return False
    plain = _PLAIN.get(datatype)
    return plain is None or plain.fullmatch(value) is None


class Data:
    """A data graph, perhaps above another one.

    Args:
        triples: what this layer adds.
        below: a layer that others may share.
    """

    def __init__(self, triples: Graph, below: Data | None = None) -> None:
        self.below = below
        self.graph = triples
        self._stores: list[Store] = []
        self._spellings: dict[Term, list[Literal]] | None = None
        self._odd: dict[int, Term] = {}
        self._looked_up_to = 0
        #: Kept for `exact`, until the data change.
        self.doubts: object = None
        self.start = below.size if below else 0
        self.terms: list[Term] = []
        self.numbers: dict[Term, int] = {}
        self.triples: dict[int, list[tuple[int, int]]] = {}
        self._forward: dict[int, dict[int, list[int]]] = {}
        self._backward: dict[int, dict[int, list[int]]] = {}
        self._subjects: dict[int, list[tuple[int, int]]] | None = None
        self._classes: dict[int, frozenset[int]] = {}
        self._enter(triples)
        self.type, self.sub_class = self.number(TYPE), self.number(SUB_CLASS)

    def _enter(self, triples: Graph) -> None:
        below, pairs = self.below, self.triples
        known = None if below is None else below.numbers.get if below.below is None else below.known
        for s, p, o in enter(triples, self.numbers, self.terms, self.start, known):
            if below is not None and below.holds(s, p, o):
                continue
            if p in pairs:
                pairs[p].append((s, o))
            else:
                pairs[p] = [(s, o)]

    def freeze(self) -> None:
        """Build every index now, so that triples can come and go."""
        for p in list(self.triples):
            self.forward(p)
            self.backward(p)
        self.about(-1)

    def insert(self, triple: Triple) -> None:
        """Add a triple that is not there; every index must have been built by `freeze`."""
        s, p, o = self.number(triple.subject), self.number(triple.predicate), self.number(triple.object)
        self.forward(p).setdefault(s, []).append(o)
        self.backward(p).setdefault(o, []).append(s)
        assert self._subjects is not None
        self._subjects.setdefault(s, []).append((p, o))
        self._forget(p)

    def delete(self, triple: Triple) -> None:
        """Take a triple away that is there."""
        s, p, o = self.number(triple.subject), self.number(triple.predicate), self.number(triple.object)
        _take(self.forward(p), s, o)
        _take(self.backward(p), o, s)
        assert self._subjects is not None
        _take(self._subjects, s, (p, o))
        self._forget(p)

    def _forget(self, p: int) -> None:
        self.doubts = None
        if p == self.sub_class:
            self._classes.clear()

    def written(self, start: int) -> list[tuple[int, Literal]]:
        """Return the literals that a store may spell otherwise, with their numbers, from a place in the terms on."""
        return [
            (n, t)
            for n, t in enumerate(self.terms[start:], self.start + start)
            if isinstance(t, Literal) and may_be_respelled(t.value, t.datatype.value)
        ]

    def odd(self) -> dict[int, Term]:
        """Return the numbers of the literals that a store spells otherwise, with the store's spelling."""
        self.spellings()
        return self._odd if self.below is None else {**self.below.odd(), **self._odd}

    def spellings(self) -> dict[Term, list[Literal]]:
        """Return, for each literal that a store spells otherwise, how the data spells it."""
        known, end = self._spellings, len(self.terms)
        if known is not None and self._looked_up_to == end:
            return known
        if known is None:
            known = {} if self.below is None else self.below.spellings()
        found = dict(self.written(self._looked_up_to))
        if found:
            store, p = Store(), NamedNode("urn:x:p")
            store.extend(Quad(NamedNode(f"urn:x:{n}"), p, literal) for n, literal in found.items())
            new = {int(q.subject.value[6:]): q.object for q in store if isinstance(q.subject, NamedNode)}
            odd = {n: literal for n, literal in new.items() if literal != found[n]}
            if odd:  # threads may share this: it is put in place whole
                known = {key: list(value) for key, value in known.items()}
                for n, literal in odd.items():
                    known.setdefault(literal, []).append(found[n])
                self._odd = {**self._odd, **odd}
        self._spellings, self._looked_up_to = known, end
        return known

    def lend(self) -> Store:
        """Return a store with this layer, for one borrower; give it back."""
        try:
            return self._stores.pop()
        except IndexError:
            store = Store()
            store.bulk_extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in self.graph)
            return store

    def give_back(self, store: Store) -> None:
        """Take a store back for the next borrower."""
        if len(self._stores) < _STORES:
            self._stores.append(store)

    @property
    def size(self) -> int:
        """Return how many terms have a number."""
        return self.start + len(self.terms)

    def known(self, term: Term) -> int | None:
        """Return the number of a term, if it has one."""
        found = self.numbers.get(term)
        return self.below.known(term) if found is None and self.below is not None else found

    def number(self, term: Term) -> int:
        """Return the number of a term; a new term gets the next one."""
        found = self.known(term)
        if found is None:
            found = self.numbers[term] = self.size
            self.terms.append(term)
        return found

    def term(self, n: int) -> Term:
        """Return the term with a number."""
        return self.terms[n - self.start] if n >= self.start or self.below is None else self.below.term(n)

    @property
    def bulky(self) -> bool:
        """Whether columns are faster here than sets."""
        return type(self) is Data and self.below is None and sum(map(len, self.triples.values())) >= _LARGE

    def predicates(self) -> Collection[int]:
        """Return the properties that this layer has triples of."""
        return self.triples.keys()

    def pairs(self, p: int) -> Collection[tuple[int, int]]:
        """Return this layer's subjects and values of a property."""
        return self.triples.get(p, ())

    def kinds(self) -> list[int]:
        """Return, for each number, 1 for an IRI, 2 for a blank node, 4 for a literal, 0 for a triple term."""
        return [_KINDS[type(t)] for t in self.terms]

    def forward(self, p: int) -> dict[int, list[int]]:
        """Return this layer's values of a property by subject."""
        index = self._forward.get(p)
        if index is None:
            index = {}
            for s, o in _listed(self.pairs(p)):
                index.setdefault(s, []).append(o)
            self._forward[p] = index
        return index

    def backward(self, p: int) -> dict[int, list[int]]:
        """Return this layer's subjects of a property by value."""
        index = self._backward.get(p)
        if index is None:
            index = {}
            for s, o in _listed(self.pairs(p)):
                index.setdefault(o, []).append(s)
            self._backward[p] = index
        return index

    def holds(self, s: int, p: int, o: int) -> bool:
        """Return whether a triple is in the data."""
        if o in self.forward(p).get(s, _NOTHING):
            return True
        return self.below is not None and s < self.start and o < self.start and self.below.holds(s, p, o)

    def objects(self, s: int, p: int) -> Values:
        """Return what a node has for a property, each value once."""
        index = self._forward.get(p)
        here = (self.forward(p) if index is None else index).get(s, _NOTHING)
        below = self.below
        if below is None or s >= self.start:
            return here
        there = below.objects(s, p)
        return [*there, *here] if here and there else here or there

    def subjects(self, p: int, o: int) -> Values:
        """Return who has a value for a property."""
        here = self.backward(p).get(o, _NOTHING)
        if self.below is None or o >= self.start:
            return here
        there = self.below.subjects(p, o)
        return [*there, *here] if here and there else here or there

    def all_subjects(self, p: int) -> set[int]:
        """Return who has any value for a property."""
        here = set(self.forward(p))
        return here if self.below is None else here | self.below.all_subjects(p)

    def all_objects(self, p: int) -> set[int]:
        """Return what anybody has for a property."""
        here = set(self.backward(p))
        return here if self.below is None else here | self.below.all_objects(p)

    def about(self, s: int) -> list[tuple[int, int]]:
        """Return the properties and values of a node."""
        if self._subjects is None:
            self._subjects = {}
            for p in self.predicates():
                for x, o in _listed(self.pairs(p)):
                    self._subjects.setdefault(x, []).append((p, o))
        here = self._subjects.get(s, [])
        return here if self.below is None else [*self.below.about(s), *here]

    def subclasses(self, c: int) -> frozenset[int]:
        """Return a class and those below it (``rdfs:subClassOf*`` in the data, SHACL §3.2)."""
        found = self._classes.get(c)
        if found is None:
            seen = {c}
            agenda = [c]
            while agenda:
                for below in self.subjects(self.sub_class, agenda.pop()):
                    if below not in seen:
                        seen.add(below)
                        agenda.append(below)
            found = self._classes[c] = frozenset(seen)
        return found

    def instances(self, c: int) -> dict[int, None]:
        """Return the SHACL instances of a class."""
        return {x: None for one in sorted(self.subclasses(c)) for x in self.subjects(self.type, one)}

    def is_a(self, x: int, c: int) -> bool:
        """Return whether a node is a SHACL instance of a class."""
        kinds = self.objects(x, self.type)
        if not kinds:
            return False
        classes = self.subclasses(c)
        return any(kind in classes for kind in kinds)

    def walk(self, path: Path, start: int) -> Values:
        """Return the value nodes that a path reaches, each once (SHACL §2.3.1)."""
        if isinstance(path, Step):
            p = self.known(NamedNode(path.iri))
            return _NOTHING if p is None else self.objects(start, p)
        if isinstance(path, Inverse):
            if isinstance(path.path, Step):
                p = self.known(NamedNode(path.path.iri))
                return _NOTHING if p is None else self.subjects(p, start)
            return self.walk(turned(path.path), start)
        if isinstance(path, Sequence):
            nodes: dict[int, None] = {start: None}
            for part in path.paths:
                nodes = {y: None for x in nodes for y in self.walk(part, x)}
            return list(nodes)
        if isinstance(path, Alternative):
            return list({y: None for part in path.paths for y in self.walk(part, start)})
        return self._repeat(path, start)

    def _repeat(self, path: Repeat, start: int) -> Values:
        found: dict[int, None] = {} if path.sign == "+" else {start: None}
        if path.sign == "?":
            found.update((y, None) for y in self.walk(path.path, start))
            return list(found)
        agenda = [start]
        while agenda:
            for y in self.walk(path.path, agenda.pop()):
                if y not in found:
                    found[y] = None
                    agenda.append(y)
        return list(found)


def _listed(pairs: Collection[tuple[int, int]]) -> Collection[tuple[int, int]]:
    """Return pairs as the interpreter's own numbers, which are the quicker ones to look up."""
    return pairs.tolist() if hasattr(pairs, "tolist") else pairs


def _take(index: dict[int, list[_T]], key: int, value: _T) -> None:
    """Take a value from an entry, and an empty entry from the index."""
    values = index[key]
    values.remove(value)
    if not values:
        del index[key]


def turned(path: Path) -> Path:
    """Return a path that leads back."""
    if isinstance(path, Step):
        return Inverse(path)
    if isinstance(path, Inverse):
        return path.path
    if isinstance(path, Sequence):
        return Sequence(tuple(turned(p) for p in reversed(path.paths)))
    if isinstance(path, Alternative):
        return Alternative(tuple(turned(p) for p in path.paths))
    return Repeat(turned(path.path), path.sign)
