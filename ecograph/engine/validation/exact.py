"""Queries about literals that the data spell in more than one way, asked term by term.

The law of this file: the embedded store holds ``"02"^^xsd:integer`` as ``2``, SHACL tells the two apart. Which focus
nodes can notice is worked out beforehand; only those are asked about here, with rdflib, over the same data and not a
copy of them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from ecograph.engine.sparql_text import tokens
from ecograph.engine.validation.data import Data, turned
from ecograph.engine.validation.paths import Path
from ecograph.engine.validation.prebinding import bind
from ecograph.engine.validation.query_ways import query_ways

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


def apart(data: Data, text: str, path: str | None, items: Items) -> set[int]:
    """Return the focus nodes about which a query finds something else in a store that knows one spelling of a value.

    Args:
        data: the data graph.
        text: the query.
        path: what ``$PATH`` stands for.
        items: the focus nodes, with the values that will be bound beforehand.
    """
    odd = data.odd()
    if not odd:
        return set()
    companions: dict[Term, set[int]] = {}
    for n, canonical in odd.items():
        companions.setdefault(canonical, set()).add(n)
    for canonical, numbers in companions.items():
        same = data.known(canonical)
        if same is not None:
            numbers.add(same)
    doubtful = {n for numbers in companions.values() for n in numbers}
    out = {f for f, values in items if f in doubtful or not doubtful.isdisjoint(values)}
    lexical, ways, wholly = _looks_at(text, path)
    every = wholly if "" not in wholly else {_iri(data, p) for p in _predicates(data)}
    seen = {p: q for p in every | {way[0] for way in ways} if (q := data.known(NamedNode(p))) is not None}
    differing: set[int] = set()
    for numbers in companions.values():
        here = {n for n in numbers if any(data.subjects(p, n) for p in seen.values())}
        if len(here) > 1 or (lexical and here & odd.keys()):
            differing |= here
    for name in every:
        if name in seen and any(data.subjects(seen[name], n) for n in differing):
            return {f for f, _ in items}
    for name, way, from_object in ways:
        back = turned(way)
        for n in differing if name in seen else ():
            for s in (n,) if from_object else data.subjects(seen[name], n):
                out.update(data.walk(back, s))
    return out & {f for f, _ in items}


@functools.lru_cache(maxsize=1024)
def _looks_at(text: str, path: str | None) -> tuple[bool, list[tuple[str, Path, bool]], set[str]]:
    parts = tokens(bind(text, {}, path))
    lexical = any(t.kind == "number" or t.text == "^^" or t.text.upper() in _LEXICAL for t in parts)
    return lexical, *query_ways("".join(t.text for t in parts))


def _predicates(data: Data) -> set[int]:
    return {*data.predicates(), *(() if data.below is None else _predicates(data.below))}


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
