"""The endpoint as clients meet it: SPARQL 1.1 Protocol §2 and HTTP."""

from __future__ import annotations

import gzip
import http.client
import json
import select
import socket
import struct
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.robotparser import RobotFileParser

import pyoxigraph as ox
import pytest

from ecograph.api.app import create_app
from ecograph.engine import generations
from ecograph.errors import CallerError
from ecograph.settings import Settings
from tests.api.conftest import EX, Service, quads

ALL = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s"
GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
FORM = "application/x-www-form-urlencoded"
RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "application/sparql-results+xml"])
def test_tables(service: Service, media_type: str) -> None:
    reply = service.get(ALL, accept=media_type)
    assert (reply.status, reply.headers["content-type"]) == (200, media_type)
    results = ox.parse_query_results(reply.body, ox.QueryResultsFormat.from_media_type(media_type))
    assert len(list(results)) == 30  # type: ignore[arg-type]
    assert reply.headers["vary"] == "Accept, Accept-Encoding"
    assert reply.headers["access-control-allow-origin"] == "*"


def test_csv_without_any_header_as_excel_asks(service: Service) -> None:
    reply = service.get(ALL, format="csv")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.body.startswith(b"s,o\r\nhttp://example.org/0,value 0\r\n")


@pytest.mark.parametrize("media_type", RDF)
def test_graphs(service: Service, media_type: str) -> None:
    reply = service.get(GRAPH, accept=media_type)
    assert reply.headers["content-type"].split(";")[0] == media_type
    assert len(list(ox.parse(reply.body, RDF[media_type]))) == 30


def test_the_three_ways_to_ask(service: Service) -> None:
    ways = [
        service.get("ASK { ?s ?p ?o }"),
        service.request("POST", "/sparql", "query=" + quote("ASK { ?s ?p ?o }"), Content_Type=FORM),
        service.request("POST", "/sparql", "ASK { ?s ?p ?o }", Content_Type="application/sparql-query; charset=UTF-8"),
        service.request("POST", "/sparql/", "ASK { ?s ?p ?o }", Content_Type="application/sparql-query"),
    ]
    assert [(r.status, r.body) for r in ways] == [(200, b'{"head":{},"boolean":true}')] * 4


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "code"),
    [
        ("GET", "/sparql?query=ASK%20%7B", None, {}, 400, "query-syntax"),
        ("GET", "/sparql?query=", None, {}, 400, "bad-call"),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400, "bad-call"),
        ("GET", "/sparql?update=CLEAR%20ALL", None, {}, 400, "bad-call"),
        ("GET", "/sparql?query=ASK%7B%7D&format=xlsx", None, {}, 406, "not-acceptable"),
        ("GET", "/sparql?query=ASK%7B%7D", None, {"Accept": "text/turtle"}, 406, "not-acceptable"),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=relative", None, {}, 400, "bad-call"),
        ("GET", "/sparql?query=ASK%7B%7D&generation=9", None, {}, 404, "unknown-name"),
        ("GET", "/sparql?query=ASK%7B%7D&generation=x", None, {}, 400, "bad-call"),
        ("GET", "/sparql?query=ASK%7B%7D&rows=-1", None, {}, 400, "bad-call"),
        ("GET", "/sparql?query=%FF", None, {}, 400, "bad-call"),
        ("GET", "/sparql?query=ASK%20%7BSERVICE%20%3Chttp://x%3E%20%7B%7D%7D", None, {}, 403, "query-refused"),
        ("PUT", "/sparql", "ASK {}", {"Content_Type": "application/sparql-query"}, 405, "method-not-allowed"),
        ("DELETE", "/sparql", None, {}, 405, "method-not-allowed"),
        ("POST", "/sparql", "ASK {}", {"Content_Type": "text/plain"}, 415, "unsupported-media-type"),
        ("POST", "/sparql", "ASK {}", {}, 415, "unsupported-media-type"),
        ("POST", "/sparql", "q=ASK", {"Content_Type": FORM}, 400, "bad-call"),
        ("POST", "/sparql", "query=ASK{}&update=CLEAR+ALL", {"Content_Type": FORM}, 400, "bad-call"),
        ("POST", "/sparql?query=ASK{}", "ASK {}", {"Content_Type": "application/sparql-query"}, 400, "bad-call"),
        ("POST", "/sparql", b"ASK \xff", {"Content_Type": "application/sparql-query"}, 400, "bad-call"),
        (
            "POST",
            "/sparql",
            "ASK {}".encode("utf-16"),
            {"Content_Type": "application/sparql-query; charset=utf-16"},
            415,
            "unsupported-media-type",
        ),
        (
            "POST",
            "/sparql",
            b"\x1f\x8b\x08",
            {"Content_Type": "application/sparql-query", "Content_Encoding": "gzip"},
            415,
            "unsupported-media-type",
        ),
        ("POST", "/sparql", "CLEAR ALL", {"Content_Type": "application/sparql-update"}, 403, "forbidden"),
        ("POST", "/sparql", "update=CLEAR+ALL", {"Content_Type": FORM}, 403, "forbidden"),
    ],
)
def test_what_is_wrong_is_said(
    service: Service, method: str, path: str, body: Any, headers: dict[str, str], status: int, code: str
) -> None:
    reply = service.request(method, path, body, **headers)
    problem = reply.json()
    assert (reply.status, reply.headers["content-type"]) == (status, "application/problem+json")
    assert problem["type"] == f"https://w3id.org/ecograph/problem/{code}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert reply.headers["access-control-allow-origin"] == "*", "scripts of other sites can read the error"


