"""What the store holds, in numbers: VoID with partitions by class and property, and linksets.

The law of this file: every number is counted in the store that is described, never kept by hand. The terms are those
of https://www.w3.org/TR/void/.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from ecograph.engine.graph import Graph
from ecograph.terms import PREFIXES

_P = PREFIXES
_TYPE = _P["rdf"] + "type"
#: Properties that link a thing with the same or a wider thing elsewhere: what a linkset holds.
LINK_PREDICATES = frozenset(
    {_P["skos"] + n for n in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")}
    | {_P["owl"] + "sameAs", _P["rdfs"] + "seeAlso"}
)
#: Where links lead: the name of a dataset, by the beginning of its IRIs.
TARGETS: dict[str, str] = {
    "https://identifier.overheid.nl/tooi/id/": "https://identifier.overheid.nl/tooi/",
    "https://ror.org/": "https://ror.org/",
    "http://data.europa.eu/nuts/code/": "http://data.europa.eu/nuts/",
    "http://www.wikidata.org/entity/": "http://www.wikidata.org/",
    "https://sws.geonames.org/": "https://sws.geonames.org/",
    "http://data.europa.eu/ux2/": "http://data.europa.eu/ux2/",
    "https://cordis.europa.eu/": "https://cordis.europa.eu/",
    "https://linkedopendata.eu/": "https://linkedopendata.eu/",
    "https://isni.org/": "https://isni.org/",
    "https://www.grid.ac/": "https://www.grid.ac/",
    "https://doi.org/": "https://doi.org/",
}


@dataclass(slots=True)
class Counts:
    """The numbers of one graph; ``links`` counts triples by predicate and target dataset."""

    triples: int = 0
    subjects: int = 0
    objects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    links: Counter[tuple[str, str]] = field(default_factory=Counter)


def count(quads: Iterable[Quad]) -> dict[str, Counts]:
    """Return the numbers of every graph among the quads, by its IRI; the default graph is ``""``."""
    found: dict[str, Counts] = {}
    subjects: dict[str, set[str]] = {}
    objects: dict[str, set[str]] = {}
    for quad in quads:
        graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        counts = found.setdefault(graph, Counts())
        counts.triples += 1
        predicate = quad.predicate.value
        counts.properties[predicate] += 1
        subjects.setdefault(graph, set()).add(str(quad.subject))
        objects.setdefault(graph, set()).add(str(quad.object))
        if not isinstance(quad.object, NamedNode):
            continue
        if predicate == _TYPE:
            counts.classes[quad.object.value] += 1
        elif predicate in LINK_PREDICATES and (target := _target(quad.object.value)):
            counts.links[predicate, target] += 1
    for graph, counts in found.items():
        counts.subjects, counts.objects = len(subjects[graph]), len(objects[graph])
    return found


def _target(iri: str) -> str:
    return next((dataset for start, dataset in TARGETS.items() if iri.startswith(start)), "")


def void(base: str, counts: Mapping[str, Counts], *, titles: Mapping[str, Mapping[str, str]] | None = None) -> Graph:
    """Return the VoID description of a store at ``base`` with these numbers.

    Args:
        base: The absolute URL of the running EcoGraph; ends in a slash.
        counts: The numbers of each graph (``count``).
        titles: Names of graphs by language, where they have any.
    """
    root = NamedNode(base + "void#store")
    found = [
        Triple(root, _n("rdf:type"), _n("void:Dataset")),
        Triple(root, _n("dct:title"), Literal("EcoGraph", language="en")),
        Triple(root, _n("dct:title"), Literal("EcoGraph", language="nl")),
        Triple(root, _n("void:sparqlEndpoint"), NamedNode(base + "sparql")),
        Triple(root, _n("foaf:homepage"), NamedNode(base)),
        _number(root, "void:triples", sum(c.triples for c in counts.values())),
        Triple(NamedNode(base + "void"), _n("rdf:type"), _n("void:DatasetDescription")),
        Triple(NamedNode(base + "void"), _n("foaf:topic"), root),
    ]
    for graph, numbers in sorted(counts.items()):
        if graph:
            found += _graph(base, root, graph, numbers, (titles or {}).get(graph, {}))
    return tuple(dict.fromkeys(found))


def _n(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_P[prefix] + local)


def _number(me: NamedNode | BlankNode, term: str, value: int) -> Triple:
    return Triple(me, _n(term), Literal(value))


def _graph(base: str, root: NamedNode, graph: str, numbers: Counts, titles: Mapping[str, str]) -> Iterator[Triple]:
    me = NamedNode(graph)
    yield Triple(root, _n("void:subset"), me)
    yield Triple(me, _n("rdf:type"), _n("void:Dataset"))
    yield Triple(me, _n("void:sparqlEndpoint"), NamedNode(base + "sparql"))
    for lang, title in titles.items():
        yield Triple(me, _n("dct:title"), Literal(title, language=lang))
    yield _number(me, "void:triples", numbers.triples)
    yield _number(me, "void:distinctSubjects", numbers.subjects)
    yield _number(me, "void:distinctObjects", numbers.objects)
    yield _number(me, "void:classes", len(numbers.classes))
    yield _number(me, "void:properties", len(numbers.properties))
    for iri, number in sorted(numbers.classes.items()):
        part = _part(base, graph, iri)
        yield Triple(me, _n("void:classPartition"), part)
        yield Triple(part, _n("void:class"), NamedNode(iri))
        yield _number(part, "void:entities", number)
    for iri, number in sorted(numbers.properties.items()):
        part = _part(base, graph, iri)
        yield Triple(me, _n("void:propertyPartition"), part)
        yield Triple(part, _n("void:property"), NamedNode(iri))
        yield _number(part, "void:triples", number)
    for (predicate, target), number in sorted(numbers.links.items()):
        linkset = _part(base, graph, predicate + " " + target)
        yield Triple(root, _n("void:subset"), linkset)
        yield Triple(linkset, _n("rdf:type"), _n("void:Linkset"))
        yield Triple(linkset, _n("void:subjectsTarget"), me)
        yield Triple(linkset, _n("void:objectsTarget"), NamedNode(target))
        yield Triple(linkset, _n("void:linkPredicate"), NamedNode(predicate))
        yield _number(linkset, "void:triples", number)


def _part(base: str, *of: str) -> NamedNode:
    """Return a lasting name for a part: the same part has the same name in the next description."""
    return NamedNode(f"{base}void#part-{hashlib.sha256(' '.join(of).encode()).hexdigest()[:12]}")
