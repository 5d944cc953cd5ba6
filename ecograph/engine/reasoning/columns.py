"""OWL 2 RL over large graphs: the same rules, fired on columns of numbers (numpy).

The law of this file: it concludes what `saturate` concludes on sets. A description that states axioms which the
ontology does not have, or from which new axioms follow, is left to that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, Quad, RdfFormat, Store, Triple, parse

from ecograph.engine import bulk
from ecograph.engine.bulk import Columns
from ecograph.engine.reasoning.checks import contradictions
from ecograph.engine.reasoning.contradictions import contradiction, in_order
from ecograph.engine.reasoning.facts import LOW, Facts
from ecograph.engine.reasoning.records import Contradiction
from ecograph.engine.reasoning.rules import Pattern, Rule, is_class, next_pattern
from ecograph.engine.reasoning.scope import OWL, RDF, RDFS, XSD
from ecograph.engine.reasoning.vocabulary import (
    EQUIVALENT_CLASS,
    EQUIVALENT_PROPERTY,
    SAME,
    SCHEMA_PREDICATES,
    SCHEMA_TYPES,
    SUB_CLASS,
    SUB_PROPERTY,
    THING,
    TYPE,
    Terms,
)

if TYPE_CHECKING:
    from ecograph.engine.reasoning.compiled import Rules

Ids = NDArray[np.int64]
ENGINE = "ecograph-rl 1, columns"
_NONE: Ids = np.empty(0, dtype=np.int64)
#: Members of a class, by (`TYPE`, class); pairs of a property, by (property, -1).
Key = tuple[int, int]


class AxiomsInside(Exception):
    """The data state, or bring, axioms that the ontology does not have; columns do not make rules anew."""


class _Columns:
    """Facts as sorted columns: a number for each member of a class, ``x << 32 | y`` for each pair of a property."""

    def __init__(self) -> None:
        self.facts: dict[Key, Ids] = {}
        self._turned: dict[int, Ids] = {}
        self._kinds: Ids | None = None

    def get(self, p: int, o: int = -1) -> Ids:
        """Return the members of a class, or the pairs of a property (of ``rdf:type`` too)."""
        if p == TYPE and o < 0:
            if self._kinds is None:
                parts = [members << 32 | c for (q, c), members in self.facts.items() if q == TYPE]
                self._kinds = np.sort(np.concatenate(parts)) if parts else _NONE
            return self._kinds
        return self.facts.get((p, o), _NONE)

    def turned(self, p: int) -> Ids:
        """Return the pairs of a property with the object first."""
        if p not in self._turned:
            pairs = self.get(p)
            self._turned[p] = np.sort((pairs & LOW) << 32 | pairs >> 32)
        return self._turned[p]

    def add(self, key: Key, found: Ids) -> Ids:
        """Add facts; return those that are new."""
        have = self.facts.get(key, _NONE)
        found = _once(found)
        new = found[~_in(found, have)] if len(have) else found
        if len(new):
            self.facts[key] = np.sort(np.concatenate((have, new)), kind="stable") if len(have) else new
            self._turned.pop(key[0], None)
            if key[0] == TYPE:
                self._kinds = None
                self._turned.pop(TYPE, None)
        return new


def _once(found: Ids) -> Ids:
    found = np.sort(found)
    return found[np.concatenate(([True], found[1:] != found[:-1]))] if len(found) else found


def _in(found: Ids, among: Ids) -> NDArray[np.bool_]:
    """Return which numbers are in a sorted column."""
    if not len(among):
        return np.zeros(len(found), dtype=np.bool_)
    at = np.searchsorted(among, found)
    at[at == len(among)] = 0
    return np.asarray(among[at] == found)


def _lookup(keys: Ids, sorted_pairs: Ids) -> tuple[Ids, Ids]:
    """Return, for keys that are the upper half of sorted pairs: which key, and the lower half."""
    low = np.searchsorted(sorted_pairs, keys << 32, "left")
    high = np.searchsorted(sorted_pairs, (keys + 1) << 32, "left")
    times = high - low
    row = np.repeat(np.arange(len(keys)), times)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    return row, sorted_pairs[np.repeat(low, times) + offset] & LOW


def _fire(rule: Rule, at: int, new: Ids, facts: _Columns, out: dict[Key, list[Ids]]) -> None:
    """Fire a rule on the new facts of one pattern of its body."""
    bound = _first(rule.body[at], new)
    left = [pattern for n, pattern in enumerate(rule.body) if n != at]
    while left:
        if not len(next(iter(bound.values()))):
            return
        pattern = next_pattern(left, bound)
        left.remove(pattern)
        bound = _step(pattern, bound, facts)
    subject, predicate, value = rule.head
    x = bound[subject]
    if not len(x):
        return
    if is_class(predicate, value):
        out.setdefault((TYPE, value), []).append(x)
        return
    y = bound[value] if value < 0 else np.full(len(x), value, dtype=np.int64)
    if predicate == SAME:
        x, y = x[x != y], y[x != y]
    _conclude(predicate, x, y, out)


def _conclude(p: int, x: Ids, y: Ids, out: dict[Key, list[Ids]]) -> None:
    if p != TYPE:
        out.setdefault((p, -1), []).append(x << 32 | y)
        return
    for c in np.unique(y).tolist():
        out.setdefault((TYPE, c), []).append(x[y == c])


def _first(pattern: Pattern, new: Ids) -> dict[int, Ids]:
    s, p, o = pattern
    if is_class(p, o):
        return {s: new}
    if o >= 0:
        return {s: new[(new & LOW) == o] >> 32}
    return {s: new >> 32, o: new & LOW}


def _step(pattern: Pattern, bound: dict[int, Ids], facts: _Columns) -> dict[int, Ids]:
    s, p, o = pattern
    if is_class(p, o):
        keep = _in(bound[s], facts.get(TYPE, o))
        return {v: column[keep] for v, column in bound.items()}
    if s in bound and o in bound:
        keep = _in(bound[s] << 32 | bound[o], facts.get(p))
        return {v: column[keep] for v, column in bound.items()}
    given, made, pairs = (s, o, facts.get(p)) if s in bound else (o, s, facts.turned(p))
    row, found = _lookup(bound[given], pairs)
    return {**{v: column[row] for v, column in bound.items()}, made: found}


def _same(facts: _Columns, fresh: dict[Key, Ids], out: dict[Key, list[Ids]]) -> None:
    """Apply equality: eq-sym, eq-trans, eq-rep-s, eq-rep-p and eq-rep-o."""
    new = fresh.get((SAME, -1), _NONE)
    new = new[new >> 32 != new & LOW]
    if len(new):
        out.setdefault((SAME, -1), []).append((new & LOW) << 32 | new >> 32)
    pairs = facts.get(SAME)
    pairs = pairs[pairs >> 32 != pairs & LOW]
    if not len(pairs):
        return
    alike = _once(np.concatenate((pairs, (pairs & LOW) << 32 | pairs >> 32)))
    heads = _once(alike >> 32)
    for (p, c), found in (facts.facts if len(new) else fresh).items():
        x, y = (found, np.full(len(found), c, dtype=np.int64)) if p == TYPE else (found >> 32, found & LOW)
        for term, place in ((x, 0), (y, 1)):
            row, other = _lookup(term, alike)
            if len(row):
                left, right = (other, y[row]) if place == 0 else (x[row], other)
                _conclude(p, left, right, out)
        if p in heads:
            for q in _lookup(np.array([p]), alike)[1].tolist():
                _conclude(q, x, y, out)


class ColumnClosure:
    """What follows from a large graph, as numbers; make it with `infer_columns` or `infer_store`.

    Attributes:
        texts: each term as N-Triples writes it, by number.
        found: what is new: members of classes and pairs of properties.
    """

    def __init__(self, rules: Rules, texts: list[str], found: dict[Key, Ids], facts: _Columns) -> None:
        self.rules = rules
        self.texts = texts
        self.found = found
        self.facts = facts

    def __len__(self) -> int:
        return sum(map(len, self.found.values()))

    def lines(self) -> Iterator[str]:
        """Yield what follows as N-Triples, a line for each triple."""
        texts = self.texts
        for (p, c), numbers in self.found.items():
            middle = f" {texts[p]} "
            if p == TYPE:
                end = f"{middle}{texts[c]} .\n"
                yield from (texts[x] + end for x in numbers.tolist())
            else:
                pairs = zip((numbers >> 32).tolist(), (numbers & LOW).tolist(), strict=True)
                yield from (f"{texts[x]}{middle}{texts[y]} .\n" for x, y in pairs)

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return what cannot hold together, as the engine on sets finds it."""
        world = self.rules.world
        facts = Facts(world.facts, joins=world.table.joins)
        for (p, c), numbers in self.facts.facts.items():
            if p == TYPE:
                facts.add_types(c, set(numbers.tolist()))
            else:
                facts.add_pairs(p, set(numbers.tolist()))
        terms = Terms()
        terms.terms = terms.numbers.terms = bulk.LazyTerms(self.texts)  # type: ignore[assignment]  # as the list is
        found = contradictions(world.schema, facts, terms)
        return in_order(contradiction(rule, [self.texts[n] for n in numbers]) for rule, numbers in found)

    def quads(self) -> Iterator[Quad]:
        """Yield what follows, to be put into a store."""
        return iter(parse("".join(self.lines()), RdfFormat.N_TRIPLES))

    def triples(self) -> Iterator[Triple]:
        """Yield what follows, as triples."""
        return (quad.triple for quad in self.quads())


