"""How long one region takes in a process that is warm: the second step of a service, or of a loop of a researcher.

Run: uv run python benchmarks/region.py [--without-reference]

What is in the numbers, each in milliseconds of wall clock, median and 95th percentile of fifty runs:

    reasoning     what follows from the description by OWL 2 RL
    validation    its terms numbered, and all structure shapes judged, with the whole report
    levels        all precondition shapes judged on what is described and what follows, the evidence found, the levels
    one region    validation and levels together: the target is 20 ms for 1,000 to 3,000 triples and 40 preconditions
    the journey   all of it, with the places of problems and the report as triples; after the file was read
    POST          what a client waits for at /api/check, which reads the file in a confined process: forked from one
                  that stands ready, or fresh where there is none

The ontology, the shapes and the queries are made ready before, and the collector of garbage is set as the service does.
Beside it pyshacl judges the same once, warm too.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # it is run as a script

from benchmarks.generate import region
from ecograph import assess, assets, build
from ecograph.api.operation import collect_seldom
from ecograph.describe import Description, read_any, read_description_bytes
from ecograph.engine import reasoning, validation
from ecograph.engine.graph import Graph
from ecograph.engine.knowledge import Knowledge, load

EMMEN = assets.data() / "ecosystems" / "emmen-chemistry" / "2016-kplusv"
TIMES = 50
#: So many regions of the generator make one of about 3,000 triples.
PARTS = 5


def generated() -> bytes:
    """Return a description of about 3,000 triples: several regions of the generator under one name, with a date."""
    lines = ["<urn:description> a eco:EcosystemDescription ; eco:aboutEcosystem id:region-0 ;"]
    lines += ['  eco:describedAsOf "2026-01-01"^^xsd:date .']
    head = "".join(
        f"@prefix {name}: <{iri}> .\n"
        for name, iri in {
            "eco": "https://w3id.org/ecograph/ns#",
            "id": "https://w3id.org/ecograph/id/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        }.items()
    )
    for n in range(PARTS):
        lines += [
            line.replace(f"region-{n}/", f"region-0/part-{n}/").replace(f"region-{n}>", "region-0>")
            for line in region(n)
        ]
    return (head + "\n".join(lines)).encode()


def timed(work: Callable[[], object], times: int = TIMES) -> tuple[float, float]:
    """Return the median and the 95th percentile of the milliseconds that some work takes, after two runs unmeasured."""
    for _ in range(2):
        work()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(1e3 * (time.perf_counter() - start))
    found.sort()
    return statistics.median(found), found[int(0.95 * len(found))]


def row(name: str, measured: tuple[float, float]) -> None:
    """Print one line of the table."""
    print(f"  {name:14}{measured[0]:9.1f}{measured[1]:9.1f}", flush=True)


def judged(graph: Graph, ecosystem: NamedNode, inferred: Graph, knowledge: Knowledge) -> None:
    """Judge the structure and compute the levels."""
    written = validation.number(graph, knowledge.shared)
    validation.validate(written, knowledge.structure)
    assess.assess(ecosystem, written.above(inferred), knowledge)


def measure(name: str, description: Description, knowledge: Knowledge, *, reference: bool) -> None:
    """Print the table of one description."""
    graph, ecosystem = description.graph, description.ecosystem
    inferred = reasoning.infer(graph, knowledge.shared).triples
    written = validation.number(graph, knowledge.shared)
    print(f"{name}: {len(graph):,} triples, {len(inferred):,} more follow{'':14}median      p95")
    row("reasoning", timed(lambda: reasoning.infer(graph, knowledge.shared)))
    row(
        "validation",
        timed(lambda: validation.validate(validation.number(graph, knowledge.shared), knowledge.structure)),
    )
    row("levels", timed(lambda: assess.assess(ecosystem, written.above(inferred), knowledge)))
    row("one region", timed(lambda: judged(graph, ecosystem, inferred, knowledge)))
    row("the journey", timed(lambda: build.journey(description, knowledge, linked=False)))
    if reference:
        start = time.perf_counter()
        validation.validate(written, knowledge.structure, engine="reference")
        assess.assess(ecosystem, written.above(inferred), knowledge, engine="reference")
        print(f"  {'pyshacl':14}{1e3 * (time.perf_counter() - start):9.1f}   validation and levels, once", flush=True)


def posted(content: bytes, *, stands: bool) -> Callable[[], object]:
    """Return what hands a file in at ``/api/check`` and waits for the answer, forked or fresh."""
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from ecograph.api.checking import MEMORY, checking_router
    from ecograph.api.confined import Confined
    from ecograph.settings import Settings

    app = FastAPI()
    confined = Confined(MEMORY, stands=stands)
    app.include_router(checking_router(Settings(), confined))
    client = TestClient(app)
    while stands and not confined.prepare():
        time.sleep(0.05)

    def post() -> object:
        answer = client.post("/api/check", files={"file": ("region.ttl", content)})
        assert answer.status_code == 200, answer.text
        return answer

    return post


def main() -> None:
    """Print a table for each description."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without-reference", action="store_true", help="do not run pyshacl, which takes a minute")
    reference = not parser.parse_args().without_reference
    knowledge = load()
    collect_seldom()
    measure("Emmen 2016", read_any(EMMEN), knowledge, reference=reference)
    content = (EMMEN / "description.ttl").read_bytes()
    row("POST", timed(posted(content, stands=True), times=21))
    row("POST, fresh", timed(posted(content, stands=False), times=7))
    made = read_description_bytes(generated(), RdfFormat.TURTLE, file="generated.ttl")
    measure("Generated", made, knowledge, reference=reference)


if __name__ == "__main__":
    main()
