"""Ten broken descriptions: each with one problem, in its place, in both languages."""

from __future__ import annotations

import csv

import pytest

from ecograph.describe import read_description, structure_problems
from ecograph.describe.problems import Problem
from ecograph.engine import knowledge, validation
from tests.describe.conftest import BROKEN, ECOSYSTEMS

with (BROKEN / "expected.tsv").open(encoding="utf-8") as table:
    EXPECTED = [r for r in csv.DictReader(table, delimiter="\t") if r["found_by"] != "parser"]


def found(path: object) -> tuple[Problem, ...]:
    description = read_description(path)  # type: ignore[arg-type]
    known = knowledge.load()
    report = validation.validate(description.graph, known.structure, background=known.shared)
    return structure_problems(description, report)


@pytest.mark.parametrize("row", EXPECTED, ids=lambda r: r["file"])
def test_one_mistake_is_one_problem(row: dict[str, str]) -> None:
    (problem,) = found(BROKEN / row["file"])
    assert (problem.code, str(problem.place.line), str(problem.place.column)) == (
        row["code"],
        row["line"],
        row["column"],
    )
    assert problem.severity == "error"
    assert problem.message["nl"] != problem.message["en"]


def test_what_is_right_is_right() -> None:
    assert found(BROKEN / "none-wrong.ttl") == ()


@pytest.mark.parametrize("path", ECOSYSTEMS, ids=lambda p: f"{p.parent.parent.name}-{p.parent.name}")
def test_no_false_alarm_on_real_ecosystems(path: object) -> None:
    assert found(path) == ()
