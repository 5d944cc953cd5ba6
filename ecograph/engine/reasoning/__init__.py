"""OWL 2 RL reasoning: asserted triples and an ontology in; new, legal, useful triples out.

The law of this package: what it returns is only what is new, and a contradiction is a record, never a triple.
"""

from __future__ import annotations

from typing import Literal

from ecograph.engine.graph import Graph
from ecograph.engine.reasoning.compiled import Closure, Rules, compile_ontology
from ecograph.engine.reasoning.records import Contradiction, Derivation, Inference

__all__ = ["Closure", "Contradiction", "Derivation", "Inference", "Rules", "compile_ontology", "infer"]


def infer(asserted: Graph, ontology: Graph | Rules, *, engine: Literal["auto", "reference"] = "auto") -> Inference:
    """Return what follows by OWL 2 RL from the asserted triples together with the ontology.

    Args:
        asserted: what a source states.
        ontology: the ontology, with the vocabularies and preconditions whose terms the rules look at; or the same,
            compiled by `compile_ontology`.
        engine: ``auto`` is the fast engine; ``reference`` is owlrl, which takes a graph.

    Raises:
        TypeError: the reference engine was given a compiled ontology.

    >>> from pyoxigraph import RdfFormat
    >>> from ecograph.engine.graph import read_bytes
    >>> ontology = read_bytes(b"<urn:q> <http://www.w3.org/2002/07/owl#inverseOf> <urn:p> .", RdfFormat.TURTLE).triples
    >>> stated = read_bytes(b"<urn:a> <urn:p> <urn:b> .", RdfFormat.TURTLE).triples
    >>> found = infer(stated, ontology)
    >>> str(found.triples[0]), found.explain(found.triples[0]).rule
    ('<urn:b> <urn:q> <urn:a>', 'prp-inv2')
    """
    if engine == "reference":
        from ecograph.engine.reasoning import reference

        if isinstance(ontology, Rules):
            raise TypeError("owlrl reasons over the ontology's graph, not over compiled rules")
        return reference.infer(asserted, ontology)
    rules = ontology if isinstance(ontology, Rules) else compile_ontology(tuple(ontology))
    return rules.infer(asserted)
