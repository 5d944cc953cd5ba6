"""No acknowledged write is lost, no half write is seen."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from ecograph.engine import generations, live_store
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.live import Live, Part, Write
from ecograph.engine.store import Request, select
from ecograph.engine.workers import Limits
from ecograph.errors import (
    ChangedMeanwhile,
    Conflict,
    DataError,
    LimitReached,
    QuerySyntaxError,
    StoreError,
    SyntaxProblem,
    UnknownName,
)
from ecograph.settings import Settings
from tests.engine.conftest import EX, quads

TURTLE = "text/turtle"


def run(data_dir: Path, work: Callable[[Live], Awaitable[None]], seconds: float = 60) -> None:
    async def main() -> None:
        writer = Live(data_dir, Limits(seconds=seconds), 3)
        await writer.start()
        try:
            await work(writer)
        finally:
            await writer.close()

    asyncio.run(main())


def insert(number: int) -> Write:
    return Write("update", f"INSERT DATA {{ GRAPH <{EX}live> {{ <{EX}w{number}> <{EX}p> 1 , 2 , 3 }} }}")


def count(data_dir: Path) -> int:
    generation = generations.current(data_dir)
    assert generation
    return len(Store.read_only(str(generation.store_path)))


def test_from_nothing(tmp_path: Path) -> None:
    async def work(writer: Live) -> None:
        await writer.write(insert(1))

    run(tmp_path, work)
    assert count(tmp_path) == 3
    now = generations.current(tmp_path)
    assert now
    assert now.manifest.origin == "live"


def test_on_top_of_a_build_and_again(tmp_path: Path) -> None:
    generations.publish(tmp_path, quads(30))

    async def one(writer: Live) -> None:
        await writer.write(insert(1))

    async def two(writer: Live) -> None:
        await writer.write(insert(2))
        await writer.seal()
        assert count(tmp_path) == 36
        await writer.write(Write("update", f"CLEAR GRAPH <{EX}live>"))

    run(tmp_path, one)
    assert count(tmp_path) == 33
    run(tmp_path, two)
    assert count(tmp_path) == 30


def test_a_build_does_not_hide_what_users_wrote(tmp_path: Path) -> None:
    async def work(writer: Live) -> None:
        await writer.write(insert(1))
        with pytest.raises(StoreError, match="takes updates"):
            generations.publish(tmp_path, quads(5))

    run(tmp_path, work)
    with pytest.raises(StoreError, match="updates that users wrote"):
        generations.publish(tmp_path, quads(5))
    generations.publish(tmp_path, quads(5), replace_live=True)
    assert count(tmp_path) == 5

    async def nothing(writer: Live) -> None:
        assert not writer.dirty

    run(tmp_path, nothing)
    assert count(tmp_path) == 5, "the live store follows the build"


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    async def work(_: Live) -> None:
        other = Live(tmp_path, Limits(), 3)
        with pytest.raises(StoreError, match="takes updates"):
            await other.start()

    run(tmp_path, work)


def test_graphs(tmp_path: Path) -> None:
    async def work(writer: Live) -> None:
        put = Write("put", graph=EX + "g", parts=(Part(b"<a:a> <a:b> _:c .", TURTLE),))
        assert await writer.write(put) == {"created": True}
        again = Write("put", graph=EX + "g", parts=(Part(b"<a:a> <a:b> _:c , _:d .", TURTLE),))
        assert await writer.write(again) == {"created": False}
        post = Write("post", graph=EX + "g", parts=(Part(b"<a:x> <a:b> 1 .", TURTLE), Part(b"<a:y> <a:b> 1 .", TURTLE)))
        assert await writer.write(post) == {"created": False}
        assert await writer.write(Write("put", graph=EX + "empty", parts=(Part(b"", TURTLE),))) == {"created": True}
        assert await writer.write(Write("put", parts=(Part(b"<a:a> <a:b> 0 .", TURTLE),))) == {"created": False}
        await writer.write(Write("delete", graph=EX + "empty"))
        with pytest.raises(UnknownName):
            await writer.write(Write("delete", graph=EX + "empty"))

    run(tmp_path, work)
    assert count(tmp_path) == 5


BOMB = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "%s">]><r>&a;</r>' % (b"x" * 100)


@pytest.mark.parametrize(
    ("write", "error", "says"),
    [
        (("update", "INSERT DATA {"), QuerySyntaxError, "too early"),
        (("update", "SELECT * {}"), QuerySyntaxError, "not an update"),
        (("update", f"DROP GRAPH <{EX}none>"), Conflict, "does not exist"),
        (("put", b"<a:a> <a:b>", TURTLE), SyntaxProblem, "1:"),
        (("put", b"\xff\xfe", TURTLE), SyntaxProblem, "UTF-8"),
        (("put", b"<a:g> { <a:a> <a:b> <a:c> }", "application/trig"), DataError, "names graphs"),
        (("put", BOMB, "application/rdf+xml"), SyntaxProblem, "DOCTYPE"),
        (("put", b"<!-- " + b"x" * 70000 + b" -->" + BOMB[21:], "application/rdf+xml"), SyntaxProblem, "DOCTYPE"),
        (
            ("put", b'{"@context": "http://127.0.0.1:9/c", "a": 1}', "application/ld+json"),
            SyntaxProblem,
            "(?i)context|load",
        ),
        (
            ("put", b'{"@context": "file:///etc/passwd", "a": 1}', "application/ld+json"),
            SyntaxProblem,
            "(?i)context|load",
        ),
    ],
)
def test_a_wrong_write_changes_nothing(tmp_path: Path, write: tuple, error: type[Exception], says: str) -> None:
    generations.publish(tmp_path, quads(3))

    async def work(writer: Live) -> None:
        if write[0] == "update":
            wrong = Write("update", write[1])
        else:
            wrong = Write("put", graph=EX + "g0", parts=(Part(write[1], write[2]),))
        with pytest.raises(error, match=says):
            await writer.write(wrong)
        await writer.write(insert(1))

    run(tmp_path, work)
    assert count(tmp_path) == 6


def test_an_update_is_all_or_nothing(tmp_path: Path) -> None:
    async def work(writer: Live) -> None:
        with pytest.raises(Conflict):
            await writer.write(Write("update", f"INSERT DATA {{ <a:a> <a:b> 1 }} ; DROP GRAPH <{EX}none>"))

    run(tmp_path, work)
    assert count(tmp_path) == 0


def test_who_saw_an_older_state_is_told(tmp_path: Path) -> None:
    generations.publish(tmp_path, quads(3))

    def put(graph: str, seen: int | None) -> Write:
        return Write("put", graph=EX + graph, parts=(Part(b"<a:a> <a:b> 1 .", TURTLE),), seen=seen)

    async def work(writer: Live) -> None:
        await writer.write(put("g0", 1))
        with pytest.raises(ChangedMeanwhile):
            await writer.write(put("g0", 1))
        await writer.write(put("g1", 1))  # another graph: nobody touched it
        await writer.seal()
        await writer.write(put("g0", 2))
        await writer.write(insert(1))
        with pytest.raises(ChangedMeanwhile):
            await writer.write(put("g1", 2))  # an update may touch every graph
        with pytest.raises(ChangedMeanwhile):
            await writer.write(put("g1", 99))

    run(tmp_path, work)


def test_an_endless_update_ends_at_its_deadline_alone(tmp_path: Path) -> None:
    generations.publish(tmp_path, quads(60))
    every = " ".join(f"GRAPH ?g{i} {{ ?a{i} ?b{i} ?c{i} }}" for i in range(7))

    async def work(writer: Live) -> None:
        first = asyncio.create_task(writer.write(insert(1)))
        endless = asyncio.create_task(
            writer.write(
                Write("update", f"INSERT {{ ?a0 ?b1 ?c2 }} WHERE {{ {every} FILTER(?c0 = ?c6 && ?c1 < ?c2) }}")
            )
        )
        last = asyncio.create_task(writer.write(insert(2)))
        await first
        with pytest.raises(LimitReached):
            await endless
        await last

    run(tmp_path, work, seconds=2)
    assert count(tmp_path) == 66


def test_what_is_on_the_disk_when_acknowledged_is_enough(tmp_path: Path) -> None:
    """A loss of power keeps what was forced to the disk: tables and manifest (by the engine), logs (by us).

    The image is taken while the writer runs, in the moment after the acknowledgement, and opened elsewhere.
    """

    async def work(writer: Live) -> None:
        for number in range(1, 30):
            await asyncio.gather(*(writer.write(insert(number * 100 + i)) for i in range(10)))
            if number % 10 == 0:
                image = tmp_path / f"image{number}"
                shutil.copytree(tmp_path / "live" / "store", image, ignore=shutil.ignore_patterns("LOCK"))
                assert len(Store(str(image))) == number * 30

    run(tmp_path, work)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace shows which system calls a process makes")
def test_the_log_is_forced_to_the_disk_before_the_acknowledgement(tmp_path: Path) -> None:
    script = tmp_path / "writes.py"
    script.write_text(_ONE_WRITE)
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-y", "-e", "trace=fdatasync,sendto", "-o", str(trace), sys.executable, str(script)]
    done = subprocess.run([*command, str(tmp_path / "data")], capture_output=True, check=False)
    if done.returncode and b"ptrace" in done.stderr:
        pytest.skip("strace is not permitted here")
    lines = [line for line in trace.read_text().splitlines() if "unfinished" not in line]
    result = next(i for i, line in enumerate(lines) if "sendto" in line and r"R\0\0" in line)
    acknowledged = next(i for i, line in enumerate(lines) if i > result and "sendto" in line and r'"S\0\0' in line)
    assert any("fdatasync" in line and ".log>" in line for line in lines[result:acknowledged])


_ONE_WRITE = """
import asyncio, sys
from pathlib import Path
from ecograph.engine.live import Live, Write
from ecograph.engine.workers import Limits

