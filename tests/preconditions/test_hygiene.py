"""What every precondition, shape, source and profile must have."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDFS, SH, SKOS

from ecograph.engine.queries import with_prefixes
from ecograph.terms import PREFIXES

from .conftest import ONTOLOGY, PRECONDITIONS, alone, eco, preconditions, read, rules, shapes

RULE = ("sufficientWhen", "partialWhen", "applicableWhen")
GROUPS = ("governance", "coherence", "knowledge", "support", "resources", "institutions")
NOTATIONS = [f"P{n:02}" for n in range(1, 41)]
PROFILE = "https://w3id.org/ecograph/precondition/profile/"


def members(profile: str) -> set[str]:
    graph = preconditions()
    return {
        str(graph.value(iri, SKOS.notation)) for iri in graph.objects(URIRef(PROFILE + profile), eco("hasPrecondition"))
    }


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(o.language) for o in graph.objects(subject, predicate))


def declared_prefixes() -> dict[str, str]:
    graph = shapes()
    return {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
        for node in graph.objects(URIRef(PREFIXES["ecosh"] + "prefixes"), SH.declare)
    }


def concept(scheme: str) -> set[str]:
    names = read(ONTOLOGY / "vocabularies" / f"{scheme}.ttl").subjects(RDF.type, SKOS.Concept)
    return {str(name) for name in names}


def test_forty_with_notations_of_their_own() -> None:
    assert [r.notation for r in rules()] == NOTATIONS


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_precondition_has_everything(notation: str) -> None:
    graph = preconditions()
    iri = next(r.iri for r in rules() if r.notation == notation)
    for predicate in (SKOS.prefLabel, RDFS.label, SKOS.definition, RDFS.comment):
        assert languages(graph, iri, predicate) == ["en", "nl"], predicate
    comment = {str(o.language): str(o) for o in graph.objects(iri, RDFS.comment)}
    assert "Voldoende:" in comment["nl"]
    assert "Deels:" in comment["nl"]
    assert "Sufficient:" in comment["en"]
    assert "Partial:" in comment["en"]
    for predicate in ("canvasGroup", "conditionKind", "sufficientWhen", "partialWhen", "evidenceSelect"):
        assert len(list(graph.objects(iri, eco(predicate)))) == 1, predicate
    assert list(graph.objects(iri, eco("looksAt")))
    assert list(graph.objects(iri, DCTERMS.source))
    assert (iri, eco("sufficientWhen"), URIRef(PREFIXES["ecosh"] + notation + "-sufficient")) in graph
    assert (iri, eco("partialWhen"), URIRef(PREFIXES["ecosh"] + notation + "-partial")) in graph


@pytest.mark.parametrize(
    ("predicate", "scheme"),
    [
        ("canvasGroup", "group"),
        ("conditionKind", "kind"),
        ("helixSpace", "space"),
        ("ecosystemElement", "element"),
        ("systemFunction", "function"),
    ],
)
def test_concepts_are_in_their_scheme(predicate: str, scheme: str) -> None:
    used = {str(o) for o in preconditions().objects(None, eco(predicate))}
    assert used
    assert used <= concept(scheme)


#: Groups whose rules are many, and the files that they stand in by concern.
RULE_FILES = {
    "governance": ("direction", "governance", "decisions"),
    "coherence": ("coherence", "ties"),
    "support": ("support", "enterprise"),
}


@pytest.mark.parametrize("group", GROUPS)
def test_a_file_holds_one_group_and_its_rules(group: str) -> None:
    resources = read(PRECONDITIONS / f"{group}.ttl")
    rules_of_group = read(*(PRECONDITIONS / "shapes" / f"{name}.ttl" for name in RULE_FILES.get(group, (group,))))
    found = set(resources.subjects(RDF.type, eco("Precondition")))
    assert {str(resources.value(iri, eco("canvasGroup"))).rpartition("/")[2].lower() for iri in found} == {group}
    pointed = {o for iri in found for p in RULE for o in resources.objects(iri, eco(p))}
    assert pointed == set(rules_of_group.subjects(RDF.type, SH.NodeShape))


def test_every_term_of_ours_is_defined() -> None:
    defined = read(*sorted((ONTOLOGY / "modules").glob("*.ttl")), *sorted((ONTOLOGY / "vocabularies").glob("*.ttl")))
    known = {str(s) for s in defined.subjects()} | {str(s) for s in preconditions().subjects()}
    texts = [p.read_text(encoding="utf-8") for p in PRECONDITIONS.rglob("*.ttl")]
    ours = {p: iri for p, iri in PREFIXES.items() if iri.startswith("https://w3id.org/ecograph/") and p != "ecosh"}
    unknown = {
        f"{prefix}:{name}"
        for text in texts
        for prefix, name in re.findall(r"(?<![\w:/])(\w+):([A-Za-z][\w-]*)", text)
        if prefix in ours and ours[prefix] + name not in known
    }
    assert not unknown


def test_looks_at_terms_exist() -> None:
    defined = {str(s) for s in read(*sorted((ONTOLOGY / "modules").glob("*.ttl"))).subjects()}
    assert {str(o) for o in preconditions().objects(None, eco("looksAt"))} <= defined


# ---------------------------------------------------------------- sources and profiles


def test_each_source_is_described_once() -> None:
    graph = read(PRECONDITIONS / "frameworks.ttl")
    used = set(preconditions().objects(None, DCTERMS.source))
    described = set(graph.subjects(DCTERMS.title, None))
    assert used == described
    for source in described:
        assert languages(graph, source, RDFS.label) == ["en", "nl"]
        kinds = set(graph.objects(source, RDF.type))
        assert kinds in ({eco("ConditionFramework")}, {DCTERMS.BibliographicResource})


def test_profiles() -> None:
    assert members("all") == set(NOTATIONS)
    first = (*range(1, 10), 11, 14, 15, 21, 22, 25, 30, 31, 33, 39, 40)
    assert members("seed") == {f"P{n:02}" for n in first}
    criteria = [members(f"s3-criterion-{n}") for n in range(1, 8)]
    assert criteria == [{"P11"}, {"P03"}, {"P10"}, {"P39", "P40"}, {"P18", "P19", "P26"}, {"P27", "P33"}, {"P16"}]
    assert members("s3") == set().union(*criteria)
    graph = preconditions()
    with_element = {str(graph.value(s, SKOS.notation)) for s in graph.subjects(eco("ecosystemElement"))}
    assert members("stam") == with_element
    assert {str(o) for o in graph.objects(None, eco("ecosystemElement"))} == concept("element")
    for profile in graph.subjects(RDF.type, eco("PreconditionProfile")):
        assert languages(graph, profile, RDFS.label) == ["en", "nl"]
        assert languages(graph, profile, RDFS.comment) == ["en", "nl"]


# ---------------------------------------------------------------- shapes


def test_every_shape_and_constraint_has_one_root() -> None:
    graph = shapes()
    roots = [r for rule in rules() for r in (rule.sufficient, rule.partial, rule.applicable) if r]
    owners: dict[URIRef, set[URIRef]] = {}
    for root in roots:
        for subject in set(alone(root).subjects(RDF.type, None)):
            owners.setdefault(subject, set()).add(root)
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    everything = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    shared = {s for s, found in owners.items() if len(found) > 1 and s in everything}
    assert not shared
    assert everything == {s for s in owners if s in everything}
    assert not [s for s in everything if isinstance(s, BNode)]


def test_no_shape_has_a_target() -> None:
    graph = shapes()
    for predicate in (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target):
        assert not list(graph.subjects(predicate))


def test_messages_in_two_languages_with_no_other_place_than_value() -> None:
    graph = shapes()
    speaking = set(graph.subjects(RDF.type, SH.PropertyShape)) | set(graph.subjects(RDF.type, SH.SPARQLConstraint))
    assert speaking == set(graph.objects(None, SH.property)) | set(graph.objects(None, SH.sparql))
    for shape in speaking:
        messages = list(graph.objects(shape, SH.message))
        assert sorted(m.language for m in messages) == ["en", "nl"], shape
        for message in messages:
            assert set(re.findall(r"\{.*?\}", message)) <= {"{?value}"}, shape
        places = {"{?value}" in m for m in messages}
        assert len(places) == 1, f"{shape}: both languages or none name the value"
        select = graph.value(shape, SH.select)
        if places == {True}:
            assert select is not None, shape
            assert "?value" in select.partition("WHERE")[0], shape


CONSTRAINTS = sorted(str(s) for s in shapes().subjects(RDF.type, SH.SPARQLConstraint))


@pytest.mark.parametrize("iri", CONSTRAINTS)
def test_sparql_keeps_to_what_shacl_allows(iri: str) -> None:
    select = str(shapes().value(URIRef(iri), SH.select))
    assert not re.search(r"\b(MINUS|VALUES|SERVICE|FROM|GRAPH)\b", select)
    for projection in re.findall(r"SELECT\b(.*?)\bWHERE", select, flags=re.DOTALL):
        assert "$this" in projection  # a sub-query returns what is bound before (SHACL §A)
    assert "a eco:InnovationEcosystem" in select  # so that it also runs for all ecosystems at once
    assert not re.search(r"(?<![?$#])s?ervice[\s<]", select, flags=re.IGNORECASE)  # pyshacl would see SERVICE
    used = set(re.findall(r"(?<![\w:])([a-z]+):[A-Za-z]", re.sub(r'"[^"]*"', "", select)))
    assert used <= set(declared_prefixes())
    list(pyoxigraph.Store().query(with_prefixes(select)))


def test_prefixes_say_what_terms_say() -> None:
    declared = declared_prefixes()
    assert declared
    assert declared == {prefix: PREFIXES[prefix] for prefix in declared}


@pytest.mark.parametrize("notation", NOTATIONS)
def test_evidence_is_sparql_about_one_ecosystem(notation: str) -> None:
    select = next(r.evidence for r in rules() if r.notation == notation)
    assert "$this" in select
    assert select.strip().startswith("SELECT DISTINCT ?item WHERE")
    list(pyoxigraph.Store().query(with_prefixes(select)))


# ---------------------------------------------------------------- thresholds


def test_thresholds_are_read_by_the_rule_and_nowhere_written_in_it() -> None:
    graph = preconditions()
    named: set[tuple[str, str]] = set()
    for iri, node in graph.subject_objects(eco("hasThreshold")):
        assert (node, RDF.type, eco("Threshold")) in graph
        value = graph.value(node, eco("thresholdValue"))
        assert isinstance(value, Literal)
        assert value.datatype == XSD.decimal
        assert graph.value(node, eco("thresholdUnit"))
        named.add((str(iri).rpartition("/")[2], str(graph.value(node, eco("thresholdName")))))
    read_by_rule = {
        (slug, name)
        for select in shapes().objects(None, SH.select)
        for slug, block in re.findall(r"pre:([\w-]+)((?:\s*;?\s*eco:hasThreshold \[[^\]]*\])+)", select)
        for name in re.findall(r'eco:thresholdName "(\w+)"', block)
    }
    assert read_by_rule == named


def test_a_threshold_that_changes_changes_the_level() -> None:
    from .conftest import conforms, infer, rule

    case = URIRef("https://w3id.org/ecograph/id/case/one")
    graph = Graph().parse(
        data="""@prefix eco: <https://w3id.org/ecograph/ns#> .
        @prefix case: <https://w3id.org/ecograph/id/case/> .
        case:one a eco:InnovationEcosystem .
        [] a eco:FocusChoice ; eco:partOfEcosystem case:one ; eco:hasTheme <urn:theme:1> .
        [] a eco:FocusChoice ; eco:partOfEcosystem case:one .""",
        format="turtle",
    )
    data = infer(graph)
    assert conforms(data, [case], rule("P02").sufficient)[case] == []
    node = data.value(rule("P02").iri, eco("hasThreshold"))
    changed = Graph() + data
    changed.set((node, eco("thresholdValue"), Literal("1.0", datatype=XSD.decimal)))
    (message,) = conforms(changed, [case], rule("P02").sufficient)[case]
    assert "2" in message


def test_files_parse_with_the_parser_of_the_product() -> None:
    from ecograph.engine.graph import read as parse

    for path in sorted(Path(PRECONDITIONS).rglob("*.ttl")):
        assert parse(path).triples
