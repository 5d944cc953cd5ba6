"""``POST /api/check``: what a browser or a script uploads, and what it may not do."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ecograph.api import problems
from ecograph.api.app import _problem
from ecograph.api.checking import checking_router
from ecograph.errors import EcoGraphError
from ecograph.settings import Settings

TESTS = Path(__file__).parent.parent
MINIATURE = TESTS / "ecosystems" / "miniature" / "description.ttl"


@pytest.fixture(scope="module")
def client():
    app = FastAPI(exception_handlers={EcoGraphError: _problem})
    app.include_router(checking_router(Settings(upload_bytes=200_000)))
    with TestClient(app) as client:
        yield client


def upload(client, content: bytes, name: str = "region.ttl", **query: str):
    return client.post("/api/check", files={"file": (name, content)}, params=query)


def test_a_description_gives_its_report(client):
    answer = upload(client, MINIATURE.read_bytes())
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    report = answer.json()
    assert report["conforms"]
    assert next(p for p in report["preconditions"] if p["notation"] == "P21")["computed_level"] == "Absent"


def test_problems_name_the_file_as_it_was_called_and_the_line(client):
    content = (TESTS / "broken" / "dangling-reference.ttl").read_bytes()
    (problem,) = upload(client, content, "my region.ttl").json()["problems"]
    assert problem["code"] == "dangling-reference"
    assert problem["place"]["file"] == "my_region.ttl"
    assert problem["place"]["line"] == 65


@pytest.mark.parametrize(("lang", "words"), [("nl", "Verbeter het daar"), ("en", "Correct it there")])
def test_what_cannot_be_read_is_said_in_the_language(client, lang, words):
    answer = upload(client, (TESTS / "broken" / "syntax-error.ttl").read_bytes(), lang=lang)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith(problems.CONTENT_TYPE)
    assert words in answer.text


def test_too_large_an_upload_is_refused_before_it_is_read(client):
    assert upload(client, b"#" * 200_001).status_code == 413


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.ttl", "/etc/passwd.ttl", "..\\..\\x.ttl", "-h.ttl", "", "a b;c.ttl"]
)
def test_a_hostile_name_stays_in_its_folder(client, name):
    answer = upload(client, MINIATURE.read_bytes(), name)
    assert answer.status_code in {200, 422}
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("name", ["ecograph.py", "typer.py", "sitecustomize.py"])
def test_an_upload_is_never_imported(client, name, tmp_path):
    mark = tmp_path / "ran"
    upload(client, f"open({str(mark)!r}, 'w')".encode(), name)
    assert not mark.exists()


def test_an_entity_bomb_is_refused(client):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><rdf:RDF/>'
    answer = upload(client, bomb, "bomb.rdf")
    assert answer.status_code == 422
    assert "DOCTYPE" in answer.text
