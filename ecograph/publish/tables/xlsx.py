"""An answer as a workbook: its rows, and a sheet that says where they come from.

The law of this file: no cell is a formula. A text that a spreadsheet could take for one gets an apostrophe in front
(OWASP, CSV Injection), and what a cell cannot hold is cut and says so.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecograph.publish.tables.naming import layout
from ecograph.publish.tables.reading import Plain, Rows
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: Of one sheet (Excel specifications and limits), with its head.
ROWS = 1_048_576
#: Characters of one cell.
TEXT = 32_767
_LEADS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: What XML 1.0 cannot hold (§2.2).
_CONTROLS = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")
_EXACT = 2**53

_CUT = " […]"
_TITLE = Text(nl="Antwoord", en="Answer")
_ABOUT = Text(nl="Herkomst", en="About")
_LABELS: dict[str, Text] = {
    "rows": Text(nl="Rijen", en="Rows"),
    "address": Text(nl="Adres om te verversen", en="Address to refresh from"),
    "generation": Text(nl="Stand van de gegevens (generatie)", en="State of the data (generation)"),
    "asked": Text(nl="Gevraagd op", en="Asked on"),
    "names": Text(nl="Namen", en="Names"),
    "query": Text(nl="Zoekopdracht", en="Query"),
    "note": Text(nl="Let op", en="Note"),
}
_NOTE = Text(
    nl="Een tekst die met = + - @ begint, heeft een apostrof ervoor, zodat geen programma hem als formule uitvoert. "
    "Een tekst boven 32.767 tekens is afgekapt en eindigt op […].",
    en="A text that begins with = + - @ has an apostrophe in front, so that no program runs it as a formula. "
    "A text beyond 32,767 characters is cut and ends in […].",
)
_NAMES = Text(
    nl="Een kolom met namen heeft de IRI's in de kolom ernaast. Zonder IRI's: zet &iris=no achter het adres; "
    "zonder namen: &names=no.",
    en="A column of names has the IRIs in the column beside it. Without IRIs: put &iris=no behind the address; "
    "without names: &names=no.",
)


def safe(value: Plain) -> Plain:
    """Return a value that a cell can hold and that no spreadsheet runs.

    >>> safe("=HYPERLINK(1)"), safe("-1 of 2"), safe("plain"), safe(-5)
    ("'=HYPERLINK(1)", "'-1 of 2", 'plain', -5)
    >>> len(str(safe("x" * 40_000)))
    32767
    """
    if isinstance(value, str):
        text = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", value)
        if text.lstrip(" ").startswith(_LEADS):
            text = "'" + text
        return text if len(text) <= TEXT else text[: TEXT - len(_CUT)] + _CUT
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= _EXACT else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, datetime):
        return value if value.tzinfo is None and value.year >= 1900 else value.isoformat()
    if isinstance(value, date):
        return value if value.year >= 1900 else value.isoformat()
    return None


def write(
    found: Rows,
    out: Path,
    about: Mapping[str, Any],
    lang: Lang,
    *,
    names: Mapping[str, str] | None = None,
    iris: bool = True,
) -> int:
    """Write the workbook; returns how many rows.

    Args:
        found: The rows; more than one sheet holds go on to the next.
        out: Where the file goes.
        about: ``query``, ``address``, ``generation`` and ``asked`` for the second sheet, as far as they are known.
        lang: Of the names of the sheets.
        names: Of IRIs; they take the place of the IRIs, which stand beside them.
        iris: Whether IRIs that have names are wanted at all.
    """
    from xlsxwriter import Workbook

    # One row in memory at a time; a text stays a text, whatever it looks like.
    book = Workbook(
        str(out),
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    bold = book.add_format({"bold": True})
    put = partial(
        _put, book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    )
    form = layout(found, names or {}, iris=iris)
    values = ([safe(value) for value in form.row(row)] for row in found)
    first = list(itertools.islice(values, 200))
    widths = [
        min(60, max([len(name), *(len(str(row[i])) for row in first if row[i] is not None)]) + 3)
        for i, name in enumerate(form.columns)
    ]

    rest = itertools.chain(first, values)
    total, sheets = 0, 0
    while sheets == 0 or total == sheets * (ROWS - 1):
        block = itertools.islice(rest, ROWS - 1)
        begin = next(block, None)
        if begin is None and sheets:
            break
        sheets += 1
        sheet = book.add_worksheet(_TITLE[lang] if sheets == 1 else f"{_TITLE[lang]} {sheets}")
        sheet.freeze_panes(1, 0)
        for i, width in enumerate(widths):
            sheet.set_column(i, i, width)
        for i, name in enumerate(form.columns):
            sheet.write_string(0, i, name, bold)
        count = 0
        for count, row in enumerate(itertools.chain(() if begin is None else (begin,), block), 1):
            put(sheet, count, row)
        total += count
        if count and form.columns:
            sheet.autofilter(0, 0, count, len(form.columns) - 1)
    sheet = book.add_worksheet(_ABOUT[lang])
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    facts = {**about, "rows": total, "names": _NAMES[lang] if names else None, "note": _NOTE[lang]}
    for at, row in enumerate(_origin(facts, lang)):
        put(sheet, at, row)
    book.close()
    return total


def _put(day: Format, moment: Format, sheet: Worksheet, at: int, row: list[Plain]) -> None:
    """Write a row, each value as what it is."""
    for column, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(at, column, value)
        elif isinstance(value, bool):
            sheet.write_boolean(at, column, value)
        elif isinstance(value, (int, float)):
            sheet.write_number(at, column, value)
        elif value is not None:
            sheet.write_datetime(at, column, value, moment if isinstance(value, datetime) else day)


def _origin(facts: Mapping[str, Any], lang: Lang) -> Iterator[list[Plain]]:
    """Yield what the second sheet says; the query line by line."""
    for key, label in _LABELS.items():
        lines = str(facts[key]).splitlines() if key == "query" and facts.get(key) else [facts.get(key)]
        for i, line in enumerate(lines):
            if line not in {None, ""} or len(lines) > 1:
                yield [label[lang] if i == 0 else None, safe(line)]
