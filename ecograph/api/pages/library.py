"""What the pages may ask for.

The law of this file: everything here is a frozen record of plain text and numbers, so that a page can be made, and
tested, without a store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ecograph.canvas import Canvas, Texts
from ecograph.engine.queries import Query


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
class EcosystemCard:
    """One ecosystem at a glance.

    Attributes:
        descriptions: Oldest first.
        counts: Of the latest description, per level.
        region: Name of the region that it covers.
        region_code: Statistical code of that region (``GM0114``, ``PV22``, ``NL132``), for the map.
    """

    iri: str
    slug: str
    label: Texts
    descriptions: tuple[DescriptionCard, ...]
    counts: Mapping[str, int]
    region: Texts = field(default_factory=dict)
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a search found: where its page is, what it is called and what kind of thing it is."""

    iri: str
    label: str
    kind: str
    excerpt: str = ""


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

    def questions(self) -> Sequence[Query]:
        """Return the ready questions, in the order in which they are shown."""
        ...

    def search(self, text: str, lang: str) -> Sequence[Hit]:
        """Return what carries a label like ``text``, best first, at most fifty."""
        ...