def infer_store(store: Store, rules: Rules) -> ColumnClosure:
    """Return what follows from the default graph of a store.

    Raises:
        AxiomsInside: the data have axioms of their own; take `ecograph.engine.reasoning.infer`.
    """
    columns = bulk.of_store(store)
    if columns is None:
        raise AxiomsInside
    return infer_columns(columns, rules)


def infer_columns(columns: Columns, rules: Rules) -> ColumnClosure:
    """Return what follows from a large graph; the rules are those of the compiled ontology.

    Raises:
        AxiomsInside: the data have axioms of their own; take `ecograph.engine.reasoning.infer`.
    """
    world = rules.world
    texts, number = _numbered(columns, rules)
    s, p, o = number[columns.subjects], number[columns.predicates], number[columns.objects]
    given = _by_fact(s, p, o)
    facts = _Columns()
    for c, members in world.facts.types.items():
        facts.add((TYPE, c), np.fromiter(members, dtype=np.int64))
    for q, pairs in world.facts.pairs.items():
        facts.add((q, -1), np.fromiter(pairs, dtype=np.int64))
    known = dict(facts.facts)
    _no_axioms({key: found[~_in(found, known.get(key, _NONE))] for key, found in given.items()})
    new: dict[Key, list[Ids]] = {key: [found] for key, found in given.items()}
    if any(texts[c].startswith("<" + XSD) for rule in world.table.rules for _, q, c in rule.body if is_class(q, c)):
        raise AxiomsInside  # a rule looks at the members of a datatype: literals would have to be typed
    by_fact: dict[Key, list[tuple[Rule, int]]] = {}
    for rule in world.table.rules:
        for at, (_, q, c) in enumerate(rule.body):
            by_fact.setdefault((TYPE, c) if is_class(q, c) else (q, -1), []).append((rule, at))
    while new:
        fresh = {key: added for key, parts in new.items() if len(added := facts.add(key, np.concatenate(parts)))}
        new = {}
        for key, found in fresh.items():
            for rule, at in by_fact.get(key, ()):
                _fire(rule, at, found, facts, new)
        kinds = [members << 32 | c for (q, c), members in fresh.items() if q == TYPE]
        if kinds and (TYPE, -1) in by_fact:
            for rule, at in by_fact[TYPE, -1]:
                _fire(rule, at, np.concatenate(kinds), facts, new)
        _same(facts, fresh, new)
    _no_axioms({key: found[~_in(found, known.get(key, _NONE))] for key, found in facts.facts.items()})
    same = facts.get(SAME)
    if any(texts[n][0] == '"' for n in {*(same >> 32).tolist(), *(same & LOW).tolist()}):
        raise AxiomsInside  # a literal gives what is the same its datatypes
    worth = _Worth(texts, rules)
    out: dict[Key, Ids] = {}
    for key, found in facts.facts.items():
        rest = found[~_in(found, known.get(key, _NONE)) & ~_in(found, given.get(key, _NONE))]
        rest = worth.having(key, rest)
        if len(rest):
            out[key] = rest
    return ColumnClosure(rules, texts, out, facts)


