"""``ecograph bench``: how long the ready questions take, here and elsewhere, and whether the answers are the same.

The law of this file: every place gets the same questions in the same order, one after the other, and each figure is a
median; the first time stands apart, since a service may keep its answers.
"""

from __future__ import annotations

import hashlib
import io
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from ecograph.cli.output import complain, console, deliver, progress, say
from ecograph.engine.queries import Query, ready
from ecograph.errors import EcoGraphError
from ecograph.questions import View
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.clients import Connection
    from ecograph.engine.rows import Row

_WHOLE = View()
HEADS = {
    "question": Text(nl="vraag", en="question"),
    "rows": Text(nl="rijen", en="rows"),
    "first": Text(nl="eerst {n}", en="first {n}"),
    "again": Text(nl="dan {n}", en="then {n}"),
    "fails": Text(nl="faalt", en="fails"),
    "all": Text(nl="alles samen", en="all together"),
}
LEGEND = Text(
    nl="Milliseconden: de eerste keer, en de mediaan van {n} keer daarna. {places}",
    en="Milliseconds: the first time, and the median of {n} times after that. {places}",
)
DIFFER = Text(
    nl="{n} vragen krijgen niet overal hetzelfde antwoord: {names}.",
    en="{n} questions do not get the same answer everywhere: {names}.",
)
FAILED = Text(nl="{question} faalt op {place}: {why}", en="{question} fails at {place}: {why}")


@dataclass(frozen=True, slots=True)
class Measured:
    """One question at one place.

    Attributes:
        rows: How many it has; None: it failed.
        first: Seconds the first time.
        again: Median of the seconds after that.
        answer: What stands for the rows, whatever their order, to compare with another place's.
        why: What went wrong.
    """

    rows: int | None
    first: float = 0.0
    again: float = 0.0
    answer: str = ""
    why: str = ""


#: Question to what was measured, place by place.
Found = dict[str, list[Measured]]


def bench(
    places: Sequence[str],
    *,
    rounds: int,
    form: str,
    out: Path | None,
    data_dir: Path | None,
    quiet: bool,
    lang: Lang,
) -> int:
    """Ask every ready question at every place; return 1 where one fails or the answers differ."""
    from contextlib import ExitStack

    from ecograph.cli.opening import ensure_built, settings_with
    from ecograph.clients import connect

    with ExitStack() as opened:
        if not places:
            settings = settings_with(data_dir=data_dir)
            ensure_built(settings, lang=lang, quiet=quiet)
            places = [settings.store or str(settings.data_dir)]
        graphs = [opened.enter_context(connect(place, frames="rows", lang=lang)) for place in places]
        found: Found = {}
        with progress("ecograph bench", quiet=quiet) as move:
            for at, (name, question) in enumerate(ready().items(), start=1):
                move(name, at, len(ready()))
                found[name] = [_measured(graph, question, rounds, lang) for graph in graphs]
    if form == "json":
        deliver(json.dumps(_as_json(places, found, rounds), ensure_ascii=False, indent=2), out)
    else:
        _print(places, found, rounds, out, lang)
    return _said(places, found, lang)


def _print(places: Sequence[str], found: Found, rounds: int, out: Path | None, lang: Lang) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(HEADS["question"][lang])
    table.add_column(HEADS["rows"][lang], justify="right")
    numbers = [f"[{n}]" if len(places) > 1 else "" for n in range(1, len(places) + 1)]
    for number in numbers:
        for head in ("first", "again"):
            table.add_column(escape(HEADS[head].say(lang, n=number).strip()), justify="right")
    for name, each in found.items():
        cells = [c for m in each for c in (_shown(m, m.first, lang), _shown(m, m.again, lang))]
        table.add_row(name, str(next((m.rows for m in each if m.rows is not None), "")), *cells)
    sums = [f"{1000 * sum(s):.0f}" for ms in zip(*found.values(), strict=True) for s in _columns(ms)]
    table.add_row(f"[bold]{HEADS['all'][lang]}[/]", "", *sums)
    legend = "; ".join(f"{number} {place}".strip() for number, place in zip(numbers, places, strict=True))
    if out is None:
        console().print(table)
        say(escape(LEGEND.say(lang, n=rounds, places=legend)))
    else:
        paper = Console(record=True, width=100, file=io.StringIO())
        paper.print(table)
        paper.print(escape(LEGEND.say(lang, n=rounds, places=legend)))
        deliver(paper.export_text(), out)


def _columns(measured: Sequence[Measured]) -> tuple[list[float], list[float]]:
    return [m.first for m in measured], [m.again for m in measured]


def _shown(measured: Measured, seconds: float, lang: Lang) -> str:
    return HEADS["fails"][lang] if measured.rows is None else f"{1000 * seconds:.1f}"


def _as_json(places: Sequence[str], found: Found, rounds: int) -> object:
    def one(place: str, measured: Measured) -> dict[str, object]:
        if measured.rows is None:
            return {"place": place, "error": measured.why}
        ms = {"first": round(1000 * measured.first, 3), "median": round(1000 * measured.again, 3)}
        return {"place": place, "rows": measured.rows, "milliseconds": ms}

    return {
        "places": list(places),
        "rounds": rounds,
        "questions": [
            {
                "id": name,
                "same": _same(each),
                "measured": [one(place, m) for place, m in zip(places, each, strict=True)],
            }
            for name, each in found.items()
        ],
    }


def _same(each: Sequence[Measured]) -> bool:
    return all(m.rows is not None and m.answer == each[0].answer for m in each)


def _said(places: Sequence[str], found: Found, lang: Lang) -> int:
    """Say which questions failed and which answers differ; return the exit code."""
    failed = False
    for name, each in found.items():
        for place, measured in zip(places, each, strict=True):
            if measured.rows is None:
                failed = True
                complain(FAILED.say(lang, question=name, place=place, why=measured.why))
    whole = {name: each for name, each in found.items() if all(m.rows is not None for m in each)}
    differing = [name for name, each in whole.items() if not _same(each)]
    if differing:
        complain(DIFFER.say(lang, n=len(differing), names=", ".join(differing)))
    return 1 if failed or differing else 0


def _measured(graph: Connection, question: Query, rounds: int, lang: Lang) -> Measured:
    values = {p.name: p.example for p in question.parameters if p.required}
    if any(p.name == "lang" for p in question.parameters):
        values["lang"] = lang
    seconds: list[float] = []
    rows: list[Row] = []
    try:
        for _ in range(rounds + 1):
            began = time.perf_counter()
            _, rows = graph.answer(question, values, _WHOLE)
            seconds.append(time.perf_counter() - began)
    except EcoGraphError as error:
        return Measured(None, why=error.say(lang))
    return Measured(len(rows), seconds[0], statistics.median(seconds[1:]), _comparable(rows))


def _comparable(rows: Sequence[Row]) -> str:
    """Return a digest of rows that does not depend on their order, nor on the names of blank nodes."""
    plain = [
        tuple(
            sorted(
                (name, cell.kind, "" if cell.kind == "bnode" else cell.text, cell.lang) for name, cell in row.items()
            )
        )
        for row in rows
    ]
    return hashlib.blake2b(repr(sorted(plain)).encode("utf-8", "surrogatepass")).hexdigest()
