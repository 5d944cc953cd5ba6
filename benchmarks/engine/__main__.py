"""Reasoning and validation beside the reference engines and the native ones: one table.

Run: ``uv run --group bench python -m benchmarks.engine --run NAME --minutes 22 -o docs/engine-benchmarks.md``

Every measurement is kept in ``results.json`` when it is done, with the name of the run. The same command again goes on
where it stopped: it measures what this run has not measured yet, the quick engines first, and begins nothing that would
not end within the minutes. ``--table`` measures nothing and writes the table of what is kept; ``--small`` is a run of
seconds; ``--ten-million`` adds the largest graph.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks import generate

HERE = Path(__file__).resolve().parent
KEPT = HERE / "results.json"
PACKAGES = (
    "pyoxigraph polars numpy pyshacl owlrl rdflib pyshacl-turbo pyshifty shacl shacl-rust reasonable sparq-rdf".split()
)
#: What stands in the table, and how long it may take in seconds of the processor.
NAMES = {
    "ours": "EcoGraph",
    "ours_in_store": "EcoGraph, from an embedded store",
    "pyshacl": "pyshacl (reference)",
    "turbo": "pyshacl-turbo",
    "shifty": "pyshifty",
    "shacl": "shacl",
    "shacl_rust": "shacl-rust, fast index",
    "columns_rl": "EcoGraph",
    "owlrl": "owlrl (reference)",
    "reasonable": "reasonable",
    "sparq": "sparq-rdf",
}
SLOW = {"pyshacl", "owlrl", "turbo", "shifty"}
Found = dict[str, Any]


class Runs:
    """Measurements, each in a process of its own; all are kept, and slow ones taken from there."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.run, self.repeat, self.limit, self.table = options.run, options.repeat, options.limit, options.table
        self.ends = time.monotonic() + 60 * options.minutes
        self.plan: list[tuple[float, str, Path, int, bool, int]] | None = None
        self.through = shlex.split(options.through)
        self.kept: dict[str, Found] = json.loads(KEPT.read_text()) if KEPT.exists() else {}

    def get(self, name: str, folder: Path, triples: int, *, full: bool = False, repeat: int | None = None) -> Found:
        """Return the median of some runs, or what was kept of an earlier one."""
        key = f"{name} {'full' if full else 'core'} {triples}"
        kept = self.kept.get(key)
        if self.table or (kept is not None and kept.get("run") == self.run):
            return kept or {"failed": "not measured"}
        expected = self._expected(name, kept, times := 1 if name in SLOW else repeat or self.repeat)
        if self.plan is not None:
            self.plan.append((expected, name, folder, triples, full, times))
            return kept or {"failed": "not measured"}
        if time.monotonic() + expected > self.ends:
            print(f"  {key}: would take about {expected:.0f} s; left for the next call", file=sys.stderr, flush=True)
            return kept or {"failed": "not measured"}
        found = [self._once(name, folder, full=full)]
        if "seconds" in found[0]:
            found += [self._once(name, folder, full=full) for _ in range(times - 1)]
        found.sort(key=lambda f: sum(f.get("seconds", {}).values()))
        out = {**found[len(found) // 2], "run": self.run, "load": round(os.getloadavg()[0], 1)}
        print(f"  {key}: {json.dumps(out)}", file=sys.stderr, flush=True)
        self.kept[key] = out
        KEPT.write_text(json.dumps(self.kept, indent=1, sort_keys=True) + "\n")
        return out

    def _expected(self, name: str, kept: Found | None, times: int) -> float:
        """Return how many seconds a measurement will take, from what was kept of an earlier one."""
        if kept is not None and "seconds" in kept:
            return (whole(kept) * 1.3 + 3) * times
        return float(self.limit) if name in SLOW else 60.0 * times

    def measure(self, sections: Iterable[Callable[[], object]]) -> None:
        """Measure what the sections ask for, the quickest first."""
        self.plan = []
        for section in sections:
            section()
        plan, self.plan = sorted(self.plan, key=lambda item: item[0]), None
        for _, name, folder, triples, full, times in plan:
            self.get(name, folder, triples, full=full, repeat=times)

    def _once(self, name: str, folder: Path, *, full: bool) -> Found:
        words = [sys.executable, "-m", "benchmarks.engine.case", name, str(folder), *(["full"] if full else [])]
        limited = [*self.through, "bash", "-c", f'ulimit -t {self.limit}; exec "$@"', "case", *words]
        done = subprocess.run(limited, capture_output=True, text=True, check=False, cwd=HERE.parent.parent)
        if done.returncode == 0:
            found: Found = json.loads(done.stdout.splitlines()[-1])
            return found
        if done.returncode in {-9, -24, 137, 152}:
            return {"limit": self.limit}
        return {"failed": (done.stderr.strip().splitlines() or ["?"])[-1][:120]}


def whole(found: Found) -> float:
    """Return the seconds of all phases."""
    phases: dict[str, float] = found["seconds"]
    return sum(phases.values())


def row(*cells: object) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(str(c) for c in cells) + " |"


def validation(runs: Runs, folder: Path, triples: int, names: list[str], *, full: bool) -> list[str]:
    """Compare validators on one graph."""
    out = [
        row("engine", "load, s", "validate, s", "together, s", "peak, MB", "results", "EcoGraph's time is"),
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    if runs.plan is not None:
        for name in names:
            runs.get(name, folder, triples, full=full)
        return []
    ours = runs.get("ours", folder, triples, full=full)
    if "seconds" not in ours:
        return ["Not measured.", ""]
    for name in names:
        found = runs.get(name, folder, triples, full=full)
        if "seconds" not in found:
            reason = f"> {found['limit']:,}, stopped" if "limit" in found else str(found["failed"])
            more = f"more than {found['limit'] / whole(ours):,.0f} × less" if "limit" in found else ""
            out.append(row(NAMES[name], "", reason, "", "", "", more))
            continue
        times: dict[str, float] = found["seconds"]
        same = found["digest"] == ours["digest"]
        ratio = "" if name == "ours" else f"{whole(ours) / whole(found):.2f} × its" if same else "**other results**"
        if name == "pyshacl" and same:
            mine = ours["seconds"]["validate"]
            ratio = (
                f"{times['validate'] / mine:,.0f} × less (validation), {whole(found) / whole(ours):,.0f} × with load"
            )
        if name == "ours_in_store" and same:
            ratio = "the same report"
        load = f"{times['load']:.2f}" if "load" in times else ""
        out.append(
            row(
                NAMES[name],
                load,
                f"{times['validate']:.2f}" if load else "",
                f"{whole(found):.2f}",
                f"{found['peak_mb']:,}",
                f"{found['results']:,}",
                ratio,
            )
        )
    return out


def reasoning(runs: Runs, folder: Path, triples: int, names: list[str]) -> list[str]:
    """Compare reasoners on one graph."""
    out = [
        row("reasoner", "to the closure, s", "back into the store, s", "peak, MB", "inferred", "EcoGraph's time is"),
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    if runs.plan is not None:
        for name in names:
            runs.get(name, folder, triples)
        return []
    ours = runs.get("columns_rl", folder, triples)
    if "seconds" not in ours:
        return ["Not measured.", ""]
    mine: float = ours["seconds"]["to numbers"]
    for name in names:
        found = runs.get(name, folder, triples)
        if "seconds" not in found:
            reason = f"> {found['limit']:,}, stopped" if "limit" in found else str(found["failed"])
            more = f"more than {found['limit'] / mine:,.0f} × less" if "limit" in found else ""
            out.append(row(NAMES[name], reason, "", "", "", more))
            continue
        times: dict[str, float] = found["seconds"]
        theirs = times["to numbers"]
        ratio = (
            ""
            if name == "columns_rl"
            else f"{theirs / mine:,.0f} × less"
            if theirs > 3 * mine
            else f"{mine / theirs:.2f} × its"
        )
        back = f"{times['back into the store']:.2f}" if "back into the store" in times else ""
        out.append(row(NAMES[name], f"{theirs:.2f}", back, f"{found['peak_mb']:,}", f"{found['inferred']:,}", ratio))
    return out


def changes(found: Found, triples: int) -> list[str]:
    """Show what changes cost."""
    if "seconds" not in found:
        return ["Not measured.", ""]
    out = [row("change", "median, ms", "p95, ms"), "| --- | ---: | ---: |"]
    for name in ("a literal", "a whole node (up to 10 triples)"):
        times: dict[str, float] = found[name]
        out.append(
            row(f"{name}, of {triples:,} triples", f"{times['median'] * 1000:.2f}", f"{times['p95'] * 1000:.2f}")
        )
    batch: float = found["1,000 changes"]
    out.append(row(f"1,000 literals at once, of {triples:,} triples", f"{batch * 1000:.0f}", ""))
    return out


def folder_with(root: Path, regions: int) -> tuple[Path, int]:
    """Make the data of some regions."""
    folder = root / str(regions)
    folder.mkdir(exist_ok=True)
    size = 0
    with (folder / "data.nt").open("w") as out:
        for line in generate.lines(regions):
            out.write(line + "\n")
            size += 1
    (folder / "data.ttl").unlink(missing_ok=True)
    (folder / "data.ttl").symlink_to(folder / "data.nt")
    (folder / "size").write_text(str(size))
    return folder, size


def main() -> None:
    """Measure, and write the document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--out", type=Path, help="write the document here")
    parser.add_argument("--run", default="", help="a name; measurements of another run are made anew")
    parser.add_argument("--minutes", type=float, default=1e6, help="begin nothing that would not end within these")
    parser.add_argument("--small", action="store_true", help="only a few regions")
    parser.add_argument("--ten-million", action="store_true", help="ten million triples too")
    parser.add_argument("--repeat", type=int, default=3, help="runs of what is quick; the median counts")
    parser.add_argument("--limit", type=int, default=900, help="seconds of the processor that an engine may take")
    parser.add_argument("--table", action="store_true", help="measure nothing: the table of what was kept")
    parser.add_argument("--through", default="", help="run each measurement through this command: a lock, one core")
    options = parser.parse_args()
    runs = Runs(options)
    lines = ["# Reasoning and validation, measured", ""]
    with tempfile.TemporaryDirectory(prefix="ecograph-bench-") as root:
        small, n_small = folder_with(Path(root), 3 if options.small else 160)
        large, n_large = folder_with(Path(root), 5 if options.small else 1640)
        natives = ["shacl_rust", "shacl", "shifty", "turbo"]
        sections: tuple[tuple[str, Callable[[], list[str]]], ...] = (
            (
                f"SHACL Core, {n_small:,} triples",
                lambda: validation(runs, small, n_small, ["ours", "pyshacl", *natives], full=False),
            ),
            (
                f"SHACL Core, {n_large:,} triples",
                lambda: validation(
                    runs,
                    large,
                    n_large,
                    ["ours", "ours_in_store", "pyshacl", "shacl_rust", "shacl", "shifty"],
                    full=False,
                ),
            ),
            (
                f"SHACL Core and SPARQL, {n_small:,} triples",
                lambda: validation(runs, small, n_small, ["ours", "pyshacl", *natives], full=True),
            ),
            (
                f"SHACL Core and SPARQL, {n_large:,} triples",
                lambda: validation(
                    runs, large, n_large, ["ours", "ours_in_store", "shacl_rust", "shacl", "shifty"], full=True
                ),
            ),
            (
                "Changes, with their report: Core",
                lambda: changes(runs.get("changes", large, n_large, repeat=1), n_large),
            ),
            (
                "Changes, with their report: Core and SPARQL",
                lambda: changes(runs.get("changes", large, n_large, full=True, repeat=1), n_large),
            ),
            (
                f"OWL 2 RL, {n_small:,} triples",
                lambda: reasoning(runs, small, n_small, ["columns_rl", "owlrl", "reasonable", "sparq"]),
            ),
            (
                f"OWL 2 RL, {n_large:,} triples",
                lambda: reasoning(runs, large, n_large, ["columns_rl", "reasonable", "sparq"]),
            ),
        )
        if options.ten_million:
            huge, n_huge = folder_with(Path(root), 16400)
            sections += (
                (f"SHACL Core, {n_huge:,} triples", lambda: validation(runs, huge, n_huge, ["ours"], full=False)),
            )
        if not options.table:
            runs.measure(measure for _, measure in sections)
        runs.table = True
        for title, measure in sections:
            lines += [f"## {title}", "", *measure(), ""]
    versions = " · ".join(f"{p} {importlib.metadata.version(p)}" for p in PACKAGES)
    load = os.getloadavg()[1]
    lines[2:2] = [
        "This page is the output of `python -m benchmarks.engine`. Data: generated regions (seed 42), about one entity",
        "in twenty wrong in a known way; shapes and ontology: `benchmarks/engine/`. Seconds are of the processor (all",
        "threads): other work on the machine disturbs them least. Each engine runs in a process of its own, quick ones",
        "`--repeat` times (the median counts). Results are compared as multisets of focus node and component; a ratio",
        "is shown only where they are equal. *Inferred* counts differ by reflexive and axiomatic triples;",
        "`reasonable` 0.4.4 has no property chains. What was stopped at its limit gives a lower bound of the ratio.",
        "The load while a row was measured is in `benchmarks/engine/results.json`; slow ones ran once.",
        "",
        f"Python {platform.python_version()} on {os.cpu_count()} cores, load {load:.0f} · {versions}.",
        "",
    ]
    text = "\n".join(lines)
    if options.out is None:
        print(text)
    else:
        options.out.write_text(text)


if __name__ == "__main__":
    main()
