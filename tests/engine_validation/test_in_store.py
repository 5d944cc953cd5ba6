"""A store that is asked gives the report that its dumped data gives."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

from ecograph.engine.graph import Graph, read, read_bytes
from ecograph.engine.validation import Report, compile_shapes, validate
from ecograph.engine.validation.in_store import Select, validate_store

BENCH = Path(__file__).resolve().parents[2] / "benchmarks"


def generated(regions: int) -> Graph:
    spec = importlib.util.spec_from_file_location("generate", BENCH / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return read_bytes("\n".join(module.lines(regions)).encode(), RdfFormat.N_TRIPLES).triples


def selecting(store: Store) -> Select:
    def select(text: str):  # type: ignore[no-untyped-def]
        solutions = store.query(text)
        names = [v.value for v in solutions.variables]  # type: ignore[union-attr]
        return [{name: solution[name] for name in names} for solution in solutions]  # type: ignore[union-attr]

    return select


def seen(report: Report) -> Counter[tuple[str, ...]]:
    return Counter(
        (r.root_shape, str(r.focus), r.path, str(r.value), str(r.source_shape), r.component) for r in report.results
    )


@pytest.mark.parametrize("shapes", ["shapes.ttl", "sparql-shapes.ttl"])
def test_same_report(shapes: str) -> None:
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in generated(3))
    held = tuple(q.triple for q in store.quads_for_pattern(None, None, None, DefaultGraph()))
    compiled = compile_shapes(read(BENCH / shapes).triples)
    expected = seen(validate(held, compiled))
    assert sum(expected.values()) > 20
    assert seen(validate_store(selecting(store), compiled)) == expected
