"""Every structure shape has examples that conform and examples that yield exactly the results they announce."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ecograph import assets
from ecograph.terms import PREFIXES, shorten

ECOSH = PREFIXES["ecosh"]
ECO = PREFIXES["eco"]
EXAMPLES = assets.ontology() / "examples"


def examples(kind: str) -> list[pytest.param]:
    return [pytest.param(file, id=file.stem) for file in sorted((EXAMPLES / kind).glob("*.ttl"))]


def path_text(graph: Graph, path: Node | None) -> str:
    """Return a path as the header of an example writes it; "-" where a result has none."""
    if path is None:
        return "-"
    if isinstance(path, URIRef):
        return shorten(str(path))
    return "|".join(shorten(str(p)) for p in Collection(graph, graph.value(path, SH.alternativePath)))


def results(example: Path, bare: Graph, shapes: Graph) -> set[tuple[str, str]]:
    """Return the root shape and the path of each result of validating an example."""
    data = Graph().parse(example, format="turtle") + bare
    _, report, _ = pyshacl.validate(data, shacl_graph=Graph() + shapes)
    assert isinstance(report, Graph)
    found = set()
    for result in report.objects(None, SH.result):
        assert report.value(result, SH.resultSeverity) == SH.Violation
        source = report.value(result, SH.sourceShape)
        root = source if isinstance(source, URIRef) else shapes.value(None, SH.property, source)
        assert root is not None
        found.add((shorten(str(root)), path_text(report, report.value(result, SH.resultPath))))
    return found


def announced(example: Path) -> set[tuple[str, str]]:
    lines = re.findall(r"^#\+ expects: (\S+) (\S+)$", example.read_text(), re.MULTILINE)
    return set(lines)


@pytest.mark.parametrize("example", examples("valid"))
def test_valid_example_conforms(example: Path, bare: Graph, shapes: Graph):
    assert results(example, bare, shapes) == set()


@pytest.mark.parametrize("example", examples("invalid"))
def test_invalid_example_yields_what_it_announces(example: Path, bare: Graph, shapes: Graph):
    assert announced(example)
    assert results(example, bare, shapes) == announced(example)


# What the shapes say about themselves


def message_bearers(shapes: Graph) -> set[Node]:
    """Return the shapes and constraints whose results a reader sees: all but those nested in another."""
    roots = set(shapes.subjects(RDF.type, SH.NodeShape)) - {URIRef(ECOSH + "NowhereDescribed")}
    seen: set[Node] = set()
    for root in roots:
        seen |= set(shapes.objects(root, SH.property)) | set(shapes.objects(root, SH.sparql))
        if (root, SH["class"], None) in shapes:
            seen.add(root)
    return seen


def test_every_message_is_in_both_languages_and_names_the_remedy(shapes: Graph):
    bearers = message_bearers(shapes)
    assert len(bearers) > 100
    for shape in bearers:
        messages = {m.language: str(m) for m in shapes.objects(shape, SH.message)}
        assert set(messages) == {"nl", "en"}, messages
        assert re.search(r"\b[Gg]ive\b", messages["en"]), messages["en"]
        assert re.search(r"\b[Gg]eef\b", messages["nl"]), messages["nl"]
        assert set(re.findall(r"\{.*?\}", " ".join(messages.values()))) <= {"{?value}"}


def test_every_shape_is_a_violation(shapes: Graph):
    for shape in message_bearers(shapes):
        root = shapes.value(None, SH.sparql, shape) or shape
        assert shapes.value(root, SH.severity) == SH.Violation


def test_every_rule_has_an_invalid_example(shapes: Graph):
    rules = {shorten(str(s)) for s in shapes.subjects(RDF.type, SH.NodeShape) if "#Values-" not in str(s)}
    shown = {shape for file in (EXAMPLES / "invalid").glob("*.ttl") for shape, _ in announced(file)}
    assert rules - {"ecosh:NowhereDescribed"} == {shape for shape in shown if "Values-" not in shape}


def test_constraints_use_only_declared_prefixes(shapes: Graph):
    declared = {str(p) for p in shapes.objects(None, SH.prefix)}
    queries = [str(q) for q in shapes.objects(None, SH.select)]
    assert len(queries) >= 5
    for query in queries:
        bare_query = re.sub(r'"[^"]*"|<[^>]*>', "", query)
        assert set(re.findall(r"\b([a-z]+):\w", bare_query)) <= declared


# The shapes on values, all of them


@pytest.fixture(scope="module")
def value_shapes(shapes: Graph) -> dict[URIRef, URIRef]:
    """Property → the shape that looks at its subjects and values."""
    found = {}
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        name = str(shape).removeprefix(ECOSH + "Values-")
        if name != str(shape):
            assert shapes.value(shape, SH.targetSubjectsOf) == URIRef(ECO + name)
            found[URIRef(ECO + name)] = shape
    return found


def test_every_wrong_value_is_found(value_shapes: dict[URIRef, URIRef], bare: Graph, shapes: Graph):
    """A duration is never right: not as a thing, a text, a number, a date or a concept."""
    data = Graph() + bare
    for prop in value_shapes:
        data.add(
            (URIRef(f"{PREFIXES['id']}wrong/{prop.removeprefix(ECO)}"), prop, Literal("P1D", datatype=XSD.duration))
        )
    _, report, _ = pyshacl.validate(data, shacl_graph=Graph() + shapes)
    by_path = {str(p) for p in report.objects(None, SH.resultPath)}
    by_class = {
        str(report.value(r, SH.focusNode))
        for r in report.subjects(SH.sourceConstraintComponent, SH.ClassConstraintComponent)
    }
    for prop, shape in value_shapes.items():
        assert str(prop) in by_path, prop
        if (shape, SH["class"], None) in shapes:
            assert f"{PREFIXES['id']}wrong/{prop.removeprefix(ECO)}" in by_class, prop


#: Properties that no description states: the reasoner derives them, or they belong to preconditions and vocabularies.
NOT_IN_DESCRIPTIONS = {
    "assessorSphere", "hasGovernanceParticipant", "hasParticipant", "hasParticipation", "takesPartIn",  # derived
    "closedBy", "computedBy", "countedEvidence", "explainedBy",  # set by the engine
    "describedAsOf",  # looked at by ecosh:EcosystemDescriptionShape
    "applicableWhen", "canvasGroup", "conditionKind", "ecosystemElement", "evidenceSelect", "hasPrecondition",
    "hasThreshold", "helixSpace", "looksAt", "partialWhen", "roleInSphere", "sufficientWhen", "systemFailure",
    "systemFunction", "thresholdName", "thresholdUnit", "thresholdValue",  # of preconditions and roles
}  # fmt: skip


def test_every_property_has_a_shape_on_its_values(value_shapes: dict[URIRef, URIRef], modules: Graph):
    properties = set(modules.subjects(RDF.type, OWL.ObjectProperty)) | set(
        modules.subjects(RDF.type, OWL.DatatypeProperty)
    )
    assert {str(p).removeprefix(ECO) for p in properties - set(value_shapes)} == NOT_IN_DESCRIPTIONS
    assert set(value_shapes) <= properties


def test_shapes_on_values_agree_with_domain_and_range(
    value_shapes: dict[URIRef, URIRef], modules: Graph, shapes: Graph
):
    for prop, shape in value_shapes.items():
        domain = modules.value(prop, RDFS.domain)
        assert shapes.value(shape, SH["class"]) == (domain if str(domain).startswith(ECO) else None), prop
        target = modules.value(prop, RDFS.range)
        constraint = shapes.value(shape, SH.property)
        if target is not None and str(target).startswith(ECO):
            assert shapes.value(constraint, SH["class"]) == target, prop
        elif target == SKOS.Concept and prop != URIRef(ECO + "hasTheme"):
            assert shapes.value(constraint, SH.node) is not None, prop


def test_rules_for_everything_reach_every_class(modules: Graph, shapes: Graph):
    """Each class, or a class above it, is a target of ecosh:Labelled, or is one of those that have no label."""
    targets = set(shapes.objects(URIRef(ECOSH + "Labelled"), SH.targetClass))
    unlabelled = {"EcosystemDescription", "EvidencePassage", "SourceDocument", "MonetaryAmount"}
    elsewhere = {"Precondition", "ConditionFramework", "PreconditionProfile", "Threshold", "PreconditionAssessment"}
    computed = {"DerivedAssessment"}
    for cls in modules.subjects(RDF.type, OWL.Class):
        if isinstance(cls, BNode):
            continue
        above = set(modules.transitive_objects(cls, RDFS.subClassOf))
        name = str(cls).removeprefix(ECO)
        assert bool(above & targets) != (name in unlabelled | elsewhere | computed), name
