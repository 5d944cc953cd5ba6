"""What this service publishes about itself: the DCAT-AP-NL catalogue and the VoID statistics.

The law of this file: both are counted from the store that answers, and made anew when it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from pyoxigraph import RdfFormat

from ecograph.api import negotiation
from ecograph.api.library import Reader, StoreLibrary
from ecograph.engine.formats import formats_for
from ecograph.engine.graph import Graph, write
from ecograph.engine.store import Store
from ecograph.errors import NotAcceptable
from ecograph.linking.registers import status
from ecograph.publish.catalogue import CC_BY, Catalogue, Contact, Dataset, File, Organisation, catalogue
from ecograph.publish.examples import examples
from ecograph.publish.void import count, void
from ecograph.settings import Settings
from ecograph.terms import reference_graph
from ecograph.texts import Text

_TITLE = Text(nl="Regionale innovatie-ecosystemen", en="Regional innovation ecosystems")
_ABOUT = Text(
    nl="Beschrijvingen van regionale innovatie-ecosystemen, getoetst aan randvoorwaarden, en de registers daarbij.",
    en="Descriptions of regional innovation ecosystems, checked against preconditions, and the registers beside them.",
)
_DESCRIBES = Text(
    nl="Partijen, initiatieven en randvoorwaarden van een ecosysteem, met voor elke uitspraak de bron.",
    en="Actors, initiatives and preconditions of an ecosystem, with the source of every statement.",
)
_KEYWORDS = (Text(nl="innovatie-ecosysteem", en="innovation ecosystem"), Text(nl="Triple Helix", en="Triple Helix"))
#: GeoNames: the Netherlands, where the described ecosystems and registers mostly are.
_PLACE = "https://sws.geonames.org/2750405/"


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
        return turtle(lambda base: write(_catalogue(base, library, settings)), request)

    return router


def _catalogue(base: str, library: StoreLibrary, settings: Settings) -> Graph:
    publisher = Organisation(settings.publisher_iri, Text(nl=settings.publisher_name, en=settings.publisher_name))
    today = datetime.now(UTC).date()
    described = [_described(base, d.iri, d.title, d.as_of, publisher, today) for d in library.descriptions()]
    return catalogue(
        Catalogue(
            base=base,
            title=_TITLE,
            description=_ABOUT,
            publisher=publisher,
            contact=Contact(base + "#contact", settings.publisher_name, settings.contact_email, settings.contact_url),
            issued=today,
            modified=today,
            datasets=(*described, *_registers(base, publisher)),
        )
    )


def _described(
    base: str, iri: str, title: Mapping[str, str], as_of: str, publisher: Organisation, today: date
) -> Dataset:
    day = date.fromisoformat(as_of) if len(as_of) == 10 else today
    any_title = next(iter(title.values()), iri)
    return Dataset(
        iri=iri,
        title=Text(nl=title.get("nl", any_title), en=title.get("en", any_title)),
        description=_DESCRIBES,
        issued=day,
        modified=day,
        creator=publisher,
        files=(File(_file(base, iri), "ttl"),),
        licence=CC_BY,
        keywords=_KEYWORDS,
        places=(_PLACE,),
    )


def _registers(base: str, publisher: Organisation) -> list[Dataset]:
    found = []
    for register in status():
        iri = reference_graph(register.name).value
        title = Text(nl=register.title["nl"], en=register.title["en"])
        found.append(
            Dataset(
                iri=iri,
                title=title,
                description=title,
                issued=register.dated,
                modified=register.dated,
                creator=publisher,
                files=(File(_file(base, iri), "ttl"),),
                licence=register.licence,
                places=(_PLACE,),
                sources=(register.source,) if register.source.startswith("http") else (),
            )
        )
    return found


def _file(base: str, graph: str) -> str:
    return f"{base}store?graph={quote(graph, safe='')}"
