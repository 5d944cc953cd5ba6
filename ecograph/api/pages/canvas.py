"""The canvas page: what is missing in an ecosystem and why.

The law of this file: it shows what the canvas says and judges nothing. A perspective that is silent is shown as
silent, a statement that names no precondition is shown beside the canvas and never inside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from ecograph.api.pages.drawing import Sheet, canvas_svg
from ecograph.api.pages.library import EcosystemCard, Library, Profile
from ecograph.api.pages.view import SECURITY, date, language_of, page
from ecograph.api.pages.words import say
from ecograph.canvas import Canvas, Group, Judgement, Stated
from ecograph.texts import Lang, pick

#: The order in which levels are counted and explained.
LEVELS = ("Sufficient", "Partial", "Absent", "NotDescribed", "NotApplicable")

#: Levels that say something about the ecosystem.
SAYING = ("Sufficient", "Partial", "Absent")

VIEWS = ("canvas", "compare", "report")

#: The ending of the address under which a canvas is a picture.
PICTURE = ".svg"


@dataclass(frozen=True, slots=True)
class Before:
    """What the latest earlier description that says something said of a precondition."""

    level: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One precondition as one perspective sees it.

    Attributes:
        shown: A level, ``Need`` or ``Silent``.
        needs: Perspectives from which a need was expressed.
        before: What an earlier description said, where this one says something else or nothing.
    """

    judgement: Judgement
    shown: str
    needs: tuple[str, ...]
    before: Before | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A group of the canvas, with its tiles and how many of them are sufficient."""

    group: Group
    tiles: tuple[Tile, ...]
    sufficient: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the bar of levels, in per cent of its width."""

    level: str
    count: int
    start: float
    width: float


def bar(counts: dict[str, int]) -> tuple[Segment, ...]:
    """Return the parts of the bar of levels, in the order of LEVELS; those without a count are left out.

    >>> [(s.level, s.start, s.width) for s in bar({"Partial": 3, "Sufficient": 1})]
    [('Sufficient', 0.0, 25.0), ('Partial', 25.0, 75.0)]
    """
    total = sum(counts.get(level, 0) for level in LEVELS)
    segments: list[Segment] = []
    start = 0.0
    for level in LEVELS:
        count = counts.get(level, 0)
        if count:
            width = round(100 * count / total, 3)
            segments.append(Segment(level, count, round(start, 3), width))
            start += width
    return tuple(segments)


def shown(judgement: Judgement, perspective: str) -> str:
    """Return what one perspective says of a precondition: a level, ``Need`` or ``Silent``."""
    if perspective == "Computed":
        return judgement.level
    said = [s for s in judgement.stated if s.perspective == perspective]
    levels = sorted((s for s in said if s.level), key=lambda s: s.valid_at)
    if levels:
        return str(levels[-1].level)
    return "Need" if said else "Silent"


def tile(judgement: Judgement, perspective: str, before: Before | None = None) -> Tile:
    """Return a precondition as one perspective sees it; what was before is compared with what is computed."""
    needs = tuple(dict.fromkeys(s.perspective for s in judgement.stated if s.level is None))
    changed = before if before and perspective == "Computed" and before.level != judgement.level else None
    return Tile(judgement, shown(judgement, perspective), needs, changed)


def earlier(library: Library, card: EcosystemCard | None, slug: str) -> dict[str, Before]:
    """Return per precondition, by notation, the last level that descriptions before this one computed.

    A description that does not say anything of a precondition takes nothing away from an older one that does.
    """
    found: dict[str, Before] = {}
    for described in card.descriptions if card else ():
        if described.slug == slug:
            return found
        assert card is not None  # there is no description without a card
        for judgement in library.canvas(card.slug, described.slug).judgements:
            if judgement.level in SAYING:
                found[judgement.notation] = Before(judgement.level, described.as_of)
    return {}


def blocks(canvas: Canvas, perspective: str, before: Mapping[str, Before] | None = None) -> tuple[Block, ...]:
    """Return the groups of the canvas as one perspective sees them."""
    past = before or {}
    return tuple(
        Block(
            group,
            tiles := tuple(tile(j, perspective, past.get(j.notation)) for j in group.judgements),
            sum(t.shown == "Sufficient" for t in tiles),
        )
        for group in canvas.groups
    )


def narrowed(canvas: Canvas, profile: Profile | None) -> Canvas:
    """Return the canvas with only the preconditions of a profile, and their counts."""
    if profile is None:
        return canvas
    kept = ((g, tuple(j for j in g.judgements if j.iri in profile.preconditions)) for g in canvas.groups)
    groups = tuple(replace(g, judgements=judgements) for g, judgements in kept if judgements)
    return replace(canvas, groups=groups, counts=Counter(j.level for g in groups for j in g.judgements))


def stated_from(canvas: Canvas, perspective: str) -> tuple[Stated, ...]:
    """Return what one perspective says without naming a precondition."""
    return tuple(s for s in canvas.unspecified if s.perspective == perspective)


