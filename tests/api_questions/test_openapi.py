"""The OpenAPI document: it is valid, says what answers, and whatever fits it never ends in a fault of ours.

``ECOGRAPH_FUZZ=200`` asks that many requests of every operation; the default is few, and of the questions only some.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate as valid

from ecograph.api.openapi_texts import SUMMARIES
from ecograph.api.openapi_words import DUTCH
from ecograph.engine import generations
from ecograph.settings import Settings as Operator
from tests.api.conftest import Service, quads, running

_LONG = "ECOGRAPH_FUZZ" in os.environ
_EXAMPLES = int(os.environ.get("ECOGRAPH_FUZZ", "2"))
_QUESTIONS = {"/api/questions/gaps", "/api/questions/steering-members", "/api/questions/{id}/about"}
#: Statuses that are an answer or a refusal; 503 and 504 say that a limit was reached.
_FAULTS = {500, 501, 502}


def test_the_document_is_valid_openapi_in_both_languages(service: Service) -> None:
    for lang in ("nl", "en"):
        document = service.request("GET", f"/openapi.json?lang={lang}").json()
        valid(document)
        operations = [(m, p, o) for p, item in document["paths"].items() for m, o in item.items()]
        assert all(o["summary"] and o.get("tags") for _, _, o in operations)
        names = [o["operationId"] for _, _, o in operations]
        assert len(names) == len(set(names))
        given = [(p, q) for _, p, o in operations for q in o.get("parameters", ()) if "$ref" not in q]
        untold = [(p, q["name"]) for p, q in given if not q.get("description")]
        assert not untold, "say what these mean in both languages: ecograph/api/openapi_texts.py"
        written = {(m, p) for m, p, o in operations if o["tags"][0] not in {"questions", "sparql"}}
        assert written <= set(SUMMARIES), "give these a summary in both languages: ecograph/api/openapi.py"


def _told(part: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text for people in a document, with its place."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in {"description", "summary", "title"} and isinstance(value, str):
                yield f"{where}/{name}", value
            else:
                yield from _told(value, f"{where}/{name}")
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from _told(value, f"{where}/{number}")


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service where writing is on: it has more to describe."""
    data_dir = tmp_path_factory.mktemp("data")
    generations.publish(data_dir, quads())
    with running(Operator(data_dir=data_dir, workers=1, writable=True)) as found:
        yield found


def test_every_text_is_there_in_both_languages(service: Service, writable: Service) -> None:
    for where in (service, writable):
        texts = {lang: dict(_told(where.request("GET", f"/openapi.json?lang={lang}").json())) for lang in ("nl", "en")}
        assert set(texts["nl"]) == set(texts["en"])
        same = {place: text for place, text in texts["nl"].items() if text == texts["en"][place]}
        assert set(same.values()) <= {"EcoGraph", "SPARQL"}, "say these in Dutch: ecograph/api/openapi_words.py"
        document = where.request("GET", "/openapi.json").json()
        schemas = document["components"]["schemas"]
        fields = [(n, f, about) for n, s in schemas.items() for f, about in s["properties"].items()]
        assert fields
        assert not [(n, f) for n, f, about in fields if not about.get("description")], "say what these mean"
        assert not {"HTTPValidationError", "ValidationError"} & set(schemas), "nobody gets the framework's own errors"
        tags = {tag for item in document["paths"].values() for o in item.values() for tag in o["tags"]}
        assert tags == {tag["name"] for tag in document["tags"]}
    assert set(DUTCH.values()) <= set(texts["nl"].values()), "these texts are of nothing any more"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/template?lang=xx", {"nl": "Mogelijk: nl, en.", "en": "Possible: nl, en."}),
        ("/reconcile/properties?limit=many", {"nl": "vraagt een geheel getal", "en": "takes a whole number"}),
    ],
)
def test_a_request_that_does_not_fit_is_told_in_both_languages(service: Service, path: str, words: dict) -> None:
    for lang, said in words.items():
        reply = service.request("GET", path, Accept_Language=lang)
        assert reply.status == 400
        assert reply.headers["content-type"].startswith("application/problem+json")
        assert said in reply.body.decode()
        assert reply.json()["parameter"] in path


def test_what_is_missing_is_told(service: Service) -> None:
    reply = service.request("POST", "/api/check", b"", Accept_Language="nl")
    assert (reply.status, reply.json()["detail"]) == (400, '"file" ontbreekt.')


def test_a_body_that_is_no_json_is_told(writable: Service) -> None:
    reply = writable.request("POST", "/api/links/decisions", "{", Content_Type="application/json", Accept_Language="nl")
    assert reply.status == 400
    assert reply.json()["detail"].startswith('Parameter "body"')
    assert reply.json()["expected"] == "JSON"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_request_that_fits_ends_in_a_fault(service: Service) -> None:
    document = service.request("GET", "/openapi.json").json()
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=service.base)
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.startswith("/api/questions/") and operation.path not in _QUESTIONS and not _LONG:
            continue  # one way answers them all
        strategy = operation.as_strategy()

        @settings(
            max_examples=_EXAMPLES,
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def ask(case: schemathesis.Case) -> None:
            nonlocal tried
            tried += 1
            answer = case.call(timeout=100)
            assert answer.status_code not in _FAULTS, (case.as_curl_command(), answer.text)
            # The reconciliation protocol has errors of its own.
            if answer.status_code >= 400 and case.method != "HEAD" and not case.path.startswith("/reconcile"):
                assert answer.headers["content-type"][0].startswith("application/problem+json"), case.as_curl_command()

        ask()
    assert tried >= 15
    assert httpx2.get(service.base + "/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/docs", "/problem", "/problem/deadline", "/conformance", "/openapi.json"])
def test_pages_for_programmers_load_nothing_from_elsewhere(service: Service, path: str) -> None:
    for lang in ("nl", "en"):
        reply = service.request("GET", path, Accept="text/html,*/*;q=0.1", Accept_Language=lang)
        assert reply.status == 200
        text = reply.body.decode()
        assert 'src="http' not in text
        assert 'rel="stylesheet" href="http' not in text
        if path != "/openapi.json":
            assert f'<html lang="{lang}">' in text
            assert "default-src 'self'" in reply.headers["content-security-policy"]
