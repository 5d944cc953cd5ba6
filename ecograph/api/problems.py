"""Errors as problem+json (RFC 9457): from exception to status in one place.

The law of this file: every exception of ecograph knows its status and code; this file only writes them down. What is
not one of ours is a fault of ours: status 500, no details to the outside, the traceback in the log.
"""

from __future__ import annotations

import json
from typing import Any

from ecograph.errors import EcoGraphError, QueueFull
from ecograph.terms import SITE

CONTENT_TYPE = "application/problem+json"

TITLES: dict[str, str] = {
    "bad-call": "The request is not as it should be",
    "unknown-name": "There is nothing of that name",
    "query-syntax": "The query does not parse",
    "query-refused": "The query may not run here",
    "not-acceptable": "None of the accepted formats can hold this answer",
    "unsupported-media-type": "A body of this type is not taken here",
    "method-not-allowed": "This method is not possible here",
    "unauthorised": "A token is needed",
    "forbidden": "Writing is switched off",
    "too-large": "The body is too large",
    "changed-meanwhile": "The state has changed since you read it",
    "conflict": "The update cannot be done on the present state",
    "bad-data": "The data is not as it should be",
    "syntax": "The data does not parse",
    "not-a-description": "The data describes no ecosystem",
    "limit-reached": "A limit was reached",
    "deadline": "The query took too long",
    "memory": "The query needs too much memory or nesting",
    "answer-too-large": "The answer is too large",
    "busy": "Too many requests at once",
    "store": "The store does not answer",
    "error": "Something went wrong on our side",
}


def document(error: Exception) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Return status, problem document and headers for an exception.

    >>> from ecograph.errors import QueryRefused
    >>> document(QueryRefused("SERVICE is refused."))[1]["type"]
    'https://w3id.org/ecograph/problem/query-refused'
    """
    if not isinstance(error, EcoGraphError):
        error = EcoGraphError("Something went wrong on our side.", remedy="The log of the server says more.")
    problem: dict[str, Any] = {
        "type": f"{SITE}problem/{error.code}",
        "title": TITLES.get(error.code, error.code),
        "status": error.status,
        "detail": error.message,
    }
    if error.remedy:
        problem["remedy"] = error.remedy
    if error.place:
        fields = ("file", "line", "column", "sheet", "cell", "iri")
        problem |= {n: v for n in fields if (v := getattr(error.place, n)) is not None}
    headers: dict[str, str] = {}
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
