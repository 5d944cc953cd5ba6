"""From tables to a workbook: the template, and a description to edit.

The law of this file: the template is the export of a description that says nothing yet. There is one way in which a
sheet is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecograph.describe import workbook_style as style
from ecograph.describe.cells import is_empty
from ecograph.describe.description import Description
from ecograph.describe.exporting import Export, export
from ecograph.describe.headings import MARK
from ecograph.describe.mapping import (
    REST,
    REST_COLUMNS,
    REST_TITLE,
    SHEET,
    SHEETS,
    Column,
    Sheet,
    Type,
)
from ecograph.describe.statements import COLUMNS
from ecograph.describe.tables import Row, Table, Value, letter
from ecograph.describe.vocabulary import CURRENCIES, PRECONDITIONS, TERMS, Vocabulary, shipped
from ecograph.describe.workbook_about import about
from ecograph.engine.graph import Graph
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from openpyxl import Workbook

#: Suggestions for cells that no vocabulary of ours fills, by sheet and column: names from the open registers.
Registers = Mapping[tuple[str, str], Sequence[str]]

_LISTS = "_lists"
_ROOM = 1000  # rows for which drop-downs and column styles are prepared
_FIRST = 4  # the row of the first entry
_YES_NO: dict[Lang, tuple[str, str]] = {"nl": ("ja", "nee"), "en": ("yes", "no")}


def template(
    out: Path,
    lang: Lang,
    ecosystem: str | None = None,
    *,
    registers: Registers | None = None,
    vocabulary: Vocabulary | None = None,
) -> None:
    """Write an empty workbook to fill in.

    Args:
        out: Where; replaced as a whole, or not at all.
        lang: The language of headings, help and lists.
        ecosystem: The identifier of the ecosystem, such as ``emmen-chemistry``; fills in its form.
        registers: Suggestions from open registers.
        vocabulary: The lists of words; default: those that ship.
    """
    words = vocabulary or shipped()
    save(make_workbook(empty_tables(lang, ecosystem), lang, words, registers or {}), out)


def write_workbook(
    description: Description,
    out: Path,
    lang: Lang,
    *,
    registers: Registers | None = None,
    vocabulary: Vocabulary | None = None,
) -> Graph:
    """Write a description as a workbook, and return the statements that no workbook can hold (usually none).

    Args:
        description: What to write.
        out: Where; replaced as a whole, or not at all.
        lang: The language of headings, help and lists; texts stand in both languages.
        registers: Suggestions from open registers.
        vocabulary: The lists of words; default: those that ship.
    """
    words = vocabulary or shipped()
    made: Export = export(description, lang, vocabulary=words)
    save(make_workbook(list(made.tables), lang, words, registers or {}), out)
    return made.unheld


def empty_tables(lang: Lang, ecosystem: str | None = None) -> list[Table]:
    """Return the tables of a description that says nothing yet."""
    tables = []
    for sheet in SHEETS:
        columns = [c.name for c in sheet.columns]
        names = columns if sheet.form else ["id", *columns]
        table = Table(sheet, sheet.title[lang], "", {n: i for i, n in enumerate(names, _FIRST if sheet.form else 1)})
        if ecosystem and sheet.key == "ecosystem":
            table.rows.append(Row(_FIRST, {"address": ecosystem}))
        tables.append(table)
    tables.append(Table(None, REST_TITLE[lang], "", {c: n for n, c in enumerate(COLUMNS, 1)}))
    return tables


def save(workbook: Workbook, out: Path) -> None:
    """Write beside the target and move into place: nobody ever sees half a workbook."""
    beside = out.with_name(f".{out.name}.part")
    try:
        workbook.save(beside)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def make_workbook(tables: list[Table], lang: Lang, words: Vocabulary, registers: Registers) -> Workbook:
    """Return tables as a workbook with headings, help, drop-downs and protection."""
    from openpyxl import Workbook

    workbook = Workbook()
    assert workbook.active is not None
    workbook.remove(workbook.active)
    lists = _Lists(lang, words, registers)
    about(workbook, lang)
    for table in tables:
        ws = workbook.create_sheet(table.title)
        if table.sheet is None:
            _statements(ws, table, lang)
        elif table.sheet.form:
            _form(ws, table, table.sheet, lang, words, lists)
        else:
            _sheet(ws, table, table.sheet, lang, words, lists)
    lists.write(workbook)
    workbook.active = 1
    workbook.properties.creator = "EcoGraph"
    workbook.properties.title = Text(nl="Beschrijving van een ecosysteem", en="Description of an ecosystem")[lang]
    workbook.properties.language = lang
    return workbook


class _Lists:
    """The lists behind the drop-downs, on a hidden sheet."""

    def __init__(self, lang: Lang, words: Vocabulary, registers: Registers) -> None:
        self._lang: Lang = lang
        self._words = words
        self._registers = registers
        self._columns: dict[str, list[str]] = {}

    def source(self, sheet: Sheet, column: Column) -> str | None:
        """Return the range from which a column chooses; None where it is free."""
        if suggestions := self._registers.get((sheet.key, column.name)):
            return self._range(f"{sheet.key}.{column.name}", list(suggestions))
        if column.type is Type.REFERENCE and len(column.targets) == 1 and column.targets[0] in SHEET:
            target = SHEET[column.targets[0]]
            if target.form or target.auto:
                return None
            key = target.key_column if target.key_column != "label_nl" else f"label_{self._lang}"
            at = letter(2 + [c.name for c in target.columns].index(key))
            return f"'{target.title[self._lang]}'!${at}${_FIRST}:${at}${_FIRST + _ROOM}"
        texts = self._texts(sheet, column)
        return self._range(f"{column.type}.{column.scheme}.{sheet.key if column.type is Type.KIND else ''}", texts)

    def _texts(self, sheet: Sheet, column: Column) -> list[str]:
        if column.type is Type.KIND:
            return [k.label[self._lang] for k in sheet.kinds]
        if column.type is Type.CURRENCY:
            return list(CURRENCIES)
        if column.type is Type.BOOLEAN or (column.type is Type.ECOSYSTEM and not column.default):
            return list(_YES_NO[self._lang])
        names = {Type.CONCEPT: column.lists, Type.PRECONDITION: (PRECONDITIONS,), Type.TERM: (TERMS,)}
        return [w.say(self._lang) for name in names.get(column.type, ()) for w in self._words.words(name)]

    def _range(self, name: str, texts: list[str]) -> str | None:
        if not texts:
            return None
        self._columns.setdefault(name, texts)
        at = letter(1 + list(self._columns).index(name))
        return f"'{_LISTS}'!${at}$2:${at}${len(texts) + 1}"

    def write(self, workbook: Workbook) -> None:
        """Write the lists onto their hidden sheet."""
        ws = workbook.create_sheet(_LISTS)
        ws.sheet_state = "hidden"
        for number, (name, texts) in enumerate(self._columns.items(), 1):
            ws.cell(1, number, MARK + "lists" if number == 1 else name)
            for row, text in enumerate(texts, 2):
                _put(ws.cell(row, number), text)


def _sheet(ws: Any, table: Table, sheet: Sheet, lang: Lang, words: Vocabulary, lists: _Lists) -> None:  # noqa: ANN401
    ws.cell(1, 1, MARK + sheet.key)
    ws.cell(2, 1, "id")
    free = style.unlocked()
    ws.column_dimensions["A"].hidden = True
    ws.column_dimensions["A"].protection = free
    for number, column in enumerate(sheet.columns, 2):
        ws.cell(1, number, column.name)
        other = column.lang is not None and column.lang != lang
        _heading(ws.cell(2, number), column, lang, other=other)
        cell = ws.cell(3, number, help_text(column, lang, words))
        cell.font, cell.fill = style.font(size=9, italic=True, color="52606D"), style.fill(style.HELP)
        cell.alignment, cell.border = style.wrap(), style.thin()
        dimension = ws.column_dimensions[letter(number)]
        dimension.width = style.width(column)
        dimension.protection, dimension.alignment = free, style.wrap()
        if column.type in _AS_TEXT:
            dimension.number_format = "@"
        _choose(
            ws, lists.source(sheet, column), column, lang, f"{letter(number)}{_FIRST}:{letter(number)}{_FIRST + _ROOM}"
        )
    ws.row_dimensions[1].hidden = True
    helps = [(ws.cell(3, n).value, style.width(c)) for n, c in enumerate(sheet.columns, 2)]
    ws.row_dimensions[2].height, ws.row_dimensions[3].height = 34, min(style.height(*helps, least=52, size=9), 130)
    ws.freeze_panes = "C4"
    ws.auto_filter.ref = f"B2:{letter(len(sheet.columns) + 1)}2" if not table.rows else None
    by_name = {c.name: c for c in sheet.columns}
    for row in table.rows:
        texts = ((v, style.width(by_name[n])) for n, v in row.cells.items() if n in by_name)
        ws.row_dimensions[row.number].height = style.height(*texts)
        for name, value in row.cells.items():
            cell = ws.cell(row.number, table.columns[name])
            _put(cell, value)
            cell.protection, cell.alignment = free, style.wrap()
            if name in by_name and by_name[name].type in _AS_TEXT:
                cell.number_format = "@"
    _finish(ws, sheet)


#: Columns whose cells are text for the spreadsheet, so that "2016-03" stays a month and "S1" a notation.
_AS_TEXT = frozenset({Type.DATE, Type.TEXT, Type.LANG_TEXT, Type.REFERENCE, Type.SELF, Type.IRI, Type.CONCEPT})


def _form(ws: Any, table: Table, sheet: Sheet, lang: Lang, words: Vocabulary, lists: _Lists) -> None:  # noqa: ANN401
    ws.cell(1, 1, MARK + sheet.key)
    ws.cell(2, 2, sheet.title[lang]).font = style.font(size=16, bold=True, color=style.HEAD)
    ws.cell(3, 2, sheet.help[lang]).font = style.font(italic=True, color="52606D")
    ws.row_dimensions[1].hidden = True
    for at, width in (("A", 4), ("B", 34), ("C", 60), ("D", 70)):
        ws.column_dimensions[at].width = width
    ws.column_dimensions["A"].hidden = True
    cells = table.rows[0].cells if table.rows else {}
    for number, column in enumerate(sheet.columns, _FIRST):
        ws.cell(number, 1, column.name)
        _heading(ws.cell(number, 2), column, lang, other=column.lang is not None and column.lang != lang)
        cell = ws.cell(number, 3)
        _put(cell, cells.get(column.name))
        cell.protection, cell.alignment, cell.border = style.unlocked(), style.wrap(), style.thin()
        cell.number_format = "@" if column.type in _AS_TEXT else "General"
        note = ws.cell(number, 4, help_text(column, lang, words))
        note.font, note.alignment = style.font(size=9, italic=True, color="52606D"), style.wrap()
        ws.row_dimensions[number].height = style.height((note.value, 70), (cell.value, 60), least=34, size=10)
        _choose(ws, lists.source(sheet, column), column, lang, f"C{number}")
    ws.freeze_panes = "C4"
    _finish(ws, sheet)


def _statements(ws: Any, table: Table, lang: Lang) -> None:  # noqa: ANN401 - a worksheet
    ws.cell(1, 1, MARK + REST)
    for number, (name, label) in enumerate(zip(COLUMNS, REST_COLUMNS, strict=True), 1):
        if number > 1:
            ws.cell(1, number, name)
        cell = ws.cell(2, number, label[lang])
        cell.font, cell.fill = style.font(bold=True, color=style.PAPER), style.fill(style.HEAD_OTHER)
        ws.column_dimensions[letter(number)].width = 44
        ws.column_dimensions[letter(number)].protection = style.unlocked()
        ws.column_dimensions[letter(number)].number_format = "@"
    note = ws.cell(3, 1, _STATEMENTS_HELP[lang])
    note.font = style.font(size=9, italic=True, color="52606D")
    ws.row_dimensions[1].hidden = True
    ws.freeze_panes = "A4"
    for row in table.rows:
        for name, value in row.cells.items():
            cell = ws.cell(row.number, table.columns[name])
            _put(cell, value)
            cell.protection, cell.alignment, cell.number_format = style.unlocked(), style.wrap(), "@"
    if not table.rows:
        ws.sheet_state = "hidden"
    style.protect(ws)


_STATEMENTS_HELP = Text(
    nl="Wat op geen ander blad past, als losse uitspraken. U hoeft hier niets in te vullen.",
    en="What fits on no other sheet, as single statements. You need not fill in anything here.",
)


def _heading(cell: Any, column: Column, lang: Lang, *, other: bool) -> None:  # noqa: ANN401 - a cell
    cell.value = column.label[lang] + (" *" if column.required else "")
    cell.font = style.font(bold=True, color=style.PAPER)
    cell.fill = style.fill(style.HEAD_OTHER if other else style.HEAD)
    cell.alignment = style.wrap(vertical="center")


def help_text(column: Column, lang: Lang, words: Vocabulary) -> str:
    """Return what stands under a heading: what to fill in, and an example."""
    said = column.help[lang]
    if not said and (definition := words.definition(column.meaning)):
        said = definition[lang]
    if column.many and column.type not in {Type.TEXT, Type.LANG_TEXT, Type.ECOSYSTEM}:
        said = f"{said} {_MANY[lang]}".strip()
    example = f"{_EXAMPLE[lang]} {column.example[lang]}" if column.example[lang] else ""
    return "\n".join(part for part in (said, example) if part)


_MANY = Text(nl="Meer dan een: scheid met een puntkomma.", en="More than one: separate by a semicolon.")
_EXAMPLE = Text(nl="Bijv.:", en="E.g.:")


def _choose(ws: Any, source: str | None, column: Column, lang: Lang, cells: str) -> None:  # noqa: ANN401 - a worksheet
    """Give cells a drop-down; where several values may stand in a cell, nothing typed is refused."""
    if source is None:
        return
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation(type="list", formula1=f"={source}", allow_blank=True)
    choice.showErrorMessage = not column.many and column.type is not Type.REFERENCE
    choice.errorStyle = "warning"
    choice.errorTitle = column.label[lang][:32]
    choice.error = Text(nl="Dit staat niet in de lijst. Toch gebruiken?", en="This is not in the list. Use it anyway?")[
        lang
    ]
    choice.add(cells)
    ws.add_data_validation(choice)


def _put(cell: Any, value: Value | None) -> None:  # noqa: ANN401 - a cell
    """Write a value; a text that looks like a formula stays a text."""
    if value is None or is_empty(value):
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _finish(ws: Any, sheet: Sheet) -> None:  # noqa: ANN401 - a worksheet
    ws.sheet_properties.tabColor = style.TABS[sheet.key]
    ws.sheet_view.showGridLines = not sheet.form
    ws.sheet_view.zoomScale = 100
    style.protect(ws)
    style.printable(ws, None if sheet.form else 2)
