"""The components of SHACL Core that look at all values of a focus node together.

The law of this file: a test takes focus nodes with their values and yields what is wrong, once for each result that
SHACL asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from ecograph.engine.validation.data import Values
from ecograph.engine.validation.tree import Constraint, Qualified, Shape
from ecograph.engine.validation.value_tests import GOOD_ORDERS
from ecograph.engine.validation.values import compare

if TYPE_CHECKING:
    from ecograph.engine.validation.core import Evaluator as Judge

#: Focus nodes with their value nodes.
Items = list[tuple[int, Values]]
#: What was found about one focus node: constraint, focus, value, path (if not the shape's), and facts for the message.
Found = tuple[Constraint, int, int | None, str | None, dict[str, object] | None]


def _count(_judge: Judge, _shape: Shape, constraint: Constraint, items: Items) -> Iterator[Found]:
    limit: int = constraint.value  # type: ignore[assignment]
    least = constraint.component == "MinCount"
    for f, values in items:
        if len(values) < limit if least else len(values) > limit:
            yield constraint, f, None, None, None


def _unique_lang(judge: Judge, _shape: Shape, constraint: Constraint, items: Items) -> Iterator[Found]:
    for f, values in items:
        if len(values) > 1:
            times: dict[str, int] = {}
            for v in values:
                term = judge.data.term(v)
                if isinstance(term, Literal) and (language := term.language):
                    tag = language.lower()
                    times[tag] = times.get(tag, 0) + 1
            for n in times.values():
                if n > 1:
                    yield constraint, f, None, None, None


def _has_value(judge: Judge, _shape: Shape, constraint: Constraint, items: Items) -> Iterator[Found]:
    wanted = judge.data.known(constraint.value)  # type: ignore[arg-type]
    for f, values in items:
        if wanted is None or wanted not in values:
            yield constraint, f, None, None, None


def _others(judge: Judge, constraint: Constraint, focus: int) -> Values:
    p = judge.data.known(constraint.value)  # type: ignore[arg-type]
    return () if p is None else judge.data.objects(focus, p)


def _equals(judge: Judge, _shape: Shape, constraint: Constraint, items: Items) -> Iterator[Found]:
    for f, values in items:
        for v in set(values) ^ set(_others(judge, constraint, f)):
            yield constraint, f, v, None, None


def _disjoint(judge: Judge, _shape: Shape, constraint: Constraint, items: Items) -> Iterator[Found]:
    for f, values in items:
        for v in set(values) & set(_others(judge, constraint, f)):
            yield constraint, f, v, None, None


def _less_than(judge: Judge, _shape: Shape, constraint: Constraint, items: Items) -> Iterator[Found]:
    good = GOOD_ORDERS[constraint.component]
    for f, values in items:
        others = _others(judge, constraint, f)
        for v in values:
            for other in others:
                if compare(judge.worth(v), judge.worth(other)) not in good:
                    yield constraint, f, v, None, None


def _qualified(judge: Judge, _shape: Shape, constraint: Constraint, items: Items) -> Iterator[Found]:
    what: Qualified = constraint.value  # type: ignore[assignment]
    values: set[int] = set().union(*[vs for _, vs in items])
    good = values - judge.failing(what.shape, values)
    for sibling in what.siblings:
        good &= judge.failing(sibling, good)
    least = constraint.component == "QualifiedMinCount"
    for f, vs in items:
        n = len(good.intersection(vs))  # a node has each value once
        if n < what.count if least else n > what.count:
            yield constraint, f, None, None, None


def _closed(judge: Judge, _shape: Shape, constraint: Constraint, items: Items) -> Iterator[Found]:
    allowed: frozenset[str] = constraint.value  # type: ignore[assignment]
    for f, values in items:
        for v in values:
            for p, o in judge.data.about(v):
                predicate = judge.data.term(p)
                assert isinstance(predicate, NamedNode)
                if predicate.value not in allowed:
                    yield constraint, f, o, predicate.value, None


FOCUS_TESTS: dict[str, Callable[[Judge, Shape, Constraint, Items], Iterator[Found]]] = {
    "MinCount": _count,
    "MaxCount": _count,
    "UniqueLang": _unique_lang,
    "HasValue": _has_value,
    "Equals": _equals,
    "Disjoint": _disjoint,
    "LessThan": _less_than,
    "LessThanOrEquals": _less_than,
    "QualifiedMinCount": _qualified,
    "QualifiedMaxCount": _qualified,
    "Closed": _closed,
}
