"""Who may write, what the log says, and that nobody else can."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ecograph.engine import generations
from ecograph.settings import Settings
from tests.api.conftest import EX, Service, quads, running

UPDATE = "application/sparql-update"
TURTLE = "text/turtle"
INSERT = f"INSERT DATA {{ GRAPH <{EX}new> {{ <a:a> <a:b> 1 }} }}"
BEARER = "Bearer open sesame"


@pytest.fixture
def service(tmp_path: Path, start: Callable[[Settings], Any]) -> Any:
    generations.publish(tmp_path, quads())
    with start(Settings(data_dir=tmp_path, workers=1, writable=True, token="open sesame")) as found:
        yield found


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for all who are refused: none of them changes anything."""
    folder = tmp_path_factory.mktemp("guarded")
    generations.publish(folder, quads())
    with running(Settings(data_dir=folder, workers=1, writable=True, token="open sesame")) as found:
        yield found


def rows(service: Service, query: str = "SELECT * { ?s ?p ?o }") -> int:
    return len(service.get(query).json()["results"]["bindings"])


@pytest.mark.parametrize("authorization", [None, "Bearer wrong", "Basic b3BlbiBzZXNhbWU=", "open sesame", "Bearer "])
@pytest.mark.parametrize(
    ("method", "path", "body", "content_type"),
    [
        ("POST", "/sparql", INSERT, UPDATE),
        ("PUT", f"/store?graph={EX}g0", "", TURTLE),
        ("POST", "/store", "", TURTLE),
        ("DELETE", f"/store?graph={EX}g0", None, None),
    ],
)
def test_without_the_token(
    guarded: Service, method: str, path: str, body: str | None, content_type: str | None, authorization: str | None
) -> None:
    headers = {"Content_Type": content_type, "Authorization": authorization}
    reply = guarded.request(method, path, body, **{k: v for k, v in headers.items() if v})
    assert reply.status == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert rows(guarded) == 30
    cookie = guarded.request(method, path, body, Cookie="token=open sesame", Content_Type=TURTLE)
    assert cookie.status in {401, 415}


def test_an_update_is_seen_at_once_and_logged(service: Service) -> None:
    before = service.get("ASK { <a:a> <a:b> 1 }")
    assert before.json()["boolean"] is False
    reply = service.request("POST", "/sparql", INSERT, Content_Type=UPDATE, Authorization=BEARER)
    assert reply.status == 204, reply.body
    after = service.get("ASK { <a:a> <a:b> 1 }")
    assert after.json()["boolean"] is True
    assert after.headers["etag"] != before.headers["etag"]
    line = json.loads((service.settings.data_dir / "audit.log").read_text().splitlines()[-1])
    assert line["operation"] == "update"
    assert line["text"] == INSERT
    assert line["who"].startswith("token:")
    assert "sesame" not in json.dumps(line)
    assert line["from"] == "127.0.0.1"
    assert line["when"].endswith("+00:00")


def test_what_does_not_fit_is_said(service: Service) -> None:
    def update(text: str) -> tuple[int, str]:
        reply = service.request("POST", "/sparql", text, Content_Type=UPDATE, Authorization=BEARER)
        return reply.status, reply.json()["type"].rsplit("/", 1)[1]

    assert update("INSERT DATA {") == (400, "query-syntax")
    assert update(f"DROP GRAPH <{EX}none>") == (409, "conflict")
    assert update("LOAD <http://127.0.0.1:9/>") == (403, "query-refused")
    assert update("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }") == (403, "query-refused")
    assert rows(service) == 30


def test_optimistic_concurrency(service: Service) -> None:
    path = f"/store?graph={EX}g0"
    seen = service.request("GET", path).headers["etag"]

    def put(tag: str) -> int:
        return service.request(
            "PUT", path, "<a:a> <a:b> 1 .", Content_Type=TURTLE, Authorization=BEARER, If_Match=tag
        ).status

    assert put(seen) == 204
    assert put(seen) == 412
    assert put('"nonsense"') == 412
    assert put(service.request("GET", path).headers["etag"]) == 204
    new = service.request("PUT", path, "<a:a> <a:b> 2 .", Content_Type=TURTLE, Authorization=BEARER, If_None_Match="*")
    assert new.status == 412


