"""Which texts are values of which XML Schema datatype.

The law of this file: it follows XML Schema 1.1 part 2, without a library that would have to be imported first; a
datatype that it does not know accepts every text.
"""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Callable

from ecograph.terms import PREFIXES

XSD = PREFIXES["xsd"]
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_NAME_START = "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
_NAME_START += "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_NAME = _NAME_START + "\\-.0-9\u00b7\u0300-\u036f\u203f\u2040"

_PATTERNS: dict[str, str] = {
    "boolean": "true|false|1|0",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "integer": r"[+-]?\d+",
    "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "float": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "date": rf"({_YEAR})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]){_ZONE}",
    "dateTime": rf"({_YEAR})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T{_TIME}{_ZONE}",
    "dateTimeStamp": rf"({_YEAR})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T{_TIME}{_ZONE[:-1]}",
    "time": _TIME + _ZONE,
    "gYear": _YEAR + _ZONE,
    "gYearMonth": rf"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}",
    "gMonth": rf"--(?:0[1-9]|1[0-2]){_ZONE}",
    "gDay": rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}",
    "gMonthDay": rf"--(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)|(?:0[13-9]|1[0-2])-30|(?:0[13578]|1[02])-31){_ZONE}",
    "duration": r"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    "yearMonthDuration": r"-?P(?=\d)(?:\d+Y)?(?:\d+M)?",
    "dayTimeDuration": r"-?P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]"
    r"|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": f"[:{_NAME_START}][:{_NAME}]*",
    "NCName": f"[{_NAME_START}][{_NAME}]*",
    "NMTOKEN": f"[:{_NAME}]+",
}
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DATED = {"date", "dateTime", "dateTimeStamp"}
#: A longer text is no number that anybody wrote; turning it into one would take quadratic time.
_LONGEST_NUMBER = 4000


def _bounded(low: int | None, high: int | None) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        if len(text) > _LONGEST_NUMBER or not _pattern("integer").fullmatch(text):
            return False
        number = int(text)
        return (low is None or number >= low) and (high is None or number <= high)

    return check


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return a compiled pattern; compiling all of them would cost a tenth of a second at the start."""
    return re.compile(_PATTERNS[name], re.ASCII if name not in {"Name", "NCName", "NMTOKEN"} else 0)


def _matching(name: str) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        match = _pattern(name).fullmatch(text)
        if match is None or name not in _DATED:
            return match is not None
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        return day <= (29 if month == 2 and calendar.isleap(year) else _DAYS[month])

    return check


_CHECKS: dict[str, Callable[[str], bool]] = {
    **{XSD + name: _matching(name) for name in _PATTERNS},
    **{XSD + name: _bounded(*limits) for name, limits in _RANGES.items()},
}


def is_valid(text: str, datatype: str) -> bool:
    """Return whether a text is in the lexical space of a datatype.

    >>> is_valid("2015-02-29", XSD + "date"), is_valid("0.40", XSD + "decimal"), is_valid("x", "urn:mine")
    (False, True, True)
    """
    check = _CHECKS.get(datatype)
    return check is None or check(text)
