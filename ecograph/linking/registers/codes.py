"""The codes of Dutch territories through the versions of NUTS.

The law of this file: a code holds in the version of NUTS that is named with it. What a later version calls by the
same name had other boundaries, and is said to be so.
"""

from __future__ import annotations

from pathlib import Path

from ecograph.linking.registers import layout, tables
from ecograph.linking.registers.sources import TOOI

#: NUTS 2024 code of each COROP region whose code changed (Delegated Regulation (EU) 2023/674), by its 2021 code.
NUTS_2024 = {
    "NL111": "NL114", "NL113": "NL115", "NL124": "NL127", "NL125": "NL128", "NL31": "NL35", "NL310": "NL350",
    "NL324": "NL32A", "NL329": "NL32B", "NL33": "NL36", "NL332": "NL361", "NL333": "NL362", "NL337": "NL363",
    "NL33A": "NL364", "NL33B": "NL365", "NL33C": "NL366", "NL412": "NL415", "NL413": "NL416",
}  # fmt: skip
#: NUTS 2013 code of each region whose code changed with NUTS 2016 (Regulation (EU) 2016/2066), by its 2016 code.
NUTS_2013 = {
    "NL124": "NL121", "NL125": "NL122", "NL126": "NL123", "NL328": "NL322", "NL329": "NL326", "NL33B": "NL338",
    "NL33C": "NL339",
}  # fmt: skip
#: The Dutch regions of NUTS 2016 and 2021 (the same codes in both) with their names in the Regulation.
NUTS_2021 = {
    "NL": "Nederland", "NL1": "Noord-Nederland", "NL2": "Oost-Nederland", "NL3": "West-Nederland",
    "NL4": "Zuid-Nederland", "NL11": "Groningen", "NL12": "Friesland", "NL13": "Drenthe", "NL21": "Overijssel",
    "NL22": "Gelderland", "NL23": "Flevoland", "NL31": "Utrecht", "NL32": "Noord-Holland", "NL33": "Zuid-Holland",
    "NL34": "Zeeland", "NL41": "Noord-Brabant", "NL42": "Limburg", "NL111": "Oost-Groningen",
    "NL112": "Delfzijl en omgeving", "NL113": "Overig Groningen", "NL124": "Noord-Friesland",
    "NL125": "Zuidwest-Friesland", "NL126": "Zuidoost-Friesland", "NL131": "Noord-Drenthe",
    "NL132": "Zuidoost-Drenthe", "NL133": "Zuidwest-Drenthe", "NL211": "Noord-Overijssel",
    "NL212": "Zuidwest-Overijssel", "NL213": "Twente", "NL221": "Veluwe", "NL224": "Zuidwest-Gelderland",
    "NL225": "Achterhoek", "NL226": "Arnhem/Nijmegen", "NL230": "Flevoland", "NL310": "Utrecht",
    "NL321": "Kop van Noord-Holland", "NL323": "IJmond", "NL324": "Agglomeratie Haarlem", "NL325": "Zaanstreek",
    "NL327": "Het Gooi en Vechtstreek", "NL328": "Alkmaar en omgeving", "NL329": "Groot-Amsterdam",
    "NL332": "Agglomeratie ’s-Gravenhage", "NL333": "Delft en Westland", "NL337": "Agglomeratie Leiden en Bollenstreek",
    "NL33A": "Zuidoost-Zuid-Holland", "NL33B": "Oost-Zuid-Holland", "NL33C": "Groot-Rijnmond",
    "NL341": "Zeeuwsch-Vlaanderen", "NL342": "Overig Zeeland", "NL411": "West-Noord-Brabant",
    "NL412": "Midden-Noord-Brabant", "NL413": "Noordoost-Noord-Brabant", "NL414": "Zuidoost-Noord-Brabant",
    "NL421": "Noord-Limburg", "NL422": "Midden-Limburg", "NL423": "Zuid-Limburg",
}  # fmt: skip


