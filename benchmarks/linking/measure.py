"""How well names are linked: on names adjudicated by a reader, beside two baselines, with confidence intervals.

    python benchmarks/linking/measure.py STUDY/data [--write docs/linking.md]

The gold standard stays beside the tests (docs/linking.md says why); its hidden part is not here.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecograph.linking import Link

TRUTH = {"exact": "exact", "part_of": "part-of", "nil": "none", "multiple": "none"}
Answer = tuple[str, frozenset[str]]  # exact | part-of | none, and the IRIs of the organisation


@dataclass(frozen=True)
class Gold:
    """One adjudicated name."""

    name: str
    match: str
    iris: frozenset[str]
    split: str
    dataset: str


def gold(study: Path) -> list[Gold]:
    """Return the adjudicated names; those that the reader was uncertain of are left out."""
    with (study / "gold/organisations_nl.csv").open(encoding="utf-8", newline="") as file:
        return [
            Gold(
                r["name_as_written"],
                TRUTH[r["match_type"]],
                frozenset(r["true_iris"].split()),
                r["split"],
                r["dataset"],
            )
            for r in csv.DictReader(file)
            if r["match_type"] in TRUTH
        ]


def wilson(hits: int, total: int) -> tuple[float, float, float]:
    """Return a share with its 95 % interval (Wilson 1927)."""
    if not total:
        return math.nan, math.nan, math.nan
    z, p = 1.96, hits / total
    middle = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return p, max(0.0, middle - half), min(1.0, middle + half)


def ours(names: list[str]) -> list[Answer]:
    from ecograph.linking import link

    return [(found.match, frozenset((found.iri, *found.also)) - {""}) for found in link(names)]


def _all_names() -> dict[str, set[frozenset[str]]]:
    """Return all names in the registers, lower case without punctuation: what the baselines compare with."""
    from ecograph.linking.index import index
    from ecograph.linking.registers.records import bodies, institutions

    entity = {iri: frozenset(e.iris) for e in index().entities for iri in e.iris}
    table: dict[str, set[frozenset[str]]] = {}
    for body in bodies().values():
        for name in (body.label, body.official):
            table.setdefault(_plain(name), set()).add(entity[body.iri])
    for found in institutions().values():
        for name in (found.name, *(n for n, _ in (*found.labels, *found.aliases)), *found.acronyms):
            table.setdefault(_plain(name), set()).add(entity[found.iri])
    return table


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def equality(names: list[str]) -> list[Answer]:
    table = _all_names()
    found = [table.get(_plain(n), set()) for n in names]
    return [("exact", next(iter(f))) if len(f) == 1 else ("none", frozenset()) for f in found]


def fuzzy(scorer: str, least: float) -> Callable[[list[str]], list[Answer]]:
    def run(names: list[str]) -> list[Answer]:
        from rapidfuzz import fuzz, process

        table = _all_names()
        keys = list(table)
        out: list[Answer] = []
        for name in names:
            best = process.extractOne(_plain(name), keys, scorer=getattr(fuzz, scorer), score_cutoff=least)
            iris = table[best[0]] if best else set()
            out.append(("exact", next(iter(iris))) if len(iris) == 1 else ("none", frozenset()))
        return out

    return run


METHODS: dict[str, Callable[[list[str]], list[Answer]]] = {
    "EcoGraph": ours,
    "normalised equality": equality,
    "rapidfuzz token_sort_ratio ≥ 90": fuzzy("token_sort_ratio", 90),
    "rapidfuzz token_set_ratio ≥ 95": fuzzy("token_set_ratio", 95),
    "rapidfuzz WRatio ≥ 90": fuzzy("WRatio", 90),
}


def figures(rows: list[Gold], answers: list[Answer]) -> dict[str, tuple[int, int]]:
    """Return hits and total of each figure."""
    right = [a[0] == g.match and bool(a[1] & g.iris) for g, a in zip(rows, answers, strict=True)]
    out = {}
    for match in ("exact", "part-of"):
        given = [r for r, a in zip(right, answers, strict=True) if a[0] == match]
        wanted = [r for r, g in zip(right, rows, strict=True) if g.match == match]
        out[f"{match} precision"] = (sum(given), len(given))
        out[f"{match} recall"] = (sum(wanted), len(wanted))
    nil = [a for g, a in zip(rows, answers, strict=True) if g.match == "none"]
    out["wrong links where there is none"] = (sum(a[0] != "none" for a in nil), len(nil))
    return out


def rules(rows: list[Gold], study: Path) -> dict[str, tuple[int, int]]:
    """Return right and all decisions of each rule: what ``decision.MEASURED`` holds."""
    from ecograph.linking import link

    counts: Counter[tuple[str, bool]] = Counter()
    for g, found in zip(rows, link([g.name for g in rows]), strict=True):
        if found.rule:
            counts[found.rule, found.match == g.match and bool({found.iri, *found.also} & g.iris)] += 1
    for found, asserted in _affiliations(study):
        if found.rule:
            counts[found.rule, bool({found.iri, *found.also} & asserted)] += 1
    with (study / "gold/municipality_names.csv").open(encoding="utf-8", newline="") as file:
        places = [r for r in csv.DictReader(file) if r["differs"] == "1"]
    for r, found in zip(places, link([r["name_as_written"] for r in places], type="municipality"), strict=True):
        if found.rule in {"sound", "government spelling"}:
            counts[found.rule, found.iri == r["true_iri"]] += 1
    return {
        rule: (counts[rule, True], counts[rule, True] + counts[rule, False])
        for rule in sorted({rule for rule, _ in counts})
    }


def calibration(rows: list[Gold]) -> tuple[float, float, int]:
    """Return mean confidence, share right and number of the links given: they should be alike."""
    from ecograph.linking import link

    links = [(f, g) for g, f in zip(rows, link([g.name for g in rows]), strict=True) if f.match != "none"]
    right = sum(f.match == g.match and bool({f.iri, *f.also} & g.iris) for f, g in links)
    return sum(f.confidence for f, _ in links) / len(links), right / len(links), len(links)


def municipalities(study: Path) -> dict[str, tuple[int, int]]:
    """Return hits and total on municipality names: official variants (as TOOI writes them), and all."""
    from ecograph.linking import resolve

    with (study / "gold/municipality_names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    out: Counter[tuple[str, bool]] = Counter()
    for r in rows:
        on = date(2016, 1, 1) if r["valid_2016"] == "1" else None
        found = resolve(r["name_as_written"], on=on, kind="municipality")
        good = [b.iri for b in found.living] == [r["true_iri"]] or bool(found.body and found.body.iri == r["true_iri"])
        for kind in ("all", *(("official",) if r["differs"] == "0" or "CBS" in r["sources"] else ())):
            out[kind, good] += 1
    return {f"municipality names, {k}": (out[k, True], out[k, True] + out[k, False]) for k in ("official", "all")}


def affiliations(study: Path) -> dict[str, tuple[int, int]]:
    """Return hits and total on affiliation strings of publishers, a truth that no rule was written for."""
    with (study / "gold/affiliations_nl_ror.csv").open(encoding="utf-8", newline="") as file:
        named = [r["resolvable_from_string"] == "1" for r in csv.DictReader(file)]
    found = _affiliations(study)
    given = [(f, asserted) for f, asserted in found if f.match != "none"]
    right = sum(bool({f.iri, *f.also} & asserted) for f, asserted in given)
    linked = sum(f.match != "none" for (f, _), n in zip(found, named, strict=True) if n)
    return {
        "affiliations: links that the publisher asserts": (right, len(given)),
        "affiliations with the institution's name: linked": (linked, sum(named)),
    }


def _affiliations(study: Path) -> list[tuple[Link, set[str]]]:
    from ecograph.linking import link

    with (study / "gold/affiliations_nl_ror.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    asserted = [set(r["all_labels"].replace("|", " ").split()) for r in rows]
    return list(zip(link([r["name_as_written"] for r in rows]), asserted, strict=True))


def by_source(rows: list[Gold]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return the figures of each source apart: no rule knows from which a name is."""
    return {
        name: figures(part, ours([g.name for g in part]))
        for name in sorted({g.dataset for g in rows})
        for part in [[g for g in rows if g.dataset == name]]
    }


