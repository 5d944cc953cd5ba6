"""Which government body a name means on a day.

The law of this file: a name is resolved among the bodies that existed on that day; a body that has ended is named as
what it was and leads to what it lives on in. A name that several bodies bear is not guessed: all of them are given.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ecograph.linking import names
from ecograph.linking.registers.records import KINDS, Body, Kind, Territory, bodies, living, territory_of
from ecograph.linking.vocabulary import COMPASS

#: Words that announce a kind of body, in front of its name. The longest is tried first.
_ANNOUNCE: tuple[tuple[str, Kind], ...] = (
    ("gemeentebestuur van de", "municipality"),
    ("gemeentebestuur van", "municipality"),
    ("gemeentebestuur", "municipality"),
    ("municipality of", "municipality"),
    ("municipality", "municipality"),
    ("city of", "municipality"),
    ("gemeenschap", "municipality"),
    ("gemeente", "municipality"),
    ("gemeinte", "municipality"),
    ("gemeen", "municipality"),
    ("gem", "municipality"),
    ("gmte", "municipality"),
    ("provinciebestuur van", "province"),
    ("province of", "province"),
    ("provincie", "province"),
    ("provinsje", "province"),
    ("province", "province"),
    ("prov", "province"),
    ("waterschap", "water-authority"),
    ("wetterskip", "water-authority"),
    ("hoogheemraadschap van", "water-authority"),
    ("hoogheemraadschap", "water-authority"),
    ("water authority", "water-authority"),
    ("water board", "water-authority"),
    ("waterboard", "water-authority"),
)
_BEHIND: dict[str, Kind] = {
    "gemeente": "municipality",
    "municipality": "municipality",
    "provincie": "province",
    "province": "province",
    "waterschap": "water-authority",
}
#: How CBS and others tell places of one name apart: the province, shortened.
PROVINCE_LETTERS = {
    "o": "pv23", "ov": "pv23", "gld": "pv25", "g": "pv25", "gd": "pv25", "l": "pv31", "lb": "pv31", "li": "pv31",
    "nh": "pv27", "zh": "pv28", "z": "pv29", "zld": "pv29", "ze": "pv29", "nb": "pv30", "nbr": "pv30", "dr": "pv22",
    "d": "pv22", "u": "pv26", "ut": "pv26", "gr": "pv20", "gn": "pv20", "fr": "pv21", "f": "pv21", "fl": "pv24",
    "fle": "pv24",
}  # fmt: skip
#: The least likeness (0–1) of a misspelt name to one that exists, and how far the next one must stay behind.
_ALIKE, _AHEAD = 0.80, 0.06
#: A name less like it than this (0–100) is too far behind to matter.
_FAR = 100 * (_ALIKE - _AHEAD) - 1


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name means on a day.

    ``body`` bears the name; ``living`` is what it lives on in on that day (the body itself while it exists).
    ``candidates`` holds more than one where the name is ambiguous, and then ``body`` is empty. ``by`` is the rule;
    ``not yet`` where the bodies of that name (the candidates) did not exist yet.
    """

    written: str
    on: date | None
    body: Body | None
    living: tuple[Body, ...]
    candidates: tuple[Body, ...]
    by: str
    score: float

    @property
    def territory(self) -> Territory | None:
        """Return the territory that the body governs; another thing with another IRI."""
        return territory_of(self.body.iri) if self.body else None


@functools.lru_cache(maxsize=32768)
def announced(key: str) -> tuple[Kind | None, str]:
    """Return the kind that a name announces, and the name without the announcement.

    >>> announced("gemeente haren")
    ('municipality', 'haren')
    """
    for words, kind in _ANNOUNCE:
        if key.startswith(words + " "):
            return kind, key[len(words) + 1 :]
    for word, kind in _BEHIND.items():
        if key.endswith(" " + word):
            return kind, key[: -len(word) - 1]
    return None, key


