"""What the columns of the ready questions are called, in both languages.

The law of this file: a column is called after what stands in it. A variable that no row names is shown in its own
letters, with spaces between its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ecograph.texts import Lang

#: Variable, Dutch, English where it is not the variable's own words.
_ROWS = """
activity|activiteit
actor|partij
amount|bedrag
amountPerYear|bedrag per jaar
asOf|stand op
assessment|beoordeling
assignment|opdracht
attributedTo|toegeschreven aan
both|bij beide gelijk
claim|bewering
claimedBy|beweerd door
commissioner|opdrachtgever
commitment|toezegging
comparable|te vergelijken
completeFor|volledig voor
computable|te berekenen
computed|berekend
concept|begrip
contestedIn|bestreden in
contractor|opdrachtnemer
currency|munt
decidedBy|besloten door
description|beschrijving
developer|ontwikkelaar
direct|rechtstreeks
ecosystem|ecosysteem
endedOn|geëindigd op
entrepreneurs|ondernemers
framework|denkkader
fundingSource|geldbron
gaps|gaten
group|groep
idea|idee
informedBy|bouwt voort op
initiative|initiatief
interestedParty|belanghebbende
into|ging op in
item|onderdeel
key|sleutel
kind|soort
level|niveau
madeBy|gedaan door
mapping|kaart
match|soort overeenkomst
method|methode
months|maanden
need|behoefte
notation|nummer|number
occurredOn|gebeurd op
onOneSource|op één bron
organisation|organisatie
other|ander
otherActor|andere partij
otherEcosystem|ander ecosysteem
otherSphere|andere sfeer
outcome|resultaat
part|deel
partOf|deel van
payer|betaler
period|periode
person|persoon
perspective|perspectief
post|functie
precondition|randvoorwaarde
private|privaat
privateShare|privaat deel
produces|levert op
profile|profiel
programme|programma
provider|aanbieder
public|publiek
publicLevel|niveau volgens publieke partijen|level according to public parties
purpose|doel
question|vraag
recommendation|aanbeveling
region|regio
reinforced|versterkt
relation|relatie
relationType|soort relatie
rightsHolder|rechthebbende
role|rol
round|ronde
same|gelijk
sameBy|gelijk volgens
services|diensten
session|sessie
setting|omgeving
since|sinds
speaker|spreker
sphere|sfeer
spheres|sferen
stage|fase
stated|uitgesproken
statedBy|uitgesproken door
statement|uitspraak
structure|structuur
subjects|onderwerpen
supportType|soort steun
target|doel
text|tekst
thing|ding
total|totaal
until|tot
usesOutputOf|gebruikt resultaat van
validAt|geldig op|as of
value|waarde
who|wie
cluster|cluster
code|code
committed|toegezegd
criterion|criterium
euro|euro
factor|factor
fit|hoe het past|how it fits
formerly|vroeger
indicator|indicator
inhabitants|inwoners
name|naam
nuts|NUTS-code|NUTS code
passage|passage
perInhabitant|per inwoner
percentOfCountry|procent van het land
project|project
status|status
version|versie
year|jaar
within|binnen
withoutAmount|zonder bedrag
wording|formulering
"""
_WORDS = {row[0]: row[1:] for line in _ROWS.split("\n") if line for row in [line.split("|")]}


def head(column: str, lang: Lang) -> str:
    """Return what a column is called.

    >>> head("validAt", "nl"), head("validAt", "en"), head("otherSphere", "en"), head("preconditionLabel", "nl")
    ('geldig op', 'as of', 'other sphere', 'randvoorwaarde (naam)')
    """
    if column.endswith("Label") and column != "Label":
        return f"{head(column.removesuffix('Label'), lang)} ({'naam' if lang == 'nl' else 'name'})"
    words = _WORDS.get(column, ())
    if lang == "nl" and words:
        return words[0]
    return words[1] if len(words) > 1 else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()


def heads(columns: Sequence[str], lang: Lang) -> dict[str, str]:
    """Return what each column is called."""
    return {column: head(column, lang) for column in columns}
