"""A value as a cell of a worksheet, in the XML of Office Open XML (ECMA-376, part 1, §18.3.1.4).

The law of this file: no cell is a formula. A text is always written as a text, escaped; one that a spreadsheet could
take for a formula later gets an apostrophe in front (OWASP, CSV Injection), and what a cell cannot hold is cut and says
so. It is our own since a library that makes an object of each cell takes ten times as long for a million rows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from ecograph.publish.tables.reading import Plain

#: Characters of one cell (Excel specifications and limits).
TEXT = 32_767
_CUT = " […]"
_LEADS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: What XML 1.0 cannot hold (§2.2).
_CONTROLS = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")
#: What a reader of ``ST_Xstring`` (§22.9.2.19) takes for an escaped character.
_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_EXACT = 2**53
#: Day 0 of the calendar of workbooks from March 1900 on: it has a 29 February 1900 that never was.
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)
_ODD = frozenset(" =+-@")


def safe(value: Plain) -> Plain:
    """Return a value that a cell can hold and that no spreadsheet runs.

    >>> safe("=HYPERLINK(1)"), safe("-1 of 2"), safe("plain"), safe(-5)
    ("'=HYPERLINK(1)", "'-1 of 2", 'plain', -5)
    >>> len(str(safe("x" * 40_000)))
    32767
    >>> safe(date(1900, 2, 1)), safe(2**60), safe(float("inf"))
    ('1900-02-01', '1152921504606846976', 'inf')
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
        return value if value.tzinfo is None and value.date() >= _FIRST_DAY else value.isoformat()
    if isinstance(value, date):
        return value if value >= _FIRST_DAY else value.isoformat()
    return None


def _text(text: str) -> str:
    odd = "<" in text or "&" in text or ">" in text or "_x" in text or text[:1] in _ODD or not text.isprintable()
    if not odd and len(text) <= TEXT:
        return f' t="inlineStr"><is><t>{text}</t></is></c>'  # nearly all: nothing to look at more closely
    held = _ESCAPED.sub("_x005F_", str(safe(text)))
    held = held.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    held = held.replace("\r", "_x000D_")  # a reader of XML makes a line feed of it (§2.11)
    return f' t="inlineStr"><is><t xml:space="preserve">{held}</t></is></c>'


def _truth(value: bool) -> str:
    return f' t="b"><v>{value:d}</v></c>'


def _whole(value: int) -> str:
    return f"><v>{value}</v></c>" if -_EXACT <= value <= _EXACT else _text(str(value))


def _number(value: float) -> str:
    return f"><v>{value!r}</v></c>" if math.isfinite(value) else _text(str(value))


class Cells:
    """Writes rows as XML.

    Args:
        columns: How many a row has.
        day: Number of the style of a date in the workbook.
        moment: And of a date with its time.

    >>> print(*Cells(3, 1, 2).rows([["a<b", None, 3]], first=2))
    <row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve">a&lt;b</t></is></c><c r="C2"><v>3</v></c></row>
    """

    def __init__(self, columns: int, day: int, moment: int) -> None:
        from xlsxwriter.utility import xl_col_to_name

        self._letters = [xl_col_to_name(i) for i in range(columns)]
        self._day = day
        self._moment = moment
        self._writers: dict[type, Callable[..., str]] = {
            str: _text,
            int: _whole,
            float: _number,
            bool: _truth,
            date: self._date,
            datetime: self._date,
        }

    def rows(self, rows: Iterable[Sequence[Plain]], *, first: int) -> Iterator[str]:
        """Yield each row, from the one of that number (1 is the top); a cell without a value is left out."""
        writers, letters = self._writers, self._letters
        for number, row in enumerate(rows, first):
            parts = [
                f'<c r="{letter}{number}"{writers[type(value)](value)}'
                for letter, value in zip(letters, row, strict=False)
                if value is not None
            ]
            yield f'<row r="{number}">{"".join(parts)}</row>'

    def _date(self, value: date) -> str:
        held = safe(value)
        if isinstance(held, datetime):
            part = (held.hour * 3600 + held.minute * 60 + held.second + held.microsecond / 1e6) / 86_400
            return f' s="{self._moment}"><v>{held.toordinal() - _EPOCH + part!r}</v></c>'
        if isinstance(held, date):
            return f' s="{self._day}"><v>{held.toordinal() - _EPOCH}</v></c>'
        return _text(str(held))
