"""Which variables a group mentions, may bind, and certainly binds.

The law of this file: of a query inside a query, only what it projects is seen from outside.
"""

from __future__ import annotations

from collections.abc import Iterator

from ecograph.engine.validation.matching.tree import (
    GIVEN,
    NAMELESS,
    Bind,
    Call,
    Group,
    Node,
    Optional,
    Pattern,
    Patterns,
    Select,
    Var,
)


def used(expression: Node | Call | None) -> set[str]:
    """Return the variables in an expression."""
    if isinstance(expression, Var):
        return {expression.name}
    if isinstance(expression, Call):
        return {name for argument in expression.arguments for name in used(argument)}
    return set()


def of_pattern(pattern: Pattern) -> set[str]:
    """Return the variables of a triple pattern, without those that are given."""
    parts = (pattern.subject, pattern.path, pattern.value)
    return {n.name for n in parts if isinstance(n, Var) and not n.name.startswith(GIVEN)}


def names(group: Group) -> set[str]:
    """Return every variable that a group mentions, in its filters too."""
    return set(_names(group, tests=True))


def binds(group: Group) -> set[str]:
    """Return every variable that a group may bind."""
    return set(_names(group, tests=False))


def _names(group: Group, *, tests: bool) -> Iterator[str]:
    if group.query is not None:
        yield from projected(group.query)
    for element in group.elements:
        if isinstance(element, Patterns):
            for pattern in element.patterns:
                yield from of_pattern(pattern)
        elif isinstance(element, Bind):
            yield element.name
            if tests:
                yield from used(element.expression)
        else:
            for inner in (element.group,) if isinstance(element, Optional) else element.groups:
                yield from _names(inner, tests=tests)
    for test in group.tests if tests else ():
        yield from used(test.expression)
        if test.group is not None:
            yield from _names(test.group, tests=True)


def projected(query: Select) -> set[str]:
    """Return the columns of a query."""
    if query.columns is not None:
        return {name for name, _ in query.columns}
    return {name for name in binds(query.group) if not name.startswith((GIVEN, NAMELESS))}


def certain(group: Group) -> set[str]:
    """Return the variables that every solution of a group binds."""
    if group.query is not None:
        query = group.query
        inner = certain(query.group)
        if query.grouped:
            inner &= {name for key, name in query.keys if isinstance(key, Var) and key.name == name}
        if query.columns is None:
            return inner
        return {name for name, expression in query.columns if expression is None} & inner
    out: set[str] = set()
    for element in group.elements:
        if isinstance(element, Patterns):
            for pattern in element.patterns:
                out |= of_pattern(pattern)
        elif not isinstance(element, Bind | Optional):
            out |= set.intersection(*(certain(g) for g in element.groups))
    return out
