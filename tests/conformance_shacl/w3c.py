"""The W3C SHACL test suite: its cases, and how a report is compared with the one that a case expects.

The law of this file: every field that the suite's document compares is compared (focus node, path, value, source shape,
source constraint, component, severity), as multisets; blank nodes by identity, since data, shapes and expectation of a
case come from one reading of its files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ecograph.engine.graph import Graph
from ecograph.engine.validation import Report
from ecograph.engine.validation.index import TYPE, Index, sh
from ecograph.engine.validation.paths import read_path, write_path
from ecograph.engine.validation.report import Term

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"


@dataclass(frozen=True)
class Case:
    """One test: what to validate, and the report to expect; none where a failure is expected."""

    name: str
    data: Graph
    shapes: Graph
    expected: Counter[tuple[str, ...]] | None
    conforms: bool | None


def read(path: Path) -> Graph:
    return tuple(q.triple for q in parse(path.read_bytes(), RdfFormat.TURTLE, base_iri=path.as_uri()))


def manifests(path: Path) -> Iterator[Path]:
    index = Index(read(path))
    yield path
    for heads in index.by_subject.values():
        for target in heads.get(NamedNode(MF + "include"), ()):
            if isinstance(target, NamedNode):
                yield from manifests(Path(target.value.removeprefix("file://")))


def cases(root: Path) -> list[Case]:
    return [case for path in manifests(root / "manifest.ttl") for case in _cases(path, root)]


def _cases(path: Path, root: Path) -> Iterator[Case]:
    graph = read(path)
    index = Index(graph)
    for entry in index.subjects(TYPE, NamedNode(SHT + "Validate")):
        action, result = index.value(entry, NamedNode(MF + "action")), index.value(entry, NamedNode(MF + "result"))
        assert action is not None
        assert result is not None

        def load(name: str) -> Graph:
            target = index.value(action, NamedNode(SHT + name))  # noqa: B023
            assert isinstance(target, NamedNode)
            file = Path(target.value.removeprefix("file://"))
            return graph if file == path else read(file)

        shapes = load("shapesGraph")
        failure = result == NamedNode(SHT + "Failure")
        conforms = index.value(result, sh("conforms"))
        yield Case(
            str(path.relative_to(root).with_suffix("")),
            load("dataGraph"),
            shapes,
            None if failure else Counter(_expected(index, result, Index((*graph, *shapes)))),
            conforms.value == "true" if isinstance(conforms, Literal) else None,
        )


def _text(term: NamedNode | BlankNode | Literal | Triple | None) -> str:
    return "" if term is None else str(term)


def _expected(index: Index, report: Term, paths: Index) -> Iterator[tuple[str, ...]]:
    for result in index.objects(report, sh("result")):
        path = index.value(result, sh("resultPath"))
        yield (
            _text(index.value(result, sh("focusNode"))),
            "" if path is None else write_path(read_path(paths, path)),
            _text(index.value(result, sh("value"))),
            _text(index.value(result, sh("sourceShape"))),
            _text(index.value(result, sh("sourceConstraint"))),
            _text(index.value(result, sh("sourceConstraintComponent"))),
            _text(index.value(result, sh("resultSeverity"))),
        )


def found(report: Report) -> Counter[tuple[str, ...]]:
    """Return a report in the same form."""
    return Counter(
        (
            _text(r.focus),
            r.path,
            _text(r.value),
            _text(r.source_shape),
            _text(r.source_constraint),
            f"<{r.component}>",
            f"<{r.severity}>",
        )
        for r in report.results
    )
