"""The registers as typed records: government bodies, territories, institutions.

The law of this file: a body that governs and the territory that it governs are two things with two IRIs. A record
points from the one to the other and never stands for both.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ecograph.linking.registers import layout, tables
from ecograph.linking.registers.catalogue import register

TOOI = "https://identifier.overheid.nl/tooi/id/"
ROR = "https://ror.org/"
NUTS = "http://data.europa.eu/nuts/code/"
GEONAMES = "https://sws.geonames.org/"
WIKIDATA = "http://www.wikidata.org/entity/"
OWMS = "http://standaarden.overheid.nl/owms/terms/"
AREA = "https://w3id.org/ecograph/id/region/"

Kind = Literal[
    "municipality", "province", "water-authority", "public-body", "administrative-body", "joint-arrangement",
    "government", "institution",
]  # fmt: skip
#: What TOOI calls the class of each kind.
KINDS: dict[str, Kind] = {
    "Gemeente": "municipality",
    "Provincie": "province",
    "Waterschap": "water-authority",
    "CaribischOpenbaarLichaam": "public-body",
    "Zbo": "administrative-body",
    "ZboCluster": "administrative-body",
    "Samenwerkingsorganisatie": "joint-arrangement",
    "Overheidsorganisatie": "government",
    "Rijk": "government",
}
NutsVersion = Literal["2013", "2016", "2021", "2024"]
#: First day on which each version of NUTS applied to the transmission of data (Regulation (EC) No 1059/2003, art. 5).
NUTS_FROM: dict[NutsVersion, date] = {
    "2013": date(2015, 1, 1),
    "2016": date(2018, 1, 1),
    "2021": date(2021, 1, 1),
    "2024": date(2024, 1, 1),
}


@dataclass(frozen=True, slots=True)
class Body:
    """A government organisation in TOOI, from its first day to its last.

    ``begin`` empty: it existed when the register began. ``end`` is the last day on which it existed.
    ``successors`` and ``predecessors`` come from the register's change events.
    """

    iri: str
    tooi_class: str
    kind: Kind
    name: str
    official: str
    label: str
    names: tuple[str, ...]
    abbreviations: tuple[str, ...]
    begin: date | None
    end: date | None
    owms: str = ""
    province: str = ""
    ministry: str = ""
    part_of: str = ""
    successors: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    ended_by: str = ""

    def exists(self, on: date) -> bool:
        """Return whether it existed on a day."""
        return (self.begin is None or self.begin <= on) and (self.end is None or on <= self.end)

    @property
    def code(self) -> str:
        """Return its code in the register, such as ``gm0114``."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Territory:
    """The territory of a municipality or province: statistical codes, never a body that acts.

    ``nuts`` gives the region it is (province) or lies in (municipality), per version of NUTS where known.
    """

    iri: str
    body: str
    name: str
    cbs: str
    lau: str
    geonames: str
    wikidata: str
    nuts: tuple[tuple[NutsVersion, str], ...]

    def nuts_on(self, on: date) -> str:
        """Return the NUTS code under the version that applied on a day; empty where it is not known.

        >>> territory_of(TOOI + "provincie/pv26").nuts_on(date(2024, 6, 1))
        'NL35'
        """
        version = nuts_version(on)
        return dict(self.nuts).get(version, "")


@dataclass(frozen=True, slots=True)
class Institution:
    """A research organisation in ROR; ``labels`` are names in force, ``aliases`` other and former names."""

    iri: str
    name: str
    labels: tuple[tuple[str, str], ...]
    aliases: tuple[tuple[str, str], ...]
    acronyms: tuple[str, ...]
    types: tuple[str, ...]
    status: str
    established: str
    city: str
    province: str
    geonames: str
    website: str
    domains: tuple[str, ...]
    ids: tuple[tuple[str, str], ...]
    relations: tuple[tuple[str, str], ...]

    def related(self, kind: str) -> tuple[str, ...]:
        """Return the ROR IRIs of its ``parent``, ``child``, ``successor``, ``predecessor`` or ``related``."""
        return tuple(iri for k, iri in self.relations if k == kind)

    def identifier(self, kind: str) -> str:
        """Return its identifier in ``wikidata``, ``isni``, ``grid`` or ``funder``; empty where ROR has none."""
        return dict(self.ids).get(kind, "")


def nuts_version(on: date) -> NutsVersion:
    """Return the version of NUTS that applied on a day (2013 for any day before 2018).

    >>> nuts_version(date(2016, 1, 1))
    '2013'
    """
    return [v for v, first in NUTS_FROM.items() if first <= on or v == "2013"][-1]


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


@functools.cache
def bodies() -> dict[str, Body]:
    """Return every government organisation by IRI, names of historical versions included."""
    source = register("tooi")
    rows = [
        dict(zip(layout.ORGANISATIONS, row, strict=True))
        for row in tables.read(source.file("organisations.csv"), layout.ORGANISATIONS)
    ]
    former: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        if row["version_of"]:
            former.setdefault(row["version_of"], []).append(row)
    into, out_of, reason = _succession(tables.read(source.file("events.csv"), layout.EVENTS))
    return {
        body.iri: body
        for row in rows
        if not row["version_of"]
        for body in [_body(row, former.get(row["id"], ()), into, out_of, reason)]
    }


