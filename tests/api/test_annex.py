"""The second process for lookups: what a client gets never depends on it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httptools
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecograph.api import http
from ecograph.api.annex import host, passing, request
from ecograph.api.annex.process import Connection
from ecograph.engine import generations
from ecograph.settings import Settings
from tests.api.conftest import EX, Service, quads

JSON = "application/sparql-results+json"
possible = host.Annex.possible
PLAIN = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\nAccept: text/csv\r\n\r\n"
POST = (
    b"POST /sparql HTTP/1.1\r\nHost: test\r\nContent-Type: application/sparql-query\r\nContent-Length: 5\r\n\r\nASK{}"
)


def lookup(n: int, *headers: str, mark: str = "") -> bytes:
    query = quote(f"SELECT * {{ <{EX}{n}> ?p ?o }} # {mark}")
    return "\r\n".join(
        [f"GET /sparql?query={query} HTTP/1.1", "Host: test", f"Accept: {JSON}", *headers, "", ""]
    ).encode()


class Client:
    """One connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.stream = self.socket.makefile("rb")

    def answer(self) -> bytes:
        """Read a response; return it without its date."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.stream.readline()
            if not line:
                raise ConnectionError
            head += line
        size = re.search(rb"content-length: (\d+)", head)
        body = self.stream.read(int(size[1]) if size else 0)
        return re.sub(rb"date: [^\r]*\r\n", b"", head) + body

    def ask(self, asked: bytes) -> bytes:
        self.socket.sendall(asked)
        return self.answer()

    def close(self) -> None:
        self.stream.close()
        self.socket.close()


def connections(service: Service) -> int:
    """Return how many connections the process for lookups has."""
    text = service.request("GET", "/metrics").body.decode()
    return int(text.split("\necograph_lookup_connections ")[1].split("\n")[0])


def passed_on(service: Service) -> Client:
    """Return a connection that was passed on, the only one."""
    deadline = time.monotonic() + 60
    while connections(service):
        assert time.monotonic() < deadline, "a connection stays that was closed"
    client = Client(service.port)
    while not connections(service):
        assert time.monotonic() < deadline, "no connection was passed on"
        for n in range(30):
            client.ask(lookup(n, mark=str(time.monotonic())))
    return client


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty lookups are many, and there is a second process also on one processor."""
    monkeypatch.setattr(http, "OFTEN", 20)
    monkeypatch.setattr(host, "BUSY", 20)
    monkeypatch.setattr(host.Annex, "possible", lambda _: True)


@pytest.fixture
def place(tmp_path: Path, start: Callable[[Settings], Any]) -> Iterator[Service]:
    generations.publish(tmp_path, quads())
    with start(Settings(data_dir=tmp_path, workers=1)) as found:
        yield found


