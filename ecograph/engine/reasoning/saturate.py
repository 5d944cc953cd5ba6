"""The fixpoint: rounds of rules over what was new in the round before (semi-naive evaluation).

The law of this file: a round sees every fact of the rounds before it, so a fact's premises are always older than the
fact; that is what makes an explanation end.

Equality (table 4) is applied here and not as rules with an ontology filled in: whatever holds of a thing holds of what
is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ecograph.engine.reasoning.facts import LOW, Delta, Fact, Facts
from ecograph.engine.reasoning.firing import RuleTable, fire
from ecograph.engine.reasoning.rules import Premises
from ecograph.engine.reasoning.vocabulary import SAME, TYPE


def saturate(table: RuleTable, facts: Facts, new: Delta) -> list[Delta]:
    """Add to the facts everything that follows; return what each round added, the given facts first.

    Args:
        table: the rules.
        facts: what already holds, closed under the rules; it is added to.
        new: what is to be added.
    """
    rounds: list[Delta] = []
    same = Same(facts)
    while True:
        fresh = Delta()
        for c, members in new.types.items():
            added = facts.add_types(c, members)
            if added:
                fresh.types[c] = added
        for p, pairs in new.pairs.items():
            added = facts.add_pairs(p, pairs)
            if added:
                fresh.pairs[p] = added
        if not fresh:
            return rounds
        rounds.append(fresh)
        new = fire(table, facts, fresh)
        same.apply(fresh, new)


class Same:
    """The rules eq-sym, eq-trans, eq-rep-s, eq-rep-p and eq-rep-o."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.others: dict[int, set[int]] = defaultdict(set)
        for pair in facts.all_pairs(SAME):
            self._join(pair >> 32, pair & LOW)

    def _join(self, x: int, y: int) -> None:
        if x != y:
            self.others[x].add(y)
            self.others[y].add(x)

    def apply(self, fresh: Delta, out: Delta) -> None:
        """Conclude from the new facts of a round, and from all facts about what has become the same."""
        pairs = fresh.pairs.get(SAME, ())
        touched = {x for k in pairs if k >> 32 != k & LOW for x in (k >> 32, k & LOW)}
        for pair in pairs:
            self._join(pair >> 32, pair & LOW)
        if not self.others:
            return
        out.add_pairs(SAME, {x << 32 | y for x in touched for y in self.others[x]})
        self._copy(fresh, self.others.keys(), out)
        if touched:
            layer: Facts | None = self.facts
            while layer is not None:
                self._copy(layer, touched, out)
                layer = layer.below

    def _copy(self, source: Delta | Facts, whose: Iterable[int], out: Delta) -> None:
        whose = set(whose)
        for c, members in source.types.items():
            both = members & whose
            for x in both:
                out.add_types(c, self.others[x])
            if c in whose:
                for d in self.others[c]:
                    out.add_types(d, members)
        if TYPE in whose:
            for p in self.others[TYPE]:
                out.add_pairs(p, {x << 32 | c for c, members in source.types.items() for x in members})
        for p, pairs in source.pairs.items():
            made: set[int] = set()
            for k in pairs:
                x, y = k >> 32, k & LOW
                if x in whose:
                    made.update(z << 32 | y for z in self.others[x])
                if y in whose:
                    made.update(x << 32 | z for z in self.others[y])
            if made:
                out.add_pairs(p, made)
            if p in whose:
                for q in self.others[p]:
                    out.add_pairs(q, pairs)

    def why(self, fact: Fact) -> Iterator[tuple[str, Premises]]:
        """Yield what equality could have concluded this fact from."""
        s, p, o = fact
        if p == SAME:
            yield "eq-sym", ((o, SAME, s),)
            for y in self.others.get(s, set()) - {o, s}:
                for first in ((s, SAME, y), (y, SAME, s)):
                    for second in ((y, SAME, o), (o, SAME, y)):
                        yield "eq-trans", (first, second)
        for rule, whose, fact_of in (
            ("eq-rep-s", s, lambda z: (z, p, o)),
            ("eq-rep-p", p, lambda z: (s, z, o)),
            ("eq-rep-o", o, lambda z: (s, p, z)),
        ):
            for z in self.others.get(whose, ()):
                for link in ((z, SAME, whose), (whose, SAME, z)):
                    yield rule, (link, fact_of(z))
