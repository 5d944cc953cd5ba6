"""Workbooks that LibreOffice saved: a small one that lies here, and a real round trip where LibreOffice is.

``libreoffice.xlsx`` is our template of the steering group of the Agenda voor de Veenkoloniën, filled in by us, opened
and saved by LibreOffice Calc 7.4.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from ecograph.cli.sheets import registers
from ecograph.describe import read_any, read_description, read_workbook, template, write_workbook
from tests.describe.conftest import ECOSYSTEMS, same_graph

SAVED = Path(__file__).with_name("libreoffice.xlsx")
EMMEN = next(p for p in ECOSYSTEMS if "2016-kplusv" in str(p))
SOFFICE = shutil.which("soffice")


def test_a_workbook_saved_by_libreoffice_is_read_cell_by_cell() -> None:
    found = read_any(SAVED)
    assert found.as_of == "2018-01-01"
    names = {t.object.value for t in found.graph if t.predicate.value.endswith("#label")}
    assert {"Gemeente Borger-Odoorn", "Waterschap Hunze en Aa's"} <= names
    amounts = {t.object.value for t in found.graph if t.predicate.value.endswith("amountValue")}
    assert amounts == {"1500000"}
    wrong = {(p.code, p.place.sheet, p.place.cell) for p in found.problems}
    assert wrong == {
        ("missing-kind", "Ecosysteem", "C7"),
        ("missing-kind", "Geld", "D4"),
        ("missing-name", "Passages", "D4"),
    }


def test_drop_downs_headings_and_hidden_cells_are_still_there() -> None:
    book = openpyxl.load_workbook(SAVED)
    actors = book["Actoren"]
    assert actors.protection.sheet
    assert actors["B2"].protection.locked
    assert not actors["B4"].protection.locked
    assert actors.column_dimensions["A"].hidden
    assert actors.row_dimensions[1].hidden
    lists = {str(v.sqref).split(":")[0]: v.formula1 for v in actors.data_validations.dataValidation}
    column, last = lists["B4"].replace("$", "").removeprefix("_lists!").split(":")
    suggested = {c.value for (c,) in book["_lists"][f"{column}:{last}"]}
    assert {"gemeente Emmen", "provincie Drenthe", "waterschap Hunze en Aa's", "University of Groningen"} <= suggested


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two workbooks of ours, and in the folder beside them what LibreOffice made of them: it starts once."""
    assert SOFFICE is not None
    folder = tmp_path_factory.mktemp("libreoffice")
    template(folder / "template.xlsx", "nl", "veenkolonien", registers=registers())
    write_workbook(read_description(EMMEN), folder / "emmen.xlsx", "nl")
    given = ["--headless", "--convert-to", "xlsx", "--outdir", str(folder / "theirs")]
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    books = [str(folder / "template.xlsx"), str(folder / "emmen.xlsx")]
    subprocess.run([SOFFICE, home, *given, *books], check=True, capture_output=True, timeout=500)
    return folder


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (soffice)")
@pytest.mark.parametrize("what", ["template", "emmen"])
def test_there_and_back_through_libreoffice(what: str, saved: Path) -> None:
    ours, theirs = saved / f"{what}.xlsx", saved / "theirs" / f"{what}.xlsx"
    before, after = openpyxl.load_workbook(ours), openpyxl.load_workbook(theirs)
    assert after.sheetnames == before.sheetnames
    for sheet in before:
        ranges = [len(ws.data_validations.dataValidation) for ws in (sheet, after[sheet.title])]
        assert ranges[0] == ranges[1], sheet.title
        assert after[sheet.title].protection.sheet == sheet.protection.sheet, sheet.title
    if what == "emmen":
        back = read_workbook(theirs)
        assert back.problems == ()
        assert same_graph(back.graph, read_description(EMMEN).graph)
