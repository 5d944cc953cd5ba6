"""What the embedded store does at a hundred thousand, a million and ten million triples.

Run: uv run python -m benchmarks.scale --regions 150 1500 15000

The table in docs/scale.md is its output. Data: benchmarks/generate.py, one named graph per region. Each question is
asked in a worker with every limit on, five times after one that warms up; the median counts.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.serving.questions import KINDS, WITHOUT_ROWS, write_data
from ecograph.engine import generations
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.store import Accepts, Request
from ecograph.settings import Settings

_BUILD = """
import resource, sys, time
from pathlib import Path
from pyoxigraph import RdfFormat, parse
from ecograph.engine import generations
began = time.perf_counter()
generations.publish(Path(sys.argv[1]), parse(path=sys.argv[2], format=RdfFormat.N_QUADS))
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measure(folder: Path, regions: int, seconds: float) -> dict[str, str]:
    """Build, open and ask; return a column of the table."""
    data = folder / "data.nq"
    quads = write_data(data, regions)
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(folder / "store"), str(data)], capture_output=True, text=True, check=True
    )
    built, peak = map(float, done.stdout.split())
    generation = generations.current(folder / "store")
    assert generation
    found = {
        "triples": f"{quads:,}",
        "N-Quads file, MB": f"{data.stat().st_size / 1e6:,.0f}",
        "build, s": f"{built:,.1f}",
        "build, peak memory, MB": f"{peak:,.0f}",
        "store on disk, MB": f"{generation.bytes / 1e6:,.0f}",
    }
    data.unlink()
    settings = Settings(data_dir=folder / "store", query_seconds=seconds, query_rows=1 << 30, answer_bytes=1 << 40)
    began = time.perf_counter()
    store = EmbeddedStore(settings)
    store.query(Request("ASK {}")).read()
    found["first answer after start, s"] = f"{time.perf_counter() - began:.2f}"
    for name, text in (KINDS | WITHOUT_ROWS).items():
        if name == "everything" and regions > 5000:
            continue  # ten million rows are an export, and a matter of minutes
        found[f"{name}, ms"] = _median(store, text)
    status = Path(f"/proc/{store.own.idle[0].process.pid}/status")  # the worker's peak
    if store.own.idle and status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        found["one worker, peak memory, MB"] = f"{int(line.split()[1]) / 1024:,.0f}"
    store.close()
    return found


def _median(store: EmbeddedStore, text: str) -> str:
    times = []
    for _ in range(6):
        began = time.perf_counter()
        accepts = Accepts("application/sparql-results+json", "application/sparql-results+json", "application/n-triples")
        try:
            for _ in store.query(Request(text, accepts=accepts)).chunks:
                pass
        except Exception as error:  # noqa: BLE001  # a limit is a result too
            return type(error).__name__
        times.append(time.perf_counter() - began)
        if sum(times) > 20:
            break
    return f"{1000 * statistics.median(times[1:] or times):,.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, nargs="+", default=[150, 1500])
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()
    columns = []
    for regions in options.regions:
        with tempfile.TemporaryDirectory(prefix="ecograph-scale-") as name:
            columns.append(measure(Path(name), regions, options.seconds))
            for row, value in columns[-1].items():
                print(f"# {regions}: {row}: {value}", file=sys.stderr, flush=True)
    for number, row in enumerate(columns[0]):
        print("| " + " | ".join([row, *(column.get(row, "") for column in columns)]) + " |")
        if not number:
            print("|---|" + "---:|" * len(columns))
    print(f"\npeak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
