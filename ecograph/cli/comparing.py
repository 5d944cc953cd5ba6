"""``ecograph compare``."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.boxed import found
from ecograph.cli.output import console, deliver
from ecograph.texts import LEVELS, Lang, Text, pick

if TYPE_CHECKING:
    from ecograph.describe import Comparison
    from ecograph.describe.comparison import Change, Side

MOVED = Text(nl="Randvoorwaarden waarvan het niveau verschilt", en="Preconditions whose level differs")
CAME = {
    "actors": Text(nl="Partijen die erbij kwamen", en="Actors that came"),
    "initiatives": Text(nl="Initiatieven die erbij kwamen", en="Initiatives that came"),
}
WENT = {
    "actors": Text(nl="Partijen die de tweede niet noemt", en="Actors that the second does not mention"),
    "initiatives": Text(nl="Initiatieven die de tweede niet noemt", en="Initiatives that the second does not mention"),
}
CONTRADICT = Text(nl="Uitspraken die elkaar tegenspreken", en="Statements that contradict each other")
NONE = Text(nl="geen", en="none")


def compare(first: str, second: str, *, form: str, out: Path | None, lang: Lang) -> None:
    """Compare two descriptions and print what differs."""
    from ecograph import build, describe

    sides = []
    for name in (first, second):
        region, canvas = build.check(found(name))
        sides.append((canvas, region.description.graph))
    comparison = describe.compare(*sides)
    if form == "json":
        deliver(json.dumps(dataclasses.asdict(comparison), ensure_ascii=False, indent=2), out)
    elif form == "html":
        deliver(describe.html_comparison(comparison, lang), out)
    else:
        _print(comparison, lang)


def _print(c: Comparison, lang: Lang) -> None:
    console().print(f"A  {_side(c.first, lang)}\nB  {_side(c.second, lang)}\n", markup=False)
    console().print(MOVED[lang], style="bold underline")
    for move in c.moved:
        (sign, before), (other, after) = LEVELS[move.before], LEVELS[move.after]
        text = f"  {move.notation} {pick(move.label, lang):46} {sign} {before[lang]} → {other} {after[lang]}"
        console().print(text, markup=False, soft_wrap=True)
    _nothing(c.moved, lang)
    for key, change in (("actors", c.actors), ("initiatives", c.initiatives)):
        _change(key, change, lang)
    console().print(CONTRADICT[lang], style="bold underline")
    for x in c.contradictions:
        text = f"  {pick(x.label, lang)}, {pick(x.property, lang)}: {'; '.join(x.first)} ≠ {'; '.join(x.second)}"
        console().print(text, markup=False, soft_wrap=True)
    _nothing(c.contradictions, lang)


def _change(key: str, change: Change, lang: Lang) -> None:
    for title, things in ((CAME[key], change.came), (WENT[key], change.went)):
        console().print(title[lang], style="bold underline")
        for thing in things:
            where = f" [{', '.join(thing.sources)}]" if thing.sources else ""
            console().print(f"  {pick(thing.label, lang)}{where}", markup=False, soft_wrap=True)
        _nothing(things, lang)


def _nothing(found: tuple[object, ...], lang: Lang) -> None:
    console().print("" if found else f"  {NONE[lang]}\n", markup=False)


def _side(side: Side, lang: Lang) -> str:
    return f"{pick(side.label, lang)} ({side.as_of})"
