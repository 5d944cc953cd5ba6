"""A small store as sorted numbers, made by a worker for the process of the service.

The law of this file: like ``worker`` it stands alone (the engine and the standard library). What it makes is one
piece of bytes that ``directory`` reads in place, so nothing is made of it term by term in the process that serves.

The bytes: the numbers of terms and of triples (``HEAD``); then, each as many numbers of four bytes as said, where the
names of the terms begin and end, where their JSON begins and ends, and the triples in three orders, each as where a
first term's entries begin, and the second and third terms of every entry; then the names, in the order of their bytes,
then the JSON. A term's number is its place in that order.
"""

from __future__ import annotations

import itertools
import json
import struct
from array import array
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

import pyoxigraph as ox

HEAD = struct.Struct("=II")
#: The orders of the triples: subject, predicate, value; predicate, value, subject; value, subject, predicate.
ORDERS = ((0, 1, 2), (1, 2, 0), (2, 0, 1))
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_PLAIN = {_STRING, "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}
_PLAIN.add("http://www.w3.org/1999/02/22-rdf-syntax-ns#dirLangString")


def key(term: Any) -> str:  # noqa: ANN401  # a term of the engine
    """Return the name of a term, its own in all the store.

    >>> key(ox.Literal("a", language="nl"))
    '"a"@nl'
    """
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else str(term)


def as_json(term: Any) -> dict[str, object]:  # noqa: ANN401
    """Return a term as SPARQL 1.1 Query Results JSON has it (§3.2.2), with the triple terms of version 1.2.

    >>> as_json(ox.Literal("a", language="nl"))
    {'type': 'literal', 'value': 'a', 'xml:lang': 'nl'}
    """
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: as_json(part) for name, part in parts.items()}}
    out: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        out["xml:lang"] = term.language
    if getattr(term, "direction", None):
        out["its:dir"] = term.direction.value
    if term.datatype.value not in _PLAIN:
        out["datatype"] = term.datatype.value
    return out


def write(store: ox.Store, out: Callable[[bytes], object], most: int) -> bool:
    """Write a store as sorted numbers, if it is small.

    Args:
        store: The store; a triple that stands in two graphs is there twice, as queries find it.
        out: Takes the bytes, piece by piece.
        most: The largest number of triples.
    """
    numbers: dict[Any, int] = {}
    seen = list(itertools.islice(store, most + 1))
    if len(seen) > most:
        return False
    triples = [
        tuple(numbers.setdefault(term, len(numbers)) for term in (quad.subject, quad.predicate, quad.object))
        for quad in seen
    ]
    del seen
    named = sorted((key(term).encode(), term) for term in numbers)
    place = array("I", bytes(4 * len(named)))
    for n, (_, term) in enumerate(named):
        place[numbers[term]] = n
    triples = [(place[s], place[p], place[o]) for s, p, o in triples]
    out(HEAD.pack(len(named), len(triples)))
    names = [name for name, _ in named]
    texts = [json.dumps(as_json(term), ensure_ascii=False, separators=(",", ":")).encode() for _, term in named]
    for pieces in (names, texts):
        out(_ends(map(len, pieces)))
    for order in ORDERS:
        triples.sort(key=itemgetter(*order))
        first, second, third = order
        counts = [0] * len(named)
        for triple in triples:
            counts[triple[first]] += 1
        out(_ends(counts))
        out(array("I", [triple[second] for triple in triples]).tobytes())
        out(array("I", [triple[third] for triple in triples]).tobytes())
    out(b"".join(names))
    out(b"".join(texts))
    return True


def _ends(sizes: Iterable[int]) -> bytes:
    """Return where pieces of such sizes begin, one after the other, and where the last one ends."""
    return array("I", itertools.accumulate(sizes, initial=0)).tobytes()
