"""The graph that the questions are asked of.

The law of this file: the levels come from a list made by hand (``levels.csv``), not from the engine, so a question's
expected rows do not move when the engine does.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from ecograph import assets
from ecograph.engine.graph import Graph, read
from ecograph.terms import (
    ECO,
    LEVEL,
    ONTOLOGY_GRAPH,
    PERSP,
    PREFIXES,
    PROV,
    RDF,
    SKOS,
    VOCABULARY_GRAPH,
    description_graph,
    part_graph,
)

HERE = Path(__file__).parent
XSD_DATE = NamedNode(PREFIXES["xsd"] + "date")


def folder(*names: str) -> Graph:
    """Return the triples of the Turtle files in folders of the ontology."""
    files = (f for name in names for f in sorted((assets.ontology() / name).glob("*.ttl")))
    return tuple(t for f in files for t in read(f).triples)


@pytest.fixture(scope="session")
def store() -> Store:
    """The ontology, all shipped descriptions, an invented one, and levels as hand-made reports."""
    if not (assets.ontology() / "preconditions").is_dir():
        pytest.skip("the questions need ontology/preconditions, which is not in this checkout")
    store = Store()

    def add(triples: Graph, graph: NamedNode) -> None:
        store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples)

    preconditions = folder("preconditions")
    add(folder("modules") + preconditions, ONTOLOGY_GRAPH)
    add(folder("vocabularies"), VOCABULARY_GRAPH)
    descriptions = {p.parts[-3:-1]: p for p in (assets.data() / "ecosystems").glob("*/*/description.ttl")}
    descriptions["example", "2020"] = HERE / "example" / "example.ttl"
    for (ecosystem, description), path in descriptions.items():
        add(read(path).triples, description_graph(ecosystem, description))
    named = {t.object.value: t.subject for t in preconditions if t.predicate == SKOS.notation}
    with (HERE / "levels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _report(store, *row["description"].split("/"), named[row["notation"]], row["level"])
    return store


@pytest.fixture(scope="session")
def closed_store(store: Store) -> Store:
    """The same with what follows from Emmen 2016 by OWL 2 RL, in its own graph."""
    from ecograph.engine.reasoning import infer

    closed = Store()
    closed.extend(store)
    emmen = description_graph("emmen-chemistry", "2016-kplusv")
    asserted = tuple(q.triple for q in store.quads_for_pattern(None, None, None, emmen))
    new = infer(asserted, folder("modules", "vocabularies", "preconditions")).triples
    assert len(new) > 50
    closed.extend(Quad(t.subject, t.predicate, t.object, part_graph(emmen, "inferred")) for t in new)
    return closed


def _report(store: Store, ecosystem: str, name: str, precondition: NamedNode, level: str) -> None:
    description = description_graph(ecosystem, name)
    graph = part_graph(description, "report")
    node = NamedNode(f"{graph.value}/{precondition.value.rpartition('/')[2]}")
    (date,) = store.quads_for_pattern(description, ECO.describedAsOf, None, description)
    for predicate, value in (
        (RDF.type, ECO.DerivedAssessment),
        (ECO.aboutEcosystem, NamedNode(description.value.rpartition("/")[0])),
        (ECO.onPrecondition, precondition),
        (ECO.level, getattr(LEVEL, level)),
        (ECO.perspective, PERSP.Computed),
        (ECO.validAt, Literal(date.object.value, datatype=XSD_DATE)),
        (PROV.wasDerivedFrom, description),
    ):
        store.add(Quad(node, predicate, value, graph))
