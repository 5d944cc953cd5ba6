"""The registers as RDF: one named graph each, in the vocabularies that their publishers use.

The law of this file: what a register says is said with its own IRIs and terms; what we add (successors, territories)
is said with Dublin Core, SKOS and GeoSPARQL. A body and its territory are joined by ``skos:relatedMatch``, never by
an equality.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from ecograph.errors import UnknownName
from ecograph.linking.registers import layout, tables
from ecograph.linking.registers.catalogue import Register, register, registers
from ecograph.linking.registers.records import (
    NUTS,
    TOOI,
    WIKIDATA,
    Body,
    Institution,
    Territory,
    bodies,
    institutions,
    territories,
)  # fmt: skip
from ecograph.terms import PREFIXES, reference_graph
from ecograph.texts import Text

_P = PREFIXES
_ONT = "https://identifier.overheid.nl/tooi/def/ont/"
_TYPE = NamedNode(_P["rdf"] + "type")
_LABEL = NamedNode(_P["rdfs"] + "label")
_ALT = NamedNode(_P["skos"] + "altLabel")
_NOTATION = NamedNode(_P["skos"] + "notation")
_CLOSE = NamedNode(_P["skos"] + "closeMatch")
_RELATED = NamedNode(_P["skos"] + "relatedMatch")
_BROADER = NamedNode(_P["skos"] + "broader")
_REPLACED_BY = NamedNode(_P["dct"] + "isReplacedBy")
_REPLACES = NamedNode(_P["dct"] + "replaces")
_IDENTIFIER = NamedNode(_P["dct"] + "identifier")
_SPATIAL = NamedNode(_P["dct"] + "spatial")
_WITHIN = NamedNode(_P["geo"] + "sfWithin")
_FEATURE = NamedNode(_P["geo"] + "Feature")
#: Level of a NUTS region: 0 the country, 1 a group of provinces, 2 a province, 3 a COROP region.
_DEPTH = NamedNode("http://rdf-vocabulary.ddialliance.org/xkos#depth")
_DATE = NamedNode(_P["xsd"] + "date")
_WKT = NamedNode(_P["geo"] + "wktLiteral")
_FORMAL = NamedNode(_P["org"] + "FormalOrganization")


def _tooi(source: Register) -> Iterator[Triple]:
    for body in bodies().values():
        yield from _body(body)
    for identifier, kind, day, *parts in tables.read(source.file("events.csv"), layout.EVENTS):
        event = NamedNode(TOOI + identifier)
        yield Triple(event, _TYPE, NamedNode(_ONT + kind))
        if day:
            yield Triple(event, NamedNode(_ONT + "tijdstipWijziging"), Literal(day, datatype=_DATE))
        for name, items in zip(("invalidated", "generated", "used"), parts, strict=True):
            for item in filter(None, items.split("|")):
                yield Triple(event, NamedNode(_P["prov"] + name), NamedNode(TOOI + item))


def _body(body: Body) -> Iterator[Triple]:
    me = NamedNode(body.iri)
    yield Triple(me, _TYPE, NamedNode(_ONT + body.tooi_class))
    yield Triple(me, _TYPE, _FORMAL)
    yield Triple(me, _LABEL, Literal(body.label, language="nl"))
    yield Triple(me, NamedNode(_ONT + "officieleNaamInclSoort"), Literal(body.official, language="nl"))
    yield Triple(me, NamedNode(_ONT + "organisatiecode"), Literal(body.code))
    for name in body.names:
        if name != body.label:
            yield Triple(me, _ALT, Literal(name, language="nl"))
    for name in body.abbreviations:
        yield Triple(me, NamedNode(_ONT + "afkorting"), Literal(name, language="nl"))
    for term, day in (("begindatum", body.begin), ("einddatum", body.end)):
        if day:
            yield Triple(me, NamedNode(_ONT + term), Literal(day.isoformat(), datatype=_DATE))
    if body.owms:
        yield Triple(me, NamedNode(_ONT + "owmsId"), Literal(body.owms, datatype=NamedNode(_P["xsd"] + "anyURI")))
    for term, iri in (
        (_ONT + "ligtInProvincie", body.province),
        (_ONT + "verantwoordelijkMinisterie", body.ministry),
        (_P["dct"] + "isPartOf", body.part_of),
    ):
        if iri:
            yield Triple(me, NamedNode(term), NamedNode(iri))
    for iri in body.successors:
        yield Triple(me, _REPLACED_BY, NamedNode(iri))
        yield Triple(NamedNode(iri), _REPLACES, me)


def _regions(source: Register) -> Iterator[Triple]:
    seen: set[tuple[str, str]] = set()
    for version, code, level, label, parent, formerly in tables.read(source.file("nuts.csv"), layout.NUTS):
        me = NamedNode(NUTS + code)
        yield Triple(me, NamedNode(_P["dct"] + "isPartOf"), NamedNode(f"http://data.europa.eu/nuts/scheme/{version}"))
        if formerly:
            yield Triple(me, _CLOSE, NamedNode(NUTS + formerly))
        if (code, label) in seen:
            continue
        seen.add((code, label))
        yield Triple(me, _TYPE, _FEATURE)
        yield Triple(me, _LABEL, Literal(label, language="nl"))
        yield Triple(me, _LABEL, Literal(label, language="en"))
        yield Triple(me, _NOTATION, Literal(code))
        yield Triple(me, _DEPTH, Literal(int(level)))
        if parent:
            yield Triple(me, _BROADER, NamedNode(NUTS + parent))
            yield Triple(me, _WITHIN, NamedNode(NUTS + parent))
    shapes = _shapes(source)
    for territory in territories().values():
        yield from _territory(territory, shapes.get(territory.cbs, ""))


def _territory(territory: Territory, wkt: str) -> Iterator[Triple]:
    me = NamedNode(territory.iri)
    body = bodies()[territory.body]
    yield Triple(me, _TYPE, _FEATURE)
    for lang in ("nl", "en"):
        yield Triple(me, _LABEL, Literal(territory.name, language=lang))
    yield Triple(me, _NOTATION, Literal(territory.cbs))
    yield Triple(NamedNode(body.iri), _RELATED, me)
    if territory.lau:
        yield Triple(me, _IDENTIFIER, Literal(territory.lau))
    if territory.geonames:
        yield Triple(me, _CLOSE, NamedNode(territory.geonames))
    if territory.wikidata:
        yield Triple(NamedNode(body.iri), _CLOSE, NamedNode(territory.wikidata))
    for code in dict.fromkeys(code for _, code in territory.nuts):
        # A province is the NUTS-2 region; a municipality lies in a NUTS-3 region.
        yield Triple(me, _CLOSE if body.kind == "province" else _WITHIN, NamedNode(NUTS + code))
    if body.province:
        yield Triple(me, _WITHIN, NamedNode(territories()[body.province].iri))
    for iri in body.successors:
        if iri in territories():
            yield Triple(me, _REPLACED_BY, NamedNode(territories()[iri].iri))
    if wkt:
        geometry = NamedNode(f"{me.value}/geometry/2022")
        yield Triple(me, NamedNode(_P["geo"] + "hasGeometry"), geometry)
        yield Triple(geometry, _TYPE, NamedNode(_P["geo"] + "Geometry"))
        yield Triple(geometry, NamedNode(_P["geo"] + "asWKT"), Literal(wkt, datatype=_WKT))


def _shapes(source: Register) -> dict[str, str]:
    """Return the boundary of each area as WKT, by CBS code."""
    found = {}
    for name in ("provinces", "municipalities"):
        content = json.loads(source.file(f"boundaries-{name}-2022.geojson").read_text(encoding="utf-8"))
        for feature in content["features"]:
            found[feature["properties"]["cbs_code"]] = wkt(feature["geometry"])
    return found


def wkt(geometry: dict[str, object]) -> str:
    """Return a GeoJSON polygon or multipolygon as WKT.

    >>> wkt({"type": "Polygon", "coordinates": [[[6, 52], [7, 52], [7, 53], [6, 52]]]})
    'POLYGON((6 52,7 52,7 53,6 52))'
    """

    def ring(points: list[list[float]]) -> str:
        return "(" + ",".join(f"{x:g} {y:g}" for x, y in points) + ")"

    def polygon(rings: list[list[list[float]]]) -> str:
        return "(" + ",".join(map(ring, rings)) + ")"

    coordinates: list[list[list[list[float]]]] = geometry["coordinates"]  # type: ignore[assignment]
    if geometry["type"] == "Polygon":
        return "POLYGON" + polygon(coordinates)  # type: ignore[arg-type]
    return "MULTIPOLYGON(" + ",".join(map(polygon, coordinates)) + ")"


def _ror(_: Register) -> Iterator[Triple]:
    for institution in institutions().values():
        yield from _institution(institution)


_ROR_RELATIONS = {
    "parent": _P["org"] + "subOrganizationOf",
    "child": _P["org"] + "hasSubOrganization",
    "successor": _P["dct"] + "isReplacedBy",
    "predecessor": _P["dct"] + "replaces",
    "related": _P["dct"] + "relation",
}
_IDS = {
    "wikidata": WIKIDATA,
    "isni": "https://isni.org/isni/",
    "grid": "https://www.grid.ac/institutes/",
    "funder": "https://doi.org/10.13039/",
}


def _institution(institution: Institution) -> Iterator[Triple]:
    me = NamedNode(institution.iri)
    yield Triple(me, _TYPE, NamedNode(_P["org"] + "Organization"))
    yield Triple(me, _LABEL, Literal(institution.name))
    for name, lang in (*institution.labels, *institution.aliases):
        if name != institution.name or lang:
            literal = Literal(name, language=lang) if lang else Literal(name)
            yield Triple(me, _LABEL if (name, lang) in institution.labels else _ALT, literal)
    for name in institution.acronyms:
        yield Triple(me, _ALT, Literal(name))
    for name in institution.types:
        yield Triple(me, NamedNode(_P["dct"] + "type"), Literal(name))
    yield Triple(me, NamedNode("http://www.w3.org/ns/adms#status"), Literal(institution.status))
    if institution.geonames:
        yield Triple(me, _SPATIAL, NamedNode(institution.geonames))
    if institution.website:
        yield Triple(me, NamedNode(_P["foaf"] + "homepage"), NamedNode(institution.website.strip()))
    for kind, code in institution.ids:
        yield Triple(me, NamedNode(_P["skos"] + "exactMatch"), NamedNode(_IDS[kind] + code))
    for kind, iri in institution.relations:
        if kind in _ROR_RELATIONS:
            yield Triple(me, NamedNode(_ROR_RELATIONS[kind]), NamedNode(iri))


def _nace(source: Register) -> Iterator[Triple]:
    for revision, title, file in (
        ("nace2", "NACE Rev. 2", "nace-rev-2.csv"),
        ("nace2.1", "NACE Rev. 2.1", "nace-rev-2.1.csv"),
    ):
        base = f"http://data.europa.eu/ux2/{revision}/"
        scheme = NamedNode(base + revision)
        yield Triple(scheme, _TYPE, NamedNode(_P["skos"] + "ConceptScheme"))
        yield Triple(scheme, NamedNode(_P["dct"] + "title"), Literal(title, language="en"))
        for code, parent, label in tables.read(source.file(file), layout.NACE):
            me = NamedNode(base + code.replace(".", ""))
            yield Triple(me, _TYPE, NamedNode(_P["skos"] + "Concept"))
            yield Triple(me, NamedNode(_P["skos"] + "inScheme"), scheme)
            yield Triple(me, _NOTATION, Literal(code))
            yield Triple(me, NamedNode(_P["skos"] + "prefLabel"), Literal(label, language="en"))
            if parent:
                yield Triple(me, _BROADER, NamedNode(base + parent.replace(".", "")))
            else:
                yield Triple(me, NamedNode(_P["skos"] + "topConceptOf"), scheme)


_CUBE = "https://w3id.org/ecograph/id/statistics/"
_MEASURES = {
    "MIO_EUR": ("gdp", "Bbp in miljoen euro", "GDP in million euro"),
    "EUR_HAB": ("gdpPerInhabitant", "Bbp in euro per inwoner", "GDP in euro per inhabitant"),
}
#: Eurostat's flags as SDMX observation states.
_FLAGS = {"p": "P", "e": "E", "b": "B"}


def _statistics(source: Register) -> Iterator[Triple]:
    """Yield GDP per region as an RDF Data Cube (https://www.w3.org/TR/vocab-data-cube/), NUTS version 2021."""
    qb, sdmx = _P["qb"], "http://purl.org/linked-data/sdmx/2009/"
    dataset, structure = NamedNode(_CUBE + "gdp"), NamedNode(_CUBE + "gdp/structure")
    area, period = NamedNode(sdmx + "dimension#refArea"), NamedNode(sdmx + "dimension#refPeriod")
    yield Triple(dataset, _TYPE, NamedNode(qb + "DataSet"))
    yield Triple(dataset, _LABEL, Literal("Bruto binnenlands product per gebied", language="nl"))
    yield Triple(dataset, _LABEL, Literal("Gross domestic product per region", language="en"))
    yield Triple(dataset, NamedNode(qb + "structure"), structure)
    yield Triple(dataset, NamedNode(_P["dct"] + "source"), NamedNode(source.source))
    yield Triple(dataset, NamedNode(_P["dct"] + "conformsTo"), NamedNode("http://data.europa.eu/nuts/scheme/2021"))
    yield Triple(structure, _TYPE, NamedNode(qb + "DataStructureDefinition"))
    components = [("dimension", area), ("dimension", period)]
    components += [("measure", NamedNode(_CUBE + m)) for m, _, _ in _MEASURES.values()]
    components += [("attribute", NamedNode(sdmx + "attribute#obsStatus"))]
    for number, (role, term) in enumerate(components, 1):
        component = NamedNode(f"{structure.value}/{number}")
        yield Triple(structure, NamedNode(qb + "component"), component)
        yield Triple(component, NamedNode(qb + role), term)
    for measure, nl, en in _MEASURES.values():
        me = NamedNode(_CUBE + measure)
        yield Triple(me, _TYPE, NamedNode(qb + "MeasureProperty"))
        yield Triple(me, _LABEL, Literal(nl, language="nl"))
        yield Triple(me, _LABEL, Literal(en, language="en"))
    for geo, unit, year, value, flag in tables.read(source.file("gdp.csv"), layout.GDP):
        measure = _MEASURES[unit][0]
        me = NamedNode(f"{_CUBE}gdp/{geo}/{year}/{measure}")
        yield Triple(me, _TYPE, NamedNode(qb + "Observation"))
        yield Triple(me, NamedNode(qb + "dataSet"), dataset)
        yield Triple(me, area, NamedNode(NUTS + geo))
        yield Triple(me, period, Literal(year, datatype=NamedNode(_P["xsd"] + "gYear")))
        yield Triple(me, NamedNode(qb + "measureType"), NamedNode(_CUBE + measure))
        yield Triple(me, NamedNode(_CUBE + measure), Literal(value, datatype=NamedNode(_P["xsd"] + "decimal")))
        if flag in _FLAGS:
            status = NamedNode(f"{sdmx}code#obsStatus-{_FLAGS[flag]}")
            yield Triple(me, NamedNode(sdmx + "attribute#obsStatus"), status)


_BUILDERS: dict[str, Callable[[Register], Iterable[Triple]]] = {
    "tooi": _tooi,
    "regions": _regions,
    "ror": _ror,
    "nace": _nace,
    "statistics": _statistics,
}


def names() -> tuple[str, ...]:
    """Return the names of the registers in the box."""
    return tuple(registers())


def dataset(name: str) -> Iterator[Triple]:
    """Yield the DCAT description of a register: what, whose, under which licence, of which date."""
    source = register(name)
    graph = reference_graph(name)
    yield Triple(graph, _TYPE, NamedNode(_P["dcat"] + "Dataset"))
    for lang in ("nl", "en"):
        yield Triple(graph, NamedNode(_P["dct"] + "title"), Literal(source.title[lang], language=lang))
        yield Triple(graph, NamedNode(_P["dct"] + "description"), Literal(source.description[lang], language=lang))
    yield Triple(graph, NamedNode(_P["dct"] + "source"), NamedNode(source.source))
    yield Triple(graph, NamedNode(_P["dct"] + "license"), NamedNode(source.licence))
    yield Triple(graph, NamedNode(_P["dct"] + "modified"), Literal(source.dated.isoformat(), datatype=_DATE))
    yield Triple(graph, NamedNode(_P["dct"] + "rights"), Literal(source.attribution))


def quads(name: str) -> tuple[Quad, ...]:
    """Return a register as the quads of its graph, its own DCAT description included.

    >>> quads("tooi")[0].graph_name.value
    'https://w3id.org/ecograph/graph/reference/tooi'

    Raises:
        UnknownName: no register has that name.
        StoreError: its table cannot be read.
    """
    if name not in _BUILDERS:
        raise UnknownName(Text(nl="register", en="register"), name, list(_BUILDERS))
    graph = reference_graph(name)
    triples = dict.fromkeys((*dataset(name), *_BUILDERS[name](register(name))))
    return tuple(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
