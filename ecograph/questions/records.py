"""The cells of an answer as numbers, truth values and text.

The law of this file: what a program gets has the type that the data has; what no type of the program fits stays text.
"""

from __future__ import annotations

from collections.abc import Sequence

from ecograph.engine.rows import Cell, Row
from ecograph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
_WHOLE = {_XSD + name for name in "integer int long short byte nonNegativeInteger positiveInteger unsignedInt".split()}
_NUMBERS = {_XSD + name for name in ("decimal", "double", "float")}

Plain = str | int | float | bool | None


def plain(cell: Cell | None) -> Plain:
    """Return a cell as JSON has it; None where there is no value.

    >>> plain(Cell("12", datatype="http://www.w3.org/2001/XMLSchema#integer"))
    12
    >>> plain(Cell("INF", datatype="http://www.w3.org/2001/XMLSchema#double"))
    'INF'
    """
    if cell is None:
        return None
    try:
        if cell.datatype in _WHOLE:
            return int(cell.text)
        if cell.datatype in _NUMBERS:
            number = float(cell.text)
            return number if number - number == 0 else cell.text  # JSON has no infinity and no not-a-number
    except ValueError:
        return cell.text
    if cell.datatype == _XSD + "boolean":
        return cell.text in {"true", "1"}
    return cell.text


def columns_of(rows: Sequence[Row], columns: Sequence[str]) -> dict[str, str]:
    """Return the kind of each column: integer, number, boolean, date, datetime, iri or text.

    A column has a kind other than text where all its values have it.

    >>> columns_of([{"n": Cell("1", datatype=_XSD + "integer"), "a": Cell("http://a", "iri")}], ["n", "a", "x"])
    {'n': 'integer', 'a': 'iri', 'x': 'text'}
    """
    return {column: _kind({_of(row[column]) for row in rows if column in row}) for column in columns}


def _kind(kinds: set[str]) -> str:
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "text"


def _of(cell: Cell) -> str:
    if cell.kind == "iri":
        return "iri"
    if cell.datatype in _WHOLE:
        return "integer"
    if cell.datatype in _NUMBERS:
        return "number"
    return {_XSD + "boolean": "boolean", _XSD + "date": "date", _XSD + "dateTime": "datetime"}.get(
        cell.datatype, "text"
    )
