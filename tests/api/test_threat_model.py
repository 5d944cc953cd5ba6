"""The threat model names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_row_names_tests_that_exist() -> None:
    rows = re.findall(r"^\| (\d+) \|(.*)\|$", (ROOT / "docs/threat-model.md").read_text(), flags=re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, len(rows) + 1))
    assert len(rows) >= 20
    for number, row in rows:
        file = ""
        named = re.findall(r"`(tests/[\w/]+\.py|…)::(\w+)`", row)
        assert named, f"row {number} names no test"
        for where, test in named:
            file = file if where == "…" else where
            assert f"def {test}(" in (ROOT / file).read_text(), f"row {number}: {file}::{test}"
