"""Each axiom infers what it is there for, and not what it is not there for (owlrl on tiny graphs)."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from rdflib import Graph, URIRef

from ecograph.terms import PREFIXES

HEADER = "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items()) + "@prefix : <https://example.org/> .\n"

#: axiom → (asserted, inferred, not inferred)
CASES: dict[str, tuple[str, str, str]] = {
    "subclass": (":c a eco:Cluster .", ":c a eco:InnovationEcosystem .", ":c a eco:Actor ."),
    "pilot project is an initiative": (
        ":p a eco:PilotProject .",
        ":p a eco:Project , eco:Initiative .",
        ":p a eco:Programme .",
    ),
    "domain and range": (
        ":f eco:payer :p .",
        ":f a eco:FundingCommitment . :p a eco:Actor .",
        ":p a eco:FundingCommitment .",
    ),
    "role gives a sphere": (
        ":firm eco:playsRole role:EducationProvider ; eco:primarySphere sphere:Industry .",
        ":firm eco:activeInSphere sphere:Academia , sphere:Industry .",
        ":firm eco:primarySphere sphere:Academia .",
    ),
    "a chair has no sphere": (
        ":a eco:playsRole role:Chair .",
        ":a a eco:Actor .",
        ":a eco:activeInSphere sphere:Government .",
    ),
    "defined by primary sphere": (
        ":m eco:primarySphere sphere:Government .", ":m a eco:GovernmentActor .", ":m a eco:IndustryActor ."
    ),
    "industry actor": (
        ":m eco:primarySphere sphere:Industry .",
        ":m a eco:IndustryActor .",
        ":m a eco:KnowledgeActor .",
    ),
    "knowledge actor": (
        ":m eco:primarySphere sphere:Academia .",
        ":m a eco:KnowledgeActor .",
        ":m a eco:CivilSocietyActor .",
    ),
    "civil-society actor": (
        ":m eco:primarySphere sphere:CivilSociety .", ":m a eco:CivilSocietyActor .", ":m a eco:GovernmentActor ."
    ),
    "the other way round": (
        ":m a eco:GovernmentActor .",
        ":m a eco:Actor ; eco:primarySphere sphere:Government .",
        ":m eco:sector sector:Public .",
    ),
    "active in a sphere is not belonging to it": (
        ":m eco:activeInSphere sphere:Government .", ":m a eco:Actor .", ":m a eco:GovernmentActor ."
    ),
    "participants": (
        ":p eco:participatesIn :board ; eco:participant :ada ; eco:inRole role:Chair .",
        ":board eco:hasParticipation :p ; eco:hasParticipant :ada . :ada eco:takesPartIn :board .",
        ":ada eco:playsRole role:Chair .",
    ),
    "governance participants": (
        """:board eco:steers :e .
        :p eco:participatesIn :board ; eco:participant :ada .
        :q eco:participatesIn :club ; eco:participant :ben .""",
        ":e eco:steeredBy :board ; eco:hasGovernanceParticipant :ada .",
        ":e eco:hasGovernanceParticipant :ben .",
    ),
    "places": (
        ":firm eco:locatedIn :south . :south eco:locatedIn :drenthe .",
        ":firm eco:locatedIn :drenthe .",
        ":drenthe eco:locatedIn :south .",
    ),
    "parts of a programme belong to its ecosystem": (
        ":p eco:partOfInitiative :q . :q eco:partOfInitiative :r . :r eco:partOfEcosystem :e .",
        ":p eco:partOfInitiative :r ; eco:partOfEcosystem :e .",
        ":r eco:partOfInitiative :p .",
    ),
    "parts of a smaller ecosystem belong to the larger one": (
        ":i eco:partOfEcosystem :small . :small eco:subEcosystemOf :mid . :mid eco:subEcosystemOf :large .",
        ":i eco:partOfEcosystem :mid , :large . :small eco:subEcosystemOf :large .",
        ":small eco:partOfEcosystem :large .",
    ),
    "coherence": (
        ":a eco:reinforces :b . :c eco:duplicates :d .",
        ":a eco:linkedInitiative :b . :b eco:linkedInitiative :a . :d eco:duplicates :c .",
        ":b eco:reinforces :a . :c eco:linkedInitiative :d .",
    ),
    "contribution by way of a recommendation": (
        ":i eco:implementsRecommendation :r . :r eco:addressesPrecondition pre:x .",
        ":i eco:contributesTo pre:x .",
        ":r eco:contributesTo pre:x .",
    ),
    "the trail": (
        ":mapping eco:produces :picture . :test eco:uses :picture .",
        ":picture eco:producedBy :mapping . :test eco:informedBy :mapping .",
        ":mapping eco:informedBy :test .",
    ),
    "parts of an activity": (
        ":a eco:partOfActivity :b . :b eco:partOfActivity :c .",
        ":a eco:partOfActivity :c .",
        ":c eco:partOfActivity :a .",
    ),
    "sphere of the assessor": (
        ":x eco:assessedBy :firms . :firms eco:primarySphere sphere:Industry .",
        ":x eco:assessorSphere sphere:Industry .",
        ":x eco:perspective persp:Entrepreneur .",
    ),
    "same key, same assessment": (
        "".join(
            f":{x} a eco:StatedAssessment ; eco:aboutEcosystem :e ; eco:onPrecondition pre:x ; eco:assessedBy :b ; "
            f'eco:perspective persp:Adviser ; eco:validAt "{year}"^^xsd:gYear . '
            for x, year in (("one", 2016), ("two", 2016), ("three", 2023))
        ),
        ":one owl:sameAs :two .",
        ":one owl:sameAs :three .",
    ),
}  # fmt: skip

#: axiom → statements that contradict each other
CONTRADICTIONS = {
    "a region is no actor": ":x a eco:Region , eco:Actor .",
    "a region that takes part": ":x a eco:Region . :p eco:participant :x .",
    "a group of initiatives is no initiative": ":x a eco:InitiativeGroup , eco:Programme .",
    "a person is no organisation": ":x a eco:PersonActor , eco:OrganisationActor .",
    "a person is no steering structure": ":x a eco:PersonActor , eco:SteeringStructure .",
    "stated is not derived": ":x a eco:StatedAssessment , eco:DerivedAssessment .",
    "an ecosystem is no actor": ":x a eco:Cluster , eco:OrganisationActor .",
    "an activity is no recommendation": ":x a eco:WorkingSession , eco:Recommendation .",
    "a precondition is no initiative": ":x a eco:Precondition , eco:Initiative .",
    "linked with itself": ":x eco:linkedInitiative :x .",
    "reinforces itself": ":x eco:reinforces :x .",
    "duplicates itself": ":x eco:duplicates :x .",
    "merged into itself": ":x eco:mergedInto :x .",
    "merged both ways": ":x eco:mergedInto :y . :y eco:mergedInto :x .",
}
CONSISTENT = {
    "a network is actor and initiative": ":x a eco:OrganisationActor , eco:NetworkInitiative .",
    "a steering structure with a legal form": ":x a eco:SteeringStructure , eco:OrganisationActor .",
    "a hybrid actor": ":x eco:primarySphere sphere:Industry ; eco:activeInSphere sphere:Academia .",
    "a project is an activity": ":x a eco:Project , eco:EcosystemActivity .",
}
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def in_own_namespace(number: int, text: str) -> str:
    return f"@prefix : <https://example.org/{number}/> .\n{text}\n"


def closure(texts: Iterable[str], bare: Graph) -> Graph:
    """Return the OWL 2 RL closure of all cases with the ontology.

    One closure for many cases, each in a namespace of its own: owlrl takes seconds, and the cases share no resource.
    """
    from owlrl import DeductiveClosure, OWLRL_Semantics

    graph = Graph() + bare
    graph.parse(data=HEADER + "".join(in_own_namespace(n, t) for n, t in enumerate(texts)), format="turtle")
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return graph


@pytest.fixture(scope="module")
def reasoned(bare: Graph) -> Graph:
    return closure([*(asserted for asserted, _, _ in CASES.values()), *CONSISTENT.values()], bare)


@pytest.fixture(scope="module")
def contradictions(bare: Graph) -> list[str]:
    """What owlrl says about the contradictory cases; a message names the terms involved."""
    return [str(message) for message in closure(CONTRADICTIONS.values(), bare).objects(None, ERROR)]


@pytest.mark.parametrize(("number", "case"), [pytest.param(n, c, id=name) for n, (name, c) in enumerate(CASES.items())])
def test_axiom(number: int, case: tuple[str, str, str], reasoned: Graph):
    asserted, inferred, not_inferred = (
        Graph().parse(data=HEADER + in_own_namespace(number, text), format="turtle") for text in case
    )
    assert len(inferred) > 0
    assert len(not_inferred) > 0
    assert not set(inferred) & set(asserted)
    assert [t for t in inferred if t not in reasoned] == []
    assert [t for t in not_inferred if t in reasoned] == []


@pytest.mark.parametrize("number", [pytest.param(n, id=name) for n, name in enumerate(CONTRADICTIONS)])
def test_contradiction(number: int, contradictions: list[str]):
    assert any(f"https://example.org/{number}/" in message for message in contradictions)


def test_nothing_else_contradicts_itself(reasoned: Graph):
    """Neither the ontology, nor the cases above, nor what is deliberately left open."""
    assert list(reasoned.objects(None, ERROR)) == []


def test_every_useful_axiom_has_a_case(modules: Graph):
    """Each property with a chain, inverse or characteristic, each key and each definition is in a case above."""
    from rdflib import OWL, RDF, RDFS

    eco = PREFIXES["eco"]
    kinds = (OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty)
    useful = {s for kind in kinds for s in modules.subjects(RDF.type, kind)}
    for axiom in (OWL.propertyChainAxiom, OWL.inverseOf, OWL.hasKey, OWL.equivalentClass, RDFS.subPropertyOf):
        useful |= set(modules.subjects(axiom))
    said = " ".join([*(" ".join(case) for case in CASES.values()), *CONTRADICTIONS.values()])
    assert len(useful) > 20
    assert {str(u).removeprefix(eco) for u in useful} - set(re.findall(r"eco:(\w+)", said)) == set()
