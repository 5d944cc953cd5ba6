"""Names beside IRIs: a reader of a workbook looks for what a thing is called, a formula for what it is.

The law of this file: a column of IRIs that have names holds the names, and the IRIs stand in a column beside it; a name
that the row says already is not said twice. Nothing is guessed: an IRI without a name stays.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ecograph.publish.tables.reading import Plain, Rows, Term, plain, rows
from ecograph.texts import Lang

#: Rows that decide which columns have names.
_LOOK = 2000


def read(path: Path, lang: Lang) -> dict[str, str]:
    """Return the name of each IRI, from rows of ``iri`` and ``name``: in the language, else in none, else in any."""
    best: dict[str, tuple[int, str]] = {}
    for iri, name in rows(path, graph=False):
        if isinstance(iri, ox.NamedNode) and isinstance(name, ox.Literal):
            tag = name.language or ""
            weight = 2 if tag.startswith(lang) else 0 if tag else 1
            known = best.get(iri.value)
            if known is None or weight > known[0]:
                best[iri.value] = weight, name.value
    return {iri: name for iri, (_, name) in best.items()}


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a workbook.

    Attributes:
        columns: Their heads.
        parts: For each the place in the row of the answer, and what is taken: ``value``, ``name`` or ``iri``.
    """

    columns: tuple[str, ...]
    parts: tuple[tuple[int, str], ...]
    names: Mapping[str, str]

    def row(self, terms: list[Term | None]) -> list[Plain]:
        """Return the values of a row."""
        return [self._value(terms[at], part) for at, part in self.parts]

    def _value(self, term: Term | None, part: str) -> Plain:
        if part == "name" and isinstance(term, ox.NamedNode):
            return self.names.get(term.value, term.value)
        if part == "iri" and not isinstance(term, ox.NamedNode):
            return None
        return plain(term)


def layout(found: Rows, names: Mapping[str, str], *, iris: bool = True) -> Layout:
    """Return the columns for an answer.

    Args:
        found: Its rows, of which the first decide.
        names: Of IRIs; empty: the columns are those of the answer.
        iris: Whether IRIs that have names are wanted at all.
    """
    named, new = set(), set()
    for row in itertools.islice(found, _LOOK) if names else ():
        texts = {t.value for t in row if isinstance(t, ox.Literal)}
        for at, term in enumerate(row):
            if isinstance(term, ox.NamedNode) and (name := names.get(term.value)) is not None:
                named.add(at)
                if name not in texts:
                    new.add(at)
    columns: list[tuple[str, int, str]] = []
    for at, column in enumerate(found.columns):
        if at in new:
            columns.append((column, at, "name"))
            if iris:
                columns.append((f"{column} (IRI)", at, "iri"))
        elif iris or at not in named:
            columns.append((column, at, "value"))
    columns = columns or [(found.columns[at], at, "name") for at in sorted(named)]
    return Layout(tuple(c for c, _, _ in columns), tuple((at, part) for _, at, part in columns), names)
