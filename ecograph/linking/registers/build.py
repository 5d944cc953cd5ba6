"""From the published sources to the tables in ``data/reference``.

The law of this file: the same sources give the same bytes. Run it with
``python scripts/build_reference.py SOURCES``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from ecograph.linking.registers import codes, sources, tables


def build(folder: Path, into: Path) -> list[Path]:
    """Write the tables of ``data/reference`` from the folder with the sources; return what was written.

    Only ``regions/names.csv`` is kept by hand: each of its rows names its own source.
    """
    lists = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((folder / "tooi").glob("rwc_*.json"))]
    organisations, events = sources.tooi_tables(lists)
    ror = [json.loads(line) for line in (folder / "ror/ror_nl.jsonl").read_text(encoding="utf-8").splitlines()]
    gdp = tables.read_dicts(folder / "stats/eurostat_nama_10r_3gdp_nl_and_nuts2.csv")
    areas = {kind: folder / f"boundaries/nl_{kind}_2022_simplified.geojson" for kind in ("provinces", "municipalities")}
    files: dict[str, Callable[[], str]] = {
        "tooi/organisations.csv": lambda: organisations,
        "tooi/events.csv": lambda: events,
        "regions/provinces.csv": lambda: codes.province_table(folder),
        "regions/municipalities.csv": lambda: codes.municipality_table(folder),
        "regions/nuts.csv": codes.nuts_table,
        "regions/boundaries-provinces-2022.geojson": lambda: sources.boundary_file(areas["provinces"]),
        "regions/boundaries-municipalities-2022.geojson": lambda: sources.boundary_file(areas["municipalities"]),
        "ror/organisations.csv": lambda: sources.ror_table(ror),
        "nace/nace-rev-2.csv": lambda: sources.nace_table(folder / "nace/nace_rev2_skos.ttl"),
        "nace/nace-rev-2.1.csv": lambda: sources.nace_table(folder / "nace/nace_rev2_1_skos.ttl"),
        "statistics/gdp.csv": lambda: sources.gdp_table(gdp),
    }
    written = []
    for name, make in files.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(), encoding="utf-8", newline="\n")
        written.append(path)
    return written
