"""What may not pass, and what must."""

from __future__ import annotations

import contextlib

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecograph.engine import guard
from ecograph.engine.syntax import explain
from ecograph.errors import QueryRefused, QuerySyntaxError

REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "SELECT * { ?s ?p true.SERVICE<http://127.0.0.1/>{ } }",
    "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1/> { } }",
    "SELECT * { ?s ?p 1e5SERVICE <http://127.0.0.1/> { } }",
    "SELECT * { ?s ?p 'a'@enSERVICE . SERVICE <http://127.0.0.1/> { } }",
    "SELECT * { SERV\\u0049CE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { # a comment\nSERVICE <http://127.0.0.1/> {} }",
    "SELECT * { FILTER(?a<?b)SERVICE?x{} FILTER(?c>?d) }",
    "LOAD <http://127.0.0.1/>",
    "INSERT DATA {} ; LOAD SILENT <file:///etc/passwd> INTO GRAPH <http://e/>",
    'SELECT * { ?s ?p "\\"" . SERVICE <http://127.0.0.1/> { } } # "',
    "SELECT * { ?s ?p '''it's''' . SERVICE <http://127.0.0.1/> { } } # '''",
]
PASSES = [
    "SELECT ?service { ?service ?load $SERVICE }",
    'SELECT * { <http://e/SERVICE> ?p \'SERVICE\', "LOAD", \'\'\'a SERVICE " \' b\'\'\', """LOAD " "" \'""" }',
    "SELECT * { service:SERVICE load:LOAD ex:a.SERVICE, ex:a\\-SERVICE, _:SERVICE, ex:%20SERVICE } # SERVICE",
    "SELECT * { ?s eco:SupportService 'x'@service }",
    "# LOAD\nASK {}",
]


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match=r"SERVICE|LOAD"):
        guard.check(text, max_bytes=65536, max_depth=64)


@pytest.mark.parametrize("text", PASSES)
def test_passes(text: str) -> None:
    guard.check(text, max_bytes=65536, max_depth=64)


@pytest.mark.parametrize("pair", ["{}", "()", "[]"])
def test_nesting(pair: str) -> None:
    deep = "SELECT * { " + pair[0] * 64 + pair[1] * 64 + " }"
    with pytest.raises(QueryRefused, match="64 deep") as caught:
        guard.check(deep, max_bytes=65536, max_depth=64)
    assert caught.value.place
    assert caught.value.place.column == 75
    guard.check("SELECT * { " + pair[0] * 63 + pair[1] * 63 + " }", max_bytes=65536, max_depth=64)
    guard.check("SELECT * { ?s ?p '" + pair[0] * 500 + "' }", max_bytes=65536, max_depth=64)
    guard.check("SELECT * { " + pair * 500 + " }", max_bytes=65536, max_depth=64)


def test_length_counts_bytes() -> None:
    guard.check("#" + "é" * 499, max_bytes=1000, max_depth=9)
    with pytest.raises(QueryRefused, match=r"1,001 bytes long.*1,000"):
        guard.check("#" + "é" * 500, max_bytes=1000, max_depth=9)


def test_what_it_learns() -> None:
    assert guard.check("SELECT * FROM <http://g/> {}", max_bytes=999, max_depth=9).has_dataset
    assert not guard.check("SELECT ?from { ?from ?p 'FROM' }", max_bytes=999, max_depth=9).has_dataset
    assert guard.check("SELECT (NOW() AS ?t) {}", max_bytes=999, max_depth=9).volatile
    assert not guard.check("SELECT ?now {}", max_bytes=999, max_depth=9).volatile


@given(st.text(alphabet="SERVICE<>{}()'\"\\u0#@?:.\n a1", max_size=200))
def test_never_fails_otherwise(text: str) -> None:
    with contextlib.suppress(QueryRefused, QuerySyntaxError):
        guard.check(text, max_bytes=1 << 20, max_depth=64)


PIECES = ["\\u0022", "\\u0027", "\\u005C", "\\u000A", "a", "\\n", "'", "\\'", '"']


@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_what_the_engine_takes_passes(inside: list[str]) -> None:
    text = f"ASK {{ ?s ?p '{''.join(inside)}' }}"
    try:
        pyoxigraph.Store().query(text)
    except SyntaxError:
        return
    guard.check(text, max_bytes=1 << 20, max_depth=64)


@pytest.mark.parametrize("piece", ["a.", "a-", "1.e", "<a", ":a%", "@a-", '"a" ', "ab "])
def test_a_long_text_is_read_once(piece: str) -> None:
    """Some took half a minute where what does not fit is looked through again from every place in it."""
    text = "ASK { 'LOAD' " + piece * (60_000 // len(piece))
    assert not guard.check(text, max_bytes=1 << 20, max_depth=64).volatile
    assert explain(text, "error at 1:14: expected VALUES").place is not None
    assert explain(text, "custom function <http://x/f> is not supported").place is None


@pytest.mark.parametrize("text", ["ASK { ?s ?p 'LOAD\n' }", 'ASK { "LOAD" }' + '"\\' * 20_000])
def test_a_quotation_mark_that_is_not_closed_is_told(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="not closed"):
        guard.check(text, max_bytes=1 << 20, max_depth=64)
