"""What is done to a service on purpose; docs/threat-model.md has a row for each and names the test."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from ecograph.engine import generations
from ecograph.engine.store import Accepts
from ecograph.engine.workers import Limits, Question, Worker
from ecograph.errors import EcoGraphError
from ecograph.settings import Settings
from tests.api.conftest import Service, quads

ENGINE = Path(__file__).parents[2] / "ecograph" / "engine"
HEAVY = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(REGEX(CONCAT(?c, ?f), '^(a+)+$')) }",
    "SELECT * { ?a <http://example.org/p>* ?b . ?c <http://example.org/p>* ?d . ?e <http://example.org/p>* ?f }",
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(?c = 'never') }",
]


@pytest.fixture
def listener() -> Any:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.settimeout(0.5)
        yield server


def arrived(listener: socket.socket) -> bool:
    try:
        listener.accept()[0].close()
    except TimeoutError:
        return False
    return True


def raw(data_dir: Path, text: str) -> None:
    """Send a text to a worker past the guard."""
    generation = generations.current(data_dir)
    assert generation
    worker = Worker(data_dir, Limits())
    media = "application/sparql-results+json"
    request = {
        "path": str(generation.store_path),
        "formats": {"solutions": media, "boolean": media, "graph": "text/turtle"},
        "rows": 1000,
        "bytes": 100000,
    }
    try:
        list(worker.ask(Question(json.dumps(request).encode(), text, text, Accepts(media, media, "text/turtle")), 60))
    finally:
        worker.close()


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is of Linux")
def test_a_worker_makes_no_connection_even_past_the_guard(tmp_path: Path, listener: socket.socket) -> None:
    generations.publish(tmp_path, quads(3))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with pytest.raises(EcoGraphError):
        raw(tmp_path, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
    assert not arrived(listener)


def test_from_reads_no_file_and_no_address(service_in: Service, listener: socket.socket, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<a:a> <a:b> 'secret' .")
    for name in (secret.as_uri(), f"http://127.0.0.1:{listener.getsockname()[1]}/x.ttl"):
        for query in (
            f"SELECT * FROM <{name}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{name}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        ):
            assert service_in.get(query).json()["results"]["bindings"] == []
        reply = service_in.get("SELECT * { ?s ?p ?o }", **{"default-graph-uri": name})
        assert reply.json()["results"]["bindings"] == []
    assert not arrived(listener)


@pytest.fixture
def service_in(tmp_path: Path, start: Callable[[Settings], Any]) -> Any:
    generations.publish(tmp_path / "data", quads())
    with start(Settings(data_dir=tmp_path / "data", workers=2, query_seconds=10)) as found:
        yield found


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is of Linux")
@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/passwd')",
        "import socket; socket.socket().connect(('127.0.0.1', 9))",
        "import socket; socket.create_server(('127.0.0.1', 0))",
        "import subprocess; subprocess.run(['/bin/true'])",
        "import os; os.system('true')",
        "import os; os.execv('/bin/true', ['true'])",
        "import ctypes, os\nif ctypes.CDLL(None, use_errno=True).socket(2, 1, 0) < 0: raise OSError('refused')",
    ],
)
def test_what_a_worker_has_given_up(tmp_path: Path, deed: str) -> None:
    script = f"import sys; sys.path.append({str(ENGINE)!r}); import confinement, socket, subprocess, ctypes\n"
    script += f"confinement.give_up({{'folders': [{str(tmp_path)!r}]}})\n"
    script += f"open({str(tmp_path / 'own')!r}, 'w').close()\nprint('so far')\ntry:\n"
    script += "".join(f"    {line}\n" for line in deed.splitlines())
    script += "except OSError as error:\n    print('refused')\n"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["so", "far", "refused"], done.stderr


#: Nobody lives to see the end of it: a product of nine patterns over thirty statements each.
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(9)) + " }"


def test_heavy_queries_do_not_keep_others_waiting(tmp_path: Path, start: Callable[[Settings], Any]) -> None:
    """Every friendly client gets its 200 the first time it asks, while what the hostile asked has no end in sight.

    No clock decides: the deadline is far beyond the test, so whoever had to wait for a hostile query would not be
    answered at all. How soon they are: benchmarks.attack.
    """
    generations.publish(tmp_path, quads())
    with (
        start(Settings(data_dir=tmp_path, workers=2, query_seconds=3600)) as service,
        contextlib.ExitStack() as hostile,
    ):

        def send(query: str) -> socket.socket:
            client = hostile.enter_context(socket.create_connection(("127.0.0.1", service.port)))
            client.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            return client

        endless = [send(f"{ENDLESS} # {n}") for n in range(6)]
        for query in HEAVY[1:]:  # these end in a limit, or the death of their worker
            send(query)
        with ThreadPoolExecutor(30) as pool:
            asked = [f"SELECT * {{ ?s ?p ?o }} LIMIT {i % 7 + 1} OFFSET {i}" for i in range(200)]
            friendly = list(pool.map(lambda query: service.get(query).status, asked))
        assert friendly == [200] * 200
        answered, _, _ = select.select(endless, [], [], 0)
        assert not answered, "the hostile queries are still at it"
        hostile.close()
        assert service.get("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").status == 200


def test_a_client_that_does_not_read_costs_no_memory_and_no_worker(
    tmp_path: Path, start: Callable[[Settings], Any]
) -> None:
    generations.publish(tmp_path, quads(60))
    large = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"  # 216,000 rows, about 130 MB
    with start(Settings(data_dir=tmp_path, workers=1, query_seconds=120)) as service:
        service.get("ASK {}")
        before = resident()
        clients = []
        for _ in range(4):
            client = socket.create_connection(("127.0.0.1", service.port))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(f"GET /sparql?query={quote(large)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            clients.append(client)
        first = [client.recv(1) for client in clients]
        assert first == [b"H"] * 4
        # The engine is through with all four; nobody has read more than a byte.
        assert service.get("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }").status == 200
        assert resident() - before < 150 << 20
        for client in clients:
            client.close()


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_bytes_that_are_no_http(service_in: Service) -> None:
    for attack in (
        b"\x00" * 5000,
        b"GET " + b"/" * 200_000,
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    ):
        with closing(socket.create_connection(("127.0.0.1", service_in.port))) as client:
            client.settimeout(10)
            try:
                client.sendall(attack)
                said = client.recv(1000)
            except OSError:
                continue
            assert said == b"" or said.startswith(b"HTTP/1.1 4")
    assert service_in.get("ASK {}").status == 200


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: ", b"a" * 1000),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"X: y\r\n" * 100),
        (b"GET /sparql?query=", b"a" * 1000),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 100),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5", b";a=b" * 100),
    ],
    ids=["header", "headers", "address", "trailers", "extensions"],
)
def test_what_stands_around_a_body_has_an_end(service_in: Service, begin: bytes, piece: bytes) -> None:
    most = 2 * max(64 * 1024, 4 * service_in.settings.query_bytes)
    with closing(socket.create_connection(("127.0.0.1", service_in.port), timeout=60)) as client:
        with contextlib.suppress(OSError):  # it is closed while this is still being sent
            client.sendall(begin)
            for _ in range(20 * most // len(piece)):
                client.sendall(piece)
            pytest.fail("it was taken")
        with contextlib.suppress(OSError):
            assert client.recv(1000).startswith((b"HTTP/1.1 4", b""))
    assert service_in.get("ASK {}").status == 200


@pytest.mark.parametrize("sent", [b"", b"GET /sparql?query=ASK"])
def test_a_request_that_does_not_come_is_not_waited_for(tmp_path: Path, start: Callable[..., Any], sent: bytes) -> None:
    generations.publish(tmp_path, quads())
    with start(Settings(data_dir=tmp_path, workers=1), keep_alive=1) as place:
        with closing(socket.create_connection(("127.0.0.1", place.port), timeout=60)) as client:
            client.sendall(sent)
            while not select.select([client], [], [], 0.1)[0]:
                if sent:
                    client.sendall(b"+")  # never silent for long, and never done
            with contextlib.suppress(ConnectionResetError):
                assert client.recv(100) == b""
        assert place.get("ASK {}").status == 200


@pytest.mark.parametrize("hosts", [["a b"], ["<x>"], ["a", "b"], [""], []])
def test_a_request_names_one_host(service_in: Service, hosts: list[str]) -> None:
    lines = "".join(f"Host: {host}\r\n" for host in hosts)
    for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D", "/", "/catalog"):
        with closing(socket.create_connection(("127.0.0.1", service_in.port), timeout=60)) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode())
            assert client.recv(100).startswith(b"HTTP/1.1 400"), path


def test_an_upgrade_is_answered_as_the_plain_request_that_it_is(service_in: Service) -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade%b\r\nUpgrade: h2c\r\n\r\n"
    with closing(socket.create_connection(("127.0.0.1", service_in.port), timeout=60)) as client:
        client.sendall(request % b"" + request % b", close")
        said = client.makefile("rb").read()
    assert said.count(b"HTTP/1.1 200 OK") == 2


def test_a_slow_body_holds_nothing(service_in: Service) -> None:
    """Bodies that never end wait in the event loop, where waiting is free."""
    clients = []
    for _ in range(50):
        client = socket.create_connection(("127.0.0.1", service_in.port))
        client.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n")
        client.sendall(b"Content-Length: 1000\r\n\r\nA")
        clients.append(client)
    assert service_in.get("ASK {}").status == 200
    for client in clients:
        client.close()


def test_answers_are_never_taken_for_pages(service_in: Service) -> None:
    """A literal with markup comes back in a data format only, whatever the browser would like."""
    reply = service_in.get("SELECT ('<script>alert(1)</script>' AS ?x) {}", accept="text/html, */*;q=0.1")
    assert reply.headers["content-type"] in {"application/sparql-results+json", "text/csv; charset=utf-8"}
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert service_in.get("ASK {}", accept="text/html").status == 406
    problem = service_in.request("GET", "/sparql?query=" + quote("<script>alert(1)</script>"))
    assert problem.headers["content-type"] == "application/problem+json"


def test_no_two_clients_share_an_answer_by_accident(service_in: Service) -> None:
    """The cache keys on everything that decides an answer: text, dataset, format, rows, base, generation."""
    query = "SELECT ?s { ?s ?p ?o } ORDER BY ?s"
    seen = set()
    for options in (
        {},
        {"rows": "3"},
        {"format": "csv"},
        {"default-graph-uri": "http://example.org/g0"},
        {"named-graph-uri": "http://example.org/g0"},
    ):
        for _ in range(2):
            seen.add((service_in.get(query, **options).body, service_in.get(query, **options).headers["etag"]))
    assert len(seen) == 5
    hosts = {
        service_in.request("GET", "/sparql?query=" + quote("SELECT (<x> AS ?x) {}"), Host=h).body for h in ("a", "b")
    }
    assert len(hosts) == 2
