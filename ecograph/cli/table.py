"""Rows of an answer as a table on a terminal: for reading, not for parsing (``--format csv`` is for that)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from ecograph.terms import PREFIXES, shorten

if TYPE_CHECKING:
    from rich.console import Console

    from ecograph.engine.rows import Row


def print_table(
    paper: Console, columns: Sequence[str], rows: Sequence[Row], labels: Mapping[str, str] | None = None
) -> None:
    """Print a table; with ``labels``, an IRI that has one is called by it.

    IRIs are shortened with our prefixes; a column ``x`` steps back where there is a column ``xLabel``; a language is
    marked only where a column has several. Where the window is too narrow, what all rows share is said once, above.
    """
    shown = [name for name in columns if f"{name}Label" not in columns]
    several = {name for name in shown if len({row[name].lang for row in rows if name in row}) > 1}
    texts = [[_show(row, name, labels or {}, tag=name in several) for name in shown] for row in rows]
    heads = [name.removesuffix("Label") for name in shown]
    found = _table(heads, texts)
    wide = paper.options.update(max_width=10_000)
    if paper.measure(found, options=wide).maximum > paper.width and len(texts) > 1:
        shared = {at for at, column in enumerate(zip(*texts, strict=True)) if len(set(column)) == 1}
        if len(shared) < len(heads):
            for at in sorted(shared):
                paper.print(f"[bold]{heads[at]}[/]: {escape(texts[0][at])}")
            left = [at for at in range(len(heads)) if at not in shared]
            found = _table([heads[at] for at in left], [[row[at] for at in left] for row in texts])
    paper.print(found)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    found = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for head in heads:
        found.add_column(head, overflow="fold")
    for row in rows:
        found.add_row(*map(escape, row))
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
