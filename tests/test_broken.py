"""Ten broken descriptions: each ends with an exit code, a place and a remedy, and leaves the store as it was."""

import csv
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ecograph.cli import main
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


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


def one_line(text: str) -> str:
    """What was said, wherever its lines end: the console of this process may have had its width before."""
    return " ".join(text.split())


def process(*arguments: str, data_dir: Path) -> Done:
    environment = os.environ | {"ECOGRAPH_DATA_DIR": str(data_dir), "COLUMNS": "400"}
    done = subprocess.run(
        [sys.executable, "-m", "ecograph", *arguments], capture_output=True, text=True, check=False, env=environment
    )
    return Done(done.returncode, one_line(done.stdout), one_line(done.stderr))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process, which has it loaded; one case of each command runs in a process of its own."""

    def command(*arguments: str, data_dir: Path) -> Done:
        monkeypatch.setenv("ECOGRAPH_DATA_DIR", str(data_dir))
        monkeypatch.setenv("COLUMNS", "400")
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        code = end.value.code
        assert isinstance(code, int)
        return Done(code, *map(one_line, capsys.readouterr()))

    return command


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    assert process("build", str(Path(__file__).parent / "ecosystems" / "miniature"), data_dir=folder).returncode == 0
    return folder


def test_all_ten_are_here():
    assert len({c["file"] for c in CASES if c["code"]}) >= 10


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: c["file"])
def test_check_says_where_and_what_to_do(case, lang, tmp_path, run):
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
def test_build_leaves_the_store_as_it_was(case, store, run):
    before = generations.current(store)
    done = run("build", str(FOLDER / case["file"]), data_dir=store)
    assert done.returncode == 2
    assert case["file"] in done.stderr
    assert generations.current(store) == before
    assert not list(store.glob("*.tmp"))


def test_a_process_of_its_own_says_and_ends_the_same(store, run):
    """What the two tests above see in this process is what a shell gets."""
    case = next(c for c in CASES if c["line"])
    for command in ("check", "build"):
        apart = process(command, str(FOLDER / case["file"]), "--lang", "nl", data_dir=store)
        assert apart == run(command, str(FOLDER / case["file"]), "--lang", "nl", data_dir=store)
        assert apart.returncode == 2
