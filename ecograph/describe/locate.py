"""Where in a text a resource, a statement or a value stands.

The law of this file: it looks up, it does not judge. The text was parsed already (``engine.graph``); what is read
here a second time is positions only, and where none can be found the answer is the file, never a guess.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol
from urllib.parse import urljoin

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from ecograph.engine.graph import Document
from ecograph.errors import Place
from ecograph.terms import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple

_BASE = "https://w3id.org/ecograph/id/"
_XSD = PREFIXES["xsd"]
_RDF = PREFIXES["rdf"]


class Locator(Protocol):
    """What every kind of description offers: the place of a resource, or of one of its values."""

    def place(self, focus: Term, path: str = "", value: Term | None = None) -> Place:
        """Return where ``focus`` stands, or its property ``path`` (as SPARQL writes it), or that property's value."""
        ...


class Spot(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


class Occurrence(NamedTuple):
    """One value as it stands in the text: its key, where its predicate stands, where it stands itself."""

    value: str
    predicate_at: Spot
    value_at: Spot


@dataclass(frozen=True)
class NoLocator:
    """For a graph that was never text: the IRI is the place."""

    file: str | None = None

    def place(self, focus: Term, path: str = "", value: Term | None = None) -> Place:  # noqa: ARG002 - the protocol
        """Return the IRI of the resource as its place."""
        return Place(file=self.file, iri=focus.value if isinstance(focus, NamedNode) else None)


class TextLocator:
    r"""Positions in a document of RDF, read when somebody first asks.

    Turtle, TriG, N-Triples and N-Quads: line and column of subject, predicate and value, blank nodes included.
    JSON-LD and RDF/XML: the line where the IRI (or its last part) occurs first.

    >>> from ecograph.engine.graph import read_bytes
    >>> document = read_bytes(b'<x:a>\n  <x:p> "one" ,\n    "two" .', RdfFormat.TURTLE, file="a.ttl")
    >>> str(TextLocator(document, RdfFormat.TURTLE).place(NamedNode("x:a"), "<x:p>", Literal("two")))
    'a.ttl:3:5'
    """

    def __init__(self, document: Document, rdf_format: RdfFormat) -> None:
        self._document = document
        self._format = rdf_format

    @cached_property
    def _text(self) -> _Positions | None:
        if self._format in {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.N3}:
            try:
                return _Positions(self._document.text)
            except RecursionError:  # brackets nested a thousand deep: a hostile text has no places
                return None
        return None

    @cached_property
    def _anonymous(self) -> dict[str, str]:
        """Match the parser's names of anonymous blank nodes with ours: both keep the order of the text."""
        positions = self._text
        assert positions is not None
        values: dict[tuple[str, str], list[str]] = defaultdict(list)
        referred: set[str] = set()
        for subject, predicate, value in self._document.triples:
            if isinstance(value, BlankNode) and f"_:{value.value}" not in positions.subjects:
                values[_key(subject), predicate.value].append(value.value)
                referred.add(value.value)
        found: dict[str, str] = {}
        roots = [
            s.value
            for s in dict.fromkeys(t.subject for t in self._document.triples)
            if isinstance(s, BlankNode) and s.value not in referred and f"_:{s.value}" not in positions.subjects
        ]
        found.update(zip(roots, positions.roots, strict=False))
        waiting = list(values)
        while waiting:  # from the outside in: the place of a nested node needs that of the node around it
            later = []
            for subject, predicate in waiting:
                ours = found.get(subject.removeprefix("_:"), subject)
                if subject.startswith("_:") and ours == subject and subject not in positions.subjects:
                    later.append((subject, predicate))
                    continue
                anonymous = [o.value for o in positions.values.get((ours, predicate), ()) if o.value.startswith("[")]
                found.update(zip(values[subject, predicate], anonymous, strict=False))
            if len(later) == len(waiting):
                break
            waiting = later
        return found

    def place(self, focus: Term, path: str = "", value: Term | None = None) -> Place:
        """Return file, line and column of a resource, of its property, or of one value of that property."""
        file = self._document.file or None
        iri = focus.value if isinstance(focus, NamedNode) else None
        positions = self._text
        if positions is None:
            return Place(file=file, line=self._first_line(value) or self._first_line(focus), iri=iri)
        spot = self._spot(positions, self._our_key(focus), path, self._our_key(value) if value is not None else None)
        if spot is None:
            return Place(file=file, iri=iri)
        return Place(file=file, line=spot.line, column=spot.column, iri=iri)

    def _our_key(self, term: Term) -> str:
        if isinstance(term, BlankNode):
            return self._anonymous.get(term.value, f"_:{term.value}")
        return _key(term)

    @staticmethod
    def _spot(positions: _Positions, focus: str, path: str, value: str | None) -> Spot | None:
        for inverse, predicate in steps(path):
            if inverse:
                for (_subject, name), found in positions.values.items():
                    for one in found:
                        if name == predicate and one.value == focus:
                            return one.value_at
                continue
            stated = positions.values.get((focus, predicate), ())
            if not stated:
                continue
            for one in stated:
                if one.value == value:
                    return one.value_at
            # No value is named, so the count is wrong: the second of two, else the predicate itself.
            return stated[1].value_at if value is None and len(stated) > 1 else stated[0].predicate_at
        return positions.subjects.get(focus) or positions.mentions.get(focus) or positions.mentions.get(value or "")

    def _first_line(self, term: Term | None) -> int | None:
        if not isinstance(term, NamedNode | Literal):
            return None
        text = self._document.text
        short = re.split(r"[/#]", term.value)[-1]
        for needle in (f'"{term.value}"', term.value, short):
            at = text.find(needle) if needle else -1
            if at >= 0:
                return text.count("\n", 0, at) + 1
        return None


def steps(path: str) -> list[tuple[bool, str]]:
    """Return the first step of each alternative of a path as (inverse, predicate IRI).

    >>> steps("eco:amount/eco:currency")
    [(False, 'https://w3id.org/ecograph/ns#amount')]
    """
    steps = []
    for alternative in path.replace("(", "").replace(")", "").split("|"):
        match = re.match(r"\s*(\^?)(?:<([^>]*)>|([\w-]*):([\w-]+)|a\b)", alternative)
        if match:
            caret, full, prefix, name = match.groups()
            iri = full or (PREFIXES.get(prefix, "") + name if name else _RDF + "type")
            steps.append((bool(caret), iri))
    return steps


def _key(term: Term) -> str:
    """Return the name under which a term is looked up."""
    if isinstance(term, Literal):
        return _literal_key(term.value, term.language or "", term.datatype.value)
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    return term.value if isinstance(term, NamedNode) else str(term)


def _literal_key(text: str, language: str, datatype: str) -> str:
    return f'"{text}"@{language.lower()}' if language else f'"{text}"^^{datatype}'


# Possessive quantifiers: a text that this reader misunderstands costs no more time than one it understands.
_LOCAL = r"(?:[\w:\-·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]++|\#[^\n]*+)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]++|\\[uU][0-9A-Fa-f]{{4}})*+>)
  | (?P<string>\"{{3}}(?:[^"\\]++|\\.|\"(?!\"\"))*+\"{{3}}
             |'{{3}}(?:[^'\\]++|\\.|'(?!''))*+'{{3}}
             |"(?:[^"\\\n]++|\\.)*+"
             |'(?:[^'\\\n]++|\\.)*+')
  | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<datatype>\^\^)
  | (?P<blank>_:[\w\-.·]*[\w\-·])
  | (?P<number>[+-]?(?:[0-9]+\.?[0-9]*[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]*\.[0-9]+|[0-9]+)(?![\w:]))
  | (?P<name>(?:[^\W\d_](?:[\w\-.·]*[\w\-·])?)?:(?:{_LOCAL}(?:\.*{_LOCAL})*)?)
  | (?P<word>[A-Za-z]+)
  | (?P<mark>[\[\](){{}};,.])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)  # Turtle 1.1 §6.5, as far as positions need it
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _ESCAPES.get(m[3], m[3]), text)