def left_out(rows: list[Gold], folds: int = 5) -> dict[str, tuple[int, int]]:
    """Return how often a name is linked all the same when its organisation is taken out of the register.

    Five-fold: the research organisations of the gold standard are dealt over folds; those of one fold are left out of
    the index, and their names are linked with what is left. The right answer is none, or, where the name gives a
    part and only that, the whole; so each link to another organisation counts as wrong.
    """
    from ecograph.linking import link
    from ecograph.linking.index import Index, index

    entities = sorted({e.iri for g in rows for i in g.iris if (e := index().by_iri.get(i)) and e.register == "ROR"})
    wrong = total = 0
    for fold in range(folds):
        gone = frozenset(entities[fold::folds])
        part = [g for g in rows if g.match != "none" and {index().by_iri[i].iri for i in g.iris} & gone]
        for found in link([g.name for g in part], among=Index(without=gone)):
            total += 1
            wrong += found.match == "exact" or (found.match == "part-of" and not found.iri.startswith("https://ident"))
    return {"names whose organisation is left out of the register: linked all the same": (wrong, total)}


def foreign(study: Path) -> dict[str, tuple[int, int]]:
    """Return how many names of organisations abroad (CORDIS, country not NL) are linked, and how many there are."""
    from ecograph.linking import link

    path = study / "projects/cordis_horizon_participations_of_nl_projects.csv"
    with path.open(encoding="utf-8", newline="") as file:
        names = sorted({r["name"] for r in csv.DictReader(file) if r["country"] != "NL"})
    return {"organisations abroad: linked all the same": (sum(f.match != "none" for f in link(names)), len(names))}


