"""What can be reconciled: organisations, territories, activities and our own actors, as one kind of record.

The law of this file: an identifier is the full IRI of the thing, as its publisher gives it. A body, its territory and
an actor of ours that stands for it are three things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ecograph.linking.index import index
from ecograph.linking.registers import layout, tables
from ecograph.linking.registers.catalogue import register
from ecograph.linking.registers.records import (
    NUTS,
    WIKIDATA,
    Body,
    Institution,
    Kind,
    Territory,
    bodies,
    institutions,
    territories,
)  # fmt: skip
from ecograph.texts import Text

#: A value of a property: a string, a number, a day, or another thing (its IRI and name).
Value = str | int | float


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that is a thing itself."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Day:
    """A value that is a day, ``YYYY-MM-DD``."""

    iso: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that a name may mean.

    ``names`` holds every name, the label first. ``kind`` is set for what the linker knows; ``page`` is where a reader
    finds it, where that is not its IRI.
    """

    id: str
    label: str
    types: tuple[str, ...]
    names: tuple[str, ...] = ()
    description: Text = field(default_factory=lambda: Text(nl="", en=""))
    properties: Mapping[str, tuple[Value | Reference | Day, ...]] = field(default_factory=dict)
    page: str = ""


@dataclass(frozen=True, slots=True)
class Type:
    """A type of thing, with the types above it."""

    id: str
    name: Text
    broader: tuple[str, ...] = ()
    #: What the linker calls it, where the linker can be told.
    linker: str = ""


_ONT = "https://identifier.overheid.nl/tooi/def/ont/"
ORGANISATION = "http://www.w3.org/ns/org#Organization"
TERRITORY = "http://www.opengis.net/ont/geosparql#Feature"
NUTS_REGION = "http://data.europa.eu/nuts/code"
ACTIVITY = "http://www.w3.org/2004/02/skos/core#Concept"
ACTOR = "https://w3id.org/ecograph/ns#Actor"
GOVERNMENT = _ONT + "Overheidsorganisatie"
INSTITUTION = "https://ror.org/"
TYPES: dict[str, Type] = {
    t.id: t
    for t in (
        Type(ORGANISATION, Text(nl="organisatie", en="organisation"), linker="organisation"),
        Type(GOVERNMENT, Text(nl="overheidsorganisatie", en="government organisation"), (ORGANISATION,), "government"),
        Type(_ONT + "Gemeente", Text(nl="gemeente", en="municipality"), (GOVERNMENT,), "municipality"),
        Type(_ONT + "Provincie", Text(nl="provincie", en="province"), (GOVERNMENT,), "province"),
        Type(_ONT + "Waterschap", Text(nl="waterschap", en="water authority"), (GOVERNMENT,), "water-authority"),
        Type(
            _ONT + "Zbo",
            Text(nl="zelfstandig bestuursorgaan", en="independent administrative body"),
            (GOVERNMENT,),
            "administrative-body",
        ),
        Type(
            _ONT + "Samenwerkingsorganisatie",
            Text(nl="samenwerkingsorganisatie", en="joint arrangement"),
            (GOVERNMENT,),
            "joint-arrangement",
        ),
        Type(
            _ONT + "CaribischOpenbaarLichaam",
            Text(nl="Caribisch openbaar lichaam", en="Caribbean public body"),
            (GOVERNMENT,),
            "public-body",
        ),
        Type(
            INSTITUTION,
            Text(nl="onderzoeksorganisatie (ROR)", en="research organisation (ROR)"),
            (ORGANISATION,),
            "institution",
        ),
        Type(TERRITORY, Text(nl="gebied", en="territory")),
        Type(NUTS_REGION, Text(nl="NUTS-gebied", en="NUTS region"), (TERRITORY,)),
        Type(ACTIVITY, Text(nl="economische activiteit (NACE)", en="economic activity (NACE)")),
        Type(ACTOR, Text(nl="actor in een ecosysteem", en="actor in an ecosystem")),
    )
}
_OF_KIND: dict[Kind, str] = {
    "municipality": _ONT + "Gemeente",
    "province": _ONT + "Provincie",
    "water-authority": _ONT + "Waterschap",
    "administrative-body": _ONT + "Zbo",
    "joint-arrangement": _ONT + "Samenwerkingsorganisatie",
    "public-body": _ONT + "CaribischOpenbaarLichaam",
    "government": GOVERNMENT,
    "institution": INSTITUTION,
}


def all_types(types: Iterable[str]) -> frozenset[str]:
    """Return types with all the types above them."""
    found: set[str] = set()
    queue = list(types)
    while queue:
        one = queue.pop()
        if one not in found:
            found.add(one)
            queue.extend(TYPES[one].broader if one in TYPES else ())
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Property:
    """A property that can be asked for and matched on: what it is called, and of which types it is."""

    id: str
    name: Text
    types: tuple[str, ...]
    value: str = "string"


