"""Both languages, everywhere that a user reads."""

import pytest

from ecograph.engine.knowledge import load
from ecograph.terms import LEVEL, PERSP, PREFIXES, SKOS
from ecograph.texts import LEVELS, PERSPECTIVES, language


def labels(scheme: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for t in load().vocabulary:
        if t.predicate == SKOS.prefLabel and t.subject.value.startswith(PREFIXES[scheme]):
            found.setdefault(t.subject.value.removeprefix(PREFIXES[scheme]), {})[t.object.language] = t.object.value
    return found


@pytest.mark.parametrize(("table", "scheme"), [(LEVELS, "level"), (PERSPECTIVES, "persp")])
def test_every_concept_that_the_code_says_is_in_the_vocabulary_and_back(table, scheme):
    assert set(table) == set(labels(scheme))


def test_names_in_code_are_the_names_of_the_scheme():
    assert set(LEVELS) == LEVEL.names
    assert set(PERSPECTIVES) == PERSP.names


@pytest.mark.parametrize(
    ("wanted", "environment", "expected"),
    [
        ("nl", {}, "nl"),
        (None, {"LC_ALL": "nl_NL.UTF-8"}, "nl"),
        (None, {"LC_ALL": "C"}, "en"),
        ("nl-BE", {}, "nl"),
        ("fr", {}, "en"),
        (None, {"ECOGRAPH_LANG": "nl", "LC_ALL": "C"}, "nl"),
    ],
)
def test_language(monkeypatch, wanted, environment, expected):
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG", "ECOGRAPH_LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert language(wanted) == expected


def test_a_perspective_is_called_what_the_vocabulary_calls_it():
    assert {name: dict(text) for name, text in PERSPECTIVES.items()} == labels("persp")
