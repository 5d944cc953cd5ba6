"""How long a workbook takes to read, and how much memory.

    python benchmarks/workbook.py            30 actors, 40 initiatives, 120 participations; then 10,000 rows

The law of this file: the clock starts after the imports and the vocabulary, as in a service that is up; what a cold
start costs is in benchmarks of the command line.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from ecograph.describe import read_workbook
from ecograph.describe.tables import Row
from ecograph.describe.vocabulary import shipped
from ecograph.describe.workbook_write import empty_tables, make_workbook, save


def make(out: Path, actors: int, initiatives: int, participations: int) -> None:
    """Write a workbook with so many rows."""
    tables = {t.sheet.key if t.sheet else "rest": t for t in empty_tables("nl")}

    def add(key: str, **cells: object) -> None:
        table = tables[key]
        table.rows.append(Row(len(table.rows) + 4, dict(cells)))  # type: ignore[arg-type]

    add("description", label_nl="Meting", as_of="2026-01-01", source="S1")
    add("ecosystem", label_nl="Meting", kind="Cluster", source="S1")
    add("documents", label_nl="Verslag", source="S1")
    for n in range(1, 11):
        add("passages", notation=f"S{n}", document="Verslag", label_nl=f"Passage {n}")
    for n in range(actors):
        add("actors", label_nl=f"Organisatie {n}", kind="Organisatie", primary_sphere="overheid", source="S1; S2")
    for n in range(initiatives):
        provider = f"Organisatie {n % actors}"
        add(
            "initiatives",
            label_nl=f"Initiatief {n}",
            kind="Project",
            provided_by=provider,
            started_on="2016",
            source="S3",
        )
    for n in range(participations):
        add(
            "participations",
            participant=f"Organisatie {n % actors}",
            role="deelnemer",
            participates_in=f"Initiatief {n % initiatives}",
            since=f"{2000 + n // initiatives}-03",
            source="S4",
        )
    save(make_workbook(list(tables.values()), "nl", shipped(), {}), out)


def main() -> int:
    """Measure and print."""
    shipped()
    with tempfile.TemporaryDirectory() as folder:
        for sizes in ((30, 40, 120), (2000, 2000, 6000)):
            path = Path(folder) / "w.xlsx"
            make(path, *sizes)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            start, busy = time.perf_counter(), time.process_time()
            description = read_workbook(path)
            seconds, busy = time.perf_counter() - start, time.process_time() - busy
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(
                f"{sum(sizes):6} rows  {path.stat().st_size / 1e6:5.1f} MB  {seconds:6.2f} s (processor {busy:.2f} s)  "
                f"{len(description.graph)} triples  {len(description.problems)} problems  "
                f"peak {peak / 1024:.0f} MB (before reading {before / 1024:.0f})"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
