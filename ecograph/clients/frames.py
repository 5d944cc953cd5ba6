"""Rows as a data frame: numbers, dates and truth values typed, IRIs as text.

The law of this file: a column has a type other than text where all its values have it; a value that the library cannot
hold is never dropped, its column stays text. Either library is an extra, imported when a frame is made.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from ecograph.engine.rows import Row
from ecograph.errors import CallerError
from ecograph.questions import columns_of, plain
from ecograph.texts import Text

Kind = Literal["auto", "pandas", "polars", "rows"]
KINDS: tuple[Kind, ...] = ("auto", "pandas", "polars", "rows")


class MissingExtra(CallerError):
    """A library that is not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__(
            Text(nl=f"{extra} is niet geïnstalleerd.", en=f"{extra} is not installed."),
            remedy=Text(
                nl=f'Installeer het: pip install "ecograph[{extra}]".',
                en=f'Install it: pip install "ecograph[{extra}]".',
            ),
        )


def chosen(kind: Kind) -> Kind:
    """Return the library to use: the one that was named, else pandas, else polars.

    Raises:
        MissingExtra: it is not installed; of ``auto``: neither is.
        CallerError: there is no such kind.
    """
    if kind not in KINDS:
        raise CallerError(
            Text(nl=f'Er is geen tabel van soort "{kind}".', en=f'There is no frame of kind "{kind}".'),
            remedy=Text(nl=f"Wel: {', '.join(KINDS)}.", en=f"There is: {', '.join(KINDS)}."),
        )
    if kind == "auto":
        kind = "polars" if not _there("pandas") and _there("polars") else "pandas"
    if kind != "rows" and not _there(kind):
        raise MissingExtra(kind)
    return kind


def _there(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def frame(columns: Sequence[str], rows: Sequence[Row], kind: Kind = "auto") -> Any:  # noqa: ANN401  # of either library
    """Return rows as a data frame, or as a list of mappings.

    >>> from ecograph.engine.rows import Cell
    >>> frame(["n"], [{"n": Cell("2", datatype="http://www.w3.org/2001/XMLSchema#integer")}, {}], "rows")
    [{'n': 2}, {'n': None}]

    Raises:
        MissingExtra: the library is not installed.
    """
    kind = chosen(kind)
    kinds = columns_of(rows, columns)
    values: dict[str, list[Any]] = {c: [plain(row.get(c)) for row in rows] for c in columns}
    for column in columns:
        _typed(values, kinds, column)
    if kind == "rows":
        return [{c: values[c][i] for c in columns} for i in range(len(rows))]
    return _pandas(values, kinds) if kind == "pandas" else _polars(values, kinds)


def _typed(values: dict[str, list[Any]], kinds: dict[str, str], column: str) -> None:
    """Put dates in the place of their texts, and text where a column holds what its type cannot."""
    read = {"date": date.fromisoformat, "datetime": datetime.fromisoformat}.get(kinds[column])
    if read:
        try:
            values[column] = [None if v is None else read(v) for v in values[column]]
        except ValueError:  # a year before 1, a time zone on a date: right in XML Schema
            kinds[column] = "text"
    elif kinds[column] in {"integer", "number"} and any(isinstance(v, str) for v in values[column]):
        kinds[column] = "text"
    if kinds[column] == "integer" and any(v is not None and abs(v) >= 1 << 63 for v in values[column]):
        kinds[column] = "text"
    if kinds[column] in {"text", "iri"}:
        values[column] = [None if v is None else str(v) for v in values[column]]


def _pandas(values: Mapping[str, list[Any]], kinds: Mapping[str, str]) -> Any:  # noqa: ANN401  # a DataFrame
    import pandas as pd

    types = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
    made: dict[str, Any] = {}
    for column, found in values.items():
        if kinds[column] in {"date", "datetime"}:
            made[column] = pd.Series(pd.to_datetime(pd.Series(found, dtype="object"), utc=kinds[column] == "datetime"))
        else:
            made[column] = pd.Series(found, dtype=types.get(kinds[column], "string"))
    return pd.DataFrame(made, columns=list(values))


def _polars(values: Mapping[str, list[Any]], kinds: Mapping[str, str]) -> Any:  # noqa: ANN401  # a DataFrame
    import polars as pl

    types = {"integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}
    made = []
    for column, found in values.items():
        if kinds[column] == "datetime":
            made.append(pl.Series(column, found))
        else:
            made.append(pl.Series(column, found, dtype=types.get(kinds[column], pl.String)))
    return pl.DataFrame(made)
