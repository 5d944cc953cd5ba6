"""The shipped report says what the suites say: each of their tests, and none beside; and that all that ran passed.

That the outcomes are so is what the other tests of this folder and of ``tests/conformance_shacl`` show.
"""

from __future__ import annotations

import pytest

import ecograph
from ecograph.engine.graph import write
from ecograph.publish import conformance
from tests.conformance import test_query_update, test_w3c
from tests.conformance.suites import SUITES, suite_of

NAMES = {"returns_rdf", "has_endpoint_triple", "conforms_to_schema"}


def test_the_report_is_of_this_version_and_of_these_suites():
    report = conformance.report()
    assert report.version == ecograph.__version__, "run: python -m tests.conformance"
    assert [(s.id, s.title, s.source) for s in report.suites] == [(s.id, s.title, s.source) for s in SUITES]
    for suite in report.suites:
        assert suite.failed == ()
        assert all(reason["nl"] and reason["en"] for reason in suite.excluded.values())


@pytest.mark.shared
def test_the_report_names_every_test_of_the_suites():
    if not test_w3c.PROTOCOL:
        pytest.skip("the W3C suites are not here; set ECOGRAPH_SHARED")
    outcomes = {s.id: set(s.outcomes) for s in conformance.report().suites}
    assert outcomes["protocol"] == {c.id for c in test_w3c.PROTOCOL}
    assert outcomes["graph-store-protocol"] == {c.id for c in test_w3c.GRAPH_STORE}
    assert outcomes["service-description"] == NAMES
    assert len(outcomes["shacl"]) == 120


def test_the_report_names_every_test_of_query_and_update():
    if not test_query_update.CASES:
        pytest.skip(test_query_update.WHY)
    suite = next(s for s in conformance.report().suites if s.id == "query-update")
    assert {*suite.outcomes, *suite.excluded} == {c.id for c in test_query_update.CASES}


def test_a_test_of_ours_belongs_to_no_suite():
    assert suite_of("tests/conformance/test_w3c.py::test_the_suites_are_here") is None
    assert suite_of("tests/conformance/test_w3c.py::test_protocol[query_get]") == ("protocol", "query_get")
    assert suite_of("tests/conformance_shacl/test_w3c.py::test_fast[core/node/and-001]") == (
        "shacl",
        "core/node/and-001",
    )


def test_earl_has_one_assertion_for_each_test():
    report = conformance.report()
    text = write(conformance.earl(report)).decode()
    assert text.count("earl#Assertion>") + text.count("earl:Assertion") == sum(s.total for s in report.suites)
