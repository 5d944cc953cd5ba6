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
    ws.column_dimensions["A"].width, ws.column_dimensions["B"].width = 26, 100
    ws.cell(2, 1, _TITLE[lang]).font = style.font(size=18, bold=True, color=style.HEAD)
    row = 4
    for number, text in enumerate(_HOW, 1):
        ws.cell(row, 1, f"{number}. {text[0][lang]}").font = style.font(bold=True)
        cell = ws.cell(row, 2, text[1][lang])
        cell.alignment = ws.cell(row, 1).alignment = style.wrap()
        row += 1
    row += 1
    for sheet in SHEETS:
        cell = ws.cell(row, 1, sheet.title[lang])
        cell.hyperlink = f"#'{sheet.title[lang]}'!A1"
        cell.font = style.font(color="2A7F9E", underline="single")
        ws.cell(row, 2, sheet.help[lang]).alignment = style.wrap()
        row += 1
    ws.sheet_view.showGridLines = False
    ws.sheet_properties.tabColor = style.HEAD
    style.protect(ws)
    style.printable(ws)


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
        Text(nl="Eén regel per ding", en="One row per thing"),
        Text(
            nl="Elke organisatie, elk initiatief, elke stap krijgt een regel. Andere bladen verwijzen met de naam.",
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
            nl="`ecograph check bestand.xlsx` zegt per cel wat er mist; met `--annotate uit.xlsx` erin.",
            en="`ecograph check file.xlsx` says per cell what is missing; with `--annotate out.xlsx` in the workbook.",
        ),
    ),
    (
        Text(nl="Verborgen kolom A", en="Hidden column A"),
        Text(
            nl="Daar staat het kenmerk van elke regel, zodat zij na hernoemen dezelfde blijft. Laat haar staan.",
            en="It holds the identifier of each row, so that it stays the same when renamed. Leave it in place.",
        ),
    ),
)
