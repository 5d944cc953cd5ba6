"""The first sheet of a workbook: how it is filled in, in six steps.

The law of this file: who reads only this sheet can begin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecograph.describe import workbook_style as style
from ecograph.describe.headings import MARK
from ecograph.describe.mapping import LAYOUT, SHEETS
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from openpyxl import Workbook


def about(workbook: Workbook, lang: Lang) -> None:
    """Write the first sheet: how to fill in, and what each sheet is for."""
    ws = workbook.create_sheet(Text(nl="Uitleg", en="Read me")[lang])
    ws.cell(1, 1, MARK + "about")
    ws.cell(1, 2, int(LAYOUT))
    ws.row_dimensions[1].hidden = True
    ws.column_dimensions["A"].width, ws.column_dimensions["B"].width = 32, 110
    ws.cell(2, 1, _TITLE[lang]).font = style.font(size=18, bold=True, color=style.HEAD)
    row = 4
    for number, text in enumerate(_HOW, 1):
        ws.cell(row, 1, f"{number}. {text[0][lang]}").font = style.font(bold=True)
        cell = ws.cell(row, 2, text[1][lang])
        cell.font = style.font()
        cell.alignment = ws.cell(row, 1).alignment = style.wrap()
        ws.row_dimensions[row].height = style.height((text[1][lang], 110)) + 4
        row += 1
    for heading, first in ((_FIRST, True), (_LATER, False)):
        row += 1
        ws.cell(row, 1, heading[lang]).font = style.font(size=13, bold=True, color=style.HEAD)
        row += 1
        for sheet in (s for s in SHEETS if (s.key in BASIC) == first):
            cell = ws.cell(row, 1, sheet.title[lang])
            cell.hyperlink = f"#'{sheet.title[lang]}'!{'C4' if sheet.form else 'B4'}"
            cell.font = style.font(color="2A7F9E", underline="single")
            note = ws.cell(row, 2, sheet.help[lang])
            note.alignment, note.font = style.wrap(), style.font()
            ws.row_dimensions[row].height = style.height((sheet.help[lang], 110)) + 2
            row += 1
    ws.sheet_view.showGridLines = False
    ws.sheet_properties.tabColor = style.HEAD
    style.protect(ws)
    style.printable(ws)


#: The sheets that nearly every description needs; the others wait until a source says something for them.
BASIC = frozenset(
    {"description", "ecosystem", "documents", "passages", "actors", "participations", "initiatives", "assessments"}
    | {"needs", "recommendations", "commitments"}
)
_FIRST = Text(nl="Begin met deze bladen", en="Begin with these sheets")
_LATER = Text(nl="Als een bron er iets over zegt", en="Where a source says something on it")
_TITLE = Text(nl="Een innovatie-ecosysteem beschrijven", en="Describing an innovation ecosystem")
_HOW: tuple[tuple[Text, Text], ...] = (
    (
        Text(nl="Begin bij de bronnen", en="Begin with the sources"),
        Text(
            nl="Zet op Bronnen de documenten, en op Passages elke plaats die u gebruikt, met een kenmerk (S1).",
            en="Put the documents on Sources, and on Passages each place that you use, with a notation (S1).",
        ),
    ),
    (
        Text(nl="Eén rij per ding", en="One row per thing"),
        Text(
            nl="Elke organisatie, elk initiatief, elke stap krijgt een rij. Andere bladen verwijzen met de naam.",
            en="Each organisation, initiative and step gets a row. Other sheets refer to it by its name.",
        ),
    ),
    (
        Text(nl="Leeg is goed", en="Empty is fine"),
        Text(
            nl="Zegt de bron het niet, laat de cel dan leeg: niet beschreven is iets anders dan afwezig. "
            "Kolommen met een sterretje (*) zijn nodig.",
            en="Where the source does not say, leave the cell empty: not described is not the same as absent. "
            "Columns with an asterisk (*) are needed.",
        ),
    ),
    (
        Text(nl="Meer waarden in een cel", en="Several values in a cell"),
        Text(
            nl="Scheid namen met een puntkomma; zet langere teksten onder elkaar (Alt+Enter).",
            en="Separate names by a semicolon; put longer texts on lines of their own (Alt+Enter).",
        ),
    ),
    (
        Text(nl="Controleren", en="Checking"),
        Text(
            nl="Op de pagina Controleren van EcoGraph, of met: ecograph check regio.xlsx --annotate nagekeken.xlsx. "
            "In de nagekeken werkmap staat bij elke cel wat er mis is, en vooraan wat het ecosysteem mist.",
            en="On the page Check of EcoGraph, or with: ecograph check region.xlsx --annotate checked.xlsx. "
            "The checked workbook says at each cell what is wrong, and in front what the ecosystem lacks.",
        ),
    ),
    (
        Text(nl="Verborgen kolom A", en="Hidden column A"),
        Text(
            nl="Daar staat het kenmerk van elke rij. Een nagekeken werkmap heeft het: hernoem een rij daarin "
            "gerust, zij blijft dezelfde. In een nieuwe werkmap maakt de naam het kenmerk.",
            en="It holds the identifier of each row. A checked workbook has it: rename a row there as you like, "
            "it stays the same. In a new workbook the name makes the identifier.",
        ),
    ),
    (
        Text(nl="Een ingevuld voorbeeld", en="A filled-in example"),
        Text(
            nl="Met: ecograph export emmen-chemistry@2016 voorbeeld.xlsx --lang nl.",
            en="With: ecograph export emmen-chemistry@2016 example.xlsx --lang en.",
        ),
    ),
)
