"""The shipped descriptions through the product: well formed, and the levels that were worked out by hand.

The law of this file: ``tests/questions/levels.csv`` was filled in from the rules by reading, before any engine ran.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from ecograph import assess, assets
from ecograph.describe import read_description, structure_problems
from ecograph.engine import reasoning, validation
from ecograph.engine.knowledge import Knowledge, load
from ecograph.terms import PREFIXES

ECOSYSTEMS = assets.data() / "ecosystems"
FOLDERS = sorted(p.parent for p in ECOSYSTEMS.glob("*/*/description.ttl"))


def _by_hand() -> dict[str, dict[str, str]]:
    levels: dict[str, dict[str, str]] = defaultdict(dict)
    file = Path(__file__).parent.parent / "questions" / "levels.csv"
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        levels[row["description"]][row["notation"]] = row["level"]
    return {name: known for name, known in levels.items() if (ECOSYSTEMS / name).is_dir()}


BY_HAND = _by_hand()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: "/".join(p.parts[-2:]))
def test_it_is_well_formed(folder: Path, knowledge: Knowledge) -> None:
    description = read_description(folder)
    report = validation.validate(description.graph + knowledge.shared, knowledge.structure)
    assert structure_problems(description, report) == ()
    assert reasoning.infer(description.graph, knowledge.shared).contradictions == ()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", BY_HAND)
def test_it_has_the_levels_worked_out_by_hand(name: str, knowledge: Knowledge) -> None:
    description = read_description(ECOSYSTEMS / name)
    described = description.graph + reasoning.infer(description.graph, knowledge.shared).triples
    assessments = assess.assess(description.ecosystem, described, knowledge)
    computed = {a.rule.notation: a.level.value.removeprefix(PREFIXES["level"]) for a in assessments}
    assert {notation: computed[notation] for notation in BY_HAND[name]} == BY_HAND[name]
