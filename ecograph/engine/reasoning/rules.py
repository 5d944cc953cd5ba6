"""The rules of OWL 2 RL with the ontology filled in: small records that fire on sets.

The law of this file: a rule has one place for each of its directions. ``types`` and ``pairs`` fire forwards, on the new
facts of a round; ``why`` goes backwards, from a conclusion to the premises that could have made it. Names are those of
the W3C profile (OWL 2 Profiles, §4.3, tables 4 to 8).
"""
# ruff: noqa: D102, ARG002 - the base class says what the methods do, and names their arguments

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecograph.engine.reasoning.facts import LOW, Delta, Fact, Facts
from ecograph.engine.reasoning.vocabulary import SAME, TYPE

Premises = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its axioms filled in.

    Attributes:
        name: in the W3C profile.
        axioms: the schema facts that make this rule.
    """

    name: str
    axioms: Premises

    @property
    def classes(self) -> tuple[int, ...]:
        """Return the classes whose new members make it fire."""
        return ()

    @property
    def properties(self) -> tuple[int, ...]:
        """Return the properties whose new pairs make it fire."""
        return ()

    @property
    def joins(self) -> tuple[int, ...]:
        """Return the properties that it looks up by subject or object."""
        return ()

    def types(self, c: int, new: set[int], facts: Facts, out: Delta) -> None:
        """Fire on new members of a class."""

    def pairs(self, p: int, new: set[int], facts: Facts, out: Delta) -> None:
        """Fire on new pairs of a property."""

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        """Yield premises (without the axioms) that conclude this fact."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Copy(Rule):
    """x p y → x q y, or y q x: prp-spo1, prp-eqp, prp-inv, prp-symp."""

    p: int
    q: int
    swap: bool = False

    @property
    def properties(self) -> tuple[int, ...]:
        return (self.p,)

    def pairs(self, p: int, new: set[int], facts: Facts, out: Delta) -> None:
        out.add_pairs(self.q, {(k & LOW) << 32 | k >> 32 for k in new} if self.swap else new)

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        s, p, o = fact
        if p == self.q:
            yield ((o, self.p, s),) if self.swap else ((s, self.p, o),)


@dataclass(frozen=True, slots=True)
class Typed(Rule):
    """x p y → x (or y) is a c: prp-dom, prp-rng, cls-svf2."""

    p: int
    c: int
    end: bool

    @property
    def properties(self) -> tuple[int, ...]:
        return (self.p,)

    @property
    def joins(self) -> tuple[int, ...]:
        return ()

    def pairs(self, p: int, new: set[int], facts: Facts, out: Delta) -> None:
        out.add_types(self.c, {k & LOW for k in new} if self.end else {k >> 32 for k in new})

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        s, p, c = fact
        if p == TYPE and c == self.c:
            for pair in facts.all_pairs(self.p):
                if (pair & LOW if self.end else pair >> 32) == s:
                    yield ((pair >> 32, self.p, pair & LOW),)


@dataclass(frozen=True, slots=True)
class Sub(Rule):
    """x is a c → x is a d: cax-sco, cax-eqc."""

    c: int
    d: int

    @property
    def classes(self) -> tuple[int, ...]:
        return (self.c,)

    def types(self, c: int, new: set[int], facts: Facts, out: Delta) -> None:
        out.add_types(self.d, new)

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        s, p, c = fact
        if p == TYPE and c == self.d:
            yield ((s, TYPE, self.c),)


@dataclass(frozen=True, slots=True)
class HasValueOut(Rule):
    """x is a c → x p v: cls-hv1."""

    c: int
    p: int
    v: int

    @property
    def classes(self) -> tuple[int, ...]:
        return (self.c,)

    def types(self, c: int, new: set[int], facts: Facts, out: Delta) -> None:
        out.add_pairs(self.p, {x << 32 | self.v for x in new})

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        s, p, o = fact
        if p == self.p and o == self.v:
            yield ((s, TYPE, self.c),)


@dataclass(frozen=True, slots=True)
class HasValueIn(Rule):
    """x p v → x is a c: cls-hv2."""

    p: int
    v: int
    c: int

    @property
    def properties(self) -> tuple[int, ...]:
        return (self.p,)

    def pairs(self, p: int, new: set[int], facts: Facts, out: Delta) -> None:
        v = self.v
        out.add_types(self.c, {k >> 32 for k in new if k & LOW == v})

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        s, p, c = fact
        if p == TYPE and c == self.c:
            yield ((s, self.p, self.v),)


