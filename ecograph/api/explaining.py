"""``POST /api/explain``: how a query is rewritten before it runs, and why its answer stays the same.

The law of this file: nothing runs. A query is checked as every other, read, and told back.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from ecograph.api.asgi import TooLarge
from ecograph.api.pages.view import language_of
from ecograph.engine import guard, sparql_rewrite
from ecograph.engine.queries import with_prefixes
from ecograph.settings import Settings
from ecograph.texts import Lang


def explaining_router(settings: Settings) -> APIRouter:
    """Return the route that explains a query."""
    router = APIRouter(include_in_schema=False)

    @router.post("/api/explain")
    async def explain(request: Request) -> dict[str, Any]:
        body = b""
        async for block in request.stream():
            body += block
            if len(body) > settings.query_bytes:
                raise TooLarge(
                    f"The body is larger than {settings.query_bytes:,} bytes.", remedy="Send a shorter query."
                )
        text = body.decode("utf-8", "replace")
        guard.check(text, max_bytes=settings.query_bytes, max_depth=settings.query_depth)
        return await run_in_threadpool(explained, text, language_of(request))

    return router


def explained(text: str, lang: Lang) -> dict[str, Any]:
    """Return what happens to a query: ``summary``, ``steps`` and the ``query`` that runs.

    >>> explained("ASK { ?s ?p ?o }", "en")["summary"]
    'This query runs as it stands.'
    """
    found = sparql_rewrite.explain(with_prefixes(text))
    steps = [{"pattern": s.pattern, "rewritten": s.rewritten, "reason": s.reason[lang]} for s in found.steps]
    return {"summary": found.summary(lang), "steps": steps, "query": found.text if steps else text}
