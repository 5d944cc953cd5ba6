"""What the service says of its own interface: OpenAPI, the page ``/docs``, the errors, conformance.

The law of this file: everything is read from what answers (routes, questions, errors, the report of the test runner).
"""

from __future__ import annotations

import functools
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse

from ecograph.api import negotiation, openapi
from ecograph.api.pages import Library, docs
from ecograph.api.pages.view import language_of, page
from ecograph.api.problem_texts import ALL
from ecograph.engine.formats import BY_NAME
from ecograph.engine.graph import write
from ecograph.errors import NotAcceptable
from ecograph.publish import conformance
from ecograph.texts import Lang, Text

_OPEN = {"access-control-allow-origin": "*", "x-content-type-options": "nosniff"}


def interface_router(app: FastAPI, library: Library) -> APIRouter:
    """Return the routes ``/openapi.json``, ``/docs``, ``/problem`` and ``/conformance``.

    Args:
        app: The application that is described.
        library: Gives the questions.
    """
    router = APIRouter()

    @functools.cache
    def described(lang: Lang) -> dict[str, Any]:
        return openapi.describe(app, library.questions(), lang)

    app.openapi = lambda: described("en")  # type: ignore[method-assign]  # the framework's own way to ask

    @router.get("/openapi.json", include_in_schema=False)
    def document(request: Request) -> Response:
        headers = _OPEN | {"vary": "Accept-Language, Cookie", "cache-control": "no-cache"}
        return JSONResponse(described(language_of(request)), headers=headers)

    @router.get("/conformance", tags=["publishing"], response_class=Response, responses=_CONFORMANCE)
    def conforms(request: Request, format: str = "") -> Response:  # noqa: A002  # as everywhere
        """Return how each W3C test suite came out: a page, JSON, or EARL in Turtle."""
        accept = ",".join(request.headers.getlist("accept"))
        form = format or _form(accept)
        if form == "html":
            return page(request, "conformance.html", report=conformance.report())
        headers = _OPEN | {"vary": "Accept, Accept-Language, Cookie", "cache-control": "no-cache"}
        if form == "json":
            return JSONResponse(conformance.document(), headers=headers)
        if form == "ttl":
            body = write(conformance.earl(conformance.report()))
            return Response(body, headers=headers | {"content-type": BY_NAME["ttl"].content_type})
        raise NotAcceptable(
            Text(nl=f'De uitkomsten zijn er niet als "{form}".', en=f'The outcomes do not come as "{form}".'),
            remedy=Text(nl="Wel als: html, json, ttl.", en="They come as: html, json, ttl."),
        )

    router.include_router(docs.routes(described, ALL))
    return router


_CONFORMANCE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {}, "text/turtle": {}, "text/html": {}}},
    406: {"$ref": "#/components/responses/Problem406"},
}


def _form(accept: str) -> str:
    """Return what a client takes best: page, JSON or Turtle."""
    accepted = negotiation.ranges(accept)
    if not accepted:
        return "json"
    offered = {"json": "application/json", "html": "text/html", "ttl": "text/turtle"}
    best = max(offered, key=lambda name: negotiation.quality(accepted, offered[name]))
    return best if negotiation.quality(accepted, offered[best])[0] > 0 else accept
