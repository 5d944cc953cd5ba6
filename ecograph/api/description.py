"""The service description (SPARQL 1.1 Service Description): what the endpoint is, in RDF.

The law of this file: it says what is so, from the settings and the table of formats, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from ecograph.api import negotiation
from ecograph.engine.formats import BY_NAME, FORMATS, formats_for
from ecograph.terms import PREFIXES

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_XSD_INTEGER = NamedNode(PREFIXES["xsd"] + "integer")


def triples(endpoint: str, graphs: Iterable[tuple[str, int | None]], *, writable: bool) -> list[Triple]:
    """Return the description of the service at ``endpoint``.

    ``sd:UnionDefaultGraph``: without FROM or default-graph-uri the default graph is the union of all named graphs.
    """
    service, dataset, default = NamedNode(f"{endpoint}#service"), BlankNode("dataset"), BlankNode("default")
    found = [
        Triple(service, _TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(endpoint)),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL10Query")),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        Triple(service, _sd("feature"), _sd("EmptyGraphs")),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, _TYPE, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), default),
        Triple(default, _TYPE, _sd("Graph")),
    ]
    if writable:
        found.append(Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update")))
    found += [Triple(service, _sd("resultFormat"), NamedNode(f.iri)) for f in FORMATS]
    for rdf in formats_for("graph"):
        if writable:
            found.append(Triple(service, _sd("inputFormat"), NamedNode(rdf.iri)))
    for index, (name, count) in enumerate(graphs):
        named, graph = BlankNode(f"named{index}"), BlankNode(f"graph{index}")
        found += [
            Triple(dataset, _sd("namedGraph"), named),
            Triple(named, _TYPE, _sd("NamedGraph")),
            Triple(named, _sd("name"), NamedNode(name)),
            Triple(named, _sd("graph"), graph),
            Triple(graph, _TYPE, _sd("Graph")),
        ]
        if count is not None:
            number = Literal(str(count), datatype=_XSD_INTEGER)
            found.append(Triple(graph, NamedNode(PREFIXES["void"] + "triples"), number))
    return found


def document(accept: str, name: str, content: Iterable[Triple]) -> tuple[bytes, str] | None:
    """Return the description in the format that the client takes, and its content type; None where it takes none."""
    if name:
        rdf = BY_NAME.get(name.lower())
        chosen = (rdf, rdf.media_type) if rdf and "graph" in rdf.kinds else None
    else:
        chosen = negotiation.choose("graph", accept)
    if chosen is None:
        return None
    rdf_format = RdfFormat.from_media_type(chosen[0].media_type)
    assert rdf_format is not None
    prefixes = {"sd": _SD, "void": PREFIXES["void"], "formats": "http://www.w3.org/ns/formats/"}
    body = serialize(content, format=rdf_format, prefixes=prefixes)
    return body or b"", f"{chosen[1]}; charset=utf-8" if chosen[1].startswith("text/") else chosen[1]


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
