"""Terms as numbers, a whole graph at a time.

The law of this file: the loops run inside the interpreter's own list and dictionary operations; a function call for
each term of a large graph would cost more than everything that is done with the numbers after that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple


def enter(
    triples: Collection[Triple],
    numbers: dict[Term, int],
    terms: list[Term],
    start: int = 0,
    known: Callable[[Term], int | None] | None = None,
) -> list[tuple[int, int, int]]:
    """Give every term of some triples a number; return the triples as numbers, each once, in their order.

    Args:
        triples: the triples.
        numbers: term → number; grows.
        terms: the terms, from number ``start`` on; grows.
        start: the number of the first of ``terms``.
        known: the number of a term that has one elsewhere.
    """
    subjects: list[Term] = [t.subject for t in triples]
    predicates: list[Term] = [t.predicate for t in triples]
    objects: list[Term] = [t.object for t in triples]
    elsewhere: dict[Term, int] = {}
    for term in dict.fromkeys(chain(subjects, predicates, objects)):
        if term in numbers:
            continue
        number = known(term) if known is not None else None
        if number is None:
            numbers[term] = start + len(terms)
            terms.append(term)
        else:
            elsewhere[term] = number
    find = ({**elsewhere, **numbers} if elsewhere else numbers).__getitem__
    return list(dict.fromkeys(zip(map(find, subjects), map(find, predicates), map(find, objects), strict=True)))
