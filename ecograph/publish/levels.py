"""The computed levels of several descriptions in one table, each with its explanation: Markdown.

The law of this file: every word of an explanation comes from the canvases; this judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ecograph.canvas import Canvas, Judgement, Source, Stated
from ecograph.texts import LEVELS, PERSPECTIVES, Lang, Text, pick

_W: dict[str, Text] = {
    "title": Text(nl="Niveaus van alle beschrijvingen", en="Levels of all descriptions"),
    "intro": Text(
        nl=(
            "Berekend voor {n} beschrijvingen en {m} randvoorwaarden, met `ecograph export levels`. "
            "Elke cel leidt naar haar uitleg. Niet beschreven is iets anders dan afwezig."
        ),
        en=(
            "Computed for {n} descriptions and {m} preconditions, with `ecograph export levels`. "
            "Each cell leads to its explanation. Not described is not the same as absent."
        ),
    ),
    "descriptions": Text(nl="De beschrijvingen", en="The descriptions"),
    "description": Text(nl="Beschrijving", en="Description"),
    "as_of": Text(nl="Stand per", en="As of"),
    "source": Text(nl="Bronnen", en="Sources"),
    "table": Text(nl="De tabel", en="The table"),
    "precondition": Text(nl="Randvoorwaarde", en="Precondition"),
    "differs": Text(nl="≠: een uitgesproken oordeel wijkt af", en="≠: a stated judgement differs"),
    "explained": Text(nl="De uitleg per cel", en="The explanation of each cell"),
    "lacks": Text(nl="Mist", en="Lacks"),
    "counts": Text(nl="Telt", en="Counts"),
    "closed": Text(nl="Want", en="Because"),
    "said": Text(nl="Uitgesproken", en="Stated"),
    "need": Text(nl="behoefte", en="need"),
    "silent": Text(nl="De bron zegt hier niets over.", en="The source says nothing about it."),
}


def levels(canvases: Sequence[Canvas], lang: Lang) -> str:
    """Return the table and the explanations as Markdown.

    Args:
        canvases: One per description, all over the same preconditions.
        lang: Of the words.
    """
    rows = [[j for g in c.groups for j in g.judgements] for c in canvases]
    parts = [
        f"# {_W['title'][lang]}",
        _W["intro"].say(lang, n=len(canvases), m=len(rows[0]) if rows else 0),
        f"## {_W['descriptions'][lang]}",
        _described(canvases, lang),
        f"## {_W['table'][lang]}",
        ", ".join(f"{sign} {word[lang]}" for sign, word in LEVELS.values()) + f". {_W['differs'][lang]}.",
        _table(canvases, rows, lang),
        f"## {_W['explained'][lang]}",
        *_explained(canvases, rows, lang),
    ]
    return "\n\n".join(parts) + "\n"


def name(canvas: Canvas) -> str:
    """Return the short name of a description: ``emmen-chemistry/2016-kplusv``."""
    return canvas.description.partition("/id/")[2]


def _described(canvases: Iterable[Canvas], lang: Lang) -> str:
    lines = [f"| {_W['description'][lang]} | {_W['as_of'][lang]} | {_W['source'][lang]} |", "| --- | --- | --- |"]
    for c in canvases:
        works = "; ".join(f"[{_cell(pick(d.title, lang) or d.iri)}]({d.iri})" for d in c.documents)
        lines.append(f"| `{name(c)}` {_cell(pick(c.ecosystem_label, lang))} | {c.as_of} | {works} |")
    return "\n".join(lines)


def _table(canvases: Sequence[Canvas], rows: Sequence[Sequence[Judgement]], lang: Lang) -> str:
    heads = [name(c).replace("/", "<br>") for c in canvases]
    lines = [f"| {_W['precondition'][lang]} | " + " | ".join(heads) + " |", "| --- |" + " :-: |" * len(canvases)]
    for judged in zip(*rows, strict=True):
        cells = [_sign(c, j, lang) for c, j in zip(canvases, judged, strict=True)]
        lines.append(f"| {judged[0].notation} {_cell(pick(judged[0].label, lang))} | " + " | ".join(cells) + " |")
    totals = [" ".join(f"{sign} {c.counts[k]}" for k, (sign, _) in LEVELS.items() if c.counts.get(k)) for c in canvases]
    return "\n".join([*lines, "| | " + " | ".join(totals) + " |"])


def _anchor(canvas: Canvas, judgement: Judgement) -> str:
    return f"{judgement.notation}-{name(canvas).replace('/', '-')}".lower()


def _sign(canvas: Canvas, judgement: Judgement, lang: Lang) -> str:
    sign, word = LEVELS[judgement.level]
    differs = " ≠" if judgement.disagreement else ""
    return f'[{sign}](#{_anchor(canvas, judgement)} "{word[lang]}"){differs}'


def _explained(canvases: Sequence[Canvas], rows: Sequence[Sequence[Judgement]], lang: Lang) -> Iterable[str]:
    for judged in zip(*rows, strict=True):
        yield f"### {judged[0].notation} {pick(judged[0].label, lang)}"
        yield _cell(pick(judged[0].rule, lang))
        yield "\n".join(_one(c, j, lang) for c, j in zip(canvases, judged, strict=True))


def _one(canvas: Canvas, j: Judgement, lang: Lang) -> str:
    sign, word = LEVELS[j.level]
    facts: list[str] = []
    if j.closed_by:
        facts.append(f"{_W['closed'][lang]}: {pick(j.closed_by, lang)}.")
    if j.level in {"Partial", "Absent", "NotDescribed"}:
        facts += dict.fromkeys(f"{_W['lacks'][lang]}: {pick(b, lang)}" for b in j.because)
    if j.evidence:
        facts.append(f"{_W['counts'][lang]}: " + "; ".join(_named(e.label, e.sources, lang) for e in j.evidence) + ".")
    facts += [f"{_W['said'][lang]}: {_stated(s, lang)}." for s in j.stated if s.perspective]
    said = " ".join(facts) or _W["silent"][lang]
    return f'- <a id="{_anchor(canvas, j)}"></a>{sign} **{name(canvas)}** {word[lang]}. {_cell(said)}'


def _named(label: Mapping[str, str], sources: Iterable[Source], lang: Lang) -> str:
    notations = [s.notation for s in sources if s.notation]
    return pick(label, lang) + (f" [{', '.join(notations)}]" if notations else "")


def _stated(s: Stated, lang: Lang) -> str:
    level = LEVELS[s.level][1][lang] if s.level else _W["need"][lang]
    by = ", ".join(pick(b, lang) for b in s.by)
    what = pick(s.rationale, lang) or pick(s.label, lang)
    who = f"{PERSPECTIVES[s.perspective][lang]}" + (f" ({by})" if by else "")
    return f"{who}: {level}" + (f", {what.rstrip('.')}" if what else "") + _named({}, s.sources, lang)


def _cell(text: str) -> str:
    """Return a text that stays in its cell and its line."""
    return " ".join(text.replace("|", "\\|").split())
