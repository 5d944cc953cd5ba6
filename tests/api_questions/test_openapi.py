"""The OpenAPI document: it is valid, says what answers, and whatever fits it never ends in a fault of ours.

``ECOGRAPH_FUZZ=200`` asks that many requests of every operation; the default is few, and of the questions only some.
"""

from __future__ import annotations

import os

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate as valid

from ecograph.api.openapi_texts import SUMMARIES
from tests.api.conftest import Service

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
