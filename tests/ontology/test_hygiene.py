"""The ontology is complete, bilingual and speaks only of its own terms; ontology/hygiene.ttl says so in SHACL."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.namespace import VANN
from rdflib.term import Node

from ecograph import assets
from ecograph.engine.graph import read
from ecograph.hygiene import foreign
from ecograph.terms import ECO as ECO_TERMS
from ecograph.terms import PREFIXES

ECO = PREFIXES["eco"]
EARL = "http://www.w3.org/ns/earl#"
SITE = "https://w3id.org/ecograph/"
ONTOLOGY = URIRef("https://w3id.org/ecograph/ns")
#: Folders of Turtle files that state something about our terms.
STATED = ("modules", "vocabularies", "alignments", "shapes")


def files(*folders: str) -> list[pytest.param]:
    found = [f for folder in folders for f in sorted((assets.ontology() / folder).glob("*.ttl"))]
    assert found
    return [pytest.param(f, id=f"{f.parent.name}/{f.stem}") for f in found]


def terms(modules: Graph) -> list[URIRef]:
    return sorted(s for s in set(modules.subjects()) if isinstance(s, URIRef) and s.startswith(ECO))


@pytest.fixture(scope="session")
def hygiene() -> Graph:
    graph = Graph().parse(assets.ontology() / "hygiene.ttl", format="turtle")
    return graph.parse(assets.queries() / "prefixes.ttl", format="turtle")


@pytest.fixture(scope="session")
def everything(modules: Graph, vocabularies: Graph) -> Graph:
    return modules + vocabularies


def complaints(data: Graph, hygiene: Graph) -> set[tuple[str, str]]:
    """Return the shape and focus of each result of ontology/hygiene.ttl."""
    _, report, _ = pyshacl.validate(data, shacl_graph=Graph() + hygiene)
    found = set()
    for result in report.objects(None, SH.result):
        source = report.value(result, SH.sourceShape)
        root = source if isinstance(source, URIRef) else hygiene.value(None, SH.property, source)
        found.add((str(root).removeprefix(PREFIXES["ecosh"]), str(report.value(result, SH.focusNode))))
    return found


def test_the_ontology_is_clean(everything: Graph, hygiene: Graph):
    assert complaints(everything, hygiene) == set()


SPOILT = {
    "TermHygiene": "eco:Thing a owl:Class .",
    "ClassName": "eco:thing a owl:Class .",
    "PropertyName": "eco:ThingOf a owl:ObjectProperty .",
    "OneDomainAndRange": "eco:payer rdfs:range eco:Region .",
    "DefinedTerm": "eco:Claim rdfs:subClassOf eco:Statment .",
    "ConceptHygiene": "level:Splendid a skos:Concept .",
    "SchemeHygiene": "<https://w3id.org/ecograph/vocab/empty> a skos:ConceptScheme .",
    "SubclassCircle": "eco:Actor rdfs:subClassOf eco:OrganisationActor .",
    "InverseOfItself": "eco:payer owl:inverseOf eco:payer .",
    "OneNamePerTerm": 'eco:Claim rdfs:label "payer"@en . eco:payer rdfs:label "payer"@en .',
}


def test_hygiene_finds_what_is_spoilt(everything: Graph, hygiene: Graph):
    """Everything is spoilt at once: one validation takes seconds."""
    header = "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items())
    data = Graph() + everything
    data.parse(data=header + "\n".join(SPOILT.values()), format="turtle")
    assert {name for name, _ in complaints(data, hygiene)} == set(SPOILT)


def test_every_hygiene_shape_is_tried(hygiene: Graph):
    assert {str(s).removeprefix(PREFIXES["ecosh"]) for s in hygiene.subjects(RDF.type, SH.NodeShape)} == set(SPOILT)


@pytest.mark.parametrize("file", files("modules", "alignments"))
def test_no_file_states_anything_about_a_foreign_term(file: Path):
    subjects = {s for s in Graph().parse(file, format="turtle").subjects() if isinstance(s, URIRef)}
    assert [s for s in subjects if not s.startswith(SITE)] == []


@pytest.mark.parametrize("file", files(*STATED))
def test_every_foreign_term_exists(file: Path):
    """A term that no vocabulary defines is a typing error or an invention."""
    assert list(foreign.unknown(read(file).triples, strict=True)) == []


def test_the_list_of_foreign_names_holds_what_we_use_and_no_more():
    """ontology/imports/terms.tsv: of vocabularies that rdflib does not know, with where each name was read."""
    graph = tuple(
        t for folder in STATED for f in sorted((assets.ontology() / folder).glob("*.ttl")) for t in read(f).triples
    )
    used = {term for term, _ in foreign.used(graph)}
    listed = {base + name for base, names in foreign.listed().items() for name in names}
    assert listed - used - {f"{EARL}cantTell"} == set()
    assert {base for base in foreign.listed() if base.startswith("http")} == set(foreign.listed())


def test_imports_declare_what_we_borrow(everything: Graph):
    """An OWL tool wants every borrowed term declared; nothing else stands in that file."""
    declared = Graph().parse(assets.ontology() / "imports" / "declarations.ttl", format="turtle")
    assert set(declared.predicates()) == {RDF.type}
    known = set(declared.subjects())
    owl = (str(OWL), str(RDF), str(RDFS), str(SH), SITE)
    stated = everything + Graph()
    for file in (assets.ontology() / "alignments").glob("*.ttl"):
        stated.parse(file, format="turtle")
    classes = {RDFS.subClassOf, RDFS.domain, RDFS.range, RDF.type}
    borrowed: set[Node] = set()
    for _, predicate, value in stated:
        borrowed.add(predicate)
        if predicate in classes or predicate == RDFS.subPropertyOf:
            borrowed.add(value)
    needed = {
        t
        for t in borrowed
        if isinstance(t, URIRef) and not str(t).startswith((*owl, "http://www.w3.org/2001/XMLSchema#"))
    }
    assert needed | {SH.NodeShape} == known


def test_header(modules: Graph):
    required = (
        OWL.versionIRI, OWL.versionInfo, VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri, DCTERMS.license,
        DCTERMS.creator, DCTERMS.created, DCTERMS.modified, DCTERMS.bibliographicCitation,
        URIRef("http://purl.org/ontology/bibo/status"),
    )  # fmt: skip
    for prop in required:
        assert len(list(modules.objects(ONTOLOGY, prop))) == 1, prop
    assert modules.value(ONTOLOGY, VANN.preferredNamespaceUri) == Literal(ECO)
    assert str(modules.value(ONTOLOGY, OWL.versionIRI)).endswith("/" + str(modules.value(ONTOLOGY, OWL.versionInfo)))
    for prop in (DCTERMS.title, DCTERMS.abstract):
        assert {text.language for text in modules.objects(ONTOLOGY, prop)} == {"nl", "en"}


def test_the_three_texts_of_a_term_differ(modules: Graph):
    """A comment that repeats the definition, or a definition that repeats the name, helps nobody."""
    for term in terms(modules):
        for language in ("nl", "en"):
            texts = [
                str(text)
                for prop in (RDFS.label, SKOS.definition, RDFS.comment)
                for text in modules.objects(term, prop)
                if text.language == language
            ]
            assert len(texts) == len(set(texts)) == 3, term
            for sentence in texts[1:]:
                assert re.fullmatch(r"[A-Z].*[.?]", sentence), sentence


def test_every_term_is_used(modules: Graph, shapes: Graph):
    """In an axiom about another term, a shape, an example, a precondition, a query, the data, or in the code."""
    texts = [str(q) for q in shapes.objects(None, SH.select)]
    texts.append((Path(__file__).parent / "test_axioms.py").read_text())
    for root in (assets.ontology() / "examples", assets.ontology() / "preconditions", assets.queries(), assets.data()):
        texts += [f.read_text() for f in root.rglob("*") if f.suffix in {".ttl", ".rq", ".csv", ".yaml"}]
    spelled = {name for text in texts for name in re.findall(r"\beco:(\w+)", text)} | ECO_TERMS.names
    mentioned = {str(o).removeprefix(ECO) for s, p, o in modules + shapes if s != o and p != RDFS.isDefinedBy}
    names = {str(t).removeprefix(ECO) for t in terms(modules)}
    assert names - spelled - mentioned == set()


def test_concepts_have_the_iri_of_their_scheme(vocabularies: Graph):
    for concept, scheme in vocabularies.subject_objects(SKOS.inScheme):
        assert re.fullmatch(re.escape(str(scheme)) + "/[A-Z][A-Za-z]*", str(concept))
        assert str(scheme) + "/" in PREFIXES.values()


def test_every_scheme_has_a_file_and_a_prefix(vocabularies: Graph):
    schemes = {str(s).rsplit("/", 1)[1] for s in vocabularies.subjects(RDF.type, SKOS.ConceptScheme)}
    assert schemes == {f.stem for f in (assets.ontology() / "vocabularies").glob("*.ttl")}
    assert schemes == {n.rsplit("/", 2)[1] for n in PREFIXES.values() if n.startswith(SITE + "vocab/")}


def test_notations_count_from_one(vocabularies: Graph):
    for scheme in vocabularies.subjects(RDF.type, SKOS.ConceptScheme):
        found = sorted(
            int(n) for c in vocabularies.subjects(SKOS.inScheme, scheme) for n in vocabularies.objects(c, SKOS.notation)
        )
        assert found == list(range(1, len(found) + 1))
    level = PREFIXES["level"]
    order = sorted(
        vocabularies.subjects(SKOS.inScheme, URIRef(level[:-1])),
        key=lambda c: int(str(vocabularies.value(c, SKOS.notation))),
    )
    assert [str(c).removeprefix(level) for c in order] == [
        "Sufficient",
        "Partial",
        "Absent",
        "NotDescribed",
        "NotApplicable",
    ]


def test_no_blank_node_is_a_term(modules: Graph):
    """Every class and property that is not a nameless expression has an IRI of ours."""
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        assert not [s for s in modules.subjects(RDF.type, kind) if isinstance(s, BNode)]
