"""What these tests share: the benchmark's generator and shapes."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from ecograph.engine.graph import Graph, read_bytes

BENCH = Path(__file__).resolve().parents[2] / "benchmarks" / "engine"


@pytest.fixture(scope="session")
def bench() -> Path:
    """The folder with the benchmark's shapes."""
    return BENCH


@pytest.fixture(scope="session")
def generated() -> Callable[[int], Graph]:
    """The benchmark's data: a number of regions."""
    spec = importlib.util.spec_from_file_location("generate", BENCH.parent / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def make(regions: int) -> Graph:
        return read_bytes("\n".join(module.lines(regions)).encode(), RdfFormat.N_TRIPLES).triples

    return make
