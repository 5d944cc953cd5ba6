"""The texts of the check page, and what the kinds of problems are called (docs/problems.md explains each)."""

from __future__ import annotations

from ecograph.texts import Text

CHECK: dict[str, Text] = {
    "check.title": Text(nl="Toets een beschrijving", en="Check a description"),
    "check.lead": Text(
        nl="Lever een werkmap (xlsx), een zip met CSV-bestanden of een RDF-bestand in. U ziet wat er ontbreekt, "
        "waarom, en welke cel of regel niet klopt.",
        en="Hand in a workbook (xlsx), a zip of CSV files or a file of RDF. You see what is missing, why, and which "
        "cell or line is wrong.",
    ),
    "check.promise": Text(
        nl="Er wordt niets bewaard: het bestand wordt gelezen, getoetst en vergeten.",
        en="Nothing is kept: the file is read, checked and forgotten.",
    ),
    "check.file": Text(nl="Bestand", en="File"),
    "check.choose": Text(nl="Kies een bestand", en="Choose a file"),
    "check.choose.first": Text(nl="Kies eerst een bestand.", en="Choose a file first."),
    "check.none": Text(nl="Nog geen bestand gekozen", en="No file chosen yet"),
    "check.drop": Text(nl="Of sleep het hierheen.", en="Or drop it here."),
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
    "check.size": Text(nl="Ten hoogste {n} MB.", en="At most {n} MB."),
    "check.sending": Text(nl="Versturen… {n} %", en="Sending… {n} %"),
    "check.judging": Text(
        nl="Het bestand wordt gelezen en getoetst. Dat duurt enkele seconden; een groot bestand langer.",
        en="The file is being read and checked. That takes some seconds; longer for a large file.",
    ),
    "check.large": Text(
        nl="Dit bestand is te groot: {size} MB. Ten hoogste {n} MB wordt gelezen. Haal afbeeldingen en lege rijen weg.",
        en="This file is too large: {size} MB. At most {n} MB is read. Remove pictures and empty rows.",
    ),
    "check.cancel": Text(nl="Afbreken", en="Cancel"),
    "check.cancelled": Text(nl="Afgebroken.", en="Cancelled."),
    "check.annotated": Text(nl="Uw werkmap met opmerkingen", en="Your workbook with comments"),
    "check.results": Text(nl="Resultaten (Excel)", en="Results (Excel)"),
    "check.report": Text(nl="Rapport om af te drukken", en="Report to print"),
    "check.saving": Text(nl="Het bestand wordt gemaakt…", en="The file is being made…"),
    "check.saved": Text(nl="Bewaard als {name}.", en="Saved as {name}."),
    "check.where": Text(nl="{sheet}, cel {cell}", en="{sheet}, cell {cell}"),
    "check.template": Text(
        nl="Nog geen werkmap? Download een lege (xlsx), met uitleg, voorbeelden en keuzelijsten",
        en="No workbook yet? Download an empty one (xlsx), with help, examples and lists to choose from",
    ),
}

#: By code; a code without a name is shown as it is.
CODES: dict[str, Text] = {
    "wrong-type": Text(nl="Verkeerd soort waarde", en="Wrong kind of value"),
    "ambiguous-number": Text(nl="Dubbelzinnig getal", en="Ambiguous number"),
    "unknown-term": Text(nl="Onbekend woord", en="Unknown word"),
    "dangling-reference": Text(nl="Verwijst naar iets dat niet beschreven is", en="Refers to what is not described"),
    "wrong-sheet": Text(nl="Naam van een ander blad", en="Name of another sheet"),
    "ambiguous-name": Text(nl="Naam die twee keer voorkomt", en="Name that occurs twice"),
    "duplicate": Text(nl="Twee keer hetzelfde", en="The same twice"),
    "date-order": Text(nl="Eindigt voordat het begint", en="Ends before it begins"),
    "missing-source": Text(nl="Zonder bron", en="Without a source"),
    "missing-name": Text(nl="Zonder naam", en="Without a name"),
    "missing-kind": Text(nl="Zonder soort", en="Without a kind"),
    "missing-value": Text(nl="Verplichte waarde ontbreekt", en="Required value is missing"),
    "missing-currency": Text(nl="Bedrag zonder munt", en="Amount without a currency"),
    "error-value": Text(nl="Foutwaarde in een cel", en="Error value in a cell"),
    "formula-without-value": Text(nl="Formule zonder waarde", en="Formula without a value"),
    "unreadable-statement": Text(nl="Onleesbare uitspraak", en="Unreadable statement"),
    "merged-cells": Text(nl="Samengevoegde cellen", en="Merged cells"),
    "unknown-column": Text(nl="Onbekende kolom", en="Unknown column"),
    "unknown-sheet": Text(nl="Onbekend blad", en="Unknown sheet"),
    "newer-layout": Text(nl="Nieuwere indeling", en="Newer layout"),
    "labelled": Text(nl="Zonder naam", en="Without a name"),
    "sourced": Text(nl="Zonder bron", en="Without a source"),
    "typed": Text(nl="Zonder soort", en="Without a kind"),
    "known-class": Text(nl="Onbekende klasse", en="Unknown class"),
    "known-property": Text(nl="Onbekende eigenschap", en="Unknown property"),
    "described-reference": Text(nl="Verwijst naar iets dat niet beschreven is", en="Refers to what is not described"),
    "nowhere-described": Text(nl="Nergens beschreven", en="Nowhere described"),
    "described-as-of": Text(nl="Zonder peildatum", en="Without a date that it describes"),
    "no-circle": Text(nl="Verwijst naar zichzelf", en="Refers to itself"),
    "period-in-order": Text(nl="Eindigt voordat het begint", en="Ends before it begins"),
    "time-in-order": Text(nl="Tijd in de verkeerde volgorde", en="Time in the wrong order"),
    "goal-with-value": Text(nl="Doel zonder waarde", en="Goal without a value"),
    "values": Text(nl="Waarde die niet past", en="Value that does not fit"),
}
