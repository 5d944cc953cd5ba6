"""Names in, candidates out: the Reconciliation Service API 0.2 without HTTP.

The law of this file: at most one candidate of a query is a certain match, and it is the one that the linker links
exactly. What only looks alike is offered and never matched. The clauses are those of
https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ecograph.errors import CallerError
from ecograph.linking import names, vocabulary
from ecograph.linking.organisations import link
from ecograph.linking.reconciliation.things import (
    ORGANISATION,
    PROPERTIES,
    TYPES,
    Day,
    Property,
    Reference,
    Thing,
    Type,
    Value,
    all_types,
    register_things,
)  # fmt: skip
from ecograph.linking.registers.records import bodies
from ecograph.texts import Lang, Text

#: Candidates of a query that says nothing about their number, and the most that are ever given.
_LIMIT, _MOST = 5, 50
#: A word that so many things bear tells nothing.
_TELLING = 400
#: The most queries in one batch, and the longest query text: a column of a table is sent in batches of ten.
MAX_BATCH, MAX_TEXT = 500, 400


@dataclass(frozen=True, slots=True)
class Query:
    """One reconciliation query (§ 4.3): a name, types, and values of properties."""

    text: str = ""
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = _LIMIT
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate (§ 4.5): the thing, how well it fits (0–100), and whether it is certain."""

    thing: Thing
    score: float
    match: bool = False


