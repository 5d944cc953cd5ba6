"""Workbooks from strangers, and from other programs."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from ecograph.describe import read_any, read_csv_folder, read_workbook
from ecograph.describe.safety import Limits
from ecograph.errors import EcoGraphError, LimitReached, SyntaxProblem
from tests.describe.conftest import same_graph
from tests.describe.test_workbook import SMALL, fill


@pytest.fixture
def small(tmp_path: Path) -> Path:
    fill(tmp_path / "a.xlsx", SMALL)
    return tmp_path / "a.xlsx"


def rewrite(path: Path, out: Path, **parts: bytes) -> Path:
    """Copy an archive, with some parts replaced or added."""
    names = {n.replace("__", "/").replace("_DOT_", "."): v for n, v in parts.items()}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in names:
                new.writestr(info.filename, old.read(info))
        for name, content in names.items():
            new.writestr(name, content)
    return out


def refused(path: Path, kind: type[EcoGraphError], *said: str) -> None:
    with pytest.raises(kind) as caught:
        read_any(path)
    assert all(s in caught.value.say("en") for s in said), caught.value.say("en")
    assert caught.value.say("nl") != caught.value.say("en")
    assert caught.value.place is not None


def test_macros_are_refused(small: Path, tmp_path: Path) -> None:
    refused(
        rewrite(small, tmp_path / "m.xlsx", xl__vbaProject_DOT_bin=b"x"), SyntaxProblem, "macros", "Save it as .xlsx"
    )
    small.rename(tmp_path / "m.xlsm")
    refused(tmp_path / "m.xlsm", SyntaxProblem, ".xlsm", "without macros")


def test_a_large_file_is_refused_by_a_limit_that_is_named(tmp_path: Path) -> None:
    with (tmp_path / "big.xlsx").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    refused(tmp_path / "big.xlsx", LimitReached, "50 MB", "the limit is 25 MB")


def test_a_zip_bomb_is_refused(small: Path, tmp_path: Path) -> None:
    bomb = rewrite(small, tmp_path / "bomb.xlsx", xl__worksheets__sheet2_DOT_xml=b" " * 300_000_000)
    assert bomb.stat().st_size < 1_000_000
    refused(bomb, LimitReached, "Unpacked", "250 MB")


def test_a_small_bomb_is_refused_by_its_ratio(small: Path, tmp_path: Path) -> None:
    bomb = rewrite(small, tmp_path / "bomb.xlsx", xl__media__a_DOT_xml=b" " * 60_000_000)
    refused(bomb, LimitReached, "150 times its own size")


def test_entities_are_refused(small: Path, tmp_path: Path) -> None:
    part = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    refused(rewrite(small, tmp_path / "e.xlsx", xl__sharedStrings_DOT_xml=part), SyntaxProblem, "entities")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a readable workbook"),
        (b"PK\x03\x04 half of a zip", "not a readable workbook"),
        (b"naam;soort\r\n", "not a readable workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    refused(tmp_path / "x.xlsx", SyntaxProblem, said)


def test_a_damaged_workbook_is_refused(small: Path, tmp_path: Path) -> None:
    refused(rewrite(small, tmp_path / "d.xlsx", xl__workbook_DOT_xml=b"<workbook"), SyntaxProblem, "damaged")


def test_too_many_rows_are_refused(small: Path) -> None:
    with pytest.raises(LimitReached, match="more than 5 rows"):
        read_workbook(small, limits=Limits(rows=5))


def test_merged_cells_hold_for_every_row(small: Path) -> None:
    book = openpyxl.load_workbook(small)
    book["Actoren"]["E5"] = None
    book["Actoren"].merge_cells("E4:E5")  # the sphere of both actors
    book.save(small)
    found = read_workbook(small)
    (problem,) = found.problems
    assert (problem.code, problem.severity, str(problem.place)) == ("merged-cells", "warning", f"{small}, Actoren!E4")
    assert sum("sphere/Government" in str(t) for t in found.graph) == 2


def test_a_formula_without_value_is_reported(small: Path) -> None:
    book = openpyxl.load_workbook(small)
    book["Actoren"]["B5"] = '="Delta"&"werken"'
    book.save(small)
    codes = {(p.code, p.place.cell) for p in read_workbook(small).problems}
    assert ("formula-without-value", "B5") in codes


def test_a_sheet_and_a_column_of_ones_own_are_not_read_and_named(small: Path) -> None:
    book = openpyxl.load_workbook(small)
    book.create_sheet("Initiatieve")["A1"] = "iets"
    book["Gebieden"].cell(2, 40, "Oppervlak")
    book["Gebieden"]["B4"], book["Gebieden"].cell(4, 40).value = "Delta", 12
    book["Gebieden"].cell(4, 10, "S1")
    book.save(small)
    found = {p.code: p for p in read_workbook(small).problems if p.severity == "warning"}
    assert 'Bedoelt u "Initiatieven"?' in found["unknown-sheet"].message["nl"]
    assert found["unknown-column"].place.cell == "AN2"


def test_a_workbook_of_another_program(small: Path, tmp_path: Path) -> None:
    """Inline strings, a wrong dimension and empty formatted rows, as other programs write them."""
    wanted = read_workbook(small)
    book = openpyxl.load_workbook(small)
    title = "Actoren"
    number = book.sheetnames.index(title) + 1
    rows = []
    for row in book[title].iter_rows():
        cells = [
            f'<c r="{c.coordinate}" t="inlineStr"><is><t>{escape(str(c.value))}</t></is></c>'
            for c in row
            if c.value is not None
        ]
        rows.append(f'<row r="{row[0].row}">{"".join(cells)}</row>')
    rows += [f'<row r="{n}" s="1" customFormat="1"/>' for n in range(1000, 1200)]
    part = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="A1"/><sheetData>{"".join(rows)}</sheetData></worksheet>'
    )
    name = f"xl__worksheets__sheet{number}_DOT_xml"
    out = rewrite(small, tmp_path / "b.xlsx", **{name: part.encode()})
    found = read_workbook(out)
    assert found.problems == ()
    assert same_graph(found.graph, wanted.graph)


@pytest.mark.parametrize(
    ("content", "said"), [(b"\xff\xfe\x00", "UTF-8"), (b'label_nl\n"open', "CSV"), (b'label_nl\n"a"b\n', "CSV")]
)
def test_what_is_no_csv_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_bytes(content)
    refused(tmp_path, SyntaxProblem, said)


def test_a_folder_without_csv_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EcoGraphError, match="no CSV"):
        read_csv_folder(tmp_path)
