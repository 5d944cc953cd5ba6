"""What a write changed is exactly what differs, and taking it back leaves what was there."""

from __future__ import annotations

import base64
import random
from typing import Any

import pyoxigraph as ox
import pytest

from ecograph.engine.changes import effect, repeatable

EX = "http://example.org/"
P = f"PREFIX : <{EX}> "
DATA = f"""@prefix : <{EX}> .
:a :p 1, 2 ; :q :b .
:g {{ :a :p 1 . :b :q _:x . _:x :p 3 }}
:h {{ :a :p 1 ; :p 4 }}
"""
UPDATES = [
    "INSERT DATA { :a :p 1, 9 . GRAPH :g { :n :p _:y . _:y :q :z } }",
    "INSERT DATA { GRAPH :new { :n :p 1 } } ; INSERT DATA { :a :q :c }",
    "DELETE DATA { :a :p 1 . GRAPH :h { :a :p 4 , 77 } }",
    "DELETE DATA { GRAPH :nowhere { :a :p 1 } }",
    "DELETE { GRAPH :g { ?s ?p ?o } } INSERT { GRAPH :h { ?s :r ?o } } WHERE { GRAPH :g { ?s ?p ?o } }",
    "WITH :g DELETE { ?s :p ?o } WHERE { ?s :p ?o }",
    "DELETE { GRAPH ?g { :a :p 1 } } INSERT { :a :found ?g } WHERE { GRAPH ?g { :a :p 1 } }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    "DROP ALL",
    "CLEAR NAMED",
    "DROP GRAPH :g",
    "CREATE GRAPH :empty",
    "MOVE :g TO :h",
    "COPY :g TO DEFAULT",
    "ADD DEFAULT TO :new",
    "INSERT { :s :count ?n } WHERE { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }",
    "BASE <http://example.org/> INSERT { GRAPH <g> { <a> :w 1 } } WHERE {}",
    "INSERT { GRAPH <http://example.org/x/../g> { :a :w 1 } } WHERE {}",
    r"INSERT { GRAPH <http://example.org/\u0067> { :a :w 1 } } WHERE {}",
    "INSERT DATA { GRAPH :g { :a :p 'GRAPH ?x' } } ; DELETE DATA { :a :p 1 } ; INSERT { :b :b :b } WHERE {}",
]
WRONG = ["INSERT DATA { nonsense", "CREATE GRAPH :g", "DROP GRAPH :nowhere", "DELETE DATA { :a :p _:x }"]


def filled() -> ox.Store:
    store = ox.Store()
    store.load(DATA.encode(), ox.RdfFormat.TRIG)
    return store


def state(store: ox.Store) -> tuple[set[ox.Quad], set[Any]]:
    return set(store), set(store.named_graphs())


def update(text: str) -> dict[str, Any]:
    return {"kind": "update", "text": P + text, "base": EX, "graph": None, "parts": []}


def graph_write(kind: str, graph: str | None, turtle: str) -> dict[str, Any]:
    part = {"content": base64.b64encode(turtle.encode()).decode(), "media_type": "text/turtle"}
    return {"kind": kind, "text": "", "base": EX, "graph": graph, "parts": [part]}


WRITES = [
    *map(update, UPDATES),
    graph_write("put", EX + "g", f"<{EX}a> <{EX}p> 1, 5 ; <{EX}q> [] ."),
    graph_write("put", EX + "fresh", ""),
    graph_write("put", None, f"<{EX}a> <{EX}p> 1 ."),
    graph_write("post", EX + "g", f"<{EX}a> <{EX}p> 1, 5 ."),
    graph_write("post", EX + "fresh", f"<{EX}a> <{EX}p> 1 ."),
    graph_write("post", None, f"<{EX}a> <{EX}p> 1, 6 ."),
    graph_write("delete", EX + "h", ""),
    graph_write("delete", None, ""),
]


@pytest.mark.parametrize("write", WRITES, ids=lambda w: w["text"][len(P) :] or f"{w['kind']} {w['graph']}")
def test_what_changed_is_what_differs(write: dict[str, Any]) -> None:
    store = filled()
    before, graphs = state(store)
    done = effect(store, write)
    assert done is not None
    after, graphs_after = state(store)
    assert set(done.added) == after - before
    assert set(done.removed) == before - after
    assert set(done.made) == graphs_after - graphs
    assert set(done.dropped) == graphs - graphs_after
    done.take_back(store)
    assert state(store) == (before, graphs)


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_done_changes_nothing(text: str) -> None:
    store = filled()
    before = state(store)
    assert effect(store, update(text)) is None
    assert state(store) == before


def test_many_writes_one_after_the_other_can_all_be_taken_back() -> None:
    chance, store = random.Random(7), filled()
    start, done = state(store), []
    for _ in range(300):
        found = effect(store, chance.choice(WRITES))
        if found is not None:
            done.append(found)
    assert len(done) > 100
    for found in reversed(done):
        found.take_back(store)
    assert state(store) == start


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT DATA { :a :p 1 }", True),
        ("INSERT { :a :p ?x } WHERE { BIND(NOW() AS ?x) }", False),
        ("INSERT { :a :p ?x } WHERE { BIND(struuid( ) AS ?x) }", False),
        ("INSERT { :a :p ?x } WHERE { SELECT ?x { ?x ?y ?z } LIMIT 1 }", False),
        (r"INSERT { :a :p ?x } WHERE { BIND(\u004eOW() AS ?x) }", False),
    ],
)
def test_what_differs_each_time_is_known(text: str, *, expected: bool) -> None:
    assert repeatable(update(text)) is expected
