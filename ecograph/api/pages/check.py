"""The check page: hand in a description, read what it lacks and what is wrong in it.

The law of this file: it shows what the check found and keeps nothing. The check itself is ``POST /api/check``; where
a service has none, the page is not there either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from ecograph.api.pages.canvas import LEVELS, bar, blocks, spoken_counts
from ecograph.api.pages.library import Library
from ecograph.api.pages.view import language_of, page
from ecograph.api.pages.words_check import CODES
from ecograph.canvas import Canvas, Group, Judgement
from ecograph.describe import Problem
from ecograph.errors import Place
from ecograph.texts import Text, pick

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
        workbook=name.lower().endswith(".xlsx"),
        titles=CODES,
    )


def report_page(request: Request, report: Mapping[str, Any], name: str) -> HTMLResponse:
    """Return the page with the outcome of a check, from its report as JSON (``publish/report.schema.json``).

    Args:
        request: The POST to ``/api/check``.
        report: The report, version 1.
        name: Of the file that was handed in.
    """
    return checked_page(request, canvas_of(report), [_problem(p) for p in report["problems"]], name)


def canvas_of(report: Mapping[str, Any]) -> Canvas:
    """Return the part of a canvas that a report holds and this page shows: groups, levels, rules and explanations."""
    groups: dict[str, tuple[Mapping[str, str], list[Judgement]]] = {}
    for p in report["preconditions"]:
        judgement = Judgement(
            notation=p["notation"],
            iri=p["iri"],
            label=p["label"],
            definition=p["definition"],
            rule=p["rule"],
            level=p["computed_level"],
            because=tuple(p["explanation"]),
            closed_by=(p["closed_by"] or {}).get("label", {}),
            evidence=(),
            stated=(),
            addressed_by=(),
            literature=(),
            disagreement=p["disagreement"],
        )
        groups.setdefault(pick(p["group"], "en"), (p["group"], []))[1].append(judgement)
    about, described = report["ecosystem"], report["description"]
    return Canvas(
        ecosystem=about["iri"],
        ecosystem_label=about["label"],
        description=described["iri"],
        title=described["title"],
        as_of=described["as_of"],
        documents=(),
        groups=tuple(Group(name, label, tuple(judgements)) for name, (label, judgements) in groups.items()),
        perspectives=("Computed",),
        unspecified=(),
        counts=report["counts"],
    )


def _problem(found: Mapping[str, Any]) -> Problem:
    return Problem(
        found["code"],
        Place(**found["place"]),
        Text(nl=pick(found["message"], "nl"), en=pick(found["message"], "en")),
        found["severity"],
        found["subject"] or "",
    )


def routes(library: Library) -> APIRouter:
    """Return the route of the form."""
    del library  # a check needs none
    router = APIRouter(include_in_schema=False)

    @router.get("/check")
    def form(request: Request) -> Response:
        if prepare := getattr(request.app.state, "checks", None):
            prepare()
        limit = getattr(getattr(request.app.state, "settings", None), "upload_bytes", 0)
        return page(request, "check.html", limit=limit, megabytes=limit >> 20)

    return router
