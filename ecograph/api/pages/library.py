"""What the pages may ask for.

The law of this file: everything here is a frozen record of plain text and numbers, so that a page can be made, and
tested, without a store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ecograph.canvas import Canvas, Source, Texts
from ecograph.engine.queries import Parameter, Query
from ecograph.questions import Choice


@dataclass(frozen=True, slots=True)
class DescriptionCard:
    """One description of an ecosystem: its slug, title, date and how its preconditions came out.

    Attributes:
        as_of: Date, year and month, or year.
        counts: Number of preconditions per level, by local name.
    """

    slug: str
    title: Texts
    as_of: str
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Glance:
    """One group of the canvas in the small: its name, and the notation and level of each precondition."""

    label: Texts
    levels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EcosystemCard:
    """One ecosystem at a glance.

    Attributes:
        descriptions: Oldest first.
        counts: Of the latest description, per level.
        region: Name of the region that it covers.
        region_code: Codes of the regions that it is the same as: CBS of municipalities and provinces, NUTS
            (``GM0114 PV22 NL13``), for the map and the figures.
        near: NUTS codes of the regions that it comes close to.
        within: NUTS codes of the regions that it is a part of.
        members: CBS codes of the municipalities that take part, for a region that no register has.
        glance: The canvas of the latest description, in the small.
    """

    iri: str
    slug: str
    label: Texts
    descriptions: tuple[DescriptionCard, ...]
    counts: Mapping[str, int]
    region: Texts = field(default_factory=dict)
    region_code: str = ""
    near: str = ""
    within: str = ""
    members: str = ""
    glance: tuple[Glance, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a search found: where its page is, what it is called and what kind of thing it is."""

    iri: str
    label: str
    kind: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Premise:
    """A statement that a rule needed: who, what, which."""

    subject: Value
    property: Value
    object: Value


@dataclass(frozen=True, slots=True)
class Value:
    """One value on the page of a resource.

    Attributes:
        text: The literal, or the label of what it names.
        iri: Of what it names; empty for a literal.
        lang: Language tag of the text, if it has one.
        inferred: Whether no description says so and a rule concluded it.
        rule: Which rule, by its name in OWL 2 RL (``prp-spo1``); empty where it is not known.
        says: What that rule does, in words.
        because: What the rule needed.
    """

    text: str
    iri: str = ""
    lang: str = ""
    inferred: bool = False
    rule: str = ""
    says: str = ""
    because: tuple[Premise, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its values, on the page of a resource.

    Attributes:
        total: How many values there are in all, where not all are given; 0 where they are.
    """

    iri: str
    label: str
    values: tuple[Value, ...]
    total: int = 0


@dataclass(frozen=True, slots=True)
class ResourcePage:
    """Everything that is known of one resource, in one language.

    Attributes:
        label: Its name; the IRI where it has none.
        kinds: Its classes.
        properties: What it says, in the order in which it is shown.
        backlinks: What refers to it: the property, and the resources as values.
        ecosystem: Slug of the ecosystem that it belongs to, if it belongs to one.
        sources: The passages that state it.
        region_code: Codes of the regions that it is, covers or lies in, as on an EcosystemCard.
        near: Codes of the regions that come close.
    """

    iri: str
    label: str
    kinds: tuple[Value, ...]
    description: str
    properties: tuple[Property, ...]
    backlinks: tuple[Property, ...]
    ecosystem: str = ""
    sources: tuple[Source, ...] = ()
    region_code: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A property that connects things of one class with things of another (or with itself), and how often."""

    property: str
    label: Texts
    other: str
    count: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property with a value or a concept: its IRI, name, what kind of value (an IRI), and how often."""

    property: str
    label: Texts
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class ClassBox:
    """A class as it is used: how many things, what they have, what they point to and what points to them."""

    iri: str
    label: Texts
    definition: Texts
    count: int
    attributes: tuple[Attribute, ...] = ()
    outward: tuple[Tie, ...] = ()
    inward: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a shape asks: of which property (empty: of the whole), and what it says when it is not met."""

    property: str
    label: Texts
    message: Texts


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: its IRI, the class that it is for (or none), and what it asks."""

    iri: str
    target: str
    target_label: Texts
    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of the ontology, for the page of the ontology and for completion in the editor.

    Attributes:
        kind: ``Class`` or ``Property``.
        count: How often it is used in the graph.
        classes: For a property: the classes (IRIs) on whose instances it is used or expected.
        required: For a property: those of ``classes`` that must have it.
        superiors: IRIs of superclasses or superproperties.
        range: IRI of the class or datatype of its values, if it has one.
    """

    iri: str
    kind: str
    label: Texts
    definition: Texts = field(default_factory=dict)
    count: int = 0
    classes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    superiors: tuple[str, ...] = ()
    range: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A selection of preconditions, such as those that smart specialisation asks for.

    Attributes:
        preconditions: Their IRIs.
    """

    iri: str
    slug: str
    label: Texts
    preconditions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Node:
    """An actor or initiative in a network.

    Attributes:
        kind: Local name of its class, such as ``OrganisationActor`` or ``Project``.
        sphere: Local name of its primary sphere, such as ``Government``; empty where it is not described.
        roles: Labels of the roles that it plays.
        since: First year in which it takes part, if that is described.
        until: Last year, if that is described.
    """

    iri: str
    label: str
    kind: str
    sphere: str = ""
    roles: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie between two nodes, by their IRIs; ``label`` says which."""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Network:
    """The actors and initiatives of one ecosystem and their ties."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


class Library(Protocol):
    """The one thing that the pages are given; the service makes it from the store, the tests by hand."""

    def ecosystems(self) -> Sequence[EcosystemCard]:
        """Return every ecosystem that is described here, by label."""
        ...

    def canvas(self, ecosystem: str, description: str | None = None) -> Canvas:
        """Return the canvas of one description of one ecosystem, by slug; without a description the latest.

        Raises:
            UnknownName: nothing carries that slug.
        """
        ...

    def profiles(self) -> Sequence[Profile]:
        """Return the profiles that a canvas can be narrowed to."""
        ...

    def questions(self) -> Sequence[Query]:
        """Return the ready questions, in the order in which they are shown."""
        ...

    def search(self, text: str, lang: str) -> Sequence[Hit]:
        """Return what carries a label like ``text``, best first, at most fifty."""
        ...

    def resource(self, iri: str, lang: str) -> ResourcePage | None:
        """Return what is known of a resource; None where nothing is."""
        ...

    def terms(self) -> Sequence[Term]:
        """Return the classes and properties of the ontology, by label."""
        ...

    def classes(self) -> Sequence[ClassBox]:
        """Return the classes that are used, with what connects them, the most used first."""
        ...

    def shapes(self) -> Sequence[Shape]:
        """Return the rules that descriptions are checked with, by name."""
        ...

    def choices(self, question: Query, parameter: Parameter, lang: str) -> Sequence[Choice]:
        """Return what a parameter can be; empty where anything goes and a free field is shown."""
        ...

    def network(self, ecosystem: str, description: str | None, lang: str) -> Network:
        """Return the network of one description of one ecosystem.

        Raises:
            UnknownName: nothing carries that slug.
        """
        ...
