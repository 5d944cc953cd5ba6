"""Judging links and adding an assessment: there only where writing is on, only with the token, always in the log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ecograph import assets, filling
from ecograph.linking.desk import Desk
from ecograph.settings import Settings
from tests.api.conftest import Service

BEARER = "Bearer open sesame"
EMMEN = "https://w3id.org/ecograph/id/emmen-chemistry"
VERDICT = {"ecosystem": "emmen-chemistry", "description": "2016-kplusv", "verdict": "reject", "by": "Board"}
HOSTILE = 'x" . } } ; DROP ALL ; INSERT DATA { GRAPH <a:a> { <a:a> <a:b> "\\\n<script>'


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    filling.build([assets.data() / "ecosystems" / "emmen-chemistry" / "2016-kplusv"], folder)
    return folder


@pytest.fixture
def service(data: Path, start: Callable[[Settings], Any]) -> Iterator[Service]:
    with start(Settings(data_dir=data, workers=1, writable=True, token="open sesame")) as found:
        yield found


def post(service: Service, path: str, body: dict[str, Any], **headers: str) -> Any:
    return service.request("POST", path, json.dumps(body), Content_Type="application/json", **headers)


def _page(service: Service, path: str) -> Any:
    return service.request("GET", path, Accept="text/html")


def said(**changes: Any) -> dict[str, Any]:
    return {
        "ecosystem": "emmen-chemistry", "description": "2016-kplusv", "precondition": "P10", "level": "Partial",
        "perspective": "Adviser", "by": f"{EMMEN}/actor/kplusv", "valid_at": "2016-03-14",
        "document": _document(), "passage": "Er waren nog geen doelen.", "lang": "nl",
    } | changes  # fmt: skip


def _document() -> str:
    text = (assets.data() / "ecosystems" / "emmen-chemistry" / "2016-kplusv" / "description.ttl").read_text("utf-8")
    return text.split("dct:source <")[1].split(">")[0]


def test_nothing_of_it_is_there_where_writing_is_off(data: Path, start: Callable[[Settings], Any]) -> None:
    with start(Settings(data_dir=data, workers=1)) as closed:
        assert _page(closed, "/review").status == 404
        assert post(closed, "/api/assessments", said(), Authorization=BEARER).status in {404, 405}
        assert b"/review" not in _page(closed, "/ecosystem/emmen-chemistry").body


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Cookie": "token=open sesame"}])
def test_no_token_no_write(service: Service, headers: dict[str, str]) -> None:
    verdict = VERDICT | {"subject": "x:x"}
    assert post(service, "/api/assessments", said(), **headers).status == 401
    assert post(service, "/api/links/decisions", verdict, **headers).status == 401


def test_an_assessment_stands_on_the_canvas_with_its_source_and_in_the_log(service: Service, data: Path) -> None:
    reply = post(service, "/api/assessments", said(passage=HOSTILE, rationale=HOSTILE), Authorization=BEARER)
    assert reply.status == 201, reply.body
    iri = reply.json()["iri"]
    query = f"SELECT ?o {{ GRAPH ?g {{ <{iri}> <https://w3id.org/ecograph/ns#rationale> ?o }} }}"
    [row] = service.get(query).json()["results"]["bindings"]
    assert row["o"]["value"] == " ".join(HOSTILE.split())
    page = _page(service, "/ecosystem/emmen-chemistry?perspective=Adviser").body.decode()
    assert "DROP ALL" in page
    assert "<script>" not in page.split("<main")[1].split("</main")[0]
    line = json.loads((data / "audit.log").read_text(encoding="utf-8").splitlines()[-1])
    assert line["operation"] == "assessment"
    assert line["iri"] == iri
    assert line["who"].startswith("token:")


@pytest.mark.parametrize(
    "change",
    [
        {"level": "Great"},
        {"precondition": "P99"},
        {"perspective": "Computed"},
        {"by": "javascript:x"},
        {"passage": "   "},
        {"document": "http://example.org/"},
        {"description": "1999"},
        {"ecosystem": "nowhere"},
        {"valid_at": "soon"},
    ],
)
def test_a_value_that_nobody_offered_is_refused(service: Service, change: dict[str, Any]) -> None:
    assert post(service, "/api/assessments", said(**change), Authorization=BEARER).status in {400, 404, 422}


def test_a_link_is_judged_and_the_decision_kept(service: Service, data: Path) -> None:
    page = _page(service, "/review?lang=en").body.decode()
    subject = page.split('data-subject="')[1].split('"')[0]
    verdict = VERDICT | {"subject": subject}
    reply = post(service, "/api/links/decisions", verdict, Authorization=BEARER)
    assert reply.json()["state"] == "rejected", reply.body
    assert Desk(data / "decisions").decisions()[subject].verdict == "reject"
    assert json.loads((data / "audit.log").read_text(encoding="utf-8").splitlines()[-1])["operation"] == "link"
    unknown = post(service, "/api/links/decisions", verdict | {"subject": "a:a"}, Authorization=BEARER)
    assert unknown.status in {400, 404}
