# ruff: noqa: INP001  (a script, not a package)
"""Build data/reference from a folder with the sources (data/reference/README.md says where they come from)."""

from __future__ import annotations

import sys
from pathlib import Path

from ecograph import assets
from ecograph.linking.registers.build import build

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/build_reference.py SOURCES")
    for path in build(Path(sys.argv[1]), assets.data() / "reference"):
        print(f"{path.stat().st_size:>9,} {path}")  # noqa: T201