def reconciling(study: Path) -> dict[str, float]:
    """Return milliseconds of a batch of ten queries: the median and the 95th percentile."""
    from ecograph.linking.reconciliation import Query, Service

    service = Service()
    names = [g.name for g in gold(study)][:1000]
    service.reconcile(Query(names[0]))
    spent = []
    for start in range(0, len(names), 10):
        began = time.process_time()
        for name in names[start : start + 10]:
            service.reconcile(Query(name))
        spent.append(1000 * (time.process_time() - began))
    spent.sort()
    return {
        "ten reconciliation queries, median, ms of processor time": spent[len(spent) // 2],
        "ten reconciliation queries, 95th percentile, ms of processor time": spent[int(len(spent) * 0.95)],
        "things that can be reconciled": float(len(service.things)),
    }


def speed(study: Path) -> dict[str, float]:
    """Return seconds and megabytes, measured in a fresh process; processor time, so that neighbours do not count."""
    code = (
        "import sys,time,json,resource,csv\n"
        "from pathlib import Path\n"
        f"rows=list(csv.DictReader(open({str(study / 'gold/organisations_nl.csv')!r},encoding='utf-8')))\n"
        "names=([r['name_as_written'] for r in rows]*2)[:1400]\n"
        "t=time.process_time(); from ecograph.linking.index import index; index(); a=time.process_time()-t\n"
        "t=time.process_time(); from ecograph.linking import link; link(names); b=time.process_time()-t\n"
        "print(json.dumps([a,b,resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024]))\n"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    index, names, peak = json.loads(out)
    return {
        "index built, imports included, s of processor time": index,
        "1,400 names, s of processor time": names,
        "memory at most, MB": peak,
    }


def table(study: Path) -> str:
    """Return everything as Markdown."""
    rows = gold(study)
    out = []
    for split in ("train", "dev"):
        part = [g for g in rows if g.split == split]
        out += [f"### {split} part ({len(part)} names)", ""]
        heads = list(figures(part, [("none", frozenset())] * len(part)))
        out += ["| method | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
        for name, method in METHODS.items():
            found = figures(part, method([g.name for g in part]))
            out.append(f"| {name} | " + " | ".join(_cell(*found[h]) for h in heads) + " |")
        out.append("")
    out += ["### By source (train and dev together)", ""]
    sources = by_source(rows)
    heads = list(next(iter(sources.values())))
    out += ["| source | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    out += [f"| {name} | " + " | ".join(_cell(*found[h]) for h in heads) + " |" for name, found in sources.items()]
    out.append("")
    dev = [g for g in rows if g.split == "dev"]
    mean, share, number = calibration(dev)
    out += ["### Other measures", "", "| what | figure |", "|---|---|"]
    shares = municipalities(study) | affiliations(study) | foreign(study) | left_out(rows)
    out += [f"| {k} | {_cell(*v)} |" for k, v in shares.items()]
    out.append(
        f"| calibration on dev: mean confidence of {number} links, share of them right | {mean:.3f}, {share:.3f} |"
    )
    out += [f"| {k} | {v:,.2f} |" for k, v in (speed(study) | reconciling(study)).items()]
    return "\n".join(out) + "\n"


def _cell(hits: int, total: int) -> str:
    share, low, high = wilson(hits, total)
    return "—" if not total else f"{100 * share:.1f} % ({100 * low:.1f}–{100 * high:.1f}; {hits}/{total})"


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", type=Path)
    parser.add_argument("--write", type=Path, help="put the tables between the markers in this file")
    parser.add_argument("--rules", action="store_true", help="print decision.MEASURED, counted on the train part")
    wanted = parser.parse_args(arguments)
    if wanted.rules:
        print(rules([g for g in gold(wanted.study) if g.split == "train"], wanted.study))
        return
    text = table(wanted.study)
    print(text)
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if wanted.write:
        page = wanted.write.read_text(encoding="utf-8")
        head, rest = page.split("<!-- measured -->\n", 1)
        tail = rest.split("<!-- /measured -->", 1)[1]
        wanted.write.write_text(f"{head}<!-- measured -->\n{text}<!-- /measured -->{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
