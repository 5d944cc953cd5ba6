"""Each rule against small ecosystems; the name of a case says which level it must get."""

from __future__ import annotations

import functools
import re

import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import SH

from .conftest import CASES, SOURCE, alone, conforms, eco, infer, levels, read, rule, rules

CASE = re.compile(
    r"https://w3id\.org/ecograph/id/case/(P\d\d)-(sufficient|partial|absent|not-described|not-applicable)(-.*)?$"
)
NOTHING = URIRef("https://w3id.org/ecograph/id/case/nothing")
EXPECTED = {
    "sufficient": "Sufficient",
    "partial": "Partial",
    "absent": "Absent",
    "not-described": "NotDescribed",
    "not-applicable": "NotApplicable",
}


@functools.cache
def cases() -> tuple[Graph, dict[str, dict[URIRef, str]]]:
    """All cases in one graph: each is an ecosystem described on one date, unless its name says undated."""
    graph = read(*sorted(CASES.glob("*.ttl")))
    names = {URIRef(t) for s, _, o in graph for t in (s, o) if CASE.match(str(t))}
    expected: dict[str, dict[URIRef, str]] = {}
    for name in sorted(names):
        notation, level, _ = CASE.match(name).groups()
        expected.setdefault(notation, {})[name] = EXPECTED[level]
    for name in [*names, NOTHING]:
        graph.add((name, RDF.type, eco("InnovationEcosystem")))
        if not name.endswith("-undated"):
            description = BNode()
            graph.add((description, RDF.type, eco("EcosystemDescription")))
            graph.add((description, eco("aboutEcosystem"), name))
            graph.add((description, eco("describedAsOf"), Literal("2020-06-15", datatype=XSD.date)))
    return graph, expected


@pytest.fixture(scope="module")
def data() -> Graph:
    return infer(cases()[0])


@pytest.mark.parametrize("notation", [f"P{n:02}" for n in range(1, 41)])
def test_each_case_gets_the_level_in_its_name(notation: str, data: Graph) -> None:
    expected = cases()[1][notation]
    assert levels(data, expected, rule(notation)) == expected


@pytest.mark.parametrize("notation", [f"P{n:02}" for n in range(1, 41)])
def test_each_rule_has_cases_for_three_levels(notation: str) -> None:
    assert {"Sufficient", "Partial", "NotDescribed"} <= set(cases()[1][notation].values())


def test_an_ecosystem_without_facts_gets_nothing_from_its_neighbours(data: Graph) -> None:
    assert {r.notation: levels(data, [NOTHING], r)[NOTHING] for r in rules()} == {
        r.notation: "NotDescribed" for r in rules()
    }


@pytest.mark.parametrize("notation", [f"P{n:02}" for n in range(1, 41)])
def test_what_is_sufficient_is_at_least_partial(notation: str, data: Graph) -> None:
    """The weaker rule holds wherever the stronger does."""
    sufficient = [name for name, level in cases()[1][notation].items() if level == "Sufficient"]
    partial = conforms(data, cases()[1][notation], rule(notation).partial)
    assert not any(partial[name] for name in sufficient)


@pytest.mark.parametrize("notation", [f"P{n:02}" for n in range(1, 41)])
def test_evidence_is_found_where_something_counted_and_only_there(notation: str, data: Graph) -> None:
    judged = rule(notation)
    for name, level in cases()[1][notation].items():
        items = [row.item for row in data.query(judged.evidence, initNs=_prefixes(), initBindings={"this": name})]
        if level in ("Sufficient", "Partial"):
            assert items, name
    nothing = data.query(judged.evidence, initNs=_prefixes(), initBindings={"this": NOTHING})
    assert not list(nothing)


def _prefixes() -> dict[str, str]:
    from ecograph.terms import PREFIXES

    return PREFIXES


def test_a_message_names_the_missing_sphere(data: Graph) -> None:
    case = URIRef("https://w3id.org/ecograph/id/case/P04-partial")
    (message,) = conforms(data, [case], rule("P04").sufficient)[case]
    assert "https://w3id.org/ecograph/vocab/sphere/Academia" in message


#: Implied by another constraint of their shape; they are there to say what is missing in the first place.
EXPLAINS = {"P03-sufficient-structure", "P11-sufficient-recent"}


@pytest.mark.parametrize("notation", [f"P{n:02}" for n in range(1, 41)])
def test_every_constraint_decides_some_case(notation: str, data: Graph) -> None:
    """A constraint that fails alone on no case could be dropped, and nobody would notice."""
    judged = rule(notation)
    names = list(cases()[1][notation])
    for root in filter(None, (judged.sufficient, judged.partial, judged.applicable)):
        failing = conforms(data, names, root, of=SOURCE)
        constraints = {str(o) for p in (SH.property, SH.sparql) for o in alone(root).objects(root, p)}
        deciding = {sources[0] for sources in failing.values() if len(set(sources)) == 1}
        assert {c.rpartition("#")[2] for c in constraints - deciding} <= EXPLAINS
