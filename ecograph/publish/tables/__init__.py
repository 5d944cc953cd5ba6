"""Answers as files for other programs: Excel, Parquet, GeoJSON.

The law of this package: it turns the rows of an answer, as the engine wrote them, into a file, a few thousand at a
time. It runs as a process of its own (``python -m ecograph.publish.tables``), so that a million rows cost the service
nothing; XlsxWriter and pyarrow are imported where a row is written, and nowhere else here.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache

from ecograph.errors import NotAcceptable
from ecograph.texts import Text


@dataclass(frozen=True, slots=True)
class TableFormat:
    """One format: its name in an address (and the ending of a file), its media type, the library that it needs."""

    name: str
    media_type: str
    library: str = ""
    extra: str = ""


FORMATS: dict[str, TableFormat] = {
    f.name: f
    for f in (
        TableFormat("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        TableFormat("parquet", "application/vnd.apache.parquet", "pyarrow", "parquet"),
        TableFormat("geojson", "application/geo+json"),
    )
}


@cache
def available() -> tuple[str, ...]:
    """Return the names of the formats whose library is installed.

    >>> {"xlsx", "geojson"} <= set(available())
    True
    """
    return tuple(f.name for f in FORMATS.values() if not f.library or importlib.util.find_spec(f.library))


def chosen(name: str) -> TableFormat:
    """Return the format of that name.

    Raises:
        NotAcceptable: there is none, or its library is not installed; the remedy says how to get it.
    """
    found = FORMATS.get(name.lower())
    if found is None:
        known = ", ".join(available())
        raise NotAcceptable(
            Text(nl=f'Er is geen bestandsvorm "{name[:40]}".', en=f'There is no format "{name[:40]}" here.'),
            remedy=Text(nl=f"Bekend: {known}.", en=f"Known: {known}. /sparql has csv, tsv, json, xml and RDF."),
        )
    if found.name not in available():
        install = f'pip install "ecograph[{found.extra}]"'
        raise NotAcceptable(
            Text(
                nl=f"Deze server kan geen {found.name} maken: {found.library} is niet geïnstalleerd.",
                en=f"This server cannot make {found.name}: {found.library} is not installed.",
            ),
            remedy=Text(nl=f"De beheerder voert uit: {install}.", en=f"The operator runs: {install}."),
        )
    return found
