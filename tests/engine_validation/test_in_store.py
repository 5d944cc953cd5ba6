"""A store that is asked gives the report that its dumped data gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, Store

from ecograph.engine.graph import Graph, read
from ecograph.engine.validation import Report, compile_shapes, validate
from ecograph.engine.validation.in_store import Select, validate_store


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


@pytest.mark.parametrize("shapes", ["core.ttl", "sparql.ttl"])
def test_same_report(shapes: str, bench: Path, generated: Callable[[int], Graph]) -> None:
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in generated(3))
    held = tuple(q.triple for q in store.quads_for_pattern(None, None, None, DefaultGraph()))
    compiled = compile_shapes(read(bench / shapes).triples)
    expected = seen(validate(held, compiled))
    assert sum(expected.values()) > 20
    assert seen(validate_store(selecting(store), compiled)) == expected
