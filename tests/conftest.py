"""What all tests share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The study folder beside the checkout: real data and the W3C suites. Tests that need it say so when it is away."""
    folder = Path(os.environ.get("ECOGRAPH_SHARED", ROOT.parent / "shared"))
    if not (folder / "design").is_dir():
        pytest.skip("needs the study folder (shared/) beside the checkout, or its path in ECOGRAPH_SHARED")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files first whose tests may take longest: with two processes, none waits for the other's last file.

    It counts with ``--dist loadfile --no-loadscope-reorder``, as CI runs; the order within a file stays.
    """
    longest: dict[Path, float] = {}
    for item in items:
        mark = item.get_closest_marker("timeout")
        seconds = float(mark.args[0]) if mark and mark.args else 0.0
        longest[item.path] = max(longest.get(item.path, 0.0), seconds)
    items.sort(key=lambda item: -longest[item.path])
