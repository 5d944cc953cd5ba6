"""The rules of OWL 2 RL with the ontology filled in: patterns that must hold, and the one that then holds too.

The law of this file: a rule is data. Who fires it (on sets in `firing`, on columns in `columns`) and who asks backwards
why something holds (`why`) read the same patterns. Names are those of the W3C profile (OWL 2 Profiles, §4.3, tables 4
to 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ecograph.engine.reasoning.facts import Fact, Facts
from ecograph.engine.reasoning.vocabulary import SAME, THING, TYPE

Premises = tuple[Fact, ...]
#: Subject, predicate, object: a number, or a variable (below zero); the predicate is never a variable.
Pattern = tuple[int, int, int]
X, Y, Z = -1, -2, -3
Bindings = dict[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its axioms filled in.

    Attributes:
        name: in the W3C profile.
        axioms: the schema facts that make this rule.
        body: what must hold.
        head: what then holds; where it is that two things are the same, they are two.
    """

    name: str
    axioms: Premises
    body: tuple[Pattern, ...]
    head: Pattern

    @property
    def joins(self) -> tuple[int, ...]:
        """Return the properties that it looks up by subject or object."""
        return tuple(p for _, p, o in self.body if not is_class(p, o)) if len(self.body) > 1 else ()

    @property
    def idle(self) -> bool:
        """Whether all that it says is that something is a Thing."""
        return len(self.body) == 1 and self.head[1:] == (TYPE, THING)

    def why(self, fact: Fact, facts: Facts) -> Iterator[Premises]:
        """Yield premises (without the axioms) that conclude this fact."""
        bound = matched(self.head, fact, {})
        if bound is not None and not (fact[1] == SAME and fact[0] == fact[2]):
            for found in _solutions(list(self.body), bound, facts):
                yield tuple(filled(pattern, found) for pattern in self.body)


def is_class(p: int, o: int) -> bool:
    """Return whether a pattern is about the members of one class."""
    return p == TYPE and o >= 0


def matched(pattern: Pattern, fact: Fact, bound: Bindings) -> Bindings | None:
    """Return the bindings with which a pattern is a fact, nothing where it cannot be."""
    out = dict(bound)
    for wanted, found in zip(pattern, fact, strict=True):
        if (wanted if wanted >= 0 else out.setdefault(wanted, found)) != found:
            return None
    return out


def filled(pattern: Pattern, bound: Bindings) -> Fact:
    """Return a pattern with its variables filled in."""
    s, p, o = pattern
    return bound[s] if s < 0 else s, p, bound[o] if o < 0 else o


def next_pattern(patterns: Iterable[Pattern], known: Iterable[int]) -> Pattern:
    """Return the pattern to look at next: the one of which most is known."""
    known = set(known)

    def fixed(pattern: Pattern) -> int:
        s, p, o = pattern
        subject = s >= 0 or s in known
        return 2 * subject if is_class(p, o) else subject + (o >= 0 or o in known)

    return max(patterns, key=fixed)


def _solutions(left: list[Pattern], bound: Bindings, facts: Facts) -> Iterator[Bindings]:
    if not left:
        yield bound
        return
    pattern = next_pattern(left, bound)
    rest = list(left)
    rest.remove(pattern)
    s, p, o = (bound.get(term, term) for term in pattern)
    for x, y in facts.find(s, p, o):
        more = matched(pattern, (x, p, y), bound)
        if more is not None:
            yield from _solutions(rest, more, facts)


# Tables 4 to 8, one line for each form of rule


def copy(name: str, axioms: Premises, p: int, q: int, *, swap: bool = False) -> Rule:
    """X p y → x q y, or y q x: prp-spo1, prp-inv1, prp-inv2, prp-symp."""
    return Rule(name, axioms, ((X, p, Y),), (Y, q, X) if swap else (X, q, Y))


def typed(name: str, axioms: Premises, p: int, c: int, *, end: bool) -> Rule:
    """X p y → x (or y) is a c: prp-dom, prp-rng, cls-svf2."""
    return Rule(name, axioms, ((X, p, Y),), (Y if end else X, TYPE, c))


def sub(name: str, axioms: Premises, c: int, d: int) -> Rule:
    """X is a c → x is a d: cax-sco."""
    return Rule(name, axioms, ((X, TYPE, c),), (X, TYPE, d))


def has_value_out(name: str, axioms: Premises, c: int, p: int, v: int) -> Rule:
    """X is a c → x p v: cls-hv1."""
    return Rule(name, axioms, ((X, TYPE, c),), (X, p, v))


def has_value_in(name: str, axioms: Premises, p: int, v: int, c: int) -> Rule:
    """X p v → x is a c: cls-hv2."""
    return Rule(name, axioms, ((X, p, v),), (X, TYPE, c))


def transitive(name: str, axioms: Premises, p: int) -> Rule:
    """X p y, y p z → x p z: prp-trp."""
    return Rule(name, axioms, ((X, p, Y), (Y, p, Z)), (X, p, Z))


def functional(name: str, axioms: Premises, p: int, *, inverse: bool = False) -> Rule:
    """X p y, x p z → y same z (prp-fp); inverse: y p x, z p x → y same z (prp-ifp)."""
    body = ((Y, p, X), (Z, p, X)) if inverse else ((X, p, Y), (X, p, Z))
    return Rule(name, axioms, body, (Y, SAME, Z))


def chain(name: str, axioms: Premises, steps: tuple[int, ...], q: int) -> Rule:
    """X p1 y1, y1 p2 y2, … → x q z: prp-spo2."""
    body = tuple((-n, p, -n - 1) for n, p in enumerate(steps, start=1))
    return Rule(name, axioms, body, (-1, q, -len(steps) - 1))


def some_values(name: str, axioms: Premises, p: int, d: int, c: int) -> Rule:
    """X p y, y is a d → x is a c: cls-svf1."""
    return Rule(name, axioms, ((X, p, Y), (Y, TYPE, d)), (X, TYPE, c))


def all_values(name: str, axioms: Premises, c: int, p: int, d: int) -> Rule:
    """X is a c, x p y → y is a d: cls-avf."""
    return Rule(name, axioms, ((X, TYPE, c), (X, p, Y)), (Y, TYPE, d))


def both(name: str, axioms: Premises, parts: tuple[int, ...], c: int) -> Rule:
    """X is a c1, … and a cn → x is a c: cls-int1."""
    return Rule(name, axioms, tuple((X, TYPE, part) for part in parts), (X, TYPE, c))


def max_one(name: str, axioms: Premises, c: int, p: int, d: int | None) -> Rule:
    """X is a c, x p y, x p z (y and z of class d) → y same z: cls-maxc2, cls-maxqc3, cls-maxqc4."""
    kinds = () if d is None else ((Y, TYPE, d), (Z, TYPE, d))
    return Rule(name, axioms, ((X, TYPE, c), (X, p, Y), (X, p, Z), *kinds), (Y, SAME, Z))


def key(name: str, axioms: Premises, c: int, properties: tuple[int, ...]) -> Rule:
    """X and y are of c and share a value of each property → x same y: prp-key."""
    shared = (pattern for n, p in enumerate(properties) for pattern in ((X, p, -3 - n), (Y, p, -3 - n)))
    return Rule(name, axioms, ((X, TYPE, c), (Y, TYPE, c), *shared), (X, SAME, Y))
