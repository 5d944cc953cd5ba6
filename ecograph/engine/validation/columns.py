"""SHACL over large graphs: the same evaluation with columns of numbers and masks (numpy).

The law of this file: it finds what the evaluator on sets finds. What gains nothing from columns (comparisons, texts,
SPARQL) is handed to the tests of that evaluator, with only the values that matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from pyoxigraph import Literal, NamedNode

from ecograph.engine.validation.column_paths import NONE, ColumnWalker, Ids, Mask, Pairs, join
from ecograph.engine.validation.core import Finding
from ecograph.engine.validation.data import Data
from ecograph.engine.validation.focus_tests import FOCUS_TESTS, Items
from ecograph.engine.validation.index import TYPE, Node
from ecograph.engine.validation.sparql import Sparqler
from ecograph.engine.validation.tree import Constraint, Qualified, Shape, Sparql
from ecograph.engine.validation.value_tests import GOOD_ORDERS, VALUE_TESTS, is_of_datatype
from ecograph.engine.validation.values import compare, in_range, text_of

#: Constraint, focus nodes, their values (or none), and a path that is not the shape's.
Bulk = tuple[Constraint, Ids, Ids | None, str | None]
_WANTED = {"IRI": 1, "BlankNode": 2, "Literal": 4, "BlankNodeOrIRI": 3, "BlankNodeOrLiteral": 6, "IRIOrLiteral": 5}
_UNKNOWN, _NO_TEXT = -1, -2


class ColumnEvaluator(ColumnWalker):
    """Judges many nodes at once."""

    def __init__(self, data: Data, shapes: dict[Node, Shape], sparql: Sparqler) -> None:
        super().__init__(data, shapes, sparql)
        self.members: dict[int, Mask] = {}
        self.datatypes: dict[str, tuple[Mask, Mask]] = {}
        self.kinds = np.asarray(data.kinds(), dtype=np.uint8)
        self.lengths = np.full(self.size, _UNKNOWN, dtype=np.int64)
        self.languages = np.full(self.size, _UNKNOWN, dtype=np.int64)
        self.tags: dict[str, int] = {"": 0}
        self.done: dict[Node, tuple[Mask, Mask]] = {}

    # The evaluation

    def report(self, shape: Shape, foci: Iterable[int]) -> Iterator[Finding]:
        """Yield every violation of a shape and of the property shapes that hang on it."""
        if shape.deactivated:
            return
        nodes = self.distinct(np.fromiter(foci, dtype=np.int64))
        starts, values = self._values(shape, nodes)
        for constraint, who, what, path in self._all(shape, nodes, starts, values):
            for n, focus in enumerate(who.tolist()):
                yield Finding(shape, constraint, focus, None if what is None else int(what[n]), path, None)
        for constraint in shape.constraints:
            if isinstance(constraint.value, Sparql):
                needed = (starts, values) if constraint.value.ask else (NONE, NONE)
                items = _items(nodes, *needed)
                for _, focus, value, path, facts in self._sparql(shape, constraint, items):
                    yield Finding(shape, constraint, focus, value, path, facts)
        for child in shape.properties:
            if shape.path is None:
                yield from self.report(self.shapes[child], nodes.tolist())
                continue
            distinct, times = np.unique(values, return_counts=True)
            often = dict(zip(distinct.tolist(), times.tolist(), strict=True))
            for finding in self.report(self.shapes[child], distinct.tolist()):
                for _ in range(often[finding.focus]):
                    yield finding

    def _values(self, shape: Shape, nodes: Ids) -> Pairs:
        return (nodes, nodes) if shape.path is None else self.walked(shape.path, nodes)

    def failing(self, node: Node, nodes: Iterable[int]) -> set[int]:
        """Return those of the nodes that do not conform to a shape."""
        ids = np.fromiter(nodes, dtype=np.int64)
        return set(self.failing_ids(node, ids).tolist())

    def failing_ids(self, node: Node, ids: Ids) -> Ids:
        """Return those of the distinct nodes that do not conform to a shape."""
        if node not in self.done:
            self.done[node] = np.zeros(self.size, dtype=np.bool_), np.zeros(self.size, dtype=np.bool_)
        tested, failed = self.done[node]
        new = ids[~tested[ids]]
        if len(new):
            tested[new] = True
            failed[self._failing_now(self.shapes[node], new)] = True
        bad: Ids = ids[failed[ids]]
        return bad

    def _failing_now(self, shape: Shape, nodes: Ids) -> Ids:
        if shape.deactivated:
            return NONE
        starts, values = self._values(shape, nodes)
        bad = np.zeros(self.size, dtype=np.bool_)
        for _, who, _, _ in self._all(shape, nodes, starts, values):
            bad[who] = True
        for constraint in shape.constraints:
            if isinstance(constraint.value, Sparql):
                for _, focus, _, _, _ in self._sparql(shape, constraint, _items(nodes, starts, values)):
                    bad[focus] = True
        for child in shape.properties:
            wrong = self.mask(self.failing_ids(child, self.distinct(values)))
            bad[starts[wrong[values]]] = True
        return np.flatnonzero(bad)

    def _all(self, shape: Shape, nodes: Ids, starts: Ids, values: Ids) -> Iterator[Bulk]:
        distinct = self.distinct(values)
        for constraint in shape.constraints:
            if isinstance(constraint.value, Sparql):
                continue
            name = constraint.component
            if name in VALUE_TESTS:
                bad = (
                    getattr(self, _VALUES[name])(constraint, distinct)
                    if name in _VALUES
                    else self._slowly(constraint, distinct)
                )
                if len(bad):
                    chosen = self.mask(bad)[values]
                    yield constraint, starts[chosen], values[chosen], None
            elif name in _FOCI:
                yield from getattr(self, _FOCI[name])(constraint, nodes, starts, values)
            else:
                yield from self._each(shape, constraint, nodes, starts, values)

    def _slowly(self, constraint: Constraint, distinct: Ids) -> Ids:
        bad = VALUE_TESTS[constraint.component](self, constraint, set(distinct.tolist()))
        return np.fromiter(bad, dtype=np.int64, count=len(bad))

    def _each(self, shape: Shape, constraint: Constraint, nodes: Ids, starts: Ids, values: Ids) -> Iterator[Bulk]:
        found = list(FOCUS_TESTS[constraint.component](self, shape, constraint, _items(nodes, starts, values)))
        if found:
            what = None if found[0][2] is None else np.array([v for _, _, v, _, _ in found], dtype=np.int64)
            yield constraint, np.array([f for _, f, _, _, _ in found], dtype=np.int64), what, None

    # Tests of values

    def _class(self, constraint: Constraint, distinct: Ids) -> Ids:
        c = self.data.known(constraint.value)  # type: ignore[arg-type]
        if c is None:
            return distinct
        return distinct[~self._members(c)[distinct]]

    def _members(self, c: int) -> Mask:
        """Return the mask of the SHACL instances of a class."""
        if c not in self.members:
            who, kinds = self.column(TYPE.value)
            self.members[c] = self.mask(who[self.mask(np.array(sorted(self.data.subclasses(c))))[kinds]])
        return self.members[c]

    def focus_nodes(self, shape: Shape) -> list[int]:
        """Return the focus nodes of a shape's targets, each once."""
        targets, data = shape.targets, self.data
        parts: list[Ids] = [np.array([data.number(term) for term in targets.nodes], dtype=np.int64)]
        parts += [np.flatnonzero(self._members(c)) for term in targets.classes if (c := data.known(term)) is not None]
        parts += [self.column(p.value)[0] for p in targets.subjects_of]
        parts += [self.column(p.value)[1] for p in targets.objects_of]
        parts += [
            np.array([n for term in self.sparql.targets(q) if (n := data.number(term)) < self.size], dtype=np.int64)
            for q in targets.queries
        ]
        found: list[int] = self.distinct(np.concatenate(parts)).tolist()
        return found

    def _node_kind(self, constraint: Constraint, distinct: Ids) -> Ids:
        wanted = _WANTED[constraint.value.value.rpartition("#")[2]]  # type: ignore[attr-defined]
        bad: Ids = distinct[(self.kinds[distinct] & wanted) == 0]
        return bad

    def _datatype(self, constraint: Constraint, distinct: Ids) -> Ids:
        name: str = constraint.value.value  # type: ignore[attr-defined]
        if name not in self.datatypes:
            self.datatypes[name] = np.zeros(self.size, dtype=np.bool_), np.zeros(self.size, dtype=np.bool_)
        tested, good = self.datatypes[name]
        new = distinct[~tested[distinct]]
        tested[new] = True
        good[self._of_datatype(new, name)] = True
        return distinct[~good[distinct]]

    def _of_datatype(self, new: Ids, name: str) -> Ids:
        terms = self.data.terms
        return np.array([n for n in new.tolist() if is_of_datatype(terms[n], name)], dtype=np.int64)

    def _pattern(self, constraint: Constraint, distinct: Ids) -> Ids:
        return self._slowly(constraint, distinct)

    def _length(self, constraint: Constraint, distinct: Ids) -> Ids:
        found = self._lengths(distinct)
        limit: int = constraint.value  # type: ignore[assignment]
        wrong = found < limit if constraint.component == "MinLength" else found > limit
        bad: Ids = distinct[wrong | (found == _NO_TEXT)]
        return bad

    def _lengths(self, distinct: Ids) -> Ids:
        """Return how many characters each node's text has."""
        lengths, terms = self.lengths, self.data.terms
        for n in distinct[lengths[distinct] == _UNKNOWN].tolist():
            text = text_of(terms[n])
            lengths[n] = _NO_TEXT if text is None else len(text)
        return lengths[distinct]

    def _tags(self, distinct: Ids) -> Ids:
        """Return the number of the language of each node; zero for what has none."""
        languages, terms = self.languages, self.data.terms
        for n in distinct[languages[distinct] == _UNKNOWN].tolist():
            term = terms[n]
            tag = (term.language or "").lower() if isinstance(term, Literal) else ""
            languages[n] = self.tags.setdefault(tag, len(self.tags))
        return languages[distinct]

    def _language_in(self, constraint: Constraint, distinct: Ids) -> Ids:
        found = self._tags(distinct)
        wanted: tuple[str, ...] = constraint.value  # type: ignore[assignment]
        good = [n for tag, n in self.tags.items() if tag and in_range(tag, wanted)]
        bad: Ids = distinct[~np.isin(found, np.array(good, dtype=np.int64))]
        return bad

    def _in(self, constraint: Constraint, distinct: Ids) -> Ids:
        known = [n for m in constraint.value if (n := self.data.known(m)) is not None]  # type: ignore[attr-defined]
        return distinct[~np.isin(distinct, np.array(known, dtype=np.int64))]

    def _node(self, constraint: Constraint, distinct: Ids) -> Ids:
        return self.failing_ids(constraint.value, distinct)  # type: ignore[arg-type]

    def _not(self, constraint: Constraint, distinct: Ids) -> Ids:
        return np.setdiff1d(distinct, self.failing_ids(constraint.value, distinct), assume_unique=True)  # type: ignore[arg-type]

    def _and(self, constraint: Constraint, distinct: Ids) -> Ids:
        parts = [self.failing_ids(node, distinct) for node in constraint.value]  # type: ignore[attr-defined]
        return self.distinct(np.concatenate(parts))

    def _or(self, constraint: Constraint, distinct: Ids) -> Ids:
        for node in constraint.value:  # type: ignore[attr-defined]
            distinct = self.failing_ids(node, distinct)
        return distinct

    def _xone(self, constraint: Constraint, distinct: Ids) -> Ids:
        times = np.zeros(self.size, dtype=np.int64)
        for node in constraint.value:  # type: ignore[attr-defined]
            times[distinct] += 1
            times[self.failing_ids(node, distinct)] -= 1
        bad: Ids = distinct[times[distinct] != 1]
        return bad

    # Tests of focus nodes

    def _count(self, constraint: Constraint, nodes: Ids, starts: Ids, _values: Ids) -> Iterator[Bulk]:
        times = np.bincount(starts, minlength=self.size)[nodes]
        limit: int = constraint.value  # type: ignore[assignment]
        yield constraint, nodes[times < limit if constraint.component == "MinCount" else times > limit], None, None

    def _unique_lang(self, constraint: Constraint, _nodes: Ids, starts: Ids, values: Ids) -> Iterator[Bulk]:
        distinct = self.distinct(values)
        self._tags(distinct)
        tags = self.languages[values]
        packed, times = np.unique((starts << 32 | tags)[tags > 0], return_counts=True)
        yield constraint, packed[times > 1] >> 32, None, None

    def _has_value(self, constraint: Constraint, nodes: Ids, starts: Ids, values: Ids) -> Iterator[Bulk]:
        wanted = self.data.known(constraint.value)  # type: ignore[arg-type]
        has = self.mask(starts[values == wanted] if wanted is not None else NONE)
        yield constraint, nodes[~has[nodes]], None, None

    def _qualified(self, constraint: Constraint, nodes: Ids, starts: Ids, values: Ids) -> Iterator[Bulk]:
        what = constraint.value
        assert isinstance(what, Qualified)
        distinct = self.distinct(values)
        good = np.setdiff1d(distinct, self.failing_ids(what.shape, distinct), assume_unique=True)
        for sibling in what.siblings:
            good = self.failing_ids(sibling, good)
        times = np.bincount(starts[self.mask(good)[values]], minlength=self.size)[nodes]
        few = constraint.component == "QualifiedMinCount"
        yield constraint, nodes[times < what.count if few else times > what.count], None, None

    def _beside(self, constraint: Constraint, starts: Ids, values: Ids) -> tuple[Ids, Ids, Ids]:
        """Return focus nodes with each of their values and each value of the constraint's other property."""
        subjects, objects = self.column(constraint.value.value)  # type: ignore[attr-defined]
        chosen = self.mask(starts)[subjects]
        row, others = join(np.arange(len(starts)), starts, subjects[chosen], objects[chosen])
        return starts[row], values[row], others

    def _disjoint(self, constraint: Constraint, _nodes: Ids, starts: Ids, values: Ids) -> Iterator[Bulk]:
        who, what, others = self._beside(constraint, starts, values)
        both = what == others
        yield constraint, who[both], what[both], None

    def _less_than(self, constraint: Constraint, _nodes: Ids, starts: Ids, values: Ids) -> Iterator[Bulk]:
        who, what, others = self._beside(constraint, starts, values)
        good = GOOD_ORDERS[constraint.component]
        packed, which = np.unique(what << 32 | others, return_inverse=True)  # each two terms are compared once
        wrong = np.array(
            [compare(self.worth(k >> 32), self.worth(k & 0xFFFFFFFF)) not in good for k in packed.tolist()],
            dtype=np.bool_,
        )[which]
        yield constraint, who[wrong], what[wrong], None

    def _closed(self, constraint: Constraint, _nodes: Ids, starts: Ids, values: Ids) -> Iterator[Bulk]:
        allowed = constraint.value
        for p in self.data.predicates():
            predicate = self.data.term(p)
            assert isinstance(predicate, NamedNode)
            if predicate.value in allowed:  # type: ignore[operator]
                continue
            subjects, objects = self.column(predicate.value)
            chosen = self.mask(values)[subjects]
            if chosen.any():
                who, what = join(starts, values, subjects[chosen], objects[chosen])
                yield constraint, who, what, predicate.value


def _items(nodes: Ids, starts: Ids, values: Ids) -> Items:
    """Return focus nodes with their values, as the evaluator on sets takes them."""
    found: dict[int, list[int]] = {f: [] for f in nodes.tolist()}
    for f, v in zip(starts.tolist(), values.tolist(), strict=True):
        if f in found:
            found[f].append(v)
    return list(found.items())


_VALUES: dict[str, str] = {
    "Class": "_class",
    "NodeKind": "_node_kind",
    "Datatype": "_datatype",
    "Pattern": "_pattern",
    "In": "_in",
    "MinLength": "_length",
    "MaxLength": "_length",
    "LanguageIn": "_language_in",
    "Node": "_node",
    "Not": "_not",
    "And": "_and",
    "Or": "_or",
    "Xone": "_xone",
}
_FOCI: dict[str, str] = {
    "MinCount": "_count",
    "MaxCount": "_count",
    "HasValue": "_has_value",
    "UniqueLang": "_unique_lang",
    "QualifiedMinCount": "_qualified",
    "QualifiedMaxCount": "_qualified",
    "Disjoint": "_disjoint",
    "LessThan": "_less_than",
    "LessThanOrEquals": "_less_than",
    "Closed": "_closed",
}
