"""Who is who in a workbook: the IRI of each row, and the rows that a name can mean.

The law of this file: a row keeps its IRI. What the hidden column says holds; only a row without one is named anew,
after its name, and never after its number.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict

from pyoxigraph import NamedNode

from ecograph.describe.cells import Unreadable, as_iri
from ecograph.describe.mapping import ALL, SHEET, Column
from ecograph.describe.vocabulary import PRECONDITIONS, Vocabulary, normal
from ecograph.terms import PREFIXES
from ecograph.texts import Lang, Text

ID = PREFIXES["id"]


def slug(text: str, length: int = 60) -> str:
    """Return a text as the last part of an IRI.

    >>> slug("Gemeente Súdwest-Fryslân (bestuur)")
    'gemeente-sudwest-fryslan-bestuur'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not name and text.strip():  # a name in another script
        name = "-".join(f"{ord(c):x}" for c in text.strip()[:12])
    return name[:length].rstrip("-")


class Names:
    """The IRIs that are taken, and the names by which rows are found."""

    def __init__(self, ecosystem: NamedNode, vocabulary: Vocabulary, lang: Lang) -> None:
        self.ecosystem = ecosystem
        self._vocabulary = vocabulary
        self._lang: Lang = lang
        self._taken: set[str] = set()
        self._rows: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        self._spelled: dict[str, str] = {}
        self._everywhere: dict[str, dict[str, str]] = defaultdict(dict)

    @property
    def base(self) -> str:
        """Return what all IRIs of this ecosystem begin with."""
        return self.ecosystem.value + "/"

    def full(self, written: str) -> NamedNode | None:
        """Return the IRI that a hidden cell means: an absolute one, or the part behind the ecosystem's."""
        if iri := as_iri(written):
            return iri
        try:
            return NamedNode(self.base + written) if re.fullmatch(r"[^\s<>\"{}|\\^`]+", written) else None
        except ValueError:
            return None

    def short(self, iri: str) -> str:
        """Return what a hidden cell says for an IRI.

        The reverse of ``full``: what would be read otherwise is written in full.
        """
        rest = iri.removeprefix(self.base)
        back = self.full(rest)
        return rest if rest != iri and back is not None and back.value == iri else iri

    def new(self, folder: str, name: str) -> NamedNode:
        """Return an IRI that is not taken yet, after a name."""
        stem = f"{self.base}{folder}/{name or 'x'}" if folder else f"{self.base}{name or 'x'}"
        iri, count = stem, 1
        while iri in self._taken:
            count += 1
            iri = f"{stem}-{count}"
        return NamedNode(iri)

    def take(self, iri: NamedNode) -> None:
        """Note that an IRI is in use."""
        self._taken.add(iri.value)

    def call(self, sheet: str, iri: NamedNode, *names: str) -> None:
        """Note the names by which other sheets refer to a row."""
        for name in (*names, self.short(iri.value)):
            if name:
                self._spelled.setdefault(normal(name), name)
                self._rows[sheet][normal(name)].setdefault(iri.value)
                self._everywhere[normal(name)].setdefault(iri.value, sheet)

    def refer(self, text: str, column: Column) -> NamedNode:
        """Return the row that a cell names.

        Raises:
            Unreadable: no row is called so, or several are, or one of another sheet.
        """
        if iri := as_iri(text):
            return iri
        key = normal(text)
        if ALL in column.targets or not column.targets:
            found = list(self._everywhere.get(key, ()))
            if not found and (word := self._vocabulary.find(PRECONDITIONS, text)):
                found = [word]
        else:
            found = list(dict.fromkeys(i for s in column.targets for i in self._rows[s].get(key, ())))
        if len(found) == 1:
            return NamedNode(found[0])
        raise self._ambiguous(text, found) if found else self._missing(text, key, column)

    def _ambiguous(self, text: str, found: list[str]) -> Unreadable:
        ways = "; ".join(self.short(i) for i in found[:4])
        return Unreadable(
            "ambiguous-name",
            Text(
                nl=f'Meer dan één rij heet "{text}". Schrijf in deze cel het kenmerk van de bedoelde: {ways}.',
                en=f'More than one row is called "{text}". Write the identifier of the one you mean: {ways}.',
            ),
        )

    def _missing(self, text: str, key: str, column: Column) -> Unreadable:
        sheets = [SHEET[s].title for s in column.targets if s in SHEET]
        where = Text(
            nl=" of ".join(f"{t['nl']}" for t in sheets) or "een van de bladen",
            en=" or ".join(f"{t['en']}" for t in sheets) or "one of the sheets",
        )
        elsewhere = next(iter(self._everywhere.get(key, {}).values()), None)
        if elsewhere in SHEET:
            other = SHEET[elsewhere].title
            return Unreadable(
                "wrong-sheet",
                Text(
                    nl=f'"{text}" staat op het blad {other["nl"]}; hier hoort een rij van {where["nl"]}. '
                    "Kies een andere.",
                    en=f'"{text}" stands on the sheet {other["en"]}; here belongs a row of {where["en"]}. '
                    "Choose another.",
                ),
            )
        known = self._everywhere if ALL in column.targets else {k for s in column.targets for k in self._rows[s]}
        close = [self._spelled[k] for k in difflib.get_close_matches(key, known, n=1, cutoff=0.7) if k in self._spelled]
        return Unreadable(
            "dangling-reference",
            Text(
                nl=f'"{text}" staat niet op {where["nl"]}. '
                + (f'Bedoelt u "{close[0]}"?' if close else "Voeg daar een rij toe, of verbeter de naam."),
                en=f'"{text}" is not on {where["en"]}. '
                + (f'Did you mean "{close[0]}"?' if close else "Add a row there, or correct the name."),
            ),
        )
