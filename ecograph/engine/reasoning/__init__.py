"""OWL 2 RL reasoning: asserted triples and an ontology in; new, legal, useful triples out.

The law of this package: what it returns is only what is new, and a contradiction is a record, never a triple.
"""

from __future__ import annotations

from typing import Literal

from ecograph.engine.graph import Graph
from ecograph.engine.reasoning.records import Contradiction, Inference

__all__ = ["Contradiction", "Inference", "infer"]


def infer(asserted: Graph, ontology: Graph, *, engine: Literal["auto", "reference"] = "auto") -> Inference:
    """Return what follows by OWL 2 RL from the asserted triples together with the ontology.

    Args:
        asserted: what a source states.
        ontology: the ontology, with the vocabularies and preconditions whose terms the rules look at.
        engine: ``auto`` is the fast engine; ``reference`` is owlrl.
    """
    del engine
    from ecograph.engine.reasoning import reference

    return reference.infer(asserted, ontology)
