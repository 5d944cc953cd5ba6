"""The reference engine: pyshacl on rdflib's memory graph.

The law of this file: it is the only one that knows pyshacl. pyshacl gets copies of its own, fetches nothing, runs no
JavaScript and no ``owl:imports``, and what it raises becomes an error of ours.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from ecograph.engine.graph import Graph
from ecograph.engine.rdflib_bridge import from_rdflib, graph_to_rdflib, switches, to_rdflib
from ecograph.engine.validation.index import SHACL, Index, sh
from ecograph.engine.validation.messages import LABELS, Labels, Messenger
from ecograph.engine.validation.paths import read_path, write_path
from ecograph.engine.validation.report import Report, Result, Term, in_order
from ecograph.engine.watch import note
from ecograph.errors import Place, ShapesProblem

if TYPE_CHECKING:
    from pyshacl.pytypes import SHACLExecutor
    from pyshacl.shape import Shape

_PLACE = re.compile(r"\\\{[?\$\\]+(\w+)\\\}")
_JS = (sh("js"), sh("jsFunctionName"), sh("jsLibrary"))
_LOGGER = logging.getLogger("ecograph.pyshacl")
_LOGGER.addHandler(logging.NullHandler())


def validate(
    data: Graph,
    shapes: Graph,
    *,
    focus: Term | None = None,
    only: Iterable[NamedNode | BlankNode] | None = None,
    details: bool = False,
) -> Report:
    """Validate with pyshacl.

    Args:
        data: the data graph.
        shapes: the shapes graph.
        focus: judge this node alone (then ``only`` names the shapes), whatever the shapes' targets.
        only: judge these shapes alone.
        details: keep what pyshacl says of the results inside a result.

    Raises:
        ShapesProblem: pyshacl refuses the shapes graph, or a shape that ``only`` names is not in it.
    """
    index = Index(shapes)
    refuse_scripts(index)
    messenger = Messenger(index, _labels(data))
    results: list[Result] = []
    with switches(only_true=True):
        node: Any = None if focus is None else to_rdflib(focus)
        for root, shape, executor, graph in _roots(data, shapes, only):
            note(_name(root))
            try:
                _, reports = shape.validate(executor, graph, focus=node)
            except RecursionError as error:
                raise ShapesProblem("The shapes refer to each other without end.", place=_place(root)) from error
            except Exception as error:  # pyshacl and rdflib raise anything
                raise _problem(error, root) from error
            results.extend(_result(messenger, _name(root), parts, made, details=details) for _, made, parts in reports)
    import importlib.metadata  # it takes a tenth of the start-up of a check, which does not come here

    version = importlib.metadata.version("pyshacl")
    return Report(not results, in_order(results), f"pyshacl {version}")


def _labels(data: Graph) -> Labels:
    """Return what a data graph calls its terms."""
    found: dict[Term, dict[str, str]] = {}
    for label in LABELS:
        for t in data:
            if t.predicate == label and isinstance(t.object, Literal) and t.object.language:
                found.setdefault(t.subject, {}).setdefault(t.object.language.partition("-")[0], t.object.value)
    return lambda term: found.get(term, {})


def refuse_scripts(index: Index) -> None:
    """Refuse a shapes graph with JavaScript in it (SHACL-JS).

    Raises:
        ShapesProblem: always when there is any.
    """
    for subject, properties in index.by_subject.items():
        if any(predicate in properties for predicate in _JS):
            raise ShapesProblem(
                "This shape runs JavaScript; nothing here does.",
                place=Place(iri=str(subject)),
                remedy="Say it in SHACL Core or in SPARQL.",
            )


def _roots(
    data: Graph, shapes: Graph, only: Iterable[NamedNode | BlankNode] | None
) -> Iterable[tuple[Term, Shape, SHACLExecutor, Any]]:
    """Return pyshacl's shapes that are to be judged, each with its node, an executor and the data."""
    from pyshacl.graph_abstraction import DataGraph
    from pyshacl.validator import Validator

    options = {"inplace": True, "logger": _LOGGER, "inference": "none", "advanced": False, "use_js": False}
    graph = DataGraph.from_rdflib(graph_to_rdflib(data))
    try:
        validator = Validator(graph, shacl_graph=graph_to_rdflib(shapes), options=options)
        found = {from_rdflib(shape.node): shape for shape in validator.shacl_graph.shapes}
        executor = validator.make_executor()
    except Exception as error:
        raise _problem(error, None) from error
    if only is None:
        chosen = sorted(found, key=str)
    else:
        chosen = list(dict.fromkeys(only))
        for node in chosen:
            if node not in found:
                raise ShapesProblem(
                    "There is no such shape.",
                    place=_place(node),
                    remedy="Declare it as sh:NodeShape in the shapes graph.",
                )
    return [(node, found[node], executor, graph) for node in chosen]


def _problem(error: Exception, root: Term | None) -> ShapesProblem:
    if isinstance(error, ShapesProblem):
        return error
    text = " ".join(str(error).split())[:500] or type(error).__name__
    return ShapesProblem(f"The shape cannot be judged: {text}", place=_place(root) if root is not None else None)


def _place(term: Term) -> Place:
    return Place(iri=_name(term))


def _name(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _result(
    messenger: Messenger, root: str, parts: list[tuple[Any, Any, Any]], node: object, *, details: bool = False
) -> Result:
    """Turn the triples that pyshacl makes of one result into a record."""
    index = messenger.index
    found: dict[str, list[Any]] = {}
    for subject, predicate, value in parts:
        if subject == node:
            found.setdefault(str(predicate).removeprefix(SHACL), []).append(
                value[1] if isinstance(value, tuple) else value
            )

    def term(name: str) -> Term | None:
        return from_rdflib(found[name][0]) if name in found else None

    focus, shape, value = term("focusNode"), term("sourceShape"), term("value")
    assert focus is not None
    assert shape is not None
    component = str(found["sourceConstraintComponent"][0])
    constraint = term("sourceConstraint")
    path_node = term("resultPath")
    path = write_path(read_path(index, path_node)) if path_node is not None else ""
    facts: dict[str, object] = {"this": focus, "path": path, "value": value}
    said = [str(text) for text in found.get("resultMessage", ())]
    source = constraint if constraint is not None else shape
    for template in index.objects(source, sh("message")):
        if isinstance(template, Literal):
            facts = {**_facts(template.value, said), **facts}
    return Result(
        focus=focus,
        path=path,
        value=value,
        source_shape=shape,
        root_shape=root,
        component=component,
        severity=str(found["resultSeverity"][0]),
        messages=messenger.say(shape, component, facts, source_constraint=constraint),
        source_constraint=constraint,
        details=tuple(_result(messenger, root, parts, inner, details=True) for inner in found.get("detail", ()))
        if details
        else (),
    )


def _facts(template: str, said: list[str]) -> dict[str, object]:
    """Return what the variables of a message template stand for in one of the texts that pyshacl filled in."""
    seen: set[str] = set()

    def group(match: re.Match[str]) -> str:
        name = match[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.*?)"

    pattern = _PLACE.sub(group, re.escape(template))
    if not seen:
        return {}
    for text in said:
        match = re.fullmatch(pattern, text, flags=re.DOTALL)
        if match:
            return {name: value for name, value in match.groupdict().items() if not value.startswith(("{?", "{$"))}
    return {}
