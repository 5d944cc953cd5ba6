"""What a write changes in a store, quad by quad.

The law of this file: a write is done by the writer's own code; what it changed is found by looking at as little as
possible: what INSERT DATA, DELETE DATA and POST say stands in them, other writes are compared before and after in the
graphs that they can reach, which are all where a variable or a keyword stands for a graph.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from ecograph.engine.sparql_text import Token, join, tokens
from ecograph.engine.writer import apply
from ecograph.terms import PREFIXES

_DATA_ONLY = frozenset({"PREFIX", "BASE", "DATA", "GRAPH", "A", "TRUE", "FALSE"})
_EVERYWHERE = frozenset({"ALL", "NAMED"})
_DIFFERS = re.compile(
    r"\b(?:NOW|RAND|UUID|STRUUID|BNODE|SAMPLE|GROUP_CONCAT)\s*\(|\b(?:LIMIT|OFFSET)\b|\\U", re.IGNORECASE
)
_WHOLE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


@dataclass(frozen=True, slots=True)
class Effect:
    """What a write did.

    Attributes:
        added: Quads that were not there before.
        removed: Quads that are there no longer.
        made: Named graphs that were not there before.
        dropped: Named graphs that are there no longer.
    """

    added: tuple[ox.Quad, ...]
    removed: tuple[ox.Quad, ...]
    made: tuple[Any, ...]
    dropped: tuple[Any, ...]

    def take_back(self, store: ox.Store) -> None:
        """Make a store what it was before."""
        for quad in self.added:
            store.remove(quad)
        for graph in self.dropped:
            store.add_graph(graph)
        store.extend(self.removed)
        for graph in self.made:
            store.remove_graph(graph)


def repeatable(write: dict[str, Any]) -> bool:
    """Return whether a write done twice, in two equal stores, does the same in both (but for names of blank nodes)."""
    return write["kind"] != "update" or not _DIFFERS.search(write["text"])


def effect(store: ox.Store, write: dict[str, Any]) -> Effect | None:
    """Do a write (as the writer gets it) and return what it did; None where it cannot be done."""
    named = set(store.named_graphs())
    added: tuple[ox.Quad, ...] = ()
    removed: tuple[ox.Quad, ...] = ()
    parts = [t for t in tokens(write["text"]) if t.kind != "space"] if write["kind"] == "update" else []
    if write["kind"] == "post" or _data(parts, "INSERT"):
        said = ox.Store()
        if "ok" not in apply(said, write, PREFIXES):
            return None
        added = tuple(q for q in said if q not in store)
        store.extend(added)
        for graph in said.named_graphs():
            store.add_graph(graph)
    elif _data(parts, "DELETE"):
        said = ox.Store()
        turned = [
            Token("word", "INSERT") if t.upper == "DELETE" and t.kind == "word" else t for t in tokens(write["text"])
        ]
        if "ok" not in apply(said, {**write, "text": join(turned)}, PREFIXES):
            return None
        removed = tuple(q for q in said if q in store)
        if "ok" not in apply(store, write, PREFIXES):
            return None
    else:
        graphs = _reached(write, parts)
        before = _quads(store, graphs)
        if "ok" not in apply(store, write, PREFIXES):
            return None
        after = _quads(store, graphs)
        added, removed = tuple(after - before), tuple(before - after)
    now = set(store.named_graphs())
    return Effect(added, removed, tuple(now - named), tuple(named - now))


def _data(parts: list[Token], verb: str) -> bool:
    """Return whether an update consists of INSERT DATA (or DELETE DATA) alone."""
    words = [t.upper for t in parts if t.kind == "word"]
    verbs = [at for at, t in enumerate(parts) if t.upper == verb and t.kind == "word"]
    if not verbs or not set(words) <= _DATA_ONLY | {verb} or any("\\u" in t.text.lower() for t in parts):
        return False
    return all(at + 1 < len(parts) and parts[at + 1].upper == "DATA" for at in verbs)


def _quads(store: ox.Store, graphs: set[_Graph] | None) -> set[ox.Quad]:
    if graphs is None:
        return set(store)
    return {quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)}


def _reached(write: dict[str, Any], parts: list[Token]) -> set[_Graph] | None:
    """Return the graphs that a write can change; None: any."""
    default = ox.DefaultGraph()
    if write["kind"] != "update":
        return {default if write["graph"] is None else ox.NamedNode(write["graph"])}
    words = {t.upper for t in parts if t.kind == "word"}
    variable = any(a.upper == "GRAPH" and a.kind == "word" and b.kind == "var" for a, b in itertools.pairwise(parts))
    if variable or words & _EVERYWHERE or "BASE" in words or "\\" in write["text"]:
        return None
    prefixes = dict(PREFIXES)
    for word, name, iri in zip(parts, parts[1:], parts[2:], strict=False):
        if word.upper == "PREFIX" and name.kind == "name" and iri.kind == "iri":
            prefixes[name.text[:-1]] = iri.text[1:-1]
    names = {t.text[1:-1] for t in parts if t.kind == "iri"}
    names |= {prefixes.get(p, "") + local for p, _, local in (t.text.partition(":") for t in parts if t.kind == "name")}
    if any(not _WHOLE.match(name) or "/." in name for name in names):
        return None  # a relative IRI, or one that is shortened: the engine knows what it becomes
    try:
        return {default, *map(ox.NamedNode, names)}
    except ValueError:
        return None
