"""The two languages of the product.

The law of this file: a text that a user reads exists in Dutch and in English, side by side, or the tests fail.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from typing import Literal

Lang = Literal["nl", "en"]
LANGUAGES: tuple[Lang, ...] = ("nl", "en")


class Text(dict[str, str]):
    """One text in both languages.

    >>> Text(nl="niet beschreven", en="not described").say("nl")
    'niet beschreven'
    """

    def __init__(self, *, nl: str, en: str) -> None:
        super().__init__(nl=nl, en=en)

    def say(self, lang: Lang, **facts: object) -> str:
        """Return the text in one language, with the facts filled in."""
        return self[lang].format(**facts) if facts else self[lang]


def pick(texts: Mapping[str, str], lang: Lang) -> str:
    """Return the text in ``lang``; else in the other language; else any; else the empty string.

    >>> pick({"en": "support base", "": "P08"}, "nl")
    'support base'
    """
    for key in (lang, "en", "nl", ""):
        if texts.get(key):
            return texts[key]
    return next(iter(texts.values()), "")


def language(wanted: str | None = None) -> Lang:
    """Return ``nl`` or ``en``: what was asked for, else what the locale says, else English."""
    name = (wanted or os.environ.get("ECOGRAPH_LANG") or _locale()).lower()
    return "nl" if name.startswith("nl") else "en"


def _locale() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            return os.environ[variable]
    return locale.getlocale()[0] or "en"


#: How a level is said and shown: a word and a sign, never a colour alone. Keys are the names of the level scheme.
LEVELS: dict[str, tuple[str, Text]] = {
    "Sufficient": ("✔", Text(nl="voldoende", en="sufficient")),
    "Partial": ("◐", Text(nl="deels", en="partial")),
    "Absent": ("✘", Text(nl="afwezig", en="absent")),
    "NotDescribed": ("○", Text(nl="niet beschreven", en="not described")),
    "NotApplicable": ("–", Text(nl="niet van toepassing", en="not applicable")),
}

#: Whose view a statement is. Keys are the names of the perspective scheme.
PERSPECTIVES: dict[str, Text] = {
    "Computed": Text(nl="berekend", en="computed"),
    "PublicStakeholder": Text(nl="publieke stakeholders", en="public stakeholders"),
    "Entrepreneur": Text(nl="ondernemers", en="entrepreneurs"),
    "KnowledgeInstitution": Text(nl="kennisinstellingen", en="knowledge institutions"),
    "Adviser": Text(nl="adviseur", en="adviser"),
    "IndependentAuditor": Text(nl="onafhankelijke onderzoeker", en="independent auditor"),
}