class Service:
    """Everything that can be reconciled, ready to be asked.

    Args:
        actors: Our own actors, as things of the type ``eco:Actor`` (or a subclass known to the caller).
    """

    def __init__(self, actors: Iterable[Thing] = ()) -> None:
        self.things: dict[str, Thing] = {t.id: t for t in (*register_things(), *actors)}
        self.types = {t.id: all_types(t.types) for t in self.things.values()}
        self.by_key: dict[str, list[str]] = {}
        self.by_word: dict[str, set[str]] = {}
        self.by_value: dict[tuple[str, str], list[str]] = {}
        self.by_beginning: dict[str, dict[str, list[str]]] = {}
        for thing in self.things.values():
            self._add(thing)

    def _add(self, thing: Thing) -> None:
        for name in dict.fromkeys(thing.names):
            key = names.key(name)
            self.by_key.setdefault(key, []).append(thing.id)
            ordered = " ".join(sorted(key.split()))
            for beginning in _beginnings(key):
                self.by_beginning.setdefault(beginning, {}).setdefault(ordered, []).append(thing.id)
            for word in vocabulary.translated(key):
                self.by_word.setdefault(word, set()).add(thing.id)
        for pid, values in thing.properties.items():
            for value in values:
                for text in _texts(value):
                    self.by_value.setdefault((pid, names.key(text)), []).append(thing.id)

    def reconcile(self, query: Query) -> list[Candidate]:
        """Return the candidates of a query, the best first, no more than its limit."""
        scores: dict[str, float] = {}
        certain: set[str] = set()
        if query.text:
            self._identified(query, scores, certain)
            if not certain:
                self._linked(query, scores, certain)
                self._same_key(query, scores, certain)
            if not certain:
                self._alike(query, scores)
            self._sharing(query, scores)
        else:
            self._valued(query, scores, certain)
        found = [self._judged(query, self.things[i], score, i in certain) for i, score in scores.items()]
        kept = [c for c in found if c is not None]
        kept.sort(key=lambda c: (-c.match, -c.score, c.thing.label, c.thing.id))
        if sum(c.match for c in kept) > 1:
            kept = [Candidate(c.thing, c.score) for c in kept]
        return kept[: query.limit]

    def _identified(self, query: Query, scores: dict[str, float], certain: set[str]) -> None:
        """Find a thing by its IRI or code, where the query is one."""
        text = query.text.strip()
        if text in self.things:
            scores[text] = 100.0
            certain.add(text)
            return
        for pid in ("code", "ror", "wikidata", "isni", "grid", "funder", "lau"):
            for found in self.by_value.get((pid, names.key(text)), ()):
                if any(c.isdigit() for c in text):
                    scores[found] = 98.0

    def _linked(self, query: Query, scores: dict[str, float], certain: set[str]) -> None:
        """Ask the linker, if an organisation can be meant: what it links exactly is certain."""
        wanted = next((TYPES[t].linker for t in query.types if t in TYPES and TYPES[t].linker), "")
        if query.types and not wanted:
            return
        if query.strict == "should":  # a preference: what the name means is asked, and weighed afterwards
            wanted = "organisation"
        [decision] = link([query.text], date=query.on, type=wanted or "organisation")  # type: ignore[arg-type]
        if decision.match == "none":
            scores.update((iri, 80.0) for iri in decision.candidates if iri in self.things)
            return
        exact = decision.match == "exact"
        scores[decision.iri] = decision.score if exact else 95.0 if decision.rule == "succession" else 70.0
        if exact:
            certain.add(decision.iri)
            scores.update((iri, decision.score - 5) for iri in decision.also if iri in self.things)

    def _same_key(self, query: Query, scores: dict[str, float], certain: set[str]) -> None:
        """Find what bears the name letter for letter; certain where nothing else does."""
        bearers = [i for i in self.by_key.get(names.key(query.text), ()) if self._fits(query, i)]
        for found in bearers:
            body = bodies().get(found)
            there = query.on is None or body is None or body.exists(query.on)
            scores[found] = max(90.0 if there else 60.0, scores.get(found, 0.0))
        organisations = [i for i in bearers if ORGANISATION in self.types[i]]
        if len(set(bearers)) == 1 and not organisations and not certain and self._fits(query, bearers[0]):
            certain.add(bearers[0])

    def _fits(self, query: Query, iri: str) -> bool:
        return not query.types or bool(self.types[iri] & set(query.types))

    def _alike(self, query: Query, scores: dict[str, float]) -> None:
        """Offer what shares words with the name or is spelt like it; never certain."""
        from rapidfuzz import fuzz, process

        wanted = " ".join(sorted(names.key(query.text).split()))
        if not wanted:
            return
        # A slip seldom hits the beginning of every word: the names that share the rarest beginnings are compared.
        sets = sorted((self.by_beginning.get(b, {}) for b in _beginnings(names.key(query.text))), key=len)
        pool = {name: ids for found in sets[:2] for name, ids in found.items()}
        near = process.extract(wanted, pool.keys(), scorer=fuzz.ratio, score_cutoff=65, limit=query.limit + 20)
        for name, score, _ in near:
            for iri in pool[name]:
                scores[iri] = max(scores.get(iri, 0.0), score * 0.65)

    def _sharing(self, query: Query, scores: dict[str, float]) -> None:
        """Offer what shares the words of the name, where there is room."""
        found = [self.by_word.get(w, set()) for w in vocabulary.translated(names.key(query.text))]
        telling = sorted((ids for ids in found if 0 < len(ids) < _TELLING), key=len)
        if telling and len(scores) < query.limit:
            for iri in itertools.islice(sorted(set.intersection(*telling) or telling[0]), 30):
                scores.setdefault(iri, 40.0)

    def _valued(self, query: Query, scores: dict[str, float], certain: set[str]) -> None:
        """Find by values of properties alone (§ 4.3: a query without a name)."""
        sets = [
            {i for value in values for i in self.by_value.get((pid, names.key(value)), ())}
            for pid, values in query.values
        ]
        common = set.intersection(*sets) if sets else set()
        fitting = sorted(i for i in common if self._fits(query, i) or query.strict == "should")
        scores.update((iri, 100.0) for iri in fitting[:_MOST])
        if len(fitting) == 1:
            certain.update(fitting)

    def _judged(self, query: Query, thing: Thing, score: float, certain: bool) -> Candidate | None:
        """Return the candidate with types and properties weighed in, or nothing where a type excludes it."""
        if query.types:
            has = self.types[thing.id] & set(query.types)
            if not has or (query.strict == "all" and len(has) < len(set(query.types))):
                if query.strict != "should":
                    return None
                score, certain = score * 0.7, False
        for pid, values in query.values:
            own = {names.key(t) for v in thing.properties.get(pid, ()) for t in _texts(v)}
            if own and values:
                agrees = bool(own & {names.key(v) for v in values})
                score = min(100.0, score + 5) if agrees else score * 0.8
                certain = certain and agrees
        return Candidate(thing, round(score, 1), certain)

    def suggest(self, prefix: str, *, types: Iterable[str] = (), limit: int = 10, skip: int = 0) -> list[Thing]:
        """Return things whose name begins with, or has words that begin with, what was typed (§ 6)."""
        typed = names.key(prefix)
        if not typed:
            return []
        query = Query(types=tuple(types))
        ranked: dict[str, tuple[int, int, str]] = {}
        if prefix.strip() in self.things:
            ranked[prefix.strip()] = (-1, 0, "")
        for key, iris in self.by_key.items():
            rank = 0 if key == typed else 1 if key.startswith(typed) else 2 if " " + typed in key else -1
            if rank >= 0:
                for iri in iris:
                    if self._fits(query, iri):
                        ranked[iri] = min(ranked.get(iri, (9, 0, "")), (rank, len(key), self.things[iri].label))
        best = sorted(ranked, key=lambda i: (ranked[i], i))
        return [self.things[i] for i in best[skip : skip + limit]]

    def extend(
        self, ids: Iterable[str], wanted: Iterable[tuple[str, Mapping[str, object]]]
    ) -> dict[str, dict[str, list[Value | Reference | Day]]]:
        """Return the values of properties of things (§ 8); nothing for a thing that is not known."""
        asked = [(PROPERTIES[pid], settings) for pid, settings in wanted if pid in PROPERTIES]
        return {iri: {p.id: self._values(iri, p, settings) for p, settings in asked} for iri in ids}

    def _values(self, iri: str, asked: Property, settings: Mapping[str, object]) -> list[Value | Reference | Day]:
        thing = self.things.get(iri)
        if thing is None:
            return []
        special: dict[str, Callable[[], list[Value | Reference | Day]]] = {
            "label": lambda: [thing.label],
            "iri": lambda: [thing.id],
            "type": lambda: [Reference(t, TYPES[t].name["en"]) if t in TYPES else t for t in thing.types],
        }
        found = special[asked.id]() if asked.id in special else [*thing.properties.get(asked.id, ())]
        limit = settings.get("limit")
        number = int(limit) if isinstance(limit, (int, float, str)) and str(limit).isdigit() else 0
        return found[:number] if number else found

    def properties_of(self, type_id: str) -> list[Property]:
        """Return the properties that things of a type have; all, for a type that is not known."""
        above = all_types([type_id]) if type_id in TYPES else None
        return [p for p in PROPERTIES.values() if above is None or not p.types or above & set(p.types)]


