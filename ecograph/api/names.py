"""What everything is called, kept for one state of the store, so that search answers while somebody types.

The law of this file: names that are too many to keep are not kept; then the store is asked each time, and what is
found is the same, only later.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from ecograph.api.reading import Reader
from ecograph.canvas import Texts
from ecograph.engine.queries import named
from ecograph.engine.rows import distinct, grouped, texts
from ecograph.errors import AnswerTooLarge


@dataclass(frozen=True, slots=True)
class Found:
    """A thing by its names that fit, and its classes as IRIs."""

    iri: str
    label: Texts
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    folded: str
    lang: str
    text: str
    iri: str


@dataclass(frozen=True, slots=True)
class _Kept:
    names: tuple[_Name, ...]
    labels: Mapping[str, Texts]
    kinds: Mapping[str, tuple[str, ...]]


def folded(text: str) -> str:
    """Return a text as it is compared: without case and without accents.

    >>> folded("Coöperatie ÉÉN")
    'cooperatie een'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


class Names:
    """The names in a store: read once for each state, where they are not too many."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self._kept: tuple[str, _Kept | None] = ("", None)

    def label(self, iri: str) -> Texts:
        """Return what something is called in each language; nothing where that is not known."""
        kept = self.kept()
        return kept.labels.get(iri, {}) if kept else {}

    def search(self, text: str, most: int) -> list[Found]:
        """Return what has a name with every word of a text in it: first what begins with it, the shortest first.

        Raises:
            LimitReached: the names are too many to keep, and asking the store took too long.
        """
        kept = self.kept()
        if kept is None:
            return self._ask(text, most)
        words = folded(text).split()
        if not words:
            return []
        fits = [n for n in kept.names if all(word in n.folded for word in words)]
        fits.sort(key=lambda n: (not n.folded.startswith(words[0]), len(n.folded), n.folded, n.iri))
        found: dict[str, dict[str, str]] = {}
        for name in fits:
            if name.iri in found or len(found) < most:
                found.setdefault(name.iri, {}).setdefault(name.lang, name.text)
        return [Found(iri, label, kept.kinds.get(iri, ())) for iri, label in found.items()]

    def kept(self) -> _Kept | None:
        """Return the names of the present state; None where they are too many to keep."""
        version = self._reader.version()
        if self._kept[0] != version:
            with self._lock:
                if self._kept[0] != version:
                    self._kept = version, self._read()
        return self._kept[1]

    def _read(self) -> _Kept | None:
        try:
            rows = self._reader.select(named("labels", "canvas").bind({}))
            kinds = self._reader.select(named("types", "canvas").bind({}))
        except AnswerTooLarge:
            return None
        return _Kept(
            tuple(_Name(folded(r["label"].text), r["label"].lang, r["label"].text, r["item"].text) for r in rows),
            {iri: texts(about, "label") for iri, about in grouped(rows, "item").items()},
            {iri: tuple(distinct(about, "type")) for iri, about in grouped(kinds, "item").items()},
        )

    def _ask(self, text: str, most: int) -> list[Found]:
        found = grouped(self._reader.select(named("search", "canvas").bind({"text": text})), "item")
        return [Found(i, texts(a, "label"), tuple(distinct(a, "type"))) for i, a in list(found.items())[:most]]
