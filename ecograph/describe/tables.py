"""Tables: what a workbook and a folder of CSV files have in common, with the place of every cell.

The law of this file: a table is cells and places, no meaning. Meaning is in ``mapping``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.describe.mapping import Sheet
from ecograph.errors import Place
from ecograph.terms import PREFIXES

Value = str | int | float | bool | Decimal | date | datetime
Term = NamedNode | BlankNode | Literal | Triple


@dataclass(slots=True)
class Row:
    """One row: its number as its author sees it, and its cells by the name of their column."""

    number: int
    cells: dict[str, Value]


@dataclass(slots=True)
class Table:
    """One sheet as it was found.

    Attributes:
        sheet: What it means; None for the sheet of other statements.
        title: Its name as its author sees it.
        file: The file it is in.
        columns: The position of each known column, from 1; in a form the number of its line.
        rows: Those with something in them.
        text: Whether every cell is text, written with a decimal point (CSV).
    """

    sheet: Sheet | None
    title: str
    file: str
    columns: dict[str, int]
    rows: list[Row] = field(default_factory=list)
    text: bool = False

    def place(self, row: Row, column: str, iri: str | None = None) -> Place:
        """Return the place of a cell; where the column is not there, of the first cell of the row."""
        at = self.columns.get(column) or self.columns.get("label_nl") or min(self.columns.values(), default=1)
        if self.text:
            return Place(file=self.title, line=row.number, column=at, iri=iri)
        if self.sheet is not None and self.sheet.form:
            return Place(file=self.file, sheet=self.title, cell=f"{FORM_VALUE}{at}", iri=iri)
        return Place(file=self.file, sheet=self.title, cell=f"{letter(at)}{row.number}", iri=iri)


#: In a form the values stand in this column.
FORM_VALUE = "C"


def letter(column: int) -> str:
    """Return the letters of a column.

    >>> letter(1), letter(27), letter(703)
    ('A', 'AA', 'AAA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class CellLocator:
    """The cell of every statement of a workbook or a folder of CSV files."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._rows: dict[str, list[tuple[Table, Row]]] = defaultdict(list)
        self._cells: dict[tuple[str, str], list[tuple[Term, Table, Row, str]]] = defaultdict(list)
        self._nodes: dict[str, tuple[Table, Row, str]] = {}

    def row(self, subject: NamedNode, table: Table, row: Row) -> None:
        """Note that a resource is described by a row."""
        self._rows[subject.value].append((table, row))

    def cell(self, triple: Triple, table: Table, row: Row, column: str) -> None:
        """Note that a cell makes a statement."""
        self._cells[_key(triple.subject), triple.predicate.value].append((triple.object, table, row, column))
        self._nodes.setdefault(_key(triple.object), (table, row, column))

    def cells(self, triple: Triple) -> list[tuple[Table, Row, str]]:
        """Return the cells that make a statement."""
        stated = self._cells.get((_key(triple.subject), triple.predicate.value), ())
        return [(table, row, column) for value, table, row, column in stated if value == triple.object]

    def described(self) -> Iterator[tuple[str, Table, Row]]:
        """Yield every resource with the row that describes it."""
        for subject, places in self._rows.items():
            for table, row in places:
                yield subject, table, row

    def row_of(self, subject: str) -> tuple[Table, Row] | None:
        """Return the row that describes a resource first."""
        found = self._rows.get(subject)
        return found[0] if found else None

    def place(self, focus: Term, path: str = "", value: Term | None = None) -> Place:
        """Return the cell of a resource, of its property (also of an empty cell), or of one value of it."""
        key = _key(focus)
        for prop in _properties(path):
            stated = self._cells.get((key, prop), ())
            for found, table, row, name in stated:
                if found == value:
                    return table.place(row, name, key)
            if stated:
                _, table, row, name = stated[-1 if value is None else 0]
                return table.place(row, name, key)
            for table, row in self._rows.get(key, ()):
                for column in table.sheet.columns if table.sheet else ():
                    if column.meaning == prop and not column.nested and column.name in table.columns:
                        return table.place(row, column.name, key)
        for table, row in self._rows.get(key, ()):
            return table.place(row, table.sheet.key_column if table.sheet else "subject", key)
        if key in self._nodes:  # a node between a row and its cells
            table, row, name = self._nodes[key]
            between = table.sheet.column(name).path[0] if table.sheet else ""
            wanted = _properties(path)
            for column in table.sheet.columns if table.sheet else ():
                if column.nested and column.path[0] == between and column.meaning in wanted:
                    name = column.name
            return table.place(row, name, key)
        return Place(file=self._file, iri=key)


def _key(term: Term) -> str:
    return str(getattr(term, "value", term))


def _properties(path: str) -> list[str]:
    from ecograph.describe.locate import steps

    return [iri for inverse, iri in steps(path) if not inverse]


XSD = PREFIXES["xsd"]
