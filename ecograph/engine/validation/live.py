"""Incremental validation: after a change, only the focus nodes that it can reach are judged again.

The law of this file: what it holds after any change is what a full run would find. For each triple that a shape may
look at it knows the way back to the focus node; where the way is not known (some patterns of SPARQL constraints), it
judges the shape in full.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Triple

from ecograph.engine.graph import Graph
from ecograph.engine.validation.compiled import Shapes
from ecograph.engine.validation.core import Evaluator
from ecograph.engine.validation.data import SUB_CLASS, Data, turned
from ecograph.engine.validation.index import TYPE, Node
from ecograph.engine.validation.messages import LABELS
from ecograph.engine.validation.paths import Alternative, Inverse, Path, Repeat, Sequence, Step
from ecograph.engine.validation.query_ways import query_ways
from ecograph.engine.validation.report import Report, Result, in_order
from ecograph.engine.validation.sparql import Sparqler
from ecograph.engine.validation.tree import Constraint, Qualified, Shape, Sparql

_PAIRS = {"Equals", "Disjoint", "LessThan", "LessThanOrEquals"}
_HERE = Sequence(())


@dataclass(frozen=True, slots=True)
class Way:
    """From a triple back to a focus node: from its subject (or its object) along a path."""

    path: Path
    from_object: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did to the report."""

    appeared: tuple[Result, ...]
    disappeared: tuple[Result, ...]


class Reach:
    """Which triples one root shape looks at, and the ways back.

    Attributes:
        ways: predicate → ways; the empty string stands for every predicate.
        wholly: predicates whose change makes a full run of the shape necessary; the empty string for every one.
    """

    def __init__(self, root: Shape, shapes: dict[Node, Shape]) -> None:
        self.shapes = shapes
        self.ways: dict[str, set[Way]] = defaultdict(set)
        self.wholly: set[str] = {SUB_CLASS.value}
        self._seen: set[tuple[Node, Path]] = set()
        targets = root.targets
        if targets.classes:
            self.ways[TYPE.value].add(Way(_HERE, False))
        for p in targets.subjects_of:
            self.ways[p.value].add(Way(_HERE, False))
        for p in targets.objects_of:
            self.ways[p.value].add(Way(_HERE, True))
        if targets.queries:
            self.wholly.add("")
        self._shape(root, _HERE)

    def _shape(self, shape: Shape, prefix: Path) -> None:
        if (shape.node, prefix) in self._seen or shape.deactivated:
            return
        self._seen.add((shape.node, prefix))
        if shape.path is not None:
            self._path(shape.path, prefix)
        values = prefix if shape.path is None else _after(prefix, shape.path)
        for constraint in shape.constraints:
            self._constraint(constraint, prefix, values)
        for child in shape.properties:
            self._shape(self.shapes[child], values)

    def _path(self, path: Path, prefix: Path) -> None:
        if isinstance(path, Step):
            self.ways[path.iri].add(Way(turned(prefix), False))
        elif isinstance(path, Inverse):
            if isinstance(path.path, Step):
                self.ways[path.path.iri].add(Way(turned(prefix), True))
            else:
                self._path(turned(path.path), prefix)
        elif isinstance(path, Sequence):
            for part in path.paths:
                self._path(part, prefix)
                prefix = _after(prefix, part)
        elif isinstance(path, Alternative):
            for part in path.paths:
                self._path(part, prefix)
        else:
            self._path(path.path, _after(prefix, Repeat(path.path, "*")))

    def _constraint(self, constraint: Constraint, prefix: Path, values: Path) -> None:
        what = constraint.value
        if constraint.component == "Class":
            self.ways[TYPE.value].add(Way(turned(values), False))
        elif constraint.component == "Closed":
            self.ways[""].add(Way(turned(values), False))
        elif constraint.component in _PAIRS:
            self.ways[what.value].add(Way(turned(prefix), False))  # type: ignore[attr-defined]
        elif isinstance(what, Qualified):
            for node in (what.shape, *what.siblings):
                self._shape(self.shapes[node], values)
        elif isinstance(what, Sparql):
            self._query(what, prefix)
        elif constraint.component in {"Node", "Not"}:
            self._shape(self.shapes[what], values)  # type: ignore[index]
        elif constraint.component in {"And", "Or", "Xone"}:
            for node in what:  # type: ignore[attr-defined]
                self._shape(self.shapes[node], values)

    def _query(self, what: Sparql, prefix: Path) -> None:
        if what.ask or what.bindings or "PATH" in what.text or "shapesGraph" in what.text:
            self.wholly.add("")
            return
        ways, wholly = query_ways(what.text)
        self.wholly |= wholly
        for predicate, path, to_object in ways:
            self.ways[predicate].add(Way(turned(_after(prefix, path)), to_object))


def _after(prefix: Path, path: Path) -> Path:
    """Return one path and then another."""
    first = prefix.paths if isinstance(prefix, Sequence) else (prefix,)
    return Sequence((*first, path))


