"""The pages for what went wrong: what happened, and where to go from here."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from ecograph.api.pages.view import language_of, page
from ecograph.errors import EcoGraphError, LimitReached

#: Statuses with a text of their own; another one takes the text of its class.
_KNOWN = (400, 404, 406, 413, 415, 422, 500, 503)


def wants_html(request: Request) -> bool:
    """Return whether a person in a browser asks, so that an error should be a page and not problem+json."""
    accept = request.headers.get("accept", "").lower()
    return "text/html" in accept and not accept.startswith(("application/problem+json", "application/json"))


def problem_page(request: Request, status: int, error: Exception | None = None) -> HTMLResponse:
    """Return the page for an error.

    Args:
        request: What was asked.
        status: HTTP status of the answer.
        error: What went wrong; only our own errors are shown in words, others may hold what nobody should read
            (a limit that was reached says which one).
    """
    lang = language_of(request)
    known = status if status in _KNOWN else (500 if status >= 500 else 400)
    shown = EcoGraphError if status < 500 else LimitReached
    detail = error if isinstance(error, shown) else None
    return page(
        request,
        "problem.html",
        status=status,
        code=status,
        known=known,
        message=detail.text[lang] if detail else "",
        remedy=detail.remedy_text[lang] if detail else "",
    )