def behind(canvas: Canvas, precondition: str | None = None) -> str:
    """Return the address of the query page with the query that shows these levels."""
    about = f"VALUES ?precondition {{ <{precondition}> }}\n  " if precondition else ""
    query = f"""SELECT DISTINCT ?notation ?precondition ?perspective ?level WHERE {{
  {about}?assessment eco:aboutEcosystem <{canvas.ecosystem}> ;
    eco:onPrecondition ?precondition ;
    eco:perspective ?perspective ;
    eco:level ?level .
  ?precondition skos:notation ?notation .
}}
ORDER BY ?notation ?perspective"""
    return "/query?" + urlencode({"query": query})


def spoken_counts(counts: dict[str, int], lang: Lang) -> str:
    """Return the counts in words, for those who do not see the bar."""
    return ", ".join(f"{counts[level]} {say(f'level.{level}', lang)}" for level in LEVELS if counts.get(level))


def routes(library: Library) -> APIRouter:
    """Return the routes of the canvas page."""
    router = APIRouter(include_in_schema=False)

    def show(request: Request, ecosystem: str, description: str | None, *, picture: bool = False) -> Response:
        profiles = library.profiles()
        profile = next((p for p in profiles if p.slug == request.query_params.get("profile")), None)
        canvas = narrowed(library.canvas(ecosystem, description), profile)
        card = next((e for e in library.ecosystems() if e.slug == ecosystem), None)
        lang = language_of(request)
        wanted = request.query_params.get("perspective", "Computed")
        perspective = wanted if wanted in canvas.perspectives else "Computed"
        view = request.query_params.get("view", "canvas")
        here = current(canvas, card)
        parts = blocks(canvas, perspective, earlier(library, card, here))
        if picture:
            return _picture(canvas, parts, perspective, profile, lang)
        tiles = [t for block in parts for t in block.tiles]
        counts = dict(canvas.counts)
        return page(
            request,
            "canvas.html",
            canvas=canvas,
            card=card,
            slug=ecosystem,
            profiles=profiles,
            profile=profile,
            current=here,
            moments=card.descriptions if card else (),
            kept=kept(request),
            picture=f"/ecosystem/{ecosystem}{f'/{here}' if here else ''}{PICTURE}",
            view=view if view in VIEWS else "canvas",
            perspective=perspective,
            blocks=parts,
            mentioned=sum(t.shown != "Silent" for t in tiles),
            total=len(tiles),
            needs=[t for t in tiles if t.needs],
            differing=[t for t in tiles if t.judgement.disagreement],
            said_only=bool(stated_from(canvas, perspective)) and all(t.shown == "Silent" for t in tiles),
            segments=bar(counts),
            counts=counts,
            levels=LEVELS,
            spoken=spoken_counts(counts, lang),
            behind=behind,
            shown=shown,
        )

    @router.get("/ecosystem/{ecosystem}")
    def latest(request: Request, ecosystem: str) -> Response:
        return show(request, ecosystem.removesuffix(PICTURE), None, picture=ecosystem.endswith(PICTURE))

    @router.get("/ecosystem/{ecosystem}/{description}")
    def one(request: Request, ecosystem: str, description: str) -> Response:
        wanted = description.removesuffix(PICTURE)
        return show(request, ecosystem, wanted, picture=description.endswith(PICTURE))

    return router


def kept(request: Request) -> str:
    """Return the part of the address that says how a canvas is looked at, to look at another in the same way."""
    names = ("perspective", "profile", "view")
    values = {n: v for n in names if (v := request.query_params.get(n))}
    return f"?{urlencode(values)}" if values else ""


def _picture(
    canvas: Canvas, parts: tuple[Block, ...], perspective: str, profile: Profile | None, lang: Lang
) -> Response:
    """Return the canvas as a picture that stands on its own: what, whose judgement, when, by which source."""
    counts = Counter(t.shown for block in parts for t in block.tiles)
    about = [say(f"persp.{perspective}", lang)]
    if canvas.as_of:
        about.append(say("canvas.as_of", lang, date=date(canvas.as_of, lang)))
    if profile:
        about.append(pick(profile.label, lang))
    sheet = Sheet(
        title=pick(canvas.ecosystem_label, lang),
        subtitle=" · ".join([pick(canvas.title, lang), *about]),
        groups=tuple(
            (
                pick(b.group.label, lang),
                tuple((t.judgement.notation, pick(t.judgement.label, lang), t.shown) for t in b.tiles),
            )
            for b in parts
        ),
        legend=tuple(
            (level, f"{say(f'level.{level}', lang)} {n}")
            for level in (*LEVELS, "Need", "Silent")
            if (n := counts.get(level))
        ),
        words={level: say(f"level.{level}", lang) for level in counts},
        foot="; ".join(pick(d.title, lang) or d.iri for d in canvas.documents),
        lang=lang,
    )
    return Response(canvas_svg(sheet), media_type="image/svg+xml", headers=SECURITY | {"Content-Language": lang})


def current(canvas: Canvas, card: EcosystemCard | None) -> str:
    """Return the slug of the description that is shown, as its card names it."""
    slug = canvas.description.rstrip("/").rsplit("/", 1)[-1]
    return slug if card and any(d.slug == slug for d in card.descriptions) else ""
