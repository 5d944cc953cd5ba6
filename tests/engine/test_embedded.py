"""Queries in worker processes: answers, errors, limits."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from ecograph.engine import generations
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.store import Accepts, Request, Store, ask, construct, open_store, select
from ecograph.engine.trusted import Trusted
from ecograph.errors import (
    AnswerTooLarge,
    CallerError,
    DeadlineReached,
    LimitReached,
    MemoryReached,
    NotAcceptable,
    QueryRefused,
    QuerySyntaxError,
    StoreError,
    UnknownName,
)
from ecograph.settings import Settings
from tests.engine.conftest import EX, quads

ALL = "SELECT * { ?s ?p ?o }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY ?c"
ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": None,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


def rows_of(media_type: str, content: bytes) -> int:
    if ROWS[media_type]:
        results = ox.parse_query_results(content, ROWS[media_type])
        return len(list(results))  # type: ignore[arg-type]
    import csv
    import io

    return len(list(csv.reader(io.StringIO(content.decode(), newline="")))) - 1


def test_the_three_kinds(store: EmbeddedStore) -> None:
    table = select(store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g")
    assert table.columns == ("g", "n")
    assert table.values() == [{"g": f"{EX}g{i}", "n": "10"} for i in range(3)]
    assert ask(store, "ASK { ?s ?p ?o }")
    assert len(construct(store, "CONSTRUCT WHERE { ?s ?p ?o }")) == 30
    with pytest.raises(CallerError, match="no table"):
        select(store, "ASK {}")
    with pytest.raises(CallerError, match="no graph"):
        construct(store, "ASK {}")
    with pytest.raises(CallerError, match="no yes or no"):
        ask(store, ALL)


def test_the_default_graph_is_the_union(store: EmbeddedStore) -> None:
    assert len(select(store, ALL).rows) == 30
    assert len(select(store, f"SELECT * FROM <{EX}g0> {{ ?s ?p ?o }}").rows) == 10
    assert len(select(store, f"SELECT * FROM NAMED <{EX}g0> {{ ?s ?p ?o }}").rows) == 0
    assert len(select(store, f"SELECT * FROM <{EX}none> {{ ?s ?p ?o }}").rows) == 0


def test_the_dataset_of_the_request_wins(store: EmbeddedStore) -> None:
    def count(text: str, default: tuple[str, ...] | None, named: tuple[str, ...] | None) -> int:
        answer = store.query(Request(text, default, named, accepts=Accepts(solutions="text/csv")))
        return rows_of("text/csv", answer.read())

    everywhere = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    assert count(everywhere, (EX + "g0",), None) == 10
    assert count(everywhere, (EX + "g0", EX + "g1"), None) == 20
    assert count(everywhere, None, (EX + "g0", EX + "g1")) == 20
    assert count(everywhere, (EX + "g0",), (EX + "g1", EX + "g2")) == 30
    assert count(f"SELECT * FROM <{EX}g0> {{ ?s ?p ?o }}", (EX + "g1", EX + "g2"), None) == 20
    assert count(f"SELECT * FROM <{EX}g0> {{ ?s ?p ?o }}", None, (EX + "g1",)) == 0


@pytest.mark.parametrize("media_type", ROWS)
@pytest.mark.parametrize("size", [3, 3000])
def test_a_cut_answer_is_whole_rows_and_says_so(tmp_path: Path, media_type: str, size: int) -> None:
    generations.publish(tmp_path, quads(size))
    store = EmbeddedStore(Settings(data_dir=tmp_path))
    try:
        for rows in (1, 2, size // 2, size - 1, size, size + 1):
            answer = store.query(Request(ALL, accepts=Accepts(solutions=media_type), rows=rows))
            content = answer.read()
            assert rows_of(media_type, content) == min(rows, size) == answer.rows
            assert answer.truncated == (rows < size)
    finally:
        store.close()


def test_a_graph_is_cut_too(store: EmbeddedStore) -> None:
    for rows, expected in ((5, 5), (30, 30), (31, 30)):
        answer = store.query(Request("CONSTRUCT WHERE { ?s ?p ?o }", rows=rows))
        assert answer.read().count(b" .\n") == expected == answer.rows
        assert answer.truncated == (rows < 30)


@pytest.mark.parametrize("query", [ALL, "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_more_rows_than_the_limit_are_an_error_not_a_shorter_answer(data_dir: Path, query: str) -> None:
    store = EmbeddedStore(Settings(data_dir=data_dir, query_rows=29))
    with pytest.raises(AnswerTooLarge):
        store.query(Request(query)).read()
    assert len(store.query(Request(query, rows=29)).read()) > 0
    store.close()


def test_more_bytes_than_the_limit_are_an_error(tmp_path: Path) -> None:
    generations.publish(tmp_path, quads(2000))
    store = EmbeddedStore(Settings(data_dir=tmp_path, answer_bytes=1 << 16))
    with pytest.raises(AnswerTooLarge):
        store.query(Request(ALL)).read()
    assert ask(store, "ASK {}"), "the worker lives"
    store.close()


def test_the_deadline_ends_the_process(data_dir: Path) -> None:
    store = EmbeddedStore(Settings(data_dir=data_dir))
    store.query(Request("ASK {}")).read()
    process = store.own.idle[0].process
    store.limits = replace(store.limits, seconds=0.5)  # the process is there: a busy machine starts one slowly
    with pytest.raises(DeadlineReached, match=r"after 0.5 seconds"):
        store.query(Request(ENDLESS)).read()
    assert process.returncode is not None
    store.close()
    patient = EmbeddedStore(Settings(data_dir=data_dir, query_seconds=60))
    with pytest.raises(DeadlineReached):
        patient.query(Request(ENDLESS, seconds=0.2)).read()
    patient.close()


def test_a_memory_bomb_kills_the_worker_only(data_dir: Path) -> None:
    store = EmbeddedStore(Settings(data_dir=data_dir, query_megabytes=128, query_seconds=100))
    with pytest.raises(MemoryReached, match="memory"):
        store.query(Request(ENDLESS)).read()
    assert ask(store, "ASK {}")
    store.close()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o FILTER(" + "!" * 60000 + "?o) }",
        "SELECT * { ?s ?p ?o FILTER(" + "+".join(["?o"] * 20000) + ") }",
        "SELECT * { ?s " + "/".join(["<p:p>"] * 9000) + " ?o }",
    ],
    ids=["unary", "sum", "path"],
)
def test_nesting_without_brackets_kills_the_worker_only(data_dir: Path, text: str) -> None:
    """The guard counts brackets; chains of operators reach the engine, whose stack they may break."""
    store = EmbeddedStore(Settings(data_dir=data_dir, query_seconds=5))
    with pytest.raises((LimitReached, QuerySyntaxError, StoreError)) if "p:p" not in text else _whatever():
        store.query(Request(text)).read()
    assert ask(store, "ASK {}")
    store.close()


class _whatever:  # noqa: N801  # a context manager beside pytest.raises
    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        return error is None or isinstance(error, (LimitReached, StoreError))


def test_generations_can_be_asked(data_dir: Path, store: EmbeddedStore) -> None:
    assert len(select(store, ALL).rows) == 30
    generations.publish(data_dir, quads(40))
    assert len(select(store, ALL).rows) == 40, "a new build shows at once"
    old = store.query(Request(ALL, generation=1, accepts=Accepts(solutions="text/csv")))
    assert old.generation == 1
    assert rows_of("text/csv", old.read()) == 30
    with pytest.raises(UnknownName):
        store.query(Request(ALL, generation=7))


def test_errors_have_a_place_and_a_remedy(store: EmbeddedStore) -> None:
    cases = {
        "SELEC * { ?s ?p ?o }": (1, 1, "Did you mean SELECT?"),
        "SELECT * {\n  ?s ?p ?o": (2, 11, "closing }"),
        "SELECT *\n{ ?s ex:name ?o }": (2, 6, "PREFIX ex: <http://example.org/>"),
        "SELECT * { ?s skoss:prefLabel ?o }": (1, 15, 'Did you mean "skos:"?'),
        "SELECT * { ?s ?p ?o FILTR(?o > 1) }": (1, 21, "FILTER"),
        "SELECT (1 AS ?x) (2 AS ?x) {}": (1, 18, "another name"),
        "ASK {}\nASK {}": (2, 1, "one query at a time"),
        "SELECT * { ?s ?p ?o } }": (1, 23, "Remove it"),
        "SELECT * { ?s ?p ?o FILTER(?o = 1 }": (1, 35, "opened last"),
        "SELECT * { ?s ?p ?o . . }": (1, 26, "three parts"),
        "ASK { ?s ?p ?o } rubbish": (1, 18, "VALUES"),
        "SELECT * { ?s ?p ?o } ORDER BY": (1, 31, "Complete it"),
        "SELECT *\n{ ?s ?p ?o FILTER(org:near(?o)) }": (2, 20, "functions of SPARQL 1.1"),
        "SELECT *\n{ ?s ?p ?o FILTER(<urn:x:near>(?o)) }": (2, 20, "functions of SPARQL 1.1"),
    }
    for text, (line, column, remedy) in cases.items():
        with pytest.raises(QuerySyntaxError) as caught:
            store.query(Request(text)).read()
        place = caught.value.place
        assert place
        assert place.line == line, text
        assert abs((place.column or 0) - column) <= 12, (text, place)
        assert remedy in str(caught.value)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT * { ?s ?p ?o }", "s p o"),
        ("# SELECT * ?o\nPREFIX x: <urn:?o#> select\tDISTINCT # all\n*{ ?s ?p ?o }", "s p o"),
        ("SELECT * { ?z <urn:a> ?y . ?y <urn:b> $x OPTIONAL { ?x <urn:c> ?w } }", "z y x w"),
        ("SELECT * { { SELECT ?b (COUNT(?c) AS ?a) { ?b ?p ?c } GROUP BY ?b } ?a ?q ?r }", "b a q r"),
        ("SELECT * { ?s ?p ?o MINUS { ?z ?y ?x } FILTER EXISTS { ?s ?p ?w } }", "s p o"),
        ("SELECT (COUNT(*) AS ?n) { { SELECT * { ?s ?p ?o } } }", "n"),
        ("SELECT ?o ?s { ?s ?p ?o }", "o s"),
        ("SELECT * { ?s ?p ?o } VALUES ?b { 1 }", "s p o b"),
    ],
)
def test_a_star_is_the_columns_in_the_order_of_the_text(store: EmbeddedStore, text: str, names: str) -> None:
    head = json.loads(store.query(Request(text)).read())["head"]
    assert head["vars"] == names.split()


def test_not_exists_is_answered_as_minus(store: EmbeddedStore) -> None:
    from ecograph.engine.embedded import faster

    text = f"SELECT ?s {{ ?s <{EX}p> ?o FILTER NOT EXISTS {{ GRAPH <{EX}g0> {{ ?s ?q ?r }} }} }}"
    assert len(select(store, text).rows) == 20
    text = f"SELECT ?s {{ ?s <{EX}p> ?o FILTER NOT EXISTS {{ ?s <{EX}q> ?r }} }}"
    assert "MINUS" in (faster(text) or "")
    assert len(select(store, text).rows) == 30
    with pytest.raises(QuerySyntaxError) as caught:
        select(store, f"SELECT ?s\n{{ ?s <{EX}p> ?o FILTER NOT EXISTS {{ ?s <{EX}q> ?r }} }}\nLIMIT many")
    assert caught.value.place
    assert caught.value.place.line == 3


def test_what_an_update_says_as_a_query(store: EmbeddedStore) -> None:
    with pytest.raises(QuerySyntaxError, match="update"):
        store.query(Request("INSERT DATA { <a:a> <a:b> <a:c> }"))


def test_our_prefixes_need_no_declaration(store: EmbeddedStore) -> None:
    assert not ask(store, "ASK { ?s a eco:Initiative ; skos:notation ?n }")


def test_refused_before_a_worker_sees_it(data_dir: Path) -> None:
    store = EmbeddedStore(Settings(data_dir=data_dir))
    with pytest.raises(QueryRefused, match="SERVICE"):
        store.query(Request("ASK { SERVICE <http://127.0.0.1:9/> {} }"))
    assert not store.own.idle
    store.close()


def test_no_format_is_no_answer(store: EmbeddedStore) -> None:
    with pytest.raises(NotAcceptable):
        store.query(Request("ASK {}", accepts=Accepts(boolean=None)))


def test_the_workers_die_with_the_store(data_dir: Path) -> None:
    store = EmbeddedStore(Settings(data_dir=data_dir))
    ask(store, "ASK {}")
    number = store.own.idle[0].process.pid
    store.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_busy_worker_dies_with_its_parent(data_dir: Path) -> None:
    from ecograph.engine.workers import Limits, Worker

    worker = Worker(data_dir, Limits())
    store = EmbeddedStore(Settings(data_dir=data_dir))
    _, question, _ = store.prepare(Request(ENDLESS))
    worker.socket.sendall(question.frame())
    worker.socket.close()  # what the kernel does when the parent is killed
    assert worker.process.wait(timeout=60) is not None


def test_no_store_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="ecograph build"):
        EmbeddedStore(Settings(data_dir=tmp_path)).query(Request(ALL))
    with pytest.raises(StoreError, match="ecograph build"):
        Trusted(tmp_path)


def test_trusted_answers_the_same(store: EmbeddedStore, data_dir: Path) -> None:
    trusted: Store = Trusted(data_dir)
    text = "SELECT * { ?s ?p ?o } ORDER BY ?s"
    assert select(trusted, text) == select(store, text)
    assert ask(trusted, "ASK { ?s ?p ?o }")
    assert len(construct(trusted, "CONSTRUCT WHERE { ?s ?p ?o }")) == 30
    with pytest.raises(QuerySyntaxError):
        select(trusted, "SELECT")
    with pytest.raises(QueryRefused):
        select(trusted, "SELECT * { SERVICE <http://127.0.0.1/> {} }")
    trusted.close()


def test_open_store(settings: Settings) -> None:
    assert isinstance(open_store(settings), EmbeddedStore)
    from ecograph.engine.remote import RemoteStore

    assert isinstance(open_store(Settings(store="http://127.0.0.1:1/query")), RemoteStore)


def test_a_fresh_worker_is_ready_soon(data_dir: Path) -> None:
    """No bound on time (machines differ): it must not import more than the engine."""
    engine = Path(__file__).parents[2] / "ecograph" / "engine"
    script = f"import sys; sys.path.append({str(engine)!r}); import worker, writer; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-P", "-s", "-c", script], capture_output=True, text=True, check=True)
    assert {"worker", "writer", "blocks", "confinement", "pyoxigraph"} <= set(done.stdout.split())
    assert "ecograph" not in done.stdout
    began = time.monotonic()
    store = EmbeddedStore(Settings(data_dir=data_dir))
    assert ask(store, "ASK {}")
    store.close()
    assert time.monotonic() - began < 30


def test_a_query_that_others_wait_for_leaves_the_quick_lane_sooner(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a share of QUICK that is never used up, only those that wait can move it."""
    from ecograph.engine import channel as pools

    monkeypatch.setattr(pools, "QUICK", 1e9)
    monkeypatch.setattr(pools, "LONG", 1e9)

    async def work() -> None:
        store = EmbeddedStore(Settings(data_dir=data_dir, workers=1, query_seconds=100))
        await store.start()
        try:
            endless = asyncio.ensure_future(store.stream(Request(ENDLESS, client="a")))
            assert store.pool
            while not store.pool.running:  # noqa: ASYNC110  # nothing tells
                await asyncio.sleep(0.01)
            answer = await store.stream(Request("ASK {}", client="b"))
            assert answer.body
            assert not endless.done()
            assert store.pool.slow == 1
            endless.cancel()
            await asyncio.gather(endless, return_exceptions=True)
        finally:
            await store.stop()

    asyncio.run(work())
