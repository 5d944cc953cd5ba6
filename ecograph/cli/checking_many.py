"""``ecograph check`` of many descriptions: a table, what is wrong in each, and one exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.output import console, deliver, progress, say
from ecograph.cli.report import COLOURS, problem_lines
from ecograph.errors import CallerError
from ecograph.texts import LEVELS, Lang, Text, pick

if TYPE_CHECKING:
    from rich.table import Table

    from ecograph.journal import Outcome

HEADS = (
    Text(nl="Beschrijving", en="Description"),
    Text(nl="Stand", en="As of"),
    Text(nl="Niet in orde", en="Not right"),
)
SUM = Text(
    nl="{n} beschrijvingen: {good} goed gevormd, {wrong} met fouten, {unread} niet te lezen.",
    en="{n} descriptions: {good} well formed, {wrong} with errors, {unread} not readable.",
)
RESUMED = Text(
    nl="{n} daarvan waren al gedaan; --afresh doet ze over.",
    en="{n} of them were done already; --afresh does them again.",
)
STOPPED = Text(
    nl="Onderbroken: {done} van {n} zijn gedaan en bewaard. Dezelfde opdracht gaat daar verder.",
    en="Interrupted: {done} of {n} are done and kept. The same command goes on from there.",
)
NOTHING = Text(nl="Hierin staan geen beschrijvingen.", en="There are no descriptions in it.")
#: A table of more rows is no table to read: then only those with something wrong are shown.
SHOWN = 60


def check_many(
    paths: list[Path],
    *,
    form: str,
    out: Path | None,
    extra: tuple[Path, ...],
    engine: str,
    jobs: int | None,
    executor: str | None,
    afresh: bool,
    quiet: bool,
    lang: Lang,
) -> int:
    """Check many descriptions; return 2 if one cannot be read, 1 if one has problems of structure, else 0."""
    from ecograph import many
    from ecograph.journal import Journal, Task
    from ecograph.settings import Settings

    if form not in {"text", "json", "sarif", "junit"}:
        raise CallerError(
            Text(nl=f"Een verslag als {form} is er per beschrijving.", en=f"A report as {form} is of one description."),
            remedy=Text(nl="Kies text, json, sarif of junit.", en="Choose text, json, sarif or junit."),
        )
    if not paths:
        raise CallerError(NOTHING, remedy=Text(nl="Geef een andere map.", en="Name another folder."))
    opening = many.executor_of(executor) if executor else None
    tasks = [Task(str(p), tuple(map(str, extra)), engine) for p in paths]
    journal = None if afresh else Journal(Settings().data_dir / "journal")
    found: dict[str, Outcome] = {}
    with progress("ecograph check", quiet=quiet) as move:
        try:
            for outcome in many.run(tasks, opening=opening, jobs=jobs, journal=journal, progress=move):
                found[outcome.path] = outcome
        except KeyboardInterrupt:
            if journal is not None:
                say(STOPPED.say(lang, done=len(found), n=len(tasks)))
            raise
    outcomes = [found[t.path] for t in tasks]
    if form == "text":
        _print(outcomes, out, lang)
    else:
        deliver(_document(form, outcomes, lang), out)
    if any(o.unread for o in outcomes):
        return 2
    return 0 if all(o.conforms for o in outcomes) else 1


def _document(form: str, outcomes: list[Outcome], lang: Lang) -> str | bytes:
    from ecograph import describe

    if form == "json":
        from ecograph.journal import record

        return json.dumps([record(o) for o in outcomes], ensure_ascii=False, indent=2)
    problems = [p for o in outcomes for p in o.problems]
    if form == "sarif":
        return describe.sarif(problems, lang)
    return describe.junit(problems, "ecograph check", lang)


def _print(outcomes: list[Outcome], out: Path | None, lang: Lang) -> None:
    from rich.console import Console

    paper = console() if out is None else Console(record=True, width=120, file=io.StringIO())
    shown = outcomes if len(outcomes) <= SHOWN else [o for o in outcomes if o.count]
    if shown:
        paper.print(_table(shown, lang))
    for outcome in outcomes:
        if outcome.problems:
            paper.print()
            paper.print(outcome.path, style="bold", markup=False, soft_wrap=True)
            for line in problem_lines(outcome.problems, lang)[1:]:
                paper.print(line, soft_wrap=True)
            if outcome.more:
                paper.print(f"  … +{outcome.more}")
    unread = sum(o.unread for o in outcomes)
    good = sum(o.conforms for o in outcomes)
    paper.print()
    paper.print(SUM.say(lang, n=len(outcomes), good=good, wrong=len(outcomes) - good - unread, unread=unread))
    if resumed := sum(o.resumed for o in outcomes):
        paper.print(RESUMED.say(lang, n=resumed))
    if out is not None:
        deliver(paper.export_text(), out)


def _table(outcomes: list[Outcome], lang: Lang) -> Table:
    from rich.table import Table
    from rich.text import Text as Line

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(HEADS[0][lang], overflow="fold")
    table.add_column(HEADS[1][lang], no_wrap=True)
    names = [name for name in LEVELS if name != "NotApplicable"]
    for name in names:
        table.add_column(LEVELS[name][0], justify="right", style=COLOURS.get(name, ""))
    table.add_column(HEADS[2][lang], justify="right")
    for o in outcomes:
        title = Line(pick(o.title, lang) or Path(o.path).name)
        counts = [str(o.levels.get(name, "")) for name in names]
        wrong = Line(str(o.count), style="red" if not o.conforms else "yellow") if o.count else Line("")
        table.add_row(title, o.as_of, *counts, wrong)
    return table
