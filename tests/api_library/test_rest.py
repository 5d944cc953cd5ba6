"""Ecosystems and canvases as JSON."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
from fastapi.testclient import TestClient


def test_the_list_leads_to_every_canvas(client: TestClient) -> None:
    ecosystems = client.get("/api/ecosystems").json()["ecosystems"]
    assert [e["slug"] for e in ecosystems] == ["agenda-veenkolonien", "emmen-chemistry"]
    emmen = ecosystems[1]
    assert emmen["region_codes"] == ["PV22"]
    assert set(emmen["label"]) == {"nl", "en"}
    for ecosystem in ecosystems:
        for description in ecosystem["descriptions"]:
            canvas = client.get(description["canvas"]).json()
            assert canvas["description"]["iri"] == description["iri"]
            assert canvas["counts"] == description["counts"]
            assert sum(description["counts"].values()) == 40


def test_a_canvas_is_what_its_schema_says(client: TestClient) -> None:
    schema = json.loads(files("ecograph.publish").joinpath("report.schema.json").read_text(encoding="utf-8"))
    canvas = client.get("/api/ecosystems/emmen-chemistry/canvas").json()
    jsonschema.validate(canvas, schema)
    assert canvas["conforms"] is True
    assert client.get("/api/ecosystems/emmen-chemistry/2016-kplusv/canvas").json() == canvas
    assert client.get(canvas["$schema"].replace("https://w3id.org/ecograph", "")).json() == schema


def test_what_does_not_exist_is_a_problem_with_the_nearest_name(client: TestClient) -> None:
    reply = client.get("/api/ecosystems/emmen-chemistri/canvas", headers={"accept-language": "nl"})
    assert (reply.status_code, reply.headers["content-type"]) == (404, "application/problem+json")
    assert "emmen-chemistry" in reply.json()["remedy"]
    assert client.get("/api/ecosystems/emmen-chemistry/2031/canvas").status_code == 404


def test_the_interface_describes_itself(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in (
        "/api/ecosystems",
        "/api/ecosystems/{slug}/canvas",
        "/api/ecosystems/{slug}/{description}/canvas",
    ):
        operation = paths[path]["get"]
        assert operation["summary"]
        assert operation["description"]
    assert "404" in paths["/api/ecosystems/{slug}/canvas"]["get"]["responses"]
