"""Regular expressions that need no engine: those that mean the same to every one and end soon.

The law of this file: a pattern in which two things may be of different lengths, or that may begin anywhere and go on
for ever, is left to the engine whose time grows with the length of the text alone. So is every sign on which engines
differ.
"""

from __future__ import annotations

import functools
import re

_ATOM = r"(?:[A-Za-z0-9 :/#_,;=@%&<>~'\"-]|\\[.\-/]|\.|\[[A-Za-z0-9]-[A-Za-z0-9](?:[A-Za-z0-9]-[A-Za-z0-9])*\])"
_SIMPLE = re.compile(rf"\^?(?:{_ATOM}(?:\{{\d{{1,2}}(?:,\d{{1,2}})?\}}|[+*?])?)*\$?")
_VARIES = re.compile(r"[+*?]|\{\d+,\d+\}")


@functools.lru_cache(maxsize=1024)
def simple(pattern: str, flags: str) -> re.Pattern[str] | None:
    """Return a pattern compiled for Python, or nothing where it is not one of the simple ones.

    >>> simple("^https?://[a-z]{2}$", "").search("http://nl") is not None
    True
    >>> simple("^(a+)+$", "") is None, simple("^[a-z]+[0-9]+", "") is None, simple("a+b", "") is None
    (True, True, True)
    """
    varying = _VARIES.findall(pattern)
    endless = "+" in varying or "*" in varying
    if flags or _SIMPLE.fullmatch(pattern) is None or len(varying) > 1 or (endless and pattern[:1] != "^"):
        return None
    try:
        return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern, re.ASCII)
    except re.error:
        return None
