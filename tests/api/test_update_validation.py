"""Writes that the structure shapes judge first: reported, or refused and nothing left of them."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from ecograph.engine import generations
from ecograph.engine.judging import Judge
from ecograph.engine.live import Live, Write
from ecograph.engine.workers import Limits
from ecograph.errors import DeadlineReached, NotReady
from ecograph.settings import Settings
from tests.api.conftest import EX, Reply, Service, quads, running

ECO = "https://w3id.org/ecograph/ns#"
UPDATE = "application/sparql-update"
#: A participation of nobody in nothing: the structure shapes ask for both.
EMPTY = f"INSERT DATA {{ GRAPH <{EX}new> {{ <{EX}x> a <{ECO}Participation> }} }}"
TYPED = f"INSERT {{ GRAPH <{EX}new> {{ ?s a <{ECO}Participation> }} }} WHERE {{ GRAPH <{EX}g1> {{ ?s ?p 'value 7' }} }}"
HARMLESS = f"INSERT DATA {{ GRAPH <{EX}new> {{ <{EX}y> <{EX}p> 1 }} }}"
BROKEN = f"<{EX}z> a <{ECO}Participation> ."
WAYS = [
    ("POST", "/sparql", EMPTY, UPDATE, f"{EX}x"),
    ("POST", "/sparql", TYPED, UPDATE, f"{EX}7"),
    ("PUT", f"/store?graph={EX}g9", BROKEN, "text/turtle", f"{EX}z"),
    ("POST", f"/store?graph={EX}g1", BROKEN.replace("z>", "w>"), "text/turtle", f"{EX}w"),
]


@pytest.fixture(scope="module", params=["report", "reject"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("judged")
    generations.publish(folder, quads())
    with running(
        Settings(
            data_dir=folder,
            workers=1,
            writable=True,
            token="sesame",
            update_validation=request.param,
            query_seconds=300,
        )
    ) as found:
        yield found


def write(service: Service, method: str, path: str, body: str, kind: str, accept: str = "*/*") -> Reply:
    headers = {"Content_Type": kind, "Authorization": "Bearer sesame", "Accept_Language": "nl", "Accept": accept}
    return service.request(method, path, body, **headers)


def everything(service: Service) -> list[str]:
    rows = service.get("SELECT * { GRAPH ?g { ?s ?p ?o } }").json()["results"]["bindings"]
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def log(service: Service) -> list[Any]:
    path = service.settings.data_dir / "audit.log"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.slow
def test_a_write_is_judged_before_it_is_done(service: Service) -> None:
    rejects = service.settings.update_validation == "reject"
    for method, path, body, kind, focus in WAYS:
        before, said = everything(service), len(log(service))
        reply = write(service, method, path, body, kind)
        after = everything(service)
        if rejects:
            problem = reply.json()
            assert reply.status == problem["status"] == 422
            assert problem["type"].endswith("/problem/not-well-formed")
            assert "Er is niets gewijzigd" in problem["detail"]
            assert {r["focus"] for r in problem["results"]} == {focus}
            assert problem["count"] >= len(problem["results"]) > 0
            assert all(r["message"]["nl"] and r["message"]["en"] for r in problem["results"])
            assert after == before
            assert len(log(service)) == said
            report = write(service, method, path, body, kind, accept="text/turtle")
            assert (report.status, report.headers["content-type"]) == (422, "text/turtle")
            found = {
                q.object for q in ox.parse(report.body, ox.RdfFormat.TURTLE) if q.predicate.value.endswith("focusNode")
            }
            assert found == {ox.NamedNode(focus)}
        else:
            assert reply.status in {201, 204}
            count = int(reply.headers["x-ecograph-validation-results"])
            assert count > 0
            assert "not-well-formed" in reply.headers["link"]
            assert len(after) == len(before) + 1
            line = log(service)[-1]
            assert line["validation_results"] == count
            assert line["validation"][0]["shape"].startswith("http")

    # A write answers for what it adds alone, and what cannot be done is said as ever.
    reply = write(service, "POST", "/sparql", HARMLESS, UPDATE)
    assert reply.status == 204
    assert "x-ecograph-validation-results" not in reply.headers
    assert service.get(f"ASK {{ <{EX}y> <{EX}p> 1 }}").json()["boolean"] is True
    assert write(service, "POST", "/sparql", "INSERT DATA { nonsense", UPDATE).status == 400
    if not rejects:
        assert "x-ecograph-validation-results" not in write(service, "POST", "/sparql", EMPTY, UPDATE).headers
    # Whoever takes away what others need adds something that is wrong.
    assert write(service, "DELETE", f"/store?graph={EX}new", "", "text/plain").status == 204
    assert write(service, "POST", "/sparql", EMPTY, UPDATE).status == (422 if rejects else 204)
    # A value that differs each time has the mirror read anew; the next write is judged all the same.
    stamped = f"INSERT {{ GRAPH <{EX}new> {{ <{EX}y> <{EX}p> ?n }} }} WHERE {{ BIND(UUID() AS ?n) }}"
    assert write(service, "POST", "/sparql", stamped, UPDATE).status == 204
    assert write(service, "POST", "/sparql", EMPTY.replace("x>", "v>"), UPDATE).status == (422 if rejects else 204)


def test_before_everything_was_judged_once_a_write_is_told_when_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generations.publish(tmp_path, quads())
    release = threading.Event()
    monkeypatch.setattr(Judge, "open", lambda self, path: release.wait(60))  # noqa: ARG005  # its signature

    async def work() -> None:
        live = Live(tmp_path, Limits(seconds=0.2), 5, "reject")
        await live.start()
        try:
            with pytest.raises(NotReady) as refused:
                await live.write(Write("update", HARMLESS))
            assert refused.value.status == 503
            assert not live.dirty
        finally:
            release.set()
            await asyncio.wait_for(live.close(), 60)

    asyncio.run(work())


@pytest.mark.slow
def test_the_judge_ends_at_its_deadline_and_the_next_write_is_judged(tmp_path: Path) -> None:
    generations.publish(tmp_path, quads())
    judge = Judge(tmp_path, 60, 1024)
    now = generations.current(tmp_path)
    assert now is not None
    product = " ".join(f"GRAPH ?g{n} {{ ?a{n} ?b{n} ?c{n} }}" for n in range(9))
    endless = f"INSERT {{ <urn:a> <urn:b> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {product} }} }}"
    try:
        judge.open(now.store_path)
        judge.seconds = 0.5
        with pytest.raises(DeadlineReached):
            judge.verdict(Write("update", endless, done=None).message())  # type: ignore[arg-type]  # nobody waits
        judge.seconds = 60
        judge.open(now.store_path)
        assert judge.verdict(Write("update", EMPTY, done=None).message()) is not None  # type: ignore[arg-type]
    finally:
        judge.close()
