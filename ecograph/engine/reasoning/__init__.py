"""OWL 2 RL reasoning: asserted triples and an ontology in; new, legal, useful triples out.

The law of this package: what it returns is only what is new, and a contradiction is a record, never a triple.
"""

from ecograph.engine.reasoning.records import Contradiction, Inference

__all__ = ["Contradiction", "Inference"]
