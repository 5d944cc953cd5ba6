"""Ten broken descriptions: each ends with an exit code, a place and a remedy, and leaves the store as it was."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ecograph.engine import generations

FOLDER = Path(__file__).parent / "broken"
CASES = list(csv.DictReader((FOLDER / "expected.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"))
#: What tells its reader what to do, in each language.
REMEDY = {
    "en": (
        "Give",
        "Add",
        "State",
        "Choose",
        "Describe",
        "Correct",
        "Make",
        "Did you mean",
        "Leave",
        "Keep",
        "Close",
        "Put",
        "Write",
        "Save",
        "Name",
    ),
    "nl": (
        "Geef",
        "Voeg",
        "Vul",
        "Kies",
        "Beschrijf",
        "Verbeter",
        "Maak",
        "Bedoelt u",
        "Laat",
        "Sluit",
        "Zet",
        "Schrijf",
        "Sla",
        "Noem",
    ),
}


def run(*arguments: str, data_dir: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ECOGRAPH_DATA_DIR": str(data_dir), "COLUMNS": "400"}
    return subprocess.run(
        [sys.executable, "-m", "ecograph", *arguments], capture_output=True, text=True, check=False, env=environment
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    assert run("build", str(Path(__file__).parent / "ecosystems" / "miniature"), data_dir=folder).returncode == 0
    return folder


def test_all_ten_are_here():
    assert len({c["file"] for c in CASES if c["code"]}) >= 10


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: c["file"])
def test_check_says_where_and_what_to_do(case, lang, tmp_path):
    done = run("check", str(FOLDER / case["file"]), "--lang", lang, data_dir=tmp_path)
    said = done.stdout + done.stderr
    if not case["code"]:
        assert done.returncode == 0, said
        return
    assert done.returncode in {1, 2}, said
    assert case["file"] in said
    if case["line"]:
        assert re.search(rf"{case['file']}:\d+:\d+", said)  # which line exactly: tests/describe
    assert any(word in said for word in REMEDY[lang]), said
    assert "Traceback" not in said


@pytest.mark.parametrize("case", [c for c in CASES if c["code"]], ids=lambda c: c["file"])
def test_build_leaves_the_store_as_it_was(case, store):
    before = generations.current(store)
    done = run("build", str(FOLDER / case["file"]), data_dir=store)
    assert done.returncode == 2
    assert case["file"] in done.stderr
    assert generations.current(store) == before
    assert not list(store.glob("*.tmp"))
