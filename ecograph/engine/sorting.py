"""A small store as sorted numbers, made by a worker for the process of the service.

The law of this file: like ``worker`` it stands alone (the engine and the standard library). What it makes is one
piece of bytes that ``directory`` cuts up, so that the process that serves reads, sorts and writes no term itself.

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
from typing import Any

import pyoxigraph as ox

HEAD = struct.Struct("=II")
#: The orders of the triples: subject, predicate, value; predicate, value, subject; value, subject, predicate.
ORDERS = ((0, 1, 2), (1, 2, 0), (2, 0, 1))
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#: Datatypes that are not written.
_PLAIN = {"http://www.w3.org/2001/XMLSchema#string", f"{_RDF}langString", f"{_RDF}dirLangString"}


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
    if term.direction:
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
    columns = array("I"), array("I"), array("I")
    for quad in store:
        if len(columns[0]) == most:
            return False
        for column, term in zip(columns, (quad.subject, quad.predicate, quad.object), strict=True):
            column.append(numbers.setdefault(term, len(numbers)))
    size = len(numbers)
    named = sorted((key(term).encode(), n, term) for term, n in numbers.items())
    place = array("I", bytes(4 * size))
    for at, (_, n, _) in enumerate(named):
        place[n] = at
    names = [name for name, _, _ in named]
    texts = [json.dumps(as_json(term), ensure_ascii=False, separators=(",", ":")).encode() for _, _, term in named]
    out(HEAD.pack(size, len(columns[0])))
    for pieces in (names, texts):
        out(ends_of(map(len, pieces)))
    placed = [array("I", [place[n] for n in column]) for column in columns]
    for order in ORDERS:
        # One number for each triple sorts in a third of the time and memory of a tuple.
        triples = sorted((a * size + b) * size + c for a, b, c in zip(*(placed[n] for n in order), strict=True))
        counts = [0] * size
        for n in placed[order[0]]:
            counts[n] += 1
        out(ends_of(counts))
        out(array("I", [triple // size % size for triple in triples]).tobytes())
        out(array("I", [triple % size for triple in triples]).tobytes())
    out(b"".join(names))
    out(b"".join(texts))
    return True


def ends_of(sizes: Iterable[int]) -> bytes:
    """Return where pieces of such sizes begin, one after the other, and where the last one ends."""
    return array("I", itertools.accumulate(sizes, initial=0)).tobytes()
