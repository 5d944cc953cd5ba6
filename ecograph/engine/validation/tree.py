"""A shapes graph as a typed tree: what every back end works from.

The law of this file: these are records; `reading` makes them, and nobody else reads a shapes graph.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from ecograph.engine.validation.index import SHACL, Node
from ecograph.engine.validation.paths import Path
from ecograph.engine.validation.report import Term
from ecograph.errors import Place


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: a component with its parameter filled in.

    Attributes:
        component: its name without ``ConstraintComponent``, such as ``MinCount``; a full IRI for a custom one.
        value: the parameter: a term, a number, a list or shapes, as the component wants it.
        extra: what else it needs: the flags of a pattern, the sibling shapes of a qualified one.
        iri: of the component; one of our own shapes graph has it already.
    """

    component: str
    value: object
    extra: object = None
    iri: str = field(init=False)

    def __post_init__(self) -> None:
        own = ":" in self.component
        object.__setattr__(self, "iri", self.component if own else f"{SHACL}{self.component}ConstraintComponent")


@dataclass(frozen=True, slots=True)
class Sparql:
    """A SPARQL constraint (SHACL §5) or a validator of a custom component (§6), ready to be bound.

    Attributes:
        node: the constraint; for a custom component, none.
        text: the query, with its prefixes.
        ask: whether it is an ASK query, true where a value conforms.
        bindings: what else is pre-bound: the parameters of a custom component.
    """

    node: Term | None
    text: str
    ask: bool = False
    bindings: tuple[tuple[str, Term], ...] = ()


@dataclass(frozen=True, slots=True)
class Qualified:
    """The value of a qualified value shape: the shape, and its siblings if it is disjoint from them."""

    shape: Node
    count: int
    siblings: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """What a shape is about (SHACL §2.1.3)."""

    nodes: tuple[Term, ...] = ()
    classes: tuple[Term, ...] = ()
    subjects_of: tuple[NamedNode, ...] = ()
    objects_of: tuple[NamedNode, ...] = ()
    queries: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of or self.queries)


#: The components that may find fault with a node that has no value; so may a query.
_OF_NONE = frozenset({"MinCount", "QualifiedMinCount", "HasValue", "Equals"})


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape or, with a path, a property shape.

    Attributes:
        path_text: the path as a report writes it.
        properties: the property shapes that hang on it by ``sh:property``.
        name: the IRI, or the label of the blank node.
        about_values: whether a node without a value has nothing to fear from it.
    """

    node: Node
    path: Path | None
    path_text: str
    targets: Targets
    constraints: tuple[Constraint, ...]
    properties: tuple[Node, ...]
    severity: str
    deactivated: bool
    name: str = field(init=False)
    about_values: bool = field(init=False)

    def __post_init__(self) -> None:
        about_values = not any(c.component in _OF_NONE or isinstance(c.value, Sparql) for c in self.constraints)
        object.__setattr__(self, "about_values", about_values)
        object.__setattr__(self, "name", self.node.value if isinstance(self.node, NamedNode) else str(self.node))


def place(node: Term) -> Place:
    """Return where a shape stands."""
    return Place(iri=node.value if isinstance(node, NamedNode) else str(node))
