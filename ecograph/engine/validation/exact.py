"""Queries about literals that the data spell in more than one way, asked term by term.

The law of this file: the embedded store holds ``"02"^^xsd:integer`` as ``2``, SHACL tells the two apart. Which focus
nodes can notice is worked out beforehand; only those are asked about here, with rdflib, over the same data and not a
copy of them.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from ecograph.engine.sparql_text import Token, tokens
from ecograph.engine.sparql_tree import NotRead
from ecograph.engine.validation.data import Data, turned
from ecograph.engine.validation.paths import Path
from ecograph.engine.validation.prebinding import bind
from ecograph.engine.validation.query_ways import Pattern, query_patterns, query_ways

if TYPE_CHECKING:
    from rdflib import Graph as RdflibGraph
    from rdflib.term import Node

    from ecograph.engine.validation.focus_tests import Items
    from ecograph.engine.validation.report import Term

#: What looks at the spelling of a literal and not at its value.
_LEXICAL = frozenset(
    "STR STRLEN SUBSTR UCASE LCASE STRSTARTS STRENDS CONTAINS STRBEFORE STRAFTER ENCODE_FOR_URI CONCAT REGEX REPLACE "
    "DATATYPE SAMETERM STRDT STRLANG IRI URI MD5 SHA1 SHA256 SHA384 SHA512 GROUP_CONCAT".split()
)
_LEXICAL_CALL = re.compile(rf"(?i)\b({'|'.join(_LEXICAL)})\s*\(")
#: With these, how often something is found matters, and not only whether.
_CALCULATIONS = frozenset(("COUNT", "SUM", "AVG", "ROUND", "FLOOR", "CEIL", "ABS"))
_EVERY = frozenset({""})
_COUNTING = frozenset(("COUNT", "SUM", "AVG", "SAMPLE"))


def apart(data: Data, text: str, path: str | None, items: Items) -> set[int]:
    """Return the focus nodes about which a query finds something else in a store that knows one spelling of a value.

    Args:
        data: the data graph.
        text: the query.
        path: what ``$PATH`` stands for.
        items: the focus nodes, with the values that will be bound beforehand.
    """
    doubts = _doubts(data)
    if not doubts.numbers:
        return set()
    out = {f for f, values in items if f in doubts.numbers or not doubts.numbers.isdisjoint(values)}
    if doubts.alone and not _LEXICAL_CALL.search(text):
        return out
    if not _may_look_at(text, path, doubts.names):
        return out
    looks = _looks_at(text, path)
    every = looks.wholly if "" not in looks.wholly else {_iri(data, p) for p in _predicates(data)}
    named = every | {way[0] for way in looks.ways} | ((looks.spelling | looks.shown) - _EVERY)
    seen = {p: q for p in named if (q := data.known(NamedNode(p))) is not None}
    spelling = [q for p, q in seen.items() if p in looks.spelling or "" in looks.spelling]
    shown = [q for p, q in seen.items() if p in looks.shown or "" in looks.shown]
    differing: set[int] = set()
    for numbers in doubts.companions:
        here = {n for n in numbers if any(data.subjects(p, n) for p in seen.values())}
        looked_at = [*spelling, *shown] if len(numbers) > 1 else spelling
        if len(here) > 1 or (here & doubts.odd and any(data.subjects(p, n) for p in looked_at for n in here)):
            differing |= here
    if any(_twice(data, numbers, looks.often) for numbers in doubts.companions):
        return {f for f, _ in items}
    for name in every & seen.keys():
        if any(data.subjects(seen[name], n) for n in differing):
            return {f for f, _ in items}
    for name, way, from_object in looks.ways:
        back = data.walker(turned(way))
        for n in differing if name in seen else ():
            for s in (n,) if from_object else data.subjects(seen[name], n):
                out.update(back(s))
    return out & {f for f, _ in items}


def _twice(data: Data, numbers: frozenset[int], predicates: frozenset[str]) -> bool:
    """Return whether somebody has a value in two spellings: a store counts them once."""
    for name in predicates if len(numbers) > 1 else ():
        p = data.known(NamedNode(name))
        who = [s for n in numbers for s in data.subjects(p, n)] if p is not None else []
        if len(set(who)) < len(who):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Doubts:
    """The literals of some data that a store may take for one another.

    Attributes:
        size: how many terms the data had.
        odd: those that a store spells otherwise.
        companions: with each, those that the store spells alike.
        numbers: all of these.
        alone: whether no two of them are spelled alike by the store.
        names: the last parts of the names of the properties that have them, or had them.
    """

    size: int
    odd: frozenset[int]
    companions: tuple[frozenset[int], ...]
    numbers: frozenset[int]
    alone: bool
    names: frozenset[str]


def _doubts(data: Data) -> _Doubts:
    """Return what a store may take for one another; for data that do not change, it is worked out once."""
    if isinstance(data.doubts, _Doubts) and data.doubts.size == data.size:
        return data.doubts
    odd = data.odd()
    together: dict[Term, set[int]] = {}
    for n, canonical in odd.items():
        together.setdefault(canonical, set()).add(n)
    for canonical, alike in together.items():
        same = data.known(canonical)
        if same is not None:
            alike.add(same)
    numbers = frozenset(n for alike in together.values() for n in alike)
    holders = {p for p in _predicates(data) if any(data.subjects(p, n) for n in numbers)} if numbers else set()
    names = frozenset(re.split("[#/:]", _iri(data, p))[-1] for p in holders)
    companions = tuple(map(frozenset, together.values()))
    alone = all(len(alike) == 1 for alike in companions)
    found = _Doubts(data.size, frozenset(odd), companions, numbers, alone, names)
    data.doubts, data.doubtful, data.doubtful_for = found, numbers, frozenset(holders)
    return found


def _may_look_at(text: str, path: str | None, names: frozenset[str]) -> bool:
    """Return whether a query may look at properties, by the last parts of their names; a glance, before it is read."""
    return any(name in text or (path is not None and name in path) for name in names) or _any_property(text)


@functools.lru_cache(maxsize=1024)
def _any_property(text: str) -> bool:
    """Return whether a variable or a denied path may stand in the place of a predicate."""
    parts = [t for t in tokens(text) if t.kind != "space"]
    for before, last, token, after in zip(parts, parts[1:], parts[2:], parts[3:], strict=False):
        if token.text == "!" and (after.kind in {"iri", "name"} or after.text in {"(", "^", "a"}):
            return True
        starts = last.text in {";", "["} or (last.kind in _TERMS and before.text in {"{", "}", ".", ")", "["})
        if token.kind == "var" and starts and (after.kind in _TERMS or after.text in {"[", "("}):
            return True
    return False


_TERMS = {"var", "iri", "name", "string", "number", "word", "other", "lang"}


@dataclass(frozen=True, slots=True)
class _Looks:
    """What a query looks at.

    Attributes:
        ways: of the patterns whose values matter, as `query_ways` returns them.
        wholly: predicates of patterns without a way; the empty string for every one.
        spelling: predicates whose values are looked at as texts; the empty string for every one.
        shown: predicates whose values may be in the results.
        often: predicates whose values are counted or added up, and matter in no other way.
    """

    ways: tuple[tuple[str, Path, bool], ...]
    wholly: frozenset[str]
    spelling: frozenset[str]
    shown: frozenset[str]
    often: frozenset[str]


@functools.lru_cache(maxsize=1024)
def _looks_at(text: str, path: str | None) -> _Looks:
    parts = [t for t in tokens(bind(text, {}, path)) if t.kind != "space"]
    whole = " ".join(t.text for t in parts)
    try:
        patterns, in_paths = query_patterns(whole)
    except NotRead:
        return _Looks((), _EVERY, _EVERY, _EVERY, frozenset())
    ways, wholly = query_ways(whole)
    mentions = Counter(t.variable for t in parts if t.kind == "var")
    mentions.subtract(
        after.variable
        for call, bracket, after, end in zip(parts, parts[1:], parts[2:], parts[3:], strict=False)
        if call.upper in {"SUM", "AVG"} and bracket.text == "(" and end.text == ")"
    )
    # A value that is mentioned nowhere else, or only to be added up, matters as often as it is there.
    values: dict[str, set[str]] = {}
    for _, predicate, value in patterns:
        values.setdefault(predicate, set()).add(value)
    idle = {p for p, found in values.items() if all(v[:1] == "?" and mentions[v[1:]] == 1 for v in found)} - in_paths
    often = frozenset() if _COUNTING.isdisjoint(t.upper for t in parts) else frozenset(idle)
    start = next((n for n, t in enumerate(parts) if t.upper == "SELECT"), len(parts))
    head = parts[start : next((n for n, t in enumerate(parts) if n > start and t.text == "{"), start)]
    spelling = _whose_values(_as_texts(parts), patterns, in_paths)
    shown = _whose_values({t.variable for t in head if t.kind == "var"} - _computed(parts), patterns, in_paths)
    return _Looks(tuple(w for w in ways if w[0] not in idle), frozenset(wholly - idle), spelling, shown, often)


def _whose_values(variables: set[str], patterns: list[Pattern], in_paths: set[str]) -> frozenset[str]:
    """Return the predicates whose values the variables may stand for."""
    named = {name[1:] for subject, _, value in patterns for name in (subject, value) if name.startswith("?")}
    if variables - named - {"this"}:  # assigned, or reached by a path: from anywhere
        return frozenset({p for _, p, _ in patterns} | in_paths)
    return frozenset(p for _, p, value in patterns if value.startswith("?") and value[1:] in variables)


def _computed(parts: list[Token]) -> set[str]:
    """Return the variables that stand for what a calculation made, and so for no literal of the data."""
    out: set[str] = set()
    for n, token in enumerate(parts):
        if token.upper == "AS" and n + 1 < len(parts):
            depth, start = 1, n
            while depth and start:
                start -= 1
                depth += (parts[start].text == ")") - (parts[start].text == "(")
            if parts[start + 1].upper in _CALCULATIONS:
                out.add(parts[n + 1].variable)
    return out


def _as_texts(parts: list[Token]) -> set[str]:
    """Return the variables inside the calls that look at a literal's spelling."""
    out: set[str] = set()
    for n, token in enumerate(parts):
        if token.upper in _LEXICAL and n + 1 < len(parts) and parts[n + 1].text == "(":
            depth = 0
            for inner in parts[n + 1 :]:
                depth += (inner.text == "(") - (inner.text == ")")
                if inner.kind == "var":
                    out.add(inner.variable)
                if not depth:
                    break
    return out