def _numbered(columns: Columns, rules: Rules) -> tuple[list[str], Ids]:
    """Give every term the number that the ontology has for it, or the next one."""
    known = {str(term): n for n, term in enumerate(rules.terms.terms)}
    texts = list(known)
    start = len(texts)
    number = np.arange(start, start + len(columns.texts), dtype=np.int64)
    blank = {str(t) for t in rules.foreign}
    new: list[str] = []
    for n, text in enumerate(columns.texts):
        found = known.get(text)
        if found is None or text in blank:
            number[n] = start + len(new)
            new.append(text)
        else:
            number[n] = found
    return texts + new, number


def _by_fact(s: Ids, p: Ids, o: Ids) -> dict[Key, Ids]:
    out: dict[Key, Ids] = {}
    order = np.argsort(p, kind="stable")
    s, p, o = s[order], p[order], o[order]
    starts = np.flatnonzero(np.concatenate(([True], p[1:] != p[:-1])))
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(p)], strict=True):
        if p[start] == TYPE:
            parts: dict[Key, list[Ids]] = {}
            _conclude(TYPE, s[start:end], o[start:end], parts)
            out.update((key, _once(found[0])) for key, found in parts.items())
        else:
            out[int(p[start]), -1] = _once(s[start:end] << 32 | o[start:end])
    return out


