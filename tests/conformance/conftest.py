"""The W3C suites as data, and a service on loopback: empty, writable, without a token."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecograph.settings import Settings
from tests.api.conftest import Service, running


def suite() -> Path:
    root = Path(os.environ.get("ECOGRAPH_SHARED", Path(__file__).parents[2].parent / "shared"))
    return root / "w3c" / "sparql11"


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("w3c"), workers=1, writable=True, query_seconds=60)
    with running(settings) as service:
        yield service


@pytest.fixture
def fresh(writable: Service) -> Service:
    """The service, emptied."""
    reply = writable.request("POST", "/sparql", "DROP ALL", Content_Type="application/sparql-update")
    assert reply.status == 204, reply.body
    return writable
