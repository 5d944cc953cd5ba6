"""What the pages ask for, answered from the store.

The law of this file: it runs the queries of queries/canvas and folds their rows; what it found is kept as long as the
generation of the store is the same, since a generation never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, parse_query_results

from ecograph.api import explore
from ecograph.api.pages.library import DescriptionCard, EcosystemCard, Hit, Network, Profile, ResourcePage, Term
from ecograph.canvas import Canvas, canvas, descriptions
from ecograph.canvas import DescriptionCard as Described
from ecograph.engine.embedded import EmbeddedStore, Trusted
from ecograph.engine.graph import Graph
from ecograph.engine.queries import Parameter, Query, expand, named, ready
from ecograph.engine.rows import Row, distinct, first, grouped, rows, texts
from ecograph.engine.store import Request, Store, construct
from ecograph.errors import CallerError, UnknownName
from ecograph.questions import Choice, choices
from ecograph.terms import PREFIXES, shorten
from ecograph.texts import Lang, Text, language, pick

_MOST_HITS = 50


class Reader:
    """Runs our own SELECTs: in this process over the embedded store, else over whatever store there is.

    Only texts of the package come here (``queries/``), with parameters bound as terms; see ``engine.embedded.Trusted``.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._trusted: Trusted | None = None

    def version(self) -> str:
        """Name the current state."""
        return str(self._store.generation() or "")

    def select(self, text: str) -> list[Row]:
        """Return the rows of a SELECT."""
        results = parse_query_results(self._source().query(Request(text)).read(), QueryResultsFormat.JSON)
        assert isinstance(results, QuerySolutions)  # ours are SELECTs, by their tests
        return rows(results)

    def construct(self, text: str) -> Graph:
        """Return the triples of a CONSTRUCT."""
        return construct(self._source(), text)

    def quads(self) -> Iterable[Quad]:
        """Return every quad of the embedded store; none of a remote one, which counts itself."""
        source = self._source()
        return source.quads() if isinstance(source, Trusted) else ()

    def _source(self) -> Store:
        if not isinstance(self._store, EmbeddedStore):
            return self._store
        if self._trusted is None or self._trusted.generation() != self._store.generation():
            self._trusted = Trusted(self._store.data_dir)
        return self._trusted


class StoreLibrary:
    """A ``Library`` over a store.

    What was found is kept per version of the store.
    """

    def __init__(self, store: Store) -> None:
        reader = Reader(store)
        self._select = reader.select
        self._version = reader.version
        self._cards = lru_cache(maxsize=2)(self._read_cards)
        self._profiles = lru_cache(maxsize=2)(self._read_profiles)
        self._terms = lru_cache(maxsize=2)(self._read_terms)
        self._canvas = lru_cache(maxsize=64)(self._read_canvas)
        self._choices = lru_cache(maxsize=256)(self._read_choices)
        self._network = lru_cache(maxsize=16)(self._read_network)

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
        """Return what carries a label like ``text``, best first, at most fifty."""
        found = grouped(self._select(named("search", "canvas").bind({"text": text})), "item")
        known = {t.iri: t for t in self.terms()}
        hits = []
        for iri, about in found.items():
            kinds = distinct(about, "type")
            own = [k for k in kinds if k in known and not any(k in known[o].superiors for o in kinds if o in known)]
            names = [pick(known[k].label, language(lang)) for k in own]
            names = names or [shorten(k) for k in kinds if shorten(k) != k]
            hits.append(Hit(iri, pick(texts(about, "label"), language(lang)), ", ".join(names[:2])))
        return hits[:_MOST_HITS]

    def resource(self, iri: str, lang: str) -> ResourcePage | None:
        """Return what is known of a resource; None where nothing is."""
        try:
            expand(iri)
        except CallerError:
            return None  # nothing is known of what is no IRI
        found = explore.resource(self._select, iri, language(lang), self.ecosystems())
        return found or explore.unnamed(self._select, iri, language(lang))

    def terms(self) -> Sequence[Term]:
        """Return the classes and properties of the ontology, by label."""
        return self._terms(self._version())

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
        counts = grouped(self._select(named("counts", "canvas").bind({})), "description")
        regions = grouped(self._select(named("regions", "canvas").bind({})), "ecosystem")
        codes = grouped(self._select(named("region-codes", "pages").bind({})), "ecosystem")
        by_ecosystem: dict[str, list[Described]] = {}
        for card in descriptions(self._select):
            by_ecosystem.setdefault(card.ecosystem, []).append(card)
        cards = []
        for iri, described in by_ecosystem.items():
            own = tuple(
                DescriptionCard(
                    slug=d.iri.removeprefix(iri).strip("/"),
                    title=d.title,
                    as_of=d.as_of,
                    counts={
                        level.rpartition("/")[2]: int(first(counted, "number"))
                        for level, counted in grouped(counts.get(d.iri, ()), "level").items()
                    },
                )
                for d in sorted(described, key=lambda d: (d.as_of, d.iri))
            )
            label: dict[str, str] = {}
            for d in described:
                label |= d.ecosystem_label
            cards.append(
                EcosystemCard(
                    iri=iri,
                    slug=iri.removeprefix(PREFIXES["id"]),
                    label=label,
                    descriptions=own,
                    counts=own[-1].counts,
                    region=texts(regions.get(iri, ()), "label"),
                    region_code=" ".join(c.rpartition("/")[2] for c in distinct(codes.get(iri, ()), "region")),
                )
            )
        return tuple(sorted(cards, key=lambda c: pick(c.label, "en").casefold()))

    def _read_canvas(self, version: str, description: str) -> Canvas:
        del version  # the key of what is kept
        return canvas(self._select, description)
