"""``ecograph review``: what people decide about links."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from ecograph.cli.opening import settings_with
from ecograph.cli.output import console, deliver, progress, say
from ecograph.errors import CallerError, UnknownName
from ecograph.terms import PREFIXES
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.engine.graph import Graph
    from ecograph.linking.description import Case
    from ecograph.linking.desk import Desk
    from ecograph.linking.review import Decision

_ID = PREFIXES["id"]
STATES = {
    "open": Text(nl="open", en="open"),
    "accepted": Text(nl="akkoord", en="accepted"),
    "rejected": Text(nl="afgewezen", en="rejected"),
}
NOTHING = Text(nl="(niets)", en="(nothing)")
PART = Text(nl="deel van {label}", en="part of {label}")
COUNT = Text(
    nl="{open} open, {accepted} akkoord, {rejected} afgewezen. Besluiten staan in {file}.",
    en="{open} open, {accepted} accepted, {rejected} rejected. Decisions are in {file}.",
)
HOW = Text(
    nl="Beslis met `ecograph review accept WAT` of `reject WAT`, of in een bestand: `ecograph review list -o BESTAND`.",
    en="Decide with `ecograph review accept WHAT` or `reject WHAT`, or in a file: `ecograph review list -o FILE`.",
)
KEPT = Text(
    nl="{n} besluit(en) bewaard in {file}; `ecograph build` houdt zich eraan, `ecograph serve` bij het starten ook.",
    en="{n} decision(s) kept in {file}; `ecograph build` keeps to them, and so does `ecograph serve` when it starts.",
)
WITHDRAWN = Text(
    nl="Het besluit van {who} over {what} is teruggenomen; de regels beslissen weer.",
    en="The decision of {who} about {what} was taken back; the rules decide again.",
)
NONE = Text(nl="Geen tegenspraken gevonden.", en="No contradictions found.")


def _desk(data_dir: Path | None) -> tuple[Desk, str]:
    from ecograph.linking.desk import Desk

    settings = settings_with(data_dir=data_dir)
    return Desk(settings.decisions_dir), settings.reviewer


def _graphs(descriptions: Sequence[Path] | None) -> dict[str, Graph]:
    """Return the triples of each description, by its short name."""
    from ecograph import build
    from ecograph.describe import read_any

    paths = descriptions or build.shipped()
    found = {}
    with progress("ecograph review") as move:
        for number, path in enumerate(paths, 1):
            move(str(path), number, len(paths))
            read = read_any(path)
            found[read.iri.value.removeprefix(_ID)] = read.graph
    return found


def _cases(desk: Desk, graphs: dict[str, Graph]) -> list[Case]:
    """Return the cases of all descriptions, each thing once, the open ones first."""
    by_subject: dict[str, Case] = {}
    for graph in graphs.values():
        for case in desk.cases(graph):
            by_subject.setdefault(case.subject, case)
    order = {"open": 0, "accepted": 1, "rejected": 2}
    return sorted(by_subject.values(), key=lambda c: (order[c.state], c.link.match == "none", c.link.confidence))


def show(
    descriptions: list[Path] | None, *, everything: bool, out: Path | None, data_dir: Path | None, lang: Lang
) -> None:
    """Print what is open, or write the review file with everything in it."""
    desk, _ = _desk(data_dir)
    found = _cases(desk, _graphs(descriptions))
    if out:
        _write(out, found, desk.decisions(), lang)
    else:
        for case in found:
            if everything or case.state == "open":
                _print(case, lang)
    states = [c.state for c in found]
    say(COUNT.say(lang, **{s: states.count(s) for s in ("open", "accepted", "rejected")}, file=desk.file))
    if not out and "open" in states:
        say(HOW[lang])


def _print(case: Case, lang: Lang) -> None:
    link = case.link
    label = PART.say(lang, label=link.label) if link.match == "part-of" else link.label
    state = "" if case.state == "open" else f" ({STATES[case.state][lang]})"
    sure = f", {link.confidence:.2f}" if label else ""
    console().print(f"[bold]{escape(case.names[0])}[/] → {escape(label or NOTHING[lang])}{sure}{state}")
    console().print(f"  [dim]{escape(case.subject.removeprefix(_ID))}[/]", soft_wrap=True)
    console().print(f"  {escape(link.explain(lang))}", soft_wrap=True)


def _write(out: Path, found: list[Case], decisions: dict[str, Decision], lang: Lang) -> None:
    from ecograph.linking import review

    rows = [review.row(c.proposal, c.decision, lang, subject=c.subject) for c in found]
    there = {c.decision.key for c in found if c.decision}
    rows += [review.kept(d) for key, d in decisions.items() if key not in there]
    deliver("\ufeff" + review.table(rows, lang), out)


def apply(file: Path, *, by: str, data_dir: Path | None, lang: Lang) -> None:
    """Keep the decisions of a review file, all or none."""
    from ecograph.linking import review

    if not file.is_file():
        raise CallerError(
            Text(nl=f"{file} is er niet.", en=f"{file} is not there."),
            remedy=Text(nl="Maak het met `ecograph review list -o`.", en="Make it with `ecograph review list -o`."),
        )
    desk, reviewer = _desk(data_dir)
    decided = review.read(file.read_text(encoding="utf-8-sig"), file=str(file)).values()
    signed = [d if d.reviewer else replace(d, reviewer=by or reviewer) for d in decided]
    desk.keep(signed)
    say(KEPT.say(lang, n=len(signed), file=desk.file))


def accept(
    thing: str,
    *,
    iri: str,
    part_of: bool,
    by: str,
    note: str,
    inside: list[Path] | None,
    data_dir: Path | None,
    lang: Lang,
) -> None:
    """Keep that a link is right, or which one is."""
    desk, reviewer = _desk(data_dir)
    case = _case(thing, desk, inside)
    desk.accept(case, by=by or reviewer, iri=iri, match="part-of" if part_of else None, note=note)
    say(KEPT.say(lang, n=1, file=desk.file))


def reject(thing: str, *, by: str, note: str, inside: list[Path] | None, data_dir: Path | None, lang: Lang) -> None:
    """Keep that a link is wrong."""
    desk, reviewer = _desk(data_dir)
    desk.reject(_case(thing, desk, inside), by=by or reviewer, note=note)
    say(KEPT.say(lang, n=1, file=desk.file))


def withdraw(thing: str, *, data_dir: Path | None, lang: Lang) -> None:
    """Take a decision back."""
    desk, _ = _desk(data_dir)
    known = desk.decisions()
    key = next((k for k in (thing, _full(thing)) if k in known), thing)
    gone = desk.withdraw(key)
    say(WITHDRAWN.say(lang, who=gone.reviewer, what=gone.name))


def _full(thing: str) -> str:
    return thing if "://" in thing else _ID + thing.removeprefix("id:")


def _case(thing: str, desk: Desk, inside: list[Path] | None) -> Case:
    """Return the case of an actor or region by its identifier, or of a name as written."""
    from ecograph.linking.description import Case
    from ecograph.linking.organisations import link

    found = _cases(desk, _graphs(inside))
    for case in found:
        if case.subject in {thing, _full(thing)}:
            return case
    if "/" in thing and " " not in thing:
        names = [c.subject.removeprefix(_ID) for c in found]
        raise UnknownName(Text(nl="partij of gebied", en="actor or region"), thing, names)
    [proposal] = link([thing])
    return Case("", "actor", (thing,), proposal, proposal)


def conflicts(descriptions: list[Path] | None, *, data_dir: Path | None, lang: Lang) -> int:
    """Print where links contradict each other; return 1 where they do."""
    from ecograph.linking.conflicts import conflicts as contradictions

    desk, _ = _desk(data_dir)
    found = contradictions(_graphs(descriptions), decisions=desk.decisions())
    for conflict in found:
        console().print(f"[bold]{escape(conflict.text[lang])}[/]")
        console().print(f"  [dim]{escape(conflict.subject)}[/]", soft_wrap=True)
        for claim in conflict.claims:
            console().print(f"  {escape(claim.what)}  ({escape(claim.by[lang])})", soft_wrap=True)
    if not found:
        say(NONE[lang])
    return 1 if found else 0


def report(descriptions: list[Path] | None, *, out: Path | None, data_dir: Path | None, lang: Lang) -> None:
    """Print or write which actors have an identifier, and why the others have none."""
    from ecograph.linking import report as reports
    from ecograph.linking.review import quoted

    desk, _ = _desk(data_dir)
    found = [reports.report(name, desk.cases(graph)) for name, graph in _graphs(descriptions).items()]
    if out and out.suffix.lower() == ".csv":
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";" if lang == "nl" else ",")
        writer.writerow(reports.HEADS[lang])
        writer.writerows([quoted(c) for c in row] for f in found for row in reports.rows(f.everything, lang))
        deliver("\ufeff" + text.getvalue(), out)
    elif out and out.suffix.lower() != ".md":
        raise UnknownName(Text(nl="soort bestand", en="kind of file"), out.suffix, [".md", ".csv"])
    else:
        deliver("\n".join(reports.markdown(f, lang) for f in found), out)
    for f in found:
        say(f"{escape(f.name)}: {reports.summary(f, lang)}")
