"""Two hundred clients, ten of them hostile: what becomes of the others.

Run: uv run python -m benchmarks.attack

The hostile ones send nested braces, a cross join of everything, a regular expression that explodes elsewhere, a sort of
a product, and ask for a very large answer that they read at one byte a second. It must hold: the 95th percentile of the
others stays under twice its quiet value, no status of 500 and above but 503 and 504, memory is bounded, and the
service's process lives. Exit code 1 where it does not.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks.serving import servers
from benchmarks.serving.client import Connection, query_path
from benchmarks.serving.questions import HEAVY, walked, write_data

BRACES = "ASK " + "{" * 3000 + "}" * 3000
REGEX = 'SELECT * { ?s ?p ?o . ?a ?b ?c FILTER REGEX(CONCAT(STR(?o), STR(?c)), "^(a+)+$(b|b)*c?x{5,50}") }'
SORT = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c"
SLOW = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
HOSTILE = (BRACES, HEAVY, REGEX, SORT, HEAVY, REGEX, SORT, BRACES)


@dataclass
class Seen:
    """What clients saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0

    def percentile(self, share: float) -> float:
        """Return a percentile in milliseconds."""
        return 1000 * statistics.quantiles(self.seconds, n=100)[round(share * 100) - 1]


async def friendly(server: servers.Server, regions: int, clients: int, seconds: float, seen: Seen, first: int) -> None:
    """Ask small questions that nobody asked before, each client about once in a second, as people and pages do."""
    stop = time.monotonic() + seconds

    async def client(number: int) -> None:
        connection, asked = Connection(server.base), 0
        await asyncio.sleep(number / clients)
        while time.monotonic() < stop:
            began = time.perf_counter()
            text = walked(first + number + asked * clients, regions)
            try:
                status, _, _ = await connection.send("GET", query_path(server.query, text), {})
                seen.statuses[status] += 1
                seen.seconds.append(time.perf_counter() - began)
            except (OSError, asyncio.IncompleteReadError):
                seen.broken += 1
                connection.close()
            asked += 1
            await asyncio.sleep(max(0.0, 1 - (time.perf_counter() - began)))
        connection.close()

    await asyncio.gather(*(client(number) for number in range(clients)))


async def hostile(server: servers.Server, text: str, seen: Seen) -> None:
    """Send a hostile query again and again."""
    while True:
        connection = Connection(server.base)
        try:
            status, _, _ = await connection.send(
                "POST", server.query, {"Content-Type": "application/sparql-query"}, text.encode()
            )
            seen.statuses[status] += 1
        except (OSError, asyncio.IncompleteReadError, ValueError):
            seen.broken += 1  # an answer that was under way and broke off
        finally:
            connection.close()
        await asyncio.sleep(0.1)


async def sip(server: servers.Server) -> None:
    """Read a very large answer at one byte a second."""
    parts = urlsplit(server.base)
    while True:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=256)
        writer.write(f"GET {server.query}?query={quote(SLOW)} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        with contextlib.suppress(OSError):
            while await reader.read(1):  # noqa: ASYNC110  # it is slow on purpose
                await asyncio.sleep(1)
        writer.close()


async def attack(
    server: servers.Server, regions: int, clients: int, seconds: float
) -> tuple[Seen, Seen, Seen, float, float]:
    """Return what the friendly saw in quiet and under attack, what the hostile saw, memory before and at most."""
    await friendly(server, regions, 20, 2, Seen(), 10**8)
    quiet, loud, bad = Seen(), Seen(), Seen()
    await friendly(server, regions, clients - 10, seconds, quiet, 10**6)
    before = most = server.now_megabytes()
    enemies = [asyncio.ensure_future(hostile(server, text, bad)) for text in HOSTILE]
    enemies += [asyncio.ensure_future(sip(server)) for _ in range(2)]
    await asyncio.sleep(2)
    work = asyncio.ensure_future(friendly(server, regions, clients - 10, seconds, loud, 2 * 10**6))
    while not work.done():
        most = max(most, server.now_megabytes())
        await asyncio.sleep(0.25)
    for enemy in enemies:
        enemy.cancel()
    await asyncio.gather(*enemies, return_exceptions=True)
    return quiet, loud, bad, before, most


def main() -> None:
    """Print what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, default=150)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ecograph-attack-") as name:
        folder = Path(name)
        quads = write_data(folder / "data.nq", options.regions)
        with servers.ecograph(folder / "store", folder / "data.nq") as server:
            servers.settle(server)
            work = attack(server, options.regions, options.clients, options.seconds)
            quiet, loud, bad, before, most = asyncio.run(work)
            alive = Path(f"/proc/{server.pid}").exists()
    statuses = quiet.statuses + loud.statuses + bad.statuses
    faults = {status: n for status, n in statuses.items() if status >= 500 and status not in {503, 504}}
    ratio = loud.percentile(0.95) / quiet.percentile(0.95)
    print(
        f"{quads:,} quads; {options.clients} clients, 10 of them hostile; load of the machine {os.getloadavg()[0]:.1f}"
    )
    for title, seen in (("quiet", quiet), ("under attack", loud)):
        middle, high = seen.percentile(0.5), seen.percentile(0.95)
        print(f"{title:13} p50 {middle:7.1f} ms  p95 {high:7.1f} ms  {dict(seen.statuses)}  broken off {seen.broken}")
    print(f"the hostile   {dict(bad.statuses)}  broken off {bad.broken}")
    print(
        f"p95 ratio {ratio:.2f}; memory of all processes {before:.0f} MB before, {most:.0f} MB at most; "
        f"process alive: {alive}"
    )
    good = ratio < 2 and not faults and alive and not loud.broken and set(loud.statuses) == {200}
    print("holds" if good else f"DOES NOT HOLD {faults or ''}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
