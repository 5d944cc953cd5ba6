"""The directory of a small store: what the engine would say, row by row, or nothing."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecograph.engine import generations, sorting
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.generations import Generation
from ecograph.engine.lookups import Found, Lookups
from ecograph.engine.lookups.directory import Directory, TooMuch
from ecograph.engine.lookups.plan import Plan, cut, planned
from ecograph.engine.lookups.text import read
from ecograph.engine.store import Accepts, Request
from ecograph.settings import Settings
from tests.engine.test_lookup import BASE, DATA, EX

JSON = "application/sparql-results+json"
#: In a store of these, whatever is asked has few answers.
NODES = [f"<http://e/{name}>" for name in "abc"]
VALUES = ['"x"', '"x"@nl', '"x"@nl-be', '"x"@en--ltr', "_:b", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>']


def sorted_(store: ox.Store, most: int = 1000) -> bytes:
    pieces: list[bytes] = []
    assert sorting.write(store, pieces.append, most)
    return b"".join(pieces)


def opened(folder: Path, store: ox.Store) -> tuple[Lookups, Generation]:
    """Return lookups with a directory of a store, and its generation."""
    generation = generations.publish(folder, store)
    lookups = Lookups(lambda _: sorted_(store))
    lookups.open(generation)
    lookups.sort(generation)
    return lookups, generation


def rows(body: bytes) -> Counter[str]:
    return Counter(json.dumps(row, sort_keys=True) for row in json.loads(body)["results"]["bindings"])


ends = st.sampled_from([*NODES, "?x", "?y", "?z", "?x", "?y"])
predicates = st.sampled_from([*NODES[:2], "?p", "?x"])
objects = st.one_of(ends, st.sampled_from(VALUES[:3]))
patterns = st.builds("{} {} {}".format, ends, predicates, objects)
variables = st.sampled_from(["?x", "?y", "?z", "$x"])
kinds = st.sampled_from(["isIRI", "isURI ", "isblank", "isLiteral"])
tags = st.sampled_from(["", "nl", "NL", "nl-be", "e"])
filters = st.one_of(
    st.builds("FILTER({}{}({}))".format, st.sampled_from(["", "!", "! "]), kinds, variables),
    st.builds("FILTER {}( {} )".format, kinds, variables),
    st.builds('FILTER (LANG({}) {} "{}")'.format, variables, st.sampled_from(["=", "!="]), tags),
    st.builds('FILTER langMatches(lang({}), "{}")'.format, variables, st.sampled_from(["nl", "NL", "nl-be", "e", "*"])),
)
within = st.one_of(st.just(""), filters)
queries = st.one_of(
    st.builds("SELECT * {{ {} {} }}".format, patterns, filters),
    st.builds("SELECT * {{ {} OPTIONAL {{ {} {} }} {} }}".format, patterns, patterns, within, within),
    st.builds("SELECT * {{ {} . {} OPTIONAL {{ {} . {} }} }} LIMIT 9".format, patterns, filters, patterns, within),
    st.builds("SELECT * {{ {} }}".format, patterns),
    st.builds("SELECT * {{ {} . {} }}".format, patterns, patterns),
    st.builds("SELECT * {{ {} OPTIONAL {{ {} }} }}".format, patterns, patterns),
    st.builds("SELECT ?y ?x {{ {} . {} . OPTIONAL {{ {} . }} }} LIMIT 9".format, patterns, patterns, patterns),
)
facts = st.lists(
    st.tuples(
        st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from([*NODES, *VALUES]), st.sampled_from("gh")
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def somewhere(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return generations.publish(tmp_path_factory.mktemp("directory"), [])


@settings(max_examples=400, deadline=None)
@given(facts, queries)
def test_it_says_what_the_engine_says(somewhere: Generation, quads: list[tuple[str, str, str, str]], text: str) -> None:
    store = ox.Store()
    text_of = "".join(f"{s} {p} {o} <http://e/{g}> .\n" for s, p, o, g in quads)
    store.load(text_of.encode(), ox.RdfFormat.N_QUADS)
    lookup = read(text)
    if lookup is None:
        return
    lookups = Lookups(lambda _: sorted_(store))
    lookups.open(somewhere)
    lookups.sort(somewhere)
    found = lookups.answer(somewhere, text, JSON, BASE, engine=False)
    if found is None:  # everything, or LIMIT cuts
        assert "LIMIT" in text or any(
            all(part[0] == "?" for part in parts) for parts in (*lookup.patterns, lookup.optional or ("",))
        )
        return
    answer: Any = store.query(text, use_default_graph_as_union=True)
    body = answer.serialize(format=ox.QueryResultsFormat.JSON)
    assert rows(found.body) == rows(body)
    assert found.rows == rows(body).total()
    assert json.loads(found.body)["head"]["vars"] == list(lookup.shown)


WORDS = (
    'SELECT * ?x { } ?y <http://e/a> a x:a . OPTIONAL FILTER( FILTER isIRI(?x) lang(?y)="nl" ) LIMIT 1 "x"@nl WHERE :b'
)
words = st.sampled_from([*WORDS.split(), "PREFIX x:<http://e/>", "# c", "\n", " ", " "])
joined = st.lists(words, min_size=1, max_size=4).map("".join)
WHOLE = "PREFIX x: <http://e/> SELECT ?x WHERE { ?x x:a ?y . FILTER(isIRI(?y)) OPTIONAL { ?x a ?z } } LIMIT 7"


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 4), joined)
def test_what_is_a_lookup_is_a_query_to_the_engine(at: int, size: int, piece: str) -> None:
    """Nothing is read here that the engine would refuse, be it that a keyword stands at the end of a name."""
    text = WHOLE[:at] + piece + WHOLE[at + size :]
    before, pieces, _ = cut(text)
    if read(text) is not None and planned(before, pieces) is not None:
        ox.Store().query(text)


def test_a_term_is_written_as_the_engine_writes_it(tmp_path: Path) -> None:
    """Byte by byte, since what is read from a cache and what is not has to be the same."""
    store = ox.Store()
    store.load(DATA.replace("u0001", "u0001\\u007f\\u0080\\uFFFF").encode(), ox.RdfFormat.TRIG)
    for n, value in enumerate({quad.object for quad in store}):
        store.add(ox.Quad(ox.NamedNode(f"http://e/{n}"), ox.NamedNode("http://e/p"), value))
    lookups, generation = opened(tmp_path, store)
    for _ in range(n + 1):
        text = f"SELECT ?v {{ <http://e/{n}> <http://e/p> ?v }}"
        found = lookups.answer(generation, text, JSON, BASE, engine=False)
        answer: Any = store.query(text, use_default_graph_as_union=True)
        assert found == Found(answer.serialize(format=ox.QueryResultsFormat.JSON), 1, at_hand=True)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { <s> ?p ?o }",
        "SELECT * { <http://example.org/x/../s> ?p ?o }",
        "SELECT * { <http://[> ?p ?o }",
        "SELECT * { <http://example.org/%zz> ?p ?o }",
        "SELECT * { <mailto:s> ?p ?o }",
        "SELECT * { nothing:here ?p ?o }",
        "SELECT * { ?s A ?o }",
        'SELECT * { ?s ?p "a\tb" }',
        "PREFIX x: <http://[> SELECT * { <http://example.org/s> ?p ?o }",
        "PREFIX x: <http://example.org/> PREFIX x: <http://example.org/s/> SELECT * { x:s ?p ?o }",
        "SELECT * { ?s ?p ?o }",
        "SELECT * { <http://example.org/s> ?p ?o } LIMIT 2",
    ],
)
def test_what_only_the_engine_knows_is_left_to_it(tmp_path: Path, text: str) -> None:
    store = ox.Store()
    store.load(DATA.encode(), ox.RdfFormat.TRIG)
    lookups, generation = opened(tmp_path, store)
    assert lookups.answer(generation, text, JSON, BASE, engine=False) is None


def plan(text: str) -> Plan:
    found = planned(*cut(text)[:2])
    assert found is not None
    return found


def test_what_would_be_much_is_left_to_workers() -> None:
    store = ox.Store()
    p, hub = ox.NamedNode(EX + "p"), ox.NamedNode(EX + "hub")
    store.extend(ox.Quad(ox.NamedNode(f"{EX}{n}"), p, hub) for n in range(90))
    store.extend(ox.Quad(hub, p, ox.NamedNode(f"{EX}{n}")) for n in range(90))
    directory = Directory(sorted_(store))
    assert directory.content() == sorted_(store)
    number = directory.number(str(hub).encode())
    to_hub = plan("SELECT ?x { ?x ?p <urn:hub> }")
    assert len(directory.rows(to_hub.steps, [number], 100)) == 90
    with pytest.raises(TooMuch):
        directory.rows(to_hub.steps, [number], 89)
    with pytest.raises(TooMuch):
        directory.rows(plan("SELECT * { ?x ?p <urn:hub> . <urn:hub> ?q ?y }").steps, [number, number], 100)
    assert planned(*cut("SELECT * { ?x ?p ?y }")[:2]) is None
    assert not sorting.write(store, [].append, 179)
    rows = directory.rows(to_hub.steps, [number], 100)
    assert len(json.loads(directory.json(to_hub, rows, 5_000))["results"]["bindings"]) == 90
    with pytest.raises(TooMuch):
        directory.json(to_hub, rows, 4_000)


def test_what_looks_like_what_was_cut_out_is_another_shape() -> None:
    """A text that has the place of a name without a name there must not get the plan of one that has it."""
    for text in ("SELECT * { < ?p ?o }", 'SELECT * { ?s ?p " }', "SELECT * { ?s < ?o . <urn:s> ?p ?q }"):
        assert planned(*cut(text)[:2]) is None
    one, other = cut("SELECT * { <urn:s> ?p ?o }"), cut("SELECT * { < ?p ?o }")
    assert one[:2] != other[:2]


def test_it_comes_after_some_lookups_and_goes_with_its_generation(tmp_path: Path) -> None:
    quads = [ox.Quad(ox.NamedNode(f"{EX}{n}"), ox.NamedNode(EX + "p"), ox.Literal(str(n))) for n in range(300)]
    generation = generations.publish(tmp_path, quads)
    store = EmbeddedStore(Settings(data_dir=tmp_path))
    text = f"SELECT * {{ <{EX}7> ?p ?o . <{EX}8> ?p ?q }}"
    assert store.look_up(generation, text, JSON, BASE) is None
    deadline = time.monotonic() + 60
    while (found := store.look_up(generation, text, JSON, BASE)) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert found is not None
    assert found.at_hand
    assert found.body == store.query(Request(text, accepts=Accepts(solutions=JSON), base=BASE)).read()
    second = generations.publish(tmp_path, quads[:1])
    assert store.look_up(second, text, JSON, BASE) is None
    store.close()


@pytest.mark.parametrize(("most", "text"), [(299, "short"), (300, "long" * 20_000)])
def test_of_a_large_store_there_is_none(tmp_path: Path, most: int, text: str) -> None:
    quads = [ox.Quad(ox.NamedNode(f"{EX}{n}"), ox.NamedNode(EX + "p"), ox.Literal(text * (n < 2))) for n in range(300)]
    generation = generations.publish(tmp_path, quads)
    store = EmbeddedStore(Settings(data_dir=tmp_path, lookup_triples=most))
    store.lookups.open(generation)
    store.lookups.sort(generation)
    found = store.look_up(generation, f"SELECT * {{ <{EX}7> ?p ?o }}", JSON, BASE)
    assert found is not None
    assert not found.at_hand
    store.close()
