"""Every IRI of ours answers: a page for a person, RDF for a program.

The law of this file: ``?format=`` wins, then the ending of the path (``.ttl``), then the Accept header; a client that
takes both alike gets the page. A document is whole, or says what it leaves out, or is refused; never silently cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from ecograph.api import negotiation
from ecograph.api.pages import Library, resource_page
from ecograph.api.pages.resources import SPACES, ontology_page
from ecograph.api.pages.schema import shapes_page
from ecograph.engine.formats import BY_NAME, Format, formats_for
from ecograph.engine.graph import Graph
from ecograph.engine.queries import expand, named
from ecograph.errors import AnswerTooLarge, CallerError, NotAcceptable, UnknownName
from ecograph.terms import DCT, ONTOLOGY_GRAPH, PREFIXES, SHAPES_GRAPH, SITE
from ecograph.texts import Text

#: Runs a CONSTRUCT of ours and returns its triples.
Construct = Callable[[str], Graph]

#: Endings of a path that name a format: ``/id/emmen-chemistry.ttl``.
ENDINGS = ("ttl", "jsonld", "nt", "rdf")
#: Documents that are a whole graph: their terms carry a hash, and a hash never reaches a server.
WHOLE = {SITE + "ns": ONTOLOGY_GRAPH.value, SITE + "shapes": SHAPES_GRAPH.value}

_IN_FULL = 3  # a client named a media type in full, see negotiation.Range.fits
_MOST_TRIPLES = 250_000
_MOST_REFERENCES = 1_000
_KIND = Text(nl="bron", en="resource")
_VARY = {"Vary": "Accept", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for: an IRI, and a format with the media type to call it by; no format is a page."""

    iri: str
    format: Format | None
    media_type: str = ""


def wish(path: str, accept: str, name: str = "") -> Wish:
    """Return which IRI is asked for, and as what.

    Args:
        path: Decoded path of the request.
        accept: The Accept header; empty: anything.
        name: The value of ``?format=``.

    >>> wish("/id/emmen-chemistry.ttl", "text/html").format.name
    'ttl'
    >>> wish("/ns", "text/html, */*;q=0.8").format is None
    True
    >>> wish("/ns", "application/ld+json").media_type
    'application/ld+json'

    Raises:
        NotAcceptable: neither the page nor a format of ours will do.
    """
    iri = SITE + path.removeprefix("/")
    stem, dot, ending = iri.rpartition(".")
    by_ending = ending if dot and ending in ENDINGS and not stem.endswith("/") else ""
    if by_ending:
        iri = stem
    if name == "html":
        return Wish(iri, None)
    if name or by_ending:
        return Wish(iri, *_named(name or by_ending))
    accepted = negotiation.ranges(accept)
    if not accepted:
        return Wish(iri, None)
    page = negotiation.quality(accepted, "text/html")
    xhtml = negotiation.quality(accepted, "application/xhtml+xml")
    page = max(page, xhtml) if xhtml[1] == _IN_FULL else page  # a wildcard speaks of text/html only
    chosen = negotiation.choose("graph", accept)
    data = negotiation.quality(accepted, chosen[1]) if chosen else (0.0, 0)
    if page[0] > 0 and page >= data:
        return Wish(iri, None)
    if chosen:
        return Wish(iri, *chosen)
    raise _not_acceptable(accept)


def _named(name: str) -> tuple[Format, str]:
    rdf = BY_NAME.get(name.lower())
    if rdf is not None and "graph" in rdf.kinds:
        return rdf, rdf.media_type
    chosen = negotiation.choose("graph", name) if "/" in name else None
    if chosen is None:
        raise _not_acceptable(name)
    return chosen


def _not_acceptable(wanted: str) -> NotAcceptable:
    known = ", ".join(f"{f.name} ({f.media_type})" for f in formats_for("graph"))
    return NotAcceptable(
        Text(nl=f'Deze gegevens zijn er niet als "{wanted}".', en=f'This data does not come as "{wanted}".'),
        remedy=Text(nl=f"Wel als: html (text/html), {known}.", en=f"It comes as: html (text/html), {known}."),
    )


