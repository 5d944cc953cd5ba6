"""A store that is asked gives the report that its dumped data gives."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Quad, RdfFormat, Store, serialize

from ecograph.cli import main
from ecograph.engine.graph import Graph, read
from ecograph.engine.remote import RemoteStore
from ecograph.engine.validation import Report, compile_shapes, validate
from ecograph.engine.validation.in_store import Select, select_at, validate_embedded, validate_store
from ecograph.errors import StoreError
from tests.servers import engines


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


@pytest.mark.slow
def test_virtuoso_gives_the_same_report(bench: Path, generated: Callable[[int], Graph], tmp_path: Path) -> None:
    content = serialize(generated(2), format=RdfFormat.N_TRIPLES)
    assert content is not None
    store = Store()
    store.bulk_load(content, RdfFormat.N_TRIPLES)
    with engines.virtuoso(tmp_path) as settings:
        engine = RemoteStore.from_settings(settings)
        engine.put_graph("urn:x:g", content)
        for file in ("core.ttl", "sparql.ttl"):
            shapes = compile_shapes(read(bench / file).triples)
            found = without_names(validate_store(select_at(engine, ["urn:x:g"]), shapes))
            assert found == without_names(validate_embedded(store, shapes))
            assert sum(found.values()) > 20


@pytest.mark.slow
def test_an_oxigraph_server_gives_the_same_report(
    bench: Path, generated: Callable[[int], Graph], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = serialize(generated(2), format=RdfFormat.N_TRIPLES)
    assert content is not None
    store = Store()
    store.bulk_load(content, RdfFormat.N_TRIPLES)
    with engines.oxigraph(tmp_path) as settings:
        engine = RemoteStore.from_settings(settings)
        engine.put_graph("urn:x:g", content)
        for file in ("core.ttl", "sparql.ttl"):
            expected = without_names(validate_embedded(store, compile_shapes(read(bench / file).triples)))
            found = validate_store(select_at(engine, ["urn:x:g"]), compile_shapes(read(bench / file).triples))
            assert without_names(found) == expected
            words = ["--endpoint", settings.store, "--graph", "urn:x:g", "--format", "json", "--quiet"]
            with pytest.raises(SystemExit) as left:
                main(["validate", *words, "--shapes", str(bench / file)])
            assert left.value.code == 1
            assert len(json.loads(capsys.readouterr().out)["results"]) == sum(expected.values()) > 20


def test_an_answer_that_was_cut_off_is_no_report(generated: Callable[[int], Graph], bench: Path) -> None:
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in generated(60))
    whole = selecting(store)

    def cut(text: str) -> list[dict[str, object]]:
        return whole(text)[:1000]

    with pytest.raises(StoreError, match="ResultSetMaxRows"):
        validate_store(cut, compile_shapes(read(bench / "core.ttl").triples))


def without_names(report: Report) -> Counter[tuple[str, ...]]:
    """Results as multisets; each engine names blank nodes in its own way."""

    def name(term: object) -> str:
        return "_" if isinstance(term, BlankNode) else str(term)

    return Counter((r.root_shape, name(r.focus), r.path, name(r.value), r.component) for r in report.results)
