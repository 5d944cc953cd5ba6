r"""Lookups: queries of a few triple patterns, answered in the process of the service, since they cannot run away.

The law of this file: what it takes is recognised by one expression that reads a text once: one triple pattern or two,
and perhaps an OPTIONAL one; no filter, no path, no modifier but LIMIT. Where the store is small it is answered from a
directory in memory, which counts what it looks at. Else the engine answers one pattern of different variables, by
walking along one index, and gets a LIMIT that stops it after ``MOST`` entries. What has more, or is not of this shape
to the letter, goes to a worker. docs/decisions/0078-lookups.md and 0088-a-directory-for-lookups.md.
"""

from __future__ import annotations

import contextlib
import functools
import re
import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pyoxigraph as ox

from ecograph.engine.blocks import row_counter
from ecograph.engine.directory import Directory, Pattern, TooMuch
from ecograph.engine.generations import Generation
from ecograph.engine.worker import needed, results_format
from ecograph.terms import PREFIXES

#: Entries of an index that one lookup may read: about a millisecond.
MOST = 100
#: Bytes of an answer: beyond it a worker streams.
_BYTES = 64 * 1024
#: After so many lookups in one generation a directory of it is made: a second of work, which has to come back.
_OFTEN = 50
_JSON = "application/sparql-results+json"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

_SPACE = r"[ \t\r\n]"
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_VARIABLE = r"[?$][A-Za-z_][A-Za-z0-9_]*"
_NAME = r"[A-Za-z][A-Za-z0-9_]*:[A-Za-z_][A-Za-z0-9_-]*"
_LITERAL = r'"[^"\\\n\r]*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?'
_PREFIX = re.compile(rf"PREFIX{_SPACE}+([A-Za-z][A-Za-z0-9_]*):{_SPACE}*({_IRI})", re.ASCII | re.IGNORECASE)
_PART = r"(?:[\w.:@!$&'()*+,;=~/-]|%[0-9A-Fa-f]{2})*"
#: An IRI that every engine reads as it is written: complete, and without dots that go up a path.
_PLAIN = re.compile(
    rf"<(?:https?://[A-Za-z0-9.-]+(?::[0-9]{{1,4}})?(?:/{_PART})?|urn:[A-Za-z0-9-]+:{_PART})(?:\?{_PART})?(?:\#{_PART})?>"
)


def _pattern(n: int) -> str:
    return rf"""(?P<s{n}>{_IRI}|{_VARIABLE}|{_NAME}){_SPACE}+
    (?P<p{n}>{_IRI}|{_VARIABLE}|{_NAME}|a){_SPACE}+
    (?P<o{n}>{_IRI}|{_VARIABLE}|{_NAME}|{_LITERAL}){_SPACE}*"""


