"""Workbooks and CSV folders: there and back."""

from __future__ import annotations

import csv
import functools
import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from ecograph.cli import main
from ecograph.describe import (
    Description,
    read_any,
    read_csv_folder,
    read_description,
    read_workbook,
    template,
    template_csv,
    write_csv_folder,
    write_workbook,
)
from ecograph.describe.mapping import SHEETS
from ecograph.describe.vocabulary import shipped
from ecograph.errors import NotADescription
from ecograph.texts import LANGUAGES, Lang
from tests.describe.conftest import ECOSYSTEMS, same_graph

pytestmark = pytest.mark.timeout(180)  # among the first: tests/conftest.py


def cells(path: Path) -> dict[tuple[str, str], object]:
    book = openpyxl.load_workbook(path)
    return {
        (ws.title, c.coordinate): c.value for ws in book for row in ws.iter_rows() for c in row if c.value is not None
    }


@pytest.fixture(scope="module", params=ECOSYSTEMS, ids=lambda p: f"{p.parent.parent.name}-{p.parent.name}")
def real(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


class There(NamedTuple):
    """A description as a workbook, and what comes back from it; three tests look at the same ones."""

    book: Path
    unheld: tuple[object, ...]
    back: Description


@pytest.fixture(scope="module")
def there(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Lang], There]:
    folder = tmp_path_factory.mktemp("there")

    @functools.cache
    def written(lang: Lang) -> There:
        book = folder / f"{lang}.xlsx"
        unheld = write_workbook(read_description(real), book, lang)
        return There(book, unheld, read_workbook(book, lang))

    return written


@pytest.mark.parametrize("lang", LANGUAGES)
def test_graph_to_workbook_to_graph(real: Path, there: Callable[[Lang], There], lang: Lang) -> None:
    description = read_description(real)
    _, unheld, back = there(lang)
    assert unheld == ()
    assert back.problems == ()
    assert (back.ecosystem, back.iri, back.as_of) == (description.ecosystem, description.iri, description.as_of)
    assert same_graph(description.graph, back.graph)


def test_workbook_to_graph_to_workbook(there: Callable[[Lang], There], tmp_path: Path) -> None:
    book, _, back = there("nl")
    write_workbook(back, tmp_path / "b.xlsx", "nl")
    assert cells(book) == cells(tmp_path / "b.xlsx")


def test_graph_to_csv_to_graph(real: Path, tmp_path: Path) -> None:
    description = read_description(real)
    write_csv_folder(description, tmp_path / "csv")
    back = read_any(tmp_path / "csv")
    assert back.problems == ()
    assert same_graph(description.graph, back.graph)


def test_every_statement_has_its_cell(there: Callable[[Lang], There]) -> None:
    path, _, back = there("en")
    sheets = set(openpyxl.load_workbook(path, read_only=True).sheetnames)
    for subject, predicate, value in back.graph:
        place = back.locator.place(subject, f"<{predicate.value}>", value)
        assert place.sheet in sheets
        assert place.cell
        assert place.cell[-1].isdigit()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_complete(lang: Lang, tmp_path: Path) -> None:
    template(tmp_path / "t.xlsx", lang)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    for sheet in SHEETS:
        ws = book[sheet.title[lang]]
        assert ws.protection.sheet
        heads = {str(c.value).removesuffix(" *") for row in ws.iter_rows(max_row=40) for c in row if c.value}
        assert {c.label[lang] for c in sheet.columns} <= heads
        if not sheet.form:
            assert ws.freeze_panes == "C4"
            assert ws.column_dimensions["A"].hidden
            assert ws["B2"].protection.locked
            assert not ws.column_dimensions["B"].protection.locked
            assert all(ws.cell(3, n).value for n in range(2, len(sheet.columns) + 2))
    assert book["_lists"].sheet_state == "hidden"


