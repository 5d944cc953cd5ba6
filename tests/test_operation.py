"""What the docs say of running the service is what the settings, the errors and the service itself say."""

from __future__ import annotations

import re
from pathlib import Path

from ecograph.api.problem_texts import ALL
from ecograph.errors import EcoGraphError
from ecograph.settings import Settings

ROOT = Path(__file__).parent.parent


def test_every_setting_stands_in_the_docs_with_its_default_and_reason():
    text = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `ECOGRAPH_(\w+)` \| (.*) \|$", text, flags=re.MULTILINE))
    assert list(rows) == [name.upper() for name in Settings.model_fields]
    for name, field in Settings.model_fields.items():
        default = "the user's data folder" if field.default_factory else field.default
        assert rows[name.upper()] == f"{'' if default is None else default} | {field.description}", name


def codes(kind: type) -> set[str]:
    return (
        {kind.code}.union(*(codes(c) for c in kind.__subclasses__()))
        if kind.__module__.startswith("ecograph")
        else set()
    )


def test_every_error_has_a_title_a_meaning_and_a_heading_in_the_docs():
    import ecograph.api.app  # noqa: F401  # so that every error is known

    text = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^### (.+)$", text, flags=re.MULTILINE))
    assert codes(EcoGraphError) - set(ALL) == set()
    assert set(ALL) - headings == set()


def test_the_deployment_needs_no_root_and_writes_only_its_data():
    unit = (ROOT / "deploy" / "ecograph.service").read_text(encoding="utf-8")
    image = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes"):
        assert line in unit
    assert "USER ecograph" in image
    assert "HEALTHCHECK" in image
    assert set(re.findall(r"ECOGRAPH_(\w+)=", unit + image)) <= {name.upper() for name in Settings.model_fields}
