"""The catalogue of a store with descriptions from the box passes the shapes of Geonovum and SEMIC, also exported."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from rdflib import DCAT, Graph
from rdflib.compare import isomorphic
from typer.testing import CliRunner

from ecograph.cli.app import app
from tests.linking.test_publishing import report

SHAPES = {
    "dcat/geonovum-dcat-ap-nl-3.0": (
        "dcat-ap-SHACL", "dcat-ap-nl-SHACL", "dcat-ap-nl-SHACL-klassebereik",
        "dcat-ap-nl-SHACL-klassebereik-codelijsten",
    ),
    "dcat/semic-dcat-ap-3.0.0": ("shapes", "range"),
}  # fmt: skip
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def served(client: TestClient) -> str:
    return client.get("/catalog").raise_for_status().text


@pytest.mark.parametrize("profile", SHAPES)
def test_no_violation_and_a_fault_would_be_found(served: str, profile: str, shared: Path) -> None:
    shapes = [shared / "data" / profile / f"{name}.ttl" for name in SHAPES[profile]]
    severities, text = report(served, shapes)
    assert "Violation" not in severities, text[:3000]
    broken = Graph().parse(data=served, format="turtle")
    broken.remove((None, DCAT.accessURL, None))
    assert "Violation" in report(broken.serialize(), shapes)[0]


def test_the_exported_catalogue_is_the_served_one(served: str, data_dir: Path, tmp_path: Path) -> None:
    out = tmp_path / "catalogue.ttl"
    endpoint = ["--endpoint", "http://testserver/sparql", "--data-dir", str(data_dir)]
    assert CliRunner().invoke(app, ["export", "catalogue", str(out), *endpoint]).exit_code == 0
    assert isomorphic(Graph().parse(out), Graph().parse(data=served, format="turtle"))
