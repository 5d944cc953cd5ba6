"""The W3C SHACL suite: all 98 Core and 22 SPARQL cases, with the fast engine alone."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from ecograph.engine.validation import validate
from ecograph.errors import ShapesProblem

_spec = importlib.util.spec_from_file_location("w3c", Path(__file__).with_name("w3c.py"))
assert _spec is not None
assert _spec.loader is not None
w3c = importlib.util.module_from_spec(_spec)
__import__("sys").modules["w3c"] = w3c
_spec.loader.exec_module(w3c)

SHARED = Path(os.environ.get("ECOGRAPH_SHARED") or Path(__file__).resolve().parents[3] / "shared")
ROOT = SHARED / "w3c" / "shacl"
CASES = {case.name: case for case in w3c.cases(ROOT)} if (ROOT / "manifest.ttl").is_file() else {}
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES, reason=f"the W3C SHACL suite is not at {ROOT}; set ECOGRAPH_SHARED"),
]
#: pyshacl 0.40.1 with its copies of the shapes graph and without rdflib's own prefixes.
REFERENCE_FAILS = {"sparql/node/prefixes-001", "sparql/pre-binding/shapesGraph-001"}


def test_the_suite_is_whole() -> None:
    assert sum(name.startswith("core/") for name in CASES) == 98
    assert sum(name.startswith("sparql/") for name in CASES) == 22


@pytest.mark.parametrize("name", sorted(CASES))
def test_fast(name: str) -> None:
    _judge(name, "auto")


@pytest.mark.parametrize("name", sorted(CASES))
def test_reference(name: str) -> None:
    if name in REFERENCE_FAILS:
        with pytest.raises(ShapesProblem):
            _judge(name, "reference")
        return
    _judge(name, "reference")


def _judge(name: str, engine: str) -> None:
    case = CASES[name]
    if case.expected is None:
        with pytest.raises(ShapesProblem):
            validate(case.data, case.shapes, engine=engine)  # type: ignore[arg-type]
        return
    report = validate(case.data, case.shapes, engine=engine)  # type: ignore[arg-type]
    assert w3c.found(report) == case.expected
    assert report.conforms == case.conforms
