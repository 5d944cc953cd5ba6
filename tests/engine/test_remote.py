"""The same interface over engines of others: a table-driven stand-in, and the Oxigraph server where it is installed."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs

import pytest

from ecograph.engine import store as stores
from ecograph.engine.graph import write
from ecograph.engine.remote import RemoteStore
from ecograph.engine.store import Accepts, Request, ask, construct, select
from ecograph.errors import (
    AnswerTooLarge,
    CallerError,
    DeadlineReached,
    LimitReached,
    QueryRefused,
    QuerySyntaxError,
    StoreError,
)
from ecograph.settings import Settings
from tests.engine.conftest import EX, quads

JSON = "application/sparql-results+json"
BODY = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://e/1"}}]}}'
release = threading.Event()


class Handler(BaseHTTPRequestHandler):
    """Behaves as the query says."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[dict[str, str]]] = []

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        query = form["query"][0]
        Handler.seen.append({**dict(self.headers), "query": query, **{k: ",".join(v) for k, v in form.items()}})
        status, kind, body, length = 200, JSON, BODY, None
        if "SYNTAX" in query:
            status, body = 400, b"parse error at line 1"
        elif "LIMIT 429" in query:
            status, body = 429, b"slow down"
        elif "FAULT" in query:
            status, body = 500, b"oh no"
        elif "HTML" in query:
            kind, body = "text/html", b"<h1>Welcome</h1>"
        elif "BREAK" in query:
            length = 5000
        elif "SLEEP" in query:
            release.wait(30)
        elif "BIG" in query:
            body = BODY * 3000
        elif "REDIRECT" in query:
            status = 302
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Location", "http://169.254.169.254/")
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)
        if length:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
    release.set()
    server.shutdown()
    server.server_close()
    thread.join()


def remote(endpoint: str, **options: object) -> RemoteStore:
    return RemoteStore.from_settings(Settings(store=endpoint, query_seconds=20, **options))  # type: ignore[arg-type]


def test_what_is_sent(endpoint: str) -> None:
    Handler.seen.clear()
    request = Request("SELECT ?s { ?s a eco:Actor }", ("http://g/1", "http://g/2"), ("http://g/3",))
    remote(endpoint, store_user="u", store_password="p").query(request).read()
    sent = Handler.seen[-1]
    assert sent["query"].startswith("PREFIX eco: <https://w3id.org/ecograph/ns#> SELECT")
    assert sent["default-graph-uri"] == "http://g/1,http://g/2"
    assert sent["named-graph-uri"] == "http://g/3"
    assert sent["Accept"] == JSON
    assert sent["Authorization"] == "Basic dTpw"
    remote(endpoint, store_token="secret").query(request).read()
    assert Handler.seen[-1]["Authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    ("query", "error", "says"),
    [
        ("SELECT * { ?SYNTAX ?p ?o }", QuerySyntaxError, "parse error at line 1"),
        ("SELECT * { ?s ?p ?o } LIMIT 429", LimitReached, "slow down"),
        ("SELECT * { ?FAULT ?p ?o }", StoreError, "500"),
        ("SELECT * { ?HTML ?p ?o }", StoreError, "text/html"),
        ("SELECT * { ?BREAK ?p ?o }", StoreError, "broke its answer off"),
        ("SELECT * { ?BIG ?p ?o }", AnswerTooLarge, "larger"),
        ("SELECT * { ?REDIRECT ?p ?o }", StoreError, "302"),
        ("SELECT * { SERVICE <http://x/> {} }", QueryRefused, "SERVICE"),
    ],
)
def test_what_goes_wrong_is_said(endpoint: str, query: str, error: type[Exception], says: str) -> None:
    store = remote(endpoint, answer_bytes=1 << 16)
    with pytest.raises(error, match=says):
        store.query(Request(query)).read()
    with pytest.raises(error, match=says):
        asyncio.run(streamed(store, query))


async def streamed(store: stores.Store, query: str) -> bytes:
    answer = await store.stream(Request(query))
    if answer.body is not None:
        return answer.body
    assert answer.chunks is not None
    return b"".join([chunk async for chunk in answer.chunks])


def test_the_deadline_holds_here_too(endpoint: str) -> None:
    with pytest.raises(DeadlineReached):
        remote(endpoint).query(Request("SELECT * { ?SLEEP ?p ?o }", seconds=0.3)).read()


def test_nobody_there() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(StoreError, match="does not answer"):
            remote(f"http://127.0.0.1:{port}/").query(Request("ASK {}"))
    with pytest.raises(StoreError, match="not an http"):
        remote("file:///etc/passwd")


def test_streaming(endpoint: str) -> None:
    store = remote(endpoint)
    assert asyncio.run(streamed(store, "SELECT * { ?s ?p ?o }")) == BODY
    assert asyncio.run(streamed(store, "SELECT * { ?BIG ?p ?o }")) == BODY * 3000
    with pytest.raises(CallerError, match="generation"):
        store.query(Request("ASK {}", generation=1))


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the Oxigraph server is not installed (dependency group bench)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("oxigraph")
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        base = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(base, timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield RemoteStore.from_settings(
            Settings(store=f"{base}/query", store_update=f"{base}/update", store_graphs=f"{base}/store")
        )
        server.kill()


def test_a_real_engine(oxigraph: RemoteStore) -> None:
    for number in range(3):
        name = f"{EX}g{number}"
        oxigraph.put_graph(
            name, write(q.triple for q in quads(30) if q.graph_name.value == name).strip() + b"\n", "text/turtle"
        )
    assert len(select(oxigraph, "SELECT * { ?s ?p ?o }").rows) == 30
    assert ask(oxigraph, "ASK { ?s ?p ?o }")
    assert len(construct(oxigraph, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{EX}g1> {{ ?s ?p ?o }} }}")) == 10
    assert oxigraph.get_graph(EX + "g1").count(b"\n") == 10
    oxigraph.send_update(f"INSERT DATA {{ GRAPH <{EX}g1> {{ <a:a> a eco:Actor }} }}")
    assert ask(oxigraph, f"ASK {{ GRAPH <{EX}g1> {{ ?a a eco:Actor }} }}")
    oxigraph.delete_graph(EX + "g1")
    assert len(select(oxigraph, "SELECT * { ?s ?p ?o }").rows) == 20
    with pytest.raises(QuerySyntaxError):
        oxigraph.query(Request("SELECT * {"))
    answer = oxigraph.query(Request("SELECT * { ?s ?p ?o }", (EX + "g0",), accepts=Accepts(solutions="text/csv")))
    assert answer.read().count(b"http://example.org/p") == 10
