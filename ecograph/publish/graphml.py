"""A description as GraphML, for Gephi, yEd, NetworkX and igraph.

The law of this file: nodes are the things that the description names, edges its statements between two of them; a
type, a source and a text are attributes or absent, never nodes. The format is http://graphml.graphdrawing.org/.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from pyoxigraph import Literal, NamedNode

from ecograph.engine.graph import Graph
from ecograph.terms import ECO, RDF, RDFS, shorten
from ecograph.texts import Lang, pick

_SPACE = "http://graphml.graphdrawing.org/xmlns"
#: Statements about provenance tie every thing to its source; as edges they would hide the network.
_LEFT_OUT = {RDF.type.value, ECO.statedIn.value, ECO.fromDocument.value}
_KEYS = (("label", "node"), ("type", "node"), ("iri", "node"), ("relation", "edge"), ("property", "edge"))


def graphml(graph: Graph, lang: Lang = "nl") -> bytes:
    """Return the network of a description as GraphML in UTF-8, with labels in one language.

    >>> b"graphml" in graphml(())
    True
    """
    labels: dict[str, dict[str, str]] = {}
    types: dict[str, str] = {}
    for t in graph:
        if isinstance(t.subject, NamedNode) and t.predicate == RDFS.label and isinstance(t.object, Literal):
            labels.setdefault(t.subject.value, {})[t.object.language or ""] = t.object.value
        elif isinstance(t.subject, NamedNode) and t.predicate == RDF.type and isinstance(t.object, NamedNode):
            types.setdefault(t.subject.value, shorten(t.object.value))
    hidden = {iri for iri, kind in types.items() if kind in {"eco:EvidencePassage", "eco:SourceDocument"}}
    things = [iri for iri in types if iri not in hidden]
    known = set(things)
    edges = [
        (t.subject.value, t.predicate.value, t.object.value)
        for t in graph
        if isinstance(t.subject, NamedNode)
        and isinstance(t.object, NamedNode)
        and t.predicate.value not in _LEFT_OUT
        and {t.subject.value, t.object.value} <= known
    ]
    root = ET.Element("graphml", xmlns=_SPACE)
    for name, of in _KEYS:
        ET.SubElement(root, "key", {"id": name, "for": of, "attr.name": name, "attr.type": "string"})
    out = ET.SubElement(root, "graph", id="description", edgedefault="directed")
    numbers = {iri: f"n{n}" for n, iri in enumerate(things)}
    for iri in things:
        node = ET.SubElement(out, "node", id=numbers[iri])
        _data(node, "label", pick(labels.get(iri, {}), lang) or shorten(iri))
        _data(node, "type", types[iri])
        _data(node, "iri", iri)
    for n, (subject, predicate, target) in enumerate(dict.fromkeys(edges)):
        edge = ET.SubElement(out, "edge", id=f"e{n}", source=numbers[subject], target=numbers[target])
        _data(edge, "relation", shorten(predicate).partition(":")[2] or predicate)
        _data(edge, "property", predicate)
    ET.indent(root, " ")
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _data(parent: ET.Element, key: str, text: str) -> None:
    found = ET.SubElement(parent, "data", key=key)
    found.text = "".join(c for c in text if c.isprintable() or c in "\t\n")
