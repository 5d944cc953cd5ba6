"""Where the service was opened for writing: judge links, and add what somebody said of a precondition.

The law of this file: nothing of it is there, and nothing shows, unless the operator switched writing on. A writer shows
a bearer token with each request, never a cookie; every value is one of a list or is written as a literal, so that no
text becomes a query; every write leaves a line in the log.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from pyoxigraph import Literal as Text_
from pyoxigraph import NamedNode, Triple

from ecograph.api import writing
from ecograph.api.pages import Library
from ecograph.api.pages.view import language_of, page
from ecograph.api.reading import Reader
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.graph import Graph
from ecograph.engine.queries import named
from ecograph.errors import CallerError, UnknownName
from ecograph.linking.description import Case
from ecograph.linking.desk import Desk
from ecograph.settings import Settings
from ecograph.terms import ECO, PREFIXES, RDF, RDFS, SITE, SKOS
from ecograph.texts import PERSPECTIVES, Lang, Text

LEVELS = ("Sufficient", "Partial", "Absent", "NotApplicable")
_XSD = PREFIXES["xsd"]


class Verdict(BaseModel):
    """A person's judgement of one proposed link."""

    ecosystem: str = Field(description="Slug of the ecosystem.")
    description: str = Field(description="Slug of the description.")
    subject: str = Field(description="IRI of the actor or region.")
    verdict: Literal["accept", "reject"] = Field(description="What was decided.")
    by: str = Field(min_length=2, max_length=200, description="Who decides: best an office.")
    note: str = Field("", max_length=2000, description="Why, where that is not plain.")


class Said(BaseModel):
    """What somebody said of a precondition, with its source."""

    ecosystem: str = Field(description="Slug of the ecosystem.")
    description: str = Field(description="Slug of the description.")
    precondition: str = Field(description="Notation, such as P04.")
    level: str = Field(description="Sufficient, Partial, Absent or another level of the vocabulary.")
    perspective: str = Field(description="From which side it was said, such as Entrepreneur.")
    by: str = Field(description="IRI of an actor of the description.")
    valid_at: date = Field(description="The date on which it held.")
    document: str = Field(description="IRI of a source document of the description.")
    passage: str = Field(min_length=3, max_length=2000, description="What the document says, in one's own words.")
    rationale: str = Field("", max_length=2000, description="Why, where that is not plain.")
    lang: Literal["nl", "en"] = Field("nl", description="The language of passage and rationale.")


def contributing_router(library: Library, reader: Reader, store: EmbeddedStore, settings: Settings) -> APIRouter:
    """Return the page and the two addresses that take what it sends; no route where writing is off."""
    router = APIRouter(tags=["writing"])
    if not settings.writable:
        return router
    desk = Desk(settings.decisions_dir)

    def described(ecosystem: str, description: str) -> Graph:
        return reader.construct(named("graph", "canvas").bind({"graph": _iri(library, ecosystem, description)}))

    def cases(ecosystem: str, description: str) -> list[Case]:
        return desk.cases(described(ecosystem, description))

    @router.get("/review", include_in_schema=False)
    def show(request: Request) -> Response:
        lang = language_of(request)
        known = {f"{e.slug}@{d.slug}": (e, d) for e in library.ecosystems() for d in e.descriptions}
        key = request.query_params.get("description", "") or next(iter(known), "")
        if key not in known:
            raise UnknownName(Text(nl="beschrijving", en="description"), key, list(known))
        ecosystem, description = known[key]
        canvas = library.canvas(ecosystem.slug, description.slug)
        graph = described(ecosystem.slug, description.slug)
        open_first = desk.cases(graph)
        actors = library.network(ecosystem.slug, description.slug, lang).nodes
        return page(
            request,
            "review.html",
            known=known,
            key=key,
            ecosystem=ecosystem,
            description=description,
            cases=open_first,
            reasons={c.subject: c.proposal.explain(lang) for c in open_first},
            canvas=canvas,
            called=_called(graph, lang),
            actors=sorted(actors, key=lambda n: n.label.casefold()),
            perspectives=[p for p in PERSPECTIVES if p != "Computed"],
            levels=LEVELS,
            needs_token=settings.token is not None,
        )

    @router.post("/api/links/decisions", summary="Accept or reject a proposed link")
    def decide(request: Request, verdict: Verdict) -> Response:
        who = _authorised(settings, request)
        case = next((c for c in cases(verdict.ecosystem, verdict.description) if c.subject == verdict.subject), None)
        if case is None:
            raise UnknownName(
                Text(nl="te beoordelen partij of gebied", en="actor or region to judge"), verdict.subject, []
            )
        if verdict.verdict == "accept":
            kept = desk.accept(case, by=verdict.by, note=verdict.note)
        else:
            kept = desk.reject(case, by=verdict.by, note=verdict.note)
        writing.audit(store, request.scope, who, {"operation": "link", **verdict.model_dump(), "iri": kept.iri})
        return JSONResponse({"state": "accepted" if kept.verdict == "accept" else "rejected", "iri": kept.iri})

    @router.post("/api/assessments", summary="Add what somebody said of a precondition", status_code=201)
    async def add(request: Request, said: Said) -> Response:
        who = _authorised(settings, request)
        about, graph, triples = _assessment(library, said)
        body = " ".join(f"{t.subject} {t.predicate} {t.object} ." for t in triples)
        await store.update(f"INSERT DATA {{ GRAPH {graph} {{ {body} }} }}")
        writing.audit(store, request.scope, who, {"operation": "assessment", "iri": about, "text": body})
        return JSONResponse({"iri": about, "graph": graph.value}, 201)

    return router


