"""A SELECT query as records, as far as it can be answered here.

The law of this file: `reading` makes these and nobody else; they do not change.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from ecograph.engine.validation.paths import Path

#: The name of a variable that is given with each call begins with this.
GIVEN = "$"
#: The name of a variable that a query cannot name begins with this.
NAMELESS = " "


@dataclass(frozen=True, slots=True)
class Var:
    """A variable; one that the query cannot name has a number for a name."""

    name: str


Node = Var | NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Call:
    """An operator, a function or an aggregate (with ``DISTINCT`` at the end of its name where it says so)."""

    name: str
    arguments: tuple[Node | Call, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Subject, a path or a variable in its place, value."""

    subject: Node
    path: Path | Var
    value: Node


@dataclass(frozen=True, slots=True)
class Test:
    """A filter: an expression; or a group that must, or must not, match."""

    expression: Node | Call | None = None
    group: Group | None = None
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Bind:
    """A calculation with a name."""

    expression: Node | Call
    name: str


@dataclass(frozen=True, slots=True)
class Optional:
    """A group that may match."""

    group: Group


@dataclass(frozen=True, slots=True)
class Union:
    """Groups any of which may match; of one, a plain group in a group."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The elements of a group in their order, or a query inside a query; filters are apart, they hold for all of it."""

    elements: tuple[tuple[Pattern, ...] | Bind | Optional | Union, ...] = ()
    tests: tuple[Test, ...] = ()
    query: Select | None = None


@dataclass(frozen=True, slots=True)
class Select:
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
