"""`ecograph check --ontology`: ours is clean; an extension with faults is told each of them."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import RdfFormat
from typer.testing import CliRunner

from ecograph.cli.app import app
from ecograph.engine.facts import Facts
from ecograph.engine.graph import read_bytes
from ecograph.hygiene import check, foreign
from ecograph.hygiene.pitfalls import PITFALLS, figures, terms_of
from ecograph.terms import PREFIXES

HEAD = "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items()) + "@prefix my: <https://example.org/ns#> .\n"
GOOD = """
<https://example.org/ns> a owl:Ontology ; dct:license <https://creativecommons.org/licenses/by/4.0/> .
my:Incubator a owl:Class ; rdfs:subClassOf eco:Facility ; owl:disjointWith my:Prize ;
    rdfs:label "incubator"@en ; rdfs:comment "A place to begin in."@en .
my:Prize a owl:Class ; rdfs:subClassOf eco:Initiative ; rdfs:label "prize"@en ; rdfs:comment "Something to win."@en .
my:hosts a owl:ObjectProperty ; rdfs:domain my:Incubator ; rdfs:range eco:Actor ;
    rdfs:label "hosts"@en ; rdfs:comment "Who begins there."@en .
my:hostedBy a owl:ObjectProperty ; owl:inverseOf my:hosts ; rdfs:domain eco:Actor ; rdfs:range my:Incubator ;
    rdfs:label "hosted by"@en ; rdfs:comment "Where one begins."@en .
"""
#: rule → a line that brings it about
SPOILT = {
    "undefined": "my:Incubator rdfs:seeAlso eco:Facilty .",
    "foreign": "my:Incubator rdfs:subClassOf org:Organisation .",
    "profile": "my:Incubator rdfs:subClassOf [ a owl:Restriction ; owl:onProperty my:hosts ; owl:minCardinality 1 ] .",
    "P04": "my:Lonely a owl:Class ; rdfs:label 'lonely'@en ; rdfs:comment 'Alone.'@en .",
    "P05": "my:hosts owl:inverseOf my:winner . my:winner a owl:ObjectProperty ; rdfs:domain my:Prize .",
    "P06": "my:Prize rdfs:subClassOf my:Award . my:Award a owl:Class ; rdfs:subClassOf my:Prize .",
    "P07": "my:PrizeAndAward a owl:Class ; rdfs:subClassOf my:Prize .",
    "P08a": "my:Nameless a owl:Class ; rdfs:subClassOf my:Prize ; rdfs:comment 'No name.'@en .",
    "P08b": "my:Unsaid a owl:Class ; rdfs:subClassOf my:Prize ; rdfs:label 'unsaid'@en .",
    "P11": "my:near a owl:ObjectProperty ; rdfs:domain my:Prize .",
    "P13": "my:oneWay a owl:ObjectProperty ; rdfs:domain my:Prize ; rdfs:range my:Prize .",
    "P19": "my:hosts rdfs:domain my:Prize .",
    "P20": "my:Same a owl:Class ; rdfs:subClassOf my:Prize ; rdfs:label 'same'@en ; rdfs:comment 'same'@en .",
    "P22": "my:small_one a owl:Class ; rdfs:subClassOf my:Prize .",
    "P25": "my:hosts owl:inverseOf my:hosts .",
    "P26": "my:hosts a owl:SymmetricProperty .  my:hosts owl:inverseOf my:hostedBy .",
    "P32": "my:Twin a owl:Class ; rdfs:subClassOf my:Prize ; rdfs:label 'prize'@en .",
    "P34": "my:Prize rdfs:subClassOf my:Undeclared .",
}


def written(tmp_path, text: str):
    file = tmp_path / "extension.ttl"
    file.write_text(HEAD + text, encoding="utf-8")
    return file


def test_ours_is_clean():
    report = check()
    assert report.findings == ()
    assert report.clean
    assert report.figures.classes == 65


def test_a_good_extension_is_clean(tmp_path):
    report = check(written(tmp_path, GOOD))
    assert [f for f in report.findings if f.severity == "error"] == []
    assert report.findings == ()


@pytest.mark.parametrize("rule", SPOILT)
def test_each_fault_is_found(tmp_path, rule):
    assert rule in {f.rule for f in check(written(tmp_path, GOOD + SPOILT[rule])).findings}


def test_faults_of_the_whole(tmp_path):
    bare = "my:Prize a owl:Class ; rdfs:subClassOf eco:Initiative ; rdfs:label 'prize'@en ; rdfs:comment 'To win.'@en ."
    assert {"P10", "P38"} <= {f.rule for f in check(written(tmp_path, bare)).findings}
    assert "P41" in {
        f.rule for f in check(written(tmp_path, "<https://example.org/ns> a owl:Ontology ." + bare)).findings
    }


def test_every_pitfall_is_tried():
    assert {number for number, *_ in PITFALLS} == (set(SPOILT) - {"undefined", "foreign", "profile"}) | {
        "P10",
        "P38",
        "P41",
    }


def test_what_is_meant_is_guessed(tmp_path):
    (found,) = [f for f in check(written(tmp_path, GOOD + SPOILT["undefined"])).findings if f.rule == "undefined"]
    assert found.message["en"].endswith("Did you mean eco:Facility?")
    assert found.message["nl"].endswith("Bedoelt u eco:Facility?")


def test_a_name_of_a_vocabulary_of_which_we_know_some_names_may_exist():
    assert foreign.exists("http://data.europa.eu/s66#Grant") is True
    assert foreign.exists("http://data.europa.eu/s66#Anything") is None
    assert foreign.exists("https://example.org/x") is None


def test_figures_of_a_small_ontology():
    graph = read_bytes((HEAD + GOOD).encode(), RdfFormat.TURTLE).triples
    found = figures(terms_of(Facts(graph)))
    assert (found.classes, found.object_properties, found.domains, found.ranges, found.inverses) == (2, 2, 2, 2, 1)
    assert found.labels == {"en": 4}
    assert (found.disjointness, found.individuals) == (1, 0)


@pytest.mark.parametrize(("lang", "word"), [("nl", "Bedoelt u"), ("en", "Did you mean")])
def test_the_command_prints_and_ends_with_1(tmp_path, lang, word):
    file = written(tmp_path, GOOD + SPOILT["undefined"])
    done = CliRunner().invoke(app, ["check", "--ontology", str(file), "--lang", lang])
    assert done.exit_code == 1
    assert word in done.stdout


def test_the_command_writes_json(tmp_path):
    out = tmp_path / "report.json"
    done = CliRunner().invoke(app, ["check", "--ontology", "--format", "json", "--out", str(out)])
    assert done.exit_code == 0
    said = json.loads(out.read_text(encoding="utf-8"))
    assert said["clean"] is True
    assert said["figures"]["object_properties"] == 115


def test_an_empty_folder_is_told(tmp_path):
    from ecograph.errors import DataError

    with pytest.raises(DataError, match="no ontology"):
        check(tmp_path)