class Directory:
    """The bodies of the register by their names, ready to be looked up.

    ``kinds`` limits it; municipalities, provinces and water authorities also answer to their bare name.
    """

    def __init__(self, kinds: Iterable[Kind] | None = None) -> None:
        wanted = frozenset(kinds) if kinds else frozenset(KINDS.values())
        self.by_name: dict[str, list[Body]] = {}
        self.by_sound: dict[str, list[Body]] = {}
        self.bare: dict[Kind, dict[str, list[Body]]] = {}
        self.first_parts: dict[str, list[Body]] = {}
        self.last_parts: dict[str, list[Body]] = {}
        self._spelt_and_sounding: dict[Kind, tuple[list[str], list[str]]] = {}
        for body in bodies().values():
            if body.kind not in wanted:
                continue
            for name in (*body.names, *body.abbreviations):
                self._add(self.by_name, names.key(name), body)
                kind, bare = announced(names.key(name))
                self._add(self.bare.setdefault(body.kind, {}), bare, body)
                if body.kind == "municipality" and kind is None:
                    self._add(self.by_sound, names.sound(name), body)
                if kind is None and body.kind == "municipality" and "," in name:
                    self._add(self.first_parts, names.key(name.partition(",")[0]), body)
                if kind is None and body.kind == "province" and "-" in name:
                    self._add(self.last_parts, names.key(name.rpartition("-")[2]), body)
        for extra, iri in other_names():
            body = bodies()[iri]
            if body.kind in wanted:
                self._add(self.bare.setdefault(body.kind, {}), names.key(extra), body)

    @staticmethod
    def _add(table: dict[str, list[Body]], name: str, body: Body) -> None:
        found = table.setdefault(name, [])
        if body not in found:
            found.append(body)

    def resolve(self, written: str, *, on: date | None = None, kind: Kind | None = None) -> Resolution:
        """Return what a name means; see ``resolve``."""
        plain, inside = names.brackets(names.repair(written))
        said, bare = announced(names.key(_web(plain)))
        for word in inside:
            said = _BEHIND.get(names.key(word), said)
        wanted = kind or said
        province = {PROVINCE_LETTERS.get(names.key(word).replace(" ", "")) for word in inside} - {None}
        for rule, score, found in self._tries(written, plain, bare, inside, wanted, on):
            if province and wanted == "municipality":  # "Hengelo (Gld)" is not the Hengelo in Overijssel
                found = [b for b in found if not b.province or b.province.rpartition("/")[2] in province]
            if in_time := _in_time(found, on):
                return _answer(written, on, in_time, rule, score)
            if found:  # what bears the name did not exist yet: a name that is only like it is not meant
                return Resolution(written, on, None, (), tuple(found), "not yet", 0.0)
        return Resolution(written, on, None, (), (), "none", 0.0)

    def _tries(
        self, written: str, plain: str, bare: str, inside: tuple[str, ...], wanted: Kind | None, on: date | None
    ) -> Iterator[tuple[str, float, list[Body]]]:
        """Yield what each rule finds, the surest first; a later rule is not tried when an earlier one finds."""
        yield "name", 1.0, self._exact(names.key(plain), bare, wanted)
        yield "name", 1.0, self._exact("", " ".join(COMPASS.get(w, w) for w in bare.split()), wanted) if wanted else []
        yield "name", 0.99, self._shortened(bare, wanted)
        yield "qualified name", 0.99, self._qualified(names.key(written), bare, inside, wanted)
        yield "sound", 0.93, self._sounding(bare, wanted)
        yield "spelling", 0.90, self._spelt(bare, wanted, on)

    def _exact(self, whole: str, bare: str, kind: Kind | None) -> list[Body]:
        if kind:
            found = self.bare.get(kind, {}).get(bare, [])
            return found or [b for b in self.by_name.get(whole, ()) if b.kind == kind]
        return [*self.by_name.get(whole, ())]

    def _shortened(self, bare: str, kind: Kind | None) -> list[Body]:
        """Find the one body of that kind of which this is the first or last part: "Nuenen c.a.", "Brabant"."""
        if kind not in {"municipality", "province"}:
            return []
        word = bare.removesuffix(" ca").removesuffix(" c a")
        found = (self.first_parts if kind == "municipality" else self.last_parts).get(word, [])
        return [*found] if len(found) == 1 else []

    def _qualified(self, whole: str, bare: str, inside: tuple[str, ...], kind: Kind | None) -> list[Body]:
        """Find "Hengelo (O.)" and "Laren (NH.)": a qualifier that the register spells otherwise or leaves out."""
        if kind not in {None, "municipality"}:
            return []
        own = self.bare.get("municipality", {})
        _, rest = announced(whole)
        found = own.get(rest) or own.get(rest.replace(" ", "")) or []
        letters = [names.key(word).replace(" ", "") for word in inside]
        provinces = {PROVINCE_LETTERS[x] for x in letters if x in PROVINCE_LETTERS}
        if not found and provinces:
            found = [b for b in own.get(bare, ()) if b.province.rpartition("/")[2] in provinces]
        return [*found] if kind or inside else []

    def _sounding(self, bare: str, kind: Kind | None) -> list[Body]:
        return [*self.by_sound.get(names.sound(bare), ())] if kind == "municipality" and len(bare) > 2 else []

    def _spellings(self, kind: Kind) -> tuple[list[str], list[str]]:
        """Return the names of the bodies of a kind as they are written and, in the same order, as they sound."""
        if kind not in self._spelt_and_sounding:
            written = [*self.bare.get(kind, {})]
            self._spelt_and_sounding[kind] = written, [names.sound(name) for name in written]
        return self._spelt_and_sounding[kind]

    def _spelt(self, bare: str, kind: Kind | None, on: date | None) -> list[Body]:
        """Find the one name that is alike enough while no other is nearly as alike."""
        if kind is None or len(bare) < 4:
            return []
        table = self.bare.get(kind, {})
        if "\ufffd" in bare:
            pattern = re.compile(re.escape(bare).replace("\ufffd", ".{1,3}"))
            return [b for name, found in table.items() if pattern.fullmatch(name) for b in found]
        from rapidfuzz import fuzz, process

        written, spoken = self._spellings(kind)
        ranked: dict[str, float] = {}
        for sought, forms in ((bare, written), (names.sound(bare), spoken)):
            for _, score, n in process.extract(sought, forms, scorer=fuzz.ratio, score_cutoff=_FAR, limit=None):
                found = table[written[n]]
                for body in found if _in_time(found, on) else ():
                    ranked[body.iri] = max(score / 100, ranked.get(body.iri, 0.0))
        best = sorted(ranked.items(), key=lambda item: -item[1])[:2]
        if not best or best[0][1] < _ALIKE or (len(best) > 1 and best[0][1] - best[1][1] < _AHEAD):
            return []
        return [bodies()[best[0][0]]]


