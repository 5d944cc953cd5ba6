"""docs/ontology-comparison.md: our half is measured again, and each answer for InNEO is checked by its query.

InNEO's own file is not shipped: its half was measured when the page was made (``python -m benchmarks.inneo``). Its
names are listed here, so that a query cannot use one that it does not have.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.inneo.__main__ import answers, faults, figures, instances_of_ours, ours, rows
from ecograph.engine.facts import Facts
from ecograph.engine.queries import catalogue
from ecograph.hygiene.pitfalls import PITFALLS, terms_of
from ecograph.terms import PREFIXES

PAGE = (Path(__file__).parents[2] / "docs" / "ontology-comparison.md").read_text(encoding="utf-8")
#: Names in the file of 13 May 2019.
TERMS = set(
    """
    Article Connector Event ExplicitKnowledge Funding InnovationEcosystem Knowledge Organization Patent Project
    TacitKnowledge Talent attractsOrganization belongsToInnovationEcosystem consumesKnowledge contractsTalent
    createsConnector createsEvent createsKnowledge exploitsPatent hasOrganization hasPatent hasRelation
    isExplicitKnowledge isTacitKnowledge participatesInArticle participatesInProject supportsConnector
    transfersKnowledge dynamism efficiency innovationEcosystemType origin relevance scope sector
    typeOfInnovationApplication
    """.split()
)


def table_row(what: str) -> list[str]:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {what} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_our_figures_are_current():
    us = figures(terms_of(Facts(ours()), PREFIXES["eco"]))
    for what, one, _ in rows(us, None, instances_of_ours()):
        assert table_row(what)[1] == one, f"{what}: python -m benchmarks.inneo PATH > docs/ontology-comparison.md"
    for number, *_ in PITFALLS:
        assert table_row(number)[2] == str(us.pitfalls[number]), number


def test_every_question_has_an_answer_that_holds():
    found = answers()
    assert list(found) == [f"Q{n}" for n in range(1, 49)]
    assert list(faults(found, TERMS)) == []
    for question in catalogue().values():
        said = table_row(question.notation)
        assert said[2:] == [found[question.notation]["answer"], found[question.notation]["why"]]
        assert said[1] == question.question["en"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "yes", "why": "x", "query": "SELECT ?a WHERE { ?a a :Region }"},
        {"answer": "yes", "why": "x", "query": "SELECT ?a WHERE { ?a a :Patent }"},
        {"answer": "no", "why": "x", "query": "SELECT ?a WHERE { ?a a :Project }"},
        {"answer": "part", "why": "x"},
        {"answer": "perhaps", "why": "x"},
    ],
)
def test_a_wrong_answer_is_found(wrong):
    assert list(faults({"Q1": wrong}, TERMS))


def test_the_page_counts_what_it_lists():
    said = re.search(r"InNEO: (\d+) yes, (\d+) in part, (\d+) no\.", PAGE)
    given = [a["answer"] for a in answers().values()]
    assert [int(n) for n in said.groups()] == [given.count(a) for a in ("yes", "part", "no")]
