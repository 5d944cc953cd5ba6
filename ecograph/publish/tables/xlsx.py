"""An answer as a workbook: its rows, and a sheet that says where they come from.

The law of this file: memory holds a few hundred rows, however many there are; what one sheet cannot hold goes on in
the next, and the second sheet says so. What a cell may be is the matter of ``cells``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ecograph.publish.tables.cells import Cells
from ecograph.publish.tables.naming import layout
from ecograph.publish.tables.reading import Plain, Rows
from ecograph.texts import Lang, Text

#: Of one sheet (Excel specifications and limits), with its head.
ROWS = 1_048_576
COLUMNS = 16_384
_WIDEST = 60  # characters
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"

_TITLE = Text(nl="Antwoord", en="Answer")
_ABOUT = Text(nl="Herkomst", en="About")
_LABELS: dict[str, Text] = {
    "rows": Text(nl="Rijen", en="Rows"),
    "sheets": Text(nl="Werkbladen", en="Sheets"),
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
_SHEETS = Text(
    nl="{n}: een werkblad heeft 1.048.576 rijen, de rest staat op het volgende.",
    en="{n}: a sheet has 1,048,576 rows, the rest stands on the next.",
)
_NAMES = Text(
    nl="Een kolom met namen heeft de IRI's in de kolom ernaast. Zonder IRI's: zet &iris=no achter het adres; "
    "zonder namen: &names=no.",
    en="A column of names has the IRIs in the column beside it. Without IRIs: put &iris=no behind the address; "
    "without names: &names=no.",
)


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

    from ecograph.publish.tables.sheet import Sheet

    book = Workbook(str(out), {"constant_memory": True})
    bold, *dates = (book.add_format(f) for f in ({"bold": True}, {"num_format": _DAY}, {"num_format": _MOMENT}))
    styles = [style._get_xf_index() for style in dates]  # noqa: SLF001  # there is no other way to its number
    form = layout(found, names or {}, iris=iris)
    heads = form.columns[:COLUMNS]
    cells = Cells(len(heads), *styles)
    values = map(form.row, found)
    first = list(itertools.islice(values, 200))
    widths = [
        min(_WIDEST, max([len(name), *(len(str(row[i])) for row in first if row[i] is not None)]) + 3)
        for i, name in enumerate(heads)
    ]
    rest = itertools.chain(first, values)
    total, sheets = 0, 0
    while sheets == 0 or total == sheets * (ROWS - 1):
        block = list(itertools.islice(rest, 1))
        if sheets and not block:
            break
        sheets += 1
        sheet = book.add_worksheet(_TITLE[lang] if sheets == 1 else f"{_TITLE[lang]} {sheets}", worksheet_class=Sheet)
        sheet.freeze_panes(1, 0)
        for i, (name, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(i, i, width)
            sheet.write_string(0, i, name, bold)
        here = itertools.islice(itertools.chain(block, rest), ROWS - 1)
        count = sheet.stream(cells.rows(here, first=2), columns=len(heads))
        total += count
        if count and heads:
            sheet.autofilter(0, 0, count, len(heads) - 1)
    sheet = book.add_worksheet(_ABOUT[lang], worksheet_class=Sheet)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    facts = {
        **about,
        "rows": total,
        "sheets": _SHEETS[lang].format(n=sheets) if sheets > 1 else None,
        "names": _NAMES[lang] if names else None,
        "note": _NOTE[lang],
    }
    sheet.stream(Cells(2, *styles).rows(_origin(facts, lang), first=1), columns=2, first=0)
    book.close()
    return total


def _origin(facts: Mapping[str, Any], lang: Lang) -> Iterator[list[Plain]]:
    """Yield what the second sheet says; the query line by line."""
    for key, label in _LABELS.items():
        lines = str(facts[key]).splitlines() if key == "query" and facts.get(key) else [facts.get(key)]
        for i, line in enumerate(lines):
            if line not in {None, ""} or len(lines) > 1:
                yield [label[lang] if i == 0 else None, line]
