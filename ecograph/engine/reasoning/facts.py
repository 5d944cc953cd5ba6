"""Facts as sets of numbers: who is of a class, which pairs a property joins.

The law of this file: a fact is in one place only (the layer below is never written), and a join reads an index, never a
whole property.

A pair is one number, ``x << 32 | y``; so a set of pairs is unioned and subtracted by the interpreter's own set
operations, at small sizes as fast as columns and without their start-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecograph.engine.reasoning.vocabulary import TYPE

Fact = tuple[int, int, int]
LOW = 0xFFFFFFFF
_NONE: frozenset[int] = frozenset()


class Facts:
    """Types and pairs over an optional layer below.

    Attributes:
        types: class → its members.
        pairs: property → its pairs.
    """

    def __init__(self, below: Facts | None = None, joins: Iterable[int] = ()) -> None:
        self.below = below
        self.types: dict[int, set[int]] = {}
        self.pairs: dict[int, set[int]] = {}
        self.forward: dict[int, dict[int, set[int]]] = {p: {} for p in joins}
        self.backward: dict[int, dict[int, set[int]]] = {p: {} for p in joins}

    def index(self, joins: Iterable[int]) -> None:
        """Keep the pairs of these properties by subject and by object too."""
        for p in joins:
            if p not in self.forward:
                self.forward[p], self.backward[p] = {}, {}
                pairs = self.pairs.get(p, ())
                self._index(p, pairs if p != TYPE else [x << 32 | c for c, xs in self.types.items() for x in xs])
        if self.below is not None:
            self.below.index(joins)

    def _index(self, p: int, pairs: Iterable[int]) -> None:
        forward, backward = self.forward[p], self.backward[p]
        for pair in pairs:
            x, y = pair >> 32, pair & LOW
            if x in forward:
                forward[x].add(y)
            else:
                forward[x] = {y}
            if y in backward:
                backward[y].add(x)
            else:
                backward[y] = {x}

    def add_types(self, c: int, members: set[int]) -> set[int]:
        """Add members to a class; return those that are new."""
        have = self.types.get(c)
        new = members - have if have else set(members)
        if self.below is not None and new:
            new -= self.below.types.get(c, _NONE)
        if new:
            if have is None:
                self.types[c] = set(new)
            else:
                have |= new
            if TYPE in self.forward:
                self._index(TYPE, [x << 32 | c for x in new])
        return new

    def add_pairs(self, p: int, pairs: set[int]) -> set[int]:
        """Add pairs to a property; return those that are new."""
        have = self.pairs.get(p)
        new = pairs - have if have else set(pairs)
        if self.below is not None and new:
            new -= self.below.pairs.get(p, _NONE)
        if new:
            if have is None:
                self.pairs[p] = set(new)
            else:
                have |= new
            if p in self.forward:
                self._index(p, new)
        return new

    def members(self, c: int) -> list[set[int] | frozenset[int]]:
        """Return the sets that together are the members of a class."""
        here: list[set[int] | frozenset[int]] = [self.types.get(c, _NONE)]
        return here if self.below is None else here + self.below.members(c)

    def all_pairs(self, p: int) -> Iterator[int]:
        """Yield the pairs of a property (of ``rdf:type`` too)."""
        if p == TYPE:
            for c, xs in self.types.items():
                for x in xs:
                    yield x << 32 | c
        else:
            yield from self.pairs.get(p, _NONE)
        if self.below is not None:
            yield from self.below.all_pairs(p)

    def is_a(self, x: int, c: int) -> bool:
        """Return whether x is a member of c."""
        return x in self.types.get(c, _NONE) or (self.below is not None and self.below.is_a(x, c))

    def holds(self, s: int, p: int, o: int) -> bool:
        """Return whether a fact is there."""
        if p == TYPE:
            return self.is_a(s, o)
        return (s << 32 | o) in self.pairs.get(p, _NONE) or (self.below is not None and self.below.holds(s, p, o))

    def of_class(self, xs: Iterable[int], c: int) -> set[int]:
        """Return those of xs that are members of c."""
        out: set[int] = set()
        candidates = xs if isinstance(xs, set) else set(xs)
        for members in self.members(c):
            out |= candidates & members
        return out

    def objects(self, p: int, x: int) -> set[int]:
        """Return what x has for an indexed property; not to be changed."""
        here = self.forward[p].get(x)
        if self.below is None:
            return here or set()
        there = self.below.objects(p, x)
        return here | there if here and there else here or there

    def subjects(self, p: int, y: int) -> set[int]:
        """Return who has y for an indexed property; not to be changed."""
        here = self.backward[p].get(y)
        if self.below is None:
            return here or set()
        there = self.below.subjects(p, y)
        return here | there if here and there else here or there

    def find(self, s: int, p: int, o: int) -> Iterator[tuple[int, int]]:
        """Yield subject and object of the facts that fit; a number below zero stands for anything."""
        if s >= 0 and o >= 0:
            if self.holds(s, p, o):
                yield s, o
        elif p == TYPE and o >= 0:
            for members in self.members(o):
                for x in members:
                    yield x, o
        elif p in self.forward and (s >= 0 or o >= 0):
            if s >= 0:
                yield from ((s, y) for y in self.objects(p, s))
            else:
                yield from ((x, o) for x in self.subjects(p, o))
        else:
            for k in self.all_pairs(p):
                x, y = k >> 32, k & LOW
                if (s < 0 or x == s) and (o < 0 or y == o):
                    yield x, y

    def __iter__(self) -> Iterator[Fact]:
        """Yield the facts of this layer."""
        for c, members in self.types.items():
            for x in members:
                yield x, TYPE, c
        for p, pairs in self.pairs.items():
            for pair in pairs:
                yield pair >> 32, p, pair & LOW


class Delta:
    """Facts of one round: what rules look at, or what they conclude."""

    __slots__ = ("pairs", "types")

    def __init__(self) -> None:
        self.types: dict[int, set[int]] = {}
        self.pairs: dict[int, set[int]] = {}

    def add_types(self, c: int, members: set[int]) -> None:
        """Add members to a class."""
        if members:
            if c in self.types:
                self.types[c] |= members
            else:
                self.types[c] = set(members)

    def add_pairs(self, p: int, pairs: Iterable[int]) -> None:
        """Add pairs to a property; those of ``rdf:type`` become members."""
        if p == TYPE:
            for pair in pairs:
                self.types.setdefault(pair & LOW, set()).add(pair >> 32)
        elif pairs:
            if p in self.pairs:
                self.pairs[p].update(pairs)
            else:
                self.pairs[p] = set(pairs)

    def add(self, s: int, p: int, o: int) -> None:
        """Add one fact."""
        if p == TYPE:
            self.types.setdefault(o, set()).add(s)
        else:
            self.pairs.setdefault(p, set()).add(s << 32 | o)

    def add_all(self, facts: Iterable[Fact]) -> None:
        """Add facts."""
        types, pairs = self.types, self.pairs
        for s, p, o in facts:
            if p == TYPE:
                if o in types:
                    types[o].add(s)
                else:
                    types[o] = {s}
            elif p in pairs:
                pairs[p].add(s << 32 | o)
            else:
                pairs[p] = {s << 32 | o}

    def holds(self, s: int, p: int, o: int) -> bool:
        """Return whether a fact is in it."""
        if p == TYPE:
            return s in self.types.get(o, _NONE)
        return (s << 32 | o) in self.pairs.get(p, _NONE)

    def __bool__(self) -> bool:
        return bool(self.types or self.pairs)
