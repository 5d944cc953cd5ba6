"""Regional figures beside a comparison: gross domestic product per head, from the register in the box.

The law of this file: a figure carries its region, its year and its source. A region without a code of its own is shown
with the NUTS regions that it lies in, and the page says that these are larger.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass

from ecograph import assets
from ecograph.api.pages.library import EcosystemCard


@dataclass(frozen=True, slots=True)
class Figure:
    """GDP per head of a NUTS region.

    Attributes:
        code: Of the region (NUTS 2021).
        name: Of the region; its code where the register has none.
        year: The year that the figure is for.
        euros: Per inhabitant, at market prices.
        provisional: Whether Eurostat marks it so.
        own: Whether the region is the ecosystem's own and not one that it lies in.
    """

    code: str
    name: str
    year: int
    euros: int
    provisional: bool
    own: bool


def _rows(*path: str) -> list[dict[str, str]]:
    file = assets.data().joinpath("reference", *path)
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@functools.cache
def _gdp() -> dict[str, dict[int, tuple[int, bool]]]:
    found: dict[str, dict[int, tuple[int, bool]]] = {}
    for row in _rows("statistics", "gdp.csv"):
        if row["unit"] == "EUR_HAB" and row["value"]:
            found.setdefault(row["geo"], {})[int(row["year"])] = round(float(row["value"])), "p" in row["flag"]
    return found


@functools.cache
def _names() -> dict[str, str]:
    return {row["code"]: row["label"] for row in _rows("regions", "nuts.csv") if row["version"] == "2021"}


@functools.cache
def _nuts_of() -> dict[str, str]:
    return {row["cbs"]: row["nuts3_2021"] for row in _rows("regions", "municipalities.csv") if row["nuts3_2021"]}


def figures(card: EcosystemCard, as_of: str) -> tuple[Figure, ...]:
    """Return GDP per head for the region of an ecosystem, in the year described or the latest before it that is known.

    >>> from ecograph.texts import Text
    >>> emmen = EcosystemCard("", "", Text(nl="", en=""), (), {}, region_code="PV22 NL13")
    >>> [(f.code, f.year, f.own) for f in figures(emmen, "2016-03-14")]
    [('NL13', 2016, True)]
    """
    own = [c for c in card.region_code.split() if c in _gdp()]
    near = [c for c in card.near.split() if c in _gdp()]
    within = [c for c in card.within.split() if c in _gdp()]
    of_members = [_nuts_of()[m] for m in card.members.split() if _nuts_of().get(m) in _gdp()]
    codes = list(dict.fromkeys(own or near or within or of_members))
    year = int(as_of[:4]) if as_of[:4].isdigit() else 9999
    found = []
    for code in codes:
        known = [y for y in _gdp()[code] if y <= year] or list(_gdp()[code])[:1]
        latest = max(known)
        euros, provisional = _gdp()[code][latest]
        found.append(Figure(code, _names().get(code, code), latest, euros, provisional, bool(own or near)))
    return tuple(found)
