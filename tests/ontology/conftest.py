"""The ontology as rdflib graphs, read once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, RDFS, SKOS, Graph

from ecograph import assets

ANNOTATIONS = (RDFS.label, RDFS.comment, SKOS.definition, SKOS.prefLabel, SKOS.scopeNote, DCTERMS.source)


def read(*files: Path) -> Graph:
    """Return the triples of some Turtle files in one graph."""
    graph = Graph()
    for file in files:
        graph.parse(file, format="turtle")
    return graph


def folder(name: str) -> Graph:
    """Return the triples of the Turtle files of one folder of the ontology."""
    return read(*sorted((assets.ontology() / name).glob("*.ttl")))


@pytest.fixture(scope="session")
def modules() -> Graph:
    return folder("modules")


@pytest.fixture(scope="session")
def vocabularies() -> Graph:
    return folder("vocabularies")


@pytest.fixture(scope="session")
def shapes() -> Graph:
    return folder("shapes") + read(assets.queries() / "prefixes.ttl")


@pytest.fixture(scope="session")
def bare(modules: Graph, vocabularies: Graph) -> Graph:
    """Modules and vocabularies without annotations, which say nothing to a rule but cost it time."""
    graph = Graph()
    graph += (t for t in modules + vocabularies if t[1] not in ANNOTATIONS)
    return graph
