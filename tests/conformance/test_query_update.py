"""SPARQL 1.1 Query and Update over HTTP: the W3C suites, against the running service with all it does on the way.

The engine is Oxigraph; ours are the prefixes that are added, the guard, NOT EXISTS as MINUS, the order of columns,
lookups, the dataset of the request and the writer. The suites are not beside the checkout: clone
https://github.com/w3c/rdf-tests and name the folder in ECOGRAPH_RDF_TESTS. Each file of data becomes a graph, and the
request names them as its dataset, since without one all graphs are one here
(docs/decisions/0022-the-union-is-the-default-graph.md).
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from tests.api.conftest import Reply, Service
from tests.conformance.evaluation import (
    Case,
    as_graph,
    cases,
    expected_table,
    read_csv,
    read_graph,
    read_table,
    same,
    statements,
)
from tests.conformance.suites import NOT_PASSED

_HERE = Path(os.environ.get("ECOGRAPH_RDF_TESTS", "/nowhere")) / "sparql" / "sparql11"
WHY = "needs a clone of https://github.com/w3c/rdf-tests, named in ECOGRAPH_RDF_TESTS"
_MANIFESTS = ("manifest-sparql11-query.ttl", "manifest-sparql11-results.ttl", "manifest-sparql11-update.ttl")
CASES = [case for name in _MANIFESTS for case in cases(_HERE / name)] if _HERE.is_dir() else []
_ACCEPT = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
}


def test_the_suites_are_here() -> None:
    if not CASES:
        pytest.skip(WHY)
    assert len(CASES) > 400
    assert {c.id for c in CASES} >= set(NOT_PASSED)


def load(service: Service, name: str | None, path: Path) -> None:
    target = "default" if name is None else urlencode({"graph": name})
    triples = ox.serialize(statements(path), None, ox.RdfFormat.N_TRIPLES)
    reply = service.request("PUT", f"/store?{target}", triples, Content_Type="application/n-triples")
    assert reply.status in {201, 204}, reply.body


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(request: pytest.FixtureRequest, fresh: Service, case: Case) -> None:
    if case.id in NOT_PASSED:
        request.node.add_marker(pytest.mark.xfail(reason=NOT_PASSED[case.id]["en"], strict=True))
    CHECKS[case.kind](fresh, case)


def accepted(service: Service, case: Case) -> None:
    assert ask(service, case).status == 200


def refused(service: Service, case: Case) -> None:
    reply = ask(service, case)
    assert reply.status == 400, reply.body


def update_accepted(service: Service, case: Case) -> None:
    reply = service.request("POST", "/sparql", case.request.read_bytes(), Content_Type="application/sparql-update")
    assert reply.status != 400, reply.body


def update_refused(service: Service, case: Case) -> None:
    reply = service.request("POST", "/sparql", case.request.read_bytes(), Content_Type="application/sparql-update")
    # LOAD is refused before anybody reads on.
    assert reply.status == (403 if b"LOAD" in case.request.read_bytes() else 400), reply.body


def ask(service: Service, case: Case, accept: str = "*/*", **dataset: list[str]) -> Reply:
    options = urlencode({k.replace("_", "-"): v for k, v in dataset.items()}, doseq=True)
    # Relative IRIs of a query are relative to its file there, to the address of the endpoint here.
    text = f"BASE <{case.request.resolve().as_uri()}>\n".encode() + case.request.read_bytes()
    return service.request("POST", f"/sparql?{options}", text, Content_Type="application/sparql-query", Accept=accept)


def evaluated(service: Service, case: Case) -> None:
    default, named = [], []
    for index, (name, path) in enumerate(case.before.files):
        graph = name or f"urn:x-test:default:{index}"
        load(service, graph, path)
        (named if name else default).append(graph)
    assert case.answer is not None
    dataset = (
        {}
        if "FROM" in case.text.upper()
        else {"default_graph_uri": default or ["urn:x-test:none"], "named_graph_uri": named}
    )
    expected = expected_table(case.answer) if not _is_construct(case) else read_graph(case.answer)
    reply = ask(
        service,
        case,
        "application/n-triples" if _is_construct(case) else _ACCEPT.get(case.answer.suffix, _ACCEPT[".srj"]),
        **dataset,
    )
    assert reply.status == 200, reply.body
    if _is_construct(case):
        found = as_graph(q.triple for q in ox.parse(reply.body, ox.RdfFormat.N_TRIPLES))
    else:
        found = read_table(
            reply.body, ox.QueryResultsFormat.from_media_type(reply.headers["content-type"].split(";")[0])
        )
    if isinstance(expected, bool) or isinstance(found, bool):
        assert expected is found
    else:
        assert same(expected, found), (sorted(expected), sorted(found))


def _is_construct(case: Case) -> bool:
    return "CONSTRUCT" in case.text.upper() and case.answer is not None and case.answer.suffix == ".ttl"


def evaluated_as_csv(service: Service, case: Case) -> None:
    for _, path in case.before.files:
        load(service, "urn:x-test:default", path)
    reply = ask(service, case, "text/csv", default_graph_uri=["urn:x-test:default"])
    assert case.answer is not None
    assert read_csv(reply.body) == read_csv(case.answer.read_bytes())


def updated(service: Service, case: Case) -> None:
    for name, path in case.before.files:
        load(service, name, path)
    text = f"BASE <{case.request.resolve().as_uri()}>\n".encode() + case.request.read_bytes()
    reply = service.request("POST", "/sparql", text, Content_Type="application/sparql-update")
    assert reply.status == 204, reply.body
    assert case.after is not None
    expected = dict(case.after.files)
    names = {n for n in {*expected, *dict(case.before.files)} if n}
    reply = service.request("GET", "/sparql?" + urlencode({"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}))
    names |= {row["g"].value for row in ox.parse_query_results(reply.body, ox.QueryResultsFormat.JSON)}  # type: ignore[union-attr]
    for name in (None, *sorted(names)):
        target = "default" if name is None else urlencode({"graph": name})
        reply = service.request("GET", f"/store?{target}", Accept="application/n-triples")
        triples = ox.parse(reply.body, ox.RdfFormat.N_TRIPLES) if reply.status == 200 else ()
        found = as_graph(q.triple for q in triples)
        wanted = read_graph(expected[name]) if name in expected else as_graph(())
        assert same(wanted, found), (name, sorted(wanted), sorted(found))


CHECKS = {
    "PositiveSyntaxTest": accepted,
    "NegativeSyntaxTest": refused,
    "PositiveUpdateSyntaxTest": update_accepted,
    "NegativeUpdateSyntaxTest": update_refused,
    "QueryEvaluationTest": evaluated,
    "CSVResultFormatTest": evaluated_as_csv,
    "UpdateEvaluationTest": updated,
}
