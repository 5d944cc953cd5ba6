"""The ontology as records, ready to be shown.

The law of this file: it reads what the Turtle says, once, and knows no language and no page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ecograph.engine.facts import Facts

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Axiom:
    """One axiom of a term: its kind (a key of ``words.AXIOMS``) and the IRIs or texts that it speaks of."""

    kind: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a shape asks of a described thing: its name and its message."""

    shape: str
    message: Texts


@dataclass(frozen=True, slots=True)
class TermRecord:
    """One class or property.

    Attributes:
        kind: ``Class``, ``ObjectProperty`` or ``DatatypeProperty``.
        on: For a property: the classes that it belongs to, by its domain or by its shape.
        leads_to: For a property: the class, datatype or concept scheme of its values, by its range or its shape.
        above, below: Wider and narrower terms of ours.
        properties: For a class: the properties that it has of its own.
        elsewhere: Pairs of relation and foreign IRI, from the alignments.
        example: A piece of Turtle in which the term occurs, and the name of its file.
    """

    iri: str
    kind: str
    module: str
    label: Texts
    definition: Texts
    comment: Texts
    sources: tuple[str, ...] = ()
    axioms: tuple[Axiom, ...] = ()
    rules: tuple[Rule, ...] = ()
    on: tuple[str, ...] = ()
    leads_to: str = ""
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    example: tuple[str, str] = ("", "")

    @property
    def name(self) -> str:
        """Return the last part of the IRI."""
        return self.iri.rpartition("#")[2]


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the ontology with its terms."""

    name: str
    classes: tuple[TermRecord, ...]
    properties: tuple[TermRecord, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """One choice of a scheme."""

    iri: str
    notation: str
    label: Texts
    definition: Texts
    note: Texts
    broader: tuple[str, ...]
    matches: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One list to choose from."""

    iri: str
    title: Texts
    description: Texts
    concepts: tuple[Concept, ...]
    sources: tuple[str, ...]
    used_by: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the last part of the IRI."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of a rule that somebody may want to change."""

    name: str
    value: str
    unit: str
    note: Texts


@dataclass(frozen=True, slots=True)
class PreconditionRecord:
    """One precondition with its rule."""

    iri: str
    notation: str
    label: Texts
    definition: Texts
    rule: Texts
    group: str
    concepts: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    sources: tuple[str, ...]
    looks_at: tuple[str, ...]
    profiles: tuple[str, ...]
    shacl: str

    @property
    def name(self) -> str:
        """Return the last part of the IRI."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Profile:
    """A choice of preconditions for one purpose."""

    iri: str
    label: Texts
    comment: Texts
    sources: tuple[str, ...]
    members: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the last part of the IRI."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Work:
    """A framework or document that preconditions and concepts come from."""

    iri: str
    title: Texts
    citation: str
    comment: Texts


@dataclass(frozen=True, slots=True)
class Ontology:
    """All of it."""

    facts: Facts
    modules: tuple[Module, ...]
    schemes: tuple[Scheme, ...]
    preconditions: tuple[PreconditionRecord, ...]
    profiles: tuple[Profile, ...]
    works: tuple[Work, ...]
    labels: Mapping[str, Texts]
    alignments: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    sizes: Mapping[str, int] = field(default_factory=dict)

    def terms(self) -> list[TermRecord]:
        """Return every class and property."""
        return [t for m in self.modules for t in (*m.classes, *m.properties)]
