"""The rows of an answer from the file that the engine wrote, one at a time.

The law of this file: it never holds more than a row. Columns are those of a SELECT; triples have three.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyoxigraph as ox

from ecograph.terms import PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Plain = str | int | float | bool | date | datetime | None

_XSD = PREFIXES["xsd"]
_INTEGERS = {
    _XSD + n
    for n in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt",
              "unsignedLong", "negativeInteger", "nonPositiveInteger", "unsignedShort", "unsignedByte")
}  # fmt: skip
_FLOATS = {_XSD + n for n in ("decimal", "double", "float")}


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer that can be read more than once.

    Attributes:
        columns: Names of the columns.
        path: SPARQL Results TSV for a SELECT, N-Triples for a graph.
        graph: Whether it is a graph.
    """

    columns: tuple[str, ...]
    path: Path
    graph: bool

    def __iter__(self) -> Iterator[list[Term | None]]:
        """Yield each row as terms; None where a variable is unbound."""
        if self.graph:
            for quad in ox.parse(path=str(self.path), format=ox.RdfFormat.N_TRIPLES):
                yield [quad.subject, quad.predicate, quad.object]
            return
        solutions = ox.parse_query_results(path=str(self.path), format=ox.QueryResultsFormat.TSV)
        assert isinstance(solutions, ox.QuerySolutions)
        for solution in solutions:
            yield [solution[c] for c in self.columns]


def rows(path: Path, *, graph: bool) -> Rows:
    """Return the rows of a file."""
    if graph:
        return Rows(("subject", "predicate", "object"), path, graph=True)
    solutions = ox.parse_query_results(path=str(path), format=ox.QueryResultsFormat.TSV)
    assert isinstance(solutions, ox.QuerySolutions)
    return Rows(tuple(v.value for v in solutions.variables), path, graph=False)


def plain(term: Term | None) -> Plain:
    """Return a term as a value: numbers, yes or no, and dates where they are such, else text.

    >>> plain(ox.Literal("750000", datatype=ox.NamedNode(_XSD + "decimal")))
    750000.0
    >>> plain(ox.NamedNode("https://w3id.org/ecograph/id/a"))
    'https://w3id.org/ecograph/id/a'
    >>> plain(ox.Literal("2016-02-30", datatype=ox.NamedNode(_XSD + "date")))
    '2016-02-30'
    """
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else str(term)
    kind, text = term.datatype.value, term.value
    try:
        if kind in _INTEGERS:
            return int(text)
        if kind in _FLOATS:
            return float(text)
        if kind == _XSD + "date":
            return date.fromisoformat(text)
        if kind == _XSD + "dateTime":
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    if kind == _XSD + "boolean" and text in {"true", "false", "1", "0"}:
        return text in {"true", "1"}
    return text
