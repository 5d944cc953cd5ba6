"""What is published, as a DCAT-AP-NL 3.0 catalogue.

The law of this file: every dataset says whose it is, under which licence, where it is and what it was made from, in
the terms that data.overheid.nl and data.europa.eu harvest. Conformance is tested with the shapes of Geonovum
(DCAT-AP-NL 3.0) and SEMIC (DCAT-AP 3.0.0).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.engine.graph import Graph
from ecograph.terms import PREFIXES
from ecograph.texts import Text

_P = PREFIXES | {
    "adms": "http://www.w3.org/ns/adms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "eu": "http://publications.europa.eu/resource/authority/",
    "iana": "https://www.iana.org/assignments/media-types/",
}
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"
CC_BY = "http://creativecommons.org/licenses/by/4.0/deed.nl"
_PROFILE = "https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/"
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
_RDF = "https://www.w3.org/TR/rdf11-concepts/"
#: File formats: the name in the EU authority table, and the media type.
FORMATS: dict[str, tuple[str, str]] = {
    "ttl": ("RDF_TURTLE", "text/turtle"),
    "trig": ("RDF_TRIG", "application/trig"),
    "nq": ("RDF_N_QUADS", "application/n-quads"),
    "nt": ("RDF_N_TRIPLES", "application/n-triples"),
    "jsonld": ("JSON_LD", "application/ld+json"),
    "rdf": ("RDF_XML", "application/rdf+xml"),
    "csv": ("CSV", "text/csv"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "geojson": ("GEOJSON", "application/geo+json"),
}


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who publishes or made something: an IRI (TOOI for a government), a name, and an EU publisher type if known."""

    iri: str
    name: Text
    type: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to write to: an office, never a person; ``email`` may be empty."""

    iri: str
    name: str
    email: str
    url: str


@dataclass(frozen=True, slots=True)
class File:
    """One form in which a dataset can be fetched; ``kind`` is a key of ``FORMATS``.

    Its size is not said: DCAT-AP 3.0.0 wants it as a decimal and 3.0.1 as an integer, so either is a violation.
    """

    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: what it is, of when and where, and its files.

    ``places`` are GeoNames or EU authority IRIs (what SEMIC asks for); ``regions`` are NUTS IRIs beside them.
    """

    iri: str
    title: Text
    description: Text
    issued: date
    modified: date
    creator: Organisation
    files: tuple[File, ...]
    licence: str = CC0
    keywords: tuple[Text, ...] = ()
    themes: tuple[str, ...] = ("ECON", "TECH")
    places: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    sources: tuple[str, ...] = ()
    landing_page: str = ""
    frequency: str = "IRREG"
    languages: tuple[str, ...] = ("NLD", "ENG")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogue of one running EcoGraph at ``base`` (an absolute URL that ends in a slash)."""

    base: str
    title: Text
    description: Text
    publisher: Organisation
    contact: Contact
    issued: date
    modified: date
    datasets: tuple[Dataset, ...]
    licence: str = CC0


def catalogue(source: Catalogue) -> Graph:
    """Return the catalogue as DCAT-AP-NL 3.0: records, datasets, distributions, and the SPARQL data service.

    Raises:
        ValueError: a file has a form that ``FORMATS`` does not know, or the base does not end in a slash.
    """
    if not source.base.endswith("/"):
        raise ValueError("the base of a catalogue ends in a slash")
    found = [*_catalogue(source), *_service(source), *_contact(source.contact)]
    for dataset in source.datasets:
        found += [*_dataset(source, dataset), *_record(source, dataset)]
    makers = {o.iri: o for o in (source.publisher, *(d.creator for d in source.datasets))}
    for maker in makers.values():
        found += _agent(maker)
    found += _standards()
    return tuple(dict.fromkeys(found))


def _n(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_P[prefix] + local)


def _texts(me: NamedNode, term: str, text: Text) -> Iterator[Triple]:
    for lang in ("nl", "en"):
        if text[lang]:
            yield Triple(me, _n(term), Literal(text[lang], language=lang))


def _day(me: NamedNode, term: str, day: date) -> Triple:
    return Triple(me, _n(term), Literal(day.isoformat(), datatype=_n("xsd:date")))


def _links(me: NamedNode, term: str, iris: Iterable[str]) -> Iterator[Triple]:
    for iri in iris:
        yield Triple(me, _n(term), NamedNode(iri))


def _catalogue(source: Catalogue) -> Iterator[Triple]:
    me = NamedNode(source.base + "catalogue")
    yield Triple(me, _n("rdf:type"), _n("dcat:Catalog"))
    yield from _texts(me, "dct:title", source.title)
    yield from _texts(me, "dct:description", source.description)
    # A catalogue is a dataset (DCAT 3 § 6.3), so it carries what DCAT-AP-NL asks of a dataset.
    yield Triple(me, _n("dct:identifier"), Literal(me.value))
    yield from _links(me, "dct:publisher", [source.publisher.iri])
    yield from _links(me, "dct:creator", [source.publisher.iri])
    yield from _rights(me, "dct:accessRights")
    for theme in ("ECON", "TECH"):
        yield from _concept(me, "dcat:theme", "data-theme", theme)
    yield from _licence(me, source.licence)
    yield from _languages(me, ("NLD", "ENG"))
    yield _day(me, "dct:issued", source.issued)
    yield _day(me, "dct:modified", source.modified)
    yield from _links(me, "dcat:contactPoint", [source.contact.iri])
    yield from _links(me, "dcat:service", [source.base + "sparql"])
    yield Triple(me, _n("dcat:themeTaxonomy"), _n("eu:data-theme"))
    yield Triple(_n("eu:data-theme"), _n("rdf:type"), _n("skos:ConceptScheme"))
    yield Triple(_n("eu:data-theme"), _n("dct:title"), Literal("Data theme", language="en"))
    yield from _links(me, "foaf:homepage", [source.base])
    yield Triple(NamedNode(source.base), _n("rdf:type"), _n("foaf:Document"))
    for dataset in source.datasets:
        yield from _links(me, "dcat:dataset", [dataset.iri])
        yield from _links(me, "dcat:record", [_record_iri(source, dataset)])


def _languages(me: NamedNode, codes: Iterable[str]) -> Iterator[Triple]:
    for code in codes:
        yield Triple(me, _n("dct:language"), _n("eu:language/" + code))
        yield Triple(_n("eu:language/" + code), _n("rdf:type"), _n("dct:LinguisticSystem"))


def _concept(me: NamedNode, term: str, table: str, code: str) -> Iterator[Triple]:
    concept = _n(f"eu:{table}/{code}")
    yield Triple(me, _n(term), concept)
    yield Triple(concept, _n("rdf:type"), _n("skos:Concept"))
    yield Triple(concept, _n("skos:prefLabel"), Literal(code, language="en"))
    yield Triple(concept, _n("skos:inScheme"), _n("eu:" + table))


def _rights(me: NamedNode, term: str) -> Iterator[Triple]:
    public = _n("eu:access-right/PUBLIC")
    yield Triple(me, _n(term), public)
    yield Triple(public, _n("rdf:type"), _n("dct:RightsStatement"))


def _licence(me: NamedNode, iri: str) -> Iterator[Triple]:
    yield Triple(me, _n("dct:license"), NamedNode(iri))
    yield Triple(NamedNode(iri), _n("rdf:type"), _n("dct:LicenseDocument"))


def _dataset(source: Catalogue, dataset: Dataset) -> Iterator[Triple]:
    me = NamedNode(dataset.iri)
    yield Triple(me, _n("rdf:type"), _n("dcat:Dataset"))
    yield Triple(me, _n("dct:identifier"), Literal(dataset.iri))
    yield from _texts(me, "dct:title", dataset.title)
    yield from _texts(me, "dct:description", dataset.description)
    for keyword in dataset.keywords:
        yield from _texts(me, "dcat:keyword", keyword)
    for theme in dataset.themes:
        yield from _concept(me, "dcat:theme", "data-theme", theme)
    yield from _links(me, "dct:publisher", [source.publisher.iri])
    yield from _links(me, "dct:creator", [dataset.creator.iri])
    yield from _links(me, "dcat:contactPoint", [source.contact.iri])
    yield from _rights(me, "dct:accessRights")
    yield from _languages(me, dataset.languages)
    frequency = _n("eu:frequency/" + dataset.frequency)
    yield Triple(me, _n("dct:accrualPeriodicity"), frequency)
    yield Triple(frequency, _n("rdf:type"), _n("dct:Frequency"))
    for place in (*dataset.places, *dataset.regions):
        yield from _links(me, "dct:spatial", [place])
        yield Triple(NamedNode(place), _n("rdf:type"), _n("dct:Location"))
    yield _day(me, "dct:issued", dataset.issued)
    yield _day(me, "dct:modified", dataset.modified)
    yield from _links(me, "prov:hadPrimarySource", dataset.sources)  # dct:source is for datasets
    if dataset.landing_page:
        yield from _links(me, "dcat:landingPage", [dataset.landing_page])
        yield Triple(NamedNode(dataset.landing_page), _n("rdf:type"), _n("foaf:Document"))
    if dataset.period:
        period = BlankNode("p" + _short(dataset.iri))
        yield Triple(me, _n("dct:temporal"), period)
        yield Triple(period, _n("rdf:type"), _n("dct:PeriodOfTime"))
        for term, day in zip(("dcat:startDate", "dcat:endDate"), dataset.period, strict=True):
            yield Triple(period, _n(term), Literal(day.isoformat(), datatype=_n("xsd:date")))
    for file in dataset.files:
        yield from _distribution(source, dataset, file)


def _distribution(source: Catalogue, dataset: Dataset, file: File) -> Iterator[Triple]:
    if file.kind not in FORMATS:
        raise ValueError(f'no file format "{file.kind}"; known: {", ".join(FORMATS)}')
    code, media = FORMATS[file.kind]
    me = NamedNode(f"{dataset.iri}#distribution-{_short(file.url)}")
    yield Triple(NamedNode(dataset.iri), _n("dcat:distribution"), me)
    yield Triple(me, _n("rdf:type"), _n("dcat:Distribution"))
    for lang in ("nl", "en"):
        title = f"{dataset.title[lang]} ({file.kind})"
        yield Triple(me, _n("dct:title"), Literal(title, language=lang))
        yield Triple(me, _n("dct:description"), Literal(f"{dataset.description[lang]} ({media})", language=lang))
    yield from _links(me, "dcat:accessURL", [file.url])
    yield from _links(me, "dcat:downloadURL", [file.url])
    yield from _licence(me, dataset.licence)
    yield Triple(me, _n("dct:format"), _n("eu:file-type/" + code))
    yield Triple(_n("eu:file-type/" + code), _n("rdf:type"), _n("dct:MediaTypeOrExtent"))
    yield Triple(me, _n("dcat:mediaType"), _n("iana:" + media))
    yield Triple(_n("iana:" + media), _n("rdf:type"), _n("dct:MediaType"))
    yield from _languages(me, dataset.languages)
    if file.kind in {"ttl", "trig", "nq", "nt", "jsonld", "rdf"}:
        yield from _links(me, "dcat:accessService", [source.base + "sparql"])
        yield from _links(me, "dct:conformsTo", [_RDF])
    rights = BlankNode("r" + _short(file.url))
    yield Triple(me, _n("dct:rights"), rights)
    yield Triple(rights, _n("rdf:type"), _n("dct:RightsStatement"))
    yield from _concept(me, "adms:status", "distribution-status", "COMPLETED")


def _service(source: Catalogue) -> Iterator[Triple]:
    me = NamedNode(source.base + "sparql")
    yield Triple(me, _n("rdf:type"), _n("dcat:DataService"))
    yield Triple(me, _n("dct:identifier"), Literal(me.value))
    yield from _texts(me, "dct:title", Text(nl="SPARQL-endpoint", en="SPARQL endpoint"))
    about = Text(
        nl="SPARQL 1.1 over alle gepubliceerde grafen, alleen lezen.",
        en="SPARQL 1.1 over all published graphs, read-only.",
    )
    yield from _texts(me, "dct:description", about)
    yield from _links(me, "dcat:endpointURL", [me.value])
    # The service description (SPARQL 1.1 Service Description § 2) is what the endpoint itself answers as RDF.
    yield from _links(me, "dcat:endpointDescription", [me.value])
    yield from _links(me, "dcat:servesDataset", [d.iri for d in source.datasets])
    yield from _links(me, "dct:publisher", [source.publisher.iri])
    yield from _links(me, "dcat:contactPoint", [source.contact.iri])
    for theme in ("ECON", "TECH"):
        yield from _concept(me, "dcat:theme", "data-theme", theme)
    yield from _rights(me, "dct:accessRights")
    yield from _licence(me, source.licence)
    yield from _links(me, "dct:conformsTo", [_PROTOCOL])


def _record_iri(source: Catalogue, dataset: Dataset) -> str:
    return f"{source.base}catalogue#record-{_short(dataset.iri)}"


def _record(source: Catalogue, dataset: Dataset) -> Iterator[Triple]:
    me = NamedNode(_record_iri(source, dataset))
    yield Triple(me, _n("rdf:type"), _n("dcat:CatalogRecord"))
    yield from _links(me, "foaf:primaryTopic", [dataset.iri])
    yield _day(me, "dct:modified", dataset.modified)
    yield _day(me, "dct:issued", dataset.issued)
    yield from _languages(me, ("NLD",))
    yield from _links(me, "dct:conformsTo", [_PROFILE])
    yield from _concept(me, "adms:status", "dataset-status", "COMPLETED")


def _contact(contact: Contact) -> Iterator[Triple]:
    me = NamedNode(contact.iri)
    for kind in ("vcard:Organization", "vcard:Kind"):
        yield Triple(me, _n("rdf:type"), _n(kind))
    yield Triple(me, _n("vcard:fn"), Literal(contact.name))
    yield from _links(me, "vcard:hasEmail", ["mailto:" + contact.email] if contact.email else [])
    yield from _links(me, "vcard:hasURL", [contact.url])


def _agent(agent: Organisation) -> Iterator[Triple]:
    me = NamedNode(agent.iri)
    yield Triple(me, _n("rdf:type"), _n("foaf:Agent"))
    yield from _texts(me, "foaf:name", agent.name)
    if agent.type:
        kind = NamedNode("http://purl.org/adms/publishertype/" + agent.type)
        yield Triple(me, _n("dct:type"), kind)
        yield Triple(kind, _n("rdf:type"), _n("skos:Concept"))
        yield Triple(kind, _n("skos:prefLabel"), Literal(agent.type, language="en"))


def _standards() -> Iterator[Triple]:
    for iri in (_PROFILE, _PROTOCOL, _RDF):
        yield Triple(NamedNode(iri), _n("rdf:type"), _n("dct:Standard"))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
