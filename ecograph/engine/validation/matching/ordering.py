"""In which order joined patterns are matched.

The law of this file: a join may be done in any order; this chooses by what is bound, without a look at the data.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ecograph.engine.validation.index import RDF
from ecograph.engine.validation.matching.tree import GIVEN, Bind, Group, Optional, Pattern, Patterns, Union, Var
from ecograph.engine.validation.matching.variables import binds, certain, of_pattern
from ecograph.engine.validation.paths import Step

_TYPE = RDF + "type"


def following(items: list[Pattern | Union], bound: set[str]) -> Pattern | Union:
    """Return what is best matched next of what is joined: what has something to do with what is bound already.

    Args:
        items: what is left, in the order of the text.
        bound: the variables that are certainly bound.
    """
    joined = [p for p in items if isinstance(p, Pattern) and (of_pattern(p) & bound or price(p, bound) == 0)]
    if joined:
        return min(joined, key=lambda p: price(p, bound))
    first = items[0]
    if isinstance(first, Union):
        return first
    for item in items if bound else ():
        if isinstance(item, Union) and binds(Group((item,))) & bound and certain(Group((item,))) & of_pattern(first):
            return item
    alone = itertools.takewhile(lambda item: isinstance(item, Pattern), items)
    return min((p for p in alone if isinstance(p, Pattern)), key=lambda p: price(p, bound))


def blocks(group: Group) -> Iterator[list[Pattern | Union] | Bind | Optional]:
    """Yield the elements of a group; those that are joined, in whatever order, as one list."""
    block: list[Pattern | Union] = []
    for element in group.elements:
        if isinstance(element, Patterns):
            block += element.patterns
        elif isinstance(element, Union):
            block.append(element)
        else:
            if block:
                yield block
            block = []
            yield element
    if block:
        yield block


def price(pattern: Pattern, bound: set[str]) -> float:
    """Return how many matches a pattern may have, as far as can be guessed without the data."""
    s, o = (
        not isinstance(n, Var) or n.name.startswith(GIVEN) or n.name in bound for n in (pattern.subject, pattern.value)
    )
    if isinstance(pattern.path, Var) and pattern.path.name not in bound:
        return 8 - 2 * (s or o)
    if s and o:
        return 0
    simple = isinstance(pattern.path, Step | Var)
    if not s and not o:
        return 6 if simple else 9
    if not simple:
        return 3
    if s:
        return 1
    return 2 if isinstance(pattern.path, Step) and pattern.path.iri == _TYPE else 1.5
