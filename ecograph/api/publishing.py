"""What this service publishes about itself: the DCAT-AP-NL catalogue and the VoID statistics.

The law of this file: both are counted from the store that answers, and made anew when it changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from fastapi import APIRouter, Request, Response
from pyoxigraph import RdfFormat

from ecograph.api import negotiation
from ecograph.api.library import StoreLibrary
from ecograph.api.reading import Reader
from ecograph.engine.formats import formats_for
from ecograph.engine.graph import write
from ecograph.engine.store import Store
from ecograph.errors import NotAcceptable
from ecograph.publish.examples import examples
from ecograph.publish.ours import ours
from ecograph.publish.void import count, void
from ecograph.settings import Settings

_EXAMPLES: dict[int | str, dict[str, Any]] = {
    200: {"content": {f.media_type: {} for f in formats_for("graph")}},
    406: {"$ref": "#/components/responses/Problem406"},
}


def publishing_router(store: Store, settings: Settings) -> APIRouter:
    """Return the routes ``/catalog``, ``/void``, ``/.well-known/void`` and ``/.well-known/sparql-examples``."""
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

    @router.get(
        "/.well-known/sparql-examples",
        summary="The questions as SPARQL examples in RDF",
        response_class=Response,
        responses=_EXAMPLES,
    )
    def examples_document(request: Request, format: str = "") -> Response:  # noqa: A002  # as everywhere
        """Return every ready question as sh:SPARQLExecutable, as editors read them."""
        accept = ",".join(request.headers.getlist("accept"))
        wanted, types = negotiation.accepts(accept, format)
        if wanted.graph is None:
            known = ", ".join(f.media_type for f in formats_for("graph"))
            raise NotAcceptable("The examples have no format that the request accepts.", remedy=f"Known: {known}.")
        rdf_format = RdfFormat.from_media_type(wanted.graph)
        assert rdf_format is not None  # the table of formats is Oxigraph's
        body = write(examples(str(request.base_url) + "sparql"), rdf_format)
        headers = {"access-control-allow-origin": "*", "cache-control": "no-cache", "vary": "Accept"}
        return Response(body, headers=headers | {"content-type": types["graph"]})

    @router.get("/catalog", summary="DCAT-AP-NL 3.0: what is published", response_class=Response)
    def catalogue_page(request: Request) -> Response:
        return turtle(lambda base: write(ours(base, library.descriptions(), settings)), request)

    return router
