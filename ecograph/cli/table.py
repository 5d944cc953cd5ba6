"""Rows of an answer as a table on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from ecograph.terms import shorten

if TYPE_CHECKING:
    from ecograph.engine.rows import Row


def table(columns: Sequence[str], rows: Sequence[Row]) -> Table:
    """Return a table; IRIs are shortened with our prefixes, languages are marked."""
    found = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in columns:
        found.add_column(name, overflow="fold")
    for row in rows:
        found.add_row(*(escape(_show(row, name)) for name in columns))
    return found


def _show(row: Row, name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if value.kind == "iri":
        return shorten(value.text)
    return f"{value.text} @{value.lang}" if value.lang else value.text
