"""SHACL Core over a data graph in memory, a set of nodes at a time.

The law of this file: a constraint looks at all focus nodes of its shape at once; a value is tested once per constraint,
however many nodes have it; whether a node conforms to a shape is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ecograph.engine.validation.data import Data
from ecograph.engine.validation.focus_tests import FOCUS_TESTS, Found, Items
from ecograph.engine.validation.index import Node
from ecograph.engine.validation.paths import Step
from ecograph.engine.validation.sparql import Sparqler
from ecograph.engine.validation.tree import Constraint, Shape
from ecograph.engine.validation.value_tests import VALUE_TESTS
from ecograph.engine.validation.values import Value
from ecograph.engine.validation.values import worth as worth_of


@dataclass(slots=True)
class Finding:
    """One violation, still in numbers."""

    shape: Shape
    constraint: Constraint
    focus: int
    value: int | None
    path: str | None
    facts: dict[str, object] | None


class Evaluator:
    """Judges nodes of one data graph against the shapes of one shapes graph."""

    def __init__(self, data: Data, shapes: dict[Node, Shape], sparql: Sparqler) -> None:
        self.data = data
        self.shapes = shapes
        self.sparql = sparql
        self.worths: dict[int, Value | None] = {}
        self.tested: dict[Node, set[int]] = {}
        self.failed: dict[Node, set[int]] = {}
        self.matches: dict[tuple[str, str], dict[str, bool]] = {}
        self.instances: dict[int, dict[int, None]] = {}

    # Where to look

    def focus_nodes(self, shape: Shape) -> list[int]:
        """Return the focus nodes of a shape's targets, each once."""
        data, targets = self.data, shape.targets
        out: dict[int, None] = {data.number(term): None for term in targets.nodes}
        for c in targets.classes:
            n = data.known(c)
            if n is not None:
                if n not in self.instances:
                    self.instances[n] = data.instances(n)
                out.update(self.instances[n])
        for p in targets.subjects_of:
            n = data.known(p)
            if n is not None:
                out.update(dict.fromkeys(data.all_subjects(n)))
        for p in targets.objects_of:
            n = data.known(p)
            if n is not None:
                out.update(dict.fromkeys(data.all_objects(n)))
        for query in targets.queries:
            out.update((data.number(term), None) for term in self.sparql.targets(query))
        return list(out)

    def focus_among(self, shape: Shape, nodes: Iterable[int]) -> list[int]:
        """Return those of some nodes that are among the targets of a shape, which has no SPARQL target."""
        data, targets = self.data, shape.targets
        classes = {k for term in targets.classes if (c := data.known(term)) is not None for k in data.subclasses(c)}
        types = data.forward(data.type)
        named = {data.known(term) for term in targets.nodes}
        having = [data.forward(p) for term in targets.subjects_of if (p := data.known(term)) is not None]
        having += [data.backward(p) for term in targets.objects_of if (p := data.known(term)) is not None]
        return [
            n
            for n in nodes
            if not classes.isdisjoint(types.get(n, ())) or n in named or any(n in index for index in having)
        ]

    def _items(self, shape: Shape, foci: Iterable[int]) -> Items:
        path, data = shape.path, self.data
        if path is None:
            return [(f, (f,)) for f in foci]
        if isinstance(path, Step):
            p = data.known(NamedNode(path.iri))
            if p is None:
                return [(f, ()) for f in foci]
            index = data.forward(p)
            return [(f, index.get(f, ())) for f in foci]
        return [(f, data.walk(path, f)) for f in foci]

    # What is wrong there

    def report(self, shape: Shape, foci: Iterable[int]) -> Iterator[Finding]:
        """Yield every violation of a shape and of the property shapes that hang on it."""
        if shape.deactivated:
            return
        items = self._items(shape, foci)
        for constraint, focus, value, path, facts in self._own(shape, items):
            yield Finding(shape, constraint, focus, value, path, facts)
        for child in shape.properties:
            sub = self.shapes[child]
            if shape.path is None:
                yield from self.report(sub, [f for f, _ in items])
                continue
            times: dict[int, int] = {}
            for _, values in items:
                for v in values:
                    times[v] = times.get(v, 0) + 1
            for finding in self.report(sub, times):
                for _ in range(times[finding.focus]):
                    yield finding

    def failing(self, node: Node, nodes: Iterable[int]) -> set[int]:
        """Return those of the nodes that do not conform to a shape."""
        wanted = nodes if isinstance(nodes, set) else set(nodes)
        tested = self.tested.setdefault(node, set())
        failed = self.failed.setdefault(node, set())
        new = wanted - tested
        if new:
            tested |= new
            failed |= self._failing(self.shapes[node], new)
        return wanted & failed

    def _failing(self, shape: Shape, nodes: set[int]) -> set[int]:
        if shape.deactivated:
            return set()
        items = self._items(shape, nodes)
        bad = {focus for _, focus, _, _, _ in self._own(shape, items)}
        for child in shape.properties:
            left = [(f, values) for f, values in items if f not in bad]
            if not left:
                break
            wrong = self.failing(child, {v for _, values in left for v in values})
            if wrong:
                bad.update(f for f, values in left if not wrong.isdisjoint(values))
        return bad

    def _own(self, shape: Shape, items: Items) -> Iterator[Found]:
        every: set[int] | None = None
        for constraint in shape.constraints:
            test = VALUE_TESTS.get(constraint.component)
            if test is not None:
                if every is None:
                    every = {v for _, values in items for v in values}
                bad = test(self, constraint, every)
                if bad:
                    yield from ((constraint, f, v, None, None) for f, values in items for v in values if v in bad)
                continue
            look = FOCUS_TESTS.get(constraint.component, Evaluator._sparql)
            yield from look(self, shape, constraint, items)

    def worth(self, n: int) -> Value | None:
        """Return what a term is worth in comparisons."""
        if n not in self.worths:
            self.worths[n] = worth_of(self.data.term(n))
        return self.worths[n]

    def _sparql(self, shape: Shape, constraint: Constraint, items: Items) -> Iterator[Found]:
        number = self.data.number
        for row in self.sparql.violations(shape, constraint, items):
            value = None if row.value is None else number(row.value)
            yield constraint, number(row.focus), value, row.path, row.facts
