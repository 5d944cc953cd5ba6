"""From results of the structure shapes to problems with a place."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from ecograph.describe import problems, read_description, structure, structure_problems
from ecograph.engine.validation import Report, Result
from ecograph.terms import PREFIXES, SH

MY = "https://w3id.org/ecograph/id/delta/"


def result(
    focus: str,
    path: str = "",
    value: object = None,
    *,
    shape: str = "ecosh:InitiativeShape",
    component: str = "MinCountConstraintComponent",
    messages: dict[str, str] | None = None,
    severity: NamedNode = SH.Violation,
) -> Result:
    prefix, _, name = shape.partition(":")
    return Result(
        focus=NamedNode(MY + focus),
        path=path,
        value=value,  # type: ignore[arg-type]
        source_shape=NamedNode(PREFIXES[prefix] + name),
        root_shape=PREFIXES[prefix] + name,
        component=PREFIXES["sh"] + component,
        severity=severity.value,
        messages=messages or {},
    )


def report(*results: Result) -> Report:
    return Report(conforms=not results, results=results, engine="by hand")


def test_a_result_becomes_a_problem_at_its_value(broken: Path) -> None:
    description = read_description(broken / "end-before-start.ttl")
    value = Literal("2023-05-01", datatype=NamedNode(PREFIXES["xsd"] + "date"))
    said = {
        "nl": "Het eind ligt voor het begin. Wijzig een van beide.",
        "en": "The end is before the start. Change one.",
    }
    (found,) = problems(
        report(result("pilot", "eco:endedOn", value, shape="ecosh:EndNotBeforeStart", messages=said)),
        description.locator,
    )
    assert found.code == "end-not-before-start"
    assert (found.place.line, found.place.column) == (68, 17)
    assert found.message == said
    assert found.severity == "error"
    assert found.subject == MY + "pilot"


def test_a_missing_value_stands_at_its_subject(broken: Path) -> None:
    description = read_description(broken / "amount-without-currency.ttl")
    (found,) = problems(report(result("grant-amount", "eco:currency")), description.locator)
    assert (found.place.line, found.place.column) == (79, 1)
    assert found.message == {
        "nl": "Hier ontbreekt eco:currency. Vul het in.",
        "en": "eco:currency is missing. State it.",
    }


def test_a_message_without_language_serves_both(broken: Path) -> None:
    description = read_description(broken / "none-wrong.ttl")
    (found,) = problems(report(result("pilot", messages={"": "P"}, severity=SH.Warning)), description.locator)
    assert found.message == {"nl": "P", "en": "P"}
    assert found.severity == "warning"


@pytest.fixture
def few_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Define only these terms, so that this test does not change with the ontology."""
    known = {PREFIXES["role"] + n for n in ("Chair", "Member")} | {
        PREFIXES["eco"] + n for n in ("OrganisationActor", "inRole")
    }
    monkeypatch.setattr(structure, "defined_terms", lambda: frozenset(known))


@pytest.mark.usefixtures("few_terms")
@pytest.mark.parametrize(
    ("file", "line", "column", "hint"),
    [
        ("unknown-role.ttl", 59, 16, "role:Chair?"),
        ("wrong-class.ttl", 49, 12, "eco:OrganisationActor?"),
    ],
)
def test_an_unknown_term_has_place_and_hint(file: str, line: int, column: int, hint: str, broken: Path) -> None:
    found = {(p.place.line, p.place.column): p for p in structure.unknown_terms(read_description(broken / file))}
    problem = found[line, column]
    assert problem.code == "unknown-term"
    assert f"Bedoelt u {hint}" in problem.message["nl"]
    assert f"Did you mean {hint}" in problem.message["en"]


@pytest.mark.usefixtures("few_terms")
def test_shacl_does_not_repeat_what_is_said_better(broken: Path) -> None:
    description = read_description(broken / "unknown-role.ttl")
    again = result("town-chairs", "eco:inRole", NamedNode(PREFIXES["role"] + "Chairman"), messages={"": "no role"})
    found = [p for p in structure_problems(description, report(again)) if p.place.line == 59 and p.place.column == 16]
    assert [p.code for p in found] == ["unknown-term"]


def test_problems_stand_in_the_order_of_the_text(broken: Path) -> None:
    description = read_description(broken / "dangling-reference.ttl")
    found = structure_problems(description, report(result("grant", "eco:payer"), result("town", "rdfs:label")))
    lines = [p.place.line or 0 for p in found if p.code != "unknown-term"]
    assert lines == sorted(lines)
    assert len(lines) == 3