def test_formats_and_errors_of_the_graph_store(service: Service) -> None:
    path = f"/store?graph={EX}g0"
    for accept in ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"):
        assert service.request("GET", path, Accept=accept).headers["content-type"].split(";")[0] == accept
    assert service.request("GET", path, Accept="image/png").status == 406
    assert service.request("GET", f"/store?graph={EX}none").status == 404
    assert service.request("GET", "/store").status == 400
    assert service.request("GET", "/store?graph=relative").status == 400
    assert service.request("GET", f"/store?graph={EX}g0&default").status == 400
    assert service.request("PATCH", path).status == 405
    assert service.request("OPTIONS", path).status == 204
    wrong = service.request("PUT", path, "<a:a> <a:b>", Content_Type=TURTLE, Authorization=BEARER)
    assert (wrong.status, wrong.json()["line"]) == (422, 1)
    for content_type in ("text/html", "application/octet-stream"):
        assert service.request("PUT", path, "", Content_Type=content_type, Authorization=BEARER).status == 415
    assert rows(service) == 30


def test_a_new_graph_says_where_it_is(service: Service) -> None:
    reply = service.request("POST", "/store", "<a:a> <a:b> 1 .", Content_Type=TURTLE, Authorization=BEARER)
    assert reply.status == 201
    path = reply.headers["location"].removeprefix(service.base)
    assert service.request("GET", path, Accept="application/n-triples").body.startswith(b"<a:a> <a:b>")
    assert service.request("DELETE", path, Authorization=BEARER).status == 204
    assert service.request("GET", path).status == 404


def test_the_body_limit(tmp_path: Path, start: Callable[[Settings], Any]) -> None:
    settings = Settings(data_dir=tmp_path, workers=1, writable=True, upload_bytes=3000)
    with start(settings) as service:
        reply = service.request("PUT", f"/store?graph={EX}g0", "#" * 3001, Content_Type=TURTLE)
        assert reply.status == 413


def test_without_token_only_this_machine_itself(tmp_path: Path, start: Callable[[Settings], Any]) -> None:
    """A page of another site may reach a service on loopback: by a form, or by a name that points there."""
    with start(Settings(data_dir=tmp_path, workers=1, writable=True)) as service:
        ours = service.request("POST", "/sparql", INSERT, Content_Type=UPDATE, Host=f"localhost:{service.port}")
        assert ours.status == 204
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
            reply = service.request("POST", "/sparql", INSERT, Content_Type=UPDATE, **headers)
            assert reply.status == 403, headers
        import http.client
        from contextlib import closing

        with closing(http.client.HTTPConnection("127.0.0.1", service.port)) as connection:
            headers = {"Host": "evil.example", "Content-Type": UPDATE}
            connection.request("POST", "/sparql", INSERT, headers)
            assert connection.getresponse().status == 403


def test_many_writers_and_readers_at_once(service: Service) -> None:
    """Every reader sees whole updates only, and after its own answer every writer sees its own."""

    def work(number: int) -> None:
        text = f"INSERT DATA {{ GRAPH <{EX}new> {{ <{EX}w{number}> <a:b> 1 , 2 , 3 }} }}"
        assert service.request("POST", "/sparql", text, Content_Type=UPDATE, Authorization=BEARER).status == 204
        seen = service.get(f"SELECT * {{ <{EX}w{number}> <a:b> ?o }}").json()["results"]["bindings"]
        assert len(seen) == 3
        counts = service.get(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{EX}new> {{ ?s ?p ?o }} }}").json()
        assert int(counts["results"]["bindings"][0]["n"]["value"]) % 3 == 0

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(24)))
    assert rows(service, f"SELECT * {{ GRAPH <{EX}new> {{ ?s ?p ?o }} }}") == 72
