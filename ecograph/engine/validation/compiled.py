"""A shapes graph made ready, and the judgement of a data graph against it.

The law of this file: every shape is judged, by the fast engine or, where that cannot, by pyshacl; the report says
which.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode

from ecograph.engine.bulk import Columns
from ecograph.engine.graph import Graph, once_for_each
from ecograph.engine.validation.core import Evaluator, Finding
from ecograph.engine.validation.data import Data
from ecograph.engine.validation.index import SHACL, Index, Node
from ecograph.engine.validation.messages import LABELS, Messenger, Sayings
from ecograph.engine.validation.paths import Step, write_path
from ecograph.engine.validation.reading import Reader
from ecograph.engine.validation.reference import refuse_scripts
from ecograph.engine.validation.report import Report, Result, Term, in_order
from ecograph.engine.validation.sparql import Beyond, Sparqler
from ecograph.engine.validation.tree import Qualified, Shape, Sparql, place
from ecograph.engine.watch import note
from ecograph.errors import ShapesProblem

ENGINE = "ecograph-shacl 1"


class Shapes:
    """A compiled shapes graph; make it with `compile_shapes`. It does not change, and threads may share it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.index = Index(graph)
        refuse_scripts(self.index)
        self.shapes: dict[Node, Shape] = Reader(self.index).read()
        self.sayings: Sayings = {}
        self.with_targets = tuple(s for s in self.shapes.values() if s.targets)
        _refuse_circles(self.shapes)

    def chosen(self, only: Iterable[Term] | None) -> list[Shape]:
        """Return the shapes that are to be judged.

        Raises:
            ShapesProblem: ``only`` names one that is not here.
        """
        if only is None:
            return list(self.with_targets)
        out = []
        for node in dict.fromkeys(only):
            if node not in self.shapes:
                raise ShapesProblem(
                    "There is no such shape.",
                    place=place(node),
                    remedy="Declare it as sh:NodeShape in the shapes graph.",
                )
            out.append(self.shapes[node])  # type: ignore[index]
        return out

    def validate(
        self,
        data: Graph | Columns | Data,
        *,
        background: Graph = (),
        focus: Term | None = None,
        only: Iterable[NamedNode | BlankNode] | None = None,
        details: bool = False,
    ) -> Report:
        """Judge a data graph; see `ecograph.engine.validation.validate`."""
        chosen = self.chosen(only)
        numbered: Data
        if isinstance(data, Columns):
            from ecograph.engine.validation.column_data import ColumnData

            if background:
                raise TypeError("columns have no layer below them: put the background among the files")
            with _no_collecting():
                numbered = ColumnData(data)
                return self.judge(numbered, Sparqler(data, numbered, self.graph), chosen, focus, details=details)
        numbered = data if isinstance(data, Data) else number(data, background)
        sparql = Sparqler(numbered.graph, numbered, self.graph)
        return self.judge(numbered, sparql, chosen, focus, details=details)

    def judge(
        self,
        numbered: Data,
        sparql: Sparqler,
        chosen: Iterable[Shape],
        focus: Term | None = None,
        *,
        large: bool | None = None,
        details: bool = False,
    ) -> Report:
        """Judge data that already has numbers.

        Args:
            numbered: the data.
            sparql: runs the SPARQL of the shapes over the same data.
            chosen: the shapes to judge.
            focus: judge this node alone.
            large: whether to use columns; otherwise the size of the data decides.
            details: say of each result of ``sh:node``, ``sh:and``, ``sh:or`` and ``sh:xone`` what failed in it,
            of ``sh:not`` what did not.
        """
        evaluator = self._evaluator(numbered, sparql, large=large)
        messenger = self.messenger(numbered)
        results: list[Result] = []
        beyond: list[str] = []
        about = None if focus is None else [numbered.number(focus)]
        try:
            for shape in chosen:
                note(shape.name)
                foci = about or evaluator.focus_nodes(shape)
                try:
                    found = list(evaluator.report(shape, foci)) if foci else []
                    made = (self.result(f, shape, numbered, messenger) for f in found)
                    if details:
                        why = Evaluator(numbered, self.shapes, sparql)
                        made = (
                            self._with_details(r, f, shape, why, messenger) for r, f in zip(made, found, strict=True)
                        )
                    results.extend(made)
                except Beyond:
                    results.extend(self._reference(shape, numbered, sparql, focus))
                    beyond.append(shape.name)
        finally:
            sparql.close()
        engine = f"{ENGINE}; pyshacl for {', '.join(sorted(beyond))}" if beyond else ENGINE
        return Report(not results, in_order(results), engine)

    def _reference(self, shape: Shape, data: Data, sparql: Sparqler, focus: Term | None) -> tuple[Result, ...]:
        """Let pyshacl judge one shape."""
        from ecograph.engine.validation import reference

        columns = sparql.triples if isinstance(sparql.triples, Columns) else None
        if columns is not None:
            triples = tuple(columns.triples())
        else:
            triples = data.everything() if data.below is not None else tuple(sparql.triples)  # type: ignore[arg-type]
        return reference.validate(triples, self.graph, focus=focus, only=[shape.node]).results

    def _evaluator(self, data: Data, sparql: Sparqler, *, large: bool | None) -> Evaluator:
        if large is None:
            large = data.bulky
        if not large:
            return Evaluator(data, self.shapes, sparql)
        if isinstance(sparql.triples, Columns):
            from ecograph.engine.validation.column_data import ColumnData
            from ecograph.engine.validation.texts import TextEvaluator

            assert isinstance(data, ColumnData)
            return TextEvaluator(data, self.shapes, sparql)
        from ecograph.engine.validation.columns import ColumnEvaluator

        return ColumnEvaluator(data, self.shapes, sparql)

    def _with_details(
        self, result: Result, finding: Finding, root: Shape, evaluator: Evaluator, messenger: Messenger
    ) -> Result:
        """Return a result with what failed in the shapes that it speaks of (``sh:detail``, SHACL §3.6.2.8)."""
        constraint = finding.constraint
        branches: tuple[Node, ...] = ()
        if constraint.component == "Node":
            branches = (constraint.value,)  # type: ignore[assignment]
        elif constraint.component in {"And", "Or", "Xone"}:
            branches = constraint.value  # type: ignore[assignment]
        about = finding.focus if finding.value is None else finding.value
        if constraint.component == "Not":
            inner = self.shapes[constraint.value]  # type: ignore[index]
            held = tuple(self._held(inner, evaluator.data.term(about), root, messenger))
            return result._replace(details=held)
        details = tuple(
            self._with_details(self.result(f, root, evaluator.data, messenger), f, root, evaluator, messenger)
            for branch in branches
            for f in evaluator.report(self.shapes[branch], [about])
        )
        return result._replace(details=details) if details else result

    def _held(self, shape: Shape, about: Term, root: Shape, messenger: Messenger) -> Iterator[Result]:
        """Yield what a node conforms to that it must not: each constraint of the shape and of its property shapes."""
        for constraint in shape.constraints:
            component = constraint.iri
            yield Result(
                focus=about,
                path=shape.path_text,
                value=None,
                source_shape=shape.node,
                root_shape=root.name,
                component=component,
                severity=SHACL + "Info",
                messages=messenger.holds(shape.node, component, shape.path_text, about),
            )
        for child in shape.properties:
            yield from self._held(self.shapes[child], about, root, messenger)

    def messenger(self, data: Data) -> Messenger:
        """Return who says what the results about some data mean."""

        def labels(term: Term) -> dict[str, str]:
            n = data.known(term)
            out: dict[str, str] = {}
            for p in (data.known(label) for label in LABELS):
                for o in data.objects(n, p) if n is not None and p is not None else ():
                    value = data.term(o)
                    if isinstance(value, Literal) and value.language:
                        out.setdefault(value.language.partition("-")[0], value.value)
            return out

        return Messenger(self.index, labels, self.sayings)

    def result(self, finding: Finding, root: Shape, data: Data, messenger: Messenger) -> Result:
        """Return a finding as a record, with its messages."""
        shape, constraint = finding.shape, finding.constraint
        focus = data.term(finding.focus)
        value = None if finding.value is None else data.term(finding.value)
        path = shape.path_text if finding.path is None else write_path(Step(finding.path))
        what = constraint.value
        source = what.node if isinstance(what, Sparql) and constraint.component == "SPARQL" else None
        saying = messenger.saying(shape.node, constraint.iri, source)
        messages = saying.always
        if messages is None:
            facts: dict[str, object] = {**(finding.facts or {}), "this": focus}
            facts.setdefault("path", path or None)
            facts.setdefault("value", value)
            messages = messenger.fill(saying, shape.node, facts)
        return Result(focus, path, value, shape.node, root.name, constraint.iri, shape.severity, messages, source)


