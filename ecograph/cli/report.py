"""The report of a check for a terminal: readable by somebody who never heard of RDF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Group as Stack
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from ecograph.texts import LEVELS, PERSPECTIVES, Lang, Text, pick

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ecograph.canvas import Canvas, Judgement, Source, Stated
    from ecograph.describe import Problem

COLOURS = {"Sufficient": "green", "Partial": "yellow", "Absent": "red", "NotDescribed": "bright_black"}

W = {
    "as of": Text(nl="stand", en="as of"),
    "source": Text(nl="bron", en="source"),
    "lacks": Text(nl="Ontbreekt", en="Missing"),
    "counts": Text(nl="Telt mee", en="Counts"),
    "says": Text(nl="Volgens", en="According to"),
    "need": Text(nl="behoefte uitgesproken", en="a need was expressed"),
    "interested": Text(nl="belanghebbende", en="interested party"),
    "addressed": Text(nl="Aanpak", en="Addressed by"),
    "rests": Text(nl="Berust op", en="Rests on"),
    "differs": Text(nl="de oordelen verschillen", en="the judgements differ"),
    "closed": Text(nl="Want", en="Because"),
    "unspecified": Text(
        nl="Oordelen over randvoorwaarden die de bron niet noemt",
        en="Judgements on preconditions that the source does not name",
    ),
    "well formed": Text(nl="De beschrijving is goed gevormd.", en="The description is well formed."),
    "problem": Text(nl="Eén ding is niet in orde:", en="One thing in it is not right:"),
    "problems": Text(nl="{n} dingen zijn niet in orde:", en="{n} things in it are not right:"),
}


def report(canvas: Canvas, lang: Lang, *, brief: bool = False) -> RenderableType:
    """Return the report on the ecosystem.

    Args:
        canvas: What was found.
        lang: Language of the words.
        brief: One line per precondition.
    """
    parts: list[RenderableType] = [_head(canvas, lang), Line()]
    for group in canvas.groups:
        parts.append(Line(pick(group.label, lang), style="bold underline"))
        for judgement in group.judgements:
            parts += _judgement(judgement, lang, brief=brief)
        parts.append(Line())
    if canvas.unspecified:
        parts.append(Line(W["unspecified"][lang], style="bold underline"))
        parts += [Padding(escape(_said(s, lang)), (0, 0, 0, 2)) for s in canvas.unspecified]
        parts.append(Line())
    return Stack(*parts)


def problem_lines(problems: tuple[Problem, ...], lang: Lang) -> list[Line]:
    """Return the problems of structure, each with its place."""
    if not problems:
        return [Line(f"✔ {W['well formed'][lang]}", style="green")]
    head = W["problem" if len(problems) == 1 else "problems"].say(lang, n=len(problems))
    lines = [Line(head, style="bold red")]
    for p in problems:
        line = Line("  ✘ ", style="red") if p.severity == "error" else Line("  ! ", style="yellow")
        line.append(f"{p.place}: ", style="bold")
        line.append(f"{p.message[lang]} [{p.code}]", style="default")
        lines.append(line)
    return lines


def _head(canvas: Canvas, lang: Lang) -> RenderableType:
    name = Line(pick(canvas.ecosystem_label, lang), style="bold")
    what = pick(canvas.title, lang)
    if canvas.as_of:
        what += f" ({W['as of'][lang]} {canvas.as_of})"
    documents = ", ".join(f"{pick(d.title, lang)} <{d.iri}>" for d in canvas.documents)
    bar = Line()
    for level, (sign, word) in LEVELS.items():
        if canvas.counts.get(level):
            bar.append(f"{sign} {canvas.counts[level]} {word[lang]}   ", style=COLOURS.get(level, "default"))
    return Stack(name, Line(what), Line(f"{W['source'][lang]}: {documents}", style="dim"), bar)


def _judgement(j: Judgement, lang: Lang, *, brief: bool) -> list[RenderableType]:
    sign, word = LEVELS[j.level]
    row = Table.grid(padding=(0, 1))
    row.add_column(width=1)
    row.add_column(width=3)
    row.add_column(width=44, no_wrap=True, overflow="ellipsis")
    row.add_column()
    style = COLOURS.get(j.level, "default")
    note = f"  ≠ {W['differs'][lang]}" if j.disagreement else ""
    row.add_row(
        Line(sign, style=style), j.notation, _capital(pick(j.label, lang)), Line(word[lang] + note, style=style)
    )
    if brief:
        return [row]
    lines: list[tuple[str, str]] = [(W["closed"][lang], pick(j.closed_by, lang))]
    if j.level in {"Partial", "Absent", "NotDescribed"}:
        lines += [(W["lacks"][lang], text) for text in _shortened(pick(b, lang) for b in j.because)]
    counted = _shortened(pick(e.label, lang) + _where(e.sources) for e in j.evidence)
    lines.append((W["counts"][lang], "; ".join(counted)))
    lines += [
        (f"{W['says'][lang]} {PERSPECTIVES[s.perspective][lang]}", _said(s, lang)) for s in j.stated if s.perspective
    ]
    for a in j.addressed_by:
        status = f" ({pick(a.status, lang)})" if a.status else ""
        lines.append((W["addressed"][lang], pick(a.label, lang) + status + _where(a.sources)))
    lines.append((W["rests"][lang], "; ".join(pick(w.title, lang) or w.iri for w in j.literature)))
    return [row, *(_line(head, text) for head, text in lines if text)]


def _shortened(texts: Iterable[str], most: int = 6) -> list[str]:
    """Return different texts, at most so many; the JSON report has them all."""
    found = list(dict.fromkeys(t for t in texts if t))
    return found if len(found) <= most else [*found[:most], "…"]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line(head: str, text: str) -> RenderableType:
    return Padding(f"[dim]{escape(head)}:[/] {escape(text)}", (0, 0, 0, 6))


def _said(s: Stated, lang: Lang) -> str:
    said = LEVELS[s.level][1][lang] if s.level else W["need"][lang]
    by = ", ".join(pick(b, lang) for b in s.by)
    notes = "; ".join(n for n in (by, W["interested"][lang] if s.interested else "", s.valid_at) if n)
    text = f"{said} ({notes})" if notes else said
    label = pick(s.rationale, lang) or pick(s.label, lang)
    return f"{text}: {label}{_where(s.sources)}" if label else text + _where(s.sources)


def _where(sources: tuple[Source, ...]) -> str:
    return f" [{', '.join(s.notation for s in sources if s.notation)}]" if any(s.notation for s in sources) else ""
