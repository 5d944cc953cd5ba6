"""Which sheet and which column somebody means.

The law of this file: the hidden key row decides; where it was lost, tab names and headings in either language do. What
is not understood is not read, and that is said.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from ecograph.describe.mapping import REST, REST_COLUMNS, REST_TITLE, SHEETS, Sheet
from ecograph.describe.problems import Problem
from ecograph.describe.statements import COLUMNS
from ecograph.describe.vocabulary import normal
from ecograph.errors import Place
from ecograph.texts import Text

#: What the first cell of each of our sheets begins with, before its key.
MARK = "ecograph:"

#: Keys of sheets that are there for people.
OURS = frozenset({"about", "lists", "results"})

_TITLES = {normal(t): s.key for s in SHEETS for t in (s.key, *s.title.values())}
_TITLES |= {normal(t): REST for t in (REST, *REST_TITLE.values())}
_BY_KEY = {s.key: s for s in SHEETS}


def sheet_key(title: str, first: object) -> str | None:
    """Return the key of a sheet by its mark, else by its title; None where neither is known."""
    if isinstance(first, str) and first.startswith(MARK):
        return first.removeprefix(MARK).strip()
    return _TITLES.get(normal(title))


def sheet_of(key: str) -> Sheet | None:
    """Return the sheet of a key; None for the other statements."""
    return _BY_KEY.get(key)


def headings(sheet: Sheet | None) -> dict[str, str]:
    """Return every text by which a column of a sheet is known, and its name."""
    if sheet is None:
        pairs = zip(COLUMNS, REST_COLUMNS, strict=True)
        return {normal(t): name for name, label in pairs for t in (name, *label.values())}
    found = {"id": "id"}
    for column in sheet.columns:
        for text in (column.name, *column.label.values()):
            found.setdefault(_plain(text), column.name)
    return found


def column_of(text: object, known: dict[str, str]) -> str | None:
    """Return the name of the column that a heading means."""
    return known.get(_plain(text)) if isinstance(text, str) else None


def best_row(rows: Sequence[Sequence[object]], known: dict[str, str]) -> int | None:
    """Return which of the first rows is the heading: the one with most known headings, at least two."""
    counts = [sum(column_of(cell, known) is not None for cell in row) for row in rows]
    best = max(counts, default=0)
    return counts.index(best) if best >= min(2, len(known)) else None


def unknown_column(text: str, known: dict[str, str], sheet: Sheet | None, place: Place) -> Problem:
    """Return the problem of a column that is not read."""
    close = difflib.get_close_matches(_plain(text), known, n=1, cutoff=0.75)
    label = next((c.label for c in sheet.columns if close and c.name == known[close[0]]), None) if sheet else None
    todo = (
        Text(nl=f'Bedoelt u "{label["nl"]}"?', en=f'Did you mean "{label["en"]}"?')
        if label
        else Text(nl="Zet de inhoud in een andere kolom, of laat haar staan.", en="Move its content, or leave it.")
    )
    return Problem(
        "unknown-column",
        place,
        Text(
            nl=f'De kolom "{text}" is niet bekend en wordt niet gelezen. {todo["nl"]}',
            en=f'The column "{text}" is not known and is not read. {todo["en"]}',
        ),
        severity="warning",
    )


def unknown_sheet(title: str, place: Place) -> Problem:
    """Return the problem of a sheet that is not read."""
    close = difflib.get_close_matches(normal(title), _TITLES, n=1, cutoff=0.7)
    sheet = _BY_KEY.get(_TITLES[close[0]]) if close else None
    todo = (
        Text(nl=f'Bedoelt u "{sheet.title["nl"]}"?', en=f'Did you mean "{sheet.title["en"]}"?')
        if sheet
        else Text(nl="Verplaats de inhoud, of laat het staan.", en="Move its content, or leave it.")
    )
    return Problem(
        "unknown-sheet",
        place,
        Text(
            nl=f'Het blad "{title}" is niet bekend en wordt niet gelezen. {todo["nl"]}',
            en=f'The sheet "{title}" is not known and is not read. {todo["en"]}',
        ),
        severity="warning",
    )


def _plain(text: str) -> str:
    """Return a heading as it is compared: without the mark of a required column."""
    return normal(re.sub(r"[*\s]+$", "", text))
