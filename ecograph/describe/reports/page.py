"""The report of a check as one page: for the screen, and for paper on the table of a working session.

The law of this file: one file, no script, no request, nothing that is not in the records; everything is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from ecograph.describe.comparison import Comparison
from ecograph.describe.problems import Problem
from ecograph.describe.reports.words import SEVERITY, TONES, level_text, stated_text
from ecograph.texts import LEVELS, PERSPECTIVES, Lang, Text, pick

if TYPE_CHECKING:
    from jinja2 import Environment

    from ecograph.canvas import Canvas

_WORDS: dict[str, Text] = {
    "as_of": Text(nl="stand per", en="as of"),
    "sources": Text(nl="Bronnen", en="Sources"),
    "missing": Text(nl="Wat ontbreekt", en="What is missing"),
    "counted": Text(nl="Wat telde mee", en="What counted"),
    "said": Text(nl="Wat anderen vinden", en="What others say"),
    "addressed": Text(nl="Aanpak", en="Addressed by"),
    "literature": Text(nl="Literatuur", en="Literature"),
    "rule": Text(nl="Regel", en="Rule"),
    "differs": Text(nl="de oordelen verschillen", en="the judgements differ"),
    "interested": Text(nl="belanghebbende", en="interested party"),
    "closed": Text(nl="Want", en="Because"),
    "unspecified": Text(nl="Oordelen over ongenoemde randvoorwaarden", en="Judgements on unnamed preconditions"),
    "problems": Text(nl="Fouten en waarschuwingen", en="Errors and warnings"),
    "well_formed": Text(nl="De beschrijving is goed gevormd.", en="The description is well formed."),
    "report": Text(nl="Rapport", en="Report"),
    "canvas": Text(nl="Het canvas", en="The canvas"),
    "explained": Text(nl="Per randvoorwaarde", en="Precondition by precondition"),
    "not_absent": Text(
        nl="Niet beschreven is iets anders dan afwezig: de bron zegt er niets over.",
        en="Not described is not the same as absent: the source says nothing about it.",
    ),
    "made": Text(nl="Gemaakt met EcoGraph", en="Made with EcoGraph"),
    "comparison": Text(nl="Vergelijking", en="Comparison"),
    "moved": Text(nl="Randvoorwaarden die verschillen", en="Preconditions that differ"),
    "came": Text(nl="Alleen in de tweede", en="Only in the second"),
    "went": Text(nl="Alleen in de eerste", en="Only in the first"),
    "contradictions": Text(nl="Uitspraken die elkaar tegenspreken", en="Statements that contradict each other"),
    "actors": Text(nl="Actoren", en="Actors"),
    "initiatives": Text(nl="Initiatieven", en="Initiatives"),
    "nothing": Text(nl="Geen.", en="None."),
}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("ecograph.describe.reports", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _render(template: str, lang: Lang, **facts: object) -> str:
    def text(texts: Mapping[str, str]) -> str:
        return pick(texts, lang)

    return (
        _environment()
        .get_template(template)
        .render(
            lang=lang,
            t=text,
            w={key: said[lang] for key, said in _WORDS.items()},
            level=lambda name: level_text(name, lang),
            stated=lambda one: stated_text(one, lang),
            perspective=lambda name: PERSPECTIVES[name][lang] if name in PERSPECTIVES else name,
            levels=list(LEVELS),
            tones=TONES,
            severity={key: said[lang] for key, said in SEVERITY.items()},
            **facts,
        )
    )


def html_report(canvas: Canvas | None, problems: Iterable[Problem] = (), lang: Lang = "nl") -> str:
    """Return the report on a description as one self-contained page of HTML.

    Args:
        canvas: What is missing in the ecosystem; None where the description was too wrong to say.
        problems: What is wrong in the description.
        lang: Language of the words; the facts are told in it where the description has them.
    """
    return _render("report.html", lang, canvas=canvas, problems=tuple(problems))


def html_comparison(comparison: Comparison, lang: Lang = "nl") -> str:
    """Return a comparison as one self-contained page of HTML."""
    return _render("comparison.html", lang, c=comparison)
