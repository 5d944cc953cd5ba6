"""The help texts, in both languages."""

import subprocess
import sys

import pytest

from ecograph.cli.app import command
from ecograph.cli.dutch import DUTCH


def helps(found):
    yield found.help
    yield found.epilog
    for parameter in found.params:
        yield getattr(parameter, "help", None)
    for child in getattr(found, "commands", {}).values():
        yield from helps(child)


def test_every_help_text_has_its_dutch_and_no_dutch_is_left_over():
    english = {text for text in helps(command("en")) if text}
    assert english - set(DUTCH) == set(), "add the Dutch to ecograph/cli/dutch.py"
    made_by_the_framework = {"Show this message and exit."}
    assert set(DUTCH) - english == made_by_the_framework, "these texts are no longer used"


def test_every_command_has_an_example():
    for name, child in command("en").commands.items():
        assert f"ecograph {name}" in (child.epilog or ""), name


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nl", ["Opdrachten", "Toon deze hulp en stop"]), ("en", ["Commands", "Show this message and exit"])],
)
def test_help_is_printed_in_the_language(lang, words):
    done = subprocess.run(
        [sys.executable, "-m", "ecograph", "--lang", lang, "--help"], capture_output=True, text=True, check=True
    )
    assert [word for word in words if word not in done.stdout] == []


def test_help_imports_nothing_heavy():
    heavy = ["rdflib", "pyoxigraph", "fastapi", "pyshacl", "numpy", "openpyxl"]
    code = f"import sys, ecograph.cli.app; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_bad_call_ends_with_2():
    done = subprocess.run([sys.executable, "-m", "ecograph", "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
