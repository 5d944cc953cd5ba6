"""The names that code speaks and the names that the ontology defines are the same names."""

from __future__ import annotations

import pytest
from rdflib import RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.namespace import XSD

from ecograph import assets
from ecograph.terms import ECO, LEVEL, PERSP, PREFIXES, Namespace


@pytest.fixture(scope="module")
def declared() -> Graph:
    return Graph().parse(assets.queries() / "prefixes.ttl", format="turtle")


def test_prefixes_say_the_same_in_rdf_and_in_code(declared: Graph):
    declarations = list(declared.objects(URIRef(PREFIXES["ecosh"] + "prefixes"), SH.declare))
    table = {str(declared.value(d, SH.prefix)): declared.value(d, SH.namespace) for d in declarations}
    assert table == {p: Literal(n, datatype=XSD.anyURI) for p, n in PREFIXES.items()}
    assert len(declarations) == len(table)


def test_prefixes_are_declared_once(declared: Graph):
    assert set(declared.subjects(SH.declare)) == {URIRef(PREFIXES["ecosh"] + "prefixes")}


@pytest.mark.parametrize(
    ("namespace", "defines"), [(ECO, RDFS.isDefinedBy), (LEVEL, SKOS.inScheme), (PERSP, SKOS.inScheme)]
)
def test_every_name_in_the_code_is_defined(namespace: Namespace, defines: URIRef, modules: Graph, vocabularies: Graph):
    known = {str(s) for s in (modules + vocabularies).subjects(defines)}
    assert {namespace.base + name for name in namespace.names} <= known


@pytest.mark.parametrize("namespace", [LEVEL, PERSP])
def test_code_knows_every_concept_of_its_schemes(namespace: Namespace, vocabularies: Graph):
    concepts = {str(c) for c in vocabularies.subjects(SKOS.inScheme, URIRef(namespace.base[:-1]))}
    assert concepts == {namespace.base + name for name in namespace.names}


def test_a_prefix_of_a_scheme_leads_to_a_scheme(vocabularies: Graph):
    schemes = {str(s) + "/" for s in vocabularies.subjects(RDF.type, SKOS.ConceptScheme)}
    assert schemes == {n for n in PREFIXES.values() if "/ecograph/vocab/" in n}