def _beginnings(key: str) -> set[str]:
    """Return the first three letters of the words of a key.

    >>> sorted(_beginnings("de rijksuniversiteit te groningen"))
    ['gro', 'rij']
    """
    return {w[:3] for w in key.split() if len(w) > 2 and w not in names.SMALL}


def _texts(value: Value | Reference | Day) -> tuple[str, ...]:
    if isinstance(value, Reference):
        return (value.id, value.name)
    return (value.iso,) if isinstance(value, Day) else (str(value),)


def parse_query(content: Mapping[str, object]) -> Query:
    """Return a query from its JSON (§ 4.3).

    Raises:
        CallerError: it has neither a name nor properties, or a part of it is not what the specification says.
    """
    if unknown := set(content) - {"query", "type", "type_strict", "limit", "properties"}:
        raise CallerError(
            Text(nl=f'Een vraag heeft geen "{min(unknown)}".', en=f'A query has no "{min(unknown)}".'),
            remedy=Text(nl="Zie § 4.3 van de specificatie.", en="See § 4.3 of the specification."),
        )
    text = content.get("query", "")
    types = content.get("type", ())
    types = (types,) if isinstance(types, str) else types
    strict = content.get("type_strict", "any")
    values = content.get("properties", ())
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise CallerError(
            Text(
                nl=f"Een vraag is een tekst van ten hoogste {MAX_TEXT} tekens.",
                en=f"A query is a text of at most {MAX_TEXT} characters.",
            )
        )
    if not isinstance(types, (list, tuple)) or not all(isinstance(t, str) for t in types):
        raise CallerError(
            Text(
                nl="Een soort is een identificatie, of een lijst daarvan.",
                en="A type is an identifier, or a list of them.",
            )
        )
    if strict not in {"any", "all", "should"}:
        raise CallerError(
            Text(nl='"type_strict" is "any", "all" of "should".', en='"type_strict" is "any", "all" or "should".')
        )
    pairs = [_pair(v) for v in values] if isinstance(values, list) else []
    if "query" not in content and not pairs:
        raise CallerError(
            Text(nl="Een vraag heeft een naam of eigenschappen nodig.", en="A query needs a name or properties."),
            remedy=Text(nl='Geef "query" of "properties".', en='Give "query" or "properties".'),
        )
    day = next((_day(v) for pid, found in pairs if pid == "on" for v in found), None)
    return Query(
        text=text.strip(),
        types=tuple(t for t in types if t),
        strict=str(strict),
        limit=_limit(content.get("limit")),
        values=tuple(p for p in pairs if p[0] != "on"),
        on=day,
    )


def _limit(asked: object) -> int:
    if asked is None:
        return _LIMIT
    if not isinstance(asked, (int, float)) or isinstance(asked, bool):
        raise CallerError(Text(nl='"limit" is een getal.', en='"limit" is a number.'))
    return max(1, min(_MOST, int(asked)))


def _pair(given: object) -> tuple[str, tuple[str, ...]]:
    if not isinstance(given, dict) or not isinstance(given.get("pid"), str) or "v" not in given:
        raise CallerError(
            Text(
                nl='Een eigenschap van een vraag heeft een "pid" en een "v".',
                en='A property of a query has a "pid" and a "v".',
            )
        )
    values = given["v"] if isinstance(given["v"], list) else [given["v"]]
    return given["pid"], tuple(str(v.get("id", "")) if isinstance(v, dict) else str(v) for v in values if v is not None)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError as error:
        raise CallerError(
            Text(nl=f'"{text}" is geen dag.', en=f'"{text}" is no day.'),
            remedy=Text(nl="Schrijf hem als 2016-03-14.", en="Write it as 2016-03-14."),
        ) from error


def known_type(iri: str) -> Type:
    """Return a type; one that is not ours is named by its last part."""
    short = iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2]
    return TYPES.get(iri) or Type(iri, Text(nl=short, en=short))


def say(thing: Thing, lang: Lang) -> str:
    """Return what a thing is, in one line."""
    return thing.description.say(lang)


__all__ = ["MAX_BATCH", "Candidate", "Query", "Service", "known_type", "parse_query", "say"]
