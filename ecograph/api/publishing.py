"""What this service publishes about itself: the DCAT-AP-NL catalogue and the VoID statistics.

The law of this file: both are counted from the store that answers, and made anew when it changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from fastapi import APIRouter, Request, Response

from ecograph.api.library import StoreLibrary
from ecograph.api.reading import Reader
from ecograph.engine.graph import write
from ecograph.engine.store import Store
from ecograph.publish.ours import ours
from ecograph.publish.void import count, void
from ecograph.settings import Settings


def publishing_router(store: Store, settings: Settings) -> APIRouter:
    """Return the routes ``/catalog``, ``/void`` and ``/.well-known/void``."""
    router = APIRouter(tags=["publishing"])
    reader, library = Reader(store), StoreLibrary(store)

    @lru_cache(maxsize=2)
    def statistics(version: str, base: str) -> bytes:
        del version  # the key of what is kept
        return write(void(base, count(reader.quads())))

    def turtle(make: Callable[[str], bytes], request: Request) -> Response:
        headers = {"access-control-allow-origin": "*", "cache-control": "no-cache"}
        return Response(make(str(request.base_url)), media_type="text/turtle; charset=utf-8", headers=headers)

    @router.get("/.well-known/void", summary="VoID: what is here, counted", response_class=Response)
    @router.get("/void", include_in_schema=False)
    def statistics_page(request: Request) -> Response:
        return turtle(lambda base: statistics(reader.version(), base), request)

    @router.get("/catalog", summary="DCAT-AP-NL 3.0: what is published", response_class=Response)
    def catalogue_page(request: Request) -> Response:
        return turtle(lambda base: write(ours(base, library.descriptions(), settings)), request)

    return router
