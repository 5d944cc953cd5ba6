"""Queries about data in memory, answered without an engine of SPARQL: reading a text costs such an engine more than
answering it, and on large data so does filling it. docs/decisions/0080-queries-of-shapes-on-small-data.md and 0085.

The law of this package: what it answers is what an engine would answer; what it is not sure of it does not answer.
"""  # noqa: D205

from __future__ import annotations

import functools

from ecograph.engine.sparql_tree import NotRead
from ecograph.engine.validation.matching.plan import Plan
from ecograph.engine.validation.matching.reading import read
from ecograph.engine.validation.matching.worth import Doubtful

__all__ = ["Doubtful", "Plan", "plan"]


@functools.lru_cache(maxsize=4096)
def plan(text: str, given: frozenset[str] = frozenset()) -> Plan | None:
    """Return a SELECT made ready, or nothing where it has to go to an engine; the same text is read once.

    Args:
        text: the query, with its prefixes.
        given: the variables for which each call gives a term, bound before everything else.

    >>> plan("SELECT ?a WHERE { ?a <urn:p> ?b }").columns
    ('a',)
    >>> plan("SELECT ?a WHERE { SERVICE <urn:s> { ?a <urn:p> ?b } }") is None
    True
    """
    try:
        return Plan(read(text, given))
    except NotRead:
        return None
