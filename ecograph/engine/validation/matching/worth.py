"""What terms are worth in calculations, as Python's own values, and calculations with them.

The law of this file: what is not certainly the same in every engine (times, doubles, languages, unknown datatypes) is
`Doubtful`, and the query goes elsewhere.

A value is an IRI or a blank node, or of a literal: a text, a boolean, an integer, a decimal, or a date without a zone.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, ROUND_FLOOR, Context, Decimal
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from ecograph.engine.lexical import is_valid
from ecograph.engine.validation.index import XSD
from ecograph.engine.validation.report import Term

Value = NamedNode | BlankNode | str | bool | int | Decimal | date
_INTEGER, _DECIMAL, _BOOLEAN, _STRING, _DATE = (
    NamedNode(XSD + n) for n in ("integer", "decimal", "boolean", "string", "date")
)
_KNOWN = {_INTEGER, _DECIMAL, _BOOLEAN, _DATE}
#: Engines keep integers in 64 bits and decimals with eighteen digits behind the point.
_LARGEST_INTEGER, _LARGEST = 1 << 62, Decimal(10) ** 15
_PRECISE = Context(prec=60)
_DIGITS = Decimal(1).scaleb(-18)


class Failed(Exception):
    """An error as SPARQL has them: the filter does not hold, the variable stays unbound."""


class Doubtful(Exception):
    """Engines may answer this differently, or it is not known here what they do."""


def worth(term: Term) -> Value:
    """Return the value of a term.

    Raises:
        Doubtful: it is a literal of a kind that is not calculated with here.
    """
    if not isinstance(term, Literal):
        if isinstance(term, NamedNode | BlankNode):
            return term
        raise Doubtful
    datatype = term.datatype
    if datatype == _STRING:
        return term.value
    if term.language or datatype not in _KNOWN or not is_valid(term.value, datatype.value):
        raise Doubtful
    if datatype == _INTEGER:
        return checked(int(term.value))
    if datatype == _DATE:
        return _day(term.value)
    return checked(Decimal(term.value)) if datatype == _DECIMAL else term.value in {"true", "1"}


def _day(text: str) -> date:
    """Return a valid date without a zone; with one, which of two comes first may be open."""
    if len(text) != len("2016-03-14") or text.startswith("0000"):
        raise Doubtful
    return date.fromisoformat(text)


def literal(value: Value) -> NamedNode | BlankNode | Literal:
    """Return a value as a term.

    >>> literal(Decimal("66.500")), literal(True)
    (<Literal value=66.5 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#decimal>>, <Literal value=true datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#boolean>>)
    """  # noqa: E501
    if isinstance(value, NamedNode | BlankNode):
        return value
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=_BOOLEAN)
    if isinstance(value, int):
        return Literal(str(value), datatype=_INTEGER)
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return Literal(text.rstrip("0").rstrip(".") if "." in text else text, datatype=_DECIMAL)
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=_DATE)
    return Literal(value)


def checked(value: int | Decimal) -> int | Decimal:
    """Return a number that every engine can hold.

    Raises:
        Doubtful: it is too large, or has too many digits.
    """
    if isinstance(value, int):
        if abs(value) > _LARGEST_INTEGER:
            raise Doubtful
    elif abs(value) > _LARGEST or value != value.quantize(_DIGITS, context=_PRECISE):
        raise Doubtful
    return value


def _numbers(a: Value, b: Value) -> tuple[Any, Any]:
    if isinstance(a, date) or isinstance(b, date):
        raise Doubtful  # some engines have durations
    if (
        isinstance(a, bool)
        or isinstance(b, bool)
        or not (isinstance(a, int | Decimal) and isinstance(b, int | Decimal))
    ):
        raise Failed
    return a, b


def arithmetic(sign: str, a: Value, b: Value) -> Value:
    """Return the result of an operator on two numbers; the quotient of two integers is a decimal (SPARQL §17.3)."""
    x, y = _numbers(a, b)
    if sign == "+":
        return checked(
            _PRECISE.add(Decimal(x), Decimal(y)) if isinstance(x, Decimal) or isinstance(y, Decimal) else x + y
        )
    if sign == "-":
        return arithmetic("+", x, -y)
    if sign == "*":
        if isinstance(x, int) and isinstance(y, int):
            return checked(x * y)
        return checked(_PRECISE.multiply(Decimal(x), Decimal(y)))
    if not y:
        raise Failed
    return checked(_PRECISE.divide(Decimal(x), Decimal(y)).quantize(_DIGITS, rounding=ROUND_DOWN, context=_PRECISE))


def compared(a: Value, b: Value) -> int:
    """Return -1, 0 or 1 for two values of one kind that has an order.

    Raises:
        Doubtful: there is no such order in SPARQL; engines have their own.
    """
    if isinstance(a, str) and isinstance(b, str):
        return (a > b) - (a < b)
    if isinstance(a, date) and isinstance(b, date):
        return (a > b) - (a < b)
    for value in (a, b):
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise Doubtful
    x, y = _numbers(a, b)
    return int(x > y) - int(x < y)


def same(a: Value, b: Value) -> bool:
    """Return whether two values are equal (SPARQL §17.4.1.7)."""
    if isinstance(a, NamedNode | BlankNode) or isinstance(b, NamedNode | BlankNode):
        return type(a) is type(b) and a == b
    if isinstance(a, bool) or isinstance(b, bool):
        if type(a) is type(b):
            return a == b
        raise Doubtful
    if isinstance(a, str) or isinstance(b, str):
        if type(a) is type(b):
            return a == b
        raise Doubtful  # a number and a text: an error to some, different to others
    if isinstance(a, date) is not isinstance(b, date):
        raise Doubtful
    return a == b


def rounded(number: int | Decimal) -> int | Decimal:
    """Return the nearest whole number, of two the greater (XPath's fn:round)."""
    if isinstance(number, int):
        return number
    return (number + Decimal("0.5")).quantize(Decimal(1), rounding=ROUND_FLOOR, context=_PRECISE)
