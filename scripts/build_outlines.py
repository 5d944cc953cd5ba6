# ruff: noqa: INP001  (a script, not a package)
"""Build data/reference/europe from ``countries-110m.json`` of the npm package world-atlas (Natural Earth 1:110m).

The law of this file: shapes are taken over as they are, cut down to Europe and to two decimals.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ecograph import assets

#: ISO 3166-1: numeric code, as world-atlas has it, to the two letters that begin a NUTS code (Greece is EL there).
COUNTRIES = {
    "008": "AL", "040": "AT", "056": "BE", "070": "BA", "100": "BG", "112": "BY", "191": "HR", "196": "CY", "203": "CZ",
    "208": "DK", "233": "EE", "246": "FI", "250": "FR", "276": "DE", "300": "EL", "348": "HU", "352": "IS", "372": "IE",
    "380": "IT", "428": "LV", "440": "LT", "442": "LU", "498": "MD", "499": "ME", "807": "MK", "528": "NL", "578": "NO",
    "616": "PL", "620": "PT", "642": "RO", "688": "RS", "703": "SK", "705": "SI", "724": "ES", "752": "SE", "756": "CH",
    "792": "TR", "804": "UA", "826": "UK",
}  # fmt: skip
#: What lies further from Brussels than this is not Europe on a map: French Guiana, Svalbard (west, east, south, north).
_FRAME = (-25.0, 45.0, 34.0, 72.0)


def arcs(topology: dict[str, Any]) -> list[list[list[float]]]:
    """Return the arcs of a TopoJSON file in degrees (TopoJSON §2.1.4: quantised, each point relative to the last)."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append([round(x * kx + tx, 2), round(y * ky + ty, 2)])
        found.append(points)
    return found


def ring(numbers: list[int], lines: list[list[list[float]]]) -> list[list[float]]:
    """Return a ring from its arcs; a negative number is an arc backwards."""
    points: list[list[float]] = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        points += line[1 if points else 0 :]
    return points


def inside(points: list[list[float]]) -> bool:
    """Return whether a ring lies in the frame, by its middle."""
    west, east, south, north = _FRAME
    x, y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    return west <= x <= east and south <= y <= north


def main(source: Path) -> None:
    """Write the outlines."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    lines = arcs(topology)
    features = []
    for shape in topology["objects"]["countries"]["geometries"]:
        code = COUNTRIES.get(str(shape.get("id", "")))
        if code is None:
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        outer = [[ring(part, lines) for part in polygon] for polygon in polygons]
        kept = [polygon for polygon in outer if inside(polygon[0])]
        properties = {"code": code, "name": shape["properties"]["name"]}
        geometry = {"type": "MultiPolygon", "coordinates": kept}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    features.sort(key=lambda f: f["properties"]["code"])
    out = assets.data() / "reference" / "europe" / "countries-110m.geojson"
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"), ensure_ascii=False)
    out.write_text(text + "\n", encoding="utf-8")
    print(f"{len(features)} countries, {len(text):,} characters: {out}")  # noqa: T201


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/build_outlines.py node_modules/world-atlas/countries-110m.json")
    main(Path(sys.argv[1]))
