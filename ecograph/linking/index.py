"""The registers as one index of names, built once.

The law of this file: an entity is one organisation, whichever registers know it; a name points to all entities that
bear it, with the kind of name it is.
"""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from ecograph.linking import names, vocabulary
from ecograph.linking.government import announced
from ecograph.linking.registers.records import Body, Institution, Kind, bodies, institutions

NameKind = Literal["name", "label", "alias", "acronym"]
#: Kinds of bodies whose bare name is a place or a region, so that it says nothing without its kind.
_PLACES: frozenset[Kind] = frozenset({"municipality", "province", "water-authority", "public-body"})


#: Kinds of institutions that are called by the word of their web address.
_BRANDED = frozenset({"education", "healthcare", "government"})


@dataclass(frozen=True, slots=True)
class Entity:
    """One organisation: its main IRI, and the IRIs under which other registers know the same organisation."""

    iri: str
    also: tuple[str, ...]
    label: str
    kind: Kind
    city: str
    end: date | None
    status: str
    company: bool
    register: str

    @property
    def iris(self) -> tuple[str, ...]:
        """Return all its IRIs, the main one first."""
        return (self.iri, *self.also)


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in the index: the entity, the name as the register has it, and what kind of name it is."""

    entity: Entity
    name: str
    kind: NameKind


class Index:
    """All names of all organisations, under the forms in which they are compared.

    ``without`` leaves institutions out, as if the register did not know them: how the linker is tried on names whose
    organisation is in no register.
    """

    def __init__(self, *, without: frozenset[str] = frozenset()) -> None:
        self.entities: list[Entity] = []
        self.solid: dict[str, list[Entry]] = {}
        self.words: dict[tuple[str, ...], list[Entry]] = {}
        self.acronyms: dict[str, list[Entry]] = {}
        self.phrases: dict[tuple[str, ...], list[Entry]] = {}
        self.longest = 1
        self.full: dict[str, list[str]] = {}
        self.places: dict[str, list[Entity]] = {}
        self.cityless: dict[tuple[str, ...], list[Entry]] = {}
        self._bearers_of_words: dict[str, set[str]] = {}
        same = _same_organisation()
        for body in bodies().values():
            self._body(body, same.get(body.iri, ()))
        taken = {iri for found in same.values() for iri in found}
        for institution in institutions().values():
            self._institution(institution, fresh=institution.iri not in taken | without)
        self.brands: dict[str, Entry] = {}
        self._brands()
        self._addresses()
        self._cityless()
        self.frequency = {w: len(found) for w, found in self._bearers_of_words.items()}
        self.solids: dict[int, list[str]] = {}
        for name in self.solid:
            self.solids.setdefault(len(name), []).append(name)
        self.by_initials: dict[str, list[tuple[str, str]]] = {}
        for iri, cores in self.full.items():
            for core in cores:
                self.by_initials.setdefault(names.initials(core), []).append((iri, core))
        self._short = sorted(self.acronyms)
        self.by_iri = {iri: e for e in self.entities for iri in e.iris}
        self.city_words = {w for e in self.entities for w in names.key(e.city).split() if len(w) > 3}
        self.city_words |= {w for place in self.places for w in place.split() if len(w) > 3}

    def city_of(self, entity: Entity) -> set[str]:
        """Return the words of the place where an organisation is; a body is where its name says."""
        return set(names.key(entity.city).split()) | set(names.key(entity.label).split())

    def _body(self, body: Body, also: Iterable[str]) -> None:
        entity = Entity(body.iri, tuple(also), body.label, body.kind, "", body.end, "", False, "TOOI")
        self.entities.append(entity)
        for name, kind in _names_of_body(body):
            self._add(entity, name, kind)
        if body.kind == "municipality":
            for name in body.names:
                kind_said, bare = announced(names.key(name))
                if kind_said is None:
                    self.places.setdefault(bare, []).append(entity)
        for iri in also:
            for name, kind in _names_of_institution(institutions()[iri]):
                self._add(entity, name, kind)

    def _institution(self, institution: Institution, *, fresh: bool) -> None:
        if not fresh:
            return
        entity = Entity(
            institution.iri,
            (),
            institution.name,
            "institution",
            institution.city,
            None,
            institution.status,
            "company" in institution.types,
            "ROR",
        )
        self.entities.append(entity)
        for name, kind in _names_of_institution(institution):
            self._add(entity, name, kind)

    def _add(self, entity: Entity, name: str, kind: NameKind) -> None:
        entry = Entry(entity, name, kind)
        if kind == "acronym":
            _put(self.acronyms, names.key(name).replace(" ", ""), entry)
            _put(self.phrases, vocabulary.translated(names.key(name)), entry)
            return
        for core in _cores(name):
            self.full.setdefault(entity.iri, []).append(core)
            _put(self.solid, core.replace(" ", ""), entry)
            canonical = vocabulary.canonical(core)
            if canonical:
                _put(self.words, canonical, entry)
            tokens = vocabulary.translated(core)
            _put(self.phrases, tokens, entry)
            self.longest = max(self.longest, len(tokens))
        for token in {*vocabulary.canonical(names.parse(name).core), *names.key(name).split()}:
            self._bearers_of_words.setdefault(token, set()).add(entity.iri)

    def bearers(self, short: str) -> set[str]:
        """Return the organisations that an abbreviation beside a name can stand for: it is theirs, or in a name."""
        found = {e.entity.iri for e in self.acronyms.get(short, ())} | self._bearers_of_words.get(short, set())
        if not found and len(short) > 2:
            first = bisect.bisect_left(self._short, short)
            longer = itertools.takewhile(lambda a: a.startswith(short), itertools.islice(self._short, first, None))
            found = {e.entity.iri for a in longer for e in self.acronyms[a]}
        return found

    def _brands(self) -> None:
        """Take a word in capitals that opens two names of one organisation, and of no other, as its abbreviation."""
        opens: dict[str, dict[str, set[str]]] = {}
        for entries in self.solid.values():
            for e in entries:
                first = e.name.split()[0]
                if 3 <= len(first) <= 6 and first.isupper() and len(e.name.split()) > 1:
                    opens.setdefault(first, {}).setdefault(e.entity.iri, set()).add(e.name)
        by_iri = {e.iri: e for e in self.entities}
        for first, bearers in opens.items():
            (iri, found), *others = bearers.items()
            if not others and len(found) > 1 and names.key(first) not in self.acronyms:
                self._add(by_iri[iri], first, "acronym")

    def _addresses(self) -> None:
        """Index schools, hospitals and government bodies by the word of their web address, where it is theirs alone."""
        owners: dict[str, set[str]] = {}
        by_iri = {iri: e for e in self.entities for iri in e.iris}
        for institution in institutions().values():
            for host in (institution.website.partition("://")[2] or institution.website, *institution.domains):
                word, dot, rest = host.partition("/")[0].removeprefix("www.").partition(".")
                if dot and "." not in rest:
                    owners.setdefault(names.key(word).replace(" ", ""), set()).add(institution.iri)
        for word, (iri, *others) in owners.items():
            if not others and iri in by_iri and set(institutions()[iri].types) & _BRANDED:
                self.brands[word] = Entry(by_iri[iri], institutions()[iri].name, "alias")

    def _cityless(self) -> None:
        """Index names without the place where the organisation is, where two telling words are left."""
        for words, entries in self.words.items():
            for e in entries:
                rest = tuple(w for w in words if w not in names.key(e.entity.city).split())
                if e.entity.city and 1 < len(rest) < len(words) and rest not in self.words:
                    _put(self.cityless, rest, e)


K = TypeVar("K")


def _put(table: dict[K, list[Entry]], name: K, entry: Entry) -> None:
    found = table.setdefault(name, [])
    if all(e.entity is not entry.entity for e in found):
        found.append(entry)


@functools.lru_cache(maxsize=32768)
def _cores(name: str) -> tuple[str, ...]:
    """Return the forms of a register's name: without legal form, without brackets, without country, and each half."""
    plain, inside = names.brackets(name)
    core = names.parse(plain).core
    forms = [core]
    if " / " in plain:
        forms += [names.parse(half).core for half in plain.split(" / ") if len(half.split()) > 1]
    if inside:
        forms.append(names.parse(name).core)
    forms.append(core.removeprefix("samenwerkingsorganisatie ").removeprefix("zbo ").removeprefix("agentschap "))
    return tuple(dict.fromkeys(forms))


