"""What the pages ask for, answered from the store.

The law of this file: it asks others to run the queries and fold their rows; what they found is kept as long as the
generation of the store is the same, since a generation never changes.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import ParamSpec, TypeVar

from ecograph.api import explore, schema
from ecograph.api.cards import cards
from ecograph.api.names import Names
from ecograph.api.pages.library import ClassBox, EcosystemCard, Hit, Network, Profile, ResourcePage, Shape, Term
from ecograph.api.reading import Reader
from ecograph.api.reasons import Reasons
from ecograph.canvas import Canvas, canvas, descriptions
from ecograph.canvas import DescriptionCard as Described
from ecograph.engine.queries import Parameter, Query, expand, ready
from ecograph.engine.store import Store
from ecograph.errors import CallerError, EcoGraphError, UnknownName
from ecograph.questions import Choice, choices
from ecograph.terms import shorten
from ecograph.texts import Lang, Text, language, pick

_MOST_HITS = 50
_MOST_WARM = 24  #: ecosystems, and descriptions of each, that are read before anybody asks


_P = ParamSpec("_P")
_R = TypeVar("_R")


def _kept(size: int) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Return what keeps answers: who asks for one that is being made waits for it and does not make it again."""

    def keeping(read: Callable[_P, _R]) -> Callable[_P, _R]:
        cached = lru_cache(maxsize=size)(read)
        lock_of = lru_cache(maxsize=size)(lambda *_key: threading.Lock())

        def ask(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            with lock_of(*args):
                return cached(*args, **kwargs)  # type: ignore[arg-type]  # what we keep has hashable keys

        return ask

    return keeping


class StoreLibrary:
    """A ``Library`` over a store.

    What was found is kept per version of the store.
    """

    def __init__(self, store: Store) -> None:
        reader = Reader(store)
        self._select = reader.select
        self._names = Names(reader)
        self._reasons = Reasons(reader, self._names)
        self._reader = reader
        self._warmed = ""
        self._warming = threading.Lock()
        self._cards = _kept(2)(self._read_cards)
        self._profiles = _kept(2)(self._read_profiles)
        self._terms = _kept(2)(self._read_terms)
        self._classes = _kept(2)(self._read_classes)
        self._shapes = _kept(2)(self._read_shapes)
        self._canvas = _kept(64)(self._read_canvas)
        self._choices = _kept(256)(self._read_choices)
        self._network = _kept(16)(self._read_network)

    def warm(self) -> None:
        """Read in the background what pages need that look at everything, so that the first who asks does not wait.

        The first page and the search come first, then the comparison and the schema.
        """
        self._warmed = version = self._reader.version()

        def read() -> None:
            # A store that cannot answer says so to who asks it.
            with self._warming, self._reader.ahead(), contextlib.suppress(EcoGraphError):
                first: tuple[Callable[[], object], ...] = (self.ecosystems, self.terms, self._names.kept)
                later = (*self._canvases(), self.classes, self.shapes, self.profiles)
                for part in (*first, *later):
                    if self._reader.version() != version:
                        return  # there is a newer state, with a thread of its own
                    part()

        threading.Thread(target=read, daemon=True).start()

    def _canvases(self) -> Iterator[Callable[[], object]]:
        for card in self.ecosystems()[:_MOST_WARM]:
            for each in card.descriptions[-_MOST_WARM:]:
                yield partial(self.canvas, card.slug, each.slug)

    def _version(self) -> str:
        """Name the current state; one that is new is read in the background, as at the start."""
        version = self._reader.version()
        if self._warmed and self._warmed != version:
            self.warm()
        return version

    def ecosystems(self) -> Sequence[EcosystemCard]:
        """Return every ecosystem that is described here, by label."""
        return self._cards(self._version())

    def canvas(self, ecosystem: str, description: str | None = None) -> Canvas:
        """Return the canvas of one description of one ecosystem, by slug; without a description the latest.

        Raises:
            UnknownName: nothing carries that slug.
        """
        return self._canvas(self._version(), self._description(ecosystem, description))

    def _description(self, ecosystem: str, description: str | None) -> str:
        """Return the IRI of a description by slugs; without one the latest."""
        cards = {card.slug: card for card in self.ecosystems()}
        if ecosystem not in cards:
            raise UnknownName(Text(nl="ecosysteem", en="ecosystem"), ecosystem, sorted(cards))
        slugs = [d.slug for d in cards[ecosystem].descriptions]
        slug = description or slugs[-1]
        if slug not in slugs:
            raise UnknownName(Text(nl="beschrijving", en="description"), slug, slugs)
        return f"{cards[ecosystem].iri}/{slug}"

    def profiles(self) -> Sequence[Profile]:
        """Return the profiles that a canvas can be narrowed to."""
        return self._profiles(self._version())

    def _read_profiles(self, version: str) -> tuple[Profile, ...]:
        del version  # the key of what is kept
        return explore.profiles(self._select)

    def descriptions(self) -> Sequence[Described]:
        """Return what is described, by ecosystem and date."""
        return descriptions(self._select)

    def questions(self) -> Sequence[Query]:
        """Return the ready questions, in the order of their notation."""
        return tuple(ready().values())

    def search(self, text: str, lang: str) -> Sequence[Hit]:
        """Return what carries a label with every word of ``text`` in it, best first, at most fifty."""
        known = {t.iri: t for t in self.terms()}
        hits = []
        for found in self._names.search(text, _MOST_HITS):
            own = [
                k
                for k in found.kinds
                if k in known and not any(k in known[o].superiors for o in found.kinds if o in known)
            ]
            names = [pick(known[k].label, language(lang)) for k in own]
            names = names or [
                pick(explore.FOREIGN.get(k, {}), language(lang)) or shorten(k) for k in found.kinds if shorten(k) != k
            ]
            hits.append(Hit(found.iri, pick(found.label, language(lang)), ", ".join(names[:2])))
        return hits

    def resource(self, iri: str, lang: str) -> ResourcePage | None:
        """Return what is known of a resource; None where nothing is."""
        try:
            expand(iri)
        except CallerError:
            return None  # nothing is known of what is no IRI
        found = explore.resource(self._select, iri, language(lang), self.ecosystems(), self._reasons)
        return found or explore.unnamed(self._select, iri, language(lang))

    def terms(self) -> Sequence[Term]:
        """Return the classes and properties of the ontology, by label."""
        return self._terms(self._version())

    def classes(self) -> Sequence[ClassBox]:
        """Return the classes that are used, with what connects them, the most used first."""
        return self._classes(self._version())

    def shapes(self) -> Sequence[Shape]:
        """Return the rules that descriptions are checked with, by name."""
        return self._shapes(self._version())

    def _read_classes(self, version: str) -> tuple[ClassBox, ...]:
        del version  # the key of what is kept
        return schema.classes(self._select)

    def _read_shapes(self, version: str) -> tuple[Shape, ...]:
        del version  # the key of what is kept
        return schema.shapes(self._select)

    def choices(self, question: Query, parameter: Parameter, lang: str) -> Sequence[Choice]:
        """Return what a parameter can be; empty where anything goes."""
        del question
        return self._choices(self._version(), parameter.name, parameter.type, parameter.scheme, language(lang))

    def network(self, ecosystem: str, description: str | None, lang: str) -> Network:
        """Return the network of one description of one ecosystem.

        Raises:
            UnknownName: nothing carries that slug.
        """
        return self._network(self._version(), self._description(ecosystem, description), language(lang))

    def _read_choices(self, version: str, name: str, kind: str, scheme: str, lang: Lang) -> tuple[Choice, ...]:
        del version  # the key of what is kept
        # Forty questions have the same parameters under different labels; the label decides nothing here.
        parameter = Parameter(name, kind, Text(nl=name, en=name), scheme=scheme)
        return choices(self._select, parameter, lang)

    def _read_network(self, version: str, description: str, lang: Lang) -> Network:
        del version  # the key of what is kept
        return explore.network(self._select, description, lang)

    def _read_terms(self, version: str) -> tuple[Term, ...]:
        del version  # the key of what is kept
        return explore.terms(self._select)

    def _read_cards(self, version: str) -> tuple[EcosystemCard, ...]:
        del version  # the key of what is kept
        return cards(self._select)

    def _read_canvas(self, version: str, description: str) -> Canvas:
        del version  # the key of what is kept
        return canvas(self._select, description)
