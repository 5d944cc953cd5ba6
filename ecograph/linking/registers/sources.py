"""How the published sources become tables: TOOI value lists, ROR records, NACE SKOS, Eurostat and CBS files.

The law of this file: it changes the form and never the facts. A value that no source states stays empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ecograph.linking.registers import layout, tables
from ecograph.linking.registers.tables import Row

TOOI = "https://identifier.overheid.nl/tooi/id/"
_ONT = "https://identifier.overheid.nl/tooi/def/ont/"
_PROV = "http://www.w3.org/ns/prov#"
_OWMS = "http://standaarden.overheid.nl/owms/terms/"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_EVENTS = ("Samenvoeging", "Uitbreiding", "Herschikking", "Oprichting", "Opheffing", "Toestandswijziging")


def _first(item: Mapping[str, Any], key: str) -> str:
    values = item.get(key) or [{}]
    return str(values[0].get("@value", values[0].get("@id", "")))


def _ids(item: Mapping[str, Any], key: str) -> str:
    return "|".join(sorted(v["@id"].removeprefix(TOOI) for v in item.get(key, ())))


def tooi_tables(lists: Iterable[list[dict[str, Any]]]) -> tuple[str, str]:
    """Return the tables of organisations and of change events from TOOI value lists (expanded JSON-LD).

    A historical version (``HistorischeVersie``) is a row of its own with ``version_of``: its names are names that the
    organisation bore until ``end``. A correction without objects is left out: it says that nothing happened.
    """
    organisations: list[dict[str, str]] = []
    events: list[dict[str, str]] = []
    for item in (item for one in lists for item in one):
        kinds = {t.removeprefix(_ONT) for t in item["@type"] if t.startswith(_ONT)}
        identifier = item["@id"].removeprefix(TOOI)
        event = next((k for k in _EVENTS if k in kinds), None)
        if event:
            row = {
                "id": identifier,
                "type": event,
                "date": _first(item, _ONT + "tijdstipWijziging")[:10],
                "invalidated": _ids(item, _PROV + "invalidated"),
                "generated": _ids(item, _PROV + "generated"),
                "used": _ids(item, _PROV + "used"),
            }
            if row["invalidated"] or row["generated"]:
                events.append(row)
        elif kinds:
            organisations.append(_organisation(identifier, kinds, item))
    return (
        tables.write(layout.ORGANISATIONS, sorted(organisations, key=lambda r: r["id"])),
        tables.write(layout.EVENTS, sorted(events, key=lambda r: (r["date"], r["id"]))),
    )


def _organisation(identifier: str, kinds: set[str], item: Mapping[str, Any]) -> dict[str, str]:
    name = _first(item, _ONT + "officieleNaamExclSoort")
    official = _first(item, _ONT + "officieleNaamInclSoort")
    label = _first(item, _LABEL)
    preferred = _first(item, _ONT + "voorkeursnaamExclSoort")
    return {
        "id": identifier,
        "type": next(iter(kinds - {"HistorischeVersie"})),
        "name": name,
        "official": "" if official == name else official,
        "preferred": "" if preferred == name else preferred,
        "label": "" if label == (official or name) else label,
        "abbreviation": _first(item, _ONT + "afkorting"),
        "alternatives": "|".join(v["@value"] for v in item.get(_ONT + "alternatieveNaam", ())),
        "begin": _first(item, _ONT + "begindatum"),
        "end": _first(item, _ONT + "einddatum") or _first(item, _ONT + "einddatumHV"),
        "owms": _first(item, _ONT + "owmsId").removeprefix(_OWMS),
        "province": _ids(item, _ONT + "ligtInProvincie"),
        "ministry": _ids(item, _ONT + "verantwoordelijkMinisterie"),
        "part_of": _ids(item, _ONT + "hoortBijZboCluster") or _ids(item, "http://purl.org/dc/terms/isPartOf"),
        "version_of": _ids(item, _PROV + "specializationOf"),
    }


#: Province of the GeoNames first-order code in ROR records of schema 1, as ISO 3166-2 after "NL-".
_ADMIN1 = {
    "NL.01": "DR", "NL.02": "FR", "NL.03": "GE", "NL.04": "GR", "NL.05": "LI", "NL.06": "NB", "NL.07": "NH",
    "NL.09": "UT", "NL.10": "ZE", "NL.11": "ZH", "NL.15": "OV", "NL.16": "FL",
}  # fmt: skip


def ror_table(records: Iterable[Mapping[str, Any]]) -> str:
    """Return ROR records (schema 1 or 2) as a table; labels and aliases keep their language as ``text@nl``."""
    rows = (_ror(r if "names" in r else _modern(r)) for r in records)
    return tables.write(layout.ROR, sorted(rows, key=lambda r: r["id"]))


def _modern(old: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record of ROR schema 1 in the form of schema 2."""
    names = [{"value": old["name"], "lang": None, "types": ["ror_display", "label"]}]
    names += [{"value": n["label"], "lang": n["iso639"], "types": ["label"]} for n in old["labels"]]
    names += [{"value": n, "lang": None, "types": ["alias"]} for n in old["aliases"]]
    names += [{"value": n, "lang": None, "types": ["acronym"]} for n in old["acronyms"]]
    address = (old["addresses"] or [{}])[0]
    city = address.get("geonames_city") or {}
    ids = [
        {
            "type": kind.lower(),
            "preferred": e["preferred"],
            "all": [e["all"]] if isinstance(e["all"], str) else e["all"],
        }
        for kind, e in old["external_ids"].items()
    ]
    return {
        **old,
        "names": names,
        "types": [t.lower() for t in old["types"]],
        "status": old["status"].lower(),
        "links": [{"type": "website", "value": link} for link in old["links"]],
        "domains": [],
        "external_ids": ids,
        "relationships": [{**r, "type": r["type"].lower()} for r in old["relationships"]],
        "locations": [
            {
                "geonames_id": city.get("id"),
                "geonames_details": {
                    "name": city.get("city") or address.get("city"),
                    "country_subdivision_code": _ADMIN1.get((city.get("geonames_admin1") or {}).get("code", "")),
                },
            }
        ],
    }


