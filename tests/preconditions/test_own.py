"""A user's own preconditions and profile: from the file to level, store and canvas; and what a broken file is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pyoxigraph import Store
from typer.testing import CliRunner

from ecograph import assets, build, filling
from ecograph.canvas import canvas
from ecograph.cli.app import app
from ecograph.engine.knowledge import load
from ecograph.errors import DataError, UnknownName

OWN = assets.ontology() / "examples" / "own" / "digital-skills.ttl"
TEXT = OWN.read_text(encoding="utf-8")
REGION = assets.data() / "ecosystems" / "emmen-chemistry" / "2016-kplusv"


def described(tmp_path: Path, courses: int) -> Path:
    """Return Emmen 2016 with some education initiatives more."""
    text = (REGION / "description.ttl").read_text(encoding="utf-8")
    for number in range(courses):
        text += (
            f"\n<https://w3id.org/ecograph/id/emmen-chemistry/initiative/course-{number}> a eco:EducationInitiative ;\n"
            f'    rdfs:label "Cursus {number}"@nl , "Course {number}"@en ;\n'
            "    eco:partOfEcosystem <https://w3id.org/ecograph/id/emmen-chemistry> ; eco:statedIn p:S1 .\n"
        )
    file = tmp_path / f"region-{courses}.ttl"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("courses", "level"), [(0, "NotDescribed"), (1, "Partial"), (2, "Sufficient")])
def test_the_example_has_its_level(tmp_path, courses, level):
    region, found = build.check(described(tmp_path, courses), extra=(OWN,))
    assert region.problems == ()
    (own,) = [j for g in found.groups for j in g.judgements if j.notation == "X01"]
    assert own.level == level
    assert own.label == {"nl": "digitale vaardigheden", "en": "digital skills"}
    assert len(own.evidence) == courses
    if level != "Sufficient":
        assert "onderwijsinitiatieven" in own.because[0]["nl"]
        assert "education initiatives" in own.because[0]["en"]
    assert sum(len(g.judgements) for g in found.groups) == 41


def test_the_profile_holds_ours_and_theirs():
    found = load((OWN,)).profile("skills")
    assert [r.notation for r in found] == ["P20", "X01"]
    with pytest.raises(UnknownName, match="skills"):
        load((OWN,)).profile("skils")


def test_a_build_puts_it_on_the_canvas(tmp_path):
    generation, _ = filling.build([described(tmp_path, 1)], tmp_path / "store", filling.Work(extra=(OWN,)))
    store = Store.read_only(str(generation.store_path))
    found = canvas(
        lambda text: build.rows(store.query(text, use_default_graph_as_union=True)),
        "https://w3id.org/ecograph/id/emmen-chemistry/2016-kplusv",
    )
    assert [j.level for g in found.groups for j in g.judgements if j.notation == "X01"] == ["Partial"]
    assert len(list(store.query("SELECT * { GRAPH ?g { <https://example.org/profiles/skills> a ?type } }"))) == 1


def test_the_command_counts_it():
    done = CliRunner().invoke(app, ["check", str(REGION), "--preconditions", str(OWN), "--format", "json"])
    assert done.exit_code == 0
    assert {p["notation"]: p["computed_level"] for p in json.loads(done.stdout)["preconditions"]}[
        "X01"
    ] == "NotDescribed"


#: What is wrong → (what is changed in the example, what the message says)
BROKEN = {
    "no shape": (r"    eco:sufficientWhen .*\n", "", "lacks eco:sufficientWhen"),
    "no notation": (r'    skos:notation "X01" ;\n', "", "lacks eco:sufficientWhen or skos:notation"),
    "no label": (r'    rdfs:label "digital skills".*\n', "", "has no name"),
    "a shape that is not there": (r"eco:partialWhen my:[a-z-]+", "eco:partialWhen my:typo", "no such shape"),
    "a notation of ours": (r'"X01"', '"P01"', "Two preconditions carry the notation P01"),
    "an unknown precondition in a profile": (r"pre:talent-pipeline", "pre:talent-pipelin", "no such precondition"),
    "a profile without a name": (r'    rdfs:label "skills".*\n', "", "profile .* has no name"),
    "an empty profile": (r"    eco:hasPrecondition my:.*\n", "    skos:note 'x' .\n", "is empty"),
    "a query that is none": (r"SELECT DISTINCT \?item", "SELEC DISTINCT ?item", "is not SPARQL"),
    "a query of something else": (r"SELECT DISTINCT \?item", "SELECT DISTINCT ?other", r"\?item"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", BROKEN)
def test_a_broken_file_is_told_what_is_wrong(tmp_path, wrong):
    pattern, instead, message = BROKEN[wrong]
    text, number = re.subn(pattern, instead, TEXT)
    assert number
    file = tmp_path / "own.ttl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message) as error:
        load((file,))
    assert "own.ttl" in error.value.say("en")
    assert error.value.say("nl") != error.value.say("en")


def test_a_file_without_any_is_told(tmp_path):
    file = tmp_path / "own.ttl"
    file.write_text("<urn:x> <urn:y> <urn:z> .", encoding="utf-8")
    with pytest.raises(DataError, match="no precondition and no profile"):
        load((file,))


def test_the_documentation_names_the_example_and_each_property():
    page = (Path(__file__).parents[2] / "docs" / "own-preconditions.md").read_text(encoding="utf-8")
    assert "ontology/examples/own/digital-skills.ttl" in page
    used = set(re.findall(r"\beco:(\w+)", TEXT.split("my:digital-skills-applicable\n    a sh:NodeShape")[0]))
    assert {n for n in used if n[0].islower()} - {
        "thresholdName",
        "thresholdValue",
        "thresholdUnit",
        "partOfEcosystem",
    } <= set(re.findall(r"eco:(\w+)", page))
