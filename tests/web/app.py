"""A small application around the pages, with an endpoint that answers from a table."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response, UploadFile
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ecograph.api import pages
from ecograph.describe import Problem
from ecograph.errors import DataError, EcoGraphError, Place
from ecograph.terms import SITE
from ecograph.texts import Text
from tests.web.canvases import EVIL, emmen
from tests.web.fixture import Fixture
from tests.web.tables import ANSWERS, BIDI

ROWS = {
    "head": {"vars": ["precondition", "level", "amount"]},
    "results": {
        "bindings": [
            {
                "precondition": {"type": "uri", "value": SITE + "precondition/shared-proposition"},
                "level": {"type": "uri", "value": SITE + "vocab/level/Partial"},
                "amount": {
                    "type": "literal",
                    "value": "750000",
                    "datatype": "http://www.w3.org/2001/XMLSchema#decimal",
                },
            },
            {
                "precondition": {"type": "uri", "value": "javascript:window.broken=1"},
                "level": {"type": "literal", "value": EVIL, "xml:lang": "nl"},
            },
        ]
    },
}
PROBLEM = {
    "type": "https://w3id.org/ecograph/errors#query-syntax",
    "title": "The query does not parse",
    "status": 400,
    "detail": "Expected a variable here.",
    "line": 2,
    "column": 3,
    "remedy": "Write a variable or an IRI.",
}
TRIPLES = (
    f'<{SITE}id/a> <{SITE}ns#amount> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    f'<{SITE}id/a> <http://www.w3.org/2000/01/rdf-schema#label> "caf\\u00E9 \\"x\\""@nl .\n'
)


def answered(query: str) -> Response:
    """Return what the small endpoint answers, by a word in the query."""
    if "BROKEN" in query:
        return JSONResponse(PROBLEM, 400, media_type="application/problem+json")
    if "ASK" in query:
        return JSONResponse({"head": {}, "boolean": True}, media_type="application/sparql-results+json")
    if "CONSTRUCT" in query:
        return Response(TRIPLES, media_type="application/n-triples")
    if "MANY" in query:
        row = ROWS["results"]["bindings"][0]
        many = {"head": ROWS["head"], "results": {"bindings": [row] * 100_000}}
        return JSONResponse(many, media_type="application/sparql-results+json")
    for word, found in ANSWERS.items():
        if word in query:
            return JSONResponse(found, media_type="application/sparql-results+json")
    if "CUT" in query:
        headers = {"X-EcoGraph-Truncated": "true"}
        return JSONResponse(ROWS, headers=headers, media_type="application/sparql-results+json")
    if "NONE" in query or "VALUES ?iri" in query:
        return JSONResponse(
            {"head": {"vars": ["x"]}, "results": {"bindings": []}}, media_type="application/sparql-results+json"
        )
    return JSONResponse(ROWS, media_type="application/sparql-results+json")


def application() -> FastAPI:
    app = FastAPI()

    @app.api_route("/sparql", methods=["GET", "POST"])
    async def sparql(request: Request) -> Response:
        query = (await request.body()).decode() or request.query_params.get("query", "")
        return answered(query)

    @app.post("/api/check")
    async def check(request: Request, file: UploadFile) -> Response:
        name = file.filename or ""
        if request.query_params.get("format") != "html":
            return Response(b"saved", media_type="application/octet-stream")
        if "unreadable" in name:
            return pages.problem_page(request, 422, DataError("The file does not parse.", remedy="Look at line 3."))
        problems = (
            Problem(
                "dangling-reference", Place(file=name, sheet="Actors", cell="B7"), Text(nl=EVIL, en="Unknown actor.")
            ),
            Problem("no-label", Place(file=name, line=3, column=1), Text(nl="Geen naam.", en="No name."), "warning"),
        )
        if "hostile" in name:
            said = Text(nl=f"{BIDI} javascript:window.broken=1", en=f"{BIDI} javascript:window.broken=1")
            problems = (
                Problem("dangling-reference", Place(file=name, sheet=BIDI, cell="B7"), said),
                Problem("no-label", Place(iri="javascript:window.broken=1"), Text(nl=EVIL, en=EVIL)),
            )
        found = problems if "wrong" in name or "hostile" in name else ()
        return pages.checked_page(request, emmen(), found, name)

    @app.get("/fault")
    def fault() -> Response:
        raise RuntimeError("a secret that no page shows")

    @app.exception_handler(EcoGraphError)
    async def ours(request: Request, error: EcoGraphError) -> Response:
        return pages.problem_page(request, error.status, error)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        return pages.problem_page(request, error.status_code)

    @app.exception_handler(Exception)
    async def other(request: Request, error: Exception) -> Response:
        return pages.problem_page(request, 500, error)

    pages.mount(app, Fixture(), checks=object)
    return app