class Live:
    """A data graph under judgement, that changes.

    Args:
        shapes: from `compile_shapes`.
        data: the graph to begin with.
    """

    def __init__(self, shapes: Shapes, data: Graph) -> None:
        self.shapes = shapes
        self.triples = dict.fromkeys(data)
        self.data = Data(tuple(self.triples))
        self.data.freeze()
        self.sparql = Sparqler(self.triples, self.data, shapes.graph)
        self.messenger = shapes.messenger(self.data)
        self.reaches = {shape.node: Reach(shape, shapes.shapes) for shape in shapes.with_targets}
        #: Predicate → way → the shapes that look at its triples along that way.
        self.index: dict[str, dict[Way, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for shape in shapes.with_targets:
            for predicate, ways in self.reaches[shape.node].ways.items():
                for way in ways:
                    self.index[predicate][way].append(shape.node)
        self.found: dict[Node, dict[int, list[Result]]] = {}
        for shape in shapes.with_targets:
            self.found[shape.node] = self._judge(shape, None)

    def report(self) -> Report:
        """Return what holds now."""
        results = in_order(r for by_focus in self.found.values() for rs in by_focus.values() for r in rs)
        return Report(not results, results, "ecograph-shacl 1, incremental")

    def change(self, *, add: Iterable[Triple] = (), remove: Iterable[Triple] = ()) -> Change:
        """Change the data and judge what the change reaches.

        Args:
            add: triples that are to hold.
            remove: triples that are to hold no longer; one that is also added holds.
        """
        new = [t for t in dict.fromkeys(add) if t not in self.triples]
        wanted = set(add) if not isinstance(add, set) else add
        old = [t for t in dict.fromkeys(remove) if t in self.triples and t not in wanted]
        number = self.data.number
        touched: dict[str, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
        numbers: list[tuple[int, int, int]] = []
        for t in (*new, *old):
            s, o = number(t.subject), number(t.object)
            numbers.append((s, number(t.predicate), o))
            subjects, objects = touched[t.predicate.value]
            subjects.add(s)
            objects.add(o)
        affected: dict[Node, set[int]] = defaultdict(set)
        self._reach(touched, affected)
        for triple, spo in zip(old, numbers[len(new) :], strict=True):
            del self.triples[triple]
            self.data.delete(*spo)
        for triple, spo in zip(new, numbers[: len(new)], strict=True):
            self.triples[triple] = None
            self.data.insert(*spo)
        self.sparql.changed(new, old)
        self._reach(touched, affected, again=True)
        if any(t.predicate in LABELS and t.subject in self.messenger.asked for t in (*new, *old)):
            self.messenger = self.shapes.messenger(self.data)  # something that messages name is called otherwise now
            return self._judge_again(affected, None)
        return self._judge_again(affected, set(touched))

    def _reach(
        self,
        touched: Mapping[str, tuple[set[int], set[int]]],
        affected: dict[Node, set[int]],
        *,
        again: bool = False,
    ) -> None:
        """Add the focus nodes that triples lead back to.

        Args:
            touched: predicate → the subjects and the objects of its triples.
            affected: shape → focus nodes; grows.
            again: after the change too, where what is beyond those triples may have changed.
        """
        for predicate, (subjects, objects) in touched.items():
            for way, shapes in (*self.index[predicate].items(), *self.index[""].items()):
                starts = objects if way.from_object else subjects
                if way.path != _HERE:
                    walk = self.data.walk
                    starts = {there for n in starts for there in walk(way.path, n)}
                elif again:
                    continue
                for node in shapes:
                    affected[node] |= starts

    def _judge_again(self, affected: dict[Node, set[int]], predicates: set[str] | None) -> Change:
        appeared: list[Result] = []
        disappeared: list[Result] = []
        for shape in self.shapes.with_targets:
            wholly = self.reaches[shape.node].wholly
            full = predicates is None or "" in wholly or not predicates.isdisjoint(wholly)
            foci = None if full else affected.get(shape.node)
            if not full and not foci:
                continue
            now = self._judge(shape, foci)
            before = self.found[shape.node]
            for f in before.keys() | now.keys() if foci is None else foci:
                was, is_ = before.pop(f, []), now.get(f, [])
                disappeared.extend(_without(was, is_))
                appeared.extend(_without(is_, was))
                if is_:
                    before[f] = is_
        return Change(in_order(appeared), in_order(disappeared))

    def _judge(self, shape: Shape, only: set[int] | None) -> dict[int, list[Result]]:
        evaluator = Evaluator(self.data, self.shapes.shapes, self.sparql)
        foci = evaluator.focus_nodes(shape) if only is None else evaluator.focus_among(shape, only)
        out: dict[int, list[Result]] = {}
        if not _hands_on(shape, self.shapes.shapes):
            for finding in evaluator.report(shape, foci):
                out.setdefault(finding.focus, []).append(self.shapes.result(finding, shape, self.data, self.messenger))
            return out
        for f in foci:  # results about values of the focus node: kept with the focus node they come from
            results = [self.shapes.result(x, shape, self.data, self.messenger) for x in evaluator.report(shape, [f])]
            if results:
                out[f] = results
        return out


def _without(some: list[Result], others: list[Result]) -> list[Result]:
    """Return one list without another, each result as often as it is."""
    left = list(some)
    for result in others:
        if result in left:
            left.remove(result)
    return left


def _hands_on(shape: Shape, shapes: dict[Node, Shape]) -> bool:
    """Return whether a shape has property shapes about the values of its values."""
    if shape.path is not None and shape.properties:
        return True
    return any(_hands_on(shapes[child], shapes) for child in shape.properties)
