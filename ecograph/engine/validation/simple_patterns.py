"""Regular expressions that need no engine: those that mean the same to every one and end soon.

The law of this file: a pattern in which two things may be of different lengths, or that may begin anywhere and go on
for ever, is left to the engine whose time grows with the length of the text alone. So is every sign on which engines
differ. One kind is let through that repeats a group: a number of words, whose parts cannot take from one another.
"""

from __future__ import annotations

import functools
import re

_ATOM = r"(?:[A-Za-z0-9 :/#_,;=@%&<>~'\"-]|\\[.\-/]|\.|\[[A-Za-z0-9]-[A-Za-z0-9](?:[A-Za-z0-9]-[A-Za-z0-9])*\])"
_SIMPLE = re.compile(rf"\^?(?:{_ATOM}(?:\{{\d{{1,2}}(?:,\d{{1,2}})?\}}|[+*?])?)*\$?")
#: A number of words: as each part ends where the next begins, there is one way to read a text.
_WORDS = re.compile(r"\^\\s\*\(\\S\+\\s\+\)(\{\d{1,2},\d{1,2}\})\\S\+\\s\*\$")
#: What Unicode calls white space, which ``\s`` stands for in SPARQL's engine; Python's has four more.
_SPACE = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_VARIES = re.compile(r"[+*?]|\{\d+,\d+\}")


@functools.lru_cache(maxsize=1024)
def simple(pattern: str, flags: str) -> re.Pattern[str] | None:
    r"""Return a pattern compiled for Python, or nothing where it is not one of the simple ones.

    >>> simple("^https?://[a-z]{2}$", "").search("http://nl") is not None
    True
    >>> simple("^(a+)+$", "") is None, simple("^[a-z]+[0-9]+", "") is None, simple("a+b", "") is None
    (True, True, True)
    >>> simple(r"^\s*(\S+\s+){0,1}\S+\s*$", "").search("not three words") is None
    True
    """
    words = None if flags else _WORDS.fullmatch(pattern)
    if words is not None:
        return _compiled(rf"^[{_SPACE}]*(?:[^{_SPACE}]+[{_SPACE}]+){words[1]}[^{_SPACE}]+[{_SPACE}]*\Z")
    varying = _VARIES.findall(pattern)
    endless = "+" in varying or "*" in varying
    if flags or _SIMPLE.fullmatch(pattern) is None or len(varying) > 1 or (endless and pattern[:1] != "^"):
        return None
    return _compiled(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)


def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern, re.ASCII)
    except re.error:
        return None
