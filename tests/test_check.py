"""``ecograph check`` on the case in the box, as a user calls it."""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

EMMEN = Path(__file__).parent.parent / "data" / "ecosystems" / "emmen-chemistry" / "2016-kplusv"

#: model.md §2.7, column "Seed", for the first twenty preconditions.
SEED = {
    "Sufficient": "P02 P03 P05 P06 P08 P30 P39 P40",
    "Partial": "P01 P09 P11 P14 P15 P21 P22 P25 P31 P33",
    "NotDescribed": "P04 P07",
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "ecograph", *arguments], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def report() -> dict:
    done = run("check", str(EMMEN), "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def of(report: dict, notation: str) -> dict:
    return next(p for p in report["preconditions"] if p["notation"] == notation)


@pytest.mark.parametrize(("notation", "level"), [(n, level) for level, all_of in SEED.items() for n in all_of.split()])
def test_the_levels_of_the_seed(report, notation, level):
    assert of(report, notation)["computed_level"] == level


def test_the_report_keeps_its_schema(report):
    schema = json.loads(files("ecograph.publish").joinpath("report.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(report)


def test_emmen_is_well_formed_and_nothing_in_it_is_absent(report):
    assert report["conforms"]
    assert report["problems"] == []
    assert "Absent" not in report["counts"]


def test_the_entrepreneurs_name_two_needs_and_no_level(report):
    needed = {p["notation"]: p["stated"] for p in report["preconditions"]}
    for notation in ("P21", "P22"):
        says = [s for s in needed[notation] if s["perspective"] == "Entrepreneur"]
        assert says
        assert all(s["need"] and s["level"] is None and s["passages"] for s in says)


def test_the_mapping_by_public_stakeholders_names_no_precondition(report):
    assert [s["perspective"] for s in report["unspecified"]] == ["PublicStakeholder"]
    named = [p for p in report["preconditions"] for s in p["stated"] if s["perspective"] == "PublicStakeholder"]
    assert named == []


def test_the_adviser_is_an_interested_party(report):
    says = [s for s in of(report, "P08")["stated"] if s["perspective"] == "Adviser"]
    assert [(s["level"], s["interested"]) for s in says] == [("Sufficient", True)]


def test_every_gap_explains_itself_in_both_languages_and_rests_on_a_source(report):
    for p in report["preconditions"]:
        assert p["sources"], p["notation"]
        if p["computed_level"] in {"Partial", "NotDescribed", "Absent"}:
            assert p["explanation"], p["notation"]
        for text in p["explanation"]:
            assert set(text) == {"nl", "en"}, p["notation"]
            assert "{" not in text["nl"] + text["en"], p["notation"]


def test_what_counted_can_be_traced_to_a_passage(report):
    for p in report["preconditions"]:
        if p["computed_level"] in {"Sufficient", "Partial"}:
            assert p["evidence"], p["notation"]
        for item in p["evidence"]:
            assert item["passages"], (p["notation"], item["iri"])


def test_who_sits_in_the_steering_group_and_who_is_missing(report):
    p04 = of(report, "P04")
    missing = " ".join(text["en"] for text in p04["explanation"])
    assert "industry" in missing.lower()
    assert "academia" in missing.lower()


def test_the_recommendation_that_addresses_a_need(report):
    answers = [a for a in of(report, "P21")["addressed_by"] if a["status"]]
    assert answers


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nl", ["voldoende", "niet beschreven", "Ontbreekt"]), ("en", ["sufficient", "not described", "Missing"])],
)
def test_the_text_for_people(lang, words):
    done = run("check", str(EMMEN), "--lang", lang)
    assert done.returncode == 0
    assert [w for w in words if w not in done.stdout] == []


def test_turtle_for_tools():
    from pyoxigraph import RdfFormat, parse

    done = run("check", str(EMMEN), "--format", "ttl")
    derived = [q for q in parse(done.stdout, RdfFormat.TURTLE) if q.object.value.endswith("#DerivedAssessment")]
    assert len(derived) >= 20


def test_a_file_that_is_not_there():
    done = run("check", "nowhere.ttl", "--lang", "nl")
    assert done.returncode == 2
    assert "nowhere.ttl" in done.stderr
    assert "Geef een bestand op" in done.stderr