def test_problems_speak_dutch(service: Service) -> None:
    path = "/sparql?query=" + quote("SELECT *\n{ ?s ex:name ?o }")
    problem = service.request("GET", path, Accept_Language="nl-NL,nl;q=0.9,en;q=0.8")
    assert problem.json()["detail"] == 'De prefix "ex:" is niet verklaard.'
    assert problem.json()["line"] == 2
    assert problem.headers["content-language"] == "nl"


def test_head_and_options(service: Service) -> None:
    path = "/sparql?query=" + quote(ALL)
    head, whole = service.request("HEAD", path), service.request("GET", path)
    assert head.status == 200
    assert head.body == b""
    assert head.headers["content-length"] == str(len(whole.body))
    assert head.headers["etag"] == whole.headers["etag"]
    preflight = service.request(
        "OPTIONS", "/sparql", Origin="https://elsewhere.example", Access_Control_Request_Method="POST"
    )
    assert preflight.status == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Authorization" in preflight.headers["access-control-allow-headers"]
    assert preflight.headers["access-control-allow-origin"] == "*"  # without it a browser sends nothing


def test_validators(service: Service) -> None:
    path = "/sparql?query=" + quote(ALL)
    first = service.request("GET", path)
    tag = first.headers["etag"]
    assert service.request("GET", path).headers["etag"] == tag
    again = service.request("GET", path, If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == tag
    assert service.request("GET", path, If_None_Match='"other"').status == 200
    assert service.request("GET", path, Accept="text/csv").headers["etag"] != tag
    assert "etag" not in service.get("SELECT (NOW() AS ?now) {}").headers


def test_compression(service: Service) -> None:
    path = "/sparql?query=" + quote(ALL)
    plain, packed = service.request("GET", path), service.request("GET", path, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "content-encoding" not in service.request("GET", path, Accept_Encoding="gzip;q=0").headers


def test_the_service_description(service: Service) -> None:
    reply = service.request("GET", "/sparql")
    assert reply.headers["content-type"] == "text/turtle; charset=utf-8"
    found = {str(q.triple) for q in ox.parse(reply.body, ox.RdfFormat.TURTLE)}
    assert any("sd:" not in t and "UnionDefaultGraph" in t for t in found)
    assert service.request("GET", "/sparql", Accept="application/rdf+xml").status == 200
    assert service.request("GET", "/sparql?format=nt").headers["content-type"] == "application/n-triples"
    assert service.request("GET", "/sparql", Accept="image/png").status == 406
    page = service.request("GET", "/sparql", Accept="text/html,*/*;q=0.8")
    assert (page.status, page.headers["location"]) == (303, "/query")


def test_a_cut_answer_says_so(service: Service) -> None:
    cut = service.get(ALL, rows="10")
    assert cut.headers["x-ecograph-truncated"] == "true"
    assert len(cut.json()["results"]["bindings"]) == 10
    whole = service.get(ALL, rows="30")
    assert "x-ecograph-truncated" not in whole.headers


def test_an_old_generation(tmp_path: Path, start: Callable[[Settings], Any]) -> None:
    generations.publish(tmp_path, quads(3))
    with start(Settings(data_dir=tmp_path, workers=1)) as service:
        assert len(service.get(ALL).json()["results"]["bindings"]) == 3
        generations.publish(tmp_path, quads(5))
        new = service.get(ALL)
        assert (len(new.json()["results"]["bindings"]), new.headers["x-ecograph-generation"]) == (5, "2")
        old = service.get(ALL, generation="1")
        assert len(old.json()["results"]["bindings"]) == 3
        assert "immutable" in old.headers["cache-control"]


def test_the_deadline_before_the_first_byte(tmp_path: Path, start: Callable[[Settings], Any]) -> None:
    generations.publish(tmp_path, quads())
    with start(Settings(data_dir=tmp_path, workers=1, query_seconds=2)) as service:
        reply = service.get(ENDLESS + " ORDER BY ?c")
        assert reply.status == 503
        assert reply.json()["type"].endswith("/deadline")
        assert service.get("ASK {}").status == 200


def test_the_deadline_after_the_first_byte_breaks_the_connection(
    tmp_path: Path, start: Callable[[Settings], Any]
) -> None:
    generations.publish(tmp_path, quads())
    for headers in ({}, {"Accept_Encoding": "gzip"}):
        # A machine that is too busy to send a first byte in time answers 503, which is right too: give it longer.
        for seconds in (1, 4, 16, 32):
            with start(Settings(data_dir=tmp_path, workers=1, query_seconds=seconds)) as service:
                try:
                    reply = service.request("GET", "/sparql?query=" + quote(ENDLESS), **headers)
                except http.client.IncompleteRead:
                    break
                assert reply.status == 503
        else:
            pytest.fail("no answer ever began")


def test_http_1_0_gets_whole_answers_only(tmp_path: Path, start: Callable[[Settings], Any]) -> None:
    """A client that reads until the connection closes cannot see that an answer broke off."""
    generations.publish(tmp_path, quads())
    with (
        start(Settings(data_dir=tmp_path, workers=1, query_seconds=1)) as service,
        closing(socket.create_connection(("127.0.0.1", service.port))) as client,
    ):
        client.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.0\r\n\r\n".encode())
        said = b"".join(iter(lambda: client.recv(65536), b""))
        assert said.startswith(b"HTTP/1.1 503") or b"x-ecograph-truncated: true" in said


def test_a_client_that_goes_away_frees_the_worker(tmp_path: Path, start: Callable[[Settings], Any]) -> None:
    generations.publish(tmp_path, quads())
    settings = Settings(data_dir=tmp_path, workers=1, query_seconds=600)
    with start(settings) as service:
        for query in (ENDLESS, ENDLESS + " ORDER BY ?c") * 3:
            client = socket.create_connection(("127.0.0.1", service.port))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            service.get("ASK {}")
            client.close()
        # Six endless queries, two places for slow ones: had they gone on, this one would wait for ten minutes.
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        assert service.get(slow).json()["results"]["bindings"][0]["n"]["value"] == str(30**4)


def test_too_many_at_once(tmp_path: Path, start: Callable[[Settings], Any]) -> None:
    generations.publish(tmp_path, quads())
    with start(Settings(data_dir=tmp_path, workers=1, queue=1, query_seconds=600)) as service:
        clients = []
        statuses: set[int] = set()
        for _ in range(12):
            client = socket.create_connection(("127.0.0.1", service.port))
            client.sendall(f"GET /sparql?query={quote(ENDLESS + ' ORDER BY ?c')} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            clients.append(client)
        assert select.select(clients, [], [], 60)[0], "somebody is sent away"
        time.sleep(2)  # and nobody gets anything else
        for client in select.select(clients, [], [], 0)[0]:
            statuses.add(int(client.recv(65536).split()[1]))
        for client in clients:
            client.close()
        assert statuses == {503}


def test_health_and_metrics(service: Service) -> None:
    assert service.request("GET", "/healthz").body == b"ok\ngeneration 1\n"
    service.get("ASK {}")
    text = service.request("GET", "/metrics").body.decode()
    assert 'ecograph_requests_total{operation="query",status="200"}' in text
    assert "ecograph_generation 1" in text
    for line in text.splitlines():
        assert line.startswith("# ") or len(line.rsplit(" ", 1)) == 2


def test_one_line_per_request(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="ecograph.access"):
        service.get("SELECT * { ?s ?p ?o } LIMIT 7 # Jan Jansen")
        service.request("GET", "/healthz")
    lines = [json.loads(r.message) for r in caplog.records if r.name == "ecograph.access"]
    # The line of an earlier request may come late: it is written when the answer has left.
    query = next(line for line in lines if line["operation"] == "query" and line["rows"] == 7)
    assert (query["status"], query["rows"], query["outcome"], query["generation"]) == (200, 7, "ok", 1)
    assert len(query["query"]) == 24
    assert "Jansen" not in caplog.text, "texts of queries may hold names"


def test_no_such_page(service: Service) -> None:
    reply = service.request("GET", "/nothing")
    assert (reply.status, reply.headers["content-type"]) == (404, "application/problem+json")


def test_robots_read_the_pages_and_ask_no_questions(service: Service) -> None:
    reply = service.request("GET", "/robots.txt")
    assert (reply.status, reply.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    rules = RobotFileParser()
    rules.parse(reply.body.decode().splitlines())
    for page in ("/", "/ecosystem/emmen-chemistry", "/ns", "/id/emmen-chemistry", "/query"):
        assert rules.can_fetch("SomeRobot", page), page
    for door in ("/sparql?query=ASK%20%7B%7D", "/api/export?query=x", "/api/questions/gaps", "/store?default"):
        assert not rules.can_fetch("SomeRobot", door), door


def test_settings_that_open_a_hole(tmp_path: Path) -> None:
    generations.publish(tmp_path, [])
    with pytest.raises(CallerError, match="open to everybody"):
        create_app(Settings(data_dir=tmp_path, host="0.0.0.0", writable=True))
    create_app(Settings(data_dir=tmp_path, host="0.0.0.0", writable=True, token="secret"))


def test_body_limit(tmp_path: Path, start: Callable[[Settings], Any]) -> None:
    generations.publish(tmp_path, [])
    with start(Settings(data_dir=tmp_path, workers=1, upload_bytes=2000)) as service:
        reply = service.request("POST", "/sparql", "#" * 2001, Content_Type="application/sparql-query")
        assert (reply.status, reply.json()["status"]) == (413, 413)


def test_the_graph_of_an_example(service: Service) -> None:
    reply = service.get(ALL, **{"default-graph-uri": EX + "g0"})
    assert len(reply.json()["results"]["bindings"]) == 10