async def main():
    writer = Live(Path(sys.argv[1]), Limits(), 3)
    await writer.start()
    await writer.write(Write("update", "INSERT DATA { <a:a> <a:b> <a:c> }"))
    await writer.close()

asyncio.run(main())
"""

_WRITES_UNTIL_KILLED = """
import asyncio, sys
from pathlib import Path
from ecograph.engine.live import Live, Write
from ecograph.engine.workers import Limits

async def main():
    writer = Live(Path(sys.argv[1]), Limits(), 3)
    await writer.start()
    number = int(sys.argv[2])
    while True:
        text = f"INSERT DATA {{ GRAPH <http://example.org/live> {{ <http://example.org/w{number}> <a:p> 1 , 2 , 3 }} }}"
        await writer.write(Write("update", text))
        print(number, flush=True)
        number += 1
        if number % 7 == 0:
            await writer.seal()

asyncio.run(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["service", "writer"])
def test_killed_at_random_moments(tmp_path: Path, victim: str) -> None:
    """``ECOGRAPH_KILLS`` sets how often (the release runs 200); each time everything acknowledged is there, whole."""
    kills = int(os.environ.get("ECOGRAPH_KILLS", "6"))
    seed = int(os.environ.get("ECOGRAPH_SEED", "7"))
    chance = random.Random(seed)
    acknowledged = -1
    for _ in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-c", _WRITES_UNTIL_KILLED, str(tmp_path), str(acknowledged + 1)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
        )
        assert process.stdout
        limit = chance.randrange(1, 60)
        for _ in range(limit):
            line = process.stdout.readline()
            if not line:
                break
            acknowledged = int(line)
        time.sleep(chance.random() / 100)
        if victim == "writer":
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            os.kill(int(children[-1]), signal.SIGKILL)
            for _ in range(3):  # the service goes on with a new writer
                line = process.stdout.readline()
                acknowledged = int(line) if line else acknowledged
        process.kill()
        rest = process.stdout.read().split()
        process.stdout.close()
        acknowledged = int(rest[-1]) if rest else acknowledged
        process.wait()
        live_store.recover(tmp_path, 3)
        store = EmbeddedStore(Settings(data_dir=tmp_path))
        table = select(store, "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s")
        store.close()
        found = {row["s"]: row["n"] for row in table.values()}
        assert set(found.values()) <= {"3"}, "half a write"
        for number in range(acknowledged + 1):
            assert f"{EX}w{number}" in found, f"write {number} was acknowledged and is lost"