def _predicates(data: Data) -> set[int]:
    return set(data.predicates())


def _iri(data: Data, p: int) -> str:
    term = data.term(p)
    assert isinstance(term, NamedNode)
    return term.value


def solutions(data: Data, query: str) -> list[dict[str, Term | None]]:
    """Return the solutions of a query over the data; of ASK, one solution if it holds.

    Raises:
        Exception: whatever rdflib raises about the query.
    """
    from ecograph.engine.rdflib_bridge import from_rdflib, switches

    with switches():
        found = as_rdflib(data).query(query)
        if found.type == "ASK":
            return [{}] if found.askAnswer else []
        bindings: Iterable[Mapping[Any, Node]] = found.bindings
        names = {v: str(v) for v in found.vars or ()}
        return [{names[v]: from_rdflib(row[v]) if v in row else None for v in names} for row in bindings]


def as_rdflib(data: Data) -> RdflibGraph:
    """Return the data as a graph of rdflib that looks into them and copies nothing."""
    from rdflib import Graph
    from rdflib.store import Store

    from ecograph.engine.rdflib_bridge import from_rdflib, to_rdflib

    class View(Store):
        def triples(self, pattern: tuple[Node | None, ...], context: object = None) -> Iterator[Any]:
            del context
            numbers = [None if term is None else data.known(from_rdflib(term)) for term in pattern]
            if any(n is None and term is not None for n, term in zip(numbers, pattern, strict=True)):
                return
            for triple in _matches(data, *numbers):
                yield tuple(to_rdflib(data.term(n)) for n in triple), iter(())

        def __len__(self, context: object = None) -> int:
            del context
            return sum(1 for _ in _matches(data, None, None, None))

    return Graph(store=View(), bind_namespaces="none")


def _matches(data: Data, s: int | None, p: int | None, o: int | None) -> Iterator[tuple[int, int, int]]:
    if p is None and s is None:
        for one in sorted(_predicates(data)):
            yield from _matches(data, None, one, o)
    elif p is None:
        assert s is not None
        yield from ((s, q, v) for q, v in data.about(s) if o in (None, v))
    elif s is not None:
        yield from ((s, p, v) for v in data.objects(s, p) if o in (None, v))
    elif o is not None:
        yield from ((x, p, o) for x in data.subjects(p, o))
    else:
        yield from ((x, p, v) for x in data.all_subjects(p) for v in data.objects(x, p))
