"""``POST /api/check``: what a browser or a script uploads, and what it may not do."""

import contextlib
import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from ecograph.api import problems
from ecograph.api.app import _http_problem, _problem
from ecograph.api.checking import MEMORY, UploadLimit, checking_router
from ecograph.api.confined import Confined
from ecograph.engine.standing import can_stand
from ecograph.errors import EcoGraphError
from ecograph.settings import Settings

TESTS = Path(__file__).parent.parent
MINIATURE = TESTS / "ecosystems" / "miniature" / "description.ttl"


@contextlib.contextmanager
def serving(confined: Confined, **limits: int):
    settings = Settings(upload_bytes=200_000, query_seconds=100, **limits)
    app = FastAPI(exception_handlers={EcoGraphError: _problem, HTTPException: _http_problem})
    app.state.settings = settings
    app.include_router(checking_router(settings, confined))
    app.add_middleware(UploadLimit, limit=settings.upload_bytes)
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="module")
def client():
    """A service whose checks are forked from a process that stands ready, where the system can do that."""
    confined = Confined(MEMORY)
    with serving(confined) as client:
        ends = time.monotonic() + 120
        while can_stand() and not confined.prepare():
            assert time.monotonic() < ends
            time.sleep(0.05)
        yield client


@pytest.fixture
def fresh():
    """A service whose checks have a process of their own from the beginning."""
    with serving(Confined(MEMORY, stands=False)) as client:
        yield client


@pytest.mark.parametrize("form", ["json", "html", "xlsx"])
def test_a_report_beyond_the_limit_is_not_read_and_the_reader_is_told_what_to_do(form):
    said = {"nl": ("groter dan 1 MB", "Controleer het met"), "en": ("larger than 1 MB", "Check it with")}
    with serving(Confined(MEMORY, stands=False), report_bytes=5_000) as small:
        for lang, (what, remedy) in said.items() if form == "json" else [("nl", said["nl"])]:
            small.headers["accept-language"] = lang
            answer = upload(small, MINIATURE.read_bytes(), format=form)
            assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "report-too-large")
            assert what in answer.json()["detail"]
            assert answer.json()["remedy"].startswith(remedy)


def upload(client, content: bytes, name: str = "region.ttl", **query: str):
    return client.post("/api/check", files={"file": (name, content)}, params=query)


def test_a_description_gives_its_report(client):
    answer = upload(client, MINIATURE.read_bytes())
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    report = answer.json()
    assert report["conforms"]
    assert next(p for p in report["preconditions"] if p["notation"] == "P21")["computed_level"] == "Absent"


@pytest.mark.parametrize("form", ["json", "ttl"])
def test_a_fresh_process_finds_the_same_as_one_that_was_forked(client, fresh, form):
    content = (TESTS / "broken" / "dangling-reference.ttl").read_bytes()
    one, other = (upload(where, content, format=form, lang="nl") for where in (client, fresh))
    assert one.status_code == other.status_code == 200
    assert one.text.splitlines() == other.text.splitlines()


@pytest.mark.parametrize(("lang", "first"), [("nl", "Uitleg"), ("en", "Read me")])
def test_the_empty_workbook_can_be_had_in_both_languages(client, lang, first):
    answer = client.get("/api/template", headers={"Accept-Language": lang})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[0] == first


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


@pytest.mark.parametrize("size", [400_000, 2_000_000])
def test_an_upload_without_end_is_refused_while_it_comes_in(client, size):
    answer = client.post(
        "/api/check", files={"file": ("a.ttl", b"#" * size)}, headers={"Accept": "text/html", "Accept-Language": "nl"}
    )
    assert answer.status_code == 413
    assert "Het bestand is te groot" in answer.text


@pytest.mark.parametrize("name", ["region.xlsm", "region.docx", "region", "region.py"])
def test_a_kind_of_file_that_is_not_read_is_said(client, name):
    answer = client.post("/api/check", files={"file": (name, b"x")}, headers={"Accept": "text/html"})
    assert answer.status_code == 415
    assert "This kind of file is not read" in answer.text


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.ttl", "/etc/passwd.ttl", "..\\..\\x.ttl", "-h.ttl", "", "a b;c.ttl"]
)
def test_a_hostile_name_stays_in_its_folder(client, name):
    answer = upload(client, MINIATURE.read_bytes(), name)
    assert answer.status_code in {200, 415, 422}
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


@pytest.mark.timeout(400)
@pytest.mark.slow
def test_a_zip_of_csv_files_and_a_workbook_that_comes_back_annotated(client, tmp_path):
    from ecograph import describe

    wrong = describe.read_any(TESTS / "broken" / "dangling-reference.ttl")
    describe.write_csv_folder(wrong, tmp_path / "csv", "en")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in (tmp_path / "csv").iterdir():
            archive.write(file, f"region/{file.name}")
    found = upload(client, packed.getvalue(), "my region.zip").json()["problems"]
    assert any(p["place"]["file"].startswith("my_region.zip/") and p["place"]["line"] for p in found)
    describe.write_workbook(wrong, tmp_path / "region.xlsx", "en")
    answer = upload(client, (tmp_path / "region.xlsx").read_bytes(), "region.xlsx", format="annotated", lang="en")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "Results" in book.sheetnames
    assert any(cell.comment for sheet in book for row in sheet.iter_rows() for cell in row)
    broken = upload(client, packed.getvalue()[:2000], "region.zip", lang="nl")
    assert broken.status_code == 422
    assert "geen leesbaar zip-bestand" in broken.text
    service = upload(client, MINIATURE.read_bytes())  # and the service goes on
    assert service.status_code == 200


ATTACK_SHAPES = """
<urn:s:1> a sh:NodeShape ; sh:targetClass eco:Actor ; sh:node <urn:s:1> ; sh:js [ sh:jsFunctionName "f" ] .
<urn:s:2> a sh:NodeShape ; sh:targetNode <urn:s:1> ; sh:pattern "^(a+)+(?=x)$" .
<urn:s:3> a sh:NodeShape ; sh:targetClass eco:Actor ;
  sh:sparql [ sh:select "SELECT $this { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }" ] .
<urn:o> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/x> .
"""


def test_shapes_in_an_upload_are_data_and_never_run(client):
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix eco: <https://w3id.org/ecograph/ns#> .\n"
    plain = upload(client, MINIATURE.read_bytes(), "region.ttl")
    armed = upload(client, head.encode() + MINIATURE.read_bytes() + ATTACK_SHAPES.encode(), "region.ttl")
    assert armed.status_code == plain.status_code == 200
    assert "JavaScript" not in armed.text
    assert armed.json()["preconditions"] == plain.json()["preconditions"]
