"""A small published store, and the settings that name it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ecograph.engine import generations
from ecograph.engine.embedded import EmbeddedStore
from ecograph.settings import Settings

EX = "http://example.org/"


def quads(count: int = 30, *, graphs: int = 3) -> list[Quad]:
    p = NamedNode(EX + "p")
    return [
        Quad(NamedNode(f"{EX}{i}"), p, Literal(f'value "{i}",\n}},{{ ü'), NamedNode(f"{EX}g{i % graphs}"))
        for i in range(count)
    ]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    generations.publish(tmp_path / "data", quads())
    return tmp_path / "data"


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir, workers=1, query_seconds=60)


@pytest.fixture
def store(settings: Settings) -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(settings)
    yield store
    store.close()
