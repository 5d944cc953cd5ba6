"""A small store as sorted numbers in memory, and the few patterns of a lookup matched along them.

The law of this file: whatever is looked at is counted, and more than a few hundred entries are never looked at, so an
answer takes a millisecond or so, or is left to others. It says what the engine would say, row by row in another order;
where an order decides (LIMIT cuts), the engine is asked. docs/decisions/0088-a-directory-for-lookups.md.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from ecograph.engine.lookups.plan import Check, Plan, Step
from ecograph.engine.sorting import HEAD, ORDERS, ends_of

#: The numbers of terms, by column; -1 where nothing optional was found.
Row = tuple[int, ...]


def _language(name: bytes) -> bytes | None:
    """Return the language tag of a term, empty where it has none; None where it is no literal."""
    if name[:1] != b'"':
        return None
    mark = name.rpartition(b'"')[2]
    return mark[1:].partition(b"--")[0] if mark[:1] == b"@" else b""


def _matching(wanted: bytes) -> Callable[[bytes], bool]:
    """Return what tells whether a language is in a range (RFC 4647 §3.3.1)."""
    wanted = wanted.lower()

    def matches(name: bytes) -> bool:
        language = (_language(name) or b"").lower()
        return language != b"" and (wanted == b"*" or language == wanted or language.startswith(wanted + b"-"))

    return matches


#: What each filter asks of the name of a term; a term without a language passes none that asks for one.
_HOLDS: dict[str, Callable[[bytes], Callable[[bytes], bool]]] = {
    "iri": lambda _: lambda name: name[:1] == b"<" and name[:3] != b"<<(",
    "blank": lambda _: lambda name: name[:2] == b"_:",
    "literal": lambda _: lambda name: name[:1] == b'"',
    "=": lambda wanted: lambda name: _language(name) == wanted,
    "!=": lambda wanted: lambda name: _language(name) not in {None, wanted},
    "matches": _matching,
}


class TooMuch(Exception):
    """More would have to be looked at than a lookup may."""


class Directory:
    """What a store says, to be looked up.

    Args:
        content: What ``sorting.write`` made.
    """

    def __init__(self, content: bytes) -> None:
        terms, triples = HEAD.unpack_from(content)
        at = HEAD.size

        def numbers(count: int) -> memoryview:
            nonlocal at
            at += 4 * count
            return memoryview(content[at - 4 * count : at]).cast("I")

        name_ends, text_ends = numbers(terms + 1), numbers(terms + 1)
        self._orders = [(numbers(terms + 1), numbers(triples), numbers(triples)) for _ in ORDERS]
        first_text = at + name_ends[terms]
        self._names = [content[at + a : at + b] for a, b in itertools.pairwise(name_ends)]
        self._texts = [content[first_text + a : first_text + b] for a, b in itertools.pairwise(text_ends)]

    def content(self) -> bytes:
        """Return what it was made of, for another one."""
        pieces = [HEAD.pack(len(self._names), len(self._orders[0][1]))]
        pieces += [ends_of(map(len, self._names)), ends_of(map(len, self._texts))]
        pieces += [column.tobytes() for columns in self._orders for column in columns]
        return b"".join([*pieces, *self._names, *self._texts])

    def number(self, name: bytes) -> int:
        """Return the number of a term, by its name in N-Triples; -1 if the store does not have it."""
        names = self._names
        found = bisect_left(names, name)
        return found if found < len(names) and names[found] == name else -1

    def passes(self, check: Check, text: str) -> Callable[[Row], bool]:
        """Return what tells whether a row passes a filter; what is not bound passes none.

        Args:
            check: The filter.
            text: What a language is compared with.
        """
        names, column, denies = self._names, check.column, check.denies
        holds = _HOLDS[check.name](text.encode())

        def passed(row: Row) -> bool:
            number = row[column]
            return number >= 0 and holds(names[number]) is not denies

        return passed

    def rows(
        self, steps: Sequence[Step], constants: Sequence[int], most: int, within: Callable[[Row], bool] | None = None
    ) -> list[Row]:
        """Return the matches of patterns, each joined to those before it.

        Args:
            steps: What has to match.
            constants: The numbers of what they name.
            most: How many matches there may be on the way.
            within: What a match of a pattern has to pass that may match and need not.

        Raises:
            TooMuch: there are more.
        """
        rows: list[Row] = [()]
        for step in steps:
            found: list[Row] = []
            for row in rows:
                more = self._join(step, constants, row, most)
                if within is not None and step.gap is not None:
                    more = list(filter(within, more))
                if more:
                    found += more
                elif step.gap is not None:
                    found.append(row + step.gap)
                if len(found) > most:
                    raise TooMuch
            rows = found
        return rows

    def _join(self, step: Step, constants: Sequence[int], row: Row, most: int) -> list[Row]:
        """Return what joins a row to the matches of a pattern."""
        order, first, second, third, _ = step
        starts, seconds, thirds = self._orders[order]
        one = constants[first] if first >= 0 else row[~first]
        if one < 0:
            return []
        low, high = starts[one], starts[one + 1]
        if second is not None:
            two = constants[second] if second >= 0 else row[~second]
            low, high = bisect_left(seconds, two, low, high), bisect_right(seconds, two, low, high)
            if third is not None:
                three = constants[third] if third >= 0 else row[~third]
                return [row] * (bisect_right(thirds, three, low, high) - bisect_left(thirds, three, low, high))
        if high - low > most:
            raise TooMuch
        if second is not None:
            return [(*row, b) for b in thirds[low:high]]
        if row:
            return [(*row, a, b) for a, b in zip(seconds[low:high], thirds[low:high], strict=True)]
        return list(zip(seconds[low:high], thirds[low:high], strict=True))

    def json(self, plan: Plan, rows: Sequence[Row], most: int) -> bytes:
        """Return rows as SPARQL 1.1 Query Results JSON.

        Args:
            plan: How they are written.
            rows: The rows.
            most: How many bytes the rows may take; a text may be as long as it likes, and stand in each of them.

        Raises:
            TooMuch: they take more.
        """
        texts, size = self._texts, 0
        bindings = []
        for row in rows:
            template, pick = plan.short if row and row[-1] < 0 else plan.full
            binding = template % tuple([texts[n] for n in pick(row)])
            bindings.append(binding)
            size += len(binding)
            if size > most:
                raise TooMuch
        return b"%b%b]}}" % (plan.head, b",".join(bindings))
