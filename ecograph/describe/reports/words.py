"""The words and colours that every report shares.

The law of this file: a level is a sign, a word and a colour, in that order of importance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecograph.texts import LEVELS, PERSPECTIVES, Lang, Text, pick

if TYPE_CHECKING:
    from ecograph.canvas import Stated

SEVERITY = {"error": Text(nl="fout", en="error"), "warning": Text(nl="waarschuwing", en="warning")}

#: Paper colours of the levels.
TONES: dict[str, str] = {
    "Sufficient": "D5EBDD",
    "Partial": "FBEBC8",
    "Absent": "F6D5D0",
    "NotDescribed": "ECEFF1",
    "NotApplicable": "F7F7F7",
}

NEED = Text(nl="behoefte uitgesproken", en="a need was expressed")


def level_text(level: str, lang: Lang) -> str:
    """Return a level as a reader sees it.

    >>> level_text("Partial", "en")
    '◐ partial'
    """
    sign, word = LEVELS.get(level, ("", Text(nl=level, en=level)))
    return f"{sign} {word[lang]}".strip()


def stated_text(stated: Stated, lang: Lang) -> str:
    """Return what somebody said of a precondition, in one line."""
    who = PERSPECTIVES.get(stated.perspective, Text(nl=stated.perspective, en=stated.perspective))[lang]
    names = ", ".join(pick(b, lang) for b in stated.by)
    what = level_text(stated.level, lang) if stated.level else NEED[lang]
    return f"{who}{f' ({names})' if names else ''}: {what}"
