"""The rules of OWL 2 RL that conclude *false*, run once over the closed facts.

The law of this file: a contradiction that the ontology has by itself is not blamed on a description; so each check
looks for what involves at least one fact above the ontology's layer.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal

from ecograph.engine.lexical import is_valid
from ecograph.engine.reasoning.facts import LOW, Fact, Facts
from ecograph.engine.reasoning.schema import Schema
from ecograph.engine.reasoning.scope import XSD
from ecograph.engine.reasoning.vocabulary import (
    ALL_DIFFERENT,
    ALL_DISJOINT_CLASSES,
    ALL_DISJOINT_PROPERTIES,
    ASSERTION_PROPERTY,
    ASYMMETRIC,
    COMPLEMENT,
    DIFFERENT,
    DISJOINT,
    DISJOINT_DATATYPES,
    DISTINCT_MEMBERS,
    IRREFLEXIVE,
    MAX_CARDINALITY,
    MAX_QUALIFIED,
    MEMBERS,
    NOTHING,
    ON_CLASS,
    ON_PROPERTY,
    PROPERTY_DISJOINT,
    SAME,
    SOURCE,
    TARGET_INDIVIDUAL,
    TARGET_VALUE,
    THING,
    TYPE,
    Terms,
    datatypes_of,
)

Found = tuple[str, tuple[int, ...]]


def contradictions(schema: Schema, facts: Facts, terms: Terms) -> Iterator[Found]:
    """Yield the rule and the terms of each contradiction that needs a fact of the upper layer."""
    yield from _classes(schema, facts)
    yield from _properties(schema, facts)
    yield from _disjoint_properties(schema, facts)
    yield from _denied(schema, facts)
    yield from _equality(schema, facts)
    yield from _counts(schema, facts)
    yield from _values(facts, terms)


def _both(facts: Facts, c: int, d: int) -> set[int]:
    """Return who is a member of both classes, at least one of them above the lower layer."""
    here_c, here_d = facts.types.get(c), facts.types.get(d)
    out: set[int] = set()
    if here_c:
        out |= facts.of_class(here_c, d)
    if here_d:
        out |= facts.of_class(here_d, c)
    return out


def _classes(schema: Schema, facts: Facts) -> Iterator[Found]:
    for x in facts.types.get(NOTHING, ()):
        yield "cls-nothing2", (x,)
    for rule, p in (("cax-dw", DISJOINT), ("cls-com", COMPLEMENT)):
        for c, d in schema.pairs(p):
            for x in _both(facts, c, d):
                yield rule, (x, c, d)
    for group in schema.subjects(TYPE, ALL_DISJOINT_CLASSES):
        for head in schema.objects(group, MEMBERS):
            items = schema.items(head)
            for i, c in enumerate(items):
                for d in items[i + 1 :]:
                    for x in _both(facts, c, d):
                        yield "cax-adc", (x, c, d)


def _shared(facts: Facts, p: int, q: int) -> Iterator[int]:
    for pair in facts.pairs.get(p, ()):
        if facts.holds(pair >> 32, q, pair & LOW):
            yield pair
    for pair in facts.pairs.get(q, ()):
        if pair not in facts.pairs.get(p, ()) and facts.holds(pair >> 32, p, pair & LOW):
            yield pair


def _properties(schema: Schema, facts: Facts) -> Iterator[Found]:
    for p in schema.subjects(TYPE, IRREFLEXIVE):
        for pair in facts.pairs.get(p, ()):
            if pair >> 32 == pair & LOW:
                yield "prp-irp", (pair >> 32, p)
    for p in schema.subjects(TYPE, ASYMMETRIC):
        for pair in facts.pairs.get(p, ()):
            x, y = pair >> 32, pair & LOW
            if facts.holds(y, p, x):
                yield "prp-asyp", (x, p, y)
                yield "prp-asyp", (y, p, x)


def _disjoint_properties(schema: Schema, facts: Facts) -> Iterator[Found]:
    for p, q in schema.pairs(PROPERTY_DISJOINT):
        for pair in _shared(facts, p, q):
            yield "prp-pdw", (pair >> 32, p, pair & LOW, q)
    for group in schema.subjects(TYPE, ALL_DISJOINT_PROPERTIES):
        for head in schema.objects(group, MEMBERS):
            items = schema.items(head)
            for i, p in enumerate(items):
                for q in items[i + 1 :]:
                    for pair in _shared(facts, p, q):
                        yield "prp-adp", (pair >> 32, p, pair & LOW, q)


def _denied(schema: Schema, facts: Facts) -> Iterator[Found]:
    for x, source in schema.pairs(SOURCE):
        for rule, target in (("prp-npa1", TARGET_INDIVIDUAL), ("prp-npa2", TARGET_VALUE)):
            for p in schema.objects(x, ASSERTION_PROPERTY):
                for value in schema.objects(x, target):
                    if _above(facts, (source, p, value)):
                        yield rule, (source, p, value)


def _above(facts: Facts, fact: Fact) -> bool:
    s, p, o = fact
    return s in facts.types.get(o, ()) if p == TYPE else (s << 32 | o) in facts.pairs.get(p, ())


def _equality(schema: Schema, facts: Facts) -> Iterator[Found]:
    same = facts.pairs.get(SAME, set())
    different = set(facts.all_pairs(DIFFERENT))
    if facts.below is not None:
        same = same | (facts.below.pairs.get(SAME, set()) & facts.pairs.get(DIFFERENT, set()))
    for pair in facts.pairs.get(DIFFERENT, ()):
        if pair >> 32 == pair & LOW:  # everything is the same as itself (eq-ref)
            yield "eq-diff1", (pair >> 32, pair & LOW)
    for pair in same:
        x, y = pair >> 32, pair & LOW
        if pair in different or (y << 32 | x) in different:
            yield "eq-diff1", (x, y)
    for group in schema.subjects(TYPE, ALL_DIFFERENT):
        for p in (MEMBERS, DISTINCT_MEMBERS):
            for head in schema.objects(group, p):
                items = schema.items(head)
                for i, x in enumerate(items):
                    for y in items[i + 1 :]:
                        if x != y and ((x << 32 | y) in same or (y << 32 | x) in same):
                            yield "eq-diff2", (x, y)


def _counts(schema: Schema, facts: Facts) -> Iterator[Found]:
    for c, p in schema.pairs(ON_PROPERTY):
        if any(schema.count(n) == 0 for n in schema.objects(c, MAX_CARDINALITY)):
            for x, _ in _values_of(facts, c, p):
                yield "cls-maxc1", (x, p)
        if any(schema.count(n) == 0 for n in schema.objects(c, MAX_QUALIFIED)):
            for d in schema.objects(c, ON_CLASS):
                for x, y in _values_of(facts, c, p):
                    if d == THING or facts.is_a(y, d):
                        yield "cls-maxqc1", (x, p, d)


def _values_of(facts: Facts, c: int, p: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of p whose subject is of class c."""
    for pair in facts.all_pairs(p):
        x, y = pair >> 32, pair & LOW
        if facts.is_a(x, c) and (_above(facts, (x, TYPE, c)) or _above(facts, (x, p, y))):
            yield x, y


def _values(facts: Facts, terms: Terms) -> Iterator[Found]:
    """Find literals that their datatype does not have (dt-not-type), and ranges that cannot hold (dt-diff, cax-dw)."""
    seen = {k & LOW for p, pairs in facts.pairs.items() for k in pairs if p != SAME}
    for n in seen:
        term = terms.terms[n]
        if isinstance(term, Literal) and not term.language and not is_valid(term.value, term.datatype.value):
            yield "dt-not-type", (n, terms.number(term.datatype))
    for c, members in list(facts.types.items()):
        name = getattr(terms.terms[c], "value", "")
        if name not in DISJOINT_DATATYPES:
            continue
        for x in members:
            literal = terms.terms[x]
            if isinstance(literal, Literal) and not literal.language:
                for datatype in datatypes_of(literal.datatype.value):
                    if datatype in DISJOINT_DATATYPES and datatype != name and datatype != XSD + "string":
                        other = terms.number(type(terms.terms[c])(datatype))  # type: ignore[arg-type, call-arg]
                        first, second = (c, other) if name < datatype else (other, c)
                        yield "cax-dw", (x, first, second)
