"""Kill -9 at random moments of builds and updates: nothing acknowledged is lost, nothing half is seen.

Run: uv run python -m benchmarks.durability --kills 200

Three kinds of victims take turns: a service that takes updates (with its writer), the writer alone, a build. After each
kill the store is opened as a service opens it, and asked; the time from opening to the first answer is noted. At the
end the log of the live store is cut at every byte of its last write, as a crash of the system may leave it.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Store

from ecograph.engine import live_store
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.store import select
from ecograph.settings import Settings

ROOT = Path(__file__).parents[1]
UPDATES = """
import asyncio, sys
from pathlib import Path
from ecograph.engine.live import Live, Write
from ecograph.engine.workers import Limits

async def main():
    writer = Live(Path(sys.argv[1]), Limits(), 3)
    await writer.start()
    number = int(sys.argv[2])
    while True:
        texts = [f"INSERT DATA {{ GRAPH <a:g> {{ <a:w{number + n}> <a:p> 1 , 2 , 3 }} }}" for n in range(4)]
        await asyncio.gather(*(writer.write(Write("update", text)) for text in texts))
        number += 4
        print(number - 1, flush=True)
        if number % 28 == 0:
            await writer.seal()

asyncio.run(main())
"""
BUILDS = """
import sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from ecograph.engine import generations

number = int(sys.argv[2])
while True:
    quads = (Quad(NamedNode(f"a:s{n}"), NamedNode("a:p"), Literal(n)) for n in range(2000 + number))
    generations.publish(Path(sys.argv[1]), quads, keep=3)
    print(number, flush=True)
    number += 1
"""


@dataclass
class Result:
    """What was found."""

    kills: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    half: int = 0
    acknowledged: int = 0
    seconds: list[float] = field(default_factory=list)
    cuts: int = 0
    cuts_wrong: int = 0

    @property
    def good(self) -> bool:
        """Return whether everything held."""
        return not (self.lost or self.half or self.cuts_wrong) and max(self.seconds) < 1


def started(program: str, folder: Path, number: int) -> subprocess.Popen[bytes]:
    """Start a victim."""
    command = [sys.executable, "-c", program, str(folder), str(number)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT)


def last(process: subprocess.Popen[bytes], known: int) -> int:
    """Kill a victim and return the number that it acknowledged last."""
    process.kill()
    assert process.stdout
    rest = process.stdout.read().split()
    process.stdout.close()
    process.wait()
    return int(rest[-1]) if rest else known


def kill_updates(folder: Path, known: int, chance: random.Random, *, writer: bool) -> int:
    """Let a service take updates until a random moment; return the last acknowledged one."""
    process = started(UPDATES, folder, known + 1)
    assert process.stdout
    for _ in range(chance.randrange(1, 30)):
        line = process.stdout.readline()
        known = int(line) if line else known
    time.sleep(chance.random() / 50)
    if writer:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(children[-1]), signal.SIGKILL)
        for _ in range(2):  # the service goes on with a new writer
            line = process.stdout.readline()
            known = int(line) if line else known
    return last(process, known)


def check_updates(folder: Path, known: int, result: Result) -> None:
    """Open as a service does, and count."""
    began = time.perf_counter()
    if live_store.needs_recovery(folder):
        live_store.recover(folder, 3)
    store = EmbeddedStore(Settings(data_dir=folder))
    table = select(store, "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s")
    result.seconds.append(time.perf_counter() - began)
    store.close()
    found = {row["s"]: row["n"] for row in table.values()}
    result.half += sum(n != "3" for n in found.values())
    result.lost += sum(f"a:w{n}" not in found for n in range(known + 1))


def kill_build(folder: Path, known: int, chance: random.Random) -> int:
    """Let builds run until a random moment; return the last acknowledged one."""
    process = started(BUILDS, folder, known + 1)
    assert process.stdout
    line = process.stdout.readline()
    known = int(line) if line else known
    time.sleep(chance.random() * 0.3)
    return last(process, known)


def check_build(folder: Path, known: int, result: Result) -> int:
    """The current generation is whole, and not older than the last acknowledged one."""
    began = time.perf_counter()
    store = EmbeddedStore(Settings(data_dir=folder))
    count = int(select(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values()[0]["n"])
    result.seconds.append(time.perf_counter() - began)
    result.half += count != store.current().manifest.quads
    store.close()
    result.lost += count < 2000 + known
    return count - 2000


def cut_log(folder: Path, result: Result, step: int = 1) -> None:
    """Cut the newest log at every byte of its last write: what came before is there, the last is whole or absent."""
    path = folder / "cut"
    store = Store(str(path))
    for number in range(3):
        log = max(path.glob("*.log"), key=lambda p: p.stat().st_mtime_ns)
        before = log.stat().st_size
        store.update(f"INSERT DATA {{ GRAPH <a:g> {{ <a:w{number}> <a:p> 1 , 2 , 3 }} }}")
    after = log.stat().st_size
    image = folder / "image"
    shutil.copytree(path, image, ignore=shutil.ignore_patterns("LOCK"))
    del store
    for size in range(before, after + 1, step):
        torn = folder / "torn"
        shutil.copytree(image, torn)
        os.truncate(torn / log.name, size)
        count = len(Store(str(torn)))
        result.cuts += 1
        result.cuts_wrong += count != (9 if size == after else 6) and not (count == 9 and size < after)
        shutil.rmtree(torn)


def run(kills: int, seed: int) -> Result:
    """Do everything."""
    chance, result = random.Random(seed), Result()
    with tempfile.TemporaryDirectory(prefix="ecograph-durability-") as name:
        updates, builds = Path(name) / "updates", Path(name) / "builds"
        written = built = -1
        for number in range(kills):
            kind = ("service", "writer", "build")[number % 3]
            result.kills[kind] = result.kills.get(kind, 0) + 1
            if kind == "build":
                built = check_build(builds, kill_build(builds, built, chance), result)
            else:
                written = kill_updates(updates, written, chance, writer=kind == "writer")
                check_updates(updates, written, result)
            if number % 20 == 19:
                print(
                    f"  {number + 1} kills, {written + 1} updates and {built + 1} builds acknowledged", file=sys.stderr
                )
        result.acknowledged = written + built + 2
        cut_log(Path(name), result)
    return result


def main() -> None:
    """Print what was found; exit code 1 where something was lost, half or slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    found = run(options.kills, options.seed)
    kinds = ", ".join(f"{count} {kind}" for kind, count in found.kills.items())
    print(f"kill -9: {sum(found.kills.values())} ({kinds})")
    print(f"acknowledged writes: {found.acknowledged:,}; lost: {found.lost}; half: {found.half}")
    print(f"log cut at {found.cuts} places of its last write; wrong: {found.cuts_wrong}")
    middle, worst = statistics.median(found.seconds), max(found.seconds)
    print(f"from opening to the first answer after a kill: median {middle:.2f} s, longest {worst:.2f} s")
    sys.exit(0 if found.good else 1)


if __name__ == "__main__":
    main()
