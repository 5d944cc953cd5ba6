"""What a lookup is: queries of a few triple patterns, and what stands in them.

The law of this file: what it takes is recognised by one expression that reads a text once: one triple pattern or two,
and perhaps an OPTIONAL one, with filters that look at the kind of a value or at its language; no path, no modifier but
LIMIT. What has more, or is not of this shape to the letter, is no lookup. docs/decisions/0078-lookups.md.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from ecograph.terms import PREFIXES

_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

_SPACE = r"[ \t\r\n]"
IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
# Names are taken whole (``*+``), so no keyword is found at the end of one.
_VARIABLE = r"[?$][A-Za-z_][A-Za-z0-9_]*+"
_NAME = r"[A-Za-z][A-Za-z0-9_]*+:[A-Za-z_][A-Za-z0-9_-]*+(?!\.*[\w:%\\-])"
LITERAL = r'"[^"\\\n\r]*"(?:@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)?'
_PREFIX = re.compile(rf"PREFIX{_SPACE}+([A-Za-z][A-Za-z0-9_]*):{_SPACE}*({IRI})", re.ASCII | re.IGNORECASE)
_PART = r"(?:[\w.:@!$&'()*+,;=~/-]|%[0-9A-Fa-f]{2})*"
#: An IRI that every engine reads as it is written: complete, and without dots that go up a path.
_PLAIN = re.compile(
    rf"<(?:https?://[A-Za-z0-9.-]+(?::[0-9]{{1,4}})?(?:/{_PART})?|urn:[A-Za-z0-9-]+:{_PART})(?:\?{_PART})?(?:\#{_PART})?>"
)


def _pattern(n: int) -> str:
    return rf"""(?P<s{n}>{IRI}|{_VARIABLE}|{_NAME}){_SPACE}+
    (?P<p{n}>{IRI}|{_VARIABLE}|{_NAME}|a){_SPACE}+
    (?P<o{n}>{IRI}|{_VARIABLE}|{_NAME}|{LITERAL}){_SPACE}*"""


_LANG = rf"LANG{_SPACE}*\({_SPACE}*{_VARIABLE}{_SPACE}*\)"
_MATCHES = rf"LANGMATCHES{_SPACE}*\({_SPACE}*{_LANG}{_SPACE}*,{_SPACE}*{LITERAL}{_SPACE}*\)"
_KIND = rf"IS(?:IRI|URI|BLANK|LITERAL){_SPACE}*\({_SPACE}*{_VARIABLE}{_SPACE}*\)"
_FILTER = rf"""FILTER{_SPACE}*(?:{_KIND}|{_MATCHES}|\({_SPACE}*
    (?:!?{_SPACE}*{_KIND}|{_MATCHES}|{_LANG}{_SPACE}*!?={_SPACE}*{LITERAL}){_SPACE}*\)){_SPACE}*(?:\.{_SPACE}*)?"""
#: The words of a filter, the variable, and the text.
_WORDS = re.compile(rf"({LITERAL})|({_VARIABLE})|([A-Za-z]+|!=|!|=)", re.ASCII)

_LOOKUP = re.compile(
    rf"""(?P<text>
    (?P<prologue>{_SPACE}*(?:PREFIX{_SPACE}+[A-Za-z][A-Za-z0-9_]*:{_SPACE}*{IRI}{_SPACE}*)*)
    SELECT{_SPACE}+(?P<shown>\*|{_VARIABLE}(?:{_SPACE}+{_VARIABLE})*){_SPACE}*
    (?:WHERE{_SPACE}*)?\{{{_SPACE}*
    {_pattern(1)}
    (?:\.{_SPACE}*{_pattern(2)})?
    (?:\.{_SPACE}*)?
    (?P<f1>{_FILTER})?
    (?:OPTIONAL{_SPACE}*\{{{_SPACE}*{_pattern(3)}(?:\.{_SPACE}*)?(?P<f3>{_FILTER})?\}}{_SPACE}*(?:\.{_SPACE}*)?)?
    (?P<f2>{_FILTER})?
    \}})
    (?:{_SPACE}*LIMIT{_SPACE}+(?P<limit>[0-9]{{1,9}}))?
    {_SPACE}*(?:\#[^\n\r]*)?""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
Parts = tuple[str, str, str]


class Test(NamedTuple):
    """A filter that looks at one value.

    Attributes:
        name: ``iri``, ``blank``, ``literal``; of its language ``=``, ``!=`` or ``matches``.
        variable: what is looked at.
        text: what its language is compared with, as it is written; empty: nothing.
        denies: whether it is meant the other way round.
    """

    name: str
    variable: str
    text: str = ""
    denies: bool = False


class Lookup(NamedTuple):
    """A query of few triple patterns.

    Attributes:
        text: the query without LIMIT.
        star: where its ``*`` stands; -1: it names what it shows.
        prologue: the prefixes that it declares.
        shown: the variables that it shows, in their order.
        patterns: what has to match, as it is written.
        optional: what may match as well.
        tests: the filters of the group.
        within: the filter of what may match.
        limit: rows that are wanted; None: all.
    """

    text: str
    star: int
    prologue: str
    shown: tuple[str, ...]
    patterns: tuple[Parts, ...]
    optional: Parts | None
    tests: tuple[Test, ...]
    within: Test | None
    limit: int | None

    @property
    def single(self) -> bool:
        """Return whether it is one triple pattern, which an engine cannot take long for."""
        return len(self.patterns) == 1 and self.optional is None and not self.tests

    @property
    def ordered(self) -> str:
        """Return the query with its columns in the order of the text, as ``projection`` has it."""
        if self.star < 0:
            return self.text
        return f"{self.text[: self.star]}{' '.join(f'?{name}' for name in self.shown)}{self.text[self.star + 1 :]}"


def read(text: str) -> Lookup | None:
    """Return the lookup that a query is; None where it is another query.

    >>> read("SELECT * { <urn:s> ?p ?o } LIMIT 5 # what is it?").limit
    5
    >>> read("SELECT * { <urn:s> ?p ?o OPTIONAL { ?o a ?t } }").shown
    ('p', 'o', 't')
    >>> read('SELECT * { <urn:s> ?p ?o FILTER(lang(?o) = "nl") }').tests
    (Test(name='=', variable='o', text='"nl"', denies=False),)
    >>> read("SELECT ?p { <urn:s> ?p/?q ?o }") is None
    True
    """
    found = _LOOKUP.fullmatch(text)
    if found is None:
        return None
    one, two, optional = (_parts(found, n) for n in "123")
    assert one is not None
    patterns = (one,) if two is None else (one, two)
    variables: list[str] = []
    for parts in (*patterns, optional) if optional else patterns:
        names = [part[1:] for part in parts if part[0] in "?$"]
        if len(set(names)) < len(names):
            return None  # the same variable twice, which is a filter
        variables += names
    if not variables:
        return None  # a question of yes or no
    different = tuple(dict.fromkeys(variables))
    star, shown = found.start("shown"), different
    if found["shown"] != "*":
        star, shown = -1, tuple(name[1:] for name in found["shown"].split())
        if not set(shown) <= set(different) or len(set(shown)) < len(shown):
            return None
    tests = tuple(test for test in map(_test, found.group("f1", "f2")) if test is not None)
    within = _test(found["f3"])
    if any(test.variable not in different for test in (*tests, *((within,) if within else ()))):
        return None  # it is never bound
    limit = None if found["limit"] is None else int(found["limit"])
    return Lookup(found["text"], star, found["prologue"], shown, patterns, optional, tests, within, limit)


def _test(written: str | None) -> Test | None:
    """Return what a filter asks."""
    if written is None:
        return None
    words = _WORDS.findall(written)
    text = next((word for word, _, _ in words if word), "")
    variable = next(word for _, word, _ in words if word)[1:]
    signs = {word.lower() for _, _, word in words if word}
    if "langmatches" in signs:
        return Test("matches", variable, text)
    if "lang" in signs:
        return Test("!=" if "!=" in signs else "=", variable, text)
    kind = next(word for word in ("isiri", "isuri", "isblank", "isliteral") if word in signs)
    return Test("iri" if kind == "isuri" else kind[2:], variable, denies="!" in signs)


def _parts(found: re.Match[str], n: str) -> Parts | None:
    subject, path, value = found.group(f"s{n}", f"p{n}", f"o{n}")
    return None if subject is None else (subject, path, value)


@functools.lru_cache(maxsize=256)
def declared(prologue: str) -> Mapping[str, str] | None:
    """Return the prefixes that may be used: ours, and those of a query; None where only the engine knows."""
    own = _PREFIX.findall(prologue)
    if len(dict(own)) < len(own) or not all(map(_is_plain, dict(own).values())):
        return None
    return {**{name: f"<{iri}>" for name, iri in PREFIXES.items()}, **dict(own)}


def name_of(part: str, prefixes: Mapping[str, str]) -> bytes | None:
    """Return the name that a term has in a store, in N-Triples; None where only the engine knows.

    >>> name_of("a", {}), name_of("x:y", {"x": "<urn:x:>"}), name_of("z:y", {})
    (b'<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>', b'<urn:x:y>', None)
    """
    if part[0] in '<"':
        return plain(part)
    if part in {"a", "A"}:
        return _TYPE if part == "a" else None
    prefix, _, local = part.partition(":")
    return plain(f"{prefixes.get(prefix, '<')[:-1]}{local}>")


def plain(part: str) -> bytes | None:
    """Return the name that an IRI or a literal has in a store, in N-Triples; None where only the engine knows.

    >>> plain("<urn:x:y>"), plain("<relative>"), plain('"een"@NL')
    (b'<urn:x:y>', None, b'"een"@nl')
    """
    if part[0] == '"':
        value, quote, language = part.rpartition('"')
        return (value + quote + language.lower()).encode() if part.isprintable() else None
    return part.encode() if _is_plain(part) else None


def is_range(part: str) -> bool:
    """Return whether a literal is a language range (RFC 4647 §2.1).

    >>> is_range('"nl-BE"'), is_range('"*"'), is_range('""')
    (True, True, False)
    """
    return re.fullmatch(r'"(?:\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)"', part) is not None


def _is_plain(iri: str) -> bool:
    return "/." not in iri and _PLAIN.fullmatch(iri) is not None
