"""The results of a check in a workbook: beside what was filled in, or alone.

The law of this file: the sheet repeats what the canvas says, word for word; the author's own cells keep their content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecograph.describe import workbook_style as style
from ecograph.describe.headings import MARK
from ecograph.describe.problems import Problem
from ecograph.describe.reports.words import SEVERITY, TONES, level_text, stated_text
from ecograph.describe.tables import CellLocator, Row, Table, letter
from ecograph.texts import Lang, Text, pick

if TYPE_CHECKING:
    from openpyxl import Workbook

    from ecograph.canvas import Canvas, Judgement
    from ecograph.describe.description import Description

TITLE = Text(nl="Resultaten", en="Results")
_HEADS: tuple[tuple[Text, int], ...] = (
    (Text(nl="Nr", en="No."), 7),
    (Text(nl="Randvoorwaarde", en="Precondition"), 36),
    (Text(nl="Niveau (berekend)", en="Level (computed)"), 20),
    (Text(nl="Wat ontbreekt", en="What is missing"), 60),
    (Text(nl="Wat telde mee", en="What counted"), 44),
    (Text(nl="Wat anderen vinden", en="What others say"), 40),
    (Text(nl="Aanpak", en="Addressed by"), 40),
)
_PROBLEM_HEADS = (
    Text(nl="Plaats", en="Place"),
    Text(nl="Ernst", en="Severity"),
    Text(nl="Wat en wat te doen", en="What, and what to do"),
)
_PROBLEMS = Text(nl="Fouten en waarschuwingen", en="Errors and warnings")
_NONE = Text(nl="Geen: de beschrijving is goed gevormd.", en="None: the description is well formed.")
_CELL = {"error": "F6D5D0", "warning": "FBEBC8"}


def annotate(
    workbook: Path,
    problems: Iterable[Problem],
    canvas: Canvas | None,
    out: Path,
    lang: Lang = "nl",
    *,
    description: Description | None = None,
) -> None:
    """Write a copy of a workbook with a comment and a colour at every problem, and a sheet with the results.

    Args:
        workbook: What was checked; it stays as it is.
        problems: What was found in it.
        canvas: What is missing in the ecosystem; None where the description was too wrong to say.
        out: Where the copy goes; replaced as a whole, or not at all.
        lang: Language of comments and results.
        description: What was read from the workbook: its hidden identifiers are filled in, so that a row that is
            renamed from now on stays the same.

    Raises:
        SyntaxProblem, LimitReached: as for reading it.
    """
    from ecograph.describe.safety import refuse_unsafe
    from ecograph.describe.workbook_read import open_workbook
    from ecograph.describe.workbook_write import save

    refuse_unsafe(workbook)
    book = open_workbook(workbook, read_only=False, data_only=False)
    found = tuple(problems)
    _comment(book, found, lang)
    if description is not None:
        _identify(book, description)
    results_sheet(book, canvas, found, lang)
    save(book, out)


def write_results(canvas: Canvas | None, problems: Iterable[Problem], out: Path, lang: Lang = "nl") -> None:
    """Write the results as a workbook of their own."""
    from openpyxl import Workbook

    from ecograph.describe.workbook_write import save

    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    results_sheet(book, canvas, tuple(problems), lang)
    save(book, out)


def _comment(book: Workbook, problems: tuple[Problem, ...], lang: Lang) -> None:
    from openpyxl.comments import Comment

    texts: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.place.sheet in book.sheetnames and problem.place.cell:
            texts.setdefault((problem.place.sheet, problem.place.cell), []).append(problem)
    for (sheet, at), here in texts.items():
        cell = book[sheet][at]
        if type(cell).__name__ == "MergedCell":  # only the first cell of a merged range can be marked
            continue
        said = "\n\n".join(p.message[lang] for p in here)
        cell.comment = Comment(said, "EcoGraph", width=360, height=int(style.height((said, 48), least=45)) + 15)
        worst = "error" if any(p.severity == "error" for p in here) else "warning"
        cell.fill = style.fill(_CELL[worst])


def _identify(book: Workbook, description: Description) -> None:
    """Write the hidden identifier of every row that has none yet."""
    base = description.ecosystem.value + "/"
    for subject, table, row in unfixed(description):
        book[table.title].cell(row.number, table.columns["id"], subject.removeprefix(base))


def unfixed(description: Description) -> Iterator[tuple[str, Table, Row]]:
    """Yield the rows of a workbook whose identifier follows from their name, so that a new name makes another thing."""
    if not isinstance(description.locator, CellLocator):
        return
    for subject, table, row in description.locator.described():
        if table.sheet is None or table.sheet.form or "id" not in table.columns or "id" in row.cells:
            continue
        if is_empty_address(row.cells.get("address")):
            yield subject, table, row


def is_empty_address(value: object) -> bool:
    """Return whether a row has no web address that identifies it already."""
    return value is None or not str(value).strip()


def results_sheet(book: Workbook, canvas: Canvas | None, problems: tuple[Problem, ...], lang: Lang) -> None:
    """Write the results onto a sheet of their own, in front of the others."""
    if TITLE[lang] in book.sheetnames:
        del book[TITLE[lang]]
    ws = book.create_sheet(TITLE[lang], 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    ws.cell(1, 1, MARK + "results")
    ws.row_dimensions[1].hidden = True
    for number, (_, width) in enumerate(_HEADS, 1):
        ws.column_dimensions[letter(number)].width = width
    row = _problems(ws, problems, lang, 2) + 1 if problems else 2  # what is to be mended stands first
    row = _canvas(ws, canvas, lang, row) if canvas else row
    if not problems:
        ws.cell(row, 1, _NONE[lang]).font = style.font(bold=True, color="2E7D4F")
        row += 1
    ws.sheet_view.showGridLines = False
    ws.sheet_properties.tabColor = style.HEAD
    style.printable(ws)
    ws.print_area = f"A1:{letter(len(_HEADS))}{row}"


def _canvas(ws: Any, canvas: Canvas, lang: Lang, row: int) -> int:  # noqa: ANN401 - a worksheet
    ws.cell(row, 1, pick(canvas.ecosystem_label, lang)).font = style.font(size=18, bold=True, color=style.HEAD)
    ws.cell(row + 1, 1, f"{pick(canvas.title, lang)} · {canvas.as_of}").font = style.font(italic=True, color="52606D")
    counts = [f"{level_text(name, lang)}: {n}" for name, n in canvas.counts.items() if n]
    ws.cell(row + 2, 1, " · ".join(counts)).font = style.font()
    row += 4
    _heads(ws, row, [h for h, _ in _HEADS], lang)
    row += 1
    for group in canvas.groups:
        ws.cell(row, 1, pick(group.label, lang)).font = style.font(bold=True, color=style.HEAD)
        row += 1
        for judgement in group.judgements:
            texts = _cells(judgement, lang)
            ws.row_dimensions[row].height = style.height(*((t, w) for t, (_, w) in zip(texts, _HEADS, strict=True)))
            for number, text in enumerate(texts, 1):
                cell = ws.cell(row, number, text)
                cell.data_type = "s"
                cell.alignment, cell.border, cell.font = style.wrap(), style.thin(), style.font()
            ws.cell(row, 3).fill = style.fill(TONES.get(judgement.level, "FFFFFF"))
            ws.cell(row, 3).font = style.font(bold=True)
            row += 1
    return row + 1


def _cells(judgement: Judgement, lang: Lang) -> tuple[str, ...]:
    def named(label: Any, sources: Any) -> str:  # noqa: ANN401 - records of the canvas
        notations = ", ".join(s.notation for s in sources)
        return f"{pick(label, lang)} ({notations})" if notations else pick(label, lang)

    return (
        judgement.notation,
        pick(judgement.label, lang),
        level_text(judgement.level, lang),
        "\n".join(pick(b, lang) for b in judgement.because),
        "\n".join(named(e.label, e.sources) for e in judgement.evidence),
        "\n".join(stated_text(s, lang) for s in judgement.stated),
        "\n".join(named(a.label, a.sources) for a in judgement.addressed_by),
    )


def _problems(ws: Any, problems: tuple[Problem, ...], lang: Lang, row: int) -> int:  # noqa: ANN401 - a worksheet
    ws.cell(row, 1, _PROBLEMS[lang]).font = style.font(size=14, bold=True, color=style.HEAD)
    row += 1
    for number, head in zip((2, 3, 4), _PROBLEM_HEADS, strict=True):
        _heads(ws, row, [head], lang, first=number)
    for problem in problems:
        row += 1
        place = problem.place
        where = f"{place.sheet}!{place.cell}" if place.sheet and place.cell else str(place)
        cell = ws.cell(row, 2, where)
        cell.font = style.font()
        if place.sheet and place.cell:
            cell.hyperlink = f"#'{place.sheet}'!{place.cell}"
            cell.font = style.font(color="2A7F9E", underline="single")
        ws.cell(row, 3, SEVERITY.get(problem.severity, SEVERITY["error"])[lang]).font = style.font()
        text = ws.cell(row, 4, problem.message[lang])
        text.data_type = "s"
        text.font, text.alignment = style.font(), style.wrap()
        ws.merge_cells(start_row=row, start_column=4, end_row=row, end_column=6)
        ws.row_dimensions[row].height = style.height((problem.message[lang], sum(w for _, w in _HEADS[3:6])))
        for number in (2, 3):
            ws.cell(row, number).alignment = style.wrap()
    return row + 1


def _heads(ws: Any, row: int, heads: list[Text], lang: Lang, first: int = 1) -> None:  # noqa: ANN401 - a worksheet
    for number, head in enumerate(heads, first):
        cell = ws.cell(row, number, head[lang])
        cell.font, cell.fill = style.font(bold=True, color=style.PAPER), style.fill(style.HEAD)
        cell.alignment = style.wrap(vertical="center")
