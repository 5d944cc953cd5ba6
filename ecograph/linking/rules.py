"""The rules in the order in which they are tried.

The law of this file: from the surest to the boldest, and the first that finds decides; a name that only a bold rule
could read is not tried against bolder ones.
"""

from __future__ import annotations

from collections.abc import Callable

from ecograph.linking import exact, names, parts
from ecograph.linking.found import Found
from ecograph.linking.index import Index

_RULES: tuple[Callable[[str, Index], Found | None], ...] = (
    exact.government_name,
    exact.same_name,
    exact.name_and_acronym,
    exact.same_words,
    exact.acronym,
    exact.both_parts,
    exact.initials,
    exact.with_purpose,
    parts.department_of_government,
    parts.organ,
    parts.municipal_service,
    exact.generic_words,
    exact.spelling,
    parts.department,
)


def find(written: str, index: Index) -> Found | None:
    """Return what the first rule finds that finds anything."""
    clean = names.repair(written)
    for rule in _RULES:
        found = rule(clean, index)
        if found and found.entries:
            return None if _abroad(clean, found) else found
    return None


def _abroad(text: str, found: Found) -> bool:
    """Return whether the legal form is of another country and the register's name has no such form."""
    form = set(names.parse(names.brackets(text)[0]).legal) & names.FOREIGN_FORMS
    return bool(form) and not any(form & set(names.parse(e.name).legal) for e in found.entries)
