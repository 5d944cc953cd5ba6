"""From an Excel or LibreOffice workbook to tables.

The law of this file: values only. No formula is computed, no macro run, no link followed; a cell whose value cannot
be known is reported and makes no statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecograph.describe.cells import is_empty, written
from ecograph.describe.description import Description
from ecograph.describe.headings import (
    MARK,
    OURS,
    best_row,
    column_of,
    headings,
    sheet_key,
    sheet_of,
    unknown_column,
    unknown_sheet,
)
from ecograph.describe.importing import Progress, import_tables
from ecograph.describe.mapping import LAYOUT, REST, Sheet
from ecograph.describe.problems import Problem
from ecograph.describe.safety import LIMITS, Limits, has_parts, refuse_unsafe, too_many_rows
from ecograph.describe.statements import ERROR_VALUES
from ecograph.describe.tables import Row, Table, letter
from ecograph.describe.vocabulary import Vocabulary
from ecograph.errors import Place, SyntaxProblem
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from openpyxl import Workbook

Cells = list[tuple[Any, ...]]

_FORM_LABEL, _FORM_VALUE = 1, 2  # positions within a row of a form: key, label, value, help


def read_workbook(
    path: Path,
    lang: Lang = "nl",
    *,
    limits: Limits = LIMITS,
    vocabulary: Vocabulary | None = None,
    progress: Progress | None = None,
) -> Description:
    """Read a workbook as a description whose every statement knows its sheet and cell.

    What is wrong in cells is in ``problems`` of the result; only what makes reading impossible is raised.

    Args:
        path: An .xlsx file.
        lang: The language of hints that only one language fits.
        limits: How large it may be.
        vocabulary: The lists of words; default: those that ship.
        progress: Is told how many of how many rows are done.

    Raises:
        LimitReached: it is too large, or unpacks to too much.
        SyntaxProblem: it has macros or a password, or is no workbook.
        NotADescription: it does not say which ecosystem it describes and as of when.
    """
    refuse_unsafe(path, limits)
    tables, problems = _tables(path, limits)
    return import_tables(tables, str(path), lang, problems=tuple(problems), vocabulary=vocabulary, progress=progress)


def open_workbook(path: Path, *, read_only: bool, data_only: bool) -> Workbook:
    """Open a workbook that was found safe.

    Raises:
        SyntaxProblem: openpyxl cannot read it.
    """
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that openpyxl leaves out: pictures, validations of other programs
            return load_workbook(path, read_only=read_only, data_only=data_only, keep_links=False)
    except Exception as error:  # openpyxl raises anything on a damaged file
        raise SyntaxProblem(
            Text(nl="Deze werkmap is beschadigd.", en="This workbook is damaged."),
            place=Place(file=str(path)),
            remedy=Text(nl="Open haar in Excel en sla haar opnieuw op.", en="Open it in Excel and save it again."),
        ) from error


def _tables(path: Path, limits: Limits) -> tuple[list[Table], list[Problem]]:
    # Merged cells and formulas are only seen in the slow mode, and few workbooks have any.
    slow = has_parts(path, b"<mergeCell ", b"<f>", b"<f ", b"<x:mergeCell ", b"<x:f")
    workbook = open_workbook(path, read_only=not slow, data_only=True)
    formulas = open_workbook(path, read_only=False, data_only=False) if slow else None
    tables: list[Table] = []
    problems: list[Problem] = []
    count = 0
    try:
        for ws in workbook.worksheets:
            cells = _cells(ws, read_only=not slow)
            where = Place(file=str(path), sheet=ws.title)
            key = sheet_key(ws.title, cells[0][0] if cells and cells[0] else None)
            if key in OURS:
                if key == "about":
                    problems.extend(_newer(cells, where))
                continue
            if key is None or (key != REST and sheet_of(key) is None):
                if any(not is_empty(v) for row in cells for v in row):
                    problems.append(unknown_sheet(ws.title, where))
                continue
            if formulas is not None:
                problems.extend(_merged(ws, cells, where))
                problems.extend(_uncomputed(formulas[ws.title], cells, where))
            count += len(cells)
            if count > limits.rows:
                raise too_many_rows(limits.rows, Place(file=str(path), sheet=ws.title))
            table, found = _table(sheet_of(key), ws.title, str(path), cells)
            problems.extend(found)
            if table is not None:
                tables.append(table)
    finally:
        workbook.close()
    return tables, problems


def _cells(ws: Any, *, read_only: bool) -> Cells:  # noqa: ANN401 - either kind of worksheet
    """Return the cells of a worksheet without the empty rows at its end."""
    if read_only:
        ws.reset_dimensions()  # what the file says of its own size need not be true
    rows: Cells = []
    last = 0
    for row in ws.iter_rows(values_only=True):
        rows.append(row)
        if any(v is not None for v in row):
            last = len(rows)
    return rows[:last]


def _newer(cells: Cells, where: Place) -> Iterator[Problem]:
    layout = written(cells[0][1]) if cells and len(cells[0]) > 1 and cells[0][1] is not None else LAYOUT
    if layout.isdigit() and int(layout) > int(LAYOUT):
        yield Problem(
            "newer-layout",
            Place(file=where.file, sheet=where.sheet, cell="B1"),
            Text(
                nl=f"Deze werkmap volgt indeling {layout}; deze EcoGraph kent {LAYOUT}. Werk EcoGraph bij.",
                en=f"This workbook follows layout {layout}; this EcoGraph knows {LAYOUT}. Update EcoGraph.",
            ),
            severity="warning",
        )


def _merged(ws: Any, cells: Cells, where: Place) -> Iterator[Problem]:  # noqa: ANN401 - a worksheet
    """Let every cell of a merged range say what the range says, and say so."""
    for merged in ws.merged_cells.ranges:
        left, top, right, bottom = merged.bounds
        if top > len(cells):
            continue
        value = cells[top - 1][left - 1]
        for number in range(top, min(bottom, len(cells)) + 1):
            row = list(cells[number - 1])
            row[left - 1 : right] = [value] + ([None] * (right - left) if right > left else [])
            cells[number - 1] = tuple(row)
        if is_empty(value) or top < 4:
            continue
        yield Problem(
            "merged-cells",
            Place(file=where.file, sheet=where.sheet, cell=f"{letter(left)}{top}"),
            Text(
                nl=f"De cellen {merged.coord} zijn samengevoegd; elke rij is gelezen alsof dit erin staat. "
                "Hef de samenvoeging op.",
                en=f"The cells {merged.coord} are merged; every row was read as if it held this. Unmerge them.",
            ),
            severity="warning",
        )


def _uncomputed(ws: Any, cells: Cells, where: Place) -> Iterator[Problem]:  # noqa: ANN401 - a worksheet
    """Find formulas whose value the file does not hold."""
    for row in ws.iter_rows(max_row=len(cells)):
        for cell in row:
            if cell.data_type != "f":
                continue
            values = cells[cell.row - 1]
            if cell.column > len(values) or values[cell.column - 1] is None:
                yield Problem(
                    "formula-without-value",
                    Place(file=where.file, sheet=where.sheet, cell=cell.coordinate),
                    Text(
                        nl="Hier staat een formule zonder uitkomst. Open de werkmap in Excel en sla haar op, of vul "
                        "de waarde zelf in.",
                        en="Here stands a formula without a value. Open the workbook in Excel and save it, or fill in "
                        "the value yourself.",
                    ),
                )


def _table(sheet: Sheet | None, title: str, file: str, cells: Cells) -> tuple[Table | None, list[Problem]]:
    if sheet is not None and sheet.form:
        return _form(sheet, title, file, cells)
    known = headings(sheet)
    marked = bool(cells) and isinstance(cells[0][0], str) and cells[0][0].startswith(MARK)
    at = 1 if marked else best_row(cells[:10], known)
    if at is None:
        return None, []
    head = cells[at] if at < len(cells) else ()
    names: dict[int, str] = {}
    if marked:
        names = {n: c for n, c in enumerate(cells[0]) if isinstance(c, str) and c in known.values()}
        names[0] = "id" if sheet is not None else "subject"
    problems: list[Problem] = []
    first = at + 1 + (1 if marked or _is_help(sheet, cells, at) else 0)
    for position, text in enumerate(head):
        if position in names or is_empty(text):
            continue
        name = column_of(text, known)
        if name is not None and name not in names.values():
            names[position] = name
        elif any(len(row) > position and not is_empty(row[position]) for row in cells[first:]):
            place = Place(file=file, sheet=title, cell=f"{letter(position + 1)}{at + 1}")
            problems.append(unknown_column(str(text), known, sheet, place))
    table = Table(sheet, title, file, {name: position + 1 for position, name in sorted(names.items())})
    _rows(table, cells, first, names, problems)
    return table, problems


def _rows(table: Table, cells: Cells, first: int, names: dict[int, str], problems: list[Problem]) -> None:
    for number, row in enumerate(cells[first:], first + 1):
        found = {names[n]: v for n, v in enumerate(row) if n in names and v is not None and not is_empty(v)}
        wrong = [n for n, v in found.items() if isinstance(v, str) and v in ERROR_VALUES]
        problems.extend(_error(found.pop(name), table.place(Row(number, {}), name)) for name in wrong)
        if set(found) - {"id"}:
            table.rows.append(Row(number, found))


def _error(value: str, place: Place) -> Problem:
    return Problem(
        "error-value",
        place,
        Text(
            nl=f"Hier staat de foutwaarde {value}. Herstel de formule of vul de waarde in.",
            en=f"Here stands the error value {value}. Repair the formula, or fill in the value.",
        ),
    )


def _is_help(sheet: Sheet | None, cells: Cells, at: int) -> bool:
    """Return whether the row under the headings is our help row (the key row above was lost)."""
    if sheet is None or at + 1 >= len(cells):
        return False
    helps = {h[:25] for c in sheet.columns for h in c.help.values() if h}
    texts = [v for v in cells[at + 1] if isinstance(v, str) and v.strip()]
    return sum(t[:25] in helps for t in texts) >= 2


def _form(sheet: Sheet, title: str, file: str, cells: Cells) -> tuple[Table, list[Problem]]:
    known = headings(sheet)
    table = Table(sheet, title, file, {})
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    marked = bool(cells) and isinstance(cells[0][0], str) and cells[0][0].startswith(MARK)
    for number, row in enumerate(cells, 1):
        # Without the hidden first column a form is "label, value".
        label, value = (_FORM_LABEL, _FORM_VALUE) if marked or len(row) > _FORM_VALUE else (0, 1)
        name = next((n for cell in row[: label + 1] if (n := column_of(cell, known)) and n != "id"), None)
        if name is None or name in table.columns:
            continue
        table.columns[name] = number
        cell = row[value] if len(row) > value else None
        if isinstance(cell, str) and cell in ERROR_VALUES:
            problems.append(_error(cell, table.place(Row(number, {}), name)))
        elif cell is not None and not is_empty(cell):
            found[name] = cell
    if found:
        table.rows.append(Row(1, found))
    return table, problems
