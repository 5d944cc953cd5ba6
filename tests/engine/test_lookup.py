"""Lookups: the same answers as a worker gives, byte for byte, and nothing that could run away."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from ecograph.engine import generations
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.lookups import Lookups
from ecograph.engine.lookups.text import read
from ecograph.engine.store import Accepts, Request
from ecograph.settings import Settings

EX = "http://example.org/"
BASE = "http://example.org/sparql"
DATA = r"""
@prefix : <http://example.org/> .
:s :p 1, "05"^^<http://www.w3.org/2001/XMLSchema#integer>, "x\u0001\u2028/\"\\\n\t}},{\"", "kwaliteit"@nl, _:b, :é, 1.5,
  <<( :a :b :c )>>, "d"@en--ltr, true, "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>, "a,b", "" ; a :T .
:g { :s :p 1 ; :q :o . :o :p :s }
:h { :s :q :o }
"""
LOOKUPS = [
    "SELECT * { <http://example.org/s> ?p ?o }",
    "select ?o ?p where{ <s> ?p ?o . } # a comment",
    "SELECT ?o WHERE { <s> <p> ?o } LIMIT 3",
    "SELECT $s { ?s ?p 'x' }".replace("'", '"'),
    'PREFIX x: <http://example.org/> SELECT ?s { ?s x:p "kwaliteit"@nl }',
    "PREFIX a: <http://example.org/>\nPREFIX b: <http://example.org/>\nSELECT * {\n a:s b:q ?o\n}\n",
    "SELECT ?t { <s> a ?t }",
    "SELECT ?l { <s> rdfs:label ?l }",
    "SELECT * { ?s ?p ?o } LIMIT 0",
    "SELECT * { ?s ?p ?o }",
    "SELECT ?s ?o { ?s <q> ?o }",
    "SELECT ?s { <s> ?s <o> }",
]
OTHERS = [
    "SELECT * { <s> ?p/?q ?o }",
    "SELECT * { <s> <p>* ?o }",
    "SELECT * { ?x ?p ?x }",
    "SELECT * { ?x ?x ?x }",
    "SELECT * { <s> ?p ?o . ?o ?q ?r . ?r ?t ?u }",
    "SELECT * { <s> ?p ?o OPTIONAL { ?o ?q ?r } OPTIONAL { ?o ?t ?u } }",
    "SELECT * { <s> ?p ?o OPTIONAL { ?o ?q ?r . ?r ?t ?u } }",
    "SELECT * { OPTIONAL { <s> ?p ?o } }",
    "SELECT ?p ?p { <s> ?p ?o }",
    "SELECT * { <s> ?p ?o ; ?q ?r }",
    "SELECT * { <s> ?p ?o , ?r }",
    "SELECT * { <s> ?p ?o FILTER(?o > 1) }",
    "SELECT * { SERVICE <s> { ?s ?p ?o } }",
    "SELECT * { GRAPH <g> { ?s ?p ?o } }",
    "SELECT * FROM <g> { ?s ?p ?o }",
    "SELECT DISTINCT * { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?x { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } ORDER BY ?s",
    "SELECT * { ?s ?p ?o } OFFSET 5",
    "SELECT * { ?s ?p ?o } LIMIT 5 VALUES ?s { <s> }",
    "SELECT * { <s> <p> <o> }",
    "SELECT * { { <s> ?p ?o } }",
    "SELECT * { [] ?p ?o }",
    "SELECT * { _:b ?p ?o }",
    "SELECT * { <s> ?p () }",
    r"SELECT * { <s> ?p <\u006f> }",
    "SELECT * { <s> ?p ?o } # one\n LIMIT 1",
    "ASK { <s> ?p ?o }",
    "DESCRIBE <s>",
    "SELECT * " + "{" * 3000,
    "",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("lookups")
    generations.publish(found, ox.parse(DATA, ox.RdfFormat.TRIG))
    return found


@pytest.mark.parametrize("text", LOOKUPS)
@pytest.mark.parametrize(
    "media_type",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ],
)
def test_a_worker_gives_the_same(folder: Path, text: str, media_type: str) -> None:
    assert read(text) is not None
    lookups, store = Lookups(), EmbeddedStore(Settings(data_dir=folder))
    generation = store.current()
    lookups.open(generation)
    found = lookups.answer(generation, text, media_type, BASE)
    answer = store.query(Request(text, accepts=Accepts(solutions=media_type), base=BASE))
    assert found is not None
    assert found.body == answer.read()
    assert found.rows == answer.rows
    store.close()


@pytest.mark.parametrize("text", OTHERS)
def test_what_could_be_more_than_a_lookup_is_none(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    ["SELECT * { <a b> ?p ?o }", "SELECT * { nothing:here ?p ?o }", "SELECT * { <http://[> ?p ?o }"],
)
def test_what_is_wrong_is_for_the_worker_to_say(folder: Path, text: str) -> None:
    lookups, generation = Lookups(), generations.current(folder)
    assert generation is not None
    lookups.open(generation)
    assert lookups.answer(generation, text, "text/csv", BASE) is None


def test_what_is_large_is_for_a_worker(tmp_path: Path) -> None:
    p = ox.NamedNode(EX + "p")
    many = [ox.Quad(ox.NamedNode(f"{EX}{n}"), p, ox.Literal("x" * (n == 500) * 70_000)) for n in range(501)]
    generation = generations.publish(tmp_path, many)
    lookups = Lookups()
    lookups.open(generation)

    def rows(text: str, most: int = 100) -> int | None:
        found = lookups.answer(generation, text, "text/csv", BASE, most)
        return None if found is None else found.rows

    assert rows("SELECT * { ?s ?p ?o }") is None
    assert rows("SELECT * { ?s ?p ?o } LIMIT 101") is None
    assert rows("SELECT * { ?s ?p ?o } LIMIT 100") == 100
    assert rows("SELECT * { ?s ?p ?o } LIMIT 6", most=5) is None
    assert rows("SELECT * { <499> ?p ?o }") == 1
    assert rows(f"SELECT * {{ <{EX}500> ?p ?o }}") is None


def test_an_old_generation_is_not_looked_in(tmp_path: Path) -> None:
    first = generations.publish(tmp_path, [])
    lookups = Lookups()
    lookups.open(first)
    text = "SELECT * { ?s ?p ?o }"
    assert lookups.answer(first, text, "text/csv", BASE) is not None
    second = generations.publish(tmp_path, [ox.Quad(ox.NamedNode(EX), ox.NamedNode(EX), ox.NamedNode(EX))])
    assert lookups.answer(second, text, "text/csv", BASE) is None
