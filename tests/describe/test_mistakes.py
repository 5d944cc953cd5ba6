"""Fifty mistakes over all sheets: every one found at its cell, and nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from ecograph.describe import read_description, read_workbook, structure_problems, write_workbook
from ecograph.describe.mapping import SHEET
from ecograph.describe.problems import Problem
from ecograph.engine import knowledge, validation
from tests.describe.conftest import ROOT

EMMEN = ROOT / "data" / "ecosystems" / "emmen-chemistry" / "2016-kplusv"
NEW = 0  # a row of its own behind the others

#: Sheet, row (or NEW), the cells to write, the column where it is to be found, its code, and a word of its remedy.
MISTAKES: list[tuple[str, int, dict[str, object], str, str, str]] = [
    ("description", 4, {"as_of": "voorjaar 2016"}, "as_of", "wrong-type", "2016-03"),
    ("ecosystem", 4, {"theme": "biobased chemi"}, "theme", "unknown-term", "Bedoelt u"),
    ("ecosystem", 4, {"region": "Drente (provincie als gebied)"}, "region", "dangling-reference", "Bedoelt u"),
    ("actors", 4, {"primary_sphere": "overhied"}, "primary_sphere", "unknown-term", '"overheid"'),
    ("actors", 5, {"sector": "semi-publiek"}, "sector", "unknown-term", "lijst"),
    ("actors", 6, {"source": None}, "source", "missing-source", "passage"),
    ("actors", 7, {"kind": "Groepp"}, "kind", "unknown-term", "Groep zonder eigen naam"),
    ("actors", 8, {"located_in": "KplusV"}, "located_in", "wrong-sheet", "Gebieden"),
    ("actors", 9, {"same_as": "gm0114"}, "same_as", "wrong-type", "https://"),
    ("actors", NEW, {"kind": "Organisatie", "source": "S5"}, "label_nl", "missing-name", "Vul het in"),
    ("actors", NEW, {"label_nl": "Nieuwe actor", "source": "S5"}, "kind", "missing-kind", "lijst"),
    (
        "actors",
        NEW,
        {"label_nl": "Bron onbekend", "kind": "Organisatie", "source": "S99"},
        "source",
        "dangling-reference",
        "S",
    ),
    ("participations", 4, {"role": "opdrachtgeefster"}, "role", "unknown-term", "opdrachtgever"),
    ("participations", 5, {"participant": "Gemeente Emen"}, "participant", "dangling-reference", "Gemeente Emmen"),
    ("participations", 6, {"since": "2016-03", "until": "2015"}, "until", "date-order", "begin"),
    ("participations", 7, {"participates_in": None}, "participates_in", "missing-value", "Waarin"),
    ("participations", 8, {"since": "31-02-2016"}, "since", "wrong-type", "14-03-2016"),
    (
        "participations",
        NEW,
        {"participant": "#REF!", "role": "lid", "participates_in": "KplusV", "source": "S5"},
        "participant",
        "error-value",
        "formule",
    ),
    ("relations", 4, {"relation_type": None}, "relation_type", "missing-value", "Soort relatie"),
    (
        "relations",
        4,
        {"actors": "Ondernemers; Regionale overhedenn"},
        "actors",
        "dangling-reference",
        "Regionale overheden",
    ),
    ("initiatives", 5, {"status": "lopend?"}, "status", "unknown-term", "lijst"),
    ("initiatives", 5, {"started_on": "2017", "ended_on": "2016-05"}, "ended_on", "date-order", "voor het begin"),
    ("initiatives", 5, {"duration": "3 jaar"}, "duration", "wrong-type", "36"),
    ("initiatives", 5, {"budget_value": 1000}, "budget_currency", "missing-currency", "EUR"),
    ("initiatives", 4, {"open": "misschien"}, "open", "wrong-type", "ja of nee"),
    ("initiatives", 4, {"fte": "vier"}, "fte", "wrong-type", "4,5"),
    ("initiatives", 4, {"demand": "1.500"}, "demand", "ambiguous-number", "1500"),
    ("choices", 7, {"target_stage": "scaleups!"}, "target_stage", "unknown-term", "scale-up"),
    ("choices", 6, {"developed_for": "Stuurgroep Fysica"}, "developed_for", "dangling-reference", "Actoren"),
    ("activities", 4, {"contractor": "Diverse initiatieven"}, "contractor", "wrong-sheet", "Actoren"),
    ("activities", 6, {"aims_at": "P99"}, "aims_at", "unknown-term", "lijst"),
    ("activities", 7, {"occurred_on": 42}, "occurred_on", "wrong-type", "datum"),
    ("activities", 8, {"kind": "Karteering"}, "kind", "unknown-term", "Kartering"),
    ("methods", 4, {"developer": "Kplus"}, "developer", "dangling-reference", "KplusV"),
    (
        "measurements",
        NEW,
        {"label_nl": "M", "kind": "Indicator", "value": "veel", "source": "S3"},
        "value",
        "wrong-type",
        "getal",
    ),
    ("assessments", 4, {"level": "redelijk"}, "level", "unknown-term", "lijst"),
    ("assessments", 5, {"perspective": None}, "perspective", "missing-value", "Perspectief"),
    ("assessments", 6, {"interested": "soms"}, "interested", "wrong-type", "ja of nee"),
    ("sets", 4, {"source": "–"}, "source", "missing-source", "passage"),
    ("needs", 4, {"support_type": "bisnes"}, "support_type", "unknown-term", "lijst"),
    ("recommendations", 4, {"change": "vergrotten"}, "change", "unknown-term", "vergroten"),
    (
        "recommendations",
        5,
        {"proposes": "Langjarig programa (voorgenomen)"},
        "proposes",
        "dangling-reference",
        "Bedoelt u",
    ),
    ("statuses", 4, {"status": "overgenome"}, "status", "unknown-term", "overgenomen"),
    ("statuses", 5, {"recommendation": None}, "recommendation", "missing-value", "Aanbeveling"),
    ("statuses", 6, {"as_of": "2016-13"}, "as_of", "wrong-type", "datum"),
    ("commitments", 4, {"amount_value": "ca. 1 mln", "amount_currency": "EUR"}, "amount_value", "wrong-type", "getal"),
    ("commitments", 5, {"months": "36,5"}, "months", "wrong-type", "36"),
    ("amounts", 4, {"currency": "gulden"}, "currency", "unknown-term", "EUR"),
    ("claims", 4, {"status": "weersproken!"}, "status", "unknown-term", "lijst"),
    ("claims", 5, {"by": "Stuurgroep"}, "by", "dangling-reference", "Actoren"),
    (
        "completeness",
        NEW,
        {"complete_for": "Fabrieken", "as_of": "2016", "source": "S3"},
        "complete_for",
        "unknown-term",
        "lijst",
    ),
    ("completeness", NEW, {"complete_for": "eco:Facility", "source": "S3"}, "as_of", "missing-value", "Per"),
    ("documents", 4, {"source_kind": "krantje"}, "source_kind", "unknown-term", "lijst"),
    ("documents", 5, {"issued": "gisteren"}, "issued", "wrong-type", "datum"),
    (
        "actors",
        NEW,
        {"label_nl": "Bron onbekend", "kind": "Organisatie", "source": "S9"},
        "label_nl",
        "duplicate",
        "rij 21",
    ),
    ("passages", 4, {"document": None}, "document", "missing-value", "Document"),
    (
        "regions",
        NEW,
        {"label_nl": "Delfzijl", "located_in": "Groninge", "source": "S4"},
        "located_in",
        "dangling-reference",
        "Gebieden",
    ),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[str, str, str]], tuple[Problem, ...]]:
    """Make the mistakes; return where they were made, and what was found."""
    path: Path = tmp_path_factory.mktemp("mistakes") / "a.xlsx"
    write_workbook(read_description(EMMEN), path, "nl")
    book = openpyxl.load_workbook(path)
    made = []
    for key, row, cells, column, code, _ in MISTAKES:
        sheet = SHEET[key]
        ws = book[sheet.title["nl"]]
        names = [c.name for c in sheet.columns]
        row = row or max(ws.max_row, 3) + 1
        for name, value in cells.items():
            at = ws.cell(4 + names.index(name), 3) if sheet.form else ws.cell(row, 2 + names.index(name))
            at.value = value  # type: ignore[assignment]
        where = f"C{4 + names.index(column)}" if sheet.form else f"{get_column_letter(2 + names.index(column))}{row}"
        made.append((ws.title, where, code))
    book.save(path)
    description = read_workbook(path)
    known = knowledge.load()
    report = validation.validate(description.graph, known.structure, background=known.shared)
    return made, structure_problems(description, report)


def test_there_are_fifty() -> None:
    assert len(MISTAKES) >= 50
    assert {m[0] for m in MISTAKES} == set(SHEET)


def test_every_mistake_is_found_at_its_cell(
    found: tuple[list[tuple[str, str, str]], tuple[Problem, ...]],
) -> None:
    made, problems = found
    assert {(p.place.sheet, p.place.cell, p.code) for p in problems} >= set(made)


def test_nothing_else_is_found(found: tuple[list[tuple[str, str, str]], tuple[Problem, ...]]) -> None:
    made, problems = found
    others = {(str(p.place.sheet), str(p.place.cell), p.code) for p in problems} - set(made)
    assert others == set()


def test_every_message_says_what_to_do(found: tuple[list[tuple[str, str, str]], tuple[Problem, ...]]) -> None:
    made, problems = found
    said = {(p.place.sheet, p.place.cell, p.code): p.message for p in problems}
    for where, mistake in zip(made, MISTAKES, strict=True):
        message = said[where]
        assert mistake[5] in message["nl"], message
        assert message["en"]
        assert message["en"] != message["nl"]


def test_an_ambiguous_name_is_found_where_it_is_used(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(read_description(EMMEN), path, "nl")
    book = openpyxl.load_workbook(path)
    book["Gebieden"]["B5"] = book["Gebieden"]["B4"].value  # two regions of one name, each with its own identifier
    book["Gebieden"]["C5"] = book["Gebieden"]["C4"].value
    book.save(path)
    problems = {(p.place.sheet, p.place.cell): p for p in read_workbook(path).problems}
    problem = problems["Actoren", "H4"]
    assert problem.code == "ambiguous-name"
    assert "region/drenthe; region/emmen" in problem.message["nl"]
