"""Names as people write them, brought to one form in which they can be compared.

The law of this file: a step that changes a name is a named rule, and no rule knows a particular name. What a rule
takes away (a legal form, a remark) it hands back, so that a decision can say what it disregarded.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from dataclasses import dataclass

#: Traces of UTF-8 that was read as Windows-1252 or Mac Roman.
_TRACES = re.compile(r"[ÃÂ√â€Ð][\u0080-\u00bf€-™¡-¿œŸžšŒŠŽ‚ƒ„…†‡ˆ‰‹‘’“”•–—˜›†]|√[^\s]")
#: Combining marks that stand where the second byte of an accented letter stood: C3 A2 (â) became CC A2.
_MARKS = re.compile(r"[\u0300-\u033f]")


@functools.lru_cache(maxsize=65536)
def repair(text: str) -> str:
    """Return text with the damage of wrong encodings and double HTML escapes undone where that is certain.

    >>> repair("Provincie Frysl̢n"), repair("SÃºdwest-FryslÃ¢n"), repair("Maatschappij &amp;amp; Werk")
    ('Provincie Fryslân', 'Súdwest-Fryslân', 'Maatschappij & Werk')
    """
    while "&" in text and (plain := html.unescape(text)) != text:
        text = plain
    if text.isascii():
        return " ".join(text.split())
    if _TRACES.search(text):
        for encoding in ("cp1252", "mac_roman"):
            try:
                text = text.encode(encoding).decode("utf-8")
                break
            except UnicodeError:
                continue
    text = unicodedata.normalize("NFC", text)
    if _MARKS.search(text):
        text = _MARKS.sub(lambda m: chr(ord(m[0]) - 0x300 + 0xC0), text)
    return " ".join(text.split())


_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ı": "i"})
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}(?:[a-z]\b)?", re.IGNORECASE)
_AND = re.compile(r"&|\+")
#: Apostrophes vanish ("'s-Gravenhage", "Ons'Lieve"); everything else that is no letter or digit parts words.
_QUOTES = re.compile(r"['’‘`´]")
_OTHER = re.compile(r"[^a-z0-9\ufffd]+")


@functools.lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Return a name without case, accents and punctuation; dotted abbreviations become words.

    >>> key("'s-Hertogenbosch"), key("N.V. NOM"), key("Natuur & Milieu")
    ('s hertogenbosch', 'nv nom', 'natuur en milieu')
    """
    text = repair(text).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(c for c in text if not unicodedata.combining(c))
    if "." in text:
        text = _DOTTED.sub(lambda m: re.sub(r"[.\s]", "", m[0]) + " ", text)
    text = _AND.sub(" en ", text)
    text = _QUOTES.sub("", text)
    return _OTHER.sub(" ", text).strip()


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that say which legal form an organisation has, in Dutch, English and a few neighbours.
LEGAL_FORMS = _set(
    "bv nv vof cv ua cooperatie cooperatief coop stichting st stg sticht vereniging ver foundation association inc "
    "ltd limited llc gmbh ag se plc bvba sprl eric vzw egtc besloten vennootschap naamloze"
)
#: Legal forms of other countries: an organisation with one of these is not the Dutch one of the same name.
FOREIGN_FORMS = _set("gmbh ag plc ltd limited inc llc sprl bvba")
#: Legal forms that are only read as such at an end of the name.
_LEADING = _set("nv bv stichting st stg sticht vereniging ver cooperatie cooperatief coop foundation")
_TRAILING = LEGAL_FORMS - {"st", "ver", "se"} | {"b v", "n v"}
#: A founding in progress, a former name, a programme on whose behalf: remarks, not names.
_REMARK = re.compile(
    r"\s+(?:i\.?\s?o\.?|in oprichting|(?:vanuit|namens|v/?h|voorheen|vml\.?|formerly|fka)\s+\S.*"
    r"|in deze vertegenwoordigd door\s.*)$",
    re.IGNORECASE,
)
_COUNTRY = _set("nederland netherlands nederlandse holland")
#: Words that carry little: articles and prepositions, in Dutch and English.
SMALL = _set(
    "de het een van voor en in te ter ten der den des op aan bij of the of for and a an to at on by en d t s und"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: as written, compared as ``key``, without legal form as ``core``."""

    written: str
    key: str
    core: str
    legal: tuple[str, ...]
    remark: str = ""

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return the words of the core."""
        return tuple(self.core.split())


@functools.lru_cache(maxsize=65536)
def parse(text: str) -> Name:
    """Take a name apart.

    >>> parse("Stichting Wetsus").core, parse("Gemeente Terneuzen vanuit OPZuid").core
    ('wetsus', 'gemeente terneuzen')
    """
    clean = repair(text)
    remark = ""
    if (found := _REMARK.search(clean)) and found.start() > 2:
        clean, remark = clean[: found.start()], found[0].strip()
    whole = key(clean)
    tokens = re.sub(r"\bb v\b", "bv", re.sub(r"\bn v\b", "nv", whole)).split()
    legal: list[str] = []
    while len(tokens) > 1 and tokens[0] in _LEADING:
        legal.append(tokens.pop(0))
    while len(tokens) > 1 and tokens[-1] in _TRAILING:
        legal.append(tokens.pop())
    return Name(text, whole, " ".join(tokens), tuple(legal), remark)


def bare_country(core: str) -> str:
    """Return a core without the country at its end: what a subsidiary's register name says in brackets.

    >>> bare_country("ibm nederland")
    'ibm'
    """
    tokens = core.split()
    while len(tokens) > 1 and tokens[-1] in _COUNTRY:
        tokens.pop()
    return " ".join(tokens)


def words(core: str) -> tuple[str, ...]:
    """Return the words of a core that carry meaning."""
    return tuple(t for t in core.split() if t not in SMALL)


def initials(core: str, small: frozenset[str] = SMALL) -> str:
    """Return the first letters of the words of a core that carry meaning.

    >>> initials("koninklijke nederlandse akademie van wetenschappen")
    'knaw'
    """
    return "".join(t[0] for t in core.split() if t not in small)


_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]\s*")


def brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a name without what stands in brackets, and that.

    >>> brackets("Applied Polymer Innovations Emmen B.V. (API)")
    ('Applied Polymer Innovations Emmen B.V.', ('API',))
    """
    inside = tuple(m.strip() for m in _BRACKETS.findall(text))
    return _BRACKETS.sub(" ", text).strip(), inside


#: Dutch, Frisian and Low Saxon spellings of one sound, folded in this order. Frisian writes f, s, y, lân, -diel where
#: Dutch writes v, z, ij, land, -deel; a name in either language folds to the same letters.
_SOUNDS = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"^gemeen(te|t)?\b ?|\bgemeente\b ?", ""),
        (r"\b(it|ut|the)\b", "het"),
        (r"sch|sk", "s"),
        (r"ch|ck", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ij|ey|ei|y", "i"),
        (r"v", "f"),
        (r"z", "s"),
        (r"c", "k"),
        (r"aa|ae", "a"),
        (r"ee|ea|ie|eo", "e"),
        (r"oo|oa|ou|au|ao|oe|ue|uu|u", "o"),
        (r"(land|lan)\b", "lan"),
        (r"deel\b|del\b|diel\b", "del"),
        (r"mer(en|ren)?\b|mar(ren)?\b", "mar"),
        (r"([a-z])\1+", r"\1"),
        (r"(en|e)\b", ""),
        (r" ", ""),
    )
)


@functools.lru_cache(maxsize=16384)
def sound(text: str) -> str:
    """Return a place name as it sounds in Dutch, Frisian and Low Saxon alike.

    >>> sound("Wormerlân") == sound("Wormerland"), sound("Beverwyk") == sound("Beverwijk")
    (True, True)
    """
    folded = key(text)
    for pattern, into in _SOUNDS:
        folded = pattern.sub(into, folded)
    return folded
