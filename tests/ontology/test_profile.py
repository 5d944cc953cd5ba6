"""The ontology lies in the profile OWL 2 RL (https://www.w3.org/TR/owl2-profiles/#OWL_2_RL).

A syntactic checker: which class expression stands where (tables 1 to 3 of §4.2), which axioms and datatypes occur, and
the global restrictions of OWL 2 DL that the profile keeps (simple roles, regular chains; OWL 2 §11.2).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ecograph import assets

OF_XSD = """
    decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int short byte
    unsignedLong unsignedInt unsignedShort unsignedByte float double string normalizedString token language Name NCName
    NMTOKEN boolean hexBinary base64Binary anyURI dateTime dateTimeStamp
"""
DATATYPES = {RDFS.Literal, RDF.PlainLiteral, RDF.XMLLiteral} | {XSD[name] for name in OF_XSD.split()}
BANNED_AXIOMS = (OWL.disjointUnionOf, OWL.hasSelf, OWL.onDatatype, OWL.datatypeComplementOf)
#: What each position allows beyond a named class: constructor → the position of its parts (None: nothing to check).
POSITIONS: dict[str, dict[URIRef, str | None]] = {
    "sub": {
        OWL.intersectionOf: "sub", OWL.unionOf: "sub", OWL.oneOf: None, OWL.someValuesFrom: "sub or thing",
        OWL.hasValue: None,
    },
    "super": {
        OWL.intersectionOf: "super", OWL.complementOf: "sub", OWL.allValuesFrom: "super", OWL.hasValue: None,
        OWL.maxCardinality: None, OWL.maxQualifiedCardinality: None,
    },
    "equivalent": {OWL.intersectionOf: "equivalent", OWL.hasValue: None},
}  # fmt: skip
#: Which position the subject and the object of an axiom take.
AXIOMS = (
    (RDFS.subClassOf, "sub", "super"),
    (OWL.equivalentClass, "equivalent", "equivalent"),
    (OWL.disjointWith, "sub", "sub"),
    (RDFS.domain, None, "super"),
    (RDFS.range, None, "super"),
)
SIMPLE_ONLY = (
    OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty,
)  # fmt: skip


def class_faults(graph: Graph, node: Node, position: str) -> Iterator[str]:
    """Yield why a class expression may not stand in a position."""
    if isinstance(node, URIRef):
        if node in DATATYPES or position == "sub or thing":
            return
        if node == OWL.Thing or node.startswith(str(XSD)) or node == RDF.langString:
            yield f"{node} as {position} class"
        return
    allowed = POSITIONS[position.split()[0]]
    constructors = [p for p in graph.predicates(node) if p in {q for table in POSITIONS.values() for q in table}]
    unknown = [
        p for p in graph.predicates(node) if p in (OWL.minCardinality, OWL.cardinality, OWL.minQualifiedCardinality)
    ]
    if unknown or not constructors:
        yield f"{unknown or 'nothing known'} in {position} position"
    for constructor in constructors:
        if constructor not in allowed:
            yield f"{constructor} in {position} position"
            continue
        value = graph.value(node, constructor)
        assert value is not None
        if constructor in (OWL.maxCardinality, OWL.maxQualifiedCardinality) and int(str(value)) > 1:
            yield f"{constructor} {value}"
        inner = allowed[constructor]
        if inner is not None:
            parts = [value]
            if constructor in (OWL.intersectionOf, OWL.unionOf):
                parts = list(Collection(graph, value))
            for part in parts:
                yield from class_faults(graph, part, inner)


def non_simple(graph: Graph) -> set[Node]:
    """Return the properties that are transitive, have a chain, or lie above or opposite such a property."""
    found = set(graph.subjects(RDF.type, OWL.TransitiveProperty)) | set(graph.subjects(OWL.propertyChainAxiom))
    while True:
        more = {o for p in found for o in graph.objects(p, RDFS.subPropertyOf)}
        more |= {o for p in found for o in (*graph.objects(p, OWL.inverseOf), *graph.subjects(OWL.inverseOf, p))}
        if more <= found:
            return found
        found |= more


def irregular(graph: Graph) -> Iterator[str]:
    """Yield the properties whose chains go round: p needs q needs p (OWL 2 §11.2, restriction on the hierarchy)."""
    needs: dict[Node, set[Node]] = {}
    for prop, chain in graph.subject_objects(OWL.propertyChainAxiom):
        parts = list(Collection(graph, chain))
        # p may be first or last of its own chain, as in partOf ∘ p → p
        inner = set(parts) - ({prop} if prop in (parts[0], parts[-1]) and parts.count(prop) == 1 else set())
        needs.setdefault(prop, set()).update(inner)
    for sub, above in graph.subject_objects(RDFS.subPropertyOf):
        needs.setdefault(above, set()).add(sub)
    for one, other in graph.subject_objects(OWL.inverseOf):
        if one in needs or other in needs:
            needs.setdefault(one, set()).update(needs.get(other, set()))
            needs.setdefault(other, set()).update(needs.get(one, set()))
    for start in list(needs):
        seen, todo = set(), list(needs[start])
        while todo:
            prop = todo.pop()
            if prop not in seen:
                seen.add(prop)
                todo += needs.get(prop, ())
        if start in seen:
            yield f"{start} depends on itself"


def faults(graph: Graph) -> list[str]:
    """Return every way in which a graph of axioms leaves the profile; an empty list means that it does not."""
    found = [f"{axiom} occurs" for axiom in BANNED_AXIOMS if (None, axiom, None) in graph]
    found += [f"{s} is reflexive" for s in graph.subjects(RDF.type, OWL.ReflexiveProperty)]
    for axiom, subject_position, object_position in AXIOMS:
        for subject, value in graph.subject_objects(axiom):
            if subject_position:
                found += class_faults(graph, subject, subject_position)
            if axiom == RDFS.range and (subject, RDF.type, OWL.DatatypeProperty) in graph:
                found += [] if value in DATATYPES else [f"range {value}"]
            else:
                found += class_faults(graph, value, object_position)
    for node in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for member in Collection(graph, graph.value(node, OWL.members)):
            found += class_faults(graph, member, "sub")
    for kind in SIMPLE_ONLY:
        found += [f"{p} is {kind} but not simple" for p in set(graph.subjects(RDF.type, kind)) & non_simple(graph)]
    return found + list(irregular(graph))


def test_the_ontology_is_in_the_profile(modules: Graph):
    assert faults(modules) == []


def test_the_alignments_are_in_the_profile(modules: Graph):
    graph = Graph() + modules
    for file in (assets.ontology() / "alignments").glob("*.ttl"):
        graph.parse(file, format="turtle")
    assert faults(graph) == []


OUTSIDE = {
    "union in a range": "e:p rdfs:range [ owl:unionOf ( e:A e:B ) ] .",
    "union above": "e:A rdfs:subClassOf [ owl:unionOf ( e:B e:C ) ] .",
    "some above": "e:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty e:p ; owl:someValuesFrom e:B ] .",
    "minimum above": "e:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty e:p ; owl:minCardinality 1 ] .",
    "maximum of two": "e:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty e:p ; owl:maxCardinality 2 ] .",
    "enumeration above": "e:A rdfs:subClassOf [ owl:oneOf ( e:a e:b ) ] .",
    "enumeration as equivalent": "e:A owl:equivalentClass [ owl:oneOf ( e:a e:b ) ] .",
    "some in an equivalent": "e:A owl:equivalentClass [ owl:intersectionOf ( e:B [ owl:someValuesFrom e:C ] ) ] .",
    "all below": "[ owl:onProperty e:p ; owl:allValuesFrom e:B ] rdfs:subClassOf e:A .",
    "thing above": "e:A rdfs:subClassOf owl:Thing .",
    "reflexive": "e:p a owl:ReflexiveProperty .",
    "disjoint union": "e:A owl:disjointUnionOf ( e:B e:C ) .",
    "a datatype that the profile lacks": "e:p a owl:DatatypeProperty ; rdfs:range xsd:date .",
    "irreflexive and transitive": "e:p a owl:TransitiveProperty , owl:IrreflexiveProperty .",
    "asymmetric with a chain": "e:p a owl:AsymmetricProperty ; owl:propertyChainAxiom ( e:r e:s ) .",
    "asymmetric above": "e:p a owl:TransitiveProperty ; rdfs:subPropertyOf e:q . e:q a owl:AsymmetricProperty .",
    "chains that go round": "e:p owl:propertyChainAxiom ( e:q e:r ) . e:q owl:propertyChainAxiom ( e:p e:s ) .",
}  # fmt: skip
INSIDE = {
    "value in an equivalent": "e:A owl:equivalentClass [ owl:intersectionOf ( e:B [ owl:hasValue e:c ] ) ] .",
    "union below": "[ owl:unionOf ( e:B e:C ) ] rdfs:subClassOf e:A .",
    "all above": "e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:allValuesFrom e:B ] .",
    "maximum of one": "e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:maxCardinality 1 ] .",
    "chain ending in itself": "e:p owl:propertyChainAxiom ( e:q e:p ) .",
    "symmetric and irreflexive": "e:p a owl:SymmetricProperty , owl:IrreflexiveProperty .",
    "key": "e:A owl:hasKey ( e:p e:q ) .",
}
HEADER = "".join(
    f"@prefix {p}: <{n}> .\n" for p, n in (("e", "https://example.org/"), ("owl", OWL), ("rdfs", RDFS), ("xsd", XSD))
)


@pytest.mark.parametrize("axiom", [pytest.param(text, id=name) for name, text in OUTSIDE.items()])
def test_the_checker_sees_what_lies_outside(axiom: str):
    assert faults(Graph().parse(data=HEADER + axiom, format="turtle"))


@pytest.mark.parametrize("axiom", [pytest.param(text, id=name) for name, text in INSIDE.items()])
def test_the_checker_lets_pass_what_lies_inside(axiom: str):
    assert faults(Graph().parse(data=HEADER + axiom, format="turtle")) == []


def test_the_number_of_axioms_is_the_one_that_the_readme_tells(modules: Graph):
    """Triples without annotations: what a reasoner has to look at."""
    told = f"{len(axioms(modules))} triples without annotations"
    assert told in (assets.ontology() / "README.md").read_text()


def axioms(graph: Graph) -> set[tuple[Node, Node, Node]]:
    """Return the triples that are no annotation and do not belong to the header of the ontology."""
    annotations = {RDFS.label, RDFS.comment, RDFS.isDefinedBy, SKOS.definition, SKOS.scopeNote, DCTERMS.source}
    header = set(graph.subjects(RDF.type, OWL.Ontology))
    return {t for t in graph if t[1] not in annotations and t[0] not in header}
