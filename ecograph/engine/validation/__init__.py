"""SHACL validation: data and shapes in, a report of frozen records out.

The law of this package: neither the data nor the shapes are changed, and a message keeps its languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pyoxigraph import NamedNode

from ecograph.engine.graph import Graph
from ecograph.engine.validation.compiled import Shapes, compile_shapes
from ecograph.engine.validation.report import Report, Result

__all__ = ["Report", "Result", "Shapes", "compile_shapes", "validate"]


def validate(
    data: Graph,
    shapes: Graph | Shapes,
    *,
    focus: NamedNode | None = None,
    only: Iterable[NamedNode] | None = None,
    background: Graph = (),
    engine: Literal["auto", "reference"] = "auto",
) -> Report:
    """Validate a data graph against a shapes graph (SHACL Core and SHACL-SPARQL).

    Args:
        data: the data graph; class membership follows the ``rdfs:subClassOf`` triples in it.
        shapes: the shapes graph; or the same, compiled by `compile_shapes`.
        focus: judge this node alone, against the shapes that ``only`` names, whatever their targets.
        only: judge these shapes alone; without ``focus``, on their own targets.
        background: more of the data graph, shared between calls (the ontology, the vocabularies): the same tuple is
            indexed once.
        engine: ``auto`` takes the fast engine and, for what it does not cover, pyshacl; ``reference`` is pyshacl.

    Raises:
        ShapesProblem: the shapes graph is ill-formed, or asks for what no engine here does.
    """
    if engine == "reference":
        from ecograph.engine.validation import reference

        graph = shapes.graph if isinstance(shapes, Shapes) else shapes
        return reference.validate((*background, *data), graph, focus=focus, only=only)
    compiled = shapes if isinstance(shapes, Shapes) else compile_shapes(tuple(shapes))
    return compiled.validate(data, background=background, focus=focus, only=only)
