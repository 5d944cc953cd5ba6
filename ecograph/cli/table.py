"""Rows of an answer as a table on a terminal: for reading, not for parsing (``--format csv`` is for that)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from ecograph.terms import PREFIXES, shorten

if TYPE_CHECKING:
    from ecograph.engine.rows import Row


def table(columns: Sequence[str], rows: Sequence[Row], labels: Mapping[str, str] | None = None) -> Table:
    """Return a table; with ``labels``, an IRI that has one is called by it.

    IRIs are shortened with our prefixes; a column ``x`` steps back where there is a column ``xLabel``; a language is
    marked only where a column has several.
    """
    shown = [name for name in columns if f"{name}Label" not in columns]
    found = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in shown:
        found.add_column(name.removesuffix("Label"), overflow="fold")
    several = {name for name in shown if len({row[name].lang for row in rows if name in row}) > 1}
    for row in rows:
        found.add_row(*(escape(_show(row, name, labels or {}, tag=name in several)) for name in shown))
    return found


def _show(row: Row, name: str, labels: Mapping[str, str], *, tag: bool) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if value.text in labels:
        return labels[value.text]
    if value.kind == "iri":
        short = shorten(value.text)
        return "id:" + short.removeprefix(PREFIXES["id"]) if short.startswith(PREFIXES["id"]) else short
    return f"{value.text} @{value.lang}" if tag and value.lang else value.text