def nuts_table() -> str:
    """Return the Dutch NUTS regions of the versions 2013, 2016, 2021 and 2024.

    ``formerly`` is the code of the region of the same name in the version before, where it differs. Such a region
    changed its boundary too, so figures of the two are not one series.
    """
    rows = []
    for version, codes in (
        ("2013", {NUTS_2013.get(c, c): c for c in NUTS_2021}),
        ("2016", {c: c for c in NUTS_2021}),
        ("2021", {c: c for c in NUTS_2021}),
        ("2024", {NUTS_2024.get(c, c): c for c in NUTS_2021}),
    ):
        for code, stable in sorted(codes.items()):
            before = {"2016": NUTS_2013.get(stable, ""), "2024": stable if stable != code else ""}.get(version, "")
            parent = code[:-1] if len(code) > 2 else ""
            rows.append(
                {
                    "version": version,
                    "code": code,
                    "level": str(len(code) - 2),
                    "label": NUTS_2021[stable],
                    "parent": parent,
                    "formerly": before,
                }
            )
    return tables.write(layout.NUTS, rows)


def municipality_table(sources: Path) -> str:
    """Return the territorial codes of every municipality in TOOI.

    NUTS-3 of 2016 comes from Eurostat's LAU 2019 list. 2021 and 2024 are the codes of the same-named region, for
    municipalities alive then; a municipality formed later takes the region that all its predecessors share. 2013 is
    given where no change of boundaries touched the municipality between 2013 and 2019.
    """
    rows = {r["cbs_code"]: r for r in tables.read_dicts(sources / "regions/nl_municipalities.csv")}
    changes = tables.read_dicts(sources / "regions/nl_municipality_changes.csv")
    touched = {
        "GM" + iri[-4:] for c in changes if "2013" < c["date"] <= "2019-01-01" for iri in (c["from_iri"], c["to_iri"])
    }
    parents: dict[str, list[str]] = {}
    for code, row in rows.items():
        for successor in row["successors"].split():
            parents.setdefault(successor, []).append(code)

    def region(code: str) -> str:
        own = rows[code]["nuts3_2016"]
        if own or not parents.get(code):
            return own
        found = {region(p) for p in parents[code]}
        return found.pop() if len(found) == 1 else ""

    out = []
    for code, row in rows.items():
        nuts3 = region(code)
        begin, end = row["begin"], row["end"] or "9999"
        two = row["nuts2_2021"]
        out.append(
            {
                "id": row["tooi_iri"].removeprefix(TOOI),
                "cbs": code,
                "lau": row["lau_gisco_id"],
                "geonames": row["geonames_id"],
                "population_2019": row["population_lau2019"].removesuffix(".0"),
                "nuts2_2021": two,
                "nuts2_2024": NUTS_2024.get(two, two) if end >= "2024" else "",
                "nuts3_2013": NUTS_2013.get(nuts3, nuts3)
                if row["nuts3_2016"] and begin < "2015" and code not in touched
                else "",
                "nuts3_2016": row["nuts3_2016"],
                "nuts3_2021": nuts3 if end >= "2021" and begin < "2024" else "",
                "nuts3_2024": NUTS_2024.get(nuts3, nuts3) if end >= "2024" else "",
            }
        )
    return tables.write(layout.MUNICIPALITIES, sorted(out, key=lambda r: r["id"]))


def province_table(sources: Path) -> str:
    """Return the codes of the twelve provinces; NUTS-2 is the province in every version."""
    return tables.write(
        layout.PROVINCES,
        (
            {
                "id": r["tooi_iri"].removeprefix(TOOI),
                "cbs": r["cbs_code"],
                "iso_3166_2": r["iso_3166_2"],
                "nuts2_2013": r["nuts2_2021"],
                "nuts2_2016": r["nuts2_2021"],
                "nuts2_2021": r["nuts2_2021"],
                "nuts2_2024": r["nuts2_2024"],
                "wikidata": r["wikidata_iri"].rpartition("/")[2],
                "geonames": r["geonames_iri"].strip("/").rpartition("/")[2],
            }
            for r in tables.read_dicts(sources / "regions/nl_provinces.csv")
        ),
    )