@dataclass(frozen=True, slots=True)
class Transitive(Rule):
    """x p y, y p z → x p z: prp-trp."""

    p: int

    @property
    def properties(self) -> tuple[int, ...]:
        return (self.p,)

    @property
    def joins(self) -> tuple[int, ...]:
        return (self.p,)

    def pairs(self, p: int, new: set[int], facts: Facts, out: Delta) -> None:
        made: set[int] = set()
        for k in new:
            x, y = k >> 32, k & LOW
            made.update(x << 32 | z for z in facts.objects(p, y))
            made.update(w << 32 | y for w in facts.subjects(p, x))
        out.add_pairs(p, made)

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        s, p, o = fact
        if p == self.p:
            for y in facts.objects(p, s):
                if facts.holds(y, p, o):
                    yield (s, p, y), (y, p, o)


@dataclass(frozen=True, slots=True)
class Functional(Rule):
    """x p y, x p z → y same z (prp-fp); inverse: y p x, z p x → y same z (prp-ifp)."""

    p: int
    inverse: bool = False

    @property
    def properties(self) -> tuple[int, ...]:
        return (self.p,)

    @property
    def joins(self) -> tuple[int, ...]:
        return (self.p,)

    def pairs(self, p: int, new: set[int], facts: Facts, out: Delta) -> None:
        made: set[int] = set()
        for k in new:
            if self.inverse:
                mine, others = k >> 32, facts.subjects(p, k & LOW)
            else:
                mine, others = k & LOW, facts.objects(p, k >> 32)
            if len(others) > 1:
                for other in others:
                    if other != mine:
                        made.add(mine << 32 | other)
                        made.add(other << 32 | mine)
        out.add_pairs(SAME, made)

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        y, p, z = fact
        if p != SAME or y == z:
            return
        if self.inverse:
            for x in facts.objects(self.p, y) & facts.objects(self.p, z):
                yield (y, self.p, x), (z, self.p, x)
        else:
            for x in facts.subjects(self.p, y) & facts.subjects(self.p, z):
                yield (x, self.p, y), (x, self.p, z)


@dataclass(frozen=True, slots=True)
class Chain(Rule):
    """x p1 y1, y1 p2 y2, … → x q z: prp-spo2."""

    chain: tuple[int, ...]
    q: int

    @property
    def properties(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.chain))

    @property
    def joins(self) -> tuple[int, ...]:
        return self.properties

    def pairs(self, p: int, new: set[int], facts: Facts, out: Delta) -> None:
        made: set[int] = set()
        for place, step in enumerate(self.chain):
            if step != p:
                continue
            for k in new:
                starts, ends = {k >> 32}, {k & LOW}
                for before in reversed(self.chain[:place]):
                    starts = {w for x in starts for w in facts.subjects(before, x)}
                for after in self.chain[place + 1 :]:
                    ends = {z for y in ends for z in facts.objects(after, y)}
                made.update(x << 32 | y for x in starts for y in ends)
        out.add_pairs(self.q, made)

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        s, p, o = fact
        if p == self.q:
            yield from self._walk(s, o, 0, (), facts)

    def _walk(self, x: int, end: int, place: int, so_far: Premises, facts: Facts) -> Iterator[Premises]:
        step = self.chain[place]
        if place == len(self.chain) - 1:
            if facts.holds(x, step, end):
                yield (*so_far, (x, step, end))
            return
        for y in facts.objects(step, x):
            yield from self._walk(y, end, place + 1, (*so_far, (x, step, y)), facts)


@dataclass(frozen=True, slots=True)
class SomeValues(Rule):
    """x p y, y is a d → x is a c: cls-svf1."""

    p: int
    d: int
    c: int

    @property
    def properties(self) -> tuple[int, ...]:
        return (self.p,)

    @property
    def classes(self) -> tuple[int, ...]:
        return (self.d,)

    @property
    def joins(self) -> tuple[int, ...]:
        return (self.p,)

    def pairs(self, p: int, new: set[int], facts: Facts, out: Delta) -> None:
        good = facts.of_class({k & LOW for k in new}, self.d)
        if good:
            out.add_types(self.c, {k >> 32 for k in new if k & LOW in good})

    def types(self, c: int, new: set[int], facts: Facts, out: Delta) -> None:
        p = self.p
        out.add_types(self.c, {x for y in new for x in facts.subjects(p, y)})

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        s, p, c = fact
        if p == TYPE and c == self.c:
            for y in facts.objects(self.p, s):
                if facts.is_a(y, self.d):
                    yield (s, self.p, y), (y, TYPE, self.d)


