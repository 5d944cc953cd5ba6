"""The check page: hand in a description, read what it lacks and what is wrong in it.

The law of this file: it shows what the check found and keeps nothing. The check itself is ``POST /api/check``; where
a service has none, the page is not there either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from ecograph.api.pages.canvas import LEVELS, bar, blocks, spoken_counts
from ecograph.api.pages.library import Library
from ecograph.api.pages.view import language_of, page
from ecograph.canvas import Canvas
from ecograph.describe import Problem

#: Problems shown of one kind; the downloads hold them all.
MOST = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """The problems of one kind, those that are errors first."""

    code: str
    severity: str
    problems: tuple[Problem, ...]
    total: int


def by_kind(problems: Sequence[Problem]) -> list[Kind]:
    """Return the problems by kind, errors before warnings, the most frequent first."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.severity, problem.code), []).append(problem)
    kinds = [Kind(code, severity, tuple(same[:MOST]), len(same)) for (severity, code), same in found.items()]
    return sorted(kinds, key=lambda k: (k.severity != "error", -k.total, k.code))


def checked_page(request: Request, canvas: Canvas | None, problems: Sequence[Problem], name: str) -> HTMLResponse:
    """Return the page with the outcome of a check.

    Args:
        request: The POST to ``/api/check``.
        canvas: What was found; None where the structure is too broken to judge.
        problems: What is wrong, with places.
        name: Of the file that was handed in.
    """
    counts = dict(canvas.counts) if canvas else {}
    return page(
        request,
        "checked.html",
        name=name,
        canvas=canvas,
        blocks=blocks(canvas, "Computed") if canvas else (),
        kinds=by_kind(problems),
        errors=sum(p.severity == "error" for p in problems),
        warnings=sum(p.severity != "error" for p in problems),
        counts=counts,
        levels=LEVELS,
        segments=bar(counts),
        spoken=spoken_counts(counts, language_of(request)),
    )


def routes(library: Library) -> APIRouter:
    """Return the route of the form."""
    del library  # a check needs none
    router = APIRouter(include_in_schema=False)

    @router.get("/check")
    def form(request: Request) -> Response:
        return page(request, "check.html")

    return router
