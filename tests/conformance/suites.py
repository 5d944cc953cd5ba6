"""Which W3C suites there are, which test of ours runs which case, and what is not run, with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_RDF_TESTS = "w3c/rdf-tests, commit ad541a5"
_SHAPES = "w3c/data-shapes, commit ff9edb9"
_NO_COPY = {
    "nl": "De tests van query en update zijn niet in de kopie van de W3C-tests die hier wordt gedraaid; "
    "zij toetsen de engine (Oxigraph), niet deze dienst.",
    "en": "The tests of query and update are not in the copy of the W3C tests that is run here; they test the engine "
    "(Oxigraph), not this service.",
}


class NotRun(Exception):
    """A test of a suite did not run: no report can be written."""


@dataclass(frozen=True)
class Suite:
    id: str
    title: str
    specification: str
    source: str
    #: Matches the id of the tests that run the cases; the group is the case.
    tests: str
    excluded: dict[str, dict[str, str]] = field(default_factory=dict)

    def document(self, outcomes: dict[str, str]) -> dict:
        return {
            "id": self.id,
            "title": self.title,
            "specification": self.specification,
            "source": self.source,
            "outcomes": dict(sorted(outcomes.items())),
            "excluded": self.excluded,
        }


SUITES = (
    Suite(
        "protocol",
        "SPARQL 1.1 Protocol",
        "https://www.w3.org/TR/sparql11-protocol/",
        _RDF_TESTS,
        r"conformance/test_w3c\.py::test_protocol\[(.+)\]$",
    ),
    Suite(
        "graph-store-protocol",
        "SPARQL 1.1 Graph Store HTTP Protocol",
        "https://www.w3.org/TR/sparql11-http-rdf-update/",
        _RDF_TESTS,
        r"conformance/test_w3c\.py::test_graph_store\[(.+)\]$",
    ),
    Suite(
        "service-description",
        "SPARQL 1.1 Service Description",
        "https://www.w3.org/TR/sparql11-service-description/",
        _RDF_TESTS,
        r"conformance/test_w3c\.py::test_(returns_rdf|has_endpoint_triple|conforms_to_schema)$",
    ),
    Suite(
        "shacl",
        "SHACL Core and SHACL-SPARQL",
        "https://www.w3.org/TR/shacl/",
        _SHAPES,
        r"conformance_shacl/test_w3c\.py::test_fast\[(.+)\]$",
    ),
    Suite(
        "query-update",
        "SPARQL 1.1 Query and Update",
        "https://www.w3.org/TR/sparql11-query/",
        _RDF_TESTS,
        r"$^",
        {"*": _NO_COPY},
    ),
)


def suite_of(nodeid: str) -> tuple[str, str] | None:
    """Return the suite and the case that a test runs; None for a test of ours."""
    for suite in SUITES:
        if match := re.search(suite.tests, nodeid):
            return suite.id, match[1]
    return None
