"""What a literal is worth: its place in an order, its length, its language.

The law of this file: two literals are compared as SPARQL's operators compare them (SPARQL 1.1 §17.3, with the dates and
partial dates of XPath); what cannot be compared is neither less nor more.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode

from ecograph.engine.lexical import XSD, is_valid
from ecograph.engine.validation.report import Term

_INTEGERS = (
    "integer nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger long int short byte "
    "unsignedLong unsignedInt unsignedShort unsignedByte"
)
_NUMERIC = {XSD + n: int for n in _INTEGERS.split()} | {XSD + "decimal": Decimal}
_FLOATS = {XSD + "double", XSD + "float"}
_TIMES = {XSD + n for n in ("dateTime", "dateTimeStamp", "date", "time", "gYear", "gYearMonth")}
_DAY = 86400
_DOUBT = 14 * 3600

Value = tuple[str, object, object]


def worth(term: Term) -> Value | None:
    """Return a kind and a value that Python can compare within the kind, or nothing."""
    if not isinstance(term, Literal) or term.language:
        return None
    text, datatype = term.value, term.datatype.value
    if datatype == XSD + "string":
        return "string", text, None
    if not is_valid(text, datatype):
        return None
    if datatype in _NUMERIC:
        return "number", _NUMERIC[datatype](text), None
    if datatype in _FLOATS:
        number = float(text.replace("INF", "inf"))
        return None if number != number else ("number", number, None)
    if datatype == XSD + "boolean":
        return "boolean", text in {"true", "1"}, None
    if datatype in _TIMES:
        kind = "dateTime" if datatype == XSD + "dateTimeStamp" else datatype[len(XSD) :]
        return kind, *_moment(text, kind)
    return None


def _moment(text: str, kind: str) -> tuple[Decimal, int | None]:
    """Return seconds on a time line, and the offset of the time zone in seconds if there is one."""
    zone: int | None = None
    match = re.search(r"(Z|[+-]\d\d:\d\d)$", text)
    if match:
        sign = match[1]
        zone = 0 if sign == "Z" else (1 if sign[0] == "+" else -1) * (int(sign[1:3]) * 3600 + int(sign[4:6]) * 60)
        text = text[: match.start()]
    clock = Decimal(0)
    if kind in {"dateTime", "time"}:
        text, _, hours = text.rpartition("T")
        hour, minute, second = hours.split(":")
        clock = Decimal(int(hour) * 3600 + int(minute) * 60) + Decimal(second)
    if kind == "time":
        return clock - (zone or 0), zone
    negative = text.startswith("-")
    parts = [int(p) for p in text.removeprefix("-").split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    days = _days(-year if negative else year, month, day)
    return Decimal(days * _DAY) + clock - (zone or 0), zone


def _days(year: int, month: int, day: int) -> int:
    """Return the number of a day in the proleptic Gregorian calendar."""
    if month <= 2:
        year, month = year - 1, month + 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day


def compare(a: Value | None, b: Value | None) -> int | None:
    """Return -1, 0 or 1, or nothing where the two cannot be compared.

    A moment without a time zone may be up to fourteen hours off one with a time zone (XML Schema 1.1 part 2, §2.2.3).
    """
    if a is None or b is None or a[0] != b[0]:
        return None
    left, right = a[1], b[1]
    if (a[2] is None) != (b[2] is None) and a[0] not in {"string", "number", "boolean"}:
        gap = left - right  # type: ignore[operator]
        return None if abs(gap) <= _DOUBT else (-1 if gap < 0 else 1)
    return int(left > right) - int(left < right)  # type: ignore[operator]


def text_of(term: Term) -> str | None:
    """Return what SPARQL's STR() gives: the text of a literal, an IRI; nothing for a blank node."""
    return term.value if isinstance(term, Literal | NamedNode) else None


@functools.lru_cache(maxsize=4096)
def in_range(tag: str, languages: tuple[str, ...]) -> bool:
    """Return whether a language tag matches one of some basic language ranges (RFC 4647 §3.3.1).

    >>> in_range("nl-be", ("NL", "en"))
    True
    """
    tag = tag.lower()
    return any(tag == low or tag.startswith(low + "-") or (low == "*" and tag) for low in map(str.lower, languages))


def of_kind(term: Term, kind: str) -> bool:
    """Return whether a term is of a SHACL node kind.

    >>> of_kind(BlankNode("b"), "BlankNodeOrLiteral")
    True
    """
    if isinstance(term, Literal):
        return "Literal" in kind
    return "BlankNode" in kind if isinstance(term, BlankNode) else "IRI" in kind