def _resolve(base: str, written: str) -> str:
    """Return the IRI between angle brackets; ``urljoin`` alone would lose an empty fragment (``…/ns#``)."""
    iri = _unescape(written[1:-1])
    if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", iri):
        return iri
    return urljoin(base, iri) + ("#" if iri.endswith("#") else "")


class _Positions:
    """The positions of one text of the Turtle family: a reader that keeps places instead of triples."""

    def __init__(self, text: str) -> None:
        self.subjects: dict[str, Spot] = {}
        self.mentions: dict[str, Spot] = {}
        self.values: dict[tuple[str, str], list[Occurrence]] = defaultdict(list)
        self.roots: list[str] = []
        self._prefixes: dict[str, str] = {}
        self._base = _BASE
        self._count = 0
        self._tokens = self._tokenise(text)
        self._next()
        while self._kind:
            self._statement()

    @staticmethod
    def _tokenise(source: str) -> Iterator[tuple[str, str, Spot]]:
        line, start = 1, 0
        for match in _TOKEN.finditer(source):
            kind, text = match.lastgroup or "other", match.group()
            if kind != "space":
                yield kind, text, Spot(line, match.start() - start + 1)
            if "\n" in text:
                line += text.count("\n")
                start = match.start() + text.rindex("\n") + 1
        yield "", "", Spot(line, 1)

    def _next(self) -> None:
        self._kind, self._text, self._at = next(self._tokens, ("", "", Spot(0, 0)))

    def _take(self, mark: str) -> bool:
        if self._kind == "mark" and self._text == mark:
            self._next()
            return True
        return False

    def _statement(self) -> None:
        word = self._text.lstrip("@").lower() if self._kind in {"lang", "word"} else ""
        if word in {"prefix", "base"}:
            self._directive(word)
            return
        if word == "graph":
            self._next()
        if self._kind == "mark" and self._text in "{}.":
            self._next()
            return
        anonymous = self._kind == "mark" and self._text in "[("
        subject, at = self._term()
        if not subject:
            self._next()  # something this reader does not know: go on behind it
            return
        if self._take("{"):
            return  # it was the name of a graph
        if anonymous:
            self.roots.append(subject)
        self.subjects.setdefault(subject, at)
        self._predicates(subject)
        self._take(".")

    def _directive(self, word: str) -> None:
        self._next()
        if word == "prefix":
            prefix = self._text.rstrip(":")
            self._next()
            self._prefixes[prefix] = _resolve(self._base, self._text)
        else:
            self._base = _resolve(self._base, self._text)
        self._next()
        self._take(".")

    def _predicates(self, subject: str) -> None:
        while self._kind and not (self._kind == "mark" and self._text in "].}"):
            if self._take(";"):
                continue
            predicate_at = self._at
            if self._kind == "word" and self._text == "a":
                predicate = _RDF + "type"
                self._next()
            else:
                predicate, _ = self._term()
                if not predicate:
                    self._next()
                    continue
            while True:
                value, value_at = self._term()
                if not value:
                    break
                self.values[subject, predicate].append(Occurrence(value, predicate_at, value_at))
                self.mentions.setdefault(value, value_at)
                if self._kind in {"iri", "blank"}:
                    self._term()  # N-Quads: the name of the graph
                if not self._take(","):
                    break

    def _term(self) -> tuple[str, Spot]:
        """Read one term and return its key and place; the key is empty where there is none."""
        kind, text, at = self._kind, self._text, self._at
        if kind == "mark":
            if self._take("["):
                key = self._anonymous(at)
                self._predicates(key)
                self._take("]")
                return key, at
            return (self._list(at), at) if self._take("(") else ("", at)
        if kind == "string":
            return self._literal(), at
        if kind in {"iri", "name", "blank", "number"} or text in {"true", "false"}:
            self._next()
        if kind == "iri":
            return _resolve(self._base, text), at
        if kind == "name":
            prefix, _, local = text.partition(":")
            return self._prefixes.get(prefix, prefix + ":") + re.sub(r"\\(.)", r"\1", local), at
        if kind == "blank":
            self.subjects.setdefault(text, at)
            return text, at
        if kind == "number":
            datatype = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
            return _literal_key(text, "", _XSD + datatype), at
        if text in {"true", "false"}:
            return _literal_key(text, "", _XSD + "boolean"), at
        return "", at

    def _anonymous(self, at: Spot) -> str:
        self._count += 1
        key = f"[{self._count}"
        self.subjects.setdefault(key, at)
        return key

    def _list(self, at: Spot) -> str:
        head = cell = ""
        while self._kind and not self._take(")"):
            item_at = self._at
            new = self._anonymous(item_at)
            item, _ = self._term()
            if not item:
                break
            if cell:
                self.values[cell, _RDF + "rest"].append(Occurrence(new, at, item_at))
            head, cell = head or new, new
            self.values[cell, _RDF + "first"].append(Occurrence(item, at, item_at))
        return head or _RDF + "nil"

    def _literal(self) -> str:
        text = self._text
        quotes = 3 if text[:3] in {'"""', "'''"} else 1
        text = _unescape(text[quotes:-quotes])
        self._next()
        if self._kind == "lang":
            language = self._text[1:]
            self._next()
            return _literal_key(text, language, "")
        if self._kind == "datatype":
            self._next()
            datatype, _ = self._term()
            return _literal_key(text, "", datatype)
        return _literal_key(text, "", _XSD + "string")