def _names_of_body(body: Body) -> Iterator[tuple[str, NameKind]]:
    yield body.label, "name"
    for name in body.names:
        said, _ = announced(names.key(name))
        if body.kind not in _PLACES or said or "schap" in name.lower():
            yield name, "alias"
    if body.kind == "water-authority":
        yield f"waterschap {body.name}", "alias"
        yield f"hoogheemraadschap {body.name}", "alias"
    if body.kind not in {"province", "municipality"}:
        for name in body.abbreviations:
            yield name, "acronym" if len(name.split()) == 1 else "alias"


def _names_of_institution(institution: Institution) -> Iterator[tuple[str, NameKind]]:
    yield institution.name, "name"
    for name, _ in institution.labels:
        yield name, "label"
    for name, _ in institution.aliases:
        yield name, "acronym" if name.isupper() and len(name) <= 6 and " " not in name else "alias"
    for name in institution.acronyms:
        yield name, "acronym"


def _same_organisation() -> dict[str, tuple[str, ...]]:
    """Return for bodies in TOOI the ROR records of the same organisation: same name, or same abbreviation and name.

    A research organisation that governs nothing has no body, and a body has at most the records that bear its name.
    """
    by_name: dict[str, list[str]] = {}
    for body in bodies().values():
        for name, kind in _names_of_body(body):
            if kind != "acronym":
                for core in _cores(name):
                    by_name.setdefault("".join(vocabulary.canonical(core)), []).append(body.iri)
    found: dict[str, list[str]] = {}
    for institution in institutions().values():
        for name, kind in _names_of_institution(institution):
            if kind == "acronym":
                continue
            for core in _cores(name):
                for iri in dict.fromkeys(by_name.get("".join(vocabulary.canonical(core)), ())):
                    if institution.iri not in found.setdefault(iri, []):
                        found[iri].append(institution.iri)
    for iri, other in _governing():
        if other not in found.setdefault(iri, []):
            found[iri].append(other)
    return {iri: tuple(same) for iri, same in found.items()}


def _governing() -> Iterator[tuple[str, str]]:
    """Yield a body in TOOI and its record in ROR, where ROR says that it is government and one body has its acronym."""
    bearers: dict[str, list[str]] = {}
    for body in bodies().values():
        for short in body.abbreviations:
            bearers.setdefault(names.key(short), []).append(body.iri)
    for institution in institutions().values():
        if "government" in institution.types:
            for short in institution.acronyms:
                if len(found := bearers.get(names.key(short), [])) == 1:
                    yield found[0], institution.iri


@functools.cache
def index() -> Index:
    """Return the index of all organisations in the registers."""
    return Index()
