"""A SELECT query as records, as far as it can be answered here.

The law of this file: `reading` makes these and nobody else; they do not change. They are named tuples, which are made
quickly, in a start of the program too.
"""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from ecograph.engine.validation.paths import Path

#: The name of a variable that is given with each call begins with this.
GIVEN = "$"
#: The name of a variable that a query cannot name begins with this.
NAMELESS = " "


class Var(NamedTuple):
    """A variable; one that the query cannot name has a number for a name."""

    name: str


Node = Var | NamedNode | Literal


class Call(NamedTuple):
    """An operator, a function or an aggregate (with ``DISTINCT`` at the end of its name where it says so)."""

    name: str
    arguments: tuple[Node | Call, ...]


class Pattern(NamedTuple):
    """Subject, a path or a variable in its place, value."""

    subject: Node
    path: Path | Var
    value: Node


class Patterns(NamedTuple):
    """Triple patterns beside each other."""

    patterns: tuple[Pattern, ...]


class Test(NamedTuple):
    """A filter: an expression; or a group that must, or must not, match."""

    expression: Node | Call | None = None
    group: Group | None = None
    denies: bool = False


class Bind(NamedTuple):
    """A calculation with a name."""

    expression: Node | Call
    name: str


class Optional(NamedTuple):
    """A group that may match."""

    group: Group


class Union(NamedTuple):
    """Groups any of which may match; of one, a plain group in a group."""

    groups: tuple[Group, ...]


class Group(NamedTuple):
    """The elements of a group in their order, or a query inside a query; filters are apart, they hold for all of it."""

    elements: tuple[Patterns | Bind | Optional | Union, ...] = ()
    tests: tuple[Test, ...] = ()
    query: Select | None = None


class Select(NamedTuple):
    """A SELECT query.

    Attributes:
        columns: name → the expression, or nothing for the variable itself; None for ``*``.
        keys: of GROUP BY: expressions with the names that they get, if any.
        grouped: whether the solutions are grouped, by keys or all together.
    """

    columns: tuple[tuple[str, Node | Call | None], ...] | None
    distinct: bool
    group: Group
    keys: tuple[tuple[Node | Call, str], ...] = ()
    having: tuple[Node | Call, ...] = ()
    grouped: bool = False
    aggregates: tuple[Call, ...] = ()