@contextlib.contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep the garbage collector from walking over millions of objects again and again, none of which is garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _refuse_circles(shapes: dict[Node, Shape]) -> None:
    """Refuse shapes that lead back to themselves; SHACL §3.4.3 leaves open what they mean.

    Raises:
        ShapesProblem: with the way round.
    """
    done: set[Node] = set()
    for start in shapes:
        trail: list[Node] = []
        agenda: list[tuple[Node, bool]] = [(start, True)]
        while agenda:
            node, entering = agenda.pop()
            if not entering:
                trail.pop()
                done.add(node)
                continue
            if node in done:
                continue
            if node in trail:
                way = [*trail[trail.index(node) :], node]
                raise ShapesProblem(
                    "These shapes lead back to themselves: " + " → ".join(shapes[n].name for n in way) + ".",
                    place=place(start),
                    remedy="SHACL leaves open what that means; break the circle.",
                )
            trail.append(node)
            agenda.append((node, False))
            agenda.extend((n, True) for n in _leads_to(shapes[node]))


def _leads_to(shape: Shape) -> Iterable[Node]:
    yield from shape.properties
    for constraint in shape.constraints:
        what = constraint.value
        if constraint.component in {"Node", "Not"}:
            yield what  # type: ignore[misc]
        elif constraint.component in {"And", "Or", "Xone"}:
            yield from what  # type: ignore[misc]
        elif isinstance(what, Qualified):
            yield what.shape
            yield from what.siblings


@once_for_each(4)
def index_data(graph: Graph) -> Data:
    """Return the data that many validations share, as numbers; the same graph is indexed once."""
    return Data(graph)


def number(data: Graph, background: Graph = ()) -> Data:
    """Return a data graph with its terms as numbers, for callers that judge it more than once.

    Args:
        data: the data graph.
        background: more of it, shared between calls: the same tuple is indexed once.
    """
    return Data(data, index_data(background) if background else None)


@once_for_each(8)
def compile_shapes(shapes: Graph) -> Shapes:
    """Return a shapes graph made ready for validation; the same graph is compiled once.

    Raises:
        ShapesProblem: the shapes graph is ill-formed, or asks for what no engine here does.
    """
    return Shapes(shapes)
