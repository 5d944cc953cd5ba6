"""The data graph as numbers: what a node has for a property, who has a value, who is of a class.

The law of this file: an index of a property is made when somebody asks for it, and a layer below is never written; so
one layer with the ontology and the vocabularies serves every description. What a layer adds is put into a copy of the
index below: copying a table costs less than looking into two each time.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from typing import TypeVar

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from ecograph.engine.graph import Graph
from ecograph.engine.numbering import Numbers, enter
from ecograph.engine.validation.index import RDFS, TYPE
from ecograph.engine.validation.paths import Alternative, Inverse, Path, Repeat, Sequence, Step, named
from ecograph.engine.validation.report import Term
from ecograph.engine.validation.spelling import may_be_respelled

SUB_CLASS = NamedNode(RDFS + "subClassOf")
_NOTHING: tuple[int, ...] = ()
_KINDS: dict[type, int] = {NamedNode: 1, BlankNode: 2, Literal: 4, Triple: 0}
#: From so many triples on, columns are faster than sets.
_LARGE = 30_000
#: How many filled stores a shared layer keeps ready.
_STORES = 4
_T = TypeVar("_T")
Values = list[int] | tuple[int, ...]


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
        self._looked_up_to = 0 if below is None else below.size
        #: Kept for `exact`, until one of these numbers becomes the value of another property than these.
        self.doubts: object = None
        self.doubtful: frozenset[int] = frozenset()
        self.doubtful_for: frozenset[int] = frozenset()
        self.frozen = False
        self.terms: list[Term] = [] if below is None else below.terms.copy()
        self.numbers: Numbers = Numbers(self.terms, None if below is None else below.numbers)
        self.triples: dict[int, list[tuple[int, int]]] = {}
        self._forward: dict[int, dict[int, list[int]]] = {}
        self._backward: dict[int, dict[int, list[int]]] = {}
        self._subjects: dict[int, list[tuple[int, int]]] | None = None
        self._classes: dict[int, frozenset[int]] = {}
        self._enter(triples)
        self.type, self.sub_class = self.number(TYPE), self.number(SUB_CLASS)

    def _enter(self, triples: Graph) -> None:
        pairs = self.triples
        for s, p, o in enter(triples, self.numbers):
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

    def insert(self, s: int, p: int, o: int) -> None:
        """Add a triple that is not there; every index must have been built by `freeze`."""
        self.forward(p).setdefault(s, []).append(o)
        self.backward(p).setdefault(o, []).append(s)
        assert self._subjects is not None
        self._subjects.setdefault(s, []).append((p, o))
        if o in self.doubtful and p not in self.doubtful_for:
            self.doubts = None
        self._forget(p)

    def delete(self, s: int, p: int, o: int) -> None:
        """Take a triple away that is there."""
        _take(self.forward(p), s, o)
        _take(self.backward(p), o, s)
        assert self._subjects is not None
        _take(self._subjects, s, (p, o))
        self._forget(p)

    def _forget(self, p: int) -> None:
        if p == self.sub_class:
            self._classes.clear()

    def written(self, start: int) -> list[tuple[int, Literal]]:
        """Return the literals that a store may spell otherwise, with their numbers, from a place in the terms on."""
        return [
            (n, t)
            for n, t in enumerate(self.terms[start:], start)
            if isinstance(t, Literal) and may_be_respelled(t.value, t.datatype.value)
        ]

    def odd(self) -> dict[int, Term]:
        """Return the numbers of the literals that a store spells otherwise, with the store's spelling."""
        self.spellings()
        return self._odd if self.below is None else {**self.below.odd(), **self._odd}

    def spellings(self) -> dict[Term, list[Literal]]:
        """Return, for each literal that a store spells otherwise, how the data spells it."""
        known, end = self._spellings, self.size
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

    def above(self, triples: Graph) -> Data:
        """Return this data graph with more triples; it is not changed itself."""
        return Data(triples, self)

    def layers(self) -> list[Data]:
        """Return the layers, the lowest first."""
        return [self] if self.below is None else [*self.below.layers(), self]

    def everything(self) -> Graph:
        """Return the triples of all layers."""
        return tuple(triple for layer in self.layers() for triple in layer.graph)

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
        return len(self.terms)

    def known(self, term: Term) -> int | None:
        """Return the number of a term, if it has one."""
        return self.numbers.get(term)

    def number(self, term: Term) -> int:
        """Return the number of a term; a new term gets the next one."""
        return self.numbers[term]

    def term(self, n: int) -> Term:
        """Return the term with a number."""
        return self.terms[n]

    @property
    def bulky(self) -> bool:
        """Whether columns are faster here than sets."""
        return type(self) is Data and self.below is None and sum(map(len, self.triples.values())) >= _LARGE

    @property
    def small(self) -> bool:
        """Whether an index of a property is worth its price, even where few nodes are asked about."""
        return self.size < _LARGE

    def predicates(self) -> Collection[int]:
        """Return the properties that there are triples of."""
        return self.triples.keys() if self.below is None else self.below.predicates() | self.triples.keys()

    def pairs(self, p: int) -> Collection[tuple[int, int]]:
        """Return the subjects and values of a property that this layer adds."""
        own = self.triples.get(p, ())
        if own and self.below is not None and p not in self._forward:
            have, old = self.below.forward(p), self.below.size
            own = self.triples[p] = [(s, o) for s, o in own if s >= old or o not in have.get(s, _NOTHING)]
        return own

    def kinds(self) -> list[int]:
        """Return, for each number, 1 for an IRI, 2 for a blank node, 4 for a literal, 0 for a triple term."""
        return [_KINDS[type(t)] for t in self.terms]

    def forward(self, p: int) -> dict[int, list[int]]:
        """Return the values of a property by subject, each once."""
        index = self._forward.get(p)
        if index is None:
            index = {}
            for s, o in _listed(self.pairs(p)):
                if s in index:
                    index[s].append(o)
                else:
                    index[s] = [o]
            if self.below is not None:
                index = _above(self.below.forward(p), index)
            self._forward[p] = index
        return index

    def backward(self, p: int) -> dict[int, list[int]]:
        """Return the subjects of a property by value, each once."""
        index = self._backward.get(p)
        if index is None:
            index = {}
            for s, o in _listed(self.pairs(p)):
                if o in index:
                    index[o].append(s)
                else:
                    index[o] = [s]
            if self.below is not None:
                index = _above(self.below.backward(p), index)
            self._backward[p] = index
        return index

    def holds(self, s: int, p: int, o: int) -> bool:
        """Return whether a triple is in the data."""
        return o in self.forward(p).get(s, _NOTHING)

    def objects(self, s: int, p: int) -> Values:
        """Return what a node has for a property, each value once."""
        index = self._forward.get(p)
        return (self.forward(p) if index is None else index).get(s, _NOTHING)

    def subjects(self, p: int, o: int) -> Values:
        """Return who has a value for a property."""
        return self.backward(p).get(o, _NOTHING)

    def all_subjects(self, p: int) -> set[int]:
        """Return who has any value for a property."""
        return set(self.forward(p))

    def all_objects(self, p: int) -> set[int]:
        """Return what anybody has for a property."""
        return set(self.backward(p))

    def about(self, s: int) -> list[tuple[int, int]]:
        """Return the properties and values of a node."""
        if self._subjects is None:
            index: dict[int, list[tuple[int, int]]] = {}
            for p in self.predicates():
                for x, o in _listed(self.pairs(p)):
                    index.setdefault(x, []).append((p, o))
            self._subjects = index if self.below is None else _above(self.below.abouts(), index)
        return self._subjects.get(s, [])

    def abouts(self) -> dict[int, list[tuple[int, int]]]:
        """Return the properties and values of every node."""
        self.about(-1)
        assert self._subjects is not None
        return self._subjects

    def values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return what a node has for a property, as terms."""
        s, p = self.numbers.get(subject), self.numbers.get(predicate)
        return [] if s is None or p is None else [self.terms[o] for o in self.objects(s, p)]

    def having(self, predicate: NamedNode, value: Term) -> list[NamedNode | BlankNode]:
        """Return who has a value for a property, in the order in which they came."""
        p, o = self.numbers.get(predicate), self.numbers.get(value)
        found = () if p is None or o is None else sorted(self.subjects(p, o))
        return [t for t in (self.terms[n] for n in found) if isinstance(t, NamedNode | BlankNode)]

    def subclasses(self, c: int) -> frozenset[int]:
        """Return a class and those below it (``rdfs:subClassOf*`` in the data, SHACL §3.2)."""
        found = self._classes.get(c)
        if found is None and self.below is not None and self.sub_class not in self.triples:
            found = self._classes[c] = self.below.subclasses(c)
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
        types = self.backward(self.type)
        return {x: None for one in sorted(types.keys() & self.subclasses(c)) for x in types[one]}

    def is_a(self, x: int, c: int) -> bool:
        """Return whether a node is a SHACL instance of a class."""
        kinds = self.objects(x, self.type)
        if not kinds:
            return False
        classes = self.subclasses(c)
        return any(kind in classes for kind in kinds)

    def walk(self, path: Path, start: int) -> Values:
        """Return the value nodes that a path reaches, each once (SHACL §2.3.1)."""
        return self.walker(path)(start)

    def walker(self, path: Path) -> Callable[[int], Values]:
        """Return what gives the value nodes of a node; for paths that are walked from many nodes."""
        if isinstance(path, Step):
            return self._stepper(path, self.forward, self.objects)
        if isinstance(path, Inverse):
            if isinstance(path.path, Step):
                return self._stepper(path.path, self.backward, lambda n, p: self.subjects(p, n))
            return self.walker(turned(path.path))
        if isinstance(path, Repeat):
            return functools.partial(_repeat, path.sign, self.walker(path.path))
        parts = [self.walker(part) for part in path.paths]
        if isinstance(path, Alternative):
            return lambda n: list({y: None for part in parts for y in part(n)})
        return functools.partial(_along, parts)

    def _stepper(
        self, step: Step, index: Callable[[int], dict[int, list[int]]], values: Callable[[int, int], Values]
    ) -> Callable[[int], Values]:
        p = self.known(named(step.iri))
        if p is None:
            return lambda _: _NOTHING
        if not self.small:
            return lambda n: values(n, p)
        get = index(p).get
        return lambda n: get(n, _NOTHING)


def _along(parts: list[Callable[[int], Values]], start: int) -> Values:
    nodes: dict[int, None] = {start: None}
    for part in parts:
        nodes = {y: None for x in nodes for y in part(x)}
    return list(nodes)


def _repeat(sign: str, step: Callable[[int], Values], start: int) -> Values:
    found: dict[int, None] = {} if sign == "+" else {start: None}
    if sign == "?":
        found.update((y, None) for y in step(start))
        return list(found)
    agenda = [start]
    while agenda:
        for y in step(agenda.pop()):
            if y not in found:
                found[y] = None
                agenda.append(y)
    return list(found)


def _listed(pairs: Collection[tuple[int, int]]) -> Collection[tuple[int, int]]:
    """Return pairs as the interpreter's own numbers, which are the quicker ones to look up."""
    return pairs.tolist() if hasattr(pairs, "tolist") else pairs


def _above(below: dict[int, list[_T]], own: dict[int, list[_T]]) -> dict[int, list[_T]]:
    """Return the two indexes as one; neither list of the one below is changed."""
    if not own:
        return below
    if not below:
        return own
    out = below.copy()
    for key, values in own.items():
        out[key] = [*below[key], *values] if key in below else values
    return out


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
