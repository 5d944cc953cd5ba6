"""What is wrong with texts, amounts, dates and names in lists of projects, and what can be done about it.

The law of this file: a repair has one possible outcome; whatever has two is left as it is, and doubted.
"""

from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal

_LOST = "\ufffd"
_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf\u0152-\u0192\u2013-\u2122]")

#: Two bytes of one letter were lost; in these Dutch word parts only one letter can have stood there.
_LETTERS: tuple[tuple[str, str], ...] = (
    (r"(?<=[gG]e)\ufffd{2}(?=n)", "ï"),  # geïntegreerd
    (r"(?<=[mM]a)\ufffd{2}(?=s)", "ï"),  # maïs
    (r"(?<=[cC]o)\ufffd{2}(?=rdin|per)", "ö"),  # coördinatie, coöperatie
    (r"(?<=i)\ufffd{2}(?=n(?:t|\b|[a-z]))", "ë"),  # efficiënt, bacteriën
    (r"(?<=i)\ufffd{2}(?=le|el\b|l\b)", "ë"),  # financiële
)
# What neither Dutch nor English puts into the middle of a word: combining marks alone, Arabic letters, lost bytes.
_DOUBTFUL = re.compile("\ufffd|[\u0300-\u036f\u0600-\u06ff]|(?<=\\w) \\? (?=\\w)|&#?\\w+;")


def repair(text: str) -> tuple[str, list[str]]:
    """Return a text with its mojibake and HTML escapes repaired, and the codes of what was done.

    >>> repair("Effici\ufffd\ufffdnte R&amp;D")
    ('Efficiënte R&D', ['html-escape', 'mojibake'])
    """
    codes = []
    fixed = text
    for _ in range(2):  # "&amp;euml;" was escaped twice
        if re.search(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);", fixed):
            plain = html.unescape(fixed)
            codes += ["html-escape"] if plain != fixed and "html-escape" not in codes else []
            fixed = plain
    if _MOJIBAKE.search(fixed):
        try:
            fixed = fixed.encode("cp1252").decode("utf-8")
            codes.append("mojibake")
        except UnicodeError:
            pass  # only some of it was read wrongly: doubted below
    before = fixed
    for pattern, letter in _LETTERS:
        fixed = re.sub(pattern, letter, fixed)
    if fixed != before:
        codes.append("mojibake")
    fixed = re.sub(r"[\s\u00a0]+", " ", fixed).strip()
    return fixed, list(dict.fromkeys(codes))


def doubtful(text: str) -> bool:
    """Return whether a text still holds what somebody should look at.

    >>> doubtful("IDC\ufffd\u06eas"), doubtful("De Einder ? School"), doubtful("Wat nu? Verder.")
    (True, True, False)
    """
    return bool(_DOUBTFUL.search(text))


#: Numbers that stand where no number was known: the largest of a 32-bit integer in cents, nines, one.
_FILLERS = {Decimal(n) for n in ("21474836", "21474836.47", "2147483647", "999999", "9999999", "99999999", "1")}


def amount(text: str) -> Decimal | None:
    """Return an amount, exactly as it stands; None where the text is none.

    >>> amount("1238920"), amount("540000.10"), amount("3000347,5"), amount("n.v.t."), amount("1,234")
    (Decimal('1238920'), Decimal('540000.10'), Decimal('3000347.5'), None, None)
    """
    found = re.fullmatch(r"(-?\d+)(?:\.(\d+)|,(\d{1,2}))?", text.strip())  # three digits might be thousands
    return Decimal(f"{found[1]}.{found[2] or found[3] or 0}".removesuffix(".0")) if found else None


def is_filler(value: Decimal) -> bool:
    """Return whether an amount stands for "unknown"."""
    return value in _FILLERS or value < 0


def day(text: str) -> str | None:
    """Return a date as ISO 8601 writes it; None where there is no such day, or none in the time of these funds.

    >>> day("2009-04-15"), day("15/04/2009"), day("1931-10-15"), day("2009-02-30")
    ('2009-04-15', '2009-04-15', None, None)
    """
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip()):
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return found.isoformat() if 1985 <= found.year <= 2060 else None


_TITLES = re.compile(r"^(?:dhr|de heer|mevr|mevrouw|mw|mr|mrs|ms|ing|ir|drs)\b\.?\s+[A-Z]", re.IGNORECASE)
_INITIALS = re.compile(r"^(?:[A-Z]\.\s?)+(?:(?:van|de|den|der|ten|ter|te|'t|von|la|le|du)\s)*[A-Z][\w'-]+$")
_ORGANISATION = re.compile(
    r"\b(?:b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|u\.?a\.?|stichting|vereniging|gemeente|provincie|maatschap|firma|bedrijf|"
    r"holding|groep|group|beheer|fonds|instituut|universiteit|hogeschool|college|academie|centrum|centre|center|museum|"
    r"ltd|gmbh|inc|s\.?a|co)\b|school|bouw|techniek|techno|products|systems|advies|&|\d",
    re.IGNORECASE,
)


def is_person(name: str) -> bool:
    """Return whether a beneficiary looks like a natural person; a school named after one does not.

    >>> is_person("J. de Vries"), is_person("Mevr. A. Jansen"), is_person("J.H. Donnerschool"), is_person("Paques B.V.")
    (True, True, False, False)
    """
    return not _ORGANISATION.search(name) and bool(_TITLES.match(name) or _INITIALS.match(name))
