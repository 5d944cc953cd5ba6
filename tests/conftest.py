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
