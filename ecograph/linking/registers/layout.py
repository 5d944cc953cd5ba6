"""The columns of every table in ``data/reference``, named once for those who write it and those who read it."""

from __future__ import annotations

ORGANISATIONS = (
    "id", "type", "name", "official", "preferred", "label", "abbreviation", "alternatives", "begin", "end", "owms",
    "province", "ministry", "part_of", "version_of",
)  # fmt: skip
EVENTS = ("id", "type", "date", "invalidated", "generated", "used")
MUNICIPALITIES = (
    "id", "cbs", "lau", "geonames", "nuts2_2021", "nuts2_2024", "nuts3_2013", "nuts3_2016", "nuts3_2021", "nuts3_2024",
    "population_2019",
)  # fmt: skip
PROVINCES = (
    "id", "cbs", "iso_3166_2", "nuts2_2013", "nuts2_2016", "nuts2_2021", "nuts2_2024", "wikidata", "geonames",
)  # fmt: skip
NUTS = ("version", "code", "level", "label", "parent", "formerly")
NAMES = ("id", "name", "lang", "kind", "source")
ROR = (
    "id", "name", "labels", "acronyms", "aliases", "types", "status", "established", "city", "province", "geonames",
    "website", "domains", "wikidata", "isni", "grid", "funder", "relations",
)  # fmt: skip
NACE = ("code", "parent", "label")
GDP = ("geo", "unit", "year", "value", "flag")
