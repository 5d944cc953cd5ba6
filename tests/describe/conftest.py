"""What the tests of descriptions share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
