"""How a workbook looks: colours, widths, heights.

The law of this file: quiet and legible, also on paper and for who sees no colour; nothing here means anything.
"""

from __future__ import annotations

from typing import Any

from ecograph.describe.mapping import Column, Type

INK, PAPER = "1F2933", "FFFFFF"
HEAD, HEAD_OTHER, HELP, LINE = "12484F", "5B7F83", "F1F5F5", "D5DDDD"
REQUIRED = "12484F"

#: The colour of a tab, by what the sheet is about.
TABS: dict[str, str] = {
    **dict.fromkeys(("description", "ecosystem"), "12484F"),
    **dict.fromkeys(("actors", "participations", "relations"), "2A7F9E"),
    **dict.fromkeys(("initiatives", "choices", "activities", "methods", "measurements"), "3A8F5C"),
    **dict.fromkeys(("assessments", "sets", "needs", "recommendations", "statuses"), "B7791F"),
    **dict.fromkeys(("commitments", "amounts"), "8A5A9E"),
    **dict.fromkeys(("claims", "completeness"), "A8443A"),
    **dict.fromkeys(("documents", "passages", "regions"), "6B7280"),
}

_WIDTHS: dict[Type, int] = {
    Type.DATE: 14,
    Type.DECIMAL: 14,
    Type.INTEGER: 14,
    Type.BOOLEAN: 12,
    Type.CURRENCY: 12,
    Type.ECOSYSTEM: 14,
    Type.KIND: 24,
    Type.CONCEPT: 22,
    Type.PRECONDITION: 34,
    Type.IRI: 34,
    Type.SELF: 34,
}


#: Characters that a page takes in its width before its letters become too small to read.
_PAGE = 200


def width(column: Column) -> int:
    """Return the width of a column in characters."""
    if column.name in {"source", "notation"}:
        return 14
    return _WIDTHS.get(column.type, 40 if column.type in {Type.TEXT, Type.LANG_TEXT} else 30)


def font(**more: Any) -> Any:  # noqa: ANN401 - openpyxl's own arguments
    """Return the font of the workbook."""
    from openpyxl.styles import Font

    return Font(name="Calibri", **{"size": 11, "color": INK, **more})


def fill(colour: str) -> Any:  # noqa: ANN401 - an openpyxl style
    """Return a plain background."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def thin() -> Any:  # noqa: ANN401 - an openpyxl style
    """Return the border under a row."""
    from openpyxl.styles import Border, Side

    return Border(bottom=Side(style="thin", color=LINE))


def wrap(*, vertical: str = "top", horizontal: str | None = None) -> Any:  # noqa: ANN401 - an openpyxl style
    """Return the alignment of a cell with text."""
    from openpyxl.styles import Alignment

    return Alignment(wrap_text=True, vertical=vertical, horizontal=horizontal)


def unlocked() -> Any:  # noqa: ANN401 - an openpyxl style
    """Return the protection of a cell that is there to be filled in."""
    from openpyxl.styles import Protection

    return Protection(locked=False)


def protect(ws: Any) -> None:  # noqa: ANN401 - a worksheet
    """Protect headings and help, without a password, and allow everything that filling in needs."""
    protection = ws.protection
    for what in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(protection, what, False)  # False: not forbidden
    protection.insertHyperlinks = False
    protection.sheet = True


def height(*cells: tuple[object, float], least: float = 15, size: int = 11) -> float:
    """Return the height in points of a row whose cells wrap, from each text and the width of its column.

    Not every program fits a row to its text when it opens a file, so it is said.

    >>> height(("kort", 20)), height(("een tekst die niet op één regel past", 20))
    (15, 30.0)
    """
    lines = 1
    for text, width in cells:
        room = max(width * 11 / size - 1, 1)
        lines = max(lines, sum(1 + int(max(len(line) - 1, 0) / room) for line in str(text or "").split("\n")))
    return max(least, lines * size * 15 / 11)


def printable(ws: Any, heading_row: int | None = None) -> None:  # noqa: ANN401 - a worksheet
    """Let a sheet print legibly: as many pages wide as it needs, with its headings and names on every page."""
    ws.page_setup.orientation = "landscape"
    ws.page_setup.paperSize = ws.PAPERSIZE_A4
    shown = sum(d.width for d in ws.column_dimensions.values() if not d.hidden)
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = max(1, round(shown / _PAGE)), 0
    margins = ws.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.4
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    if heading_row:
        ws.print_title_rows = f"{heading_row}:{heading_row}"
        ws.print_title_cols = "B:B"
    ws.oddFooter.left.text, ws.oddFooter.right.text = "&A", "&P / &N"
