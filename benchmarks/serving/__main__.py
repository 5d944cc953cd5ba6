"""How fast the service answers, beside other servers, in one run on the same data.

Run: uv run --group bench python -m benchmarks.serving --regions 1500        (about a million quads)

Targets (docs/decisions/0020): a small query asked for the first time not slower than the Oxigraph server, above it when
repeated; a large answer within 1.1 of its time, memory flat; "without" questions 50 times faster; 20 times
rdflib-endpoint on the mix; 3,000 durable small updates a second. All with deadline, memory limit and guard switched on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks import generate
from benchmarks.serving import servers
from benchmarks.serving.client import Connection, ask, query_path, run

P = "PREFIX eco: <https://w3id.org/ecograph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
ID = "https://w3id.org/ecograph/id/"
MIX = {
    "join": P + "SELECT ?a ?l { ?p eco:participatesIn ?i ; eco:participant ?a . ?a rdfs:label ?l } LIMIT 100",
    "group": P + "SELECT ?e (COUNT(?i) AS ?n) { ?i eco:partOfEcosystem ?e } GROUP BY ?e ORDER BY DESC(?n) LIMIT 10",
    "top": P + "SELECT ?i ?v { ?i eco:hasBudget ?b . ?b eco:amountValue ?v } ORDER BY DESC(?v) LIMIT 10",
    "path": P + f"SELECT ?i {{ ?i eco:partOfInitiative+ <{ID}region-0/initiative/0> }}",
    "regex": P + 'SELECT ?s { ?s rdfs:label ?l FILTER REGEX(?l, "9 of 1?7$") } LIMIT 100',
    "construct": P
    + "CONSTRUCT { ?a eco:takesPartIn ?i } WHERE { ?p eco:participant ?a; eco:participatesIn ?i } LIMIT 999",
}
WITHOUT = P + (
    "SELECT (COUNT(*) AS ?n) { ?i eco:startedOn ?d FILTER NOT EXISTS { ?p eco:participatesIn ?i ; eco:participant ?a . "
    "?a eco:primarySphere <https://w3id.org/ecograph/vocab/sphere/Industry> } }"
)
LARGE = "SELECT * { ?s ?p ?o }"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def point(number: int, regions: int) -> str:
    """Return a small query that nobody has asked before."""
    return f"SELECT ?p ?o {{ <{ID}region-{number % regions}/actor/{number // regions % 30}> ?p ?o }} # {number}"


def write_data(path: Path, regions: int) -> int:
    """Write the data as N-Quads, one graph per region; return the number of quads."""
    count = 0
    with path.open("w") as out:
        for number in range(regions):
            for line in generate.region(number, 42):
                out.write(f"{line.rstrip(' .')} <{ID}region-{number}/2016> .\n")
                count += 1
    return count


async def measure(server: servers.Server, regions: int, requests: int) -> dict[str, object]:
    """Measure one server for reading."""
    found: dict[str, object] = {}

    async def small(connection: Connection, query: str) -> int:
        return await ask(connection, server.query, query)

    fresh = [point(n, regions) for n in range(requests)]
    await run(server.base, [point(-n - 1, regions) for n in range(50)], small, 4)
    first = await run(server.base, fresh, small, 16)
    again = await run(server.base, fresh[: requests // 4] * 4, small, 16)
    for name, run_ in (("first", first), ("repeated", again)):
        found[f"small, {name}: requests/s"] = round(run_.per_second)
        found[f"small, {name}: p50 ms"] = round(run_.percentile(0.5), 2)
        found[f"small, {name}: p99 ms"] = round(run_.percentile(0.99), 2)
        found[f"small, {name}: failed"] = run_.failed
    connection = Connection(server.base)
    for name, query in MIX.items():
        times = []
        for n in range(3):
            began = time.perf_counter()
            accept = "text/turtle" if name == "construct" else "application/sparql-results+json"
            size = await ask(connection, server.query, f"{query} # {n}", accept)
            times.append(time.perf_counter() - began if size >= 0 else float("nan"))
        found[f"{name}: ms"] = round(1000 * sorted(times)[1], 1)
    if regions <= 60 or server.name == "EcoGraph":
        began = time.perf_counter()
        size = await ask(connection, server.query, WITHOUT)
        found["without: ms"] = round(1000 * (time.perf_counter() - began), 1) if size >= 0 else "failed"
    began = time.perf_counter()
    headers = {"Accept": "application/sparql-results+json"}
    status, size, at = await connection.send("GET", query_path(server.query, LARGE), headers)
    found["large: first byte ms"] = round(1000 * (at - began), 1)
    found["large: s"] = round(time.perf_counter() - began, 2)
    found["large: MB"] = round(size / 1e6, 1) if status == 200 else f"status {status}"
    connection.close()
    found["peak memory MB"] = round(server.peak_megabytes())
    return found


async def measure_hostile(server: servers.Server, regions: int) -> dict[str, object]:
    """Measure what ten clients with endless queries do to two hundred others."""

    async def small(connection: Connection, query: str) -> int:
        return await ask(connection, server.query, query)

    quiet = await run(server.base, [point(n + 10**6, regions) for n in range(4000)], small, 200)
    hostile = asyncio.ensure_future(run(server.base, [f"{HEAVY} # {n}" for n in range(10)], small, 10))
    await asyncio.sleep(1)
    beside = await run(server.base, [point(n + 2 * 10**6, regions) for n in range(4000)], small, 200)
    hostile.cancel()
    return {
        "200 clients: p95 ms": round(quiet.percentile(0.95), 1),
        "200 clients beside 10 hostile: p95 ms": round(beside.percentile(0.95), 1),
        "200 clients beside 10 hostile: failed": beside.failed,
    }


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


def main() -> None:
    """Measure everything and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, default=150)
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--without", nargs="*", default=[], help="names of servers to leave out")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory(prefix="ecograph-bench-") as name:
        folder = Path(name)
        quads = write_data(folder / "data.nq", options.regions)
        print(f"{quads:,} quads")
        for start in (servers.ecograph, servers.oxigraph, servers.rdflib_endpoint):
            if start.__name__ in options.without:
                continue
            with start(folder / start.__name__, folder / "data.nq") as server:
                few = options.requests if start is not servers.rdflib_endpoint else options.requests // 8
                found = results[server.name] = asyncio.run(measure(server, options.regions, few))
                if start is servers.ecograph:
                    found |= asyncio.run(measure_hostile(server, options.regions))
            if start is not servers.rdflib_endpoint:
                with start(folder / f"{start.__name__}-w", folder / "data.nq", writable=True) as server:
                    found |= asyncio.run(measure_updates(server, options.updates))
            shutil.rmtree(folder / start.__name__, ignore_errors=True)
    rows = list(dict.fromkeys(row for found in results.values() for row in found))
    print(f"{'':46}" + "".join(f"{name:>18}" for name in results))
    for row in rows:
        print(f"{row:46}" + "".join(f"{results[name].get(row, '')!s:>18}" for name in results))
    if options.json:
        options.json.write_text(json.dumps({"quads": quads, "results": results}, indent=1))


if __name__ == "__main__":
    main()
