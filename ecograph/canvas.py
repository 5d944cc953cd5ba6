"""What is missing in an ecosystem and why, as frozen records: no HTML, no RDF terms.

The law of this file: a canvas is read from the graphs by the queries in queries/canvas; it judges nothing itself.
Levels were computed by ``assess`` and stated by people; here they stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A passage of a document that says something.

    Attributes:
        iri: Of the passage.
        notation: Its short name within the description, such as ``S35``.
        label: What it says, in our words.
        quote: A short quotation, in its own language, where the words matter.
        document: IRI of the document.
        document_title: Its title.
    """

    iri: str
    notation: str
    label: Texts
    quote: Texts
    document: str
    document_title: Texts


@dataclass(frozen=True, slots=True)
class Evidence:
    """A described resource that the rule counted, with the passages that state it."""

    iri: str
    label: Texts
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """What somebody said of a precondition: a level, or a need.

    Attributes:
        perspective: Local name, such as ``Entrepreneur``.
        level: Local name, or None where a need was expressed and no level.
        by: Names of those who said so.
        interested: Whether they have an interest in the outcome.
    """

    iri: str
    perspective: str
    level: str | None
    label: Texts
    by: tuple[Texts, ...]
    rationale: Texts
    interested: bool
    valid_at: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A recommendation or initiative that addresses a precondition, with its last known status."""

    iri: str
    label: Texts
    status: Texts
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Literature:
    """A work that a precondition rests on."""

    iri: str
    title: Texts


@dataclass(frozen=True, slots=True)
class Judgement:
    """One precondition of the canvas.

    Attributes:
        level: The computed level: ``Sufficient``, ``Partial``, ``Absent``, ``NotDescribed`` or ``NotApplicable``.
        because: Why not higher: what is missing, one text per failed rule.
        closed_by: Where the level is Absent: the statement that closes this part of the description.
        rule: The rule in words.
        disagreement: Whether a stated level differs from the computed one or from another stated one.
    """

    notation: str
    iri: str
    label: Texts
    definition: Texts
    rule: Texts
    level: str
    because: tuple[Texts, ...]
    closed_by: Texts
    evidence: tuple[Evidence, ...]
    stated: tuple[Stated, ...]
    addressed_by: tuple[Answer, ...]
    literature: tuple[Literature, ...]
    disagreement: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group of preconditions, with its heading."""

    iri: str
    label: Texts
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Canvas:
    """The canvas of one description of one ecosystem.

    Attributes:
        unspecified: Statements about preconditions that the source does not name.
        perspectives: Local names of the perspectives that say something here, ``Computed`` first.
        counts: Number of preconditions per computed level.
    """

    ecosystem: str
    ecosystem_label: Texts
    description: str
    title: Texts
    as_of: str
    documents: tuple[Literature, ...]
    groups: tuple[Group, ...]
    perspectives: tuple[str, ...]
    unspecified: tuple[Stated, ...]
    counts: Mapping[str, int]

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """Return all preconditions, in the order of their notation."""
        return tuple(sorted((j for g in self.groups for j in g.judgements), key=lambda j: j.notation))