def _succession(rows: Iterable[list[str]]) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, str]]:
    """Return successors, predecessors and the kind of the ending event, each by identifier."""
    into: dict[str, list[str]] = {}
    out_of: dict[str, list[str]] = {}
    reason: dict[str, str] = {}
    for _, kind, _, invalidated, generated, used in rows:
        if kind == "Toestandswijziging":
            continue
        for old in _split(invalidated):
            reason.setdefault(old, kind)
            for new in (*_split(generated), *_split(used)):
                into.setdefault(old, []).append(new)
                out_of.setdefault(new, []).append(old)
    return into, out_of, reason


def _body(
    row: dict[str, str],
    former: Iterable[dict[str, str]],
    into: dict[str, list[str]],
    out_of: dict[str, list[str]],
    reason: dict[str, str],
) -> Body:
    official = row["official"] or row["name"]
    label = row["label"] or official
    versions = [row, *former]
    names = [n for r in versions for n in (r["name"], r["official"], r["preferred"], r["label"])]
    names += [n for r in versions for n in _split(r["alternatives"])]
    return Body(
        iri=TOOI + row["id"],
        tooi_class=row["type"],
        kind=KINDS[row["type"]],
        name=row["preferred"] or row["name"],
        official=official,
        label=label,
        names=tuple(dict.fromkeys(n for n in names if n)),
        abbreviations=tuple(dict.fromkeys(r["abbreviation"] for r in versions if r["abbreviation"])),
        begin=_date(row["begin"]),
        end=_date(row["end"]),
        owms=OWMS + row["owms"] if row["owms"] else "",
        province=TOOI + row["province"] if row["province"] else "",
        ministry=TOOI + row["ministry"] if row["ministry"] else "",
        part_of=TOOI + row["part_of"] if row["part_of"] else "",
        successors=tuple(TOOI + i for i in dict.fromkeys(into.get(row["id"], ()))),
        predecessors=tuple(TOOI + i for i in dict.fromkeys(out_of.get(row["id"], ()))),
        ended_by=reason.get(row["id"], ""),
    )


@functools.cache
def territories() -> dict[str, Territory]:
    """Return the territories of municipalities and provinces, by the IRI of the body that governs each."""
    source = register("regions")
    found: dict[str, Territory] = {}
    for row in tables.read(source.file("provinces.csv"), layout.PROVINCES):
        p = dict(zip(layout.PROVINCES, row, strict=True))
        versions = tuple((v, p[f"nuts2_{v}"]) for v in NUTS_FROM)
        found[TOOI + p["id"]] = _territory(p, p["wikidata"], versions)
    for row in tables.read(source.file("municipalities.csv"), layout.MUNICIPALITIES):
        m = dict(zip(layout.MUNICIPALITIES, row, strict=True))
        found[TOOI + m["id"]] = _territory(m, "", tuple((v, c) for v in NUTS_FROM if (c := m[f"nuts3_{v}"])))
    return found


def _territory(row: dict[str, str], wikidata: str, versions: tuple[tuple[NutsVersion, str], ...]) -> Territory:
    body = TOOI + row["id"]
    return Territory(
        iri=AREA + row["cbs"],
        body=body,
        name=bodies()[body].name,
        cbs=row["cbs"],
        lau=row.get("lau", ""),
        geonames=f"{GEONAMES}{row['geonames']}/" if row["geonames"] else "",
        wikidata=WIKIDATA + wikidata if wikidata else "",
        nuts=versions,
    )


def territory_of(body: str) -> Territory | None:
    """Return the territory that a body governs; nothing for a body that governs none."""
    return territories().get(body)


@functools.cache
def institutions() -> dict[str, Institution]:
    """Return every ROR record of an organisation in the Netherlands, by IRI, withdrawn ones included."""
    rows = tables.read(register("ror").file("organisations.csv"), layout.ROR)
    return {i.iri: i for i in (_institution(dict(zip(layout.ROR, row, strict=True))) for row in rows)}


def _tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Return names with their languages from ``text@nl|other``."""
    out = []
    for part in _split(text):
        name, at, lang = part.rpartition("@")
        out.append((name, lang) if at and lang.isalpha() and len(lang) <= 3 else (part, ""))
    return tuple(out)


def _institution(row: dict[str, str]) -> Institution:
    relations = tuple((k, ROR + i) for k, _, i in (r.partition(":") for r in _split(row["relations"])))
    return Institution(
        iri=ROR + row["id"],
        name=row["name"],
        labels=_tagged(row["labels"]),
        aliases=_tagged(row["aliases"]),
        acronyms=tuple(dict.fromkeys(name for name, _ in _tagged(row["acronyms"]))),
        types=_split(row["types"]),
        status=row["status"],
        established=row["established"],
        city=row["city"],
        province=row["province"],
        geonames=f"{GEONAMES}{row['geonames']}/" if row["geonames"] else "",
        website=row["website"],
        domains=_split(row["domains"]),
        ids=tuple((k, row[k]) for k in ("wikidata", "isni", "grid", "funder") if row[k]),
        relations=relations,
    )


def living(iri: str, on: date | None = None) -> tuple[Body, ...]:
    """Return what a body lives on in on a day (today's register where no day is given): itself, or its successors.

    >>> [b.code for b in living(TOOI + "gemeente/gm0017")]
    ['gm0014']
    """
    every = bodies()
    found: dict[str, Body] = {}
    queue, seen = [iri], set()
    while queue:
        body = every.get(queue.pop(0))
        if body is None or body.iri in seen:
            continue
        seen.add(body.iri)
        if body.end is None or (on is not None and on <= body.end):
            found[body.iri] = body
        else:
            queue.extend(body.successors)
    return tuple(found.values())