_BODY = (GOVERNMENT,)
PROPERTIES: dict[str, Property] = {
    p.id: p
    for p in (
        Property("label", Text(nl="naam", en="name"), ()),
        Property("iri", Text(nl="IRI", en="IRI"), ()),
        Property("type", Text(nl="soort", en="type"), ()),
        Property("alternative", Text(nl="andere naam", en="other name"), ()),
        Property("abbreviation", Text(nl="afkorting", en="abbreviation"), (ORGANISATION,)),
        Property("begin", Text(nl="bestaat sinds", en="exists since"), _BODY, "date"),
        Property("end", Text(nl="bestond tot en met", en="existed until"), _BODY, "date"),
        Property("successor", Text(nl="opvolger", en="successor"), (ORGANISATION,), "entity"),
        Property("predecessor", Text(nl="voorganger", en="predecessor"), (ORGANISATION,), "entity"),
        Property("province", Text(nl="provincie", en="province"), (ORGANISATION, TERRITORY), "entity"),
        Property("territory", Text(nl="bestuurt gebied", en="governs territory"), _BODY, "entity"),
        Property("governedBy", Text(nl="bestuurd door", en="governed by"), (TERRITORY,), "entity"),
        Property("owms", Text(nl="OWMS-term", en="OWMS term"), _BODY),
        Property("code", Text(nl="code", en="code"), (GOVERNMENT, TERRITORY, ACTIVITY)),
        Property("lau", Text(nl="LAU-code", en="LAU code"), (TERRITORY,)),
        Property("nuts2013", Text(nl="NUTS 2013", en="NUTS 2013"), (TERRITORY, GOVERNMENT)),
        Property("nuts2016", Text(nl="NUTS 2016", en="NUTS 2016"), (TERRITORY, GOVERNMENT)),
        Property("nuts2021", Text(nl="NUTS 2021", en="NUTS 2021"), (TERRITORY, GOVERNMENT)),
        Property("nuts2024", Text(nl="NUTS 2024", en="NUTS 2024"), (TERRITORY, GOVERNMENT)),
        Property("geonames", Text(nl="GeoNames", en="GeoNames"), (TERRITORY, INSTITUTION)),
        Property("city", Text(nl="plaats", en="city"), (INSTITUTION,)),
        Property("website", Text(nl="website", en="website"), (INSTITUTION,)),
        Property("ror", Text(nl="ROR", en="ROR"), (ORGANISATION,)),
        Property("wikidata", Text(nl="Wikidata", en="Wikidata"), (ORGANISATION,)),
        Property("isni", Text(nl="ISNI", en="ISNI"), (INSTITUTION,)),
        Property("grid", Text(nl="GRID", en="GRID"), (INSTITUTION,)),
        Property("funder", Text(nl="Crossref Funder ID", en="Crossref Funder ID"), (INSTITUTION,)),
        Property("established", Text(nl="opgericht", en="established"), (INSTITUTION,), "int"),
        Property("status", Text(nl="status", en="status"), (INSTITUTION,)),
        Property("parent", Text(nl="onderdeel van", en="part of"), (ORGANISATION, ACTIVITY, NUTS_REGION), "entity"),
        Property("ecosystem", Text(nl="ecosysteem", en="ecosystem"), (ACTOR,), "entity"),
        Property("sameAs", Text(nl="zelfde als", en="same as"), (ACTOR, ORGANISATION)),
    )
}


def register_things() -> Iterator[Thing]:
    """Yield everything in the registers."""
    ready = index()
    for body in bodies().values():
        yield _body(body, ready.by_iri[body.iri].also)
    for institution in institutions().values():
        yield _institution(institution)
    for territory in territories().values():
        yield _territory(territory)
    yield from _nuts()
    yield from _nace()


def _kept(**values: Iterable[Value | Reference | Day | None]) -> dict[str, tuple[Value | Reference | Day, ...]]:
    """Return the properties that have a value."""
    found = {name: tuple(v for v in given if v not in {None, ""}) for name, given in values.items()}
    return {name: given for name, given in found.items() if given}


def _refer(iri: str) -> Reference | None:
    if iri in bodies():
        return Reference(iri, bodies()[iri].label)
    if iri in institutions():
        return Reference(iri, institutions()[iri].name)
    return None


