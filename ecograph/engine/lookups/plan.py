"""How a lookup is answered from a directory; the same for all lookups that differ in their IRIs and texts only.

The law of this file: a plan knows no data and no IRI of the lookups that share it; what they name is cut out of their
texts (`cut`), so a text of a shape that was seen before is not read again.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import NamedTuple

from ecograph.engine.lookups.text import IRI, LITERAL, Parts, Test, declared, name_of, read
from ecograph.engine.sorting import ORDERS

#: What may differ between lookups of one shape: names and texts in the group, and a comment.
_NAMED = re.compile(rf"({IRI}|{LITERAL}|\#[^\n\r]*)", re.ASCII)
#: What stands for them where a shape is read, by their first character.
_STANDS = {"<": "<urn:{}>", '"': '"{}"', "#": "#"}

#: Where a value comes from: a constant by its place; or, as ``~place``, a column of the rows before.
Source = int


class Step(NamedTuple):
    """One triple pattern, joined to the rows before it.

    Attributes:
        order: along which of ``ORDERS``.
        first: where the first term comes from.
        second: where the second comes from; None: any, and it becomes a column.
        third: the same of the third.
        gap: what stands for the new columns where nothing matches (-1); None: the row is dropped.
    """

    order: int
    first: Source
    second: Source | None
    third: Source | None
    gap: tuple[int, ...] | None = None


class Check(NamedTuple):
    """A filter: what is asked of the value in a column.

    Attributes:
        name: as ``Test`` has it.
        column: of the value.
        text: the place of what was cut out of the text and is compared with its language; -1: nothing.
        denies: whether it is meant the other way round.
    """

    name: str
    column: int
    text: int
    denies: bool


class Form(NamedTuple):
    """How a row is written: what is put into the template, by column."""

    template: bytes
    pick: Callable[[Sequence[int]], Sequence[int]]


class Plan(NamedTuple):
    """What lookups of one shape have in common.

    Attributes:
        constants: the name of a term in N-Triples, or the place of what was cut out of the text.
        steps: the patterns, in the order in which they are matched.
        within: the filter of the last of them, where it may match and need not.
        checks: the filters of what was matched.
        limit: rows that are wanted; None: all.
        head: how the answer begins, in SPARQL 1.1 Query Results JSON.
        full: how a row is written.
        short: how a row is written whose last value is missing, since nothing optional was found.
    """

    constants: tuple[bytes | int, ...]
    steps: tuple[Step, ...]
    within: Check | None
    checks: tuple[Check, ...]
    limit: int | None
    head: bytes
    full: Form
    short: Form


def cut(text: str) -> tuple[str, tuple[str, ...], list[str]]:
    """Return the shape of a query, as what stands before its group and in it, and what was cut out of it.

    >>> cut('SELECT * { <urn:s> ?p "x"@nl } # what is it?')
    ('SELECT * ', (' ', '<', ' ?p ', '"', ' } ', '#', ''), ['<urn:s>', '"x"@nl', '# what is it?'])
    """
    before, _, group = text.partition("{")
    pieces = _NAMED.split(group)
    named = pieces[1::2]
    pieces[1::2] = [piece[0] for piece in named]
    return before, tuple(pieces), named


@functools.lru_cache(maxsize=256)
def planned(before: str, pieces: tuple[str, ...]) -> Plan | None:
    """Return the plan for a shape; None where it is no lookup, or the engine has to say what it means.

    >>> planned(*cut("PREFIX x: <urn:x:> SELECT ?v { <urn:s> x:p ?v }")[:2]).constants
    (0, b'<urn:x:p>')
    """
    stands = [_STANDS[piece].format(n // 2) if n % 2 else piece for n, piece in enumerate(pieces)]
    lookup = read(f"{before}{{{''.join(stands)}")
    prefixes = None if lookup is None else declared(lookup.prologue)
    if lookup is None or prefixes is None:
        return None
    constants: list[bytes | int] = []
    columns: dict[str, int] = {}

    def source(part: str) -> Source | None:
        if part[0] in "?$":
            return ~columns[part[1:]] if part[1:] in columns else None
        if part[0] in '<"':
            constants.append(_place(part))
        else:
            name = name_of(part, prefixes)
            if name is None:
                raise LookupError(part)
            constants.append(name)
        return len(constants) - 1

    def step(parts: Parts, *, optional: bool) -> Step:
        sources = [source(part) for part in parts]
        for order, (a, b, c) in enumerate(ORDERS):
            first = sources[a]
            if first is not None and (sources[b] is not None or sources[c] is None):
                new = [parts[n][1:] for n in (b, c) if sources[n] is None]
                columns.update({name: len(columns) + n for n, name in enumerate(new)})
                return Step(order, first, sources[b], sources[c], (-1,) * len(new) if optional else None)
        raise LookupError(parts)  # it is all there is

    try:
        bound_first = sorted(lookup.patterns, key=lambda parts: sum(part[0] in "?$" for part in parts))
        steps = [step(parts, optional=False) for parts in bound_first]
        certain = set(columns)
        if lookup.optional:
            steps.append(step(lookup.optional, optional=True))
    except LookupError:
        return None

    def check(test: Test) -> Check:
        return Check(test.name, columns[test.variable], _place(test.text) if test.text else -1, test.denies)

    full = _form([(name, columns[name]) for name in lookup.shown])
    short = _form([(name, columns[name]) for name in lookup.shown if name in certain])
    shown = ",".join(f'"{name}"' for name in lookup.shown)
    head = b'{"head":{"vars":[%b]},"results":{"bindings":[' % shown.encode()
    within = check(lookup.within) if lookup.within else None
    checks = tuple(map(check, lookup.tests))
    return Plan(tuple(constants), tuple(steps), within, checks, lookup.limit, head, full, short)


def _place(part: str) -> int:
    """Return which of the pieces that were cut out stands there."""
    return int(re.sub(r"\D", "", part))


def _form(shown: list[tuple[str, int]]) -> Form:
    template = b"{%b}" % b",".join([b'"%b":%%b' % name.encode() for name, _ in shown])
    columns = [column for _, column in shown]
    if len(columns) > 1:
        return Form(template, itemgetter(*columns))
    return Form(template, lambda row: [row[column] for column in columns])
