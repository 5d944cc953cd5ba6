"""The rules in the order in which they are tried.

The law of this file: from the surest to the boldest, and the first that finds decides; a name that only a bold rule
could read is not tried against bolder ones.
"""

from __future__ import annotations

from collections.abc import Callable

from ecograph.linking import exact, names, parts, vocabulary
from ecograph.linking.found import Found
from ecograph.linking.government import PROVINCE_LETTERS, announced, resolve
from ecograph.linking.index import Index

_RULES: tuple[Callable[[str, Index], Found | None], ...] = (
    exact.government_name,
    exact.same_name,
    exact.name_and_acronym,
    exact.same_words,
    exact.acronym,
    exact.brand,
    exact.both_parts,
    exact.initials,
    exact.with_purpose,
    parts.department_of_government,
    parts.organ,
    parts.municipal_service,
    exact.generic_words,
    parts.unit,
    exact.spelling,
    parts.department,
)


def find(written: str, index: Index) -> Found | None:
    """Return what the first rule finds that finds anything."""
    clean = names.repair(written)
    if _another_place(clean):
        return None
    for rule in _RULES:
        found = rule(clean, index)
        if found and found.entries:
            return None if _abroad(clean, found) else found
    return None


def _another_place(text: str) -> bool:
    """Return whether a name announces a municipality of a province in which none bears it: "Hengelo (Gld)"."""
    plain, inside = names.brackets(text)
    said = announced(names.key(plain))[0] == "municipality"
    return (
        said and any(names.key(part).replace(" ", "") in PROVINCE_LETTERS for part in inside) and not resolve(text).body
    )


def _abroad(text: str, found: Found) -> bool:
    """Return whether the legal form or what is added says another country, and the register's name does not."""
    if (said := countries(text)) and not any(said & set(names.key(e.name).split()) for e in found.entries):
        return True
    form = set(names.parse(names.brackets(text)[0]).legal) & names.FOREIGN_FORMS
    return bool(form) and not any(form & set(names.parse(e.name).legal) for e in found.entries)


def countries(text: str) -> set[str]:
    """Return the other countries that a name adds: in brackets, behind a comma, or as its last word.

    >>> countries("Provincie Limburg (België)"), countries("Duitsland Instituut Amsterdam")
    ({'belgie'}, set())
    """
    plain, inside = names.brackets(text)
    added = [names.key(part) for part in (*inside, plain.rpartition(",")[2] if "," in plain else "")]
    words = {word for part in added for word in part.split()} | set(names.parse(plain).core.split()[-1:])
    return words & vocabulary.COUNTRIES
