"""Two descriptions beside each other: what moved, what came and went, what contradicts.

The law of this file: only what both descriptions speak about can contradict; what one of them does not mention is a
difference in what is described, not in what is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from ecograph.describe.mapping import SHEET, Column, Type, expand
from ecograph.describe.vocabulary import Vocabulary, normal, shipped
from ecograph.engine.graph import Graph
from ecograph.terms import RDF, shorten
from ecograph.texts import LANGUAGES, LEVELS, PERSPECTIVES, Text, pick

if TYPE_CHECKING:
    from ecograph.canvas import Canvas

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: which description, of which ecosystem, as of when."""

    description: str
    ecosystem: str
    label: Texts
    as_of: str


@dataclass(frozen=True, slots=True)
class Move:
    """A precondition whose computed level differs.

    Attributes:
        before: Level in the first.
        after: Level in the second.
        because: Why the lower of the two is not higher.
    """

    notation: str
    iri: str
    label: Texts
    before: str
    after: str
    because: tuple[Texts, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that only one of the two describes, with the passages that state it."""

    iri: str
    label: Texts
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What came and what went."""

    came: tuple[Thing, ...]
    went: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One property of one thing that can have one value, and has two.

    Attributes:
        first: What the first description says, in words.
        second: What the second says.
        first_sources: Notations of the passages that state it.
    """

    iri: str
    label: Texts
    property: Texts
    first: tuple[str, ...]
    second: tuple[str, ...]
    first_sources: tuple[str, ...]
    second_sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found."""

    first: Side
    second: Side
    moved: tuple[Move, ...]
    actors: Change
    initiatives: Change
    contradictions: tuple[Contradiction, ...]


def compare(
    first: tuple[Canvas, Graph], second: tuple[Canvas, Graph], *, vocabulary: Vocabulary | None = None
) -> Comparison:
    """Compare two descriptions of one ecosystem, or two ecosystems.

    Things are the same where they have the same IRI, the same counterpart in an open register (skos:exactMatch), or,
    failing that, the same class and name.

    Args:
        first: The canvas and the asserted triples (with its links, if any) of the earlier or left one.
        second: Those of the later or right one.
        vocabulary: For the words of concepts; default: that which ships.
    """
    words = vocabulary or shipped()
    one, other = _Facts(first[1], words), _Facts(second[1], words)
    return Comparison(
        first=_side(first[0]),
        second=_side(second[0]),
        moved=_moved(first[0], second[0]),
        actors=_change(one, other, "actors"),
        initiatives=_change(one, other, "initiatives"),
        contradictions=(*_judged_otherwise(first[0], second[0]), *_contradictions(one, other, words)),
    )


def _side(canvas: Canvas) -> Side:
    return Side(canvas.description, canvas.ecosystem, canvas.title or canvas.ecosystem_label, canvas.as_of)


_ORDER = ("Sufficient", "Partial", "Absent", "NotDescribed", "NotApplicable")


def _moved(first: Canvas, second: Canvas) -> tuple[Move, ...]:
    after = {j.iri: j for j in second.judgements}
    moves = []
    for judgement in first.judgements:
        now = after.get(judgement.iri)
        if now is None or now.level == judgement.level:
            continue
        lower = max(judgement, now, key=lambda j: _ORDER.index(j.level) if j.level in _ORDER else 0)
        moves.append(
            Move(judgement.notation, judgement.iri, judgement.label, judgement.level, now.level, lower.because)
        )
    return tuple(moves)


class _Facts:
    """One graph by subject, with the names by which a thing of the other graph is the same."""

    def __init__(self, graph: Graph, words: Vocabulary) -> None:
        self.facts: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
        for triple in graph:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self.facts[triple.subject.value][triple.predicate.value].append(triple.object)
        self._words = words

    def of(self, sheet: str) -> list[str]:
        """Return the things of a sheet."""
        classes = SHEET[sheet].classes
        return [s for s, f in self.facts.items() if any(t.value in classes for t in f.get(RDF.type.value, ()))]

    def label(self, iri: str) -> Texts:
        """Return the name of a thing."""
        labels = [t for t in self.facts.get(iri, {}).get(expand("rdfs:label"), ()) if isinstance(t, Literal)]
        found = {t.language or "": t.value for t in labels}
        return found or {lang: self._words.say(iri, lang) or shorten(iri) for lang in LANGUAGES}

    def keys(self, iri: str) -> set[str]:
        """Return what makes a thing the same as another: IRI and register, and its names."""
        facts = self.facts.get(iri, {})
        same = {t.value for p in ("skos:exactMatch", "owl:sameAs") for t in facts.get(expand(p), ())}
        kinds = [t.value for t in facts.get(RDF.type.value, ())]
        names = {f"{kind} {normal(text)}" for kind in kinds for text in self.label(iri).values()}
        return {iri} | same | names

    def sources(self, iri: str) -> tuple[str, ...]:
        """Return the notations of the passages that state a thing."""
        notations = []
        for passage in self.facts.get(iri, {}).get(expand("eco:statedIn"), ()):
            found = self.facts.get(passage.value, {}).get(expand("skos:notation"), ())
            notations += [t.value for t in found] or [shorten(passage.value)]
        return tuple(notations)


def _pairs(one: _Facts, other: _Facts, things: Iterable[str], others: Iterable[str]) -> dict[str, str]:
    """Return which thing of the second graph is which of the first."""
    known: dict[str, str] = {}
    for iri in others:
        for key in other.keys(iri):
            known.setdefault(key, iri)
    found: dict[str, str] = {}
    for iri in things:
        same = known.get(iri) or next((known[k] for k in sorted(one.keys(iri)) if k in known), None)
        if same is not None:
            found[iri] = same
    return found


def _change(one: _Facts, other: _Facts, sheet: str) -> Change:
    before, after = one.of(sheet), other.of(sheet)
    pairs = _pairs(one, other, before, after)
    came = [i for i in after if i not in set(pairs.values())]
    went = [i for i in before if i not in pairs]
    return Change(
        tuple(Thing(i, other.label(i), other.sources(i)) for i in came),
        tuple(Thing(i, one.label(i), one.sources(i)) for i in went),
    )


#: Types whose single value is a fact about the thing, not a way of wording it.
_FACTS = {Type.CONCEPT, Type.DATE, Type.DECIMAL, Type.INTEGER, Type.BOOLEAN, Type.CURRENCY}


def _single(sheet: str) -> list[Column]:
    return [c for c in SHEET[sheet].columns if c.type in _FACTS and not c.many and not c.nested]


#: Sheets of things that are; what is said about them on other sheets has a date and a speaker of its own.
_THINGS = ("actors", "initiatives", "choices", "activities", "commitments", "amounts", "regions")


def _contradictions(one: _Facts, other: _Facts, words: Vocabulary) -> Iterable[Contradiction]:
    for sheet in _THINGS:
        columns = _single(sheet)
        for iri, same in _pairs(one, other, one.of(sheet), other.of(sheet)).items():
            for column in columns:
                before = one.facts[iri].get(column.meaning, [])
                after = other.facts[same].get(column.meaning, [])
                if before and after and not _agree(before, after):
                    yield Contradiction(
                        iri,
                        one.label(iri),
                        column.label,
                        tuple(_say(t, words) for t in before),
                        tuple(_say(t, words) for t in after),
                        one.sources(iri),
                        other.sources(same),
                    )


def _judged_otherwise(first: Canvas, second: Canvas) -> Iterable[Contradiction]:
    """Yield the preconditions that one perspective judges differently in the two."""
    after = {j.iri: j for j in second.judgements}
    for judgement in first.judgements:
        now = after.get(judgement.iri)
        for perspective in dict.fromkeys(s.perspective for s in judgement.stated):
            before = [s for s in judgement.stated if s.perspective == perspective and s.level]
            later = [s for s in (now.stated if now else ()) if s.perspective == perspective and s.level]
            if before and later and not {s.level for s in before} & {s.level for s in later}:
                name = PERSPECTIVES.get(perspective, Text(nl=perspective, en=perspective))
                yield Contradiction(
                    judgement.iri,
                    {lang: f"{judgement.notation} {pick(judgement.label, lang)}" for lang in LANGUAGES},
                    name,
                    tuple(_levels(s.level or "") for s in before),
                    tuple(_levels(s.level or "") for s in later),
                    tuple(p.notation for s in before for p in s.sources),
                    tuple(p.notation for s in later for p in s.sources),
                )


def _levels(level: str) -> str:
    _, word = LEVELS.get(level, ("", Text(nl=level, en=level)))
    return f"{word['nl']} / {word['en']}"


def _agree(before: list[NamedNode | Literal], after: list[NamedNode | Literal]) -> bool:
    """Return whether two sets of values can both hold: "2016" and "2016-03" can, 1.0 and 1 are one number."""
    return any(_same(a, b) for a in before for b in after)


def _same(a: NamedNode | Literal, b: NamedNode | Literal) -> bool:
    if isinstance(a, Literal) and isinstance(b, Literal):
        kinds = {a.datatype.value.rpartition("#")[2], b.datatype.value.rpartition("#")[2]}
        if kinds <= {"date", "gYear", "gYearMonth"}:
            width = min(len(a.value), len(b.value))
            return a.value[:width] == b.value[:width]
        if kinds <= {"decimal", "integer"}:
            from decimal import Decimal, InvalidOperation

            try:
                return Decimal(a.value) == Decimal(b.value)
            except InvalidOperation:
                return a.value == b.value
    return a == b


def _say(term: NamedNode | Literal, words: Vocabulary) -> str:
    if isinstance(term, Literal):
        return term.value
    said = words.say(term.value, "en")
    dutch = words.say(term.value, "nl")
    return " / ".join(dict.fromkeys(t for t in (dutch, said) if t)) or shorten(term.value)
