"""Which W3C suites there are, which test of ours runs which case, and what does not pass, with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_RDF_TESTS = "w3c/rdf-tests, commit ad541a5"
_SHAPES = "w3c/data-shapes, commit ff9edb9"


def _engine(nl: str, en: str) -> dict[str, str]:
    return {"nl": f"Faalt in de engine (Oxigraph 0.5.13): {nl}", "en": f"Fails in the engine (Oxigraph 0.5.13): {en}"}


_SPELLING = _engine(
    "zij bewaart getallen als waarde, niet hun spelling.", "it keeps numbers by value, not their spelling."
)
_TAGS = _engine("GROUP_CONCAT verliest de taal.", "GROUP_CONCAT loses the language.")
_NO_DATA = _engine(
    "een pad van lengte nul vanaf een term die niet in de gegevens staat geeft niets.",
    "a path of length zero from a term that is not in the data gives nothing.",
)
_GRAPH = _engine(
    "de variabele van GRAPH wordt te vroeg gebonden, of een lege graaf telt niet mee.",
    "the variable of GRAPH is bound too early, or an empty graph does not count.",
)
_NO_LOAD = {
    "nl": "LOAD mag hier niet, ook niet met SILENT: deze dienst doet geen verzoeken aan andere.",
    "en": "LOAD is refused here, with SILENT too: this service makes no requests to others.",
}
#: Tests of query and update that do not pass, and why; each is run all the same, and must go on failing.
NOT_PASSED = {
    "aggregates/agg-groupconcat-04": _TAGS,
    "aggregates/agg-groupconcat-06": _TAGS,
    "aggregates/agg-empty-group-count-graph": _GRAPH,
    "bindings/graph": _GRAPH,
    "negation/graph-minus": _GRAPH,
    "functions/bnode01": _engine(
        "BNODE(tekst) geeft in elke rij dezelfde blanke knoop.", "BNODE(text) gives the same blank node in each row."
    ),
    "property-path/zero_or_more_set_start": _NO_DATA,
    "property-path/zero_or_more_set_end": _NO_DATA,
    "property-path/zero_or_one_set_start": _NO_DATA,
    "property-path/zero_or_one_set_end": _NO_DATA,
    "csv-tsv-res/csv03": _SPELLING,
    "csv-tsv-res/tsv03": _SPELLING,
    "syntax-query/test_4": {
        "nl": "Een functie die er niet is krijgt hier 400 met uitleg, geen rijen zonder waarde.",
        "en": "A function that does not exist gets 400 and an explanation here, not rows without a value.",
    },
    "update-silent/load-silent": _NO_LOAD,
    "update-silent/load-into-silent": _NO_LOAD,
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
        r"conformance/test_query_update\.py::test_case\[(.+)\]$",
        NOT_PASSED,
    ),
)


def suite_of(nodeid: str) -> tuple[str, str] | None:
    """Return the suite and the case that a test runs; None for a test of ours."""
    for suite in SUITES:
        if match := re.search(suite.tests, nodeid):
            return suite.id, match[1]
    return None
