"""What a rule of the linker finds, and what several rules ask.

The law of this file: a rule returns what it found and never what it concludes; conclusions are drawn in one place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ecograph.linking import names
from ecograph.linking.decision import Match
from ecograph.linking.government import Resolution, announced
from ecograph.linking.index import Entry


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: the names of entities (more than one entity is ambiguous), and the rest of the name."""

    rule: str
    match: Match
    entries: tuple[Entry, ...]
    rest: str = ""


def unique(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return one entry per organisation."""
    return tuple({e.entity.iri: e for e in entries}.values())


def surely_spelt(bare: str, found: Resolution) -> bool:
    """Return whether a misspelt government name is read with certainty: long, of as many words, one slip away."""
    from rapidfuzz.distance import OSA

    if not found.body or len(bare) < 7:
        return False
    own = [announced(names.key(n))[1] for n in found.body.names]
    return any(len(n.split()) == len(bare.split()) and OSA.distance(n, bare) <= 1 + bare.count("\ufffd") for n in own)
