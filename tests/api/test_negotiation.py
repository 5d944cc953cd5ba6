"""RFC 9110 §12.5.1 over our table of formats."""

from __future__ import annotations

import pytest

from ecograph.api import negotiation
from ecograph.errors import NotAcceptable

CASES = [
    ("solutions", "", "application/sparql-results+json"),
    ("solutions", "*/*", "application/sparql-results+json"),
    ("solutions", "text/csv", "text/csv"),
    ("solutions", "text/*", "text/csv"),
    ("solutions", "text/*;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
    ("solutions", "application/json", "application/json"),
    ("solutions", "application/xml;q=0.9, text/csv;q=0.95", "text/csv"),
    ("solutions", "application/sparql-results+xml, */*;q=0", "application/sparql-results+xml"),
    ("solutions", "text/turtle", None),
    ("solutions", "application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ("solutions", "nonsense", "application/sparql-results+json"),
    ("boolean", "text/csv", None),
    ("boolean", "text/csv, application/xml;q=0.1", "application/xml"),
    ("graph", "*/*", "text/turtle"),
    ("graph", "application/*", "application/n-triples"),
    ("graph", "application/rdf+xml;q=0.5, text/turtle;q=0.4", "application/rdf+xml"),
    ("graph", "application/json", "application/json"),
    ("graph", "text/html", None),
    ("graph", "TEXT/Turtle ; Q=0.3 ; charset=utf-8", "text/turtle"),
]


@pytest.mark.parametrize(("kind", "accept", "expected"), CASES)
def test_choose(kind: str, accept: str, expected: str | None) -> None:
    found = negotiation.choose(kind, accept)  # type: ignore[arg-type]
    assert (found[1] if found else None) == expected


def test_the_format_parameter_wins() -> None:
    wanted, types = negotiation.accepts("text/csv", "xml")
    assert wanted.solutions == "application/sparql-results+xml"
    assert wanted.graph is None
    assert types["boolean"] == "application/sparql-results+xml"
    wanted, _ = negotiation.accepts("", "csv")
    assert (wanted.solutions, wanted.boolean) == ("text/csv", "application/sparql-results+json")
    wanted, _ = negotiation.accepts("", "application/n-triples")
    assert wanted.graph == "application/n-triples"
    with pytest.raises(NotAcceptable, match="csv"):
        negotiation.accepts("", "xlsx")
