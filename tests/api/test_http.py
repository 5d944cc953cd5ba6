"""The short way of a question gives, byte for byte, what the long way gives."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from ecograph.api.app import Application, Taken
from ecograph.api.shortcut import Asked
from ecograph.engine import generations
from ecograph.settings import Settings
from tests.api.conftest import EX, Service, quads


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The addresses that were answered on the short way."""
    found: list[bytes] = []
    usual = Application.take

    def noting(self: Application, url: bytes, *rest: Any) -> Any:
        answer = usual(self, url, *rest)
        if isinstance(answer, Taken):
            found.append(url)  # before it is sent
        return answer

    monkeypatch.setattr(Application, "take", noting)
    return found


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[bytes | None]:
    """What became of the questions that workers were given on the short way; None: they went on the long way."""
    found: list[bytes | None] = []
    usual = Application.answer

    def noting(self: Application, asked: Asked) -> bytes | None:
        found.append(usual(self, asked))
        return found[-1]

    monkeypatch.setattr(Application, "answer", noting)
    return found


@pytest.fixture
def place(tmp_path: Path, start: Callable[[Settings], Any]) -> Iterator[Service]:
    generations.publish(tmp_path, quads())
    with start(Settings(data_dir=tmp_path, workers=1, query_seconds=60)) as found:
        yield found


def talk(port: int, *requests: bytes) -> list[bytes]:
    """Send requests over one connection, one after the other; return each response without its date."""
    answers = []
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        stream = connection.makefile("rb")
        for request in requests:
            connection.sendall(request)
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += stream.readline()
            lines = [line for line in head.split(b"\r\n") if not line.startswith(b"date:")]
            size = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)
            answers.append(b"\r\n".join(lines) + stream.read(size))
    return answers


def asked(query: str, *headers: str) -> bytes:
    lines = [f"GET /sparql?query={quote(query)} HTTP/1.1", "Host: test", *headers, "", ""]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("headers", [(), ("Accept: text/csv",), ("Accept-Encoding: gzip",)])
def test_both_ways_are_the_same(place: Service, quick: list[bytes], headers: tuple[str, ...]) -> None:
    request = asked("SELECT DISTINCT * { ?s ?p ?o }", *headers)
    first, second, third = talk(place.port, request, request, request)
    assert len(quick) == 2
    assert first == second == third
    assert first.startswith(b"HTTP/1.1 200 OK\r\n")


def test_another_header_is_another_answer(place: Service, quick: list[bytes]) -> None:
    query = "SELECT DISTINCT * { ?s ?p ?o } LIMIT 1"
    found = talk(
        place.port, asked(query), asked(query, "Accept: text/csv"), asked(query), asked(query, "Accept: text/csv")
    )
    assert len(quick) == 2
    assert found[0] == found[2] != found[1] == found[3]


@pytest.mark.parametrize("headers", [(), ("Accept: text/csv",), ("Accept-Encoding: gzip",)])
def test_a_lookup_is_answered_at_once_with_what_the_long_way_says(
    place: Service, quick: list[bytes], headers: tuple[str, ...]
) -> None:
    query = f"SELECT * {{ <{EX}1> ?p ?o }}"
    short = talk(place.port, asked(query, *headers))
    assert len(quick) == 1
    long = talk(place.port, asked(query, *headers, 'If-None-Match: "another"'))
    assert len(quick) == 1
    assert short == long
    assert b"value 1" in short[0] or b"gzip" in short[0]


@pytest.mark.parametrize("headers", [(), ("Accept: text/csv",), ("Accept-Encoding: gzip",)])
@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ <{EX}1> ?p ?o OPTIONAL {{ ?o ?q ?r }} }}",
        f"SELECT ?s {{ ?s <{EX}p> ?o FILTER NOT EXISTS {{ ?s <{EX}q> ?r }} }}",
        "ASK { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        f"SELECT * FROM <{EX}g1> {{ ?s ?p ?o }} ORDER BY ?s",
    ],
    ids=["join", "without", "ask", "construct", "dataset"],
)
def test_a_worker_is_asked_on_the_short_way_and_says_what_it_says_on_the_long_one(
    place: Service, given: list[bytes | None], query: str, headers: tuple[str, ...]
) -> None:
    short = talk(place.port, asked(query, *headers))
    refused = "csv" in "".join(headers) and ("ASK" in query or "CONSTRUCT" in query)
    assert [answer is None for answer in given] == [refused]
    long = talk(place.port, asked(query + " ", *headers, 'If-None-Match: "another"'))
    assert len(given) == 1
    tag = b"etag: "
    assert [line for line in short[0].split(b"\r\n") if not line.startswith(tag)] == [
        line for line in long[0].split(b"\r\n") if not line.startswith(tag)
    ]
    assert short == talk(place.port, asked(query, *headers, 'If-None-Match: "another"')), "the validator too"


@pytest.mark.parametrize(
    "query", ["SELECT * { ?s ?p", "SELECT * { ?s nobody:knows ?o }", "SELECT (1 AS ?x) (2 AS ?x) {}"]
)
def test_what_is_wrong_is_said_by_the_long_way(place: Service, given: list[bytes | None], query: str) -> None:
    short = talk(place.port, asked(query), asked(query))
    assert given == [None, None]
    assert short[0] == short[1] == talk(place.port, asked(query, 'If-None-Match: "another"'))[0]
    assert short[0].startswith(b"HTTP/1.1 400")
    assert "query-syntax" in place.request("GET", "/metrics").body.decode()


