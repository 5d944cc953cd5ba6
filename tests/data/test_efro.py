"""The list of projects as a description: facts only, defects said, nothing shipped."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from pyoxigraph import Literal, RdfFormat

from ecograph import assets
from ecograph.engine.graph import Graph, read_bytes
from ecograph.terms import PREFIXES

ECO = PREFIXES["eco"]
TYPE = PREFIXES["rdf"] + "type"


@pytest.fixture(scope="module")
def efro() -> ModuleType:
    spec = importlib.util.spec_from_file_location("efro", Path(__file__).with_name("efro.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["efro"] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows_file(shared: Path) -> Path:
    return shared / "data" / "projects" / "efro_esf_drenthe_biobased_subset.csv"


@pytest.fixture(scope="module")
def graph(efro: ModuleType, rows_file: Path) -> Graph:
    return read_bytes(efro.turtle(rows_file).encode(), RdfFormat.TURTLE).triples


def test_every_row_is_a_project_with_its_own_passage(graph: Graph) -> None:
    types = Counter(t.object.value.removeprefix(ECO) for t in graph if t.predicate.value == TYPE)
    assert types["Project"] == types["EvidencePassage"] == 139
    stated = {t.subject.value for t in graph if t.predicate.value == ECO + "statedIn"}
    typed = {t.subject.value for t in graph if t.predicate.value == TYPE}
    passages = {t.subject.value for t in graph if t.object.value == ECO + "EvidencePassage"}
    assert typed - passages == stated


def test_defects_are_said_and_not_repaired(efro: ModuleType, rows_file: Path) -> None:
    rows = efro.read_rows(rows_file)
    filler = efro.fillers(rows)
    assert filler == {100000}
    said = {r.id: " ".join(en for _, en in efro.defects(r, filler)) for r in rows}
    assert "filler" in said["eodh-0105"]
    assert "filler" in said["eodh-0493"]
    assert "limit of the field" in said["eodh-0660"]
    assert "No EU amount" in said["eodh-0600"]
    assert "No end date" in said["eodh-0344"]
    assert said["eodh-0002"] == ""


def test_no_summary_and_no_website_is_taken_over(graph: Graph) -> None:
    literals = [t.object.value for t in graph if isinstance(t.object, Literal)]
    assert max(len(v.split()) for v in literals) < 45
    assert not any(re.search(r"https?://|www\.", v) for v in literals)


def test_the_list_does_not_ship() -> None:
    for file in assets.data().rglob("*.ttl"):
        assert "eodh-" not in file.read_text(encoding="utf-8"), file
