"""Columns conclude what sets conclude: random ontologies over random facts, and the benchmark's regions."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from pyoxigraph import RdfFormat, Store, parse, serialize

from ecograph.engine import bulk
from ecograph.engine.graph import read, read_bytes
from ecograph.engine.reasoning import compile_ontology, infer
from ecograph.engine.reasoning.columns import AxiomsInside, infer_columns, infer_store

HERE = Path(__file__).resolve().parent
BENCH = HERE.parents[1] / "benchmarks"


def module(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


judge = module(HERE / "test_against_owlrl.py")


@settings(max_examples=judge.CASES * 6, deadline=None, suppress_health_check=list(HealthCheck))
@given(judge.ontologies, judge.descriptions)
def test_columns_conclude_what_sets_conclude(ontology: list[str], description: list[str]) -> None:
    rules, data = compile_ontology(judge.graph(ontology)), judge.graph(description)
    columns = bulk.read([serialize(data, format=RdfFormat.N_TRIPLES) or b""])
    assert columns is not None
    try:
        found = infer_columns(columns, rules)
    except AxiomsInside:
        return
    expected = infer(data, rules)
    assert {str(t) for t in found.triples()} == {str(t) for t in expected.triples}
    assert found.contradictions() == expected.contradictions


def test_regions_from_a_store_and_back() -> None:
    generate = module(BENCH / "generate.py")
    content = "\n".join(generate.lines(3)).encode()
    rules = compile_ontology(read(BENCH / "engine" / "ontology.ttl").triples)
    store = Store()
    store.bulk_extend(parse(content, RdfFormat.N_TRIPLES))
    before = len(store)
    found = infer_store(store, rules)
    expected = infer(read_bytes(content, RdfFormat.N_TRIPLES).triples, rules)
    assert len(found) == len(expected.triples) > 500
    store.bulk_extend(found.quads())
    assert len(store) == before + len(found)


def test_axioms_in_the_data_are_left_to_sets() -> None:
    data = b"<urn:a> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <urn:b> .\n"
    columns = bulk.read([data])
    assert columns is not None
    with pytest.raises(AxiomsInside):
        infer_columns(columns, compile_ontology(()))