def _authorised(settings: Settings, request: Request) -> str:
    return writing.authorise(settings, dict(request.scope["headers"]))


def _iri(library: Library, ecosystem: str, description: str) -> str:
    card = next((e for e in library.ecosystems() if e.slug == ecosystem), None)
    if card is None:
        raise UnknownName(Text(nl="ecosysteem", en="ecosystem"), ecosystem, [e.slug for e in library.ecosystems()])
    if description not in {d.slug for d in card.descriptions}:
        raise UnknownName(Text(nl="beschrijving", en="description"), description, [d.slug for d in card.descriptions])
    return f"{card.iri}/{description}"


def _one_of(kind: Text, value: str, known: list[str]) -> str:
    if value not in known:
        raise UnknownName(kind, value, known)
    return value


def _called(graph: Graph, lang: Lang) -> dict[str, str]:
    """Return what each thing is called in a language, by its IRI; those without a name in it are not there."""
    return {
        t.subject.value: t.object.value
        for t in graph
        if t.predicate == RDFS.label
        and isinstance(t.subject, NamedNode)
        and isinstance(t.object, Text_)
        and t.object.language == lang
    }


def _assessment(library: Library, said: Said) -> tuple[str, NamedNode, Graph]:
    """Return a stated assessment with its passage as triples, and the graph that they go to.

    Raises:
        UnknownName: a value is not one of those that the description offers.
        CallerError: the passage is empty.
    """
    _iri(library, said.ecosystem, said.description)
    canvas = library.canvas(said.ecosystem, said.description)
    lang: Lang = said.lang
    judgements = {j.notation: j for j in canvas.judgements}
    judged = judgements[_one_of(Text(nl="randvoorwaarde", en="precondition"), said.precondition, list(judgements))]
    _one_of(Text(nl="niveau", en="level"), said.level, list(LEVELS))
    _one_of(Text(nl="perspectief", en="perspective"), said.perspective, [p for p in PERSPECTIVES if p != "Computed"])
    actors = [n.iri for n in library.network(said.ecosystem, said.description, lang).nodes]
    _one_of(Text(nl="partij", en="actor"), said.by, actors)
    _one_of(Text(nl="document", en="document"), said.document, [d.iri for d in canvas.documents])
    if not said.passage.strip():
        raise CallerError(
            Text(nl="Er staat niet wat de bron zegt.", en="It is not said what the source says."),
            remedy=Text(nl="Vul de passage in.", en="Fill in the passage."),
        )
    name = f"{said.valid_at.isoformat()}-{secrets.token_hex(4)}"
    node = NamedNode(f"{SITE}id/{said.ecosystem}/assessment/{name}")
    passage = NamedNode(f"{SITE}id/{said.ecosystem}/passage/{name}")
    label = f"{PERSPECTIVES[said.perspective][lang].capitalize()}: {judged.label.get(lang, judged.notation)}"
    day = NamedNode(_XSD + "date")

    def spoken(text: str) -> Text_:
        return Text_(" ".join(text.split()), language=lang)

    triples = [
        Triple(node, RDF.type, ECO.StatedAssessment),
        Triple(node, RDFS.label, spoken(label)),
        Triple(node, ECO.aboutEcosystem, NamedNode(canvas.ecosystem)),
        Triple(node, ECO.onPrecondition, NamedNode(judged.iri)),
        Triple(node, ECO.level, NamedNode(PREFIXES["level"] + said.level)),
        Triple(node, ECO.perspective, NamedNode(PREFIXES["persp"] + said.perspective)),
        Triple(node, ECO.assessedBy, NamedNode(said.by)),
        Triple(node, ECO.validAt, Text_(said.valid_at.isoformat(), datatype=day)),
        Triple(node, ECO.statedIn, passage),
        Triple(passage, RDF.type, ECO.EvidencePassage),
        Triple(passage, SKOS.notation, Text_(f"L{name[-4:]}")),
        Triple(passage, RDFS.comment, spoken(said.passage)),
        Triple(passage, ECO.fromDocument, NamedNode(said.document)),
    ]
    if said.rationale.strip():
        triples.append(Triple(node, ECO.rationale, spoken(said.rationale)))
    return node.value, NamedNode(f"{SITE}graph/live/{said.ecosystem}"), tuple(triples)