def _web(text: str) -> str:
    """Return the name in a web address of a municipality: "www.gorinchem.nl" is how some sign."""
    found = re.fullmatch(r"(?:https?://)?www\.([a-z0-9-]+)\.nl/?", text.strip().lower())
    return "gemeente " + found[1].replace("-", " ") if found else text


def _in_time(found: list[Body], on: date | None) -> list[Body]:
    """Return the bodies that a name can mean on a day: those that existed, else those that had ended by then.

    Without a day, those that exist now go before those that have ended.
    """
    if on is None:
        return [b for b in found if b.end is None] or found
    return [b for b in found if b.exists(on)] or [b for b in found if b.end and b.end < on]


def _answer(written: str, on: date | None, found: list[Body], rule: str, score: float) -> Resolution:
    found = [*dict.fromkeys(found)]
    if len(found) > 1:
        return Resolution(written, on, None, (), tuple(found), "ambiguous", 0.5)
    body = found[0]
    heirs = (body,) if on is None and body.end is None else living(body.iri, on)
    return Resolution(written, on, body, heirs, (body,), rule, score)


@functools.cache
def directory() -> Directory:
    """Return the directory of all government bodies."""
    return Directory()


@functools.cache
def other_names() -> tuple[tuple[str, str], ...]:
    """Return Frisian, former and foreign names of municipalities with the body that each means."""
    from ecograph.linking.registers import layout, tables
    from ecograph.linking.registers.catalogue import register
    from ecograph.linking.registers.records import TOOI

    rows = tables.read(register("regions").file("names.csv"), layout.NAMES)
    return tuple((name, TOOI + identifier) for identifier, name, *_ in rows)


def resolve(written: str, *, on: date | None = None, kind: Kind | None = None) -> Resolution:
    """Return which government body a name means on a day, and what that body lives on in.

    Args:
        written: The name, with or without its kind: "gemeente Haren", "Haren", "Haren (gemeente)".
        on: The day; without one, any body that bore the name, those that exist before those that ended.
        kind: What it is known to be; else what the name itself announces.

    >>> resolve("gemeente Haren", on=date(2012, 1, 1)).living[0].code
    'gm0017'
    >>> resolve("gemeente Haren", on=date(2026, 1, 1)).living[0].code
    'gm0014'
    """
    return directory().resolve(written, on=on, kind=kind)