def test_the_same_is_said_there_and_whatever_else_is_asked_comes_back(place: Service) -> None:
    with closing(passed_on(place)), closing(Client(place.port)) as client:
        before = client.ask(lookup(7))  # answered here, from memory too
    others: list[tuple[bytes, bytes]] = [
        (lookup(7, 'If-None-Match: "x"'), b"HTTP/1.1 200 OK"),
        (b"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n", b"HTTP/1.1 200 OK"),
        (POST, b"HTTP/1.1 200 OK"),
        (b"GET /sparql?query=nonsense HTTP/1.1\r\nHost: test\r\n\r\n", b"HTTP/1.1 400 "),
        (b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n\r\n", b"HTTP/1.1 400 "),
        (lookup(7, "Accept: text/csv"), b"HTTP/1.1 200 OK"),
        (lookup(7, "Connection: close"), b"HTTP/1.1 200 OK"),
    ]
    for asked, wanted in others:
        with closing(passed_on(place)) as client:
            assert client.ask(lookup(7)) == before
            assert connections(place) == 1
            assert client.ask(asked).startswith(wanted)
            assert connections(place) == 0
            if b"close" not in asked and b"400" not in wanted:
                assert client.ask(lookup(7)) == before
    with closing(passed_on(place)) as client:
        client.socket.sendall(lookup(7) + lookup(8) + lookup(9)[:30])
        assert client.answer() == before
        assert b"value 8" in client.answer()
        client.socket.sendall(lookup(9)[30:])
        assert b"value 9" in client.answer()
        client.socket.sendall(b"\x00\x01nonsense\r\n\r\n")
        assert client.answer().startswith(b"HTTP/1.1 400 ")


def test_what_was_answered_there_is_counted_and_logged_here(
    place: Service, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place.settings, "log", "requests")

    def answered() -> int:
        text = place.request("GET", "/metrics").body.decode()
        return int(text.split('ecograph_requests_total{operation="query",status="200"} ')[1].split("\n")[0])

    with closing(passed_on(place)) as client:
        time.sleep(1.5)
        before = answered()
        for n in range(10):
            client.ask(lookup(n, mark="counted"))
        client.ask(lookup(9, mark="counted"))
        deadline = time.monotonic() + 10
        while answered() < before + 11 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert answered() == before + 11
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    assert [line["cached"] for line in lines][-11:] == [False] * 10 + [True]


def test_another_generation_is_seen_at_once(place: Service, tmp_path: Path) -> None:
    with closing(passed_on(place)) as client:
        assert b"value 7" in client.ask(lookup(7))
        p = ox.NamedNode(EX + "p")
        generations.publish(tmp_path, [ox.Quad(ox.NamedNode(EX + "7"), p, ox.Literal("new"))])
        assert b'"new"' in client.ask(lookup(7))
        assert connections(place) == 0
    with closing(passed_on(place)) as client, closing(Client(place.port)):
        generations.publish(tmp_path, [])
        deadline = time.monotonic() + 30
        while connections(place) and time.monotonic() < deadline:  # it comes back without being asked
            time.sleep(0.05)
        assert connections(place) == 0
        assert b'"bindings":[]' in client.ask(lookup(7))


def test_a_write_is_seen_as_soon_as_it_is_acknowledged(tmp_path: Path, start: Callable[[Settings], Any]) -> None:
    generations.publish(tmp_path, quads())
    with start(Settings(data_dir=tmp_path, workers=1, writable=True)) as service:
        for n in range(2):
            with closing(passed_on(service)) as client:
                new = f'INSERT DATA {{ <{EX}7> <{EX}p> "new {n}" }}'
                service.request("POST", "/sparql", new, Content_Type="application/sparql-update")
                assert b'"new %d"' % n in client.ask(lookup(7))


def process_of(service: Service) -> host.Process:
    annex = service.app.annex if service.app else None
    assert annex is not None
    assert annex.process is not None
    return annex.process


def test_its_death_breaks_off_what_it_has_and_nothing_else(place: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(host, "_PAUSE", 0.5)
    monkeypatch.setattr(host._log, "warning", said.append)
    with closing(passed_on(place)) as client, closing(Client(place.port)) as other:
        other.ask(lookup(1))
        os.kill(process_of(place)._process.pid, signal.SIGKILL)
        assert client.socket.recv(1) == b""
        assert b"value 2" in other.ask(lookup(2))
        assert connections(place) == 0
    assert len(said) == 1
    assert "has died" in said[0]
    passed_on(place).close()


def test_it_ends_with_the_service(tmp_path: Path, start: Callable[[Settings], Any]) -> None:
    generations.publish(tmp_path, quads())
    with start(Settings(data_dir=tmp_path, workers=1)) as service, closing(passed_on(service)):
        process = process_of(service)._process
    assert process.poll() is not None


def test_there_is_none_where_it_would_not_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert possible(Settings(data_dir=tmp_path))
    assert not possible(Settings(data_dir=tmp_path, lookup_process=False))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert not possible(Settings(data_dir=tmp_path))


class _Line:
    """A transport that takes nothing until it is told to."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.reads = True

    def set_write_buffer_limits(self, *, high: int) -> None:
        assert high == 0

    def write(self, content: bytes) -> None:
        self.written.append(content)

    def pause_reading(self) -> None:
        self.reads = False

    def resume_reading(self) -> None:
        self.reads = True


class _House:
    """Answers everything."""

    def __init__(self) -> None:
        self.connections: set[Connection] = set()
        self.begin = b""
        self.loop = asyncio.new_event_loop()

    def answer(self, target: bytes, _: dict[bytes, bytes]) -> bytes:
        return target


def test_a_client_that_does_not_read_is_not_read() -> None:
    house, line = _House(), _Line()
    connection = Connection(house)  # type: ignore[arg-type]
    connection.connection_made(line)  # type: ignore[arg-type]
    connection.data_received(PLAIN)
    connection.pause_writing()
    connection.data_received(PLAIN)
    assert (len(line.written), line.reads) == (1, False)
    connection.resume_writing()
    assert (len(line.written), line.reads) == (2, True)
    house.loop.close()


def test_frames_arrive_in_pieces_and_in_order_with_what_they_carry() -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    read, write = os.pipe()
    with ours, theirs:
        reader = passing.Reader(theirs)
        assert list(reader.frames()) == []
        assert passing.send(ours, passing.READY)
        assert passing.send(ours, passing.BACK, b"x" * 70_000, write)
        assert passing.send(ours, passing.COUNTED, b"{}")
        found: list[passing.Frame] = []
        while len(found) < 3:
            found += reader.frames()
        assert [(f.kind, len(f.content), f.descriptor >= 0) for f in found] == [
            (passing.READY, 0, False),
            (passing.BACK, 70_000, True),
            (passing.COUNTED, 2, False),
        ]
        os.write(found[1].descriptor, b"here")
        assert os.read(read, 10) == b"here"
        passing.send(ours, passing.CONNECTION, b"", write)
        while passing.send(ours, passing.COUNTED, b"x" * 10_000, wait=False):
            pass
        ours.close()
        with pytest.raises(ConnectionError):
            found += (frame for _ in range(1000) for frame in reader.frames())
        assert not passing.send(theirs, passing.READY)
        reader.close()
    for descriptor in (read, write, *(f.descriptor for f in found if f.descriptor >= 0)):
        os.close(descriptor)


PIECES = (b"GET ", b"/sparql?query=", b"ASK%7B%7D", b" HTTP/1.1", b"\r\n", b"Host: a", b"Accept: */*", b"X-A:b ")
ODD = (b"\t", b" ", b"\n", b"\r", b":", b"\x00", b"\xe9", b"Content-Length: 3", b"host: b", b"Connection: close", b"#")
pieces = st.sampled_from((*PIECES, *ODD, b"&"))
mutated = st.builds(
    lambda at, size, piece: PLAIN[:at] + piece + PLAIN[at + size :],
    st.integers(0, len(PLAIN)),
    st.integers(0, 3),
    st.one_of(pieces, st.binary(max_size=3)),
)


class _Heard:
    """What the web server's parser hears."""

    def __init__(self, data: bytes) -> None:
        self.url, self.headers, self.complete = b"", [], 0  # type: tuple[bytes, list[tuple[bytes, bytes]], int]
        parser = httptools.HttpRequestParser(self)
        parser.feed_data(data)
        self.stays = parser.should_keep_alive()

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_message_complete(self) -> None:
        self.complete += 1


@given(st.one_of(mutated, st.lists(pieces, max_size=12).map(b"".join)))
def test_what_is_read_there_is_read_alike_by_the_web_server(data: bytes) -> None:
    plain = request.read(data)
    headers = None if plain is None else request.headers_of(plain[1])
    if plain is None or headers is None:
        return
    heard = _Heard(data)
    assert (heard.url, dict(heard.headers), heard.complete, heard.stays) == (plain[0], headers, 1, True)
    assert len(heard.headers) == len(headers)


def test_a_plain_question_is_read() -> None:
    assert request.read(PLAIN) is not None
    assert _Heard(PLAIN).complete == 1
