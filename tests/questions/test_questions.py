"""The ready questions: each one runs, and answers what was checked by hand.

The law of this file: ``expected/`` holds the answers on Emmen 2016, ``example/`` those on an invented ecosystem that
has what Emmen lacks. Every question has rows in at least one of the two, so no test passes on an empty answer alone.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from ecograph import assets
from ecograph.engine.graph import read
from ecograph.engine.queries import Query, catalogue
from ecograph.terms import PREFIXES, shorten

HERE = Path(__file__).parent
QUESTIONS = catalogue()
PROFILE = {"profile": "id:example/profile"}
EMMEN = {"ecosystem": "id:emmen-chemistry", "description": "id:emmen-chemistry/2016-kplusv", "date": "2016-12-31"}
EXAMPLE = {"ecosystem": "id:example", "description": "id:example/2020", "precondition": "pre:firms-steer"} | PROFILE
#: Questions that compare ecosystems or look along time are asked of one precondition.
ABOUT = {
    "ecosystems-lacking-precondition": {"precondition": "pre:long-term-programme"},
    "level-over-time": {"precondition": "pre:long-term-programme"},
    "what-closes-the-gap": {"precondition": "pre:business-development-support"},
    "perspectives-on-precondition": {"precondition": "pre:pilot-project-support"},
    "profile-criteria": {"profile": "https://w3id.org/ecograph/precondition/profile/s3"},
}


def ask(store: Store, question: Query, values: dict[str, str]) -> list[list[str]]:
    """Return the answer as rows of short texts."""
    taken = {p.name for p in question.parameters}
    text = question.bind({k: v for k, v in values.items() if k in taken})
    answer = store.query(text, use_default_graph_as_union=True)
    assert tuple(v.value for v in answer.variables) == question.columns
    return [[_text(term) for term in solution] for solution in answer]


def _text(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return shorten(term.value).replace(PREFIXES["id"], "id:", 1)
    return str(getattr(term, "value", term))


def expected(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return head, rows


def test_there_are_48_questions_with_a_number_each() -> None:
    assert sorted(int(q.notation.removeprefix("Q")) for q in QUESTIONS.values()) == list(range(1, 49))


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.id)
def test_a_question_runs_without_parameters_and_with_its_examples(store: Store, question: Query) -> None:
    ask(store, question, {p.name: p.example for p in question.parameters if p.required})
    assert all(p.example for p in question.parameters)
    ask(store, question, {p.name: p.example for p in question.parameters})


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.id)
def test_the_answer_on_emmen_2016(store: Store, question: Query) -> None:
    head, rows = expected(HERE / "expected" / f"{question.id}.csv")
    assert head == list(question.columns)
    assert ask(store, question, EMMEN | ABOUT.get(question.id, {})) == rows


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.id)
def test_the_answer_does_not_change_with_what_is_inferred(closed_store: Store, question: Query) -> None:
    _, rows = expected(HERE / "expected" / f"{question.id}.csv")
    assert ask(closed_store, question, EMMEN | ABOUT.get(question.id, {})) == rows


@pytest.mark.parametrize("path", sorted((HERE / "example").glob("*.csv")), ids=lambda p: p.stem)
def test_the_answer_on_the_invented_ecosystem(store: Store, path: Path) -> None:
    question = QUESTIONS[path.stem]
    head, rows = expected(path)
    assert head == list(question.columns)
    assert ask(store, question, EXAMPLE) == rows


def test_every_question_is_answered_somewhere() -> None:
    answered = {p.stem for d in ("expected", "example") for p in (HERE / d).glob("*.csv") if expected(p)[1]}
    assert answered == set(QUESTIONS)


def test_names_come_in_the_language_that_is_asked(store: Store) -> None:
    question = QUESTIONS["recommendations-and-status"]
    column = question.columns.index("recommendationLabel")
    for lang, word in (("nl", "Advies"), ("en", "Advice")):
        answer = ask(store, question, EMMEN | {"lang": lang})
        assert answer
        assert all(row[column].startswith(word) for row in answer)
    assert ask(store, question, EMMEN) == ask(store, question, EMMEN | {"lang": "en"})


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda q: q.id)
def test_every_term_in_a_question_is_defined(question: Query) -> None:
    files = [f for d in ("modules", "vocabularies") for f in (assets.ontology() / d).glob("*.ttl")]
    if not files:
        pytest.skip("the ontology is not in this checkout yet")
    known = {t.subject.value for f in files for t in read(f).triples}
    ours = {p: iri for p, iri in PREFIXES.items() if iri.startswith(PREFIXES["eco"].removesuffix("ns#"))}
    body = "\n".join(line for line in question.text.splitlines() if not line.startswith("#"))
    used = {ours[p] + n for p, n in re.findall(r"(?<![\w:])([a-z]+):([A-Za-z]\w*)", body) if p in ours}
    assert used - known == set()
