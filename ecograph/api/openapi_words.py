"""What the framework writes of routes and models, in our words: no titles made of names, errors as they are here.

The law of this file: routes and models say in English what they mean, where they are written; the Dutch of each text
stands here, by the English one. ``tests/api_questions/test_openapi.py`` finds the text that lacks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecograph.texts import Lang, Text

_ANSWER = Text(nl="Het antwoord.", en="The answer.")
#: What the framework says of every answer, and of the schemas of its own errors, which nobody gets here.
_SUCCESS = "Successful Response"
_ITS_ERRORS = ("HTTPValidationError", "ValidationError")

DUTCH: dict[str, str] = {
    # operations
    "Say what the ecosystem lacks and why, and what is wrong in the description. Nothing is stored.": "Zegt wat het "
    "ecosysteem mist en waarom, en wat er in de beschrijving niet klopt. Er wordt niets bewaard.",
    "Give the workbook in which a region is described, with help, examples and lists to choose from.": "Geeft de "
    "werkmap waarin een regio wordt beschreven, met uitleg, voorbeelden en keuzelijsten.",
    "Return every ready question as sh:SPARQLExecutable, as editors read them.": "Geeft elke kant-en-klare vraag als "
    "sh:SPARQLExecutable, zoals editors die lezen.",
    "List every ecosystem with its descriptions and how their preconditions came out.": "Alle ecosystemen met hun "
    "beschrijvingen en wat daar uit de randvoorwaarden kwam.",
    "Return the level of every precondition, why it is not higher, what counted, and who says otherwise.": "Geeft van "
    "elke randvoorwaarde het niveau, waarom het niet hoger is, wat meetelde, en wie iets anders zegt.",
    "Return the same for a description that need not be the latest.": "Geeft hetzelfde van een beschrijving die niet "
    "de laatste hoeft te zijn.",
    "Return how each W3C test suite came out: a page, JSON, or EARL in Turtle.": "Geeft de uitkomst van elke "
    "W3C-testverzameling: een pagina, JSON, of EARL in Turtle.",
    # answers
    "The canvas, as https://w3id.org/ecograph/schema/report-1.json describes it.": "Het canvas, zoals "
    "https://w3id.org/ecograph/schema/report-1.json het beschrijft.",
    "There is nothing of that name; the detail offers the nearest.": "Er is niets met die naam; „detail” noemt wat er "
    "het dichtst bij komt.",
    # what is handed in
    "A workbook (.xlsx), a zip of CSV files, or a file of RDF.": "Een werkmap (.xlsx), een zip met CSV-bestanden, of "
    "een bestand met RDF.",
    "A batch of queries as JSON.": "Een reeks zoekvragen als JSON.",
    "A data extension query as JSON.": "Een vraag om aanvulling van gegevens als JSON.",
    # ecosystems and descriptions
    "All ecosystems that are described here.": "Alle ecosystemen die hier zijn beschreven.",
    "In the order of their names.": "Op volgorde van naam.",
    "One ecosystem with its descriptions, oldest first.": "Eén ecosysteem met zijn beschrijvingen, de oudste eerst.",
    "One description of an ecosystem.": "Eén beschrijving van een ecosysteem.",
    "Its IRI.": "De IRI ervan.",
    "Its name in addresses.": "De naam in adressen.",
    "Its name within the ecosystem; part of the address of its canvas.": "De naam binnen het ecosysteem; deel van het "
    "adres van het canvas.",
    "By language tag.": "Per taalcode.",
    "Name of the region that it covers, by language tag.": "Naam van het gebied dat het beslaat, per taalcode.",
    "Codes of Statistics Netherlands: GM0114, PV22.": "Codes van het CBS: GM0114, PV22.",
    "Oldest first.": "De oudste eerst.",
    "Date, year and month, or year that it describes.": "Datum, jaar en maand, of jaar waarvan zij de stand geeft.",
    "Number of preconditions per computed level.": "Aantal randvoorwaarden per berekend niveau.",
    "Address of its canvas as JSON, on this server.": "Adres van het canvas als JSON, op deze server.",
    # what people add
    "A person's judgement of one proposed link.": "Het oordeel van iemand over één voorgestelde koppeling.",
    "What somebody said of a precondition, with its source.": "Wat iemand over een randvoorwaarde zei, met de bron.",
    "Slug of the ecosystem.": "Naam van het ecosysteem in adressen.",
    "Slug of the description.": "Naam van de beschrijving in adressen.",
    "IRI of the actor or region.": "IRI van de partij of het gebied.",
    "What was decided.": "Wat er is besloten.",
    "Who decides: best an office.": "Wie beslist: het liefst een functie of afdeling.",
    "Why, where that is not plain.": "Waarom, als dat niet vanzelf spreekt.",
    "Notation, such as P04.": "Notatie, zoals P04.",
    "Sufficient, Partial, Absent or another level of the vocabulary.": "Sufficient, Partial, Absent of een ander "
    "niveau uit de begrippenlijst.",
    "From which side it was said, such as Entrepreneur.": "Vanuit welk gezichtspunt het is gezegd, zoals Entrepreneur.",
    "IRI of an actor of the description.": "IRI van een partij in de beschrijving.",
    "The date on which it held.": "De datum waarop het gold.",
    "IRI of a source document of the description.": "IRI van een brondocument van de beschrijving.",
    "What the document says, in one's own words.": "Wat het document zegt, in eigen woorden.",
    "The language of passage and rationale.": "De taal van passage en rationale.",
}


def in_our_words(document: dict[str, Any], lang: Lang) -> None:
    """Change what the framework wrote, in place.

    Args:
        document: An OpenAPI document, before anything of ours was added.
        lang: Of its descriptions.
    """
    schemas = document.get("components", {}).get("schemas", {})
    for name in _ITS_ERRORS:
        schemas.pop(name, None)
    for operation in (o for item in document.get("paths", {}).values() for o in item.values()):
        responses = operation["responses"]
        if responses.pop("422", None):
            responses.setdefault("400", {"$ref": "#/components/responses/Problem400"})
        for status, response in responses.items():
            if "$ref" in response:
                responses[status] = {"$ref": response["$ref"]}
    for part in _parts(document):
        if isinstance(part.get("title"), str) and "version" not in part:  # of a schema, made of its name
            del part["title"]
        said = part.get("description")
        if said == _SUCCESS:
            part["description"] = _ANSWER[lang]
        elif lang == "nl" and isinstance(said, str):
            part["description"] = DUTCH.get(said, said)


def _parts(found: object) -> Iterator[dict[str, Any]]:
    """Yield every object of a document."""
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from _parts(value)
    elif isinstance(found, list):
        for value in found:
            yield from _parts(value)
