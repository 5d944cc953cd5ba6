"""The mapping: closed, bilingual, without collisions."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ecograph.describe.headings import headings
from ecograph.describe.mapping import ALL, AUTOMATIC, SHEET, SHEETS, THIS_ECOSYSTEM, Column, Sheet, Type, expand
from ecograph.describe.structure import defined_terms
from ecograph.describe.vocabulary import normal, shipped

COLUMNS = [pytest.param(s, c, id=f"{s.key}.{c.name}") for s in SHEETS for c in s.columns]
FOREIGN = {"rdfs:label", "rdfs:comment", "dct:", "foaf:", "skos:", "rdf:type", "prov:"}


def test_every_term_is_defined() -> None:
    used = {p for s in SHEETS for c in s.columns for p in c.path} | {k.cls for s in SHEETS for k in s.kinds}
    unknown = {p for p in used if p.startswith("eco:") and expand(p) not in defined_terms()}
    assert not unknown
    assert all(p.startswith(("eco:", *FOREIGN)) for p in used)


@pytest.mark.parametrize(("sheet", "column"), COLUMNS)
def test_a_column_is_complete(sheet: Sheet, column: Column) -> None:
    assert column.label["nl"]
    assert column.label["en"]
    assert bool(column.help["nl"]) == bool(column.help["en"])
    assert bool(column.example["nl"]) == bool(column.example["en"])
    assert column.help["nl"] or shipped().definition(column.meaning)
    if column.type is Type.CONCEPT:
        assert all(shipped().words(name) for name in column.lists), "an empty list"
    for target in column.targets:
        assert target == ALL or target in SHEET
    if column.default and column.default not in {THIS_ECOSYSTEM, AUTOMATIC}:
        assert sheet.column(column.default)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: s.key)
def test_a_heading_means_one_column(sheet: Sheet) -> None:
    meant: dict[str, str] = {}
    for column in sheet.columns:
        for text in {column.name, *column.label.values()}:
            assert meant.setdefault(normal(text), column.name) == column.name
    assert set(headings(sheet).values()) == {"id", *(c.name for c in sheet.columns)}


def test_titles_are_names_that_excel_allows() -> None:
    titles = [t for s in SHEETS for t in set(s.title.values())]
    assert len({normal(t) for t in titles}) == len(titles)
    assert all(len(t) <= 31 and not set(t) & set("[]:*?/\\'") for t in titles)


def test_every_sheet_says_where_it_is_stated() -> None:
    for sheet in SHEETS:
        assert sheet.key == "passages" or any(c.meaning == expand("eco:statedIn") and c.required for c in sheet.columns)


def test_openpyxl_is_imported_when_it_is_used() -> None:
    code = "import sys, ecograph.describe; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