def test_a_reader_service_shows_what_was_acknowledged_before_a_crash(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITES_UNTIL_KILLED, str(tmp_path), "0"],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout
    last = int([process.stdout.readline() for _ in range(3)][-1])
    process.kill()
    process.stdout.close()
    process.wait()

    async def read() -> int:
        store = EmbeddedStore(Settings(data_dir=tmp_path, workers=1))
        await store.start()
        try:
            answer = await store.stream(Request("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"))
            assert answer.body
            return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])
        finally:
            await store.stop()

    assert asyncio.run(read()) >= last + 1


def test_a_log_that_breaks_off_in_its_last_write(tmp_path: Path) -> None:
    """A crash of the system may leave part of what was not forced to the disk yet; the whole: benchmarks.durability."""
    path, image = tmp_path / "live", tmp_path / "image"
    store = Store(str(path))
    for number in range(3):
        log = max(path.glob("*.log"), key=lambda p: p.stat().st_mtime_ns)
        before = log.stat().st_size
        store.update(f"INSERT DATA {{ GRAPH <a:g> {{ <a:w{number}> <a:p> 1 , 2 , 3 }} }}")
    after = log.stat().st_size
    shutil.copytree(path, image, ignore=shutil.ignore_patterns("LOCK"))
    assert after > before
    for size in (*range(before, after, (after - before) // 8), after - 1, after):
        torn = tmp_path / f"torn-{size}"
        shutil.copytree(image, torn)
        os.truncate(torn / log.name, size)
        assert len(Store(str(torn))) == (9 if size == after else 6)
