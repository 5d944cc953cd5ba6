"""What reasoning brings, as records."""

from __future__ import annotations

from dataclasses import dataclass

from ecograph.engine.graph import Graph
from ecograph.texts import Text


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that cannot both hold.

    Attributes:
        rule: The OWL 2 RL rule that found it, in the names of the W3C profile, such as ``cax-dw``.
        terms: The terms involved, as N-Triples writes them.
        message: In both languages.
    """

    rule: str
    terms: tuple[str, ...]
    message: Text


@dataclass(frozen=True, slots=True)
class Inference:
    """The outcome of reasoning.

    Attributes:
        triples: Only new ones: neither asserted nor in the ontology, no reflexive ``owl:sameAs``, no axiomatic
            triple, no literal as subject.
        contradictions: In a stable order.
        engine: Which engine reasoned, with its version.
    """

    triples: Graph
    contradictions: tuple[Contradiction, ...]
    engine: str