def test_a_large_answer_goes_on_the_long_way_with_the_same_worker(place: Service, given: list[bytes | None]) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    short, long = place.get(query), place.request("GET", f"/sparql?query={quote(query)}", If_None_Match='"another"')
    assert given == [None]
    assert short.status == long.status == 200
    assert len(short.body) > 1 << 16
    assert short.body == long.body
    assert short.headers.keys() == long.headers.keys()
    assert "ecograph_workers_ended_total 0" in place.request("GET", "/metrics").body.decode()


def test_what_may_not_be_kept_is_not(place: Service, given: list[bytes | None]) -> None:
    one, two = talk(place.port, *[asked("SELECT (RAND() AS ?n) {}")] * 2)
    assert len(given) == 2
    assert b"cache-control: no-store" in one
    assert b"etag" not in one
    assert one != two


def test_who_goes_away_leaves_no_worker_busy(place: Service, given: list[bytes | None]) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o . ?q ?r ?t }"

    def says(line: str) -> bool:
        return line in place.request("GET", "/metrics").body.decode()

    with socket.create_connection(("127.0.0.1", place.port), timeout=60) as connection:
        connection.sendall(asked(endless))
        while not says("ecograph_queries_running 1"):
            pass
    while not (says("ecograph_queries_running 0") and says('outcome="client-gone"')):
        pass
    assert given == []


@pytest.mark.parametrize("headers", [(), ("Accept-Encoding: gzip",)])
def test_lookups_that_come_often_are_answered_from_memory(
    place: Service, quick: list[bytes], headers: tuple[str, ...]
) -> None:
    """A worker is asked the first ones, since they are of two patterns; until there is a directory of the store."""
    query = f"SELECT * {{ <{EX}1> ?p ?o OPTIONAL {{ ?o ?q ?r }} }}"
    deadline, n = time.monotonic() + 60, 0
    while not quick and time.monotonic() < deadline:
        (before,) = talk(place.port, asked(f"{query} # {n}", *headers))
        n += 1
    assert len(quick) == 1
    assert b"value 1" in before or b"gzip" in before
    short = talk(place.port, asked(query, *headers))
    assert len(quick) == 2
    assert short == talk(place.port, asked(query, *headers, 'If-None-Match: "another"'))
    assert len(quick) == 2
    generations.publish(place.settings.data_dir, quads(1))
    assert b'"bindings":[]' in talk(place.port, asked(query))[0]


def test_a_lookup_sees_the_next_generation(place: Service) -> None:
    request = asked(f"SELECT ?o {{ <{EX}30> ?p ?o }}")
    assert b"value 30" not in talk(place.port, request)[0]
    generations.publish(place.settings.data_dir, quads(31))
    for _ in range(3):
        assert b"value 30" in talk(place.port, request)[0]


def test_a_new_generation_is_asked_anew(place: Service, quick: list[bytes]) -> None:
    request = asked("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    before = talk(place.port, request, request)[1]
    generations.publish(place.settings.data_dir, quads(31))
    after = talk(place.port, request, request)
    assert b'"30"' in before
    assert [b'"31"' in answer for answer in after] == [True, True]
    assert len(quick) == 2


def test_what_must_be_read_takes_the_long_way(place: Service, quick: list[bytes]) -> None:
    query = "ASK { ?s ?p ?o }"
    known = talk(place.port, asked(query), asked(query))
    assert len(quick) == 1
    tag = next(line for line in known[0].split(b"\r\n") if line.startswith(b"etag:"))[6:].decode()
    assert talk(place.port, asked(query, f"If-None-Match: {tag}"))[0].startswith(b"HTTP/1.1 304")
    head = asked(query).replace(b"GET", b"HEAD", 1)
    with socket.create_connection(("127.0.0.1", place.port), timeout=60) as connection:
        connection.sendall(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert b"true" not in connection.makefile("rb").read()
    body = asked(query, "Content-Length: 2") + b"xx"
    assert b"true" in talk(place.port, body)[0]
    for volatile in ("SELECT (NOW() AS ?n) {}", "SELECT (RAND() AS ?n) {}"):
        one, two = talk(place.port, asked(volatile), asked(volatile))
        assert b"no-store" in one
        assert one != two
    assert len(quick) == 1


def test_requests_in_a_row_keep_their_order(place: Service, quick: list[bytes]) -> None:
    one, two = asked("ASK { ?s ?p ?o }"), asked("SELECT DISTINCT * { ?s ?p ?o } LIMIT 1", "Accept: text/csv")
    talk(place.port, one, two)
    with socket.create_connection(("127.0.0.1", place.port), timeout=60) as connection:
        fresh = asked("SELECT DISTINCT * { ?s ?p ?o } LIMIT 2", "Accept: text/csv")
        last = one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        connection.sendall(one + fresh + two + last)
        text = connection.makefile("rb").read()
    assert len(quick) == 1, "the first is known and nothing waits before it"
    assert text.count(b"HTTP/1.1 200 OK") == 4
    kinds = [line for line in text.split(b"\r\n") if line.startswith(b"content-type:")]
    assert [b"json" in kind for kind in kinds] == [True, False, False, True]


def test_a_repeated_question_is_counted(place: Service, quick: list[bytes]) -> None:
    talk(place.port, *[asked("ASK { ?s ?p ?o }")] * 3)
    assert len(quick) == 2
    text = place.request("GET", "/metrics").body.decode()
    assert "ecograph_cached_total 2" in text
    assert 'ecograph_requests_total{operation="query",status="200"} 3' in text
