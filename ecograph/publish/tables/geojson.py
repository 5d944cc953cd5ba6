"""An answer as GeoJSON (RFC 7946): a feature per row that has a place.

The law of this file: a place is what the answer says (WKT, GeoJSON, coordinates), or the boundary of a region that it
names by its register code; a row without one is a feature without geometry (§3.2), not a guess.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ecograph import assets
from ecograph.publish.tables.reading import Plain, Rows, Term, plain
from ecograph.terms import PREFIXES

Geometry = dict[str, Any]

_FILES = ("boundaries-municipalities-2022.geojson", "boundaries-provinces-2022.geojson")
_CODE = re.compile(r"(?:^|[/#])(GM\d{4}|PV\d{2})$", re.IGNORECASE)
_WKT = re.compile(r"\s*(?:<[^>]*>)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*Z?\s*(\(.*\))\s*", re.IGNORECASE | re.DOTALL)
_LATITUDE, _LONGITUDE = {"lat", "latitude", "breedtegraad"}, {"long", "lon", "lng", "longitude", "lengtegraad"}
_TYPES = {"POINT": "Point", "LINESTRING": "LineString", "POLYGON": "Polygon"}
_DEPTH = {"POINT": 1, "LINESTRING": 1, "POLYGON": 2}


def from_wkt(text: str) -> Geometry | None:
    """Return a geometry in Well-Known Text (OGC 06-103r4 §7) as GeoJSON; None for what is none that we read.

    >>> from_wkt("POINT(6.9 52.78)")
    {'type': 'Point', 'coordinates': [6.9, 52.78]}
    >>> from_wkt("MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))")["coordinates"]
    [[[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]]
    >>> from_wkt("POINT(east)") is None
    True
    """
    match = _WKT.fullmatch(text)
    if not match:
        return None
    name = match[2].upper()
    body = re.sub(r"\s*,\s*", ",", match[3].strip())
    pairs = re.sub(r"([^\s,()]+)\s+([^\s,()]+)(?:\s+[^\s,()]+)?", r"[\1,\2]", body)
    try:
        nested = json.loads(pairs.replace("(", "[").replace(")", "]"), parse_int=float)
    except (ValueError, RecursionError):
        return None
    if name == "POINT":
        nested = [p[0] if isinstance(p, list) and p and isinstance(p[0], list) else p for p in nested]  # ((0 0)), (0 0)
    if not _nested(nested, _DEPTH[name] + (1 if match[1] and name != "POINT" else 0)):
        return None
    coordinates = nested[0] if name == "POINT" and not match[1] else nested
    return {"type": ("Multi" if match[1] else "") + _TYPES[name], "coordinates": coordinates}


def _nested(value: Any, depth: int) -> bool:  # noqa: ANN401  # what JSON holds
    if depth == 0:
        return isinstance(value, list) and len(value) == 2 and all(isinstance(v, float) for v in value)
    return isinstance(value, list) and bool(value) and all(_nested(v, depth - 1) for v in value)


@functools.cache
def boundaries() -> dict[str, Geometry]:
    """Return the boundary of every municipality and province by its CBS code."""
    found: dict[str, Geometry] = {}
    for name in _FILES:
        path = assets.data() / "reference" / "regions" / name
        if path.exists():
            for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
                found[feature["properties"]["cbs_code"]] = feature["geometry"]
    return found


def place(columns: tuple[str, ...], row: list[Term | None]) -> Geometry | None:
    """Return where a row is: its geometry, its coordinates, or the boundary of a region that it names."""
    for term in row:
        if isinstance(term, ox.Literal) and term.datatype.value.startswith(PREFIXES["geo"]):
            if term.datatype.value.endswith("geoJSONLiteral"):
                return _given(term.value)
            if term.datatype.value.endswith("wktLiteral"):
                return from_wkt(term.value)
    named = {c.lower(): plain(t) for c, t in zip(columns, row, strict=True)}
    latitude = next((v for n, v in named.items() if n in _LATITUDE), None)
    longitude = next((v for n, v in named.items() if n in _LONGITUDE), None)
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return {"type": "Point", "coordinates": [longitude, latitude]}
    for term in row:
        match = _CODE.search(term.value) if isinstance(term, ox.NamedNode | ox.Literal) else None
        if match and (found := boundaries().get(match[1].upper())):
            return found
    return None


def _in_json(value: Plain) -> Plain:
    """Return a value that JSON has: no dates, no infinity."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _given(text: str) -> Geometry | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = found.get("geometry", found) if isinstance(found, dict) else None
    return found if isinstance(found, dict) and "coordinates" in found and isinstance(found.get("type"), str) else None


def write(found: Rows, out: Path, about: Mapping[str, Any]) -> int:
    """Write the features, one a line; returns how many."""
    geometric = re.compile(re.escape(PREFIXES["geo"]) + r"(wkt|geoJSON)Literal")
    total = 0
    with out.open("w", encoding="utf-8") as file:
        head = {"type": "FeatureCollection", "ecograph": dict(about)}
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [')
        for row in found:
            properties = {
                name: _in_json(value)
                for name, term in zip(found.columns, row, strict=True)
                if not (isinstance(term, ox.Literal) and geometric.fullmatch(term.datatype.value))
                for value in (plain(term),)
            }
            feature = {"type": "Feature", "geometry": place(found.columns, row), "properties": properties}
            file.write(("," if total else "") + "\n" + json.dumps(feature, ensure_ascii=False, allow_nan=False))
            total += 1
        file.write("\n]}\n")
    return total
