"""Lookups in memory: a small store as sorted numbers, and the few patterns of a lookup matched along them.

The law of this file: whatever is looked at is counted, and more than a few hundred entries are never looked at, so an
answer takes a millisecond or so, or is left to others. It says what the engine would say, row by row in another order;
where an order decides (LIMIT cuts), the engine is asked. docs/decisions/0088-a-directory-for-lookups.md.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence

from ecograph.engine.sorting import HEAD, ORDERS

#: Subject, predicate, value: the name of a variable, or the number of a term, -1 for one that is not there.
Pattern = tuple["str | int", "str | int", "str | int"]
Row = dict[str, int]


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

    def number(self, name: str) -> int:
        """Return the number of a term, by its name in N-Triples; -1 if the store does not have it."""
        names, wanted = self._names, name.encode()
        found = bisect_left(names, wanted)
        return found if found < len(names) and names[found] == wanted else -1

    def rows(self, patterns: Sequence[Pattern], most: int, *, optional: bool = False) -> list[Row]:
        """Return the matches of patterns, each joined to those before it.

        Args:
            patterns: What has to match.
            most: How many matches there may be on the way.
            optional: Whether the last pattern may match, and need not.

        Raises:
            TooMuch: there are more.
        """
        rows: list[Row] = [{}]
        known: set[str] = set()
        for pattern in patterns:
            join = self._join(pattern, known, most)
            may = optional and pattern is patterns[-1]
            found: list[Row] = []
            for row in rows:
                more = join(row)
                found += more or ((row,) if may else ())
                if len(found) > most:
                    raise TooMuch
            rows = found
            known.update(part for part in pattern if isinstance(part, str))
        return rows

    def _join(self, pattern: Pattern, known: set[str], most: int) -> Callable[[Row], Collection[Row]]:
        """Return what joins a row to the matches of a pattern, some of whose variables have a value in every row."""
        bound = [not isinstance(part, str) or part in known for part in pattern]
        way = next((w for w, (a, b, c) in enumerate(ORDERS) if bound[a] and (bound[b] or not bound[c])), None)
        if way is None:
            raise TooMuch  # it is all there is
        starts, seconds, thirds = self._orders[way]
        one, other, last = (pattern[n] for n in ORDERS[way])
        _, has_other, has_last = (bound[n] for n in ORDERS[way])

        def join(row: Row) -> Collection[Row]:
            first: int = row[one] if isinstance(one, str) else one
            if first < 0:
                return ()
            low, high = starts[first], starts[first + 1]
            if not has_other:
                if high - low > most:
                    raise TooMuch
                pairs = zip(seconds[low:high], thirds[low:high], strict=True)
                return [{**row, other: a, last: b} for a, b in pairs]  # type: ignore[dict-item]  # both are names
            second: int = row[other] if isinstance(other, str) else other
            low, high = bisect_left(seconds, second, low, high), bisect_right(seconds, second, low, high)
            if has_last:
                third: int = row[last] if isinstance(last, str) else last
                return (row,) * (bisect_right(thirds, third, low, high) - bisect_left(thirds, third, low, high))
            if high - low > most:
                raise TooMuch
            return [{**row, last: b} for b in thirds[low:high]]  # type: ignore[dict-item]

        return join

    def json(self, shown: Sequence[str], rows: Sequence[Row], most: int) -> bytes:
        """Return rows as SPARQL 1.1 Query Results JSON.

        Args:
            shown: The variables.
            rows: The rows.
            most: How many bytes the rows may take; a text may be as long as it likes, and stand in each of them.

        Raises:
            TooMuch: they take more.
        """
        texts = self._texts
        names = [(name, b'"%b":' % name.encode()) for name in shown]
        bindings, size = [], 0
        for row in rows:
            cells = [start + texts[n] for name, start in names if (n := row.get(name)) is not None]
            bindings.append(b"{%b}" % b",".join(cells))
            size += len(bindings[-1])
            if size > most:
                raise TooMuch
        head = ",".join(f'"{name}"' for name in shown)
        return b'{"head":{"vars":[%b]},"results":{"bindings":[%b]}}' % (head.encode(), b",".join(bindings))
