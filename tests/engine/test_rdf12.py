"""RDF 1.2 as far as the engine gives it: triple terms, reifiers, base directions, through workers and writer."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from ecograph.engine import generations
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.live import Live, Write
from ecograph.engine.store import Accepts, Request, ask, select
from ecograph.engine.workers import Limits
from ecograph.settings import Settings

DATA = """
PREFIX e: <http://e/>
e:a e:says "ik" {| e:source e:report |} .
e:b e:says "שלום"@he--rtl .
"""


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    generations.publish(tmp_path, parse(DATA, RdfFormat.TURTLE))
    return EmbeddedStore(Settings(data_dir=tmp_path))


def test_reifiers_and_triple_terms(store: EmbeddedStore) -> None:
    assert ask(store, 'PREFIX e: <http://e/> ASK { << e:a e:says "ik" >> e:source e:report }')
    found = select(store, "PREFIX e: <http://e/> SELECT ?o { ?r rdf:reifies <<( e:a e:says ?o )>> }")
    assert found.values() == [{"o": "ik"}]
    answer = json.loads(store.query(Request("SELECT ?t { ?r rdf:reifies ?t }")).read())
    term = answer["results"]["bindings"][0]["t"]
    assert term["type"] == "triple"
    assert term["value"]["object"]["value"] == "ik"
    graph = store.query(Request("CONSTRUCT WHERE { ?r rdf:reifies ?t }", accepts=Accepts(graph="text/turtle"))).read()
    assert b'<<( <http://e/a> <http://e/says> "ik" )>>' in graph
    store.close()


def test_base_direction(store: EmbeddedStore) -> None:
    found = select(store, "PREFIX e: <http://e/> SELECT ?d { e:b e:says ?o BIND(LANGDIR(?o) AS ?d) }")
    assert found.values() == [{"d": "rtl"}]
    store.close()


def test_an_update_may_write_them(tmp_path: Path) -> None:
    async def work() -> None:
        writer = Live(tmp_path, Limits(), 3)
        await writer.start()
        await writer.write(Write("update", 'PREFIX e: <http://e/> INSERT DATA { e:a e:says "ja" {| e:source e:x |} }'))
        await writer.seal()
        await writer.close()

    asyncio.run(work())
    store = EmbeddedStore(Settings(data_dir=tmp_path))
    assert ask(store, 'PREFIX e: <http://e/> ASK { << e:a e:says "ja" >> e:source e:x }')
    store.close()
