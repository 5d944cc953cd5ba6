"""The list of projects as a description: four facts of 139 rows, what is odd is said, and nothing else ships."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from ecograph import assets, build
from ecograph.describe import read_description
from ecograph.describe.projects import import_projects
from ecograph.engine.graph import Graph
from ecograph.engine.knowledge import load
from ecograph.terms import PREFIXES
from ecograph.texts import Text

ECO = PREFIXES["eco"]
FOLDER = assets.data() / "ecosystems" / "emmen-chemistry" / "2016-efro"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the description was taken out (docs/decisions/0065)")

#: All that is said of a row: its title, its beneficiary, money of the EU, dates; and where it stands.
ALLOWED = {
    "Project": {"startedOn", "endedOn", "statedIn"},
    "OrganisationActor": {"statedIn"},
    "Participation": {"participant", "participatesIn", "inRole", "postTitle", "statedIn"},
    "FundingCommitment": {"fundingSource", "commitmentStatus", "fundsInitiative", "amount", "statedIn"},
    "MonetaryAmount": {"amountValue", "currency", "statedIn"},
    "EvidencePassage": {"fromDocument"},
    "SourceDocument": {"sourceKind", "statedIn"},
    "EcosystemDescription": {"aboutEcosystem", "describedAsOf", "statedIn"},
    "InnovationEcosystem": {"statedIn"},
}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return read_description(FOLDER).graph


@pytest.fixture(scope="module")
def kinds(graph: Graph) -> dict[str, str]:
    typed = (t for t in graph if t.predicate.value == PREFIXES["rdf"] + "type")
    return {t.subject.value: t.object.value.removeprefix(ECO) for t in typed}


def test_every_row_is_a_project_with_its_own_passage(graph: Graph, kinds: dict[str, str]) -> None:
    counts = Counter(kinds.values())
    assert counts["Project"] == 139
    assert counts["EvidencePassage"] == 140  # the rows, and the list as a whole
    stated = {t.subject.value: t.object.value for t in graph if t.predicate.value == ECO + "statedIn"}
    projects = [iri for iri, kind in kinds.items() if kind == "Project"]
    assert {stated[p].rpartition("/")[2] for p in projects} == {p.rpartition("/")[2] for p in projects}


def test_four_facts_and_no_more(graph: Graph, kinds: dict[str, str]) -> None:
    said: dict[str, set[str]] = {}
    for t in graph:
        if t.predicate.value.startswith(ECO):
            said.setdefault(kinds[t.subject.value], set()).add(t.predicate.value.removeprefix(ECO))
    assert said == ALLOWED
    literals = [t.object.value for t in graph if isinstance(t.object, Literal)]
    assert max(len(v.split()) for v in literals) < 45
    assert not any(re.search(r"https?://|www\.", v) for v in literals)
    assert {t.object.value for t in graph if t.predicate.value == ECO + "fundingSource"} == {PREFIXES["fsource"] + "Eu"}


def test_nothing_is_said_to_belong_to_the_ecosystem_and_no_level_moves() -> None:
    region = build.journey(read_description(FOLDER), load(), linked=False)
    assert region.problems == ()
    assert {a.level.value.removeprefix(PREFIXES["level"]) for a in region.assessments} == {"NotDescribed"}
    belongs = NamedNode(ECO + "partOfEcosystem")
    assert [t for t in (*region.description.graph, *region.inferred) if t.predicate == belongs] == []


def test_what_is_odd_in_a_row_is_said_on_it(graph: Graph) -> None:
    notes = {
        t.subject.value.rpartition("/")[2]: t.object.value
        for t in graph
        if t.predicate.value == PREFIXES["skos"] + "editorialNote" and getattr(t.object, "language", "") == "en"
    }
    assert "EUR 100000, stands in 26 rows" in notes["eodh-0105"]
    assert "less than 100 euros" in notes["eodh-0493"]
    assert "were repaired" in notes["eodh-1201"]
    assert "were lost" in notes["eodh-1338"]
    assert "said of none" in notes["2016-efro"]
    assert len(notes) == 16


@pytest.mark.shared
def test_it_is_what_the_command_makes_of_the_list(shared: Path, graph: Graph) -> None:
    folder = shared / "data" / "projects"
    with (folder / "efro_esf_drenthe_biobased_subset.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = import_projects(
        folder / "efro_esf_nl_2007_2016.csv",
        "emmen-chemistry",
        select=[r["id"] for r in rows],
        facts_only=True,
        label=Text(nl="Biobased chemie Emmen", en="Emmen biobased chemistry"),
    )
    assert set(found.description.graph) == set(graph)
    assert found.eu_total == sum(Decimal(r["eu_subsidy_eur"] or 0) for r in rows)
    words = set(" ".join(t.object.value for t in graph if isinstance(t.object, Literal)).split())
    copied = [r["id"] for r in rows if len(r["summary"].split()) > 20 and set(r["summary"].split()) <= words]
    assert copied == [], "no summary is taken over"
