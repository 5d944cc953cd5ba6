"""Errors as problem+json (RFC 9457): from exception to status in one place.

The law of this file: every exception of ecograph knows its status and code; this file only writes them down. What is
not one of ours is a fault of ours: status 500, no details to the outside, the traceback in the log.
"""

from __future__ import annotations

import json
from typing import Any

from pyoxigraph import RdfFormat, parse, serialize

from ecograph.api import negotiation
from ecograph.api.pages.view import accepted_language
from ecograph.api.problem_texts import ALL
from ecograph.errors import EcoGraphError, NotReady, NotWellFormed, QueueFull
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import Text

CONTENT_TYPE = "application/problem+json"

#: Title of each error by code: the page, the documents and ``type`` read the one table (``problem_texts``).
TITLES: dict[str, Text] = {code: texts[0] for code, texts in ALL.items()}


def document(error: Exception, accept_language: str = "") -> tuple[int, dict[str, Any], dict[str, str]]:
    """Return status, problem document and headers for an exception, in the language that the client prefers.

    >>> from ecograph.errors import QueryRefused
    >>> document(QueryRefused("SERVICE is refused."))[1]["type"]
    'https://w3id.org/ecograph/problem/query-refused'
    """
    if not isinstance(error, EcoGraphError):
        error = EcoGraphError("Something went wrong on our side.", remedy="The log of the server says more.")
    lang = accepted_language(accept_language)
    problem: dict[str, Any] = {
        "type": f"{SITE}problem/{error.code}",
        "title": TITLES[error.code][lang] if error.code in TITLES else error.code,
        "status": error.status,
        "detail": error.text[lang],
    }
    if error.remedy_text[lang]:
        problem["remedy"] = error.remedy_text[lang]
    if error.place:
        fields = ("file", "line", "column", "sheet", "cell", "iri")
        problem |= {n: v for n in fields if (v := getattr(error.place, n)) is not None}
    problem |= getattr(error, "details", {})
    headers: dict[str, str] = {"content-language": lang}
    if isinstance(error, QueueFull | NotReady):
        headers["retry-after"] = str(error.retry_after)
    if allowed := getattr(error, "allowed", None):
        headers["allow"] = allowed
    if error.status == 401:
        headers["www-authenticate"] = 'Bearer realm="ecograph"'
    return error.status, problem, headers


def as_rdf(error: Exception, accept: str) -> tuple[bytes, str] | None:
    """Return what the shapes found as a SHACL report, with its media type, where the client names an RDF format."""
    if not isinstance(error, NotWellFormed) or not error.report:
        return None
    chosen = negotiation.choose("graph", accept)
    if chosen is None or negotiation.quality(negotiation.ranges(accept), chosen[1])[1] < 3:
        return None
    rdf_format = RdfFormat.from_media_type(chosen[0].media_type)
    report = parse(error.report, RdfFormat.N_TRIPLES)
    content = serialize((quad.triple for quad in report), format=rdf_format, prefixes={"sh": PREFIXES["sh"]})
    return content or b"", chosen[1]


def body(problem: dict[str, Any]) -> bytes:
    """Return the document as JSON."""
    return json.dumps(problem, ensure_ascii=False).encode()
