r"""What SPARQL may not do here, decided before an engine sees it.

The law of this file: the guard never parses; it reads tokens, so it costs microseconds and cannot be crashed by what it
reads. It refuses by keyword outside strings, IRIs, comments, names and variables. It errs on the strict side: what the
engine would not accept anyway may be refused with another message. What slips past it still meets the walls of the
worker process (no network, a deadline, a memory limit): see docs/threat-model.md.
"""

from __future__ import annotations

import functools
import hashlib
import re
import string
from dataclasses import dataclass

from ecograph.errors import Place, QueryRefused, QuerySyntaxError
from ecograph.texts import Text

_SKIP = r"""
    <[^<>"{}|^`\x00-\x20]*>                                   # IRI
  | \#[^\n\r]*                                                # comment
  | \"\"\"(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"\"\"               # long strings
  | '''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
  | "(?:[^"\\\n\r]|\\.)*"                                     # strings
  | '(?:[^'\\\n\r]|\\.)*'
  | [?$]\w+                                                   # variable
  | @[A-Za-z]+(?:-[A-Za-z0-9]+)*                              # language tag
  | (?:[^\W\d][\w.\-]{0,100}+)?:(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*  # prefixed name
  | (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?                      # number
"""
_TOKENS = re.compile(
    rf"""(?:{_SKIP}) | (?P<word>[A-Za-z_]\w*) | (?P<open>[{{(\[]) | (?P<close>[}})\]]) | (?P<broken>["'])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REQUESTS = re.compile("SERVICE|LOAD")
_INSTEAD = {
    "SERVICE": Text(
        nl="Vraag het andere endpoint zelf en voeg de antwoorden samen.",
        en="Query the other endpoint yourself and combine the answers.",
    ),
    "LOAD": Text(
        nl="Stuur de gegevens zelf, naar het Graph Store Protocol.",
        en="Send the data itself, to the Graph Store Protocol.",
    ),
}
_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(")
_DATASET = re.compile(r"\bFROM\b")


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that passed: does it name its own dataset, may its answer be kept, and its fingerprint."""

    has_dataset: bool
    volatile: bool
    digest: str


@functools.lru_cache(maxsize=1024)
def check(text: str, *, max_bytes: int, max_depth: int, allow_load: bool = False) -> Checked:
    """Let a query or update pass, or refuse it.

    >>> check("SELECT * { ?service ?p 'LOAD' }", max_bytes=1000, max_depth=10).volatile
    False
    >>> check("ASK { SERVICE <http://x/> {} }", max_bytes=1000, max_depth=10)
    Traceback (most recent call last):
    ecograph.errors.QueryRefused: 1:7: SERVICE is refused: this endpoint makes no requests to others. ...

    Raises:
        QueryRefused: too long, nested too deep, or it would make the server send requests (SERVICE, LOAD).
        QuerySyntaxError: a quotation mark is not closed.
    """
    raw = text.encode("utf-8", "surrogatepass")
    size = len(raw)
    if size > max_bytes:
        raise QueryRefused(
            Text(
                nl=f"De vraag is {size} bytes lang; hier mag dat {max_bytes} zijn.",
                en=f"The query is {size:,} bytes long; this endpoint takes {max_bytes:,}.",
            ),
            remedy=Text(
                nl="Verkort haar, bijvoorbeeld door een lange VALUES-lijst over vragen te verdelen.",
                en="Shorten it, for example by moving a long VALUES list into several queries.",
            ),
        )
    upper = text.upper()
    suspicious = "SERVICE" in upper or "LOAD" in upper or "\\U" in upper
    brackets = text.count("{") + text.count("(") + text.count("[")
    if suspicious or brackets > max_depth:
        _walk(text, max_depth, allow_load)
        if "\\U" in upper:  # SPARQL 1.1 §19.2: an escape may stand for any character, also of a keyword or a quote
            for view in (_ESCAPE.sub(_letter, text), _ESCAPE.sub(_character, text)):
                _walk(view, max_depth, allow_load, as_sent=False)
    return Checked(
        has_dataset="FROM" in upper
        and bool(_DATASET.search(upper))
        and any(word.text.upper() == "FROM" for word in words(text)),
        volatile="(" in upper and bool(_VOLATILE.search(upper)),
        digest=_digest(raw),
    )


def fingerprint(text: str) -> str:
    """Return what stands for a query in logs and validators."""
    return _digest(text.encode("utf-8", "surrogatepass"))


def _digest(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=12).hexdigest()


def _walk(text: str, max_depth: int, allow_load: bool, as_sent: bool = True) -> None:
    depth = 0
    for token in _TOKENS.finditer(text):
        if token.lastgroup == "broken":  # outside strings and names, no SPARQL has one; from here on, looking is dear
            if not as_sent:  # an engine that reads it so does not take it; one that reads what was sent may
                return
            raise QuerySyntaxError(
                Text(nl="Dit aanhalingsteken wordt niet gesloten.", en="This quotation mark is not closed."),
                place=place_of(text, token.start()),
                remedy=Text(nl="Sluit de tekst op dezelfde regel.", en="Close the text on the same line."),
            )
        if token.lastgroup == "open":
            depth += 1
            if depth > max_depth:
                raise QueryRefused(
                    Text(
                        nl=f"Haakjes staan meer dan {max_depth} diep in elkaar.",
                        en=f"Brackets are nested more than {max_depth} deep.",
                    ),
                    place=place_of(text, token.start()),
                    remedy=Text(
                        nl="Maak de vraag vlakker; dieper kan een engine breken.",
                        en="Flatten the query; an engine may crash on deeper nesting.",
                    ),
                )
        elif token.lastgroup == "close":
            depth -= 1
        elif token.lastgroup == "word":
            # The engine's grammar needs no space between keywords (`trueSERVICE`): look inside the word.
            found = _REQUESTS.search(token[0].upper())
            if found and not (allow_load and found[0] == "LOAD"):
                raise QueryRefused(
                    Text(
                        nl=f"{found[0]} mag hier niet: deze dienst doet geen verzoeken aan andere.",
                        en=f"{found[0]} is refused: this endpoint makes no requests to others.",
                    ),
                    place=place_of(text, token.start()),
                    remedy=_INSTEAD[found[0]],
                )


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of code: a bare word, or a bracket."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """Return bare words and brackets in their order, up to a quotation mark that is not closed.

    Strings, IRIs, comments, names and variables are passed over.
    """
    found = []
    for t in _TOKENS.finditer(text):
        if t.lastgroup == "broken":
            break
        if t.lastgroup:
            found.append(Token(t.lastgroup, t[0], t.start()))
    return found


def words(text: str) -> list[Token]:
    """Return the bare words of a query: keywords, functions.

    >>> [word.text for word in words("ASK { ?ask a <ask:> } # ask")]
    ['ASK', 'a']
    """
    return [token for token in tokens(text) if token.kind == "word"]


def form(text: str) -> str:
    r"""Return what kind of query it is: SELECT, ASK, CONSTRUCT, DESCRIBE; empty where none of them stands.

    >>> form("PREFIX select: <urn:select:> # select\nASK { ?s a select:x }")
    'ASK'
    """
    kinds = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
    return next((word.text.upper() for word in words(text) if word.text.upper() in kinds), "")


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else " "


def _letter(escape: re.Match[str]) -> str:
    """Return what it stands for in a keyword or a bracket: strings end where they end in the text."""
    meant = _character(escape)
    return meant if meant in string.ascii_letters + "{}()[]" else escape[0]


def place_of(text: str, offset: int) -> Place:
    """Return line and column of an offset."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Place(line=line, column=column)
