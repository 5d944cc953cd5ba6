"""A store built once from two shipped descriptions, and the whole application over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ecograph import assets
from ecograph.api.app import create_app
from ecograph.api.library import StoreLibrary
from ecograph.api.pages import Library
from ecograph.api.reading import Reader
from ecograph.engine.embedded import EmbeddedStore
from ecograph.filling import build
from ecograph.settings import Settings


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    ecosystems = assets.data() / "ecosystems"
    build([ecosystems / "emmen-chemistry" / "2016-kplusv", ecosystems / "agenda-veenkolonien" / "2018"], folder)
    return folder


@pytest.fixture(scope="session")
def library(data_dir: Path) -> Iterator[Library]:
    store = EmbeddedStore(Settings(data_dir=data_dir))
    yield StoreLibrary(store)
    store.close()


@pytest.fixture(scope="session")
def reader(data_dir: Path) -> Iterator[Reader]:
    store = EmbeddedStore(Settings(data_dir=data_dir))
    yield Reader(store)
    store.close()


@pytest.fixture(scope="session")
def client(data_dir: Path) -> TestClient:
    """A client that does not start the workers: no page and no document needs them."""
    return TestClient(create_app(Settings(data_dir=data_dir)), raise_server_exceptions=False)
