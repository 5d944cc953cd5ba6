r"""Lookups: queries of one triple pattern, answered in the process of the service, since they cannot run away.

The law of this file: what it takes is recognised by one expression that reads a text once: one triple pattern of three
different variables at most, no brackets within brackets, no filter, no path, no join, no modifier but LIMIT. The engine
answers such a pattern by walking along one index, and gets a LIMIT that stops it after ``MOST`` entries. What has more,
or is not of this shape to the letter, goes to a worker. docs/decisions/0078-lookups.md.
"""

from __future__ import annotations

import contextlib
import re
import threading
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from ecograph.engine.blocks import row_counter
from ecograph.engine.generations import Generation
from ecograph.engine.worker import needed, results_format
from ecograph.terms import PREFIXES

#: Entries of an index that one lookup may read: about a millisecond.
MOST = 100
#: Bytes of an answer: beyond it a worker streams.
_BYTES = 64 * 1024

_SPACE = r"[ \t\r\n]"
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_VARIABLE = r"[?$][A-Za-z_][A-Za-z0-9_]*"
_NAME = r"[A-Za-z][A-Za-z0-9_]*:[A-Za-z_][A-Za-z0-9_-]*"
_LITERAL = r'"[^"\\\n\r]*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?'
_LOOKUP = re.compile(
    rf"""(?P<pattern>
    {_SPACE}*(?:PREFIX{_SPACE}+[A-Za-z][A-Za-z0-9_]*:{_SPACE}*{_IRI}{_SPACE}*)*
    SELECT{_SPACE}+(?P<shown>\*|{_VARIABLE}(?:{_SPACE}+{_VARIABLE})*){_SPACE}*
    (?:WHERE{_SPACE}*)?\{{{_SPACE}*
    (?P<s>{_IRI}|{_VARIABLE}|{_NAME}){_SPACE}+
    (?P<p>{_IRI}|{_VARIABLE}|{_NAME}|a){_SPACE}+
    (?P<o>{_IRI}|{_VARIABLE}|{_NAME}|{_LITERAL}){_SPACE}*
    (?:\.{_SPACE}*)?\}})
    (?:{_SPACE}*LIMIT{_SPACE}+(?P<limit>[0-9]{{1,9}}))?
    {_SPACE}*(?:\#[^\n\r]*)?""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A query of one triple pattern.

    Attributes:
        pattern: its text without LIMIT.
        limit: rows that are wanted; None: all.
        named: whether it has prefixed names.
    """

    pattern: str
    limit: int | None
    named: bool


def read(text: str) -> Lookup | None:
    """Return the lookup that a query is; None where it is another query.

    >>> read("SELECT * { <urn:s> ?p ?o } LIMIT 5 # what is it?").limit
    5
    >>> read("SELECT ?p { <urn:s> ?p/?q ?o }") is None
    True
    """
    found = _LOOKUP.fullmatch(text)
    if found is None:
        return None
    parts = found.group("s", "p", "o")
    variables = [part[1:] for part in parts if part[0] in "?$"]
    if not variables or len(set(variables)) < len(variables):
        return None  # a question of yes or no; or the same variable twice, which is a filter
    if found["shown"] != "*" and not {name[1:] for name in found["shown"].split()} <= set(variables):
        return None
    named = any(":" in part and part[0] not in '<"' for part in parts)
    pattern = found["pattern"]
    if found["shown"] == "*":  # the columns in the order of the text, as ``projection`` has it
        star = found.start("shown")
        pattern = f"{pattern[:star]}{' '.join(f'?{name}' for name in variables)}{pattern[star + 1 :]}"
    return Lookup(pattern, None if found["limit"] is None else int(found["limit"]), named)


@dataclass(frozen=True, slots=True)
class Found:
    """A complete answer, and its number of rows."""

    body: bytes
    rows: int


class Lookups:
    """Answers lookups from one generation after another; opens each in a thread, and meanwhile answers none."""

    def __init__(self) -> None:
        self._open: tuple[Generation, ox.Store] | None = None
        self._opening = False

    def answer(
        self, generation: Generation, lookup: Lookup, media_type: str, base: str, most: int = MOST
    ) -> Found | None:
        """Return the whole answer; None where a worker has to be asked.

        Args:
            generation: Where to look.
            lookup: What to look up.
            media_type: How to write it.
            base: What relative IRIs are relative to.
            most: The largest number of rows.
        """
        counter = row_counter(media_type)
        if self._open is None or self._open[0].number != generation.number or counter is None:
            self._begin_to_open(generation)
            return None
        limit = most + 1 if lookup.limit is None else min(lookup.limit, most + 1)
        try:
            solutions: Any = self._open[1].query(
                f"{lookup.pattern} LIMIT {limit}",
                prefixes=needed(PREFIXES, lookup.pattern) if lookup.named else None,
                base_iri=base,
                use_default_graph_as_union=True,
            )
            body: bytes = solutions.serialize(format=results_format(media_type))
        except (SyntaxError, ValueError, OSError):  # the worker says it, with its place
            return None
        rows = counter.count(body, len(body), last=True)
        return None if rows > most or len(body) > _BYTES else Found(body, rows)

    def close(self) -> None:
        """Let go of the store."""
        self._open = None

    def open(self, generation: Generation) -> None:
        """Make a generation the one to look in."""
        with contextlib.suppress(OSError):  # a worker says what is wrong with it
            self._open = generation, ox.Store.read_only(str(generation.store_path))
        self._opening = False

    def _begin_to_open(self, generation: Generation) -> None:
        if self._opening or (self._open is not None and self._open[0].number == generation.number):
            return
        self._opening = True
        threading.Thread(target=self.open, args=(generation,), name="open-for-lookups", daemon=True).start()