_LOOKUP = re.compile(
    rf"""(?P<text>
    (?P<prologue>{_SPACE}*(?:PREFIX{_SPACE}+[A-Za-z][A-Za-z0-9_]*:{_SPACE}*{_IRI}{_SPACE}*)*)
    SELECT{_SPACE}+(?P<shown>\*|{_VARIABLE}(?:{_SPACE}+{_VARIABLE})*){_SPACE}*
    (?:WHERE{_SPACE}*)?\{{{_SPACE}*
    {_pattern(1)}
    (?:\.{_SPACE}*{_pattern(2)})?
    (?:\.{_SPACE}*)?
    (?:OPTIONAL{_SPACE}*\{{{_SPACE}*{_pattern(3)}(?:\.{_SPACE}*)?\}}{_SPACE}*(?:\.{_SPACE}*)?)?
    \}})
    (?:{_SPACE}*LIMIT{_SPACE}+(?P<limit>[0-9]{{1,9}}))?
    {_SPACE}*(?:\#[^\n\r]*)?""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
Parts = tuple[str, str, str]


class Lookup(NamedTuple):
    """A query of few triple patterns.

    Attributes:
        text: the query without LIMIT.
        star: where its ``*`` stands; -1: it names what it shows.
        prologue: the prefixes that it declares.
        shown: the variables that it shows, in their order.
        patterns: what has to match, as it is written.
        optional: what may match as well.
        limit: rows that are wanted; None: all.
    """

    text: str
    star: int
    prologue: str
    shown: tuple[str, ...]
    patterns: tuple[Parts, ...]
    optional: Parts | None
    limit: int | None

    @property
    def single(self) -> bool:
        """Return whether it is one triple pattern, which an engine cannot take long for."""
        return len(self.patterns) == 1 and self.optional is None

    @property
    def ordered(self) -> str:
        """Return the query with its columns in the order of the text, as ``projection`` has it."""
        if self.star < 0:
            return self.text
        return f"{self.text[: self.star]}{' '.join(f'?{name}' for name in self.shown)}{self.text[self.star + 1 :]}"


def read(text: str) -> Lookup | None:
    """Return the lookup that a query is; None where it is another query.

    >>> read("SELECT * { <urn:s> ?p ?o } LIMIT 5 # what is it?").limit
    5
    >>> read("SELECT * { <urn:s> ?p ?o OPTIONAL { ?o a ?t } }").shown
    ('p', 'o', 't')
    >>> read("SELECT ?p { <urn:s> ?p/?q ?o }") is None
    True
    """
    found = _LOOKUP.fullmatch(text)
    if found is None:
        return None
    one, two, optional = (_parts(found, n) for n in "123")
    assert one is not None
    patterns = (one,) if two is None else (one, two)
    variables: list[str] = []
    for parts in (*patterns, optional) if optional else patterns:
        names = [part[1:] for part in parts if part[0] in "?$"]
        if len(set(names)) < len(names):
            return None  # the same variable twice, which is a filter
        variables += names
    if not variables:
        return None  # a question of yes or no
    different = tuple(dict.fromkeys(variables))
    star, shown = found.start("shown"), different
    if found["shown"] != "*":
        star, shown = -1, tuple(name[1:] for name in found["shown"].split())
        if not set(shown) <= set(different) or len(set(shown)) < len(shown):
            return None
    limit = None if found["limit"] is None else int(found["limit"])
    return Lookup(found["text"], star, found["prologue"], shown, patterns, optional, limit)


def _parts(found: re.Match[str], n: str) -> Parts | None:
    subject, path, value = found.group(f"s{n}", f"p{n}", f"o{n}")
    return None if subject is None else (subject, path, value)


@functools.lru_cache(maxsize=256)
def declared(prologue: str) -> Mapping[str, str] | None:
    """Return the prefixes that may be used: ours, and those of a query; None where only the engine knows."""
    own = _PREFIX.findall(prologue)
    if len(dict(own)) < len(own) or not all(map(_is_plain, dict(own).values())):
        return None
    return {**{name: f"<{iri}>" for name, iri in PREFIXES.items()}, **dict(own)}


def name_of(part: str, prefixes: Mapping[str, str]) -> str | None:
    """Return the name that a term has in a store; None where only the engine knows.

    >>> name_of("a", {}), name_of("x:y", {"x": "<urn:x:>"}), name_of("<relative>", {}), name_of('"een"@NL', {})
    ('<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>', '<urn:x:y>', None, '"een"@nl')
    """
    if part[0] == '"':
        value, quote, language = part.rpartition('"')
        return value + quote + language.lower() if part.isprintable() else None
    if part[0] != "<":
        if part in {"a", "A"}:
            return _TYPE if part == "a" else None
        prefix, _, local = part.partition(":")
        part = f"{prefixes.get(prefix, '')[:-1]}{local}>"
    return part if _is_plain(part) else None


def _is_plain(iri: str) -> bool:
    return _PLAIN.fullmatch(iri) is not None and "/." not in iri


class Found(NamedTuple):
    """A complete answer, its number of rows, and whether it came from memory."""

    body: bytes
    rows: int
    at_hand: bool = False


class Lookups:
    """Answers lookups from one generation after another; opens each in a thread, and meanwhile answers none.

    Args:
        sort: Gives what ``sorting`` makes of a generation, or None where it is too large; None: nobody does.
    """

    def __init__(self, sort: Callable[[Generation], bytes | None] | None = None) -> None:
        self._open: tuple[Generation, ox.Store] | None = None
        self._busy: set[str] = set()
        self._sort = sort
        self._directory: tuple[int, Directory] | None = None  # and the number of its generation
        self._asked = 0
        self._sorted: int | None = None  # the generation that was tried last

    def answer(
        self,
        generation: Generation,
        lookup: Lookup,
        media_type: str,
        base: str,
        most: int = MOST,
        *,
        engine: bool = True,
    ) -> Found | None:
        """Return the whole answer; None where a worker has to be asked.

        Args:
            generation: Where to look.
            lookup: What to look up.
            media_type: How to write it.
            base: What relative IRIs are relative to.
            most: The largest number of rows.
            engine: Whether the engine may be asked; it takes a while.
        """
        if self._open is None or self._open[0].number != generation.number:
            self._begin("open-for-lookups", self.open, generation)
            return None
        if media_type == _JSON:
            found = self._found(self._open[0], lookup, most)
            if found is not None:
                return found
        counter = row_counter(media_type) if engine and lookup.single else None
        if counter is None:
            return None
        limit = most + 1 if lookup.limit is None else min(lookup.limit, most + 1)
        try:
            solutions: Any = self._open[1].query(
                f"{lookup.ordered} LIMIT {limit}",
                prefixes=needed(PREFIXES, lookup.text),
                base_iri=base,
                use_default_graph_as_union=True,
            )
            body: bytes = solutions.serialize(format=results_format(media_type))
        except (SyntaxError, ValueError, OSError):  # the worker says it, with its place
            return None
        rows = counter.count(body, len(body), last=True)
        return None if rows > most or len(body) > _BYTES else Found(body, rows)

    def _found(self, generation: Generation, lookup: Lookup, most: int) -> Found | None:
        """Return the answer of the directory, if there is one that knows it."""
        number, directory = self._directory or (None, None)
        if directory is None or number != generation.number:
            self._asked += 1
            if self._asked >= _OFTEN and self._sort is not None and self._sorted != generation.number:
                self._begin("sort-for-lookups", self.sort, generation)
            return None
        prefixes = declared(lookup.prologue)
        if prefixes is None:
            return None
        patterns: list[Pattern] = []
        first = sorted(lookup.patterns, key=lambda parts: sum(part[0] in "?$" for part in parts))
        for parts in (*first, lookup.optional) if lookup.optional else first:
            pattern: list[str | int] = []
            for part in parts:
                name = part[1:] if part[0] in "?$" else name_of(part, prefixes)
                if name is None:
                    return None
                pattern.append(name if part[0] in "?$" else directory.number(name))
            patterns.append((pattern[0], pattern[1], pattern[2]))
        try:
            rows = directory.rows(patterns, most, optional=lookup.optional is not None)
            if lookup.limit is not None and len(rows) > lookup.limit:
                return None  # which of them are wanted is for the engine to say
            return Found(directory.json(lookup.shown, rows, _BYTES), len(rows), at_hand=True)
        except TooMuch:
            return None

    def close(self) -> None:
        """Let go of the store."""
        self._open = self._directory = None

    def open(self, generation: Generation) -> None:
        """Make a generation the one to look in."""
        self._asked = 0
        with contextlib.suppress(OSError):  # a worker says what is wrong with it
            self._open = generation, ox.Store.read_only(str(generation.store_path))

    def sort(self, generation: Generation) -> None:
        """Make a directory of the generation, if it is small."""
        self._sorted = generation.number
        content = self._sort(generation) if self._sort else None
        if content is not None:
            self._directory = generation.number, Directory(content)

    def _begin(self, name: str, work: Callable[[Generation], None], generation: Generation) -> None:
        """Do something with a generation in a thread, one such thing at a time."""

        def run() -> None:
            try:
                work(generation)
            finally:
                self._busy.discard(name)

        if name not in self._busy:
            self._busy.add(name)
            threading.Thread(target=run, name=name, daemon=True).start()
