"""``ecograph.connect``: frames from a folder, a file and a service; and the notebook of the docs, cell by cell."""

from __future__ import annotations

import ast
import importlib.util
import json
from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
import rdflib

import ecograph
from ecograph import assets
from ecograph.clients import frames
from ecograph.engine.rows import Cell
from ecograph.errors import CallerError, EcoGraphError, UnknownName
from ecograph.questions import BadParameter
from tests.api.conftest import Service

XSD = "http://www.w3.org/2001/XMLSchema#"
ROOT = Path(__file__).parents[2]


def test_a_question_is_a_typed_frame(data_dir: Path) -> None:
    with ecograph.connect(data_dir, frames="pandas") as graph:
        gaps = graph.ask("gaps", ecosystem="emmen-chemistry")
        assert isinstance(gaps, pd.DataFrame)
        assert list(gaps.columns[:2]) == ["ecosystem", "ecosystemLabel"]
        assert set(gaps["levelLabel"]) <= {"partial", "not described", "absent", "partly present", "deels"}
        assert pd.api.types.is_datetime64_any_dtype(gaps["validAt"])
        assert gaps["level"].str.startswith("https://").all()
        similar = graph.ask("similar-gap-profiles", labels=False, sort="desc(both)")
        assert str(similar["both"].dtype) == "Int64"
        assert similar["both"].is_monotonic_decreasing


def test_the_same_in_polars_and_in_dutch(data_dir: Path) -> None:
    with ecograph.connect(data_dir, frames="polars", lang="nl") as graph:
        gaps = graph.ask("gaps", ecosystem="emmen-chemistry", limit=3)
        assert isinstance(gaps, pl.DataFrame)
        assert gaps.schema["validAt"] == pl.Date
        assert gaps["ecosystemLabel"][0] == "Biobased chemie Emmen"
        assert graph.questions().filter(pl.col("id") == "gaps")["title"][0] == "Wat ontbreekt"


def test_a_service_and_its_endpoint_answer_the_same_as_the_folder(service: Service, data_dir: Path) -> None:
    answers = []
    for place in (data_dir, service.base, service.base + "/", service.base + "/sparql"):
        with ecograph.connect(place, frames="rows") as graph:
            answers.append(graph.ask("gaps", ecosystem="emmen-chemistry"))
            assert graph.choices("gaps", "ecosystem").keys() == {"agenda-veenkolonien", "emmen-chemistry"}
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)


def test_a_description_is_judged_first(tmp_path: Path) -> None:
    with ecograph.connect(assets.data() / "ecosystems" / "twente-board" / "2021", frames="rows") as graph:
        assert {row["level"] for row in graph.ask("gaps")}
    with pytest.raises(CallerError, match="nothing there"):
        ecograph.connect(tmp_path / "none.ttl")


def test_sparql_by_the_form_of_the_query(data_dir: Path) -> None:
    with ecograph.connect(data_dir, frames="rows") as graph:
        assert graph.query("ASK { ?s a eco:Precondition }") is True
        assert isinstance(graph.query("DESCRIBE id:emmen-chemistry"), rdflib.Graph)
        rows = graph.query("SELECT ?e WHERE { ?e a eco:InnovationEcosystem } ORDER BY ?e", labels=True)
        assert rows[-1]["eLabel"] == "Emmen biobased chemistry"
        with pytest.raises(EcoGraphError, match="1:"):
            graph.query("SELECT")


def test_what_is_wrong_is_said(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ecograph.connect(data_dir, frames="rows") as graph:
        with pytest.raises(BadParameter, match='Did you mean "emmen-chemistry"'):
            graph.ask("gaps", ecosystem="emmen-chemistri")
        with pytest.raises(UnknownName, match='Did you mean "gaps"'):
            graph.ask("gap")
        with pytest.raises(UnknownName):
            graph.choices("gaps", "region")
    with pytest.raises(CallerError, match="language"):
        ecograph.connect(data_dir, lang="de")
    with pytest.raises(CallerError, match="no frame"):
        ecograph.connect(data_dir, frames="excel")  # type: ignore[arg-type]
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    for kind, extra in (("pandas", "pandas"), ("polars", "polars"), ("auto", "pandas")):
        with pytest.raises(frames.MissingExtra, match=rf'pip install "ecograph\[{extra}\]"'):
            ecograph.connect(data_dir, frames=kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["pandas", "polars", "rows"])
def test_no_value_is_lost_for_its_type(kind: frames.Kind) -> None:
    columns = {
        "n": ["1", "36893488147419103232"],
        "d": ["2016-03-14", "2016-03-14Z"],
        "x": ["1.5", "NaN"],
    }
    types = {"n": "integer", "d": "date", "x": "double"}
    rows = [{c: Cell(columns[c][i], datatype=XSD + types[c]) for c in columns} for i in range(2)] + [{}]
    made = frames.frame(list(columns), rows, kind)
    records = made if kind == "rows" else made.to_dict("records") if kind == "pandas" else made.to_dicts()
    assert [str(records[1][c]) for c in columns] == [columns[c][1] for c in columns]
    assert [r["d"] for r in frames.frame(["d"], [{"d": Cell("2016-03-14", datatype=XSD + "date")}], "rows")] == [
        date(2016, 3, 14)
    ]


def test_the_notebook_runs_from_top_to_bottom(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cell in one namespace, its last expression shown as a notebook shows it."""
    monkeypatch.setenv("ECOGRAPH_DATA_DIR", str(data_dir))
    notebook = json.loads((ROOT / "docs" / "notebooks" / "ecograph.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    assert all(not c.get("outputs") for c in notebook["cells"]), "outputs are of a machine and a day"
    names: dict = {}
    shown = []
    for number, source in enumerate(cells):
        tree = ast.parse(source, f"cell {number}")
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, f"cell {number}", "exec"), names)
        if last is not None:
            shown.append(eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names))
    assert len(cells) > 6
    assert any(isinstance(s, pd.DataFrame) and len(s) > 5 for s in shown)
