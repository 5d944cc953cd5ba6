"""The described ecosystems and their canvases as JSON, for scripts and other sites.

The law of this file: it gives what the pages show, in the form of the report that ``ecograph check`` writes
(``publish.report``, version 1), with every text in both languages. A key that is published stays.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from ecograph.api.pages import EcosystemCard, Library
from ecograph.canvas import Texts
from ecograph.publish.report import SCHEMA, as_json
from ecograph.terms import SITE

_SCHEMA_PATH = "/" + SCHEMA.removeprefix(SITE)


class DescriptionSummary(BaseModel):
    """One description of an ecosystem."""

    iri: str = Field(description="Its IRI.")
    slug: str = Field(description="Its name within the ecosystem; part of the address of its canvas.")
    title: dict[str, str] = Field(description="By language tag.")
    as_of: str = Field(description="Date, year and month, or year that it describes.")
    counts: dict[str, int] = Field(description="Number of preconditions per computed level.")
    canvas: str = Field(description="Address of its canvas as JSON, on this server.")


class EcosystemSummary(BaseModel):
    """One ecosystem with its descriptions, oldest first."""

    iri: str = Field(description="Its IRI.")
    slug: str = Field(description="Its name in addresses.")
    label: dict[str, str] = Field(description="By language tag.")
    region: dict[str, str] = Field(description="Name of the region that it covers, by language tag.")
    region_codes: list[str] = Field(description="Codes of Statistics Netherlands: GM0114, PV22.")
    descriptions: list[DescriptionSummary] = Field(description="Oldest first.")


class Ecosystems(BaseModel):
    """All ecosystems that are described here."""

    ecosystems: list[EcosystemSummary] = Field(description="In the order of their names.")


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str = ""


_Slug = Annotated[str, Path(examples=["emmen-chemistry"])]
_Description = Annotated[str, Path(examples=["2016-kplusv"])]
_NOT_FOUND: dict[int | str, dict[str, Any]] = {
    404: {
        "description": "There is nothing of that name; the detail offers the nearest.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        "model": Problem,
    }
}
_REPORT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": f"The canvas, as {SCHEMA} describes it.",
        "content": {"application/json": {"schema": {"type": "object", "externalDocs": {"url": _SCHEMA_PATH}}}},
    }
}


def rest_router(library: Library) -> APIRouter:
    """Return the routes under ``/api/ecosystems``."""
    router = APIRouter(tags=["ecosystems"])

    @router.get("/api/ecosystems", summary="The described ecosystems", response_model=Ecosystems)
    def ecosystems() -> Ecosystems:
        """List every ecosystem with its descriptions and how their preconditions came out."""
        return Ecosystems(ecosystems=[_summary(card) for card in library.ecosystems()])

    @router.get(
        "/api/ecosystems/{slug}/canvas",
        summary="The canvas of the latest description",
        responses=_REPORT | _NOT_FOUND,
    )
    def latest(slug: _Slug) -> dict[str, Any]:
        """Return the level of every precondition, why it is not higher, what counted, and who says otherwise."""
        return as_json(library.canvas(slug))

    @router.get(
        "/api/ecosystems/{slug}/{description}/canvas",
        summary="The canvas of one description",
        responses=_REPORT | _NOT_FOUND,
    )
    def one(slug: _Slug, description: _Description) -> dict[str, Any]:
        """Return the same for a description that need not be the latest."""
        return as_json(library.canvas(slug, description))

    @router.get(_SCHEMA_PATH, summary="The JSON schema of a canvas", include_in_schema=False)
    def schema() -> Response:
        content = files("ecograph.publish").joinpath("report.schema.json").read_bytes()
        return Response(content, media_type="application/schema+json")

    return router


def _summary(card: EcosystemCard) -> EcosystemSummary:
    return EcosystemSummary(
        iri=card.iri,
        slug=card.slug,
        label=_plain(card.label),
        region=_plain(card.region),
        region_codes=[c for c in card.region_code.split() if c.startswith(("GM", "PV"))],
        descriptions=[
            DescriptionSummary(
                iri=f"{card.iri}/{d.slug}",
                slug=d.slug,
                title=_plain(d.title),
                as_of=d.as_of,
                counts=dict(d.counts),
                canvas=f"/api/ecosystems/{card.slug}/{d.slug}/canvas",
            )
            for d in card.descriptions
        ],
    )


def _plain(texts: Texts) -> dict[str, str]:
    return {lang: text for lang, text in texts.items() if lang}
