"""Terms as numbers, a whole graph at a time.

The law of this file: the loops run inside the interpreter's own list and dictionary operations; a function call for
each term of a large graph would cost more than everything that is done with the numbers after that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain
from typing import Self

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple


class Numbers(dict[Term, int]):
    """Term → number; a term that is asked for in brackets gets the next number if it has none.

    Args:
        terms: the terms by number; grows with the table.
        known: the terms that have a number already.
    """

    __slots__ = ("terms",)

    def __init__(self, terms: list[Term], known: dict[Term, int] | None = None) -> None:
        super().__init__(known or ())
        self.terms = terms

    def __missing__(self, term: Term) -> int:
        number = self[term] = len(self.terms)
        self.terms.append(term)
        return number


class Numbered(tuple[Triple, ...]):  # noqa: SLOT001  # a tuple can have none
    """A graph that keeps its terms by number: who numbers it again looks each term up once, and not at each place.

    Args:
        triples: the triples.
        terms: the terms by number; there may be others among them.
        rows: the triples as numbers, each once, in their order.

    >>> one = Triple(NamedNode("urn:a"), NamedNode("urn:p"), NamedNode("urn:b"))
    >>> graph = Numbered([one], [one.predicate, one.object, one.subject], [(2, 0, 1)])
    >>> graph == (one,), enter(graph, Numbers([])) == enter((one,), Numbers([]))
    (True, True)
    """

    terms: list[Term]
    rows: list[tuple[int, int, int]]

    def __new__(cls, triples: Iterable[Triple], terms: list[Term], rows: list[tuple[int, int, int]]) -> Self:
        """Make a tuple that knows more."""
        self = super().__new__(cls, triples)
        self.terms, self.rows = terms, rows
        return self

    def __reduce__(self) -> tuple[type, tuple[tuple[Triple, ...]]]:
        """Travel to another process as a graph like any other: the terms may be many more than these."""
        return tuple, (tuple(self),)


def enter(triples: Collection[Triple], numbers: Numbers) -> list[tuple[int, int, int]]:
    """Give every term of some triples a number; return the triples as numbers, each once, in their order.

    Args:
        triples: the triples.
        numbers: grows.
    """
    number = numbers.__getitem__  # each term is hashed once, which is what costs most
    if isinstance(triples, Numbered):
        terms, rows = triples.terms, triples.rows
        ours = {n: number(terms[n]) for n in dict.fromkeys(chain.from_iterable(rows))}
        return [(ours[s], ours[p], ours[o]) for s, p, o in rows]
    subjects = [number(t.subject) for t in triples]
    predicates = [number(t.predicate) for t in triples]
    objects = [number(t.object) for t in triples]
    return list(dict.fromkeys(zip(subjects, predicates, objects, strict=True)))
