"""Every format that an answer can have, in one table.

The law of this file: a format is a row of data. Negotiation, the workers, the command line and the service description
read the same rows; nobody else spells a media type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["solutions", "boolean", "graph"]
KINDS: tuple[Kind, ...] = ("solutions", "boolean", "graph")


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation: short name, media type, the other names that clients use for it, and what it can hold."""

    name: str
    media_type: str
    aliases: tuple[str, ...]
    kinds: frozenset[Kind]
    iri: str
    text: bool = True

    @property
    def content_type(self) -> str:
        """Return the value of the Content-Type header; text formats say that they are UTF-8."""
        return f"{self.media_type}; charset=utf-8" if self.text else self.media_type


_W3C = "http://www.w3.org/ns/formats/"
_ROWS: frozenset[Kind] = frozenset({"solutions", "boolean"})
_GRAPH: frozenset[Kind] = frozenset({"graph"})

#: In the order of preference when the client has none.
FORMATS: tuple[Format, ...] = (
    Format(
        "json",
        "application/sparql-results+json",
        ("application/json", "text/json"),
        _ROWS,
        _W3C + "SPARQL_Results_JSON",
        False,
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        ("application/xml", "text/xml"),
        _ROWS,
        _W3C + "SPARQL_Results_XML",
        False,
    ),
    Format("csv", "text/csv", (), frozenset({"solutions"}), _W3C + "SPARQL_Results_CSV"),
    Format("tsv", "text/tab-separated-values", ("text/tsv",), frozenset({"solutions"}), _W3C + "SPARQL_Results_TSV"),
    Format("ttl", "text/turtle", ("application/turtle", "application/x-turtle"), _GRAPH, _W3C + "Turtle"),
    Format("nt", "application/n-triples", ("text/plain",), _GRAPH, _W3C + "N-Triples", False),
    Format("rdf", "application/rdf+xml", ("application/xml", "text/xml"), _GRAPH, _W3C + "RDF_XML", False),
    Format("jsonld", "application/ld+json", ("application/json",), _GRAPH, _W3C + "JSON-LD", False),
    Format("nq", "application/n-quads", ("text/x-nquads",), _GRAPH, _W3C + "N-Quads", False),
    Format("trig", "application/trig", ("application/x-trig",), _GRAPH, _W3C + "TriG", False),
)
BY_NAME: dict[str, Format] = {f.name: f for f in FORMATS} | {
    "srj": FORMATS[0],
    "srx": FORMATS[1],
    "turtle": FORMATS[4],
    "ntriples": FORMATS[5],
    "rdfxml": FORMATS[6],
    "json-ld": FORMATS[7],
    "nquads": FORMATS[8],
}


def formats_for(kind: Kind) -> tuple[Format, ...]:
    """Return the formats that can hold one kind of answer, best first.

    >>> [f.name for f in formats_for("boolean")]
    ['json', 'xml']
    """
    return tuple(f for f in FORMATS if kind in f.kinds)
