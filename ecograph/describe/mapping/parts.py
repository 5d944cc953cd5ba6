"""Columns that many sheets share.

The law of this file: what means the same on two sheets is declared once, here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecograph.describe.mapping.columns import (
    AUTOMATIC,
    THIS_ECOSYSTEM,
    Column,
    Kind,
    Sheet,
    Type,
    concept,
    in_both,
    one,
    refer,
    say,
    several,
)
from ecograph.texts import Text


def kind(cls: str, nl: str, en: str, folder: str, *, general: bool = False) -> Kind:
    """Declare a class that the rows of a sheet can have."""
    return Kind("eco:" + cls, say(nl, en), folder, general)


def kind_column(example_nl: str, example_en: str) -> Iterator[Column]:
    """Declare the column that says which kind of thing a row is."""
    yield Column(
        "kind",
        ("rdf:type",),
        Type.KIND,
        say("Soort", "Kind"),
        say("Kies uit de lijst.", "Choose from the list."),
        say(example_nl, example_en),
        many=True,
        required=True,
    )


def name(nl: str, en: str) -> Iterator[Column]:
    """Declare the name of a row, in both languages, with an example."""
    return in_both(
        "label",
        "rdfs:label",
        "Naam",
        "Name",
        hint=say(
            "Hoe het heet. Andere bladen verwijzen met deze naam. Is een van beide talen leeg, dan geldt de andere.",
            "What it is called. Other sheets refer to it by this name. If one language is empty, the other holds.",
        ),
        example=Text(nl=nl, en=en),
        required=True,
        default="other",
    )


def automatic_name() -> Iterator[Column]:
    """Declare the name of a row that is named for its content unless somebody names it."""
    return in_both(
        "label",
        "rdfs:label",
        "Omschrijving",
        "Label",
        hint=say(
            "Mag leeg blijven: dan wordt zij uit de rij gemaakt.", "May stay empty: then it is made from the row."
        ),
        default=AUTOMATIC,
    )


def described_name() -> Iterator[Column]:
    """Declare how a source words something that it does not name."""
    return in_both(
        "described_name",
        "eco:describedName",
        "Zo genoemd in de bron",
        "As the source words it",
        hint=say(
            "Alleen als de bron geen naam geeft: de woorden van de bron.",
            "Only where the source gives no name: the source's words.",
        ),
        example=Text(nl="bedrijven uit de regio", en="firms from the region"),
    )


def stated_in() -> Iterator[Column]:
    """Declare where the sources say so."""
    return refer(
        "source",
        "eco:statedIn",
        "passages",
        "Bron",
        "Source",
        many=True,
        required=True,
        hint=say(
            "Het kenmerk van de passage(s) op het blad Passages. Elke rij heeft er ten minste een.",
            "The notation of the passage(s) on the sheet Passages. Every row has at least one.",
        ),
        example=say("S1; S4"),
    )


def note() -> Iterator[Column]:
    """Declare what is left open or was decided when reading the source."""
    return in_both(
        "note",
        "skos:editorialNote",
        "Opmerking",
        "Note",
        hint=say("Wat de bron openlaat, of hoe u haar las.", "What the source leaves open, or how you read it."),
        many=True,
    )


def ecosystem(prop: str, nl: str, en: str, *, implied: bool) -> Iterator[Column]:
    """Declare that a row belongs to, or is about, the ecosystem that is described."""
    empty = (
        say("Leeg: ja. Streepje (–): nee.", "Empty: yes. Dash (–): no.")
        if implied
        else say("Ja of leeg.", "Yes or empty.")
    )
    return several(
        "about" if prop == "eco:aboutEcosystem" else "part_of" if prop == "eco:partOfEcosystem" else "steers",
        prop,
        Type.ECOSYSTEM,
        nl,
        en,
        hint=empty,
        default=THIS_ECOSYSTEM if implied else "",
    )


def about(*, implied: bool = True) -> Iterator[Column]:
    """Declare that a row is about this ecosystem."""
    return ecosystem("eco:aboutEcosystem", "Gaat over dit ecosysteem", "Is about this ecosystem", implied=implied)


def part_of(*, implied: bool = True) -> Iterator[Column]:
    """Declare that a row is part of this ecosystem."""
    return ecosystem("eco:partOfEcosystem", "Hoort bij dit ecosysteem", "Is part of this ecosystem", implied=implied)


def theme() -> Iterator[Column]:
    """Declare what a row is about: one of our themes, or an economic activity."""
    return concept(
        "theme",
        "eco:hasTheme",
        "theme",
        "Thema",
        "Theme",
        also="nace",
        many=True,
        hint=say(
            "Waar het over gaat: een thema uit onze lijst, of een economische activiteit (NACE Rev. 2). De lijst biedt "
            "de afdelingen van NACE; een fijnere groep of klasse mag ook, als code. Namen van NACE zijn Engels.",
            "What it is about: a theme of our list, or an economic activity (NACE Rev. 2). The list offers the "
            "divisions of NACE; a finer group or class may be given too, by its code.",
        ),
        example=say("chemie; NACE 20.16", "chemistry; NACE 20.16"),
    )


def same_as() -> Iterator[Column]:
    """Declare the same thing in open registers."""
    return several(
        "same_as",
        "skos:exactMatch",
        Type.IRI,
        "Zelfde als (register)",
        "Same as (register)",
        hint=say(
            "Webadres in een register, zoals TOOI, ROR of Wikidata. Mag leeg.",
            "Address in a register, such as TOOI, ROR or Wikidata. May be empty.",
        ),
        example=say("https://identifier.overheid.nl/tooi/id/gemeente/gm0114"),
    )


def since_until() -> Iterator[Column]:
    """Declare a period."""
    yield from one("since", "eco:since", Type.DATE, "Sinds", "Since", example=say("2014-03"))
    yield from one("until", "eco:until", Type.DATE, "Tot en met", "Until", example=say("2016-12-31"))


def amount(property_path: str, folder: str, nl: str, en: str) -> Iterator[Column]:
    """Declare an amount within a row, with the way out to the sheet of amounts."""
    yield from one(
        f"{folder}_value",
        f"{property_path}/eco:amountValue",
        Type.DECIMAL,
        nl,
        en,
        hint=say("Alleen het getal.", "The number alone."),
        example=say("750000"),
    )
    yield from one(
        f"{folder}_currency",
        f"{property_path}/eco:currency",
        Type.CURRENCY,
        f"{nl}: munt",
        f"{en}: currency",
        hint=say("Drieletterige code.", "Three-letter code."),
        example=say("EUR"),
    )
    yield from refer(
        f"{folder}_row",
        property_path,
        "amounts",
        f"{nl}: zie blad Bedragen",
        f"{en}: see sheet Amounts",
        hint=say(
            "Alleen als het bedrag op het blad Bedragen staat, met een eigen bron.",
            "Only where the amount stands on the sheet Amounts, with a source of its own.",
        ),
    )


def sheet(
    key: str,
    title: Text,
    hint: Text,
    kinds: Iterable[Kind],
    *columns: Iterator[Column],
    auto: str = "",
    form: bool = False,
) -> Sheet:
    """Declare a sheet from the columns that its parts yield."""
    return Sheet(key, title, hint, tuple(kinds), tuple(c for part in columns for c in part), tuple(auto.split()), form)
