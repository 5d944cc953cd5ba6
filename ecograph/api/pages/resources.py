"""Every IRI of ours a page: what it is, what it says, what refers to it; and the page of the ontology.

The law of this file: what a rule concluded is marked as such and can be left out; what no source states is never shown
as if one did.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from ecograph.api.pages.library import Library, Property, ResourcePage
from ecograph.api.pages.map import spot
from ecograph.api.pages.problems import wants_html
from ecograph.api.pages.view import href, language_of, page
from ecograph.errors import UnknownName
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import Text, pick

#: The paths under which IRIs of ours live. Those of the ontology itself have a page of their own.
SPACES = ("id", "vocab", "precondition", "shapes", "graph", "problem")

#: So many values of one property stand in the open; the others unfold.
_FOLDED = 12

#: Every form in which a resource can be had: name, value of ``?format=``, media type.
FORMS = (
    ("Turtle", "ttl", "text/turtle"),
    ("JSON-LD", "jsonld", "application/ld+json"),
    ("N-Triples", "nt", "application/n-triples"),
    ("RDF/XML", "rdf", "application/rdf+xml"),
)


def asserted(properties: tuple[Property, ...]) -> tuple[Property, ...]:
    """Return the properties without what a rule concluded."""
    kept = (replace(p, values=tuple(v for v in p.values if not v.inferred)) for p in properties)
    return tuple(p for p in kept if p.values)


def query_about(iri: str) -> str:
    """Return the address of the query page with a query about one resource."""
    return "/query?" + urlencode({"query": f"SELECT ?property ?value WHERE {{\n  <{iri}> ?property ?value .\n}}"})


def resource_page(request: Request, library: Library, iri: str) -> Response:
    """Return the page of one resource, in the language of the request.

    Args:
        request: What was asked; ``?inferred=no`` leaves out what rules concluded.
        library: Where it is looked up.
        iri: The IRI in full.

    Raises:
        UnknownName: nothing is known of it.
    """
    found = library.resource(iri, language_of(request))
    if found is None:
        raise UnknownName(Text(nl="IRI", en="IRI"), iri, [])
    bare = request.query_params.get("inferred") == "no"
    values = [v for p in found.properties + found.backlinks for v in p.values]
    shown = (
        replace(found, properties=asserted(found.properties), backlinks=asserted(found.backlinks)) if bare else found
    )
    return page(
        request,
        "resource.html",
        resource=shown,
        forms=FORMS,
        inferred=sum(v.inferred for v in values),
        bare=bare,
        query=query_about(found.iri),
        neighbours=neighbours(shown),
        spot=spot(found.region_code, found.near),
        folded=_FOLDED,
    )


def neighbours(resource: ResourcePage, most: int = 14) -> list[tuple[str, str, bool]]:
    """Return the nearest resources as label, address and direction (True: this one refers to it), each once."""
    ties = [(v, True) for p in resource.properties for v in p.values] + [
        (v, False) for p in resource.backlinks for v in p.values
    ]
    seen: dict[str, tuple[str, str, bool]] = {}
    for value, outward in ties:
        if value.iri.startswith(SITE + "id/") and value.iri != resource.iri:
            seen.setdefault(value.iri, (value.text, href(value.iri), outward))
    return list(seen.values())[:most]


def iri_of(request: Request) -> str:
    """Return the IRI that a path of ours stands for."""
    return SITE + request.url.path.removeprefix("/")


def elsewhere(request: Request) -> Response | None:
    """Return where the RDF of an IRI is, for those who want that; None for those who want a page."""
    form = request.query_params.get("format", "")
    if form == "html" or (not form and (wants_html(request) or request.headers.get("accept", "*/*") == "*/*")):
        return None
    values = {"query": f"DESCRIBE <{iri_of(request)}>"} | ({"format": form} if form else {})
    return RedirectResponse(f"/sparql?{urlencode(values)}", 303, {"Vary": "Accept"})


def ontology_page(request: Request, library: Library) -> Response:
    """Return the page of the ontology: every class and property, with how often the graph uses it."""
    lang = language_of(request)
    terms = sorted(library.terms(), key=lambda term: (pick(term.label, lang) or term.iri).casefold())
    return page(
        request,
        "ontology.html",
        classes=[t for t in terms if t.kind == "Class"],
        properties=[t for t in terms if t.kind == "Property"],
        namespace=PREFIXES["eco"],
    )


def routes(library: Library) -> APIRouter:
    """Return the routes of the resources and of the ontology."""
    router = APIRouter(include_in_schema=False)

    @router.get("/ns")
    def ontology(request: Request) -> Response:
        return ontology_page(request, library)

    for space in SPACES:

        @router.get(f"/{space}/{{rest:path}}")
        def one(request: Request) -> Response:
            return elsewhere(request) or resource_page(request, library, iri_of(request))

    return router
