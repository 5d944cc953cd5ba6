"""SHACL validation: data and shapes in, a report of frozen records out.

The law of this package: neither the data nor the shapes are changed, and a message keeps its languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pyoxigraph import NamedNode

from ecograph.engine.bulk import Columns
from ecograph.engine.graph import Graph
from ecograph.engine.validation.asking import Asker
from ecograph.engine.validation.compiled import Shapes, compile_shapes, number
from ecograph.engine.validation.data import Data
from ecograph.engine.validation.report import Report, Result

__all__ = ["Asker", "Data", "Report", "Result", "Shapes", "compile_shapes", "number", "validate"]


def validate(
    data: Graph | Columns | Data,
    shapes: Graph | Shapes,
    *,
    focus: NamedNode | None = None,
    only: Iterable[NamedNode] | None = None,
    background: Graph = (),
    engine: Literal["auto", "reference"] = "auto",
    details: bool = False,
) -> Report:
    """Validate a data graph against a shapes graph (SHACL Core and SHACL-SPARQL).

    Args:
        data: the data graph; class membership follows the ``rdfs:subClassOf`` triples in it. Of `number`, with its
            background, if it is judged more than once.
        shapes: the shapes graph; or the same, compiled by `compile_shapes`.
        focus: judge this node alone, against the shapes that ``only`` names, whatever their targets.
        only: judge these shapes alone; without ``focus``, on their own targets.
        background: more of the data graph, shared between calls (the ontology, the vocabularies): the same tuple is
            indexed once.
        engine: ``auto`` takes the fast engine and, for what it does not cover, pyshacl; ``reference`` is pyshacl.
        details: say of each result of ``sh:node``, ``sh:and``, ``sh:or`` and ``sh:xone`` what failed in it,
            of ``sh:not`` what did not. It costs a
            look at each of those results again. The reference engine says it of ``sh:node`` alone.

    Raises:
        ShapesProblem: the shapes graph is ill-formed, or asks for what no engine here does.

    >>> from pyoxigraph import RdfFormat
    >>> from ecograph.engine.graph import read_bytes
    >>> data = read_bytes(b"<urn:emmen> <urn:population> 107000 .", RdfFormat.TURTLE).triples
    >>> shapes = read_bytes(b'''@prefix sh: <http://www.w3.org/ns/shacl#> .
    ... <urn:s> sh:targetSubjectsOf <urn:population> ; sh:property [ sh:path <urn:name> ; sh:minCount 1 ] .''',
    ...     RdfFormat.TURTLE).triples
    >>> report = validate(data, shapes)
    >>> report.conforms, report.results[0].messages["nl"]
    (False, 'Te weinig waarden voor <urn:name>: ten minste 1.')
    """
    if engine == "reference":
        from ecograph.engine.validation import reference

        graph = shapes.graph if isinstance(shapes, Shapes) else shapes
        if isinstance(data, Data):
            triples = data.everything()
        else:
            triples = (*background, *(data.triples() if isinstance(data, Columns) else data))
        return reference.validate(triples, graph, focus=focus, only=only, details=details)
    compiled = shapes if isinstance(shapes, Shapes) else compile_shapes(tuple(shapes))
    return compiled.validate(data, background=background, focus=focus, only=only, details=details)
