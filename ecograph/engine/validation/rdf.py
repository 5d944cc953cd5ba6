"""A report as RDF (SHACL §3.6), with what SHACL 1.2 drafts add about its origin.

The law of this file: every field of the records is in the graph, and paths are written out as paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.engine.validation.index import FIRST, NIL, REST, TYPE, sh
from ecograph.engine.validation.paths import Alternative, Inverse, Path, Repeat, Sequence, Step
from ecograph.engine.validation.report import Report, Result
from ecograph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
_PROV = PREFIXES["prov"]
_REPEATS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
_PATH_TOKEN = re.compile(r"<[^<>]*>|[A-Za-z][\w-]*:[\w.-]*|[()^/|*+?]")


def triples(
    report: Report, *, shapes: Iterable[NamedNode] = (), data: Iterable[NamedNode] = (), ended: str = ""
) -> Iterator[Triple]:
    """Yield the triples of a validation report.

    Args:
        report: the report.
        shapes: the names of the shapes graphs that were used.
        data: the names of the data graphs that were judged.
        ended: when, as ``xsd:dateTime`` writes it.
    """
    node, activity = BlankNode(), BlankNode()
    yield Triple(node, TYPE, sh("ValidationReport"))
    yield Triple(node, sh("conforms"), _boolean(report.conforms))
    yield Triple(node, NamedNode(_PROV + "wasGeneratedBy"), activity)
    yield Triple(activity, TYPE, NamedNode(_PROV + "Activity"))
    agent = BlankNode()
    yield Triple(activity, NamedNode(_PROV + "wasAssociatedWith"), agent)
    yield Triple(agent, TYPE, NamedNode(_PROV + "SoftwareAgent"))
    yield Triple(agent, NamedNode(PREFIXES["rdfs"] + "label"), Literal(report.engine))
    if ended:
        moment = Literal(ended, datatype=NamedNode(_XSD + "dateTime"))
        yield Triple(activity, NamedNode(_PROV + "endedAtTime"), moment)
    for name, graphs in (("usedShapesGraph", shapes), ("usedDataGraph", data)):
        for graph in graphs:
            yield Triple(node, sh(name), graph)
            yield Triple(activity, NamedNode(_PROV + "used"), graph)
    for result in report.results:
        out = BlankNode()
        yield Triple(node, sh("result"), out)
        yield from _result(out, result)


def _boolean(value: bool) -> Literal:
    return Literal(str(value).lower(), datatype=NamedNode(_XSD + "boolean"))


def _result(node: BlankNode, result: Result) -> Iterator[Triple]:
    yield Triple(node, TYPE, sh("ValidationResult"))
    yield Triple(node, sh("focusNode"), result.focus)
    yield Triple(node, sh("resultSeverity"), NamedNode(result.severity))
    yield Triple(node, sh("sourceConstraintComponent"), NamedNode(result.component))
    yield Triple(node, sh("sourceShape"), result.source_shape)
    if result.path:
        head, rest = write_path_triples(parse_path(result.path))
        yield Triple(node, sh("resultPath"), head)
        yield from rest
    if result.value is not None:
        yield Triple(node, sh("value"), result.value)
    if result.source_constraint is not None:
        yield Triple(node, sh("sourceConstraint"), result.source_constraint)
    for tag, text in result.messages.items():
        yield Triple(node, sh("resultMessage"), Literal(text, language=tag) if tag else Literal(text))
    for detail in result.details:
        out = BlankNode()
        yield Triple(node, sh("detail"), out)
        yield from _result(out, detail)


def parse_path(text: str) -> Path:
    """Return the path that a result spells.

    >>> parse_path("^eco:participatesIn")
    Inverse(path=Step(iri='https://w3id.org/ecograph/ns#participatesIn'))
    """
    parts = _PATH_TOKEN.findall(text)
    path, left = _alternative(parts)
    assert not left, text
    return path


def _alternative(parts: list[str]) -> tuple[Path, list[str]]:
    found, parts = _sequence(parts)
    several = [found]
    while parts and parts[0] == "|":
        found, parts = _sequence(parts[1:])
        several.append(found)
    return (several[0] if len(several) == 1 else Alternative(tuple(several))), parts


def _sequence(parts: list[str]) -> tuple[Path, list[str]]:
    found, parts = _unary(parts)
    several = [found]
    while parts and parts[0] == "/":
        found, parts = _unary(parts[1:])
        several.append(found)
    return (several[0] if len(several) == 1 else Sequence(tuple(several))), parts


def _unary(parts: list[str]) -> tuple[Path, list[str]]:
    if parts[0] == "^":
        found, parts = _unary(parts[1:])
        return Inverse(found), parts
    path: Path
    if parts[0] == "(":
        path, parts = _alternative(parts[1:])
        parts = parts[1:]
    else:
        token, parts = parts[0], parts[1:]
        prefix, _, local = token.partition(":")
        path = Step(token[1:-1] if token.startswith("<") else PREFIXES[prefix] + local)
    while parts and parts[0] in _REPEATS:
        path, parts = Repeat(path, parts[0]), parts[1:]
    return path, parts


def write_path_triples(path: Path) -> tuple[NamedNode | BlankNode, list[Triple]]:
    """Return the node that stands for a path, and the triples that say which (SHACL §2.3.1)."""
    if isinstance(path, Step):
        return NamedNode(path.iri), []
    if isinstance(path, Sequence):
        return _list(path.paths)
    node = BlankNode()
    if isinstance(path, Alternative):
        head, out = _list(path.paths)
        return node, [Triple(node, sh("alternativePath"), head), *out]
    name = "inversePath" if isinstance(path, Inverse) else _REPEATS[path.sign]
    head, out = write_path_triples(path.path)
    return node, [Triple(node, sh(name), head), *out]


def _list(paths: Iterable[Path]) -> tuple[NamedNode | BlankNode, list[Triple]]:
    head: NamedNode | BlankNode = NIL
    out: list[Triple] = []
    for path in reversed(tuple(paths)):
        cell = BlankNode()
        item, more = write_path_triples(path)
        out += [Triple(cell, FIRST, item), Triple(cell, REST, head), *more]
        head = cell
    return head, out
