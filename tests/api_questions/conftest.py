"""A service over two shipped descriptions, on a port of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ecograph import assets
from ecograph.filling import build
from ecograph.settings import Settings
from tests.api.conftest import Service, running


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    ecosystems = assets.data() / "ecosystems"
    build([ecosystems / "emmen-chemistry" / "2016-kplusv", ecosystems / "agenda-veenkolonien" / "2018"], folder)
    return folder


@pytest.fixture(scope="module")
def service(data_dir: Path) -> Iterator[Service]:
    with running(Settings(data_dir=data_dir, workers=1, query_seconds=60)) as found:
        yield found
