"""The table of levels in docs/ is what the engine computes today; every cell has its explanation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ecograph import build
from ecograph.canvas import Canvas
from ecograph.publish.levels import levels, name

FILE = Path(__file__).parents[2] / "docs" / "levels.md"


@pytest.fixture(scope="module")
def canvases() -> list[Canvas]:
    return [build.check(path)[1] for path in build.shipped()]


def test_the_table_is_current(canvases: list[Canvas]):
    assert FILE.read_text(encoding="utf-8") == levels(canvases, "en"), (
        "docs/levels.md is not current: ecograph export levels docs/levels.md --lang en"
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_cell_leads_to_its_explanation(canvases: list[Canvas], lang):
    text = levels(canvases, lang)
    cells = re.findall(r'\]\(#([^ ]+) "', text)
    places = re.findall(r'<a id="([^"]+)"></a>', text)
    assert len(cells) == 40 * len(canvases)
    assert cells == sorted(cells, key=cells.index)
    assert set(cells) == set(places)
    assert len(places) == len(set(places))


def test_an_explanation_says_why(canvases: list[Canvas]):
    for canvas, lines in ((c, _lines(canvases, c)) for c in canvases):
        assert len(lines) == 40
        for line in lines:
            if " sufficient." in line:
                assert "Counts: " in line, line
            if " absent." in line:
                assert "Because: " in line, line
            if " partial." in line:
                assert "Lacks: " in line, line
        assert name(canvas)


def _lines(canvases: list[Canvas], canvas: Canvas) -> list[str]:
    return [line for line in levels(canvases, "en").splitlines() if f"**{name(canvas)}**" in line]
