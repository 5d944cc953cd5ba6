"""Filter, sort, limit, offset: a small language over the columns of an answer.

The law of this file: a view wraps a query in another one; the engine does the work, in its worker, within its limits,
and every format streams. The language (after RAMOSE and grlc)::

    filter=COLUMN:OPERATOR:VALUE    may be repeated; all hold
    sort=asc(COLUMN)                or desc(COLUMN); several with commas, the first counts most
    limit=N  offset=N               rows of a page, and rows before it

    eq ne            the same text; of an IRI also its short name or its last part
    lt le gt ge      by number where both are numbers, else by text, which is right for dates
    contains starts ends    of the text, capitals or not
    empty filled     whether there is a value; no VALUE
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from ecograph.engine.queries import expand, with_prefixes
from ecograph.errors import CallerError
from ecograph.questions.parameters import BadParameter
from ecograph.terms import PREFIXES
from ecograph.texts import Text

_DECIMAL = PREFIXES["xsd"] + "decimal"
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_ORDER = re.compile(r"\s(?=ORDER\s+BY\b)", re.IGNORECASE)
_DECLARED = re.compile(r"(?:\s*PREFIX\s+\w*\s*:\s*<[^>]*>)*", re.IGNORECASE)
#: ``with_prefixes`` writes in front of the first line, which is one of the header.
_HEADER = re.compile(r"\A((?:PREFIX \w*: <[^>]*> )*)#.*")
_MOST_FILTERS = 20


def _text(value: str) -> str:
    return str(Literal(value))


def _same(column: str, value: str) -> str:
    tests = [f"STR(?{column}) = {_text(value)}", f"(ISIRI(?{column}) && STRENDS(STR(?{column}), {_text('/' + value)}))"]
    prefix, colon, _ = value.partition(":")
    if colon and prefix in PREFIXES:
        with contextlib.suppress(CallerError, ValueError):  # else it is text that looks like a prefixed name
            tests.append(f"?{column} = {NamedNode(expand(value))}")
    return f"({' || '.join(tests)})"


def _ordered(sign: str) -> Callable[[str, str], str]:
    def write(column: str, value: str) -> str:
        by_text = f"STR(?{column}) {sign} {_text(value)}"
        if not _NUMBER.fullmatch(value):
            return by_text
        number = Literal(value, datatype=NamedNode(_DECIMAL))
        return f"COALESCE(<{_DECIMAL}>(STR(?{column})) {sign} {number}, {by_text})"

    return write


def _folded(function: str) -> Callable[[str, str], str]:
    return lambda column, value: f"{function}(LCASE(STR(?{column})), {_text(value.lower())})"


OPERATORS: dict[str, Callable[[str, str], str]] = {
    "eq": _same,
    "ne": lambda column, value: f"!{_same(column, value)}",
    "lt": _ordered("<"),
    "le": _ordered("<="),
    "gt": _ordered(">"),
    "ge": _ordered(">="),
    "contains": _folded("CONTAINS"),
    "starts": _folded("STRSTARTS"),
    "ends": _folded("STRENDS"),
    "empty": lambda column, _: f"!BOUND(?{column})",
    "filled": lambda column, _: f"BOUND(?{column})",
}
#: Operators that take no value.
ALONE = frozenset({"empty", "filled"})


@dataclass(frozen=True, slots=True)
class View:
    """How an answer is shown.

    Attributes:
        filters: Column, operator and value of each.
        sort: Column, and whether it goes down.
        limit: Rows of a page; None: all.
        offset: Rows before the page.
    """

    filters: tuple[tuple[str, str, str], ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    limit: int | None = None
    offset: int = 0
    columns: tuple[str, ...] = field(default=())

    @classmethod
    def read(
        cls,
        columns: Sequence[str],
        *,
        filters: Sequence[str] = (),
        sort: Sequence[str] = (),
        limit: str = "",
        offset: str = "",
    ) -> View:
        """Return the view that some texts ask for.

        >>> View.read(["notation", "level"], filters=["level:eq:Absent"], sort=["desc(notation)"], limit="10").filters
        (('level', 'eq', 'Absent'),)

        Raises:
            BadParameter: a column that the question has not, an operator that there is not, a number that is none.
        """
        if len(filters) > _MOST_FILTERS:
            raise BadParameter("filter", str(len(filters)), Text(nl="hoogstens twintig filters", en="at most twenty"))
        return cls(
            tuple(_filter(text, columns) for text in filters),
            tuple(_key(part, columns) for text in sort for part in text.split(",") if part.strip()),
            _number("limit", limit, least=1),
            _number("offset", offset, least=0) or 0,
            tuple(columns),
        )


def _filter(text: str, columns: Sequence[str]) -> tuple[str, str, str]:
    column, _, rest = text.partition(":")
    operator, colon, value = rest.partition(":")
    _known("filter", column.strip(), columns, text)
    operator = operator.strip().lower()
    if operator not in OPERATORS:
        raise BadParameter("filter", text, Text(nl="kolom:bewerking:waarde", en="column:operator:value"), [*OPERATORS])
    if operator in ALONE and value:
        expected = Text(nl=f"{column}:{operator}, zonder waarde", en=f"{column}:{operator}, without a value")
        raise BadParameter("filter", text, expected)
    if operator not in ALONE and not colon:
        expected = Text(nl=f"{column}:{operator}:waarde", en=f"{column}:{operator}:value")
        raise BadParameter("filter", text, expected)
    return column.strip(), operator, value


def _key(text: str, columns: Sequence[str]) -> tuple[str, bool]:
    match = re.fullmatch(r"\s*(asc|desc)\s*\(\s*(\w+)\s*\)\s*", text, re.IGNORECASE)
    if not match:
        raise BadParameter("sort", text, Text(nl="asc(kolom) of desc(kolom)", en="asc(column) or desc(column)"))
    _known("sort", match[2], columns, text)
    return match[2], match[1].lower() == "desc"


def _known(name: str, column: str, columns: Sequence[str], text: str) -> None:
    if column not in columns:
        error = BadParameter(name, text, Text(nl="een kolom van deze vraag", en="a column of this question"), columns)
        raise error


def _number(name: str, text: str, *, least: int) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not least <= int(text[:12]) < 1 << 31:
        expected = Text(nl=f"een geheel getal vanaf {least}", en=f"a whole number from {least}")
        raise BadParameter(name, text, expected)
    return int(text)


def shown(text: str, view: View) -> str:
    """Return a bound question as the view shows it.

    >>> q = "SELECT ?a WHERE { ?a a eco:Actor } ORDER BY ?a"
    >>> shown(q, View(limit=10)).endswith("ORDER BY ?a LIMIT 10")
    True
    >>> print(shown(q, View(filters=(("a", "filled", ""),), columns=("a",))).partition("> ")[2])
    SELECT ?a WHERE { { SELECT ?a WHERE { ?a a eco:Actor } } FILTER(BOUND(?a)) } ORDER BY ?a
    """
    head, body, order = _parts(text)
    if view.filters or view.sort:
        body = _wrapped(body, view)
        keys = " ".join(f"{'DESC' if down else 'ASC'}(?{column})" for column, down in view.sort)
        order = f"ORDER BY {keys} {order.removeprefix('ORDER BY').strip()}" if keys else order
    page = f" LIMIT {view.limit}" if view.limit is not None else ""
    page += f" OFFSET {view.offset}" if view.offset else ""
    return with_prefixes(f"{head}{body} {order}".strip() + page)


def counted(text: str, view: View) -> str:
    """Return the query that counts the rows of all pages of a view together, as ``?n``."""
    head, body, _ = _parts(text)
    inner = _wrapped(body, view) if view.filters else body
    return with_prefixes(f"{head}SELECT (COUNT(*) AS ?n) WHERE {{ {{ {inner} }} }}")


def _wrapped(body: str, view: View) -> str:
    names = " ".join(f"?{c}" for c in view.columns)
    tests = "".join(f" FILTER({OPERATORS[operator](column, value)})" for column, operator, value in view.filters)
    return f"SELECT {names} WHERE {{ {{ {body} }}{tests} }}"


def _parts(text: str) -> tuple[str, str, str]:
    """Return a bound question as declarations, body and ORDER BY: each has one, at its very end."""
    lines = "\n".join(line for line in _HEADER.sub(r"\1", text).splitlines() if not line.startswith("#"))
    declared = _DECLARED.match(lines)
    assert declared is not None  # it matches the empty text
    head = " ".join(declared[0].split())
    body = lines[declared.end() :].strip()
    found = [m.start() for m in _ORDER.finditer(body)]
    return f"{head} " if head else "", *(
        (body[: found[-1]].strip(), body[found[-1] :].strip()) if found else (body, "")
    )
