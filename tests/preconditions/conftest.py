"""The precondition rules, judged by the reference libraries: owlrl infers, pyshacl validates.

All example ecosystems lie in one graph, each with its own name. They are inferred once, and every rule is asked about
every one of them: so a rule that looks at a neighbour's facts shows itself.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import owlrl
import pyshacl
import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDFS, SH, SKOS
from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology"
PRECONDITIONS = ONTOLOGY / "preconditions"
CASES = Path(__file__).parent / "cases"
MINIATURE = ROOT / "tests" / "ecosystems" / "miniature"
ECO = "https://w3id.org/ecograph/ns#"
LEVEL = "https://w3id.org/ecograph/vocab/level/"
#: What only people read; without it owlrl is many times faster and infers the same.
_PROSE = {RDFS.label, RDFS.comment, RDFS.isDefinedBy, SKOS.definition, SKOS.prefLabel, SKOS.scopeNote, DCTERMS.source}


def eco(name: str) -> URIRef:
    return URIRef(ECO + name)


def read(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


@functools.cache
def ontology() -> Graph:
    """Modules and vocabularies, without prose and without alignments."""
    whole = read(*sorted((ONTOLOGY / "modules").glob("*.ttl")), *sorted((ONTOLOGY / "vocabularies").glob("*.ttl")))
    slim = Graph()
    for triple in whole:
        if triple[1] not in _PROSE:
            slim.add(triple)
    return slim


@functools.cache
def preconditions() -> Graph:
    return read(*sorted(PRECONDITIONS.glob("*.ttl")))


@functools.cache
def shapes() -> Graph:
    return read(
        *sorted((PRECONDITIONS / "shapes").glob("*.ttl")), PRECONDITIONS.parent.parent / "queries" / "prefixes.ttl"
    )


@dataclass(frozen=True)
class Rule:
    notation: str
    iri: URIRef
    sufficient: URIRef
    partial: URIRef
    applicable: URIRef | None
    looks_at: frozenset[URIRef]
    evidence: str


@functools.cache
def rules() -> tuple[Rule, ...]:
    graph = preconditions()
    found = [
        Rule(
            str(graph.value(iri, SKOS.notation)),
            URIRef(iri),
            URIRef(graph.value(iri, eco("sufficientWhen"))),
            URIRef(graph.value(iri, eco("partialWhen"))),
            graph.value(iri, eco("applicableWhen")),
            frozenset(URIRef(o) for o in graph.objects(iri, eco("looksAt"))),
            str(graph.value(iri, eco("evidenceSelect"))),
        )
        for iri in graph.subjects(RDF.type, eco("Precondition"))
    ]
    return tuple(sorted(found, key=lambda rule: rule.notation))


def rule(notation: str) -> Rule:
    return next(r for r in rules() if r.notation == notation)


def infer(description: Graph) -> Graph:
    """The data graph of a rule: description, ontology, vocabularies, preconditions, and what OWL 2 RL adds."""
    data = Graph()
    for triple in ontology() + description:
        data.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(data)
    for subject, predicate, value in list(data):
        if isinstance(subject, Literal) or predicate == OWL.sameAs:  # owlrl's trivialities
            data.remove((subject, predicate, value))
    for triple in preconditions():
        data.add(triple)
    return data


@functools.cache
def alone(root: URIRef) -> Graph:
    """What one root shape reaches. (pyshacl's own ``use_shapes`` silently leaves out its property shapes.)"""
    reached, waiting = Graph(), [root]
    while waiting:
        for triple in shapes().triples((waiting.pop(), None, None)):
            if triple not in reached:
                reached.add(triple)
                waiting.append(triple[2])
    return reached


#: What says which constraint made a result: its own name, or that of its property shape.
SOURCE = (SH.sourceConstraint, SH.sourceShape)


def conforms(
    data: Graph, ecosystems: Iterable[URIRef], shape: URIRef, of: tuple[URIRef, ...] = (SH.resultMessage,)
) -> dict[URIRef, list[str]]:
    """Validate these ecosystems against one shape; give the messages of each (or what ``of`` says)."""
    ecosystems = list(ecosystems)
    messages: dict[URIRef, list[str]] = {ecosystem: [] for ecosystem in ecosystems}
    for focus, result in _judged(data, tuple(sorted(set(ecosystems))), shape):
        said = next(value for predicate in of if (value := result.get(predicate)) is not None)
        messages[focus].append(str(said))
    return messages


@functools.lru_cache(maxsize=500)
def _judged(
    data: Graph, ecosystems: tuple[URIRef, ...], shape: URIRef
) -> tuple[tuple[URIRef, dict[Node, Node | None]], ...]:
    """Each result: its focus and what it says. Several tests read the same results; no test changes its data."""
    targeted = Graph()
    for triple in alone(shape):
        targeted.add(triple)
    for ecosystem in ecosystems:
        targeted.add((shape, SH.targetNode, ecosystem))
    _, report, text = pyshacl.validate(data, shacl_graph=targeted, inference="none")
    assert isinstance(report, Graph), f"{shape}: {text}"
    return tuple(
        (report.value(result, SH.focusNode), {said: report.value(result, said) for said in (SH.resultMessage, *SOURCE)})
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )


def levels(data: Graph, ecosystems: Iterable[URIRef], judged: Rule) -> dict[URIRef, str]:
    """Compute the level of a precondition for each ecosystem, by the words of the contract."""
    ecosystems = list(ecosystems)
    sufficient = conforms(data, ecosystems, judged.sufficient)
    partial = conforms(data, ecosystems, judged.partial)
    applicable = conforms(data, ecosystems, judged.applicable) if judged.applicable else {}
    answer = {}
    for ecosystem in ecosystems:
        if applicable.get(ecosystem) or _stated(data, ecosystem, judged, "NotApplicable"):
            answer[ecosystem] = "NotApplicable"
        elif not sufficient[ecosystem]:
            answer[ecosystem] = "Sufficient"
        elif not partial[ecosystem]:
            answer[ecosystem] = "Partial"
        elif _closed(data, ecosystem, judged):
            answer[ecosystem] = "Absent"
        else:
            answer[ecosystem] = "NotDescribed"
    return answer


def _closed(data: Graph, ecosystem: URIRef, judged: Rule) -> bool:
    about = set(data.subjects(eco("aboutEcosystem"), ecosystem))
    for statement in about & set(data.subjects(RDF.type, eco("CompletenessStatement"))):
        if judged.looks_at & set(data.objects(statement, eco("completeFor"))):
            return True
    return _stated(data, ecosystem, judged, "Absent")


def _stated(data: Graph, ecosystem: URIRef, judged: Rule, level: str) -> bool:
    about = set(data.subjects(eco("aboutEcosystem"), ecosystem))
    return any(
        (assessment, eco("onPrecondition"), judged.iri) in data
        and (assessment, eco("level"), URIRef(LEVEL + level)) in data
        for assessment in about & set(data.subjects(RDF.type, eco("StatedAssessment")))
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with study material."""
    import os

    folder = Path(os.environ.get("ECOGRAPH_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("the study folder is not beside the checkout (set ECOGRAPH_SHARED)")
    return folder
