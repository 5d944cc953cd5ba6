"""Ecosystems beside each other, or one ecosystem against itself over time: a heat map of preconditions.

The law of this file: two descriptions resemble each other only in what both describe. What either is silent about
counts neither for nor against.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from fastapi import APIRouter, Request, Response

from ecograph.api.pages.canvas import LEVELS
from ecograph.api.pages.figures import Figure, figures
from ecograph.api.pages.library import DescriptionCard, EcosystemCard, Library
from ecograph.api.pages.view import page
from ecograph.canvas import Canvas, Group, Judgement
from ecograph.errors import UnknownName
from ecograph.texts import Text

#: Columns that fit beside each other and can still be read.
MOST = 12

#: Levels that say something about the ecosystem, and those that are a gap.
_SAYING = ("Sufficient", "Partial", "Absent")
_GAPS = ("Partial", "Absent")
#: With fewer shared preconditions than this nothing is called alike.
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One description in the comparison, with the judgement of each precondition by notation."""

    key: str
    ecosystem: EcosystemCard
    description: DescriptionCard
    canvas: Canvas
    judgements: dict[str, Judgement]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two descriptions agree where both say something.

    Attributes:
        gaps: What is partial or absent in both.
        apart: On what they differ.
    """

    one: Column
    other: Column
    same: int
    both: int
    gaps: tuple[Judgement, ...] = ()
    apart: tuple[Judgement, ...] = ()

    @property
    def verdict(self) -> str:
        """In which of four words it is said: too little to say, alike, partly alike, different."""
        if self.both < _ENOUGH:
            return "few"
        share = self.same / self.both
        return "alike" if share >= 0.75 else "partly" if share >= 0.4 else "different"


def options(ecosystems: list[EcosystemCard]) -> dict[str, tuple[EcosystemCard, DescriptionCard]]:
    """Return every description by its key ``ecosystem@description``."""
    return {f"{e.slug}@{d.slug}": (e, d) for e in ecosystems for d in e.descriptions}


def column(library: Library, key: str, ecosystem: EcosystemCard, description: DescriptionCard) -> Column:
    """Return one description as a column."""
    canvas = library.canvas(ecosystem.slug, description.slug)
    judgements = {j.notation: j for j in canvas.judgements}
    return Column(key, ecosystem, description, canvas, judgements, figures(ecosystem, description.as_of))


def likeness(columns: list[Column]) -> list[Likeness]:
    """Return the pairs of columns that share something described, those most alike first."""
    pairs = []
    for one, other in combinations(columns, 2):
        both = [
            (j, other.judgements[n].level)
            for n, j in one.judgements.items()
            if n in other.judgements and j.level in _SAYING and other.judgements[n].level in _SAYING
        ]
        if both:
            gaps = tuple(j for j, level in both if j.level in _GAPS and level in _GAPS)
            apart = tuple(j for j, level in both if j.level != level)
            pairs.append(Likeness(one, other, len(both) - len(apart), len(both), gaps, apart))
    return sorted(pairs, key=lambda p: (p.both < _ENOUGH, -p.same / p.both, -p.both))


def changes(columns: list[Column]) -> set[str]:
    """Return the notations of the preconditions on which those columns differ that say something."""
    levels: dict[str, set[str]] = {}
    for each in columns:
        for notation, judgement in each.judgements.items():
            if judgement.level in _SAYING:
                levels.setdefault(notation, set()).add(judgement.level)
    return {notation for notation, found in levels.items() if len(found) > 1}


def rows(columns: list[Column]) -> list[Group]:
    """Return the groups with the union of what the columns judge, in the order of the first that has them."""
    groups: dict[str, Group] = {}
    seen: dict[str, dict[str, Judgement]] = {}
    for each in columns:
        for group in each.canvas.groups:
            groups.setdefault(group.iri, group)
            for judgement in group.judgements:
                seen.setdefault(group.iri, {}).setdefault(judgement.notation, judgement)
    return [
        Group(g.iri, g.label, tuple(sorted(seen.get(g.iri, {}).values(), key=lambda j: j.notation)))
        for g in groups.values()
    ]


def routes(library: Library) -> APIRouter:
    """Return the route of the comparison."""
    router = APIRouter(include_in_schema=False)

    @router.get("/compare")
    def compare(request: Request) -> Response:
        known = options(list(library.ecosystems()))
        wanted = list(dict.fromkeys(request.query_params.getlist("with")))
        for key in wanted:
            if key not in known:
                raise UnknownName(Text(nl="beschrijving", en="description"), key, list(known))
        chosen = (wanted or list(known))[:MOST]
        columns = [column(library, key, *known[key]) for key in chosen]
        only = request.query_params.get("only") == "differences"
        differing = changes(columns)
        groups = [(g, [j for j in g.judgements if not only or j.notation in differing]) for g in rows(columns)]
        return page(
            request,
            "compare.html",
            known=known,
            chosen=chosen,
            columns=columns,
            groups=[(g, judgements) for g, judgements in groups if judgements],
            differing=differing,
            only=only,
            alike=likeness(columns)[:6],
            through_time=[e for e in library.ecosystems() if len(e.descriptions) > 1],
            latest=[f"{e.slug}@{e.descriptions[-1].slug}" for e in library.ecosystems() if e.descriptions],
            levels=LEVELS,
            cut=len(wanted or known) > MOST,
            most=MOST,
        )

    return router