def describe(construct: Construct, iri: str) -> Graph:
    """Return what an IRI of ours stands for, as triples.

    The ontology, the shapes and a named graph (a description is one) come whole. Another resource comes as a concise
    bounded description: its statements with the blank nodes in them, the labels of what it names, and what refers to
    it, up to a thousand statements; where there are more, the document says so of itself.

    Raises:
        UnknownName: nothing is known of it.
        AnswerTooLarge: the graph of that name has more statements than a document holds.
    """

    def ask(name: str, **values: str) -> Graph:
        return construct(named(name, "canvas").bind(values))

    try:
        expand(iri)
    except CallerError:
        raise UnknownName(_KIND, iri, []) from None
    whole = ask("graph", graph=WHOLE.get(iri, iri))
    if len(whole) > _MOST_TRIPLES:
        raise AnswerTooLarge(
            Text(
                nl=f"Deze graaf heeft meer dan {_MOST_TRIPLES} uitspraken.",
                en=f"This graph has more than {_MOST_TRIPLES} statements.",
            ),
            remedy=Text(
                nl=f"Vraag hem in delen op: /sparql, GRAPH <{iri}>.", en=f"Ask for parts: /sparql, GRAPH <{iri}>."
            ),
        )
    if iri in WHOLE:
        if not whole:
            raise UnknownName(_KIND, iri, [])
        return whole
    own, referring = ask("describe", iri=iri), ask("referring", iri=iri)
    if not own and not whole and not referring:
        raise UnknownName(_KIND, iri, [])
    found = dict.fromkeys((*own, *whole, *referring[:_MOST_REFERENCES]))
    return (*found, *(_cut(iri) if len(referring) > _MOST_REFERENCES else ()))


def _cut(iri: str) -> Graph:
    """Return the note that more refers to a resource than its document shows."""
    document = BlankNode("document")
    topic = NamedNode(PREFIXES["foaf"] + "primaryTopic")
    note = Text(
        nl=f"De eerste {_MOST_REFERENCES} verwijzingen; via /sparql zijn alle op te vragen.",
        en=f"The first {_MOST_REFERENCES} references; /sparql gives all of them.",
    )
    said = (Triple(document, DCT.description, Literal(note[lang], language=lang)) for lang in ("nl", "en"))
    return (Triple(document, topic, NamedNode(iri)), *said)


def written(graph: Sequence[Triple], form: Format) -> bytes:
    """Return triples in a format, with those of our prefixes that they use, subject by subject."""
    rdf_format = RdfFormat.from_media_type(form.media_type)
    assert rdf_format is not None  # the table of formats is Oxigraph's
    names = {t.predicate.value for t in graph}
    names |= {term.value for t in graph for term in (t.subject, t.object) if isinstance(term, NamedNode)}
    names |= {t.object.datatype.value for t in graph if isinstance(t.object, Literal)}
    base_of = {n: max((b for b in PREFIXES.values() if n.startswith(b)), key=len, default="") for n in names}
    # With a slash in its local part a prefixed name is harder to read than the IRI: id:emmen-chemistry\/2016-kplusv.
    deep = {base for name, base in base_of.items() if "/" in name[len(base) :]}
    prefixes = {p: b for p, b in PREFIXES.items() if b in set(base_of.values()) - deep}
    return serialize(sorted(graph, key=_place), format=rdf_format, prefixes=prefixes) or b""


def _place(triple: Triple) -> tuple[bool, str, bool, str, str]:
    """Order by subject, type first, so that a reader finds things; blank nodes last."""
    is_type = triple.predicate.value == PREFIXES["rdf"] + "type"
    subject = triple.subject
    return isinstance(subject, BlankNode), str(subject), not is_type, triple.predicate.value, str(triple.object)


def documents_router(construct: Construct, library: Library) -> APIRouter:
    """Return the routes of every IRI of ours, before those of the pages.

    Args:
        construct: Runs a CONSTRUCT over all graphs together.
        library: What the pages show.
    """
    router = APIRouter(include_in_schema=False)

    def answer(request: Request) -> Response:
        asked = wish(
            request.scope["path"], ",".join(request.headers.getlist("accept")), request.query_params.get("format", "")
        )
        if asked.format is None:
            if asked.iri == SITE + "ns":
                response = ontology_page(request, library)
            elif asked.iri == SITE + "shapes":
                response = shapes_page(request, library)
            else:
                response = resource_page(request, library, asked.iri)
            response.headers["Link"] = _alternates(asked.iri)
            return response
        body = written(describe(construct, asked.iri), asked.format)
        text = asked.media_type.startswith("text/")
        kind = f"{asked.media_type}; charset=utf-8" if text else asked.media_type
        return Response(body, headers={**_VARY, "Content-Type": kind})

    for space in SPACES:
        router.add_api_route(f"/{space}/{{rest:path}}", answer, methods=["GET", "HEAD"])
    for ending in ("", *(f".{e}" for e in ENDINGS)):
        router.add_api_route(f"/shapes{ending}", answer, methods=["GET", "HEAD"])
        router.add_api_route(f"/ns{ending}", answer, methods=["GET", "HEAD"])
    return router


def _alternates(iri: str) -> str:
    """Return the Link header of a page: the same in every form (RFC 8288)."""
    path = "/" + quote(iri.removeprefix(SITE), safe="/:@!$&'()*+,;=~-._")
    forms = (BY_NAME[e] for e in ENDINGS)
    return ", ".join(f'<{path}?format={f.name}>; rel="alternate"; type="{f.media_type}"' for f in forms)