def _body(body: Body, also: tuple[str, ...]) -> Thing:
    territory = territories().get(body.iri)
    name = TYPES[_OF_KIND[body.kind]].name
    until = f" ({body.begin or ''}–{body.end or ''})" if body.begin or body.end else ""
    province = bodies().get(body.province)
    where = f", {province.name}" if province else ""
    wikidata = territory.wikidata.removeprefix(WIKIDATA) if territory else ""
    properties = _kept(
        abbreviation=body.abbreviations,
        alternative=[n for n in body.names if n != body.label],
        begin=[Day(str(body.begin))] if body.begin else [],
        end=[Day(str(body.end))] if body.end else [],
        successor=[_refer(i) for i in body.successors],
        predecessor=[_refer(i) for i in body.predecessors],
        province=[_refer(body.province)],
        parent=[_refer(body.part_of)],
        territory=[Reference(territory.iri, territory.name)] if territory else [],
        owms=[body.owms],
        code=[territory.cbs if territory else body.code],
        ror=[i for i in also if i.startswith(INSTITUTION)],
        wikidata=[wikidata],
        **_codes(territory),
    )
    return Thing(
        body.iri,
        body.label,
        (_OF_KIND[body.kind],),
        (body.label, *body.names, *body.abbreviations),
        Text(nl=f"{name['nl']}{where}{until}, TOOI", en=f"{name['en']}{where}{until}, TOOI"),
        properties,
    )


def _codes(territory: Territory | None) -> dict[str, list[str]]:
    return {f"nuts{version}": [code] for version, code in territory.nuts} if territory else {}


def _institution(institution: Institution) -> Thing:
    place = f", {institution.city}" if institution.city else ""
    gone = institution.status != "active"
    names = [n for n, _ in (*institution.labels, *institution.aliases)]
    established = [int(institution.established)] if institution.established.isdigit() else []
    properties = _kept(
        alternative=[n for n in dict.fromkeys(names) if n != institution.name],
        abbreviation=institution.acronyms,
        city=[institution.city],
        website=[institution.website],
        geonames=[institution.geonames],
        established=established,
        status=[institution.status],
        ror=[institution.iri],
        successor=[_refer(i) for i in institution.related("successor")],
        predecessor=[_refer(i) for i in institution.related("predecessor")],
        parent=[_refer(i) for i in institution.related("parent")],
        **{k: [v] for k, v in institution.ids},
    )
    return Thing(
        institution.iri,
        institution.name,
        (INSTITUTION,),
        (institution.name, *names, *institution.acronyms),
        Text(
            nl=f"onderzoeksorganisatie{place}, ROR" + (" (niet meer actief)" if gone else ""),
            en=f"research organisation{place}, ROR" + (" (no longer active)" if gone else ""),
        ),
        properties,
    )


def _territory(territory: Territory) -> Thing:
    body = bodies()[territory.body]
    kind = TYPES[_OF_KIND[body.kind]].name
    return Thing(
        territory.iri,
        territory.name,
        (TERRITORY,),
        (territory.name, territory.cbs),
        Text(nl=f"gebied van de {kind['nl']}, {territory.cbs}", en=f"territory of the {kind['en']}, {territory.cbs}"),
        _kept(
            code=[territory.cbs],
            lau=[territory.lau],
            geonames=[territory.geonames],
            governedBy=[_refer(territory.body)],
            province=[_refer(body.province)],
            **_codes(territory),
        ),
        page=territory.body,
    )


def _nuts() -> Iterator[Thing]:
    rows = tables.read(register("regions").file("nuts.csv"), layout.NUTS)
    labels = {code: label for _, code, _, label, _, _ in rows}
    versions: dict[str, list[str]] = {}
    for version, code, *_ in rows:
        versions.setdefault(code, []).append(version)
    for code, found in versions.items():
        said = f"NUTS-{len(code) - 2} {code} ({', '.join(found)})"
        parent = code[:-1]
        yield Thing(
            NUTS + code,
            labels[code],
            (NUTS_REGION,),
            (labels[code], code),
            Text(nl=said, en=said),
            _kept(
                code=[code],
                parent=[Reference(NUTS + parent, labels[parent])] if parent in labels else [],
                **{f"nuts{version}": [code] for version in found},
            ),
        )


def _nace() -> Iterator[Thing]:
    for revision, title in (("2", "NACE Rev. 2"), ("2.1", "NACE Rev. 2.1")):
        base = f"http://data.europa.eu/ux2/nace{revision}/"
        rows = tables.read(register("nace").file(f"nace-rev-{revision}.csv"), layout.NACE)
        labels = {code: label for code, _, label in rows}
        for code, parent, label in rows:
            above = Reference(base + parent.replace(".", ""), labels[parent]) if parent else None
            yield Thing(
                base + code.replace(".", ""),
                label,
                (ACTIVITY,),
                (label, code),
                Text(nl=f"{title}, {code}", en=f"{title}, {code}"),
                _kept(code=[code], parent=[above]),
            )
