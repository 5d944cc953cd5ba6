"""The first page: every ecosystem at a glance, and a search over everything."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from ecograph.api.pages.canvas import bar, spoken_counts
from ecograph.api.pages.library import Hit, Library
from ecograph.api.pages.map import EUROPE, NETHERLANDS, abroad, countries, home_country, places, provinces
from ecograph.api.pages.view import language_of, page
from ecograph.api.pages.words import say
from ecograph.engine.queries import Query
from ecograph.texts import Lang, pick

_SHOWN_QUESTIONS = 6
_LONGEST_SEARCH = 200


def matching_questions(questions: tuple[Query, ...], text: str, lang: Lang) -> list[Hit]:
    """Return the questions in which every word of ``text`` occurs, in either language."""
    words = text.casefold().split()
    return [
        Hit(f"/questions/{q.id}", pick(q.title, lang), say("kind.question", lang), pick(q.question, lang))
        for q in questions
        if words
        and all(w in " ".join([*q.title.values(), *q.question.values(), *q.keywords]).casefold() for w in words)
    ]


def routes(library: Library) -> APIRouter:
    """Return the routes of the home page and of the search."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def home(request: Request) -> Response:
        lang = language_of(request)
        ecosystems = library.ecosystems()
        on_map, outside = places(ecosystems), abroad(ecosystems)
        placed = {p.ecosystem.iri for p in on_map + outside}
        return page(
            request,
            "home.html",
            ecosystems=[(e, bar(dict(e.counts)), spoken_counts(dict(e.counts), lang)) for e in ecosystems],
            provinces=provinces(),
            places=on_map,
            unplaced=[e.label for e in ecosystems if e.iri not in placed],
            netherlands=NETHERLANDS,
            europe=EUROPE,
            countries=countries(),
            home_country=home_country(),
            abroad=outside,
            by_near=[p.ecosystem.label for p in on_map if p.known_by == "near"],
            by_members=[p.ecosystem.label for p in on_map if p.known_by == "members"],
            questions=library.questions()[:_SHOWN_QUESTIONS],
        )

    @router.get("/search")
    def search(request: Request) -> Response:
        lang = language_of(request)
        text = " ".join(request.query_params.get("q", "").split())[:_LONGEST_SEARCH]
        hits = [*library.search(text, lang)] if text else []
        return page(
            request, "search.html", text=text, hits=hits + matching_questions(tuple(library.questions()), text, lang)
        )

    return router