def test_drop_downs_follow_the_vocabularies(tmp_path: Path) -> None:
    template(tmp_path / "t.xlsx", "nl", registers={("actors", "label_nl"): ["Gemeente Emmen", "Gemeente Assen"]})
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")

    def choices(sheet: str, cell: str) -> list[str]:
        (found,) = (v for v in book[sheet].data_validations.dataValidation if cell in v.sqref)
        title, cells = found.formula1.removeprefix("=").split("!")
        return [c.value for (c,) in book[title.strip("'")][cells.replace("$", "")]]

    assert choices("Deelname", "C4")[:3] == ["opdrachtgever", "adviseur", "voorzitter"]
    assert choices("Actoren", "B9") == ["Gemeente Emmen", "Gemeente Assen"]
    assert "Persoon in functie" in choices("Actoren", "D5")
    themes = next(c for c in range(1, 99) if book["Initiatieven"].cell(1, c).value == "theme")
    said = choices("Initiatieven", f"{openpyxl.utils.get_column_letter(themes)}4")
    assert said[0] in {w.label["nl"] for w in shipped().words("theme")}
    assert "NACE 20 Manufacture of chemicals and chemical products" in said
    assert sum(s.startswith("NACE ") for s in said) == 88, "the divisions, no more"
    assert not any(";" in s for s in said), "a semicolon separates"
    (found,) = (v for v in book["Deelname"].data_validations.dataValidation if "B4" in v.sqref)
    assert found.formula1 == "='Actoren'!$B$4:$B$1004"


def test_an_empty_template_is_not_a_description(tmp_path: Path) -> None:
    template(tmp_path / "t.xlsx", "nl")
    with pytest.raises(NotADescription) as caught:
        read_workbook(tmp_path / "t.xlsx")
    assert "blad Ecosysteem" in caught.value.say("nl")


@functools.cache
def blank(lang: Lang) -> bytes:
    """The empty workbook, made once."""
    with tempfile.TemporaryDirectory() as folder:
        template(Path(folder) / "t.xlsx", lang)
        return (Path(folder) / "t.xlsx").read_bytes()


def fill(path: Path, rows: dict[str, list[dict[str, object]]], lang: Lang = "nl") -> None:
    """Fill a template as a person would: by heading, from row 4."""
    if not path.exists():
        path.write_bytes(blank(lang))
    book = openpyxl.load_workbook(path)
    for sheet in SHEETS:
        ws = book[sheet.title[lang]]
        for number, row in enumerate(rows.get(sheet.key, []), 4):
            for name, value in row.items():
                if sheet.form:
                    (line,) = (r for r in range(4, 40) if ws.cell(r, 1).value == name)
                    ws.cell(line, 3, value)
                else:
                    (column,) = (c for c in range(2, 60) if ws.cell(1, c).value == name)
                    ws.cell(number, column, value)
    book.save(path)


SMALL: dict[str, list[dict[str, object]]] = {
    "description": [{"label_nl": "Delta in 2026", "as_of": "2026", "source": "S1"}],
    "ecosystem": [{"label_nl": "Delta", "kind": "Cluster", "source": "S1"}],
    "documents": [{"label_nl": "Verslag", "source": "S1"}],
    "passages": [{"notation": "S1", "document": "Verslag", "label_nl": "Alles"}],
    "actors": [
        {"label_nl": "Gemeente Delta", "kind": "Organisatie", "primary_sphere": "overheid", "source": "S1"},
        {"label_nl": "Deltawerken", "kind": "Organisatie", "primary_sphere": "bedrijfsleven", "source": "S1"},
    ],
    "initiatives": [
        {
            "label_nl": "Proeffabriek",
            "kind": "Faciliteit",
            "provided_by": "Deltawerken",
            "budget_value": 1000,
            "budget_currency": "EUR",
            "source": "S1",
        }
    ],
    "participations": [
        {"participant": "Gemeente Delta", "role": "financier", "participates_in": "Proeffabriek", "source": "S1"}
    ],
}


def test_a_person_fills_in_a_template(tmp_path: Path) -> None:
    fill(tmp_path / "a.xlsx", SMALL)
    found = read_workbook(tmp_path / "a.xlsx")
    assert found.problems == ()
    assert found.iri.value == "https://w3id.org/ecograph/id/delta/2026"
    text = {str(t) for t in found.graph}
    base = "https://w3id.org/ecograph/id/delta/"
    eco = "https://w3id.org/ecograph/ns#"
    part = f"<{base}participation/gemeente-delta-funder-proeffabriek>"
    assert f"<{base}initiative/proeffabriek> <{eco}providedBy> <{base}actor/deltawerken>" in text
    assert f"<{base}actor/deltawerken> <{eco}partOfEcosystem> <https://w3id.org/ecograph/id/delta>" in text
    assert f"{part} <{eco}participant> <{base}actor/gemeente-delta>" in text
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    assert f'{part} {label} "Gemeente Delta – financier – Proeffabriek"@nl' in text
    assert f'{part} {label} "Gemeente Delta – funder – Proeffabriek"@en' in text
    assert f"<{base}initiative/proeffabriek> <{eco}hasBudget> <{base}amount/proeffabriek-budget>" in text
    assert f"<{base}passage" not in str(text)
    assert f"<{base}2026/S1> <{eco}fromDocument> <{base}document/verslag>" in text


