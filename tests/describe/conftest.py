"""What the tests of descriptions share."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, Triple

ROOT = Path(__file__).resolve().parents[2]
BROKEN = ROOT / "tests" / "broken"


@pytest.fixture
def broken() -> Path:
    """Return the folder with the broken descriptions and their table."""
    return BROKEN


@pytest.fixture
def shared() -> Path:
    """Return the study folder beside the checkout, with the real data; skip where it is not there."""
    folder = Path(os.environ.get("ECOGRAPH_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("needs the folder 'shared' beside the checkout (or ECOGRAPH_SHARED)")
    return folder


ECOSYSTEMS = sorted((ROOT / "data" / "ecosystems").glob("*/*/description.ttl"))


def same_graph(one: Iterable[Triple], other: Iterable[Triple]) -> bool:
    """Return whether two graphs are isomorphic (RDF Dataset Canonicalization)."""
    graphs = []
    for triples in (one, other):
        graph = Dataset(Quad(*t) for t in triples)
        graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        graphs.append(graph)
    return bool(graphs[0] == graphs[1])
