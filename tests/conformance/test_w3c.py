"""SPARQL 1.1 Protocol, Graph Store Protocol and Service Description: the W3C suites over HTTP.

Exclusions: none. The service is emptied before each test.
"""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from tests.api.conftest import Reply, Service
from tests.conformance import manifest
from tests.conformance.conftest import suite

pytestmark = pytest.mark.shared

_HERE = suite()
_WHY = f"the W3C suites are not at {_HERE}; set ECOGRAPH_SHARED to the study folder"
PROTOCOL = manifest.cases(_HERE / "protocol/manifest.ttl") if _HERE.is_dir() else []
GRAPH_STORE = (
    [
        case
        for file in ("manifest-direct.ttl", "manifest-indirect.ttl")
        for case in manifest.cases(_HERE / "graph-store-protocol" / file)
    ]
    if _HERE.is_dir()
    else []
)
SD = "http://www.w3.org/ns/sparql-service-description#"
TABULAR = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
RDF_TYPES = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}


def test_the_suites_are_here() -> None:
    if not _HERE.is_dir():
        pytest.skip(_WHY)
    assert (len(PROTOCOL), len(GRAPH_STORE)) == (34, 13)


@pytest.mark.parametrize("case", PROTOCOL, ids=lambda case: case.id)
def test_protocol(fresh: Service, case: manifest.Case) -> None:
    for name, path in case.data:
        reply = fresh.request("PUT", f"/store?graph={name}", path.read_bytes(), Content_Type="application/n-triples")
        assert reply.status == 201, reply.body
    for request in case.requests:
        headers = {k.replace("-", "_"): v for k, v in request.headers.items()}
        reply = fresh.request(request.method, request.path, request.body, **headers)
        expected = request.expected
        assert expected.fits(reply.status), (reply.status, reply.body)
        if expected.format:
            check_format(reply, expected.format)
        if expected.boolean is not None:
            results = ox.parse_query_results(reply.body, ox.QueryResultsFormat.JSON)
            assert bool(results) is expected.boolean


def check_format(reply: Reply, kind: str) -> None:
    media_type = reply.headers["content-type"].split(";")[0]
    if kind == "RDF":
        assert media_type in RDF_TYPES
        list(ox.parse(reply.body, ox.RdfFormat.from_media_type(media_type)))
        return
    assert media_type in TABULAR
    results = ox.parse_query_results(reply.body, ox.QueryResultsFormat.from_media_type(media_type))
    assert isinstance(results, ox.QueryBoolean if kind == "boolean" else ox.QuerySolutions)


@pytest.mark.parametrize("case", GRAPH_STORE, ids=lambda case: case.id)
def test_graph_store(fresh: Service, case: manifest.Case) -> None:
    location = ""
    for request in case.requests:
        path = request.path.replace("/gsp", "/store", 1).replace("$LOCATION$", location)
        headers = {k.replace("-", "_"): v for k, v in request.headers.items()}
        reply = fresh.request(request.method, path, request.body, **headers)
        expected = request.expected
        assert expected.fits(reply.status), (request.method, path, reply.status, reply.body)
        for name, value in expected.headers.items():
            if value and not value.startswith("$"):
                assert reply.headers[name.lower()].replace(" ", "").lower() == value.replace(" ", "").lower()
        if expected.location or "location" in {n.lower() for n in expected.headers}:
            location = reply.headers["location"]
        if expected.body and reply.status == 200 and request.method == "GET":
            assert isomorphic(reply.body, expected.body.encode()), reply.body.decode()


def isomorphic(left: bytes, right: bytes) -> bool:
    def canonical(content: bytes) -> ox.Dataset:
        quads = ox.parse(content, ox.RdfFormat.TURTLE, base_iri="http://www.example/gsp/")
        dataset = ox.Dataset(quads)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return dataset

    return canonical(left) == canonical(right)


# --- Service Description: three tests, given as names ------------------------------------------------------------


@pytest.fixture
def description(fresh: Service) -> ox.Store:
    fresh.request("PUT", "/store?graph=http://example.org/g", b"<a:a> <a:b> <a:c> .", Content_Type="text/turtle")
    reply = fresh.request("GET", "/sparql")
    assert reply.status == 200
    store = ox.Store()
    store.load(reply.body, ox.RdfFormat.from_media_type(reply.headers["content-type"].split(";")[0]))
    return store


def test_returns_rdf(description: ox.Store) -> None:
    assert len(description) > 0


def test_has_endpoint_triple(description: ox.Store, fresh: Service) -> None:
    assert description.query(f"ASK {{ ?service <{SD}endpoint> <{fresh.base}/sparql> }}")


def test_conforms_to_schema(description: ox.Store) -> None:
    """Each property of the vocabulary has the domain and range that the specification gives it (§3)."""
    shape = """
        PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        SELECT ?problem {
          { ?x sd:endpoint ?o FILTER(!isIRI(?o)) BIND("endpoint is no resource" AS ?problem) }
          UNION { ?x sd:endpoint ?o FILTER NOT EXISTS { ?x a sd:Service } BIND("no Service" AS ?problem) }
          UNION { ?x sd:defaultDataset ?d FILTER NOT EXISTS { ?d a sd:Dataset } BIND("no Dataset" AS ?problem) }
          UNION { ?x sd:defaultDataset ?d FILTER NOT EXISTS { ?d sd:defaultGraph ?g . ?g a sd:Graph }
                  BIND("no default graph" AS ?problem) }
          UNION { ?d sd:namedGraph ?n FILTER NOT EXISTS { ?n a sd:NamedGraph ; sd:name ?i FILTER(isIRI(?i)) }
                  BIND("named graph without name" AS ?problem) }
          UNION { ?n sd:graph ?g FILTER NOT EXISTS { ?g a sd:Graph } BIND("no Graph" AS ?problem) }
          UNION { ?x sd:supportedLanguage ?l FILTER(?l NOT IN (sd:SPARQL10Query, sd:SPARQL11Query, sd:SPARQL11Update))
                  BIND("unknown language" AS ?problem) }
          UNION { ?x sd:feature ?f FILTER(?f NOT IN (sd:UnionDefaultGraph, sd:EmptyGraphs, sd:BasicFederatedQuery,
                  sd:RequiresDataset, sd:DereferencesURIs)) BIND("unknown feature" AS ?problem) }
          UNION { ?x sd:resultFormat|sd:inputFormat ?f
                  FILTER(!STRSTARTS(STR(?f), "http://www.w3.org/ns/formats/")) BIND("unknown format" AS ?problem) }
          UNION { FILTER NOT EXISTS { ?x a sd:Service ; sd:endpoint ?e } BIND("no service" AS ?problem) }
        }
    """
    assert [str(row["problem"]) for row in description.query(shape)] == []
    assert description.query(f"ASK {{ ?s <{SD}supportedLanguage> <{SD}SPARQL11Update> }}")
    assert description.query(f"ASK {{ ?s <{SD}feature> <{SD}UnionDefaultGraph> }}")
