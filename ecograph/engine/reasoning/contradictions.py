"""What a contradiction says, per rule of OWL 2 RL that concludes *false*.

The law of this file: each rule of the W3C profile (tables 4 to 8) that can find a contradiction has a text in both
languages; the terms are filled in as N-Triples writes them, shortened where a prefix of ours fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ecograph.engine.reasoning.records import Contradiction
from ecograph.terms import shorten
from ecograph.texts import Text

TEXTS: dict[str, Text] = {
    "eq-diff1": Text(
        nl="{0} en {1} zijn dezelfde en zijn ook verklaard tot verschillende.",
        en="{0} and {1} are the same, and are also said to be different.",
    ),
    "eq-diff2": Text(
        nl="{0} en {1} zijn dezelfde, maar staan in een lijst van onderling verschillende.",
        en="{0} and {1} are the same, but stand in a list of mutually different things.",
    ),
    "prp-irp": Text(
        nl="{0} staat met {1} bij zichzelf; dat kan bij deze eigenschap niet.",
        en="{0} is related to itself by {1}, which that property forbids.",
    ),
    "prp-asyp": Text(
        nl="{1} staat tussen {0} en {2} in beide richtingen; dat kan bij deze eigenschap niet.",
        en="{1} holds between {0} and {2} in both directions, which that property forbids.",
    ),
    "prp-pdw": Text(
        nl="{0} staat met {2} zowel door {1} als door {3} in verband; die sluiten elkaar uit.",
        en="{0} is related to {2} by both {1} and {3}, which exclude each other.",
    ),
    "prp-adp": Text(
        nl="{0} staat met {2} zowel door {1} als door {3} in verband; die sluiten elkaar uit.",
        en="{0} is related to {2} by both {1} and {3}, which exclude each other.",
    ),
    "prp-npa1": Text(
        nl="Over {0} is gezegd dat {1} {2} niet geldt, en toch geldt het.",
        en="It is said of {0} that {1} {2} does not hold, and yet it does.",
    ),
    "prp-npa2": Text(
        nl="Over {0} is gezegd dat {1} {2} niet geldt, en toch geldt het.",
        en="It is said of {0} that {1} {2} does not hold, and yet it does.",
    ),
    "cls-nothing2": Text(nl="{0} kan niet bestaan.", en="{0} cannot exist."),
    "cls-com": Text(
        nl="{0} is {1} en ook {2}; die sluiten elkaar uit.", en="{0} is both {1} and {2}, which exclude each other."
    ),
    "cls-maxc1": Text(
        nl="{0} heeft een waarde voor {1}, en mag er geen hebben.", en="{0} has a value for {1}, and may have none."
    ),
    "cls-maxqc1": Text(
        nl="{0} heeft voor {1} een waarde van de soort {2}, en mag er geen hebben.",
        en="{0} has a value of the kind {2} for {1}, and may have none.",
    ),
    "cax-dw": Text(
        nl="{0} is {1} en ook {2}; die sluiten elkaar uit.", en="{0} is both {1} and {2}, which exclude each other."
    ),
    "cax-adc": Text(
        nl="{0} is {1} en ook {2}; die sluiten elkaar uit.", en="{0} is both {1} and {2}, which exclude each other."
    ),
    "dt-not-type": Text(nl="{0} is geen geldige waarde van {1}.", en="{0} is not a valid value of {1}."),
}


def contradiction(rule: str, terms: Iterable[str]) -> Contradiction:
    """Return the record of a contradiction.

    >>> contradiction("cls-nothing2", ["<https://w3id.org/ecograph/id/x>"]).message["en"]
    'id:x cannot exist.'
    """
    said = tuple(terms)
    shown = [_show(term) for term in said]
    text = TEXTS[rule]
    return Contradiction(rule, said, Text(nl=text["nl"].format(*shown), en=text["en"].format(*shown)))


def _show(term: str) -> str:
    return shorten(term[1:-1]) if re.fullmatch(r"<[^<>]*>", term) else term


def in_order(found: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    """Return contradictions in a stable order, each once."""
    once = {(c.rule, c.terms): c for c in found}
    return tuple(once[key] for key in sorted(once))
