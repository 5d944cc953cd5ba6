"""Which literals a store may spell otherwise than the data do.

The law of this file: a doubt counts as yes; what is spelled plainly is known at first sight.
"""

from __future__ import annotations

import re

from ecograph.engine.lexical import XSD

#: Datatypes whose literals the store writes in one spelling.
SPELLED = {
    XSD + n
    for n in [
        "boolean",
        "decimal",
        "integer",
        "double",
        "float",
        "dateTime",
        "dateTimeStamp",
        "date",
        "time",
        "gYear",
        "gYearMonth",
        "gMonth",
        "gMonthDay",
        "gDay",
        "duration",
        "yearMonthDuration",
        "dayTimeDuration",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "long",
        "int",
        "short",
        "byte",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
    ]
}


#: What is spelled as a store spells it, at first sight: most literals are.
_PLAIN = {
    XSD + name: re.compile(pattern)
    for name, pattern in {
        "integer": r"0|-?[1-9][0-9]{0,17}",
        "boolean": "true|false",
        "decimal": r"(?!-0\.0*$)-?(0|[1-9][0-9]{0,11})\.[0-9]{0,4}[1-9]",
        "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "dateTime": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z?",
        "gYear": r"[0-9]{4}",
    }.items()
}


def may_be_respelled(value: str, datatype: str) -> bool:
    """Return whether a store may hold a literal in another spelling.

    >>> may_be_respelled("02", XSD + "integer"), may_be_respelled("2", XSD + "integer")
    (True, False)
    """
    if datatype not in SPELLED:
        return False
    plain = _PLAIN.get(datatype)
    return plain is None or plain.fullmatch(value) is None
