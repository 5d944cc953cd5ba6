"""The maps of the first page: the Netherlands with the described regions, and Europe for those beyond it.

The law of this file: shapes come from the files of data/reference (provinces and municipalities: CBS and Kadaster,
CC BY 4.0; countries: Natural Earth, public domain) and from nowhere else. A region that no register has is shown by
the NUTS region that comes close or by the municipalities that take part, one abroad by its country; the page says so.
"""

from __future__ import annotations

import csv
import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

from ecograph import assets
from ecograph.api.pages.library import EcosystemCard

_FILES = ("regions/boundaries-municipalities-2022.geojson", "regions/boundaries-provinces-2022.geojson")
_COUNTRIES = "europe/countries-110m.geojson"

Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the world on a sheet: equirectangular, true to scale at one latitude.

    Attributes:
        west, east, south, north: Its edges, in degrees.
        width, height: Of the sheet, in pixels.
        true: The latitude at which it is true to scale.
    """

    west: float
    east: float
    south: float
    north: float
    width: float
    height: float
    true: float

    def project(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point lies on the sheet, in pixels.

        >>> NETHERLANDS.project(6.9, 52.78)
        (382.8, 135.2)
        """
        narrowing = math.cos(math.radians(self.true))
        scale = min(self.width / ((self.east - self.west) * narrowing), self.height / (self.north - self.south))
        return round((longitude - self.west) * narrowing * scale, 1), round((self.north - latitude) * scale, 1)

    def outline(self, rings: Sequence[Ring]) -> str:
        """Return rings as the path of an SVG; points that fall on the same tenth of a pixel are one."""
        parts = []
        for ring in rings:
            points = list(dict.fromkeys(self.project(*point[:2]) for point in ring))
            if len(points) > 2:
                parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "z")
        return "".join(parts)


NETHERLANDS = Frame(3.3, 7.25, 50.72, 53.56, 420.0, 500.0, 52.15)
EUROPE = Frame(-12.0, 32.0, 35.0, 66.0, 380.0, 400.0, 52.0)

#: How a place is known: its own region, a region of NUTS that comes close, the municipalities that take part, the
#: country that it lies in.
KNOWN_BY = ("region", "near", "members", "country")


@dataclass(frozen=True, slots=True)
class Place:
    """A described region on a map: its outline, where its label goes, and how it is known (one of ``KNOWN_BY``)."""

    ecosystem: EcosystemCard
    path: str
    x: float
    y: float
    known_by: str = "region"

    @property
    def before(self) -> bool:
        """Whether its label stands to the left of it."""
        return self.x > NETHERLANDS.width / 2


@functools.cache
def _shapes() -> dict[str, list[Ring]]:
    """Return the rings of every municipality, province and country by its code; empty where the files are not there."""
    shapes: dict[str, list[Ring]] = {}
    for name in (*_FILES, _COUNTRIES):
        path = assets.data() / "reference" / name
        if path.exists():
            for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
                geometry, properties = feature["geometry"], feature["properties"]
                several = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
                code = properties.get("cbs_code") or properties["code"]
                shapes[code] = [ring for polygon in several for ring in polygon]
    return shapes


@functools.cache
def _of_nuts() -> dict[str, list[str]]:
    """Return the municipalities of 2022 that make up each NUTS-3 region of 2021."""
    found: dict[str, list[str]] = {}
    path = assets.data() / "reference" / "regions" / "municipalities.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["cbs"] in _shapes() and row["nuts3_2021"]:
                    found.setdefault(row["nuts3_2021"], []).append(row["cbs"])
    return found


@functools.cache
def provinces() -> tuple[str, ...]:
    """Return the outlines of the twelve provinces; none where the boundary file is not there."""
    return tuple(NETHERLANDS.outline(rings) for code, rings in _shapes().items() if code.startswith("PV"))


@functools.cache
def countries() -> tuple[str, ...]:
    """Return the outlines of the countries of Europe."""
    return tuple(EUROPE.outline(rings) for code, rings in _shapes().items() if len(code) == 2)


@functools.cache
def home_country() -> str:
    """Return the outline of the Netherlands on the map of Europe."""
    return EUROPE.outline(_shapes().get("NL", []))


def _place(ecosystem: EcosystemCard, codes: Sequence[str], frame: Frame, known_by: str) -> Place:
    rings = [ring for code in codes for ring in _shapes()[code]]
    points = [frame.project(*p[:2]) for ring in rings for p in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return Place(ecosystem, frame.outline(rings), round(middle[0], 1), round(middle[1], 1), known_by)


def places(ecosystems: Sequence[EcosystemCard]) -> list[Place]:
    """Return the described regions in the Netherlands, labels apart from each other."""
    found = []
    for ecosystem in ecosystems:
        codes = [c for c in ecosystem.region_code.split() if c in _shapes() and len(c) > 2]
        members = [c for c in ecosystem.members.split() if c in _shapes()]
        municipalities = [c for c in codes if c.startswith("GM")]
        if municipalities or codes:  # of its regions the smallest
            found.append(_place(ecosystem, municipalities or codes, NETHERLANDS, "region"))
        elif near := [gm for code in ecosystem.near.split() for gm in _of_nuts().get(code, ())]:
            found.append(_place(ecosystem, near, NETHERLANDS, "near"))
        elif members:
            found.append(_place(ecosystem, members, NETHERLANDS, "members"))
    return sorted(found, key=lambda p: -len(p.path))  # the large ones below


def abroad(ecosystems: Sequence[EcosystemCard]) -> list[Place]:
    """Return the described regions outside the Netherlands, each as the country of its NUTS code."""
    return [
        _place(ecosystem, [country], EUROPE, "country")
        for ecosystem in ecosystems
        for country in dict.fromkeys(c[:2] for c in ecosystem.region_code.split() if not c.startswith(("GM", "PV")))
        if country != "NL" and country in _shapes()
    ]


@dataclass(frozen=True, slots=True)
class Spot:
    """One region on a small map: the frame, the land behind it, its outline."""

    frame: Frame
    land: tuple[str, ...]
    path: str


def spot(region_code: str, near: str = "") -> Spot | None:
    """Return where a region lies, by its codes; nothing where no shape carries them.

    >>> spot("ITI1").frame is EUROPE, spot("XX99")
    (True, None)
    """
    codes = [c for c in region_code.split() if c in _shapes() and len(c) > 2]
    codes = (
        [c for c in codes if c.startswith("GM")] or codes or [g for n in near.split() for g in _of_nuts().get(n, ())]
    )
    if codes:
        return Spot(NETHERLANDS, provinces(), NETHERLANDS.outline([ring for c in codes for ring in _shapes()[c]]))
    abroad = [c[:2] for c in region_code.split() if c[:2] in _shapes() and not c.startswith(("GM", "PV", "NL"))]
    return Spot(EUROPE, countries(), EUROPE.outline(_shapes()[abroad[0]])) if abroad else None