def _ror(record: Mapping[str, Any]) -> dict[str, str]:
    def names(kind: str) -> str:
        found = [n for n in record["names"] if kind in n["types"]]
        return "|".join(dict.fromkeys(n["value"] + (f"@{n['lang']}" if n["lang"] else "") for n in found))

    ids = {e["type"]: str(e["preferred"] or (e["all"] or [""])[0]) for e in record["external_ids"]}
    place = (record["locations"] or [{}])[0]
    details = place.get("geonames_details") or {}
    relations = [f"{r['type']}:{r['id'].removeprefix('https://ror.org/')}" for r in record["relationships"]]
    return {
        "id": record["id"].removeprefix("https://ror.org/"),
        "name": next(n["value"] for n in record["names"] if "ror_display" in n["types"]),
        "labels": names("label"),
        "acronyms": names("acronym"),
        "aliases": names("alias"),
        "types": "|".join(sorted(record["types"])),
        "status": record["status"],
        "established": str(record["established"] or ""),
        "city": str(details.get("name") or ""),
        "province": str(details.get("country_subdivision_code") or ""),
        "geonames": str(place.get("geonames_id") or ""),
        "website": next((x["value"] for x in record["links"] if x["type"] == "website"), ""),
        "domains": "|".join(record["domains"]),
        "wikidata": ids.get("wikidata", ""),
        "isni": ids.get("isni", "").replace(" ", ""),
        "grid": ids.get("grid", ""),
        "funder": ids.get("fundref", ""),
        "relations": "|".join(sorted(relations)),
    }


def nace_table(turtle: Path) -> str:
    """Return a NACE revision as code, parent and English label, from its SKOS."""
    from ecograph.engine import graph

    skos = "http://www.w3.org/2004/02/skos/core#"
    rows: dict[str, dict[str, str]] = {}
    codes: dict[str, str] = {}
    for triple in graph.read(turtle).triples:
        subject = str(getattr(triple.subject, "value", ""))
        value = str(getattr(triple.object, "value", ""))
        field = {"notation": "code", "prefLabel": "label", "broader": "parent"}.get(
            triple.predicate.value.removeprefix(skos)
        )
        if field:
            rows.setdefault(subject, {})[field] = value
            if field == "code":
                codes[subject] = value
    for row in rows.values():
        row["parent"] = codes.get(row.get("parent", ""), "")
    return tables.write(layout.NACE, sorted(rows.values(), key=lambda r: r["code"]))


def gdp_table(rows: Iterable[Row]) -> str:
    """Return Dutch GDP (Eurostat ``nama_10r_3gdp``): million euro, and euro per inhabitant."""
    kept = [
        r for r in rows if r["geo"].startswith("NL") and "Z" not in r["geo"] and r["unit"] in {"MIO_EUR", "EUR_HAB"}
    ]
    return tables.write(layout.GDP, sorted(kept, key=lambda r: (r["geo"], r["unit"], r["year"])))


def boundary_file(path: Path) -> str:
    """Return a GeoJSON file with only the code and name of each area, and its polygons as they are."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for feature in content["features"]:
        feature["properties"] = {k: feature["properties"][k] for k in ("cbs_code", "name")}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
