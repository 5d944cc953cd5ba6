"""Further judges beside pyshacl, where they are installed (dependency group ``bench``): pyshacl-turbo and shacl.

Each has faults of its own, so one of them may differ from us at a time, and never two in the same way. What is compared
is which shape finds what about which node: multisets of root, focus node and component.

ECOGRAPH_SHACL_CASES says how many; 60 in CI.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecograph.engine.graph import Graph
from ecograph.engine.validation import compile_shapes, validate
from ecograph.errors import ShapesProblem
from tests.engine_validation import test_against_pyshacl as cases

turbo = pytest.importorskip("pyshacl_turbo", reason="pyshacl-turbo is not installed (dependency group bench)")
native = pytest.importorskip("shacl", reason="shacl is not installed (dependency group bench)")

CASES = int(os.environ.get("ECOGRAPH_SHACL_CASES", "60"))
Found = Counter[tuple[str, str]]


def key(focus: str, component: str) -> tuple[str, str]:
    return ("_" if not focus.startswith(("<", '"')) else focus, component.rpartition("#")[2])


def ours(data: Graph, shapes: Graph) -> Found:
    return Counter(key(str(r.focus), r.component) for r in validate(data, compile_shapes(shapes)).results)


def by_pyshacl(data: Graph, shapes: Graph) -> Found:
    return Counter(key(str(r.focus), r.component) for r in validate(data, shapes, engine="reference").results)


def by_turbo(data: str, shapes: str) -> Found:
    from rdflib.namespace import SH

    _, report, _ = turbo.validate(data, shacl_graph=shapes, data_graph_format="turtle", shacl_graph_format="turtle")
    pairs = ((report.value(r, SH.focusNode), report.value(r, SH.sourceConstraintComponent)) for r in results(report))
    return Counter(key(focus.n3(), str(component)) for focus, component in pairs)


def results(report):  # type: ignore[no-untyped-def]
    from rdflib.namespace import SH

    return {o for s, o in report.subject_objects(SH.result)}


def by_native(data: str, shapes: str) -> Found:
    report = native.Shapes.from_turtle(shapes).validate_turtle(data)
    return Counter(key(r.focus_node, r.component_iri) for r in report.results)


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(cases.fact, min_size=3, max_size=14), st.lists(cases.root, min_size=1, max_size=2))
def test_no_two_judges_say_the_same_against_us(data: list[str], shapes: list[str]) -> None:
    if cases.decided_by_no_order(data, shapes):
        return
    named = [f":S{n} {text}" for n, text in enumerate(shapes)]
    texts = cases.PREFIXES + "\n".join(data), cases.PREFIXES + "\n".join(named)
    graphs = cases.graph(data), cases.graph(named)
    try:
        mine = ours(*graphs)
    except ShapesProblem:
        return
    said: list[Found] = []
    for judge, given_ in ((by_pyshacl, graphs), (by_turbo, texts), (by_native, texts)):
        try:
            said.append(judge(*given_))  # type: ignore[operator]
        except Exception:  # noqa: BLE001  # it refuses what we judge, each in its own way
            continue
    against = [found for found in said if found != mine]
    assert all(a != b for n, a in enumerate(against) for b in against[n + 1 :])