def test_a_renamed_row_keeps_its_iri(tmp_path: Path) -> None:
    fill(tmp_path / "a.xlsx", SMALL)
    write_workbook(read_workbook(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", "nl")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert book["Actoren"]["B5"].value == "Deltawerken"
    book["Actoren"]["B5"] = "Deltawerken Noord"
    book["Initiatieven"].cell(4, 5 + 1)  # the reference is renamed with it
    for row in book["Initiatieven"].iter_rows(min_row=4):
        for cell in row:
            cell.value = "Deltawerken Noord" if cell.value == "Deltawerken" else cell.value
    book.save(tmp_path / "b.xlsx")
    before = {t.subject for t in read_workbook(tmp_path / "a.xlsx").graph}
    after = read_workbook(tmp_path / "b.xlsx")
    assert after.problems == ()
    assert {t.subject for t in after.graph} == before


def test_rows_may_be_added_and_moved(tmp_path: Path) -> None:
    fill(tmp_path / "a.xlsx", SMALL)
    more = {
        **SMALL,
        "actors": [{"label_nl": "Nieuw", "kind": "Organisatie", "source": "S1"}, *reversed(SMALL["actors"])],
    }
    fill(tmp_path / "b.xlsx", more)
    one, other = (set(read_workbook(tmp_path / f"{n}.xlsx").graph) for n in "ab")
    assert one < other


def test_languages_mix(tmp_path: Path) -> None:
    fill(tmp_path / "a.xlsx", SMALL)
    write_workbook(read_workbook(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", "en")
    assert same_graph(read_workbook(tmp_path / "b.xlsx", "nl").graph, read_workbook(tmp_path / "a.xlsx").graph)


def test_a_lost_key_row_is_no_loss(tmp_path: Path) -> None:
    fill(tmp_path / "a.xlsx", SMALL)
    wanted = read_workbook(tmp_path / "a.xlsx").graph
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for ws in book:
        ws.delete_rows(1)
        if ws.title not in {"Beschrijving", "Ecosysteem"}:
            ws.delete_cols(1)
    book.save(tmp_path / "a.xlsx")
    assert same_graph(read_workbook(tmp_path / "a.xlsx").graph, wanted)


def test_csv_of_a_person(tmp_path: Path) -> None:
    template_csv(tmp_path / "c")
    for key, rows in SMALL.items():
        with (tmp_path / "c" / f"{key}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            lines = csv.DictWriter(stream, sorted({k for r in rows for k in r}), delimiter=";")
            lines.writeheader()
            lines.writerows(rows)
    fill(tmp_path / "a.xlsx", SMALL)
    found = read_csv_folder(tmp_path / "c")
    assert found.problems == ()
    assert same_graph(found.graph, read_workbook(tmp_path / "a.xlsx").graph)


def test_csvw_describes_every_file(tmp_path: Path) -> None:
    template_csv(tmp_path / "c")
    metadata = json.loads((tmp_path / "c" / "csv-metadata.json").read_text())
    assert metadata["@context"][0] == "http://www.w3.org/ns/csvw"
    for table in metadata["tables"]:
        with (tmp_path / "c" / table["url"]).open(newline="") as stream:
            head = next(csv.reader(stream))
        assert [c["name"] for c in table["tableSchema"]["columns"]] == head


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xlsx").write_text("old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        template(tmp_path / "a.xlsx", "nl")
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
    assert (tmp_path / "a.xlsx").read_text() == "old"


@pytest.mark.parametrize(("lang", "said"), [("nl", "rijen hebben nog geen vast kenmerk"), ("en", "rows have no fixed")])
def test_rows_without_identifier_are_counted_until_the_annotated_workbook_gave_them_one(
    lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "a-2.xlsx"
    fill(first, SMALL)
    with suppress(SystemExit):
        main(["check", str(first), "--lang", lang])
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert "a-2.xlsx" in told.out + told.err, "the file that would get them"
    with suppress(SystemExit):
        main(["check", str(first), "--lang", lang, "--annotate", str(second)])
    capsys.readouterr()
    with suppress(SystemExit):
        main(["check", str(second), "--lang", lang])
    told = capsys.readouterr()
    assert said not in told.out + told.err
