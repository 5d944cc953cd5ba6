"""The rules that find the whole of which a name gives a part: a department, an organ, a service, a subsidiary.

The law of this file: what is read as the part is handed back in words, and the part must be named by a word that
parts are named by. An organisation of others (friends, a fund, a federation) is not part of what it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ecograph.linking import names, vocabulary
from ecograph.linking.exact import same_name, same_words
from ecograph.linking.found import Found, surely_spelt, unique
from ecograph.linking.government import resolve
from ecograph.linking.index import Entry, Index
from ecograph.linking.names import SMALL, Name

#: Words that announce a government within a name, and how many of them are looked at: no name has more.
_ANNOUNCING = frozenset({"gemeente", "gem", "provincie", "prov", "waterschap", "hoogheemraadschap"})
_TRIES = 3
#: What parts an institution and a unit of it.
_UNIT = re.compile(r"\s*(,|:|\s[-–—]\s|[-–—]\s)\s*")
#: Fewer letters than these name nothing within a longer name.
_SHORTEST = 3
#: A word of so many letters that is the whole name of a body is no word of the language by chance.
_LONG = 7


def department_of_government(text: str, index: Index) -> Found | None:
    """Find the government within a name that says more: "Gemeente Den Haag, Dienst Stadsbeheer"."""
    tokens = names.key(text).split()
    if set(tokens) & vocabulary.OF_OTHERS & {"vereniging", "vrienden", "fonds", "fondsen", "stichting", "bond"}:
        return None
    others = set(tokens) - vocabulary.OWN_COUNCILS
    if others & vocabulary.DENOMINATIONS or any(t.endswith(vocabulary.OTHERS_ENDINGS) for t in others):
        return None
    announcing = [i for i, t in enumerate(tokens) if t in _ANNOUNCING]
    for start in announcing[:_TRIES]:
        for end in range(min(len(tokens), start + 7), start + 1, -1):
            found = resolve(" ".join(tokens[start:end]))
            if found.body and (found.by == "name" or surely_spelt(" ".join(tokens[start + 1 : end]), found)):
                outside = (*tokens[:start], *tokens[end:])
                rest = " ".join(outside)
                if _others(outside, index) or not _own_office(tokens[:start]):
                    return None
                if rest:
                    entry = Entry(index.by_iri[found.body.iri], found.body.label, "name")
                    return Found("department of government", "part-of", (entry,), rest)
    return None


def _own_office(before: list[str]) -> bool:
    """Return whether what stands in front of a government's name is an office of its own, or says nothing.

    A party, a company or a council of residents puts its name there too, and is no part of the government.
    """
    words = {t for t in before if t not in SMALL}
    if words & vocabulary.OWN_ORGANS:
        return True
    own = words & (vocabulary.DEPARTMENT | vocabulary.MUNICIPAL) or any(
        t.endswith(vocabulary.OWN_ENDINGS) for t in words
    )
    return not words or (bool(own) and not words & vocabulary.OF_OTHERS)


def _others(outside: tuple[str, ...], index: Index) -> bool:
    """Return whether the rest of a name gives governments of their own: "gemeente X / Y"."""
    left = [t for t in outside if t not in SMALL and t != "en"]
    return bool(set(left) & _ANNOUNCING) or (bool(left) and all(t in index.places for t in left))


def unit(text: str, index: Index) -> Found | None:
    """Find an institution named in full, with a unit of it behind a comma or a dash: "Universiteit X - Lab Y"."""
    first, mark, rest = (part.strip() for part in _UNIT.split(text, maxsplit=1)) if _UNIT.search(text) else ("",) * 3
    name = names.parse(text)
    if not mark or not any(c.isalpha() for c in rest) or set(name.legal) & {"bv", "nv"}:
        return None
    said = set(vocabulary.canonical(names.parse(first).core))
    found = (
        (same_name(first, index) or same_words(first, index)) if said & vocabulary.SCHOOLS and len(said) > 1 else None
    )
    words = [w for w in names.key(rest).split() if w not in SMALL]
    if not found or found.match != "exact" or set(words) & vocabulary.OF_OTHERS:
        return None
    if same_name(rest, index) or same_words(rest, index) or not any(w not in index.city_words for w in words):
        return None
    return Found("department", "part-of", found.entries, rest)


def organ(text: str, index: Index) -> Found | None:
    """Find the government of which a name gives an organ: "Gemeenteraad van X", "Provinciale Staten van Y"."""
    key = names.key(text)
    for pattern, kind in vocabulary.ORGANS:
        if said := pattern.match(key):
            found = resolve(key[said.end() :], kind=kind)  # type: ignore[arg-type]
            if found.body and found.by == "name":
                entry = Entry(index.by_iri[found.body.iri], found.body.label, "name")
                return Found("department of government", "part-of", (entry,), said[1])
    return None


def municipal_service(text: str, index: Index) -> Found | None:
    """Find the municipality behind a service that only municipalities have: "Gemeentewerken Rotterdam"."""
    tokens = names.key(text).split()
    for end in range(1, len(tokens)):
        head, tail = set(tokens[:end]), " ".join(tokens[end:])
        entities = [e for e in index.places.get(tail, ()) if e.end is None] or index.places.get(tail, [])
        task = "dienst" in head and head & vocabulary.MUNICIPAL_TASKS
        if len(entities) == 1 and (task or head & vocabulary.MUNICIPAL) and not head & vocabulary.SHARED:
            entry = Entry(entities[0], entities[0].label, "name")
            return Found("municipal service", "part-of", (entry,), " ".join(tokens[:end]))
    return None


def department(text: str, index: Index) -> Found | None:
    """Find the organisation of which a name gives a department or a company of its own."""
    name = names.parse(text)
    tokens = vocabulary.translated(name.core)
    if set(name.tokens) & vocabulary.OF_OTHERS:
        return None
    found: list[Found] = []
    taken: set[int] = set()
    for start, end in _spans(len(tokens), index.longest):
        entries = index.phrases.get(tokens[start:end])
        if not entries or taken & set(range(start, end)):
            continue
        taken |= set(range(start, end))
        rest = (*tokens[:start], *tokens[end:])
        if part := _part(name, unique(entries), tokens[start:end], rest, start, index.city_words):
            found.append(part)
    if len({e.entity.iri for f in found for e in f.entries}) > 1:
        return Found("department", "part-of", unique(e for f in found for e in f.entries))
    return found[0] if found else None


def _spans(length: int, longest: int) -> Iterable[tuple[int, int]]:
    """Yield the spans of a name that are shorter than the name, the longest first, from the left."""
    for size in range(min(length - 1, longest), 0, -1):
        for start in range(length - size + 1):
            yield start, start + size


def _part(
    name: Name, entries: tuple[Entry, ...], core: tuple[str, ...], rest: tuple[str, ...], start: int, places: set[str]
) -> Found | None:
    company = bool(set(name.legal) & {"bv", "nv"})
    telling = [t for t in core if t not in SMALL]
    rest_words = [t for t in rest if t not in SMALL]
    if start == 0 and company and any(e.entity.company for e in entries) and len(core[0]) > 3:
        if rest_words and all(t in vocabulary.BUSINESS or t in places for t in rest_words):
            kept = tuple(e for e in entries if e.entity.company)
            return Found("subsidiary", "part-of", kept, " ".join(rest))
        return None
    if start == 0 and company and len(telling) > 2:
        return Found("subsidiary", "part-of", entries, " ".join(rest))
    if len(telling) == 1:
        entries = tuple(e for e in entries if start == 0 and _tells_alone(name, e, telling[0]))
    if not entries or len("".join(telling)) < _SHORTEST:
        return None
    if any(t in vocabulary.DEPARTMENT for t in rest_words):
        return Found("department", "part-of", entries, " ".join(rest))
    return None


def _tells_alone(name: Name, entry: Entry, word: str) -> bool:
    """Return whether one word at the start of a name is enough to know the organisation of which it is a part.

    An abbreviation is, in capitals in a name that is not all in capitals; so is the long name of a government body.
    """
    written = name.written.split()[0]
    if entry.kind == "acronym":
        return len(word) >= _SHORTEST and written.isupper() and not name.written.isupper()
    return entry.entity.kind != "institution" and len(word) >= _LONG
