"""Who answers a lookup: the directory of a small store, the engine in this process, or a worker.

The law of this file: where the store is small, the directory answers, which counts what it looks at. Else the engine
answers one pattern of different variables, by walking along one index, and gets a LIMIT that stops it after ``MOST``
entries. Everything else goes to a worker, as does what is wrong: it says so, with its place.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import pyoxigraph as ox

from ecograph.engine.blocks import row_counter
from ecograph.engine.generations import Generation
from ecograph.engine.lookups.directory import Directory, TooMuch
from ecograph.engine.lookups.plan import Check, cut, planned
from ecograph.engine.lookups.text import Lookup, is_range, plain, read
from ecograph.engine.worker import needed, results_format
from ecograph.terms import PREFIXES

#: Entries of an index that one lookup may read: about a millisecond.
MOST = 100
#: Bytes of an answer: beyond it a worker streams.
_BYTES = 64 * 1024
#: Characters of a lookup: what is longer is seldom one, and what is kept of its shape has to be small.
_LONGEST = 4096
#: After so many lookups in one generation a directory of it is made: a second of work, which has to come back.
_OFTEN = 50
_JSON = "application/sparql-results+json"


class Found(NamedTuple):
    """A complete answer, its number of rows, and whether it came from memory."""

    body: bytes
    rows: int
    at_hand: bool = False


class _Bounded:
    """A file that takes a short answer; a text may be as long as it likes, and stand in each row."""

    def __init__(self) -> None:
        self.body = bytearray()

    def write(self, content: bytes) -> int:
        """Take a piece.

        Raises:
            TooMuch: it is no short answer.
        """
        if len(self.body) + len(content) > _BYTES:
            raise TooMuch
        self.body += content
        return len(content)

    def flush(self) -> None:
        """Do nothing: it is there already."""


def from_memory(directory: Directory, text: str, media_type: str | None, most: int) -> Found | None:
    """Return the whole answer to a lookup, from memory; None where that does not know it.

    Args:
        directory: Where to look.
        text: What to look up, or any other query.
        media_type: How to write it; None: as no table.
        most: The largest number of rows.
    """
    if media_type != _JSON or len(text) > _LONGEST:
        return None
    before, pieces, named = cut(text)
    plan = planned(before, pieces)
    if plan is None:
        return None
    numbers = []
    for constant in plan.constants:
        name = plain(named[constant]) if isinstance(constant, int) else constant
        if name is None:
            return None
        numbers.append(directory.number(name))
    checks = [check for check in (plan.within, *plan.checks) if check] if plan.within or plan.checks else []
    if not all(_comparable(named[check.text], check) for check in checks if check.text >= 0):
        return None
    passes = [directory.passes(check, named[check.text][1:-1] if check.text >= 0 else "") for check in checks]
    within = passes.pop(0) if plan.within else None
    try:
        rows = directory.rows(plan.steps, numbers, most, within)
        for passed in passes:
            rows = list(filter(passed, rows))
        if plan.limit is not None and len(rows) > plan.limit:
            return None  # which of them are wanted is for the engine to say
        return Found(directory.json(plan, rows, _BYTES), len(rows), at_hand=True)
    except TooMuch:
        return None


def _comparable(text: str, check: Check) -> bool:
    """Return whether every engine compares a language with a text alike: it has none itself, or is a proper range."""
    return is_range(text) if check.name == "matches" else text[-1] == '"'


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
        self, generation: Generation, text: str, media_type: str, base: str, most: int = MOST, *, engine: bool = True
    ) -> Found | None:
        """Return the whole answer to a lookup; None where a worker has to be asked.

        Args:
            generation: Where to look.
            text: What to look up, or any other query.
            media_type: How to write it.
            base: What relative IRIs are relative to.
            most: The largest number of rows.
            engine: Whether the engine may be asked; it takes a while.
        """
        if self._directory is not None and self._directory[0] == generation.number:
            found = from_memory(self._directory[1], text, media_type, most)
            if found is not None:
                return found
        lookup = read(text) if len(text) <= _LONGEST else None
        if lookup is None:
            return None
        if self._open is None or self._open[0].number != generation.number:
            self._begin("open-for-lookups", self.open, generation)
            return None
        if media_type == _JSON and self._sort is not None and self._sorted != generation.number:
            self._asked += 1
            if self._asked >= _OFTEN:
                self._begin("sort-for-lookups", self.sort, generation)
        return self._engine(self._open[1], lookup, media_type, base, most) if engine and lookup.single else None

    @staticmethod
    def _engine(store: ox.Store, lookup: Lookup, media_type: str, base: str, most: int) -> Found | None:
        counter = row_counter(media_type)
        if counter is None:
            return None
        limit = most + 1 if lookup.limit is None else min(lookup.limit, most + 1)
        try:
            solutions: Any = store.query(
                f"{lookup.ordered} LIMIT {limit}",
                prefixes=needed(PREFIXES, lookup.text),
                base_iri=base,
                use_default_graph_as_union=True,
            )
            out = _Bounded()
            solutions.serialize(out, format=results_format(media_type))
        except (SyntaxError, ValueError, OSError, TooMuch):  # a worker says what is wrong, with its place
            return None
        body = bytes(out.body)
        rows = counter.count(body, len(body), last=True)
        return None if rows > most else Found(body, rows)

    def content(self, generation: Generation) -> bytes | None:
        """Return what the directory of a generation is made of; None where there is none. It may take a while."""
        number, directory = self._directory or (None, None)
        return directory.content() if directory is not None and number == generation.number else None

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
