"""The pages on the workbook and on problems follow the code."""

from __future__ import annotations

import re

import pytest

from ecograph import assets
from ecograph.api.problem_texts import ALL
from ecograph.describe.documentation import sheets_as_markdown
from tests.describe.conftest import ROOT

PROBLEMS = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
HEADINGS = set(re.findall(r"^### ([a-z-]+)$", PROBLEMS, re.MULTILINE))


def test_the_page_on_the_workbook_follows_the_mapping() -> None:
    page = (ROOT / "docs" / "workbook.md").read_text(encoding="utf-8")
    assert sheets_as_markdown() in page, "run: python -m ecograph.describe.documentation docs/workbook.md"


def codes_of_the_code() -> set[str]:
    found: set[str] = set()
    for file in [*(ROOT / "ecograph" / "describe").rglob("*.py"), ROOT / "ecograph" / "many.py"]:
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(r'(?:Problem|Unreadable)\(\s*"([a-z]+(?:-[a-z]+)+)"', text))
        found |= set(re.findall(r'_find\("([a-z]+(?:-[a-z]+)+)"', text))
        found |= set(re.findall(r'^    "(missing-[a-z]+)": Text', text, re.MULTILINE))
    return found | {"duplicate", "mojibake", "html-escape"}


def codes_of_the_shapes() -> set[str]:
    text = "".join(f.read_text(encoding="utf-8") for f in sorted((assets.ontology() / "shapes").glob("*.ttl")))
    names = set(re.findall(r"^ecosh:([A-Za-z]+)", text, re.MULTILINE))
    return {re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", n.removesuffix("Shape")).lower() for n in names}


@pytest.mark.parametrize("codes", [codes_of_the_code, codes_of_the_shapes], ids=lambda f: f.__name__)
def test_every_code_has_its_heading(codes: object) -> None:
    found = codes()  # type: ignore[operator]
    assert len(found) > 15
    assert found <= HEADINGS, sorted(found - HEADINGS)


def test_every_heading_is_a_code() -> None:
    assert codes_of_the_code() | codes_of_the_shapes() | set(ALL) >= HEADINGS
