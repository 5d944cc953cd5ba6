"""What the W3C test suites said of this software: the report that the test runner wrote, and its readings.

The law of this file: nothing here is typed in by hand. ``python -m tests.conformance`` runs the suites and writes
``conformance.json``; a test compares that file with the suites and with the version.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.engine.graph import Graph
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import Text

#: Name of the file, beside this module.
FILE = "conformance.json"
EARL = "http://www.w3.org/ns/earl#"
_DOAP = "http://usefulinc.com/ns/doap#"


@dataclass(frozen=True, slots=True)
class Suite:
    """One test suite and how it came out.

    Attributes:
        source: Where its manifests come from, with the commit.
        outcomes: ``passed`` or ``failed`` by test.
        excluded: Tests that do not pass and cannot be expected to, each with the reason in both languages.
    """

    id: str
    title: str
    specification: str
    source: str
    outcomes: dict[str, str]
    excluded: dict[str, Text]

    @property
    def passed(self) -> int:
        """Return how many passed."""
        return sum(o == "passed" for o in self.outcomes.values())

    @property
    def failed(self) -> tuple[str, ...]:
        """Return those that did not."""
        return tuple(name for name, o in self.outcomes.items() if o != "passed")

    @property
    def total(self) -> int:
        """Return how many there are, those included that do not pass for a reason."""
        return len(self.outcomes) + len(self.excluded)


@dataclass(frozen=True, slots=True)
class Conformance:
    """The report: when, which version, every suite."""

    version: str
    date: str
    suites: tuple[Suite, ...]


@functools.cache
def report() -> Conformance:
    """Return the report that comes with this version."""
    return parsed(document())


def document() -> dict[str, Any]:
    """Return the report as it was written."""
    found: dict[str, Any] = json.loads(files("ecograph.publish").joinpath(FILE).read_text(encoding="utf-8"))
    return found


def parsed(document: dict[str, Any]) -> Conformance:
    """Return a written report as records."""
    suites = tuple(
        Suite(
            s["id"],
            s["title"],
            s["specification"],
            s["source"],
            dict(s["outcomes"]),
            {name: Text(**reason) for name, reason in s["excluded"].items()},
        )
        for s in document["suites"]
    )
    return Conformance(document["version"], document["date"], suites)


def earl(found: Conformance) -> Graph:
    """Return the report in the W3C's own words (Evaluation and Report Language 1.0): one assertion for each test."""
    rdf, dct = PREFIXES["rdf"], PREFIXES["dct"]
    software = NamedNode(SITE)

    def e(name: str) -> NamedNode:
        return NamedNode(EARL + name)

    triples = [
        Triple(software, NamedNode(rdf + "type"), e("Software")),
        Triple(software, NamedNode(_DOAP + "name"), Literal("EcoGraph")),
        Triple(software, NamedNode(_DOAP + "release"), Literal(found.version)),
    ]
    for suite in found.suites:
        outcomes = suite.outcomes | dict.fromkeys(suite.excluded, "failed")
        for index, (name, outcome) in enumerate(outcomes.items()):
            assertion, result = BlankNode(f"{suite.id}-{index}"), BlankNode(f"{suite.id}-{index}-result")
            triples += [
                Triple(assertion, NamedNode(rdf + "type"), e("Assertion")),
                Triple(assertion, e("subject"), software),
                Triple(assertion, e("test"), NamedNode(f"{suite.specification}#{name}")),
                Triple(assertion, e("mode"), e("automatic")),
                Triple(assertion, e("result"), result),
                Triple(result, NamedNode(rdf + "type"), e("TestResult")),
                Triple(result, e("outcome"), e(outcome)),
                Triple(
                    result, NamedNode(dct + "date"), Literal(found.date, datatype=NamedNode(PREFIXES["xsd"] + "date"))
                ),
            ]
    return tuple(triples)
