"""The query page: an editor, ready questions, and the answer as a table.

The law of this file: the page asks nothing that another client could not ask. It is a client of ``/sparql``.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from ecograph.api.pages.library import Library
from ecograph.api.pages.view import language_of, page, short
from ecograph.api.pages.words_query import SCRIPT
from ecograph.engine.queries import Query, with_prefixes
from ecograph.errors import UnknownName
from ecograph.publish.tables import available
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import Lang, Text, pick

FIRST = """# The ecosystems that are described here
SELECT ?ecosystem ?label WHERE {
  ?ecosystem a eco:InnovationEcosystem ;
    rdfs:label ?label .
}
LIMIT 100"""

#: What a form without script may ask for: name and media type.
FORMATS = (
    ("CSV", "csv"),
    ("TSV", "tsv"),
    ("JSON", "json"),
    ("XML", "xml"),
    ("Turtle", "turtle"),
    ("N-Triples", "ntriples"),
)


def readable(text: str) -> str:
    r"""Return a query without its header, with its prefixes on lines of their own.

    >>> print(readable("#+ title: x\nSELECT * WHERE { ?s a eco:Actor }"))
    PREFIX eco: <https://w3id.org/ecograph/ns#>
    <BLANKLINE>
    SELECT * WHERE { ?s a eco:Actor }
    """
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip()
    complete = with_prefixes(body)
    head = complete[: len(complete) - len(body)].strip().replace(" PREFIX ", "\nPREFIX ")
    return f"{head}\n\n{body}" if head else body


def chosen(questions: tuple[Query, ...], wanted: str) -> Query:
    """Return the question with that id.

    Raises:
        UnknownName: with the nearest id.
    """
    for question in questions:
        if question.id == wanted:
            return question
    raise UnknownName(Text(nl="vraag", en="question"), wanted, [q.id for q in questions])


def script_setup(lang: Lang) -> dict[str, object]:
    """Return what the scripts that run queries need to know: endpoint, prefixes, and their texts in one language."""
    return {
        "lang": lang,
        "endpoint": "/sparql",
        "site": SITE,
        "prefixes": PREFIXES,
        "exports": available(),
        "words": {key: words.say(lang) for key, words in SCRIPT.items()},
    }


def routes(library: Library) -> APIRouter:
    """Return the route of the query page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/query")
    def query(request: Request) -> Response:
        lang = language_of(request)
        questions = tuple(library.questions())
        wanted = request.query_params.get("question")
        question = chosen(questions, wanted) if wanted else None
        text = readable(request.query_params.get("query") or (question.text if question else FIRST))
        return page(
            request,
            "query.html",
            question=question,
            questions=[(q, readable(q.text)) for q in questions],
            text=text,
            formats=FORMATS,
            setup=script_setup(lang),
        )

    @router.get("/query/terms.json")
    def terms(request: Request) -> Response:
        lang = language_of(request)
        found = [
            {"name": short(t.iri), "kind": t.kind, "label": pick(t.label, lang), "count": t.count}
            | ({"on": [short(c) for c in t.classes]} if t.classes else {})
            | ({"required": [short(c) for c in t.required]} if t.required else {})
            for t in library.terms()
        ]
        return JSONResponse(found, headers={"Vary": "Accept-Language, Cookie"})

    return router
