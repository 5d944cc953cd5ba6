"""The words of our vocabularies, in both directions: what a cell says to an IRI, and an IRI to what a cell says.

The law of this file: a word is found whatever its case, its language and its spacing; what is not found is answered
with the nearest word that is.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode

from ecograph.describe.activities import NACE, activities, by_text, divisions
from ecograph.engine import knowledge
from ecograph.engine.graph import Graph
from ecograph.terms import PREFIXES, RDF, SKOS, shorten
from ecograph.texts import Lang, Text

CURRENCY = "http://publications.europa.eu/resource/authority/currency/"

#: The currencies that the drop-down offers; any code of three letters is read.
CURRENCIES = ("EUR", "GBP", "USD", "CHF", "DKK", "NOK", "PLN", "SEK")

#: The names under which lists that are no vocabulary of ours are looked up.
PRECONDITIONS, TERMS, KINDS, ACTIVITIES = "precondition", "term", "kind", "nace"

_WORDS = {
    "skos:prefLabel": 0,
    "rdfs:label": 1,
    "skos:altLabel": 2,
}
_LABELS = {PREFIXES[k.split(":")[0]] + k.split(":")[1]: rank for k, rank in _WORDS.items()}
_TERM_TYPES = {PREFIXES["owl"] + n for n in ("Class", "ObjectProperty", "DatatypeProperty")}


@dataclass(frozen=True, slots=True)
class Word:
    """One concept, precondition, class or property, with how a cell names it."""

    iri: str
    label: Text
    notation: str = ""

    def say(self, lang: Lang) -> str:
        """Return the text of a cell: the label, after the notation where there is one."""
        return f"{self.notation} {self.label[lang]}" if self.notation else self.label[lang]


class Vocabulary:
    """The lists of words from which cells choose.

    Args:
        graphs: The vocabularies, the preconditions and the modules of the ontology.
    """

    def __init__(self, graphs: Graph) -> None:
        texts: dict[str, dict[tuple[int, str], str]] = defaultdict(dict)
        notations: dict[str, str] = {}
        definitions: dict[str, dict[str, str]] = defaultdict(dict)
        lists: dict[str, list[str]] = defaultdict(list)
        others: dict[str, list[str]] = defaultdict(list)
        for subject, predicate, value in graphs:
            if not isinstance(subject, NamedNode):
                continue
            iri = subject.value
            if isinstance(value, Literal):
                rank = _LABELS.get(predicate.value)
                if rank is not None:
                    texts[iri].setdefault((rank, value.language or ""), value.value)
                    others[iri].append(value.value)
                elif predicate == SKOS.notation:
                    notations.setdefault(iri, value.value)
                elif predicate == SKOS.definition and value.language:
                    definitions[iri].setdefault(value.language, value.value)
            elif predicate == RDF.type and isinstance(value, NamedNode) and (name := _list(iri, value.value)):
                lists[name].append(iri)
        self._definitions = definitions
        self._lists: dict[str, tuple[Word, ...]] = {}
        self._index: dict[str, dict[str, str]] = {}
        self._words: dict[str, Word] = {}
        for name, iris in lists.items():
            words = [_word(iri, texts[iri], notations.get(iri, "") if name == PRECONDITIONS else "") for iri in iris]
            if name == PRECONDITIONS:
                words.sort(key=lambda w: (len(w.notation), w.notation))
            self._lists[name] = tuple(words)
            self._words.update((w.iri, w) for w in words)
            self._index[name] = _index(words, others)

    def words(self, name: str) -> tuple[Word, ...]:
        """Return a list: by prefix of its concepts, or ``precondition``, ``term``, or ``nace`` (its divisions)."""
        if name == ACTIVITIES:
            return tuple(Word(iri, activities()[iri]) for iri in divisions())
        return self._lists.get(name, ())

    def find(self, name: str, text: str) -> str | None:
        """Return the IRI that a text names in a list; None where it names nothing."""
        if name == ACTIVITIES:
            return by_text().get(normal(text))
        index = self._index.get(name, {})
        found = index.get(normal(text))
        if found is None and name == PRECONDITIONS:  # "P04 whatever somebody typed behind it"
            found = index.get(normal(re.split(r"[\s:–-]", text.strip(), maxsplit=1)[0]))
        return found

    def near(self, name: str, text: str, lang: Lang) -> str | None:
        """Return how a cell names the word nearest to a text that names nothing."""
        index = self._index.get(name, {})
        if name == ACTIVITIES:  # codes are near to every other code, so names alone
            index = {normal(w.label["en"].split(maxsplit=2)[2]): w.iri for w in self.words(name)}
        close = difflib.get_close_matches(normal(text), index, n=1, cutoff=0.6)
        return self.say(index[close[0]], lang) if close else None

    def say(self, iri: str, lang: Lang) -> str | None:
        """Return how a cell names an IRI; None where it is in no list."""
        if iri.startswith(NACE):
            known = activities().get(iri)
            return known[lang] if known else None
        word = self._words.get(iri)
        return word.say(lang) if word else None

    def definition(self, iri: str) -> Text | None:
        """Return what the ontology says a term means."""
        texts = self._definitions.get(iri, {})
        return Text(nl=texts["nl"], en=texts["en"]) if {"nl", "en"} <= set(texts) else None


@cache
def shipped() -> Vocabulary:
    """Return the vocabulary of the ontology that ships with the product."""
    return Vocabulary(knowledge.load().shared)


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """Return a text as it is compared: case, spacing and kinds of dashes do not matter.

    >>> normal("  Scale–Up ")
    'scale-up'
    """
    return " ".join(text.replace("–", "-").replace("\u00a0", " ").casefold().split())


_SCHEMES = {iri: prefix for prefix, iri in PREFIXES.items() if "/vocab/" in iri}


def _list(iri: str, cls: str) -> str | None:
    """Return the list to which a resource of a class belongs."""
    if cls == SKOS.Concept.value:
        return _SCHEMES.get(iri[: iri.rfind("/") + 1])
    if cls == PREFIXES["eco"] + "Precondition":
        return PRECONDITIONS
    return TERMS if cls in _TERM_TYPES and iri.startswith(PREFIXES["eco"]) else None


def _index(words: list[Word], others: dict[str, list[str]]) -> dict[str, str]:
    """Return every text by which a word is found; labels first, so that no second name hides another's label."""
    index: dict[str, str] = {}
    for word in words:
        for key in (word.notation, *word.label.values(), word.say("nl"), word.say("en")):
            if key:
                index.setdefault(normal(key), word.iri)
    for word in words:
        for key in (*others[word.iri], _local(word.iri), shorten(word.iri)):
            index.setdefault(normal(key), word.iri)
    return index


def _word(iri: str, texts: dict[tuple[int, str], str], notation: str) -> Word:
    def best(lang: str) -> str:
        for rank in (0, 1):
            if (rank, lang) in texts:
                return texts[rank, lang]
        return ""

    nl, en = best("nl"), best("en")
    return Word(iri, Text(nl=nl or en or _local(iri), en=en or nl or _local(iri)), notation)


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]
