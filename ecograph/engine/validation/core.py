"""SHACL Core over a data graph in memory, a set of nodes at a time.

The law of this file: a constraint looks at all focus nodes of its shape at once; a value is tested once per constraint,
however many nodes have it; whether a node conforms to a shape is worked out once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ecograph.engine.validation.data import Data
from ecograph.engine.validation.focus_tests import FOCUS_TESTS, Found, Items
from ecograph.engine.validation.index import Node
from ecograph.engine.validation.paths import Step, named
from ecograph.engine.validation.sparql import Sparqler
from ecograph.engine.validation.tree import Constraint, Shape
from ecograph.engine.validation.value_tests import VALUE_TESTS
from ecograph.engine.validation.values import Value
from ecograph.engine.validation.values import worth as worth_of


class Finding(NamedTuple):
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
                out.update(self.instances_of(n))
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

    def instances_of(self, c: int) -> dict[int, None]:
        """Return the SHACL instances of a class; not to be changed."""
        found = self.instances.get(c)
        if found is None:
            found = self.instances[c] = self.data.instances(c)
        return found

    def _items(self, shape: Shape, foci: Collection[int]) -> Items:
        """Return nodes with their values; where a shape has nothing against a node without one, not those."""
        path, data = shape.path, self.data
        if path is None:
            return [(f, (f,)) for f in foci]
        if isinstance(path, Step):
            p = data.known(named(path.iri))
            index = data.forward(p) if p is not None else {}
            if shape.about_values:
                return [(f, index[f]) for f in filter(index.__contains__, foci)]
            return [(f, index.get(f, ())) for f in foci]
        walk = data.walker(path)
        found = [(f, walk(f)) for f in foci]
        return [item for item in found if item[1]] if shape.about_values else found

    # What is wrong there

    def report(self, shape: Shape, foci: Collection[int]) -> Iterator[Finding]:
        """Yield every violation of a shape and of the property shapes that hang on it."""
        if shape.deactivated:
            return
        items = self._items(shape, foci) if shape.constraints or shape.path else []
        for constraint, focus, value, path, facts in self._own(shape, items) if items else ():
            yield Finding(shape, constraint, focus, value, path, facts)
        for child in shape.properties:
            sub = self.shapes[child]
            if shape.path is None:
                yield from self.report(sub, foci)
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
        """Return the same of nodes not looked at before; what one constraint has caught, the next may skip."""
        if shape.deactivated:
            return set()
        bad: set[int] = set()
        if shape.path is None:
            for constraint in shape.constraints:
                test = VALUE_TESTS.get(constraint.component)
                if test is not None:
                    bad |= test(self, constraint, nodes - bad)
                else:
                    bad.update(focus for _, focus, _, _, _ in self._look(shape, constraint, self._items(shape, nodes)))
            for child in shape.properties:
                bad |= self.failing(child, nodes - bad)
            return bad
        items = self._items(shape, nodes)
        bad.update(focus for _, focus, _, _, _ in self._own(shape, items))
        for child in shape.properties:
            left = [(f, values) for f, values in items if f not in bad]
            if not left:
                break
            wrong = self.failing(child, _all_values(left))
            if wrong:
                bad.update(f for f, values in left if not wrong.isdisjoint(values))
        return bad

    def _own(self, shape: Shape, items: Items) -> Iterator[Found]:
        every: set[int] | None = None
        for constraint in shape.constraints:
            test = VALUE_TESTS.get(constraint.component)
            if test is not None:
                if every is None:
                    every = _all_values(items)
                bad = test(self, constraint, every)
                if bad:
                    yield from ((constraint, f, v, None, None) for f, values in items for v in values if v in bad)
                continue
            yield from self._look(shape, constraint, items)

    def _look(self, shape: Shape, constraint: Constraint, items: Items) -> Iterator[Found]:
        return FOCUS_TESTS.get(constraint.component, Evaluator._sparql)(self, shape, constraint, items)

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


def _all_values(items: Items) -> set[int]:
    return set().union(*[values for _, values in items])