@dataclass(frozen=True, slots=True)
class AllValues(Rule):
    """x is a c, x p y → y is a d: cls-avf."""

    c: int
    p: int
    d: int

    @property
    def properties(self) -> tuple[int, ...]:
        return (self.p,)

    @property
    def classes(self) -> tuple[int, ...]:
        return (self.c,)

    @property
    def joins(self) -> tuple[int, ...]:
        return (self.p,)

    def pairs(self, p: int, new: set[int], facts: Facts, out: Delta) -> None:
        good = facts.of_class({k >> 32 for k in new}, self.c)
        if good:
            out.add_types(self.d, {k & LOW for k in new if k >> 32 in good})

    def types(self, c: int, new: set[int], facts: Facts, out: Delta) -> None:
        p = self.p
        out.add_types(self.d, {y for x in new for y in facts.objects(p, x)})

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        y, p, d = fact
        if p == TYPE and d == self.d:
            for x in facts.subjects(self.p, y):
                if facts.is_a(x, self.c):
                    yield (x, TYPE, self.c), (x, self.p, y)


@dataclass(frozen=True, slots=True)
class Both(Rule):
    """x is a c1, … and a cn → x is a c: cls-int1."""

    parts: tuple[int, ...]
    c: int

    @property
    def classes(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.parts))

    def types(self, c: int, new: set[int], facts: Facts, out: Delta) -> None:
        left = new
        for part in self.classes:
            if part != c and left:
                left = facts.of_class(left, part)
        out.add_types(self.c, left)

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        s, p, c = fact
        if p == TYPE and c == self.c and all(facts.is_a(s, part) for part in self.parts):
            yield tuple((s, TYPE, part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class MaxOne(Rule):
    """x is a c, x p y, x p z (y and z of class d) → y same z: cls-maxc2, cls-maxqc3, cls-maxqc4."""

    c: int
    p: int
    d: int | None

    @property
    def properties(self) -> tuple[int, ...]:
        return (self.p,)

    @property
    def classes(self) -> tuple[int, ...]:
        return (self.c,) if self.d is None else (self.c, self.d)

    @property
    def joins(self) -> tuple[int, ...]:
        return (self.p,)

    def _fire(self, xs: set[int], facts: Facts, out: Delta) -> None:
        made: set[int] = set()
        for x in facts.of_class(xs, self.c):
            ys = facts.objects(self.p, x)
            if self.d is not None:
                ys = facts.of_class(ys, self.d)
            made.update(y << 32 | z for y in ys for z in ys if y != z)
        out.add_pairs(SAME, made)

    def pairs(self, p: int, new: set[int], facts: Facts, out: Delta) -> None:
        self._fire({k >> 32 for k in new}, facts, out)

    def types(self, c: int, new: set[int], facts: Facts, out: Delta) -> None:
        xs = set(new) if c == self.c else set()
        if c == self.d:
            xs |= {x for y in new for x in facts.subjects(self.p, y)}
        self._fire(xs, facts, out)

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        y, p, z = fact
        if p != SAME or y == z:
            return
        for x in facts.subjects(self.p, y) & facts.subjects(self.p, z):
            if facts.is_a(x, self.c):
                kinds = () if self.d is None else ((y, TYPE, self.d), (z, TYPE, self.d))
                if all(facts.holds(*k) for k in kinds):
                    yield (x, TYPE, self.c), (x, self.p, y), (x, self.p, z), *kinds


@dataclass(frozen=True, slots=True)
class Key(Rule):
    """x and y are of c and share a value of each key → x same y: prp-key."""

    c: int
    keys: tuple[int, ...]

    @property
    def properties(self) -> tuple[int, ...]:
        return self.keys

    @property
    def classes(self) -> tuple[int, ...]:
        return (self.c,)

    @property
    def joins(self) -> tuple[int, ...]:
        return self.keys

    def _same(self, x: int, facts: Facts) -> set[int]:
        left: set[int] | None = None
        for key in self.keys:
            who = {y for v in facts.objects(key, x) for y in facts.subjects(key, v)}
            left = who if left is None else left & who
            if len(left) < 2:
                return set()
        return facts.of_class(left or set(), self.c) - {x}

    def _fire(self, xs: set[int], facts: Facts, out: Delta) -> None:
        made: set[int] = set()
        for x in facts.of_class(xs, self.c):
            for y in self._same(x, facts):
                made.add(x << 32 | y)
                made.add(y << 32 | x)
        out.add_pairs(SAME, made)

    def pairs(self, p: int, new: set[int], facts: Facts, out: Delta) -> None:
        self._fire({k >> 32 for k in new}, facts, out)

    def types(self, c: int, new: set[int], facts: Facts, out: Delta) -> None:
        self._fire(new, facts, out)

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        x, p, y = fact
        if p != SAME or x == y or not (facts.is_a(x, self.c) and facts.is_a(y, self.c)):
            return
        premises: list[Fact] = [(x, TYPE, self.c), (y, TYPE, self.c)]
        for key in self.keys:
            shared = facts.objects(key, x) & facts.objects(key, y)
            if not shared:
                return
            value = min(shared)
            premises += [(x, key, value), (y, key, value)]
        yield tuple(premises)
