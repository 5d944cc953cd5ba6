"""The ready questions, timed in one place and in two."""

import json
from pathlib import Path

import pytest

from ecograph import filling
from ecograph.cli import main
from ecograph.engine.queries import ready

TESTS = Path(__file__).parents[1]
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    data = tmp_path_factory.mktemp("store")
    filling.build([TESTS / "ecosystems" / "miniature"], data)
    return data


def bench(*arguments):
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "en", "bench", "--rounds", "1", *map(str, arguments)])
    return ended.value.code


def test_every_question_is_timed_and_the_same_place_answers_the_same(folder, tmp_path, capsys):
    out = tmp_path / "figures.json"
    assert bench(folder, folder, "--format", "json", "-o", out) == 0
    found = json.loads(out.read_text())
    assert [q["id"] for q in found["questions"]] == list(ready())
    assert all(q["same"] for q in found["questions"])
    assert {len(q["measured"]) for q in found["questions"]} == {2}
    assert any(q["measured"][0]["rows"] for q in found["questions"])
    assert all(m["milliseconds"]["median"] > 0 for q in found["questions"] for m in q["measured"])
    assert capsys.readouterr().err.count("✘") == 0


def test_other_data_give_other_answers_and_it_is_said(folder, tmp_path, capsys):
    other = tmp_path / "other"
    filling.build([TESTS.parent / "data" / "ecosystems" / "twente-board" / "2021"], other)
    assert bench(folder, other, "-o", tmp_path / "figures.txt") == 1
    said = capsys.readouterr().err
    assert "do not get the same answer everywhere" in said
    table = (tmp_path / "figures.txt").read_text()
    assert "first [1]" in table
    assert f"[2] {other}" in table.replace("\n", "")


def test_a_question_that_fails_is_said_with_its_place(folder, capsys, monkeypatch):
    monkeypatch.setattr("ecograph.clients.Connection.answer", broken)
    assert bench(folder) == 1
    said = capsys.readouterr().err.replace("\n", " ")
    assert f"gaps fails at {folder}: it burns" in said.replace("  ", " ")


def broken(*_):
    from ecograph.errors import CallerError

    raise CallerError("it burns")
