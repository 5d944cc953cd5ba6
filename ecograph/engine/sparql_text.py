"""SPARQL as tokens: enough to put a term in a variable's place without touching a string, an IRI or a comment.

The law of this file: the tokens joined together are the text again, character for character.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

_CHARACTER = r"(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.)"
_TOKEN = re.compile(
    rf"""(?P<space>[\s\ufeff]+|\#[^\n\r]*)
      | (?P<var>[?$]\w+)
      | (?P<sign>!=|[{{}}().;,*/+=!\[\]]|\^\^|&&|\|\|)
      | (?P<name>(?:[^\W\d_][\w\-]*+(?:\.+[\w\-]++)*+)?:(?:{_CHARACTER}++(?:\.+{_CHARACTER}++)*+)?)
      | (?P<word>[A-Za-z_]\w*+)
      | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
      | (?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
          |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<other>_:[\w.\-]*\w|<=|>=|<<|>>|[\s\S])""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One token with its kind: space, var, sign, name, word, iri, string, lang, number or other."""

    kind: str
    text: str

    @property
    def upper(self) -> str:
        """Return a keyword as it is compared; other tokens as they are."""
        return self.text.upper() if self.kind == "word" else self.text

    @property
    def variable(self) -> str:
        """Return the name of a variable; the empty string for what is none."""
        return self.text[1:] if self.kind == "var" else ""


def tokens(text: str) -> list[Token]:
    """Return the tokens of a query, white space and comments among them.

    >>> [t.text for t in tokens('FILTER(?a < 3)#x') if t.kind != "space"]
    ['FILTER', '(', '?a', '<', '3', ')']
    """
    return list(_tokens(text))


@functools.lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(Token(m.lastgroup or "other", m[0]) for m in _TOKEN.finditer(text))


def join(parts: list[Token]) -> str:
    """Return the text that the tokens are."""
    return "".join(t.text for t in parts)


def keywords(parts: list[Token]) -> set[str]:
    """Return the keywords that occur, in capitals."""
    return {t.upper for t in parts if t.kind == "word"}
