"""Many regions at once: seconds, seconds per region, and memory of the process that leads, for check and build.

The law of this file: the regions are the miniature under other names, so that what is measured is the run and not the
size of a region. ``python benchmarks/many.py [REGIONS] [JOBS]``.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from ecograph import many
from ecograph.describe.finding import descriptions
from ecograph.journal import Journal, Task

MINIATURE = Path(__file__).parent.parent / "tests" / "ecosystems" / "miniature" / "description.ttl"


def regions(folder: Path, count: int) -> list[Path]:
    """Write so many regions."""
    text = MINIATURE.read_text(encoding="utf-8")
    for number in range(count):
        place = folder / f"region-{number:05}"
        place.mkdir(parents=True)
        own = text.replace("/id/atlantis", f"/id/region-{number}").replace("id:atlantis", f"id:region-{number}")
        (place / "description.ttl").write_text(own, encoding="utf-8")
    return descriptions([folder])


def megabytes(who: int) -> float:
    return round(resource.getrusage(who).ru_maxrss / 1024, 1)


def main(count: int, jobs: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        paths = regions(root / "regions", count)
        journal = Journal(root / "data" / "journal")
        found: dict[str, object] = {"regions": count, "jobs": jobs, "load": os.getloadavg()}
        for run in ("check", "check again"):
            began = time.perf_counter()
            done = sum(o.conforms for o in many.run([Task(str(p)) for p in paths], jobs=jobs, journal=journal))
            found[run] = {"conform": done, "seconds": round(time.perf_counter() - began, 1)}
        found["leader MB"], found["largest worker MB"] = (
            megabytes(resource.RUSAGE_SELF),
            megabytes(resource.RUSAGE_CHILDREN),
        )
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        found["CPU seconds of the workers"] = round(used.ru_utime + used.ru_stime, 1)
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 2)
