"""Errors as problem+json (RFC 9457): from exception to status in one place.

The law of this file: every exception of ecograph knows its status and code; this file only writes them down. What is
not one of ours is a fault of ours: status 500, no details to the outside, the traceback in the log.
"""

from __future__ import annotations

import json
from typing import Any

from ecograph.api.pages.view import accepted_language
from ecograph.api.problem_texts import ALL
from ecograph.errors import EcoGraphError, QueueFull
from ecograph.terms import SITE
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
    if isinstance(error, QueueFull):
        headers["retry-after"] = str(error.retry_after)
    if allowed := getattr(error, "allowed", None):
        headers["allow"] = allowed
    if error.status == 401:
        headers["www-authenticate"] = 'Bearer realm="ecograph"'
    return error.status, problem, headers


def body(problem: dict[str, Any]) -> bytes:
    """Return the document as JSON."""
    return json.dumps(problem, ensure_ascii=False).encode()
