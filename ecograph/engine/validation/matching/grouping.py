"""GROUP BY, HAVING and aggregates.

The law of this file: after grouping only the keys and what was aggregated are visible (SPARQL §11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ecograph.engine.sparql_tree import NotRead
from ecograph.engine.validation.matching.expressions import Env, Evaluate, Expressions
from ecograph.engine.validation.matching.steps import FOUND, Make, chained, kept
from ecograph.engine.validation.matching.tree import GIVEN, Call, Group, Node, Optional, Patterns, Select, Union, Var
from ecograph.engine.validation.matching.variables import used
from ecograph.engine.validation.matching.worth import Doubtful, Failed, arithmetic, literal, worth
from ecograph.engine.validation.paths import Step

if TYPE_CHECKING:
    from ecograph.engine.validation.matching.scope import Scope

Rows = Callable[[Env], Iterable[tuple[Any, ...]]]
#: Takes the environments of a group, and returns what stands for the aggregate in the environment of the group.
_Aggregate = Callable[[list[Env]], Any]


def grouped(
    query: Select, columns: tuple[tuple[str, Node | Call | None], ...], makes: list[Make], scope: Scope
) -> Rows:
    """Return what finds the rows of a grouped query in a fresh environment.

    Raises:
        NotRead: it depends on how often something is found, and a path may hide that.
    """
    if any(a.name in {"COUNT", "SUM"} for a in query.aggregates) and not _exact(query.group):
        raise NotRead("how often a path leads somewhere")
    keys = [scope.column(name, expression) for expression, name in query.keys]
    folds = [_aggregate(call, scope) for call in query.aggregates]
    inner = _Inner(query, scope)
    for name, expression in columns:
        if expression is None and name not in inner.places:
            raise NotRead("a column that is no key")
    expressions = Expressions(inner.places, dict(zip(query.aggregates, inner.made, strict=True)))
    tests = [expressions.test(e) for e in query.having]
    values = [_place(inner.places[name]) if e is None else kept(expressions.value(e)) for name, e in columns]

    def last(env: Env) -> bool:
        member = env.copy()
        member[FOUND] = None  # or the groups would hold what holds them, and only the collector could free the data
        env[FOUND].setdefault(tuple([key(env) for key in keys]), []).append(member)
        return False

    run = chained(makes, last)

    def rows(env: Env) -> list[tuple[Any, ...]]:
        base = env.copy()
        groups = env[FOUND] = {} if query.keys else {(): []}
        run(env)
        out: list[tuple[Any, ...]] = []
        for key, members in groups.items():
            one = base.copy()
            for place, value in zip(inner.keys, key, strict=True):
                one[place] = value
            for place, fold in zip(inner.made, folds, strict=True):
                one[place] = fold(members)
            if all(test(one) for test in tests):
                out.append(tuple([value(one) for value in values]))
        return list(dict.fromkeys(out)) if query.distinct else out

    return rows


class _Inner:
    """Where keys and aggregates stand after grouping."""

    def __init__(self, query: Select, scope: Scope) -> None:
        self.keys = [scope.planner.place() for _ in query.keys]
        self.made = [scope.planner.place() for _ in query.aggregates]
        self.places = {name: place for (_, name), place in zip(query.keys, self.keys, strict=True) if name}
        if len(self.places) < sum(1 for _, name in query.keys if name):
            raise NotRead("a key twice")
        given = {n for _, e in query.columns or () for n in used(e)} | {n for e in query.having for n in used(e)}
        self.places |= {name: scope.place(name) for name in given if name.startswith(GIVEN)}


def _place(place: int) -> Callable[[Env], Any]:
    return lambda env: env[place]


def _aggregate(call: Call, scope: Scope) -> _Aggregate:
    (argument,) = call.arguments
    if call.name in {"COUNT", "COUNT DISTINCT"} and isinstance(argument, Var):
        return _count(scope.place(argument.name), distinct=call.name == "COUNT DISTINCT")
    if call.name == "SUM":
        return _sum(scope.expressions(argument).value(argument))
    if call.name in {"MAX", "MIN"} and isinstance(argument, Var):
        return _extreme(scope.place(argument.name), greatest=call.name == "MAX")
    raise NotRead(call.name)


def _count(place: int, *, distinct: bool) -> _Aggregate:
    def fold(members: list[Env]) -> Any:  # noqa: ANN401  # what an environment holds
        found: Any = [value for env in members if (value := env[place]) is not None]
        return literal(len(set(found) if distinct else found))

    return fold


def _sum(value: Evaluate) -> _Aggregate:
    def fold(members: list[Env]) -> Any:  # noqa: ANN401
        total: Any = 0
        try:
            for env in members:
                total = arithmetic("+", total, value(env))
        except Failed:
            return None
        return literal(total)

    return fold


def _extreme(place: int, *, greatest: bool) -> _Aggregate:
    def fold(members: list[Env]) -> Any:  # noqa: ANN401
        terms: dict[Any, Any] = {}
        for env in members:
            found = env[place]
            number = None if found is None else worth(env[0].terms[found] if isinstance(found, int) else found)
            if type(number) not in {int, Decimal}:
                raise Doubtful
            terms.setdefault(number, set()).add(found)
        if not terms:
            return None
        best = terms[max(terms) if greatest else min(terms)]
        if len(best) > 1:
            raise Doubtful
        return next(iter(best))

    return fold


def _exact(group: Group) -> bool:
    """Return whether solutions come as often as SPARQL says: a path here finds each node once."""
    if group.query is not None:
        query = group.query
        return query.distinct or query.grouped or _exact(query.group)
    for element in group.elements:
        if isinstance(element, Patterns):
            if not all(isinstance(pattern.path, Step | Var) for pattern in element.patterns):
                return False
        elif isinstance(element, Optional):
            if not _exact(element.group):
                return False
        elif isinstance(element, Union) and not all(map(_exact, element.groups)):
            return False
    return True
