"""Reads the W3C manifests of query and update: what to load, what to ask, what must come out; and compares it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from tests.conformance.manifest import MF, RDF, RDFS, UT
from tests.conformance.manifest import Graph as Manifest

XSD = "http://www.w3.org/2001/XMLSchema#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
#: What one row of answers is written as, to compare two tables as graphs, blank nodes and duplicates included.
_ROW = "urn:x-test:row:"
#: The formats of expected answers that the engine reads.
_TABLES = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}


@dataclass(frozen=True)
class Dataset:
    """Files by the name of their graph; None is the default graph."""

    files: tuple[tuple[str | None, Path], ...]


@dataclass(frozen=True)
class Case:
    """One test: ``kind`` is the class in the manifest without its number."""

    id: str
    kind: str
    request: Path
    before: Dataset
    after: Dataset | None = None
    answer: Path | None = None

    @property
    def text(self) -> str:
        return self.request.read_bytes().decode("utf-8")


def cases(manifest: Path) -> Iterator[Case]:
    """Yield the cases of a manifest and of those that it includes."""
    graph = Manifest(manifest)
    for quad in graph.store.quads_for_pattern(None, ox.NamedNode(MF + "include"), None):
        for included in graph.list(quad.object):
            yield from cases(_path(included))
    for quad in graph.store.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None):
        for entry in graph.list(quad.object):
            yield _case(graph, entry, manifest.parent.name)


def _path(node: object) -> Path:
    return Path(unquote(urlsplit(str(node.value)).path))  # type: ignore[attr-defined]


def _case(graph: Manifest, entry: ox.NamedNode, folder: str) -> Case:
    name = f"{folder}/{entry.value.rsplit('#', 1)[1]}"
    kind = (graph.text(entry, RDF + "type") or "").rsplit("#", 1)[1].removesuffix("11")
    action, result = graph.one(entry, MF + "action"), graph.one(entry, MF + "result")
    if kind == "UpdateEvaluationTest":
        return Case(
            name,
            kind,
            _path(graph.one(action, UT + "request")),
            _dataset(graph, action, UT),
            _dataset(graph, result, UT),
        )
    query = graph.one(action, QT + "query")
    if query is None:
        return Case(name, kind, _path(action), Dataset(()))
    return Case(name, kind, _path(query), _dataset(graph, action, QT), None, None if result is None else _path(result))


def _dataset(graph: Manifest, node: object, words: str) -> Dataset:
    files: list[tuple[str | None, Path]] = [(None, _path(file)) for file in graph.all(node, words + "data")]
    for named in graph.all(node, words + "graphData"):
        file = graph.one(named, words + "graph")
        if file is None:
            files.append((named.value, _path(named)))
        else:
            files.append((graph.text(named, RDFS + "label") or file.value, _path(file)))
    return Dataset(tuple(files))


def statements(path: Path) -> Iterator[ox.Quad]:
    """Yield what a file of RDF says."""
    form = {".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}.get(path.suffix, ox.RdfFormat.TURTLE)
    return iter(ox.parse(path.read_bytes(), form, base_iri=path.resolve().as_uri()))


def read_graph(path: Path) -> Graph:
    """Return a file of RDF as a graph of rdflib, which can be compared."""
    return as_graph(q.triple for q in statements(path))


def as_graph(triples: Iterable[ox.Triple]) -> Graph:
    out = Graph()
    for s, p, o in triples:
        out.add((_node(s), _node(p), _node(o)))
    return out


def same(one: Graph, other: Graph) -> bool:
    return len(one) == len(other) and isomorphic(one, other)


def expected_table(path: Path) -> Graph | bool:
    """Return an expected answer: rows as a graph, or yes or no."""
    if path.suffix in _TABLES:
        return read_table(path.read_bytes(), _TABLES[path.suffix])
    graph = read_graph(path)
    boolean = graph.value(None, URIRef(RS + "boolean"))
    if boolean is not None:
        value = graph.value(boolean, URIRef(RS + "boolean")) if isinstance(boolean, BNode) else None
        return (
            bool(value.toPython())
            if isinstance(value, Literal)
            else "true" in {str(o) for o in graph.objects(None, URIRef(RS + "boolean"))}
        )
    rows = []
    for solution in graph.objects(None, URIRef(RS + "solution")):
        row = {}
        for binding in graph.objects(solution, URIRef(RS + "binding")):
            row[str(graph.value(binding, URIRef(RS + "variable")))] = graph.value(binding, URIRef(RS + "value"))
        rows.append(row)
    return _rows(rows)  # type: ignore[arg-type]


def read_table(content: bytes, form: ox.QueryResultsFormat) -> Graph | bool:
    """Return an answer: rows as a graph, or yes or no."""
    found = ox.parse_query_results(content, form)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [v.value for v in found.variables]
    return _rows({n: _node(row[n]) for n in names if row[n] is not None} for row in found)


def read_csv(content: bytes) -> list[list[str]]:
    """Return the lines of a CSV answer in order, blank nodes without their names."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8"))))
    return [lines[0], *sorted([("_:" if c.startswith("_:") else c) for c in line] for line in lines[1:])]


def _rows(rows: Iterable[dict[str, Node]]) -> Graph:
    out = Graph()
    for row in rows:
        subject = BNode()
        out.add((subject, URIRef(_ROW + "is"), Literal("row")))
        for name, value in row.items():
            out.add((subject, URIRef(_ROW + name), value))
    return out


def _node(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return Literal(term.value, lang=term.language)
    kind = term.datatype.value.removeprefix(XSD)
    return Literal(_VALUES.get(kind, str)(term.value), datatype=URIRef(term.datatype.value), normalize=False)


def _number(text: str) -> str:
    return str(Decimal(text).normalize() + 0)


def _float(text: str) -> str:
    return f"{float(text):.6g}"


#: Answers are compared by value where a value has several spellings.
_VALUES: dict[str, Callable[[str], str]] = {
    "integer": _number,
    "decimal": _number,
    "double": _float,
    "float": _float,
    "boolean": {"1": "true", "0": "false", "true": "true", "false": "false"}.__getitem__,
}
