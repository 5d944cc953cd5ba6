"""Errors as problem+json (RFC 9457): from exception to status in one place.

The law of this file: every exception of ecograph knows its status and code; this file only writes them down. What is
not one of ours is a fault of ours: status 500, no details to the outside, the traceback in the log.
"""

from __future__ import annotations

import json
from typing import Any

from ecograph.api.pages.view import accepted_language
from ecograph.errors import EcoGraphError, QueueFull
from ecograph.terms import SITE
from ecograph.texts import Text

CONTENT_TYPE = "application/problem+json"

TITLES: dict[str, Text] = {
    code: Text(nl=nl, en=en)
    for code, nl, en in (
        ("bad-call", "Het verzoek is niet zoals het hoort", "The request is not as it should be"),
        ("unknown-name", "Er is niets met die naam", "There is nothing of that name"),
        ("query-syntax", "De vraag is geen geldige SPARQL", "The query is not valid SPARQL"),
        ("query-refused", "De vraag mag hier niet", "The query may not run here"),
        ("not-acceptable", "Geen van de gevraagde formaten past", "None of the accepted formats fits this answer"),
        ("unsupported-media-type", "Dit type inhoud past hier niet", "A body of this type is not taken here"),
        ("method-not-allowed", "Deze methode kan hier niet", "This method is not possible here"),
        ("unauthorised", "Er is een token nodig", "A token is needed"),
        ("forbidden", "Schrijven staat uit", "Writing is switched off"),
        ("too-large", "De inhoud is te groot", "The body is too large"),
        ("changed-meanwhile", "De stand is intussen veranderd", "The state has changed meanwhile"),
        ("conflict", "De wijziging past niet op de huidige stand", "The update does not fit the present state"),
        ("bad-data", "De gegevens zijn niet zoals het hoort", "The data is not as it should be"),
        ("syntax", "De gegevens zijn niet te lezen", "The data does not parse"),
        ("not-a-description", "De gegevens beschrijven geen ecosysteem", "The data describes no ecosystem"),
        ("limit-reached", "Een grens is bereikt", "A limit was reached"),
        ("deadline", "De vraag duurde te lang", "The query took too long"),
        ("memory", "De vraag heeft te veel geheugen nodig", "The query needs too much memory or nesting"),
        ("answer-too-large", "Het antwoord is te groot", "The answer is too large"),
        ("busy", "Te veel vragen tegelijk", "Too many requests at once"),
        ("store", "De gegevens zijn niet bereikbaar", "The store does not answer"),
        ("error", "Er ging bij ons iets mis", "Something went wrong on our side"),
    )
}


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
