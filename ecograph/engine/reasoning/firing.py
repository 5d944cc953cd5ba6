"""Rules fired on sets: each pattern of a body, when it has new facts, with the others looked up.

The law of this file: what can be worked out when the ontology is compiled (which pattern comes next, which term stands
where) is worked out then; a round only walks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ecograph.engine.reasoning.facts import LOW, Delta, Facts
from ecograph.engine.reasoning.rules import Pattern, Rule, is_class, next_pattern
from ecograph.engine.reasoning.vocabulary import SAME, TYPE

#: What has been found: the values of the variables that are bound so far, in the order in which they were bound.
Row = tuple[int, ...]
#: Takes the new members of a class, or the new pairs of a property, and adds what they bring.
Fire = Callable[[set[int], Facts, Delta], None]
_Step = Callable[[Iterable[Row], Facts], list[Row]]


def firing(rule: Rule, at: int) -> Fire:
    """Return what fires a rule on new facts of one pattern of its body."""
    start = rule.body[at]
    if len(rule.body) == 1:
        return _alone(start, rule.head)
    known = list(dict.fromkeys(v for v in (start[0], start[2]) if v < 0))
    first, left = _first(start), [t for n, t in enumerate(rule.body) if n != at]
    steps: list[_Step] = []
    while left:
        pattern = next_pattern(left, known)
        left.remove(pattern)
        steps.append(_step(pattern, known))
        known += [v for v in (pattern[0], pattern[2]) if v < 0 and v not in known]
    last = _last(rule.head, known)

    def fire(new: set[int], facts: Facts, out: Delta) -> None:
        rows = first(new)
        for step in steps:
            if not rows:
                return
            rows = step(rows, facts)
        last(rows, out)

    return fire


def _alone(pattern: Pattern, head: Pattern) -> Fire:
    """Fire a rule with one pattern: no row is made."""
    s, p, o = pattern
    subject, predicate, value = head
    if is_class(p, o):
        if is_class(predicate, value):
            return lambda new, _, out: out.add_types(value, new)
        return lambda new, _, out: out.add_pairs(predicate, {x << 32 | value for x in new})
    if is_class(predicate, value):
        if o >= 0:
            return lambda new, _, out: out.add_types(value, {k >> 32 for k in new if k & LOW == o})
        if subject == s:
            return lambda new, _, out: out.add_types(value, {k >> 32 for k in new})
        return lambda new, _, out: out.add_types(value, {k & LOW for k in new})
    if subject == s:
        return lambda new, _, out: out.add_pairs(predicate, new)
    return lambda new, _, out: out.add_pairs(predicate, {(k & LOW) << 32 | k >> 32 for k in new})


def _first(pattern: Pattern) -> Callable[[set[int]], list[Row]]:
    s, p, o = pattern
    if is_class(p, o):
        return lambda new: [(x,) for x in new]
    if o >= 0:
        return lambda new: [(k >> 32,) for k in new if k & LOW == o]
    if s == o:
        return lambda new: [(k >> 32,) for k in new if k >> 32 == k & LOW]
    return lambda new: [(k >> 32, k & LOW) for k in new]


def _step(pattern: Pattern, known: list[int]) -> _Step:
    s, p, o = pattern
    if is_class(p, o):
        at = known.index(s)

        def members(rows: Iterable[Row], facts: Facts) -> list[Row]:
            good = facts.of_class({row[at] for row in rows}, o)
            return [row for row in rows if row[at] in good]

        return members
    if s in known and o in known:
        i, j = known.index(s), known.index(o)
        return lambda rows, facts: [row for row in rows if facts.holds(row[i], p, row[j])]
    if s in known:
        i = known.index(s)
        return lambda rows, facts: [(*row, y) for row in rows for y in facts.objects(p, row[i])]
    i = known.index(o)
    return lambda rows, facts: [(*row, x) for row in rows for x in facts.subjects(p, row[i])]


def _last(head: Pattern, known: list[int]) -> Callable[[list[Row], Delta], None]:
    subject, predicate, value = head
    i = known.index(subject)
    if is_class(predicate, value):
        return lambda rows, out: out.add_types(value, {row[i] for row in rows})
    j = known.index(value)
    if predicate == SAME:
        return lambda rows, out: out.add_pairs(SAME, {row[i] << 32 | row[j] for row in rows if row[i] != row[j]})
    return lambda rows, out: out.add_pairs(predicate, {row[i] << 32 | row[j] for row in rows})


class RuleTable:
    """Rules by what makes them fire.

    Attributes:
        by_class: class → what fires on its new members.
        by_property: property → what fires on its new pairs.
        joins: the properties that rules look up by subject or object.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self.by_class: dict[int, list[Fire]] = {}
        self.by_property: dict[int, list[Fire]] = {}
        for rule in self.rules:
            for at, (_, p, o) in enumerate(rule.body):
                where, name = (self.by_class, o) if is_class(p, o) else (self.by_property, p)
                where.setdefault(name, []).append(firing(rule, at))
        self.joins = tuple(dict.fromkeys(p for rule in self.rules for p in rule.joins))


def fire(table: RuleTable, facts: Facts, fresh: Delta) -> Delta:
    """Return what the rules conclude from the new facts of a round."""
    out = Delta()
    by_class, by_property = table.by_class, table.by_property
    for c, members in fresh.types.items():
        for rule in by_class.get(c, ()):
            rule(members, facts, out)
    for p, pairs in fresh.pairs.items():
        for rule in by_property.get(p, ()):
            rule(pairs, facts, out)
    if TYPE in by_property and fresh.types:
        everything = {x << 32 | c for c, members in fresh.types.items() for x in members}
        for rule in by_property[TYPE]:
            rule(everything, facts, out)
    return out
