"""The ready questions as forms: choose what a question is about, read the answer, see the query.

The law of this file: a form asks nothing that the query does not declare, and what is filled in is bound as an RDF
term, never pasted into the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from ecograph.api.pages.library import Library
from ecograph.api.pages.query import chosen, readable, script_setup
from ecograph.api.pages.view import language_of, page
from ecograph.api.pages.words_columns import heads
from ecograph.engine.queries import Parameter, Query
from ecograph.errors import CallerError
from ecograph.questions import Choice
from ecograph.texts import Lang

#: HTML input types that fit a parameter's type.
INPUTS = {"integer": "number", "date": "date"}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a form shows it: with its choices, or free where there are none."""

    parameter: Parameter
    choices: Sequence[Choice]
    value: str
    input: str


def given(question: Query, parameters: Mapping[str, str], lang: Lang) -> dict[str, str]:
    """Return what was filled in; a question that asks for a language gets that of the page."""
    values = {p.name: parameters.get(p.name, "").strip() for p in question.parameters if p.name != "lang"}
    if any(p.name == "lang" for p in question.parameters):
        values["lang"] = lang
    return {name: value for name, value in values.items() if value}


def rest_address(request: Request, question: Query, values: Mapping[str, str]) -> str:
    """Return where scripts get the same answer as JSON; the empty string where the service offers no such thing."""
    offered = any(path.startswith("/api/questions") for path in getattr(request.app, "endpoints", ()))
    address = f"/api/questions/{quote(question.id)}" + (f"?{urlencode(values)}" if values else "")
    return address if offered else ""


def routes(library: Library) -> APIRouter:
    """Return the routes of the list of questions and of each question."""
    router = APIRouter(include_in_schema=False)

    @router.get("/questions")
    def every(request: Request) -> Response:
        return page(request, "questions.html", questions=library.questions())

    @router.get("/questions/{identifier}")
    def one(request: Request, identifier: str) -> Response:
        lang = language_of(request)
        question = chosen(tuple(library.questions()), identifier)
        values = given(question, request.query_params, lang)
        fields = [
            Field(p, library.choices(question, p, lang), values.get(p.name, ""), INPUTS.get(p.type, "text"))
            for p in question.parameters
            if p.name != "lang"
        ]
        sparql, trouble = "", None
        if all(values.get(p.name) for p in question.parameters if p.required):
            try:
                sparql = readable(question.bind(values))
            except CallerError as error:
                trouble = error
        return page(
            request,
            "question.html",
            status=400 if trouble else 200,
            question=question,
            fields=fields,
            sparql=sparql,
            trouble=trouble,
            csv="/sparql?" + urlencode({"query": sparql, "format": "csv"}),
            excel="/api/export?" + urlencode({"query": sparql, "format": "xlsx", "lang": lang}),
            edit="/query?" + urlencode({"query": sparql}),
            rest=rest_address(request, question, values),
            origin=str(request.base_url).rstrip("/"),
            setup={**script_setup(lang), "heads": heads(question.columns, lang)},
        )

    return router
