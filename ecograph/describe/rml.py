"""The mapping as RML, over CSV files in which nothing is implied.

The law of this file: what another engine needs to make the same graph is in the files and in the RML, not in our code.

RML knows no names of rows, no lists in a cell and no cell that means something while empty (decision 64). So the files
are written out: one per sheet, column and kind of value, with two columns, resource and stated; the RML says which
property that is. ``morph-kgc`` and any other RML engine build the graph from them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from ecograph.describe.mapping import SHEETS, Column, Type, expand
from ecograph.describe.tables import XSD, Term
from ecograph.engine.graph import Graph
from ecograph.terms import PREFIXES, RDF

MAPPING = "mapping.rml.ttl"

_DATATYPES: dict[Type, tuple[str, ...]] = {
    Type.TEXT: ("string",),
    Type.DATE: ("date", "gYearMonth", "gYear"),
    Type.DECIMAL: ("decimal",),
    Type.INTEGER: ("integer",),
    Type.BOOLEAN: ("boolean",),
}


def rml() -> str:
    """Return the mapping as RML (rml.io/specs/rml), one triples map per file."""
    prefixes = {p: PREFIXES[p] for p in ("dct", "eco", "foaf", "rdf", "rdfs", "skos", "xsd")}
    prefixes |= {
        "rml": "http://semweb.mmlab.be/ns/rml#",
        "rr": "http://www.w3.org/ns/r2rml#",
        "ql": "http://semweb.mmlab.be/ns/ql#",
    }
    parts = [f"@prefix {p}: <{iri}> ." for p, iri in sorted(prefixes.items())]
    for name, (prop, kind) in sorted(_files().items()):
        said = {"IRI": "rr:termType rr:IRI", "lang": f'rr:language "{kind[-2:]}"'}.get(
            kind.split("@")[0] or "lang", f"rr:datatype xsd:{kind}"
        )
        parts.append(
            f"\n<#{name}>\n"
            f'    rml:logicalSource [ rml:source "{name}.csv" ; rml:referenceFormulation ql:CSV ] ;\n'
            '    rr:subjectMap [ rml:reference "resource" ; rr:termType rr:IRI ] ;\n'
            f"    rr:predicateObjectMap [\n"
            f"        rr:predicate <{prop}> ;\n"
            f'        rr:objectMap [ rml:reference "stated" ; {said} ]\n'
            "    ] ."
        )
    return "\n".join(parts) + "\n"


def write_linked_csv(graph: Graph, folder: Path) -> Graph:
    """Write a graph as files for the RML, with the RML beside them; return what no column of the mapping holds.

    Every file is there, also an empty one: an RML engine reads all that its mapping names.
    """
    files = _files()
    by_meaning = {meaning: name for name, meaning in sorted(files.items(), reverse=True)}
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    left: list[Triple] = []
    for triple in graph:
        name = by_meaning.get((triple.predicate.value, _kind(triple.object)))
        # An empty text and one with a carriage return do not come back from every CSV reader.
        held = isinstance(triple.object, NamedNode | Literal) and triple.object.value.strip(" ") == triple.object.value
        if name is None or not held or not isinstance(triple.subject, NamedNode) or not _value(triple.object):
            left.append(triple)
        else:
            rows[name].append((triple.subject.value, _value(triple.object)))
    folder.mkdir(parents=True, exist_ok=True)
    for name in files:
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            lines = csv.writer(stream, lineterminator="\n")
            lines.writerow(("resource", "stated"))
            lines.writerows(rows[name])
    (folder / MAPPING).write_text(rml(), encoding="utf-8")
    return tuple(left)


def _files() -> dict[str, tuple[str, str]]:
    """Return the files by name, each with its property and the kind of its values."""
    found: dict[str, tuple[str, str]] = {"type": (RDF.type.value, "IRI")}
    for sheet in SHEETS:
        for column in sheet.columns:
            for prop in column.path[:-1]:
                found[f"{sheet.key}-{column.name}-node"] = (expand(prop), "IRI")
            for kind in _kinds(column) if column.path else ():
                suffix = f"-{kind}" if column.type is Type.DATE else ""
                found[f"{sheet.key}-{column.name}{suffix}"] = (column.meaning, kind)
    once: dict[tuple[str, str], str] = {}
    for name, meaning in sorted(found.items()):
        once.setdefault(meaning, name)  # one file per meaning: sheets share properties
    return {name: meaning for meaning, name in once.items()}


def _kinds(column: Column) -> tuple[str, ...]:
    if column.type is Type.LANG_TEXT:
        return (f"@{column.lang}",)
    return _DATATYPES.get(column.type, ("IRI",))


def _kind(term: Term) -> str:
    if isinstance(term, Literal):
        return f"@{term.language}" if term.language else term.datatype.value.removeprefix(XSD)
    return "IRI" if isinstance(term, NamedNode) else ""


def _value(term: Term) -> str:
    return str(getattr(term, "value", ""))
