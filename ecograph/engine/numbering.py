"""Terms as numbers, a whole graph at a time.

The law of this file: the loops run inside the interpreter's own list and dictionary operations; a function call for
each term of a large graph would cost more than everything that is done with the numbers after that.
"""

from __future__ import annotations

from collections.abc import Collection

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple


class _Table(dict[Term, int]):
    """Term → number, in which a term that is asked for gets the next number if it has none."""

    __slots__ = ("terms",)

    def __init__(self, numbers: dict[Term, int], terms: list[Term]) -> None:
        super().__init__(numbers)
        self.terms = terms

    def __missing__(self, term: Term) -> int:
        number = self[term] = len(self.terms)
        self.terms.append(term)
        return number


def enter(triples: Collection[Triple], numbers: dict[Term, int], terms: list[Term]) -> list[tuple[int, int, int]]:
    """Give every term of some triples a number; return the triples as numbers, each once, in their order.

    Args:
        triples: the triples.
        numbers: term → number; grows.
        terms: the terms by number; grows.
    """
    table = _Table(numbers, terms)
    number = table.__getitem__  # each term is hashed once, which is what costs most
    subjects = [number(t.subject) for t in triples]
    predicates = [number(t.predicate) for t in triples]
    objects = [number(t.object) for t in triples]
    numbers.update(table)
    return list(dict.fromkeys(zip(subjects, predicates, objects, strict=True)))
