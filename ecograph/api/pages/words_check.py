"""The texts of the check page."""

from __future__ import annotations

from ecograph.texts import Text

CHECK: dict[str, Text] = {
    "check.title": Text(nl="Toets een beschrijving", en="Check a description"),
    "check.lead": Text(
        nl="Lever een werkmap (xlsx) of een RDF-bestand in. U ziet wat er ontbreekt, "
        "waarom, en welke cel of regel niet klopt.",
        en="Hand in a workbook (xlsx) or an RDF file. You see what is missing, why, and which cell or line is wrong.",
    ),
    "check.promise": Text(
        nl="Er wordt niets bewaard: het bestand wordt gelezen, getoetst en vergeten.",
        en="Nothing is kept: the file is read, checked and forgotten.",
    ),
    "check.file": Text(nl="Bestand", en="File"),
    "check.drop": Text(nl="Sleep een bestand hierheen, of kies er een.", en="Drop a file here, or choose one."),
    "check.run": Text(nl="Toets", en="Check"),
    "check.busy": Text(nl="Bezig met toetsen…", en="Checking…"),
    "check.failed": Text(nl="Er kwam geen antwoord van de server.", en="No answer came from the server."),
    "check.result": Text(nl="Uitkomst voor {name}", en="Outcome for {name}"),
    "check.fine": Text(nl="De beschrijving is goed gevormd.", en="The description is well formed."),
    "check.wrong": Text(
        nl="Hieronder staat wat er niet klopt, waar het staat en wat u eraan kunt doen.",
        en="Below is what is wrong, where it stands and what to do about it.",
    ),
    "check.errors": Text(nl="{n} fouten", en="{n} errors"),
    "check.error": Text(nl="1 fout", en="1 error"),
    "check.warnings": Text(nl="{n} waarschuwingen", en="{n} warnings"),
    "check.warning": Text(nl="1 waarschuwing", en="1 warning"),
    "check.place": Text(nl="Plaats", en="Place"),
    "check.message": Text(nl="Wat er is en wat te doen", en="What it is and what to do"),
    "check.problems": Text(nl="Fouten en waarschuwingen", en="Errors and warnings"),
    "check.nowhere": Text(nl="het geheel", en="as a whole"),
    "check.preconditions": Text(nl="Randvoorwaarden", en="Preconditions"),
    "check.save": Text(nl="Bewaar de uitkomst als", en="Save the outcome as"),
    "check.again": Text(nl="Toets een ander bestand", en="Check another file"),
    "check.text": Text(nl="Tekst", en="Text"),
}
