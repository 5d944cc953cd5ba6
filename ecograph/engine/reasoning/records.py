"""What reasoning brings, as records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pyoxigraph import Triple

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
class Derivation:
    """Why a triple holds.

    Attributes:
        triple: The conclusion.
        rule: The OWL 2 RL rule, in the names of the W3C profile, such as ``prp-spo2``.
        premises: What the rule needed, as N-Triples writes it: statements first, then the axioms. Not triples, because
            a literal can be the subject of a step in between.
    """

    triple: Triple
    rule: str
    premises: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Inference:
    """The outcome of reasoning.

    Attributes:
        triples: Only new ones: neither asserted nor in the ontology, no reflexive ``owl:sameAs``, no axiomatic
            triple, no literal as subject.
        contradictions: In a stable order.
        engine: Which engine reasoned, with its version.
        explain: Tells why a triple holds; nothing if it is stated or does not hold. owlrl cannot tell.
    """

    triples: Graph
    contradictions: tuple[Contradiction, ...]
    engine: str
    explain: Callable[[Triple], Derivation | None] = field(default=lambda _: None, compare=False, repr=False)
