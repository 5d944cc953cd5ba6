"""What the linker decides about a name, and why, in words.

The law of this file: a decision says what it rests on, in Dutch and in English, and how sure it is. A confidence is
the share of decisions by that rule that were right on names adjudicated by a reader (docs/linking.md), never a
likeness of letters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ecograph.texts import Lang, Text

Match = Literal["exact", "part-of", "none"]

#: Every rule that links, with what it says; ``{name}`` is the name in the register, ``{register}`` which register.
RULES: dict[str, Text] = {
    "same name": Text(nl="De naam staat zo in {register}: “{name}”.", en="The name stands so in {register}: “{name}”."),
    "same words": Text(
        nl="Dezelfde woorden als “{name}” in {register}, in een andere volgorde of taal.",
        en="The same words as “{name}” in {register}, in another order or language.",
    ),
    "acronym": Text(
        nl="“{name}” is de afkorting van één organisatie in {register}.",
        en="“{name}” is the abbreviation of one organisation in {register}.",
    ),
    "name and acronym": Text(
        nl="De naam en de afkorting wijzen beide op “{name}” in {register}.",
        en="The name and the abbreviation both point to “{name}” in {register}.",
    ),
    "initials": Text(
        nl="De beginletters zijn de afkorting van “{name}” in {register}, en een onderscheidend woord is gelijk.",
        en="The initials are the abbreviation of “{name}” in {register}, and a telling word is the same.",
    ),
    "succession": Text(
        nl="“{old}” bestond tot en met {date} en ging op in “{name}” ({register}).",
        en="“{old}” existed until {date} and lives on in “{name}” ({register}).",
    ),
    "both parts": Text(
        nl="De naam noemt “{name}” ({register}) onder twee namen of met zijn stichting.",
        en="The name gives “{name}” ({register}) under two names, or with its foundation.",
    ),
    "generic words": Text(
        nl="Gelijk aan “{name}” in {register}, op een algemeen woord of de vestigingsplaats na.",
        en="Equal to “{name}” in {register} but for a general word or the place where it is.",
    ),
    "spelling": Text(
        nl="Eén spelfout verwijderd van “{name}” in {register}; niets anders lijkt erop.",
        en="One slip of spelling away from “{name}” in {register}; nothing else is like it.",
    ),
    "government name": Text(
        nl="De naam noemt de soort overheid en haar naam: “{name}” in {register}.",
        en="The name gives the kind of government and its name: “{name}” in {register}.",
    ),
    "sound": Text(
        nl="Klinkt als “{name}” in {register} (Fries, Nedersaksisch of Nederlands gespeld).",
        en="Sounds like “{name}” in {register} (in Frisian, Low Saxon or Dutch spelling).",
    ),
    "government spelling": Text(
        nl="Lijkt meer op “{name}” in {register} dan op enige andere naam van die soort.",
        en="Is more like “{name}” in {register} than like any other name of that kind.",
    ),
    "brand": Text(
        nl="Zo heet het webadres van “{name}” in {register}, en zo noemt zij zich.",
        en="It is the word of the web address of “{name}” in {register}, by which it calls itself.",
    ),
    "web address": Text(
        nl="Het webadres is dat van “{name}” in {register}.", en="The web address is that of “{name}” in {register}."
    ),
    "department of government": Text(
        nl="Een onderdeel (“{rest}”) van “{name}” in {register}.",
        en="A department (“{rest}”) of “{name}” in {register}.",
    ),
    "municipal service": Text(
        nl="“{rest}” is een dienst die alleen een gemeente heeft; de gemeente is “{name}” ({register}).",
        en="“{rest}” is a service that only a municipality has; the municipality is “{name}” ({register}).",
    ),
    "department": Text(
        nl="Een onderdeel (“{rest}”) van “{name}” in {register}.",
        en="A department (“{rest}”) of “{name}” in {register}.",
    ),
    "subsidiary": Text(
        nl="Een bedrijf (“{rest}”) onder de naam van “{name}” in {register}.",
        en="A company (“{rest}”) under the name of “{name}” in {register}.",
    ),
    "territory": Text(
        nl="Het gebied van “{name}” in {register}; een gebied, en niet de overheid die het bestuurt.",
        en="The territory of “{name}” in {register}; a territory, and not the body that governs it.",
    ),
    "accepted": Text(nl="Door een mens bevestigd.", en="Accepted by a person."),
}
#: Why a name stays unlinked.
REASONS: dict[str, Text] = {
    "no name": Text(nl="Er staat geen naam.", en="There is no name."),
    "several": Text(
        nl="De naam noemt meer dan één organisatie; splits hem.", en="The name gives several organisations; split it."
    ),
    "ambiguous": Text(
        nl="Meer dan één organisatie draagt deze naam: {names}.", en="Several organisations bear this name: {names}."
    ),
    "place": Text(
        nl="Dit is een plaatsnaam; schrijf “gemeente” of “provincie” ervoor als de overheid bedoeld is.",
        en="This is the name of a place; write “gemeente” or “provincie” before it if the government is meant.",
    ),
    "not of this type": Text(
        nl="“{name}” draagt deze naam, en is geen {type}.", en="“{name}” bears this name, and is no {type}."
    ),
    "not yet": Text(nl="“{name}” bestond nog niet op {date}.", en="“{name}” did not exist yet on {date}."),
    "divided": Text(
        nl="“{name}” bestond tot en met {date} en ging op in meer dan één: {names}.",
        en="“{name}” existed until {date} and lives on in more than one: {names}.",
    ),
    "abroad": Text(
        nl="De naam noemt een ander land; de registers in de doos zijn Nederlands.",
        en="The name gives another country; the registers in the box are Dutch.",
    ),
    "unknown": Text(nl="Geen register in de doos kent deze naam.", en="No register in the box knows this name."),
    "near": Text(
        nl="Geen register kent deze naam; het dichtst in de buurt komt “{name}” en dat is te ver.",
        en="No register knows this name; the nearest is “{name}”, and that is too far.",
    ),
    "no territory": Text(
        nl="Geen gemeente of provincie draagt deze naam op die dag.",
        en="No municipality or province bears this name on that day.",
    ),
    "rejected": Text(nl="Door een mens verworpen.", en="Rejected by a person."),
}
#: What was disregarded or happened on the way, said after the rule.
NOTES: dict[str, Text] = {
    "legal form": Text(nl="Rechtsvorm weggelaten: {what}.", en="Legal form left out: {what}."),
    "remark": Text(nl="Toevoeging weggelaten: {what}.", en="Remark left out: {what}."),
    "repaired": Text(nl="Beschadigde letters hersteld: {what}.", en="Damaged letters repaired: {what}."),
    "ended": Text(nl="Bestond tot en met {date}.", en="Existed until {date}."),
    "company": Text(
        nl="Van bedrijven zijn alleen die met onderzoek geregistreerd (ROR); het Handelsregister is niet open.",
        en="Of companies only those with research are registered (ROR); the Dutch Business Register is not open.",
    ),
    "school": Text(
        nl="Scholen en mbo-instellingen zitten niet in de doos; wel universiteiten en hogescholen.",
        en="Schools and vocational colleges are not in the box; universities and universities of applied sciences are.",
    ),
    "foundation": Text(
        nl="Van stichtingen en verenigingen zijn alleen die met onderzoek geregistreerd (ROR).",
        en="Of foundations and associations only those with research are registered (ROR).",
    ),
    "service": Text(
        nl="Het lijkt een dienst die zijn gemeente niet noemt.",
        en="It seems a service that does not name its municipality.",
    ),
    "inactive": Text(nl="In ROR niet meer actief.", en="No longer active in ROR."),
}

#: Right and all decisions of each rule: on the train part of the adjudicated names, on affiliation strings whose
#: publisher asserts the institution, and (sound, government spelling) on municipality names of other sources
#: (``benchmarks/linking/measure.py --rules`` counts them again).
MEASURED: dict[str, tuple[int, int]] = {
    "acronym": (4, 4),
    "both parts": (2, 2),
    "department": (127, 137),
    "department of government": (17, 17),
    "generic words": (6, 6),
    "government name": (62, 62),
    "government spelling": (16, 16),
    "initials": (2, 2),
    "municipal service": (2, 2),
    "name and acronym": (6, 6),
    "same name": (61, 62),
    "same words": (5, 5),
    "sound": (27, 27),
    "spelling": (1, 1),
    "subsidiary": (5, 5),
}
#: What is assumed of a rule before it is measured: nine and a half right in ten.
_PRIOR = (9.5, 10.0)


def confidence(rule: str) -> float:
    """Return the chance that a decision by this rule is right: measured, and drawn to the prior where measured little.

    >>> confidence("never measured")
    0.95
    """
    right, total = MEASURED.get(rule, (0, 0))
    return round((right + _PRIOR[0]) / (total + _PRIOR[1]), 3)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One ground of a decision: a text of ``RULES``, ``REASONS`` or ``NOTES`` with its facts."""

    code: str
    text: Text
    facts: tuple[tuple[str, str], ...] = ()

    def say(self, lang: Lang) -> str:
        """Return it as a sentence."""
        return self.text.say(lang, **dict(self.facts))


def evidence(table: dict[str, Text], code: str, **facts: str) -> Evidence:
    """Return the ground with this code, with its facts."""
    return Evidence(code, table[code], tuple(facts.items()))


@dataclass(frozen=True, slots=True)
class Link:
    """The decision about one name.

    ``iri`` and ``label`` are empty for ``none``. ``also`` are the IRIs of the same organisation in other registers.
    ``score`` ranks candidates (0–100); ``confidence`` is the measured chance that the decision is right (0–1).
    ``reviewer`` and ``decided`` say who decided and when, where a person did.
    """

    name: str
    match: Match
    iri: str = ""
    label: str = ""
    also: tuple[str, ...] = ()
    kind: str = ""
    rule: str = ""
    score: float = 0.0
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[str, ...] = field(default=())
    on: date | None = None
    by_person: bool = False
    reviewer: str = ""
    decided: str = ""

    def explain(self, lang: Lang = "nl") -> str:
        """Return why, in words.

        >>> Link("?", "none", evidence=(evidence(REASONS, "unknown"),)).explain("en")
        'No register in the box knows this name.'
        """
        return " ".join(e.say(lang) for e in self.evidence)
