"""What is missing in an ecosystem and why, as frozen records: no HTML, no RDF terms.

The law of this file: a canvas is read from the graphs by the queries in queries/canvas; it judges nothing itself.
Levels were computed by ``assess`` and stated by people; here they stand side by side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ecograph.engine.queries import named
from ecograph.engine.rows import Row, distinct, first, grouped, texts
from ecograph.errors import UnknownName
from ecograph.texts import Text

Texts = Mapping[str, str]
#: Runs a SELECT and returns its rows; the store, a worker or a remote engine behind it.
Select = Callable[[str], Sequence[Row]]


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
class DescriptionCard:
    """What is described, by which documents, as of when."""

    iri: str
    ecosystem: str
    ecosystem_label: Texts
    title: Texts
    as_of: str
    documents: tuple[Literature, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One precondition of the canvas.

    Attributes:
        level: The computed level: ``Sufficient``, ``Partial``, ``Absent``, ``NotDescribed`` or ``NotApplicable``.
        because: Why not higher: what is missing, one text per failed rule.
        closed_by: The statement that made *absent* or *not applicable* of *not described*, in words; else empty.
        closed_by_iri: Its IRI, or empty.
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
    closed_by_iri: str = ""


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


def descriptions(select: Select) -> tuple[DescriptionCard, ...]:
    """Return what is described, by ecosystem and date."""
    found = grouped(select(named("descriptions", "canvas").bind({})), "description")
    return tuple(
        DescriptionCard(
            iri=iri,
            ecosystem=first(rows, "ecosystem"),
            ecosystem_label=texts(rows, "ecosystemLabel"),
            title=texts(rows, "title"),
            as_of=first(rows, "asOf"),
            documents=tuple(Literature(d, texts(of, "documentTitle")) for d, of in grouped(rows, "document").items()),
        )
        for iri, rows in found.items()
    )


def canvas(select: Select, description: str) -> Canvas:
    """Return the canvas of one description.

    Args:
        select: Runs a SELECT over all graphs together.
        description: IRI of the description.

    Raises:
        UnknownName: nothing of that name is described.
    """
    cards = descriptions(select)
    card = next((c for c in cards if c.iri == description), None)
    if card is None:
        raise UnknownName(Text(nl="beschrijving", en="description"), description, [c.iri for c in cards])
    reader = _Reader(select, card)
    judgements = reader.judgements()
    groups = grouped(reader.levels, "group")
    found = tuple(
        Group(iri, texts(rows, "groupLabel"), tuple(judgements[p] for p in distinct(rows, "precondition")))
        for iri, rows in sorted(groups.items(), key=lambda g: (first(g[1], "groupOrder"), g[0]))
    )
    placed = {j.iri for g in found for j in g.judgements}
    rest = tuple(j for iri, j in judgements.items() if iri not in placed)
    if rest:
        found += (Group("", {"nl": "Overige randvoorwaarden", "en": "Other preconditions"}, rest),)
    says = {s.perspective for j in judgements.values() for s in j.stated} | {s.perspective for s in reader.unspecified}
    return Canvas(
        ecosystem=card.ecosystem,
        ecosystem_label=card.ecosystem_label,
        description=description,
        title=card.title,
        as_of=card.as_of,
        documents=card.documents,
        groups=found,
        perspectives=("Computed", *sorted(p for p in says if p)),
        unspecified=reader.unspecified,
        counts=Counter(j.level for j in judgements.values()),
    )


class _Reader:
    """Runs the canvas queries once and folds their rows."""

    def __init__(self, select: Select, card: DescriptionCard) -> None:
        about, of = {"ecosystem": card.ecosystem}, {"description": card.iri}

        def ask(name: str, values: Mapping[str, str]) -> Sequence[Row]:
            return select(named(name, "canvas").bind(values))

        self.levels = ask("levels", of)
        self.reasons = grouped(ask("reasons", of), "precondition")
        self.evidence = grouped(ask("evidence", of), "precondition")
        self.addressed = grouped(ask("addressed", about), "precondition")
        self.literature = grouped(ask("literature", {}), "precondition")
        self.passages = grouped(ask("passages", about), "passage")
        statements = grouped(ask("stated", about), "statement")
        self.stated: dict[str, list[Stated]] = defaultdict(list)
        nameless: list[Stated] = []
        for iri, rows in statements.items():
            record = self._stated(iri, rows)
            for precondition in distinct(rows, "precondition"):
                self.stated[precondition].append(record)
            if not first(rows, "precondition"):
                nameless.append(record)
        self.unspecified = tuple(nameless)

    def judgements(self) -> dict[str, Judgement]:
        return {iri: self._judgement(iri, rows) for iri, rows in grouped(self.levels, "precondition").items()}

    def _judgement(self, iri: str, rows: Sequence[Row]) -> Judgement:
        level = _local(first(rows, "level"))
        stated = tuple(sorted(self.stated.get(iri, ()), key=lambda s: (s.valid_at, s.perspective, s.iri)))
        return Judgement(
            notation=first(rows, "notation"),
            iri=iri,
            label=texts(rows, "label"),
            definition=texts(rows, "definition"),
            rule=texts(rows, "rule"),
            level=level,
            because=tuple(_because(r) for r in grouped(self.reasons.get(iri, ()), "reason").values()),
            closed_by=texts(rows, "closedByLabel"),
            closed_by_iri=first(rows, "closedBy"),
            evidence=tuple(
                Evidence(item, texts(of, "label"), self.sources(of))
                for item, of in grouped(self.evidence.get(iri, ()), "item").items()
            ),
            stated=stated,
            addressed_by=tuple(
                Answer(item, texts(of, "label"), _last_status(of), self.sources(of))
                for item, of in grouped(self.addressed.get(iri, ()), "item").items()
            ),
            literature=tuple(
                Literature(work, texts(of, "title"))
                for work, of in grouped(self.literature.get(iri, ()), "work").items()
            ),
            disagreement=_disagree(level, stated),
        )

    def _stated(self, iri: str, rows: Sequence[Row]) -> Stated:
        return Stated(
            iri=iri,
            perspective=_local(first(rows, "perspective")),
            level=_local(first(rows, "level")) or None,
            label=texts(rows, "label"),
            by=tuple(texts(of, "by") for of in grouped(rows, "actor").values()),
            rationale=texts(rows, "rationale"),
            interested=first(rows, "interested") in {"true", "1"},
            valid_at=first(rows, "validAt"),
            sources=self.sources(rows),
        )

    def sources(self, rows: Iterable[Row]) -> tuple[Source, ...]:
        """Return the passages that some rows name, in the order of their notation."""
        found = [self._source(p, self.passages[p]) for p in distinct(rows, "passage") if p in self.passages]
        return tuple(sorted(found, key=lambda s: (len(s.notation), s.notation)))

    def _source(self, iri: str, rows: Sequence[Row]) -> Source:
        return Source(
            iri=iri,
            notation=first(rows, "notation"),
            label=texts(rows, "text"),
            quote=texts(rows, "quote"),
            document=first(rows, "document"),
            document_title=texts(rows, "documentTitle"),
        )


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]


def _because(rows: Sequence[Row]) -> Texts:
    return texts(rows, "message")


def _last_status(rows: Sequence[Row]) -> Texts:
    """Return the label of the status with the latest date; the query orders them."""
    statuses = list(grouped(rows, "status").values())
    return texts(statuses[-1], "statusLabel") if statuses else {}


def _disagree(computed: str, stated: Iterable[Stated]) -> bool:
    """Say whether two that speak of the same precondition differ; *not described* says nothing.

    A need says that the precondition is not sufficient.
    """
    said = {s.level for s in stated if s.level} | ({computed} - {"NotDescribed", "NotApplicable"})
    needed = any(s.level is None for s in stated)
    return len(said) > 1 or (needed and "Sufficient" in said)
