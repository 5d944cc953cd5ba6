"""How fast the service answers, beside other servers, in one run on the same data.

Run: uv run --group bench python -m benchmarks.serving        (about a million quads; wrk and virtuoso-opensource)

Targets: a small query asked for the first time not slower than the Oxigraph server, above it when repeated; a large
answer within 1.1 of its time, memory flat; "without" questions 50 times faster; 20 times rdflib-endpoint on the mix;
3,000 durable small updates a second. All with deadline, memory limit and guard switched on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.serving import servers
from benchmarks.serving.client import Connection, ask, query_path, run
from benchmarks.serving.questions import ID, KINDS, WITHOUT_ROWS, write_data

LARGE = KINDS["everything"]


def measure_small(server: servers.Server, regions: int, seconds: int) -> dict[str, object]:
    """Measure small questions with wrk: sixteen connections, one thread; what warms up is measured again."""
    found: dict[str, object] = {}
    kinds = [
        (f"{kind}first time", f"{random.random()}", kind[:-2]) for kind in ("", "", "", "join, ", "filter, ", "path, ")
    ]
    for name, word, kind in (*kinds, ("repeated", "again", ""), ("repeated", "again", "")):
        servers.settle(server)
        command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "-s", str(Path(__file__).with_name("point.lua"))]
        command += [server.base, "--", server.query, str(regions), word, kind]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        rate, slow = re.search(r"Requests/sec:\s+([\d.]+)", text), re.search(r"99%\s+([\d.]+[a-z]+)", text)
        failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        found[f"small, {name}: requests/s"] = round(float(rate[1])) if rate else "?"
        found[f"small, {name}: p99"] = slow[1] if slow else "?"
        if failed:
            found[f"small, {name}: failed"] = int(failed[1])
    return found


async def measure(server: servers.Server, seconds: float) -> dict[str, object]:
    """Measure the twelve kinds, and one answer of everything."""
    found: dict[str, object] = {}
    # A server goes on with a question that its client gave up: those that some do not end come last.
    for name, query in sorted((KINDS | WITHOUT_ROWS).items(), key=lambda kind: kind[0].startswith("without")):
        if name == "everything":
            continue
        times: list[float] = []
        instead = "failed"
        for n in range(3):
            connection = Connection(server.base)
            began = time.perf_counter()
            accept = "application/n-triples" if name in {"construct", "describe"} else "application/sparql-results+json"
            try:
                size = await asyncio.wait_for(ask(connection, server.query, f"{query} # {n}", accept), seconds)
            except TimeoutError:
                size, instead = -1, f"over {seconds:g} s"
            except (OSError, asyncio.IncompleteReadError):
                size = -1
            connection.close()
            if size < 0:
                break
            times.append(time.perf_counter() - began)
            if sum(times) > seconds / 2:
                break
        found[f"{name}: ms"] = round(1000 * statistics.median(times), 1) if times else instead
    server.reset_peak()
    before = server.web_megabytes()
    connection = Connection(server.base)
    began = time.perf_counter()
    headers = {"Accept": "application/sparql-results+json"}
    try:
        work = connection.send("GET", query_path(server.query, LARGE), headers)
        status, size, at = await asyncio.wait_for(work, 2 * seconds)
        found["everything: first byte, ms"] = round(1000 * (at - began), 1)
        found["everything: s"] = round(time.perf_counter() - began, 2)
        found["everything: MB"] = round(size / 1e6, 1) if status == 200 else f"status {status}"
        found["everything: growth of the web process, MB"] = round(server.web_megabytes() - before)
    except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
        found["everything: s"] = f"failed: {type(error).__name__}"
    connection.close()
    found["peak memory, all processes, MB"] = round(server.peak_megabytes())
    return found


async def measure_updates(server: servers.Server, count: int) -> dict[str, object]:
    """Measure small updates; ours are forced to the disk before the answer."""
    assert server.update
    path = server.update

    async def update(connection: Connection, text: str) -> int:
        headers = {"Content-Type": "application/sparql-update"}
        status, _, _ = await connection.send("POST", path, headers, text.encode())
        return 0 if status in {200, 204} else -1

    def texts(name: str, amount: int) -> list[str]:
        return [f"INSERT DATA {{ GRAPH <a:{name}> {{ <a:{n}> <a:p> 1 , 2 , 3 , 4 , 5 }} }}" for n in range(amount)]

    one = await run(server.base, texts("one", count // 8), update, 1)
    many = await run(server.base, texts("many", count), update, 64)
    grouped = await run(server.base, [" ; ".join(texts(f"g{n}", 100)) for n in range(count // 100)], update, 4)
    return {
        "updates, 1 client: per s": round(one.per_second),
        "updates, 64 clients: per s": round(many.per_second),
        "updates, 100 in a request, 4 clients: per s": round(100 * grouped.per_second),
        "updates failed": one.failed + many.failed + grouped.failed,
    }


STARTS = (servers.ecograph, servers.oxigraph, servers.virtuoso, servers.rdflib_endpoint)


def run_one(start: servers.Start, folder: Path, options: argparse.Namespace) -> tuple[str, dict[str, object]]:
    """Measure one server, for reading and for writing."""
    began = time.perf_counter()
    with start(folder / start.__name__, folder / "data.nq") as server:
        found: dict[str, object] = {"loading and starting, s": round(time.perf_counter() - began, 1)}
        servers.settle(server)
        found |= measure_small(server, options.regions, options.wrk_seconds)
        found |= asyncio.run(measure(server, options.seconds))
    shutil.rmtree(folder / start.__name__, ignore_errors=True)
    if start is not servers.rdflib_endpoint:
        (folder / "few.nq").write_text(f"<{ID}a> <{ID}b> <{ID}c> <{ID}d> .\n")
        with start(folder / f"{start.__name__}-w", folder / "few.nq", writable=True) as server:
            found |= asyncio.run(measure_updates(server, options.updates))
    return server.name, found


def main() -> None:
    """Measure everything and print the table of docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, default=1500)
    parser.add_argument("--updates", type=int, default=4000)
    parser.add_argument("--seconds", type=float, default=20, help="patience with one question")
    parser.add_argument("--wrk-seconds", type=int, default=5)
    names = [start.__name__ for start in STARTS]
    parser.add_argument("--only", nargs="*", default=names, choices=names, help="the servers to measure")
    parser.add_argument("--json", type=Path, help="keep results here; what stands in it is not measured again")
    options = parser.parse_args()
    results = kept(options)
    with tempfile.TemporaryDirectory(prefix="ecograph-bench-") as name:
        folder = Path(name)
        quads = write_data(folder / "data.nq", options.regions)
        for start in STARTS:
            if start.__name__ in options.only and start.__name__ not in results:
                server, found = run_one(start, folder, options)
                results[start.__name__] = {"server": server, "load": round(os.getloadavg()[0], 1), **found}
                print(f"# {server}: {found}", file=sys.stderr, flush=True)
                if options.json:
                    options.json.write_text(json.dumps({"regions": options.regions, "results": results}, indent=1))
    for found in results.values():
        found["the mix: s"] = mix(found, options.seconds)
    rows = list(dict.fromkeys(row for found in results.values() for row in found if row != "server"))
    print(f"{quads:,} quads\n")
    print("| | " + " | ".join(str(found["server"]) for found in results.values()) + " |")
    print("|---|" + "---:|" * len(results))
    for row in rows:
        print(f"| {row} | " + " | ".join(str(found.get(row, "")) for found in results.values()) + " |")


def mix(found: dict[str, object], patience: float) -> str:
    """Return the seconds of one question of each of the twelve kinds; what was given up counts as long as it took."""
    known, more = 0.0, False
    for kind in KINDS:
        took = found.get("everything: s" if kind == "everything" else f"{kind}: ms")
        if isinstance(took, (int, float)):
            known += took if kind == "everything" else took / 1000
        else:
            more = True
            known += {f"over {patience:g} s": patience, "failed: TimeoutError": 2 * patience}.get(str(took), 0.0)
    return f"{'over ' if more else ''}{known:.2f}"


def kept(options: argparse.Namespace) -> dict[str, dict[str, object]]:
    """Return what an earlier run on as much data measured."""
    if options.json is None or not options.json.exists():
        return {}
    before = json.loads(options.json.read_text())
    return dict(before["results"]) if before["regions"] == options.regions else {}


if __name__ == "__main__":
    main()
