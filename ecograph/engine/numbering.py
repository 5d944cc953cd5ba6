"""Terms as numbers, a whole graph at a time.

The law of this file: the loops run inside the interpreter's own list and dictionary operations; a function call for
each term of a large graph would cost more than everything that is done with the numbers after that.
"""

from __future__ import annotations

from collections.abc import Collection

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


def enter(triples: Collection[Triple], numbers: Numbers) -> list[tuple[int, int, int]]:
    """Give every term of some triples a number; return the triples as numbers, each once, in their order.

    Args:
        triples: the triples.
        numbers: grows.
    """
    number = numbers.__getitem__  # each term is hashed once, which is what costs most
    subjects = [number(t.subject) for t in triples]
    predicates = [number(t.predicate) for t in triples]
    objects = [number(t.object) for t in triples]
    return list(dict.fromkeys(zip(subjects, predicates, objects, strict=True)))
