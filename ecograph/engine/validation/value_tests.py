"""The components of SHACL Core that test one value at a time.

The law of this file: a test takes all values of a constraint and returns the bad ones; it does not know who has them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from ecograph.engine.lexical import is_valid
from ecograph.engine.validation.index import RDF
from ecograph.engine.validation.report import Term
from ecograph.engine.validation.tree import Constraint
from ecograph.engine.validation.values import compare, in_range, of_kind, text_of, worth

if TYPE_CHECKING:
    from ecograph.engine.validation.core import Evaluator as Judge

_LANG_STRING = RDF + "langString"
#: For so many values it does not pay to find all members of a class.
_FEW = 20
#: The outcomes of a comparison that are fine.
GOOD_ORDERS: dict[str, frozenset[int]] = {
    "MinExclusive": frozenset({1}),
    "MinInclusive": frozenset({0, 1}),
    "MaxExclusive": frozenset({-1}),
    "MaxInclusive": frozenset({-1, 0}),
    "LessThan": frozenset({-1}),
    "LessThanOrEquals": frozenset({-1, 0}),
}


def _class(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    data = judge.data
    c = data.known(constraint.value)  # type: ignore[arg-type]
    if c is None or not values:
        return values
    if not data.small:  # an index of all types is not worth its price where few are asked for
        return {v for v in values if not data.is_a(v, c)}
    if len(values) > _FEW:
        return values.difference(judge.instances_of(c))
    classes, types = data.subclasses(c), data.forward(data.type)
    return {v for v in values if classes.isdisjoint(types.get(v, ()))}


def _datatype(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    wanted = constraint.value.value  # type: ignore[attr-defined]
    term = judge.data.term
    return {v for v in values if not is_of_datatype(term(v), wanted)}


def _node_kind(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    kind = constraint.value.value.rpartition("#")[2]  # type: ignore[attr-defined]
    term = judge.data.term
    return {v for v in values if not of_kind(term(v), kind)}


def _bound(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    good = GOOD_ORDERS[constraint.component]
    bound = worth(constraint.value)  # type: ignore[arg-type]
    return {v for v in values if compare(judge.worth(v), bound) not in good}


def _length(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    limit: int = constraint.value  # type: ignore[assignment]
    least = constraint.component == "MinLength"
    bad = set()
    for v in values:
        text = text_of(judge.data.term(v))
        if text is None or (len(text) < limit if least else len(text) > limit):
            bad.add(v)
    return bad


def _pattern(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    texts = {v: text_of(judge.data.term(v)) for v in values}
    key = (str(constraint.value), str(constraint.extra or ""))
    known = judge.matches.setdefault(key, {})
    new = {t for t in texts.values() if t is not None and t not in known}
    if new:
        known.update(judge.sparql.matches(*key, new))
    return {v for v, t in texts.items() if t is None or not known[t]}


def _language_in(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    tags: tuple[str, ...] = constraint.value  # type: ignore[assignment]
    bad = set()
    for v in values:
        term = judge.data.term(v)
        if not (isinstance(term, Literal) and (tag := term.language) and in_range(tag, tags)):
            bad.add(v)
    return bad


def _in(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    members: tuple[Term, ...] = constraint.value  # type: ignore[assignment]
    return values - {judge.data.known(m) for m in members}


def _node(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    return judge.failing(constraint.value, values)  # type: ignore[arg-type]


def _not(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    return values - judge.failing(constraint.value, values)  # type: ignore[arg-type]


def _and(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    bad: set[int] = set()
    for node in constraint.value:  # type: ignore[attr-defined]
        bad |= judge.failing(node, values - bad)
    return bad


def _or(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    bad = values
    for node in constraint.value:  # type: ignore[attr-defined]
        if bad:
            bad = judge.failing(node, bad)
    return bad


def _xone(judge: Judge, constraint: Constraint, values: set[int]) -> set[int]:
    times = dict.fromkeys(values, 0)
    for node in constraint.value:  # type: ignore[attr-defined]
        for v in values - judge.failing(node, values):
            times[v] += 1
    return {v for v, n in times.items() if n != 1}


def is_of_datatype(term: Term, datatype: str) -> bool:
    """Return whether a term is a well-formed literal of a datatype."""
    if not isinstance(term, Literal):
        return False
    if term.language:
        return datatype == _LANG_STRING
    return term.datatype.value == datatype and is_valid(term.value, datatype)


VALUE_TESTS: dict[str, Callable[[Judge, Constraint, set[int]], set[int]]] = {
    "Class": _class,
    "Datatype": _datatype,
    "NodeKind": _node_kind,
    "MinExclusive": _bound,
    "MinInclusive": _bound,
    "MaxExclusive": _bound,
    "MaxInclusive": _bound,
    "MinLength": _length,
    "MaxLength": _length,
    "Pattern": _pattern,
    "LanguageIn": _language_in,
    "In": _in,
    "Node": _node,
    "Not": _not,
    "And": _and,
    "Or": _or,
    "Xone": _xone,
}
