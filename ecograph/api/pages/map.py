"""The map of the Netherlands on the first page: outlines of provinces, and the regions that are described.

The law of this file: shapes come from the boundary files of data/reference (CBS and Kadaster, CC BY 4.0) and from
nowhere else. A region that they do not hold is not on the map, and the page says so.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

from ecograph import assets
from ecograph.api.pages.library import EcosystemCard

WIDTH, HEIGHT = 420.0, 500.0
_WEST, _EAST, _SOUTH, _NORTH = 3.3, 7.25, 50.72, 53.56
_SCALE = min(WIDTH / ((_EAST - _WEST) * math.cos(math.radians(52.15))), HEIGHT / (_NORTH - _SOUTH))
_FILES = ("boundaries-municipalities-2022.geojson", "boundaries-provinces-2022.geojson")

Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Place:
    """A described region on the map: its outline and where its label goes."""

    ecosystem: EcosystemCard
    path: str
    x: float
    y: float


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a point lies on the map (equirectangular, true at 52.15° north), in pixels.

    >>> project(6.9, 52.78)
    (382.8, 135.2)
    """
    x = (longitude - _WEST) * math.cos(math.radians(52.15)) * _SCALE
    return round(x, 1), round((_NORTH - latitude) * _SCALE, 1)


def outline(rings: Sequence[Ring]) -> str:
    """Return rings as the path of an SVG; points that fall on the same tenth of a pixel are one."""
    parts = []
    for ring in rings:
        points = list(dict.fromkeys(project(*point[:2]) for point in ring))
        if len(points) > 2:
            parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "z")
    return "".join(parts)


@functools.cache
def _shapes() -> dict[str, list[Ring]]:
    """Return the rings of every municipality and province by its CBS code; empty where the files are not there."""
    shapes: dict[str, list[Ring]] = {}
    for name in _FILES:
        path = assets.data() / "reference" / "regions" / name
        if path.exists():
            for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
                geometry = feature["geometry"]
                several = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
                shapes[feature["properties"]["cbs_code"]] = [ring for polygon in several for ring in polygon]
    return shapes


@functools.cache
def provinces() -> tuple[str, ...]:
    """Return the outlines of the twelve provinces; none where the boundary file is not there."""
    return tuple(outline(rings) for code, rings in _shapes().items() if code.startswith("PV"))


def places(ecosystems: Sequence[EcosystemCard]) -> list[Place]:
    """Return the described regions that the map holds: of each ecosystem the smallest of its regions."""
    found = []
    for ecosystem in ecosystems:
        codes = [c for c in ecosystem.region_code.split() if c in _shapes()]
        municipalities = [c for c in codes if c.startswith("GM")]
        rings = [ring for code in municipalities or codes for ring in _shapes()[code]]
        if rings:
            points = [project(*p[:2]) for p in max(rings, key=len)]
            middle = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
            found.append(Place(ecosystem, outline(rings), round(middle[0], 1), round(middle[1], 1)))
    return found
