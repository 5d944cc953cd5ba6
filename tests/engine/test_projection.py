"""The columns of ``SELECT *`` come in the order of the text, whatever stands between them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from ecograph.engine import projection
from ecograph.engine.worker import ordered

P = {"ex": "http://example.org/"}


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", "?s ?p ?o"),
        ("SELECT DISTINCT * { ?s ?p ?o } # ?a first", "?s ?p ?o"),
        ('SELECT * { ?s ?p "?a" , ?o }', "?s ?p ?o"),
        ("SELECT * { ?s ?p '''?a ' ?b''' , ?o }", "?s ?p ?o"),
        ('SELECT * { ?s ?p """?a "" ?b""" , ?o }', "?s ?p ?o"),
        ("SELECT * { ?s <http://x/?a> ?o ; ?b ?c }", "?s ?o ?b ?c"),
        ("PREFIX x: <http://x/#?z> SELECT * { ?s x:p ?o }", "?s ?o"),
        ("SELECT * { ?b ex:p ?a MINUS { ?z ex:q ?c } }", "?b ?a"),
        ("SELECT * { ?b ex:p ?a FILTER(?a<3&&?b>2) }", "?b ?a"),
        ("SELECT * { ?b ex:p ?a FILTER(<http://www.w3.org/2001/XMLSchema#integer>(?a) > 1) }", "?b ?a"),
        ("SELECT * { ?a ex:p ?b }", "*"),
        ("SELECT * { ?b ex:p ?a } ORDER BY ?a", "?b ?a"),
        ("SELECT * { { SELECT ?b ?a { ?a ex:p ?c ; ex:q ?b } } }", "?b ?a"),
        ("SELECT * { ?z ex:p ?a BIND(?a AS ?b) }", "?z ?a ?b"),
    ],
)
def test_columns(query: str, columns: str) -> None:
    for _ in range(2):  # the second time it is known
        found = ordered(query, P, "http://base/")
        assert found == query.replace("*", columns, 1)
    ox.Store().query(found, prefixes=P)


def test_an_escape_is_no_end_of_a_string() -> None:
    query = r'SELECT * { ?s ?p "\"" , ?o , "?a" }'
    assert ordered(query, P, None) == query.replace("*", "?s ?p ?o", 1)
    query = r'SELECT * { ?s ?p "\u0022 , ?o }'  # an escape is read first (SPARQL 1.1 §19.2): here it ends the string
    try:
        ox.Store().query(query)
    except SyntaxError:
        with pytest.raises(SyntaxError):
            ordered(query, P, None)


def test_queries_that_differ_in_their_filling_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projection, "_shown", {})
    asked: list[str] = []

    def variables(query: str) -> list[str]:
        asked.append(query)
        return ["o", "p", "s"]

    for number in range(3):
        query = f'SELECT * {{ ?s ?p ?o , <http://x/{number}> , "{number}" }} # {number}'
        assert projection.in_order(query, variables) == query.replace("*", "?s ?p ?o", 1)
    assert len(asked) == 1


def test_what_is_kept_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projection, "_shown", {})
    for number in range(3 * projection._MOST):
        projection.in_order(f"SELECT * {{ ?s ?p ?o{number} }}", lambda _, n=number: [f"o{n}", "p", "s"])
    assert len(projection._shown) <= projection._MOST
    projection.in_order("SELECT * { ?s ?p ?o " + ", ?o" * 2000 + "}", lambda _: ["o", "p", "s"])
    assert max(map(len, projection._shown)) < projection._LONGEST
