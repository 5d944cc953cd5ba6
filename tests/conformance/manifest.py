"""Reads the machine-readable W3C manifests: requests, expected responses, data to load first."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

#: Names of statuses in the manifests that are words.
_WORDS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}


@dataclass
class Expected:
    statuses: list[str] = field(default_factory=list)
    boolean: bool | None = None
    format: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    location: str | None = None

    def fits(self, status: int) -> bool:
        return any(
            str(status)[0] == name[10] if name.startswith("StatusCode") else _WORDS[name] == status
            for name in self.statuses
        )


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    expected: Expected


@dataclass
class Case:
    id: str
    name: str
    requests: list[Request]
    data: list[tuple[str, Path]]
    requires: set[str]


class Graph:
    def __init__(self, path: Path) -> None:
        self.store = ox.Store()
        self.base = path.resolve().as_uri()
        self.store.load(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=self.base)

    def all(self, subject: object, predicate: str) -> list:
        return [q.object for q in self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None)]

    def one(self, subject: object, predicate: str) -> object:
        found = self.all(subject, predicate)
        return found[0] if found else None

    def text(self, subject: object, predicate: str) -> str | None:
        found = self.one(subject, predicate)
        return found.value if found is not None else None

    def list(self, node: object) -> list:
        items = []
        while node is not None and getattr(node, "value", "") != RDF + "nil":
            items.append(self.one(node, RDF + "first"))
            node = self.one(node, RDF + "rest")
        return items

    def headers(self, subject: object) -> dict[str, str]:
        return {
            (self.text(h, HT + "fieldName") or ""): (self.text(h, HT + "fieldValue") or "")
            for h in self.list(self.one(subject, HT + "headers"))
        }

    def body(self, subject: object) -> bytes | None:
        node = self.one(subject, HT + "body")
        if node is None:
            return None
        encoding = self.text(node, CNT + "characterEncoding") or "UTF-8"
        return (self.text(node, CNT + "chars") or "").encode(encoding)


def cases(path: Path) -> list[Case]:
    graph = Graph(path)
    entries = next(iter(graph.store.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None))).object
    return [case(graph, entry, path.parent) for entry in graph.list(entries)]


def case(graph: Graph, entry: ox.NamedNode, folder: Path) -> Case:
    requests = []
    action = graph.one(entry, MF + "action")
    for node in graph.list(graph.one(action, HT + "requests")):
        response = graph.one(node, HT + "resp")
        boolean = graph.text(response, MF + "expectedBoolean")
        body = graph.body(response)
        expected = Expected(
            [s.value.rsplit("#", 1)[1] for s in graph.all(response, MF + "expectedStatus")],
            None if boolean is None else boolean == "true",
            graph.text(response, MF + "expectedFormat"),
            graph.headers(response),
            None if body is None else body.decode(),
            graph.text(response, MF + "expectedLocation"),
        )
        path = graph.text(node, HT + "absolutePath") or ""
        method = graph.text(node, HT + "methodName") or "GET"
        requests.append(Request(method, path, graph.headers(node), graph.body(node), expected))
    data = []
    for node in graph.all(entry, UT + "graphData"):
        file = graph.text(node, UT + "graph") or ""
        data.append((graph.text(node, RDFS + "label") or "", folder / file.rsplit("/", 1)[1]))
    requires = {r.value.rsplit("#", 1)[1] for r in graph.all(entry, MF + "requires")}
    return Case(entry.value.rsplit("#", 1)[1], graph.text(entry, MF + "name") or "", requests, data, requires)