def _no_axioms(facts: dict[Key, Ids]) -> None:
    for (p, c), found in facts.items():
        if len(found) and (p in SCHEMA_PREDICATES or (p == TYPE and c in SCHEMA_TYPES)):
            raise AxiomsInside


class _Worth:
    """Which consequences are legal RDF and say something; see `scope.worth_having`."""

    def __init__(self, texts: list[str], rules: Rules) -> None:
        terms = rules.terms.terms
        ours = [n for n, t in enumerate(terms) if isinstance(t, BlankNode) and t in rules.foreign]
        self.foreign = np.array(ours, dtype=np.int64)
        self.reflexive = {SAME, SUB_CLASS, SUB_PROPERTY, EQUIVALENT_CLASS, EQUIVALENT_PROPERTY}
        built_in = tuple("<" + namespace for namespace in (OWL, RDF, RDFS, XSD))
        self.bad = np.array([t[0] == '"' or t.startswith(built_in) for t in texts], dtype=np.bool_)
        self.bad[self.foreign] = True
        self.nameless = np.zeros(len(texts), dtype=np.bool_)
        self.nameless[self.foreign] = True
        self.texts = texts

    def having(self, key: Key, found: Ids) -> Ids:
        """Return those of the facts that are worth having."""
        p, c = key
        if self.texts[p][0] != "<" or (p == TYPE and (c == THING or self.nameless[c])):
            return _NONE
        if p == TYPE:
            return found[~self.bad[found]]
        x, y = found >> 32, found & LOW
        good = ~self.bad[x] & ~self.nameless[y]
        if p in self.reflexive:
            good &= x != y
        if p == SUB_CLASS:
            good &= y != THING
        kept: Ids = found[good]
        return kept
