from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def study() -> Path:
    """The study folder with the real data, beside the checkout."""
    folder = Path(os.environ.get("ECOGRAPH_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"the study folder is not there ({folder}); set ECOGRAPH_SHARED to where it is")
    return folder / "data"
