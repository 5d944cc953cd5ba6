"""The help texts, in both languages."""

import subprocess
import sys

import pytest

from ecograph.cli.app import command
from ecograph.cli.dutch import DUTCH


def run(*arguments):
    return subprocess.run([sys.executable, "-m", "ecograph", *arguments], capture_output=True, text=True, check=False)


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
    done = run("--lang", lang, "--help")
    assert [word for word in words if word not in done.stdout] == []


def test_help_imports_nothing_heavy():
    heavy = ["rdflib", "pyoxigraph", "fastapi", "pyshacl", "numpy", "openpyxl", "pydantic", "rich"]
    code = f"""
import sys, ecograph.cli
try:
    ecograph.cli.main(["--help"])
except SystemExit:
    print([name for name in {heavy} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_command_is_cut_off_in_the_list(lang):
    assert "..." not in run("--lang", lang, "--help").stdout.partition("\n\n")[2]


@pytest.mark.parametrize(
    ("call", "english", "dutch"),
    [
        (
            ["serv"],
            "No such command 'serv'. Did you mean 'serve'?",
            "De opdracht 'serv' is er niet. Bedoelde u 'serve'?",
        ),
        (["check", "--formt", "x"], "No such option: --formt", "De optie --formt is er niet"),
        (["check", "--format", "x"], "'--format': 'x' is not one of 'text'", "'--format': 'x' is geen van 'text'"),
        (["link", "x"], "Missing option '--column'", "De optie '--column' ontbreekt"),
        (["compare"], "Missing argument", "Het argument"),
        (["compare", "a", "b", "c"], "unexpected extra argument", "Te veel: c"),
        (["check", "--jobs", "0"], "'-j': 0 is not in the range", "'-j': 0 valt buiten x>=1"),
        (["serve", "--port", "x"], "'x' is not a valid int", "'x' is geen geheel getal"),
        (["check", "--format"], "requires an argument", "hoort een waarde"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_in_both_languages(call, english, dutch):
    for lang, words, hint in (("en", english, "Try 'ecograph"), ("nl", dutch, "Probeer 'ecograph")):
        done = run("--lang", lang, *call)
        assert done.returncode == 2
        assert words in done.stderr
        assert hint in done.stderr


def test_a_bad_call_ends_with_2():
    assert run("check").returncode == 2
