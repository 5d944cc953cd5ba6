"""``ecograph validate`` and ``infer`` as a user calls them: forms, details, refusals, attacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecograph.cli import general, main
from ecograph.engine import watch
from ecograph.engine.graph import read

HEAD = """@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DATA = ':emmen a :City ; :mayor :a ; :name "Emmen"@nl . :a :name "A" . :loose :p 1 . :City rdfs:label "stad"@nl .'
SHAPES = """
:CityShape a sh:NodeShape ; sh:targetClass :City ; sh:property :Mayor ;
  sh:property [ sh:path :website ; sh:name "webadres"@nl , "web address"@en ; sh:minCount 1 ] .
:Mayor sh:path :mayor ; sh:node :Person ;
  sh:or ( [ sh:class :City ] [ sh:property [ sh:path :born ; sh:minCount 1 ] ] ) .
:Person a sh:NodeShape ; sh:property [ sh:path :born ; sh:minCount 1 ] .
:Nobody a sh:NodeShape ; sh:targetClass :Village ; sh:nodeKind sh:IRI .
"""


def ecograph(folder: Path, *words: str, code: int, seconds: float = 100) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "ecograph", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=seconds,
        env={**os.environ, "COLUMNS": "300"},
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data.ttl").write_text(HEAD + DATA)
    (tmp_path / "shapes.ttl").write_text(HEAD + SHAPES)
    return tmp_path


def test_json_has_groups_details_coverage_and_labels(folder: Path) -> None:
    done = ecograph(folder, "validate", "data.ttl", "--shapes", "shapes.ttl", "--format", "json", "--details", code=1)
    report = json.loads(done.stdout)
    assert sum(g["count"] for g in report["groups"]) == len(report["results"]) == 3
    by = {r["component"].rpartition("#")[2]: r for r in report["results"]}
    assert by["MinCountConstraintComponent"]["messages"]["nl"].startswith("Te weinig waarden voor webadres (")
    assert "web address (" in by["MinCountConstraintComponent"]["messages"]["en"]
    assert [d["path"] for d in by["NodeConstraintComponent"]["details"]] == ["<urn:x:born>"]
    assert {d["component"].rpartition("#")[2] for d in by["OrConstraintComponent"]["details"]} == {
        "ClassConstraintComponent",
        "MinCountConstraintComponent",
    }
    labelled = next(d for d in by["OrConstraintComponent"]["details"] if "Class" in d["component"])
    assert labelled["messages"]["nl"] == "urn:x:a is geen stad (urn:x:City)."
    assert report["coverage"]["shapesWithoutTarget"] == ["urn:x:Nobody"]
    assert "<urn:x:loose>" in report["coverage"]["unseen"]


def test_text_tells_details_and_what_was_not_judged(folder: Path) -> None:
    done = ecograph(folder, "validate", "data.ttl", "--shapes", "shapes.ttl", "--details", "--lang", "nl", code=1)
    assert "← urn:x:a: Te weinig waarden" in done.stdout
    assert "Zonder iets om te beoordelen (1 shapes): urn:x:Nobody" in done.stderr
    assert "Geen shape gaat over" in done.stderr
    quiet = ecograph(folder, "validate", "data.ttl", "--shapes", "shapes.ttl", "-q", code=1)
    assert quiet.stderr == ""


def test_turtle_names_graphs_engine_and_time(folder: Path) -> None:
    ecograph(
        folder, "validate", "data.ttl", "--shapes", "shapes.ttl", "--format", "ttl", "--details", "-o", "r.ttl", code=1
    )
    said = {t.predicate.value.rpartition("#")[2].rpartition("/")[2] for t in read(folder / "r.ttl").triples}
    assert {"usedShapesGraph", "usedDataGraph", "wasGeneratedBy", "endedAtTime", "detail", "resultMessage"} <= said


@pytest.mark.parametrize(("lang", "title"), [("nl", "Validatierapport"), ("en", "Validation report")])
def test_the_page_is_self_contained_and_escaped(folder: Path, lang: str, title: str) -> None:
    (folder / "data.ttl").write_text(HEAD + ':emmen a :City ; :mayor "<script>alert(1)</script>" .')
    words = ["data.ttl", "--shapes", "shapes.ttl", "--format", "html", "--lang", lang, "--details"]
    page = ecograph(folder, "validate", *words, code=1).stdout
    assert f"<title>{title}</title>" in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    for outside in ("src=", "@import", "<link", "url("):
        assert outside not in page


def test_reference_and_auto_agree(folder: Path) -> None:
    found = []
    for engine in ("auto", "reference"):
        words = ["data.ttl", "--shapes", "shapes.ttl", "--format", "json", "--engine", engine]
        report = json.loads(ecograph(folder, "validate", *words, code=1).stdout)
        found.append(sorted((r["focus"], r["path"], r["component"], r["messages"]["nl"]) for r in report["results"]))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        (":S a sh:NodeShape ; sh:targetClass :C ;\n sh:memberShape :T .", ["shapes.ttl:3:", "SHACL 1.2"]),
        (":S a sh:NodeShape ; sh:targetClass :C ; sh:node :T .\n:T sh:not :S .", ["lead back", "break the circle"]),
        (':S a sh:NodeShape ; sh:targetClass :C ; sh:js [ sh:jsFunctionName "f" ] .', ["JavaScript", "shapes.ttl:3:"]),
        (':S a sh:NodeShape ; sh:targetNode :emmen ; sh:pattern "(?=x)" .', ["regular expression"]),
        (':S a sh:NodeShape ; sh:targetNode :emmen ; sh:sparql [ sh:select "SELECT $this { SERVICE <urn:x> {} }" ] .',
         ["SERVICE"]),
        (':S a sh:NodeShape ; sh:targetNode :emmen ; sh:sparql [ sh:select "SELECT $this {" ] .', ["cannot be run"]),
        (":S a sh:NodeShape ; sh:targetNode :emmen ; sh:path ( :p", ["shapes.ttl:3:"]),
    ],
)  # fmt: skip
def test_what_is_refused_says_what_and_where(folder: Path, shapes: str, words: list[str]) -> None:
    (folder / "shapes.ttl").write_text(HEAD + shapes)
    done = ecograph(folder, "validate", "data.ttl", "--shapes", "shapes.ttl", "--lang", "en", code=2)
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr


def test_imports_are_not_fetched_and_said(folder: Path) -> None:
    imports = "<urn:o> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/shapes.ttl> .\n"
    (folder / "shapes.ttl").write_text(HEAD + imports + SHAPES)
    done = ecograph(folder, "validate", "data.ttl", "--shapes", "shapes.ttl", "--lang", "en", code=1)
    assert "http://127.0.0.1:9/shapes.ttl> is not fetched" in done.stderr


def test_a_regular_expression_is_no_bomb_in_bulk_either(folder: Path) -> None:
    lines = "".join(f'<urn:{n}> <urn:x:p> "{"a" * 40}!" .\n' for n in range(40_000))
    (folder / "data.nt").write_text(lines)
    (folder / "shapes.ttl").write_text(HEAD + ':S a sh:NodeShape ; sh:targetObjectsOf :p ; sh:pattern "^(a+)+$" .')
    done = ecograph(folder, "validate", "data.nt", "--shapes", "shapes.ttl", "--format", "json", code=1)
    assert json.loads(done.stdout)["groups"][0]["count"] == 1  # one literal, however often it is said


def test_nothing_to_do_is_said(folder: Path) -> None:
    assert "--endpoint" in ecograph(folder, "validate", "--shapes", "shapes.ttl", code=2).stderr
    assert "--shapes" in ecograph(folder, "validate", "data.ttl", code=2).stderr


def test_infer_explains_a_triple(folder: Path) -> None:
    (folder / "o.ttl").write_text(HEAD + ":City rdfs:subClassOf :Place .")
    words = ["data.ttl", "--ontology", "o.ttl", "--explain", "urn:x:emmen rdf:type urn:x:Place"]
    done = ecograph(folder, "infer", *words, code=0)
    assert "cax-sco" in done.stdout
    assert "urn:x:City rdfs:subClassOf urn:x:Place" in done.stdout


def test_a_query_is_explained(folder: Path) -> None:
    (folder / "q.rq").write_text("SELECT * { ?s a eco:Initiative FILTER NOT EXISTS { ?p eco:participatesIn ?s } }")
    done = ecograph(folder, "query", "q.rq", "--explain", "--lang", "nl", code=0)
    assert "1 van 1 FILTER NOT EXISTS wordt MINUS" in done.stdout
    assert "Beide kanten binden altijd ?s" in done.stdout


#: Five times everything, and only at the end a test that fails.
ENDLESS = (
    "$this a ?k . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?l ?m . ?n ?o ?p . "
    "FILTER(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j), STR(?n)) = 'x')"
)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_endless_sparql_ends_at_the_deadline(folder: Path, engine: str, lang: str) -> None:
    data = "".join(f":x{n} :p :y{n} ; :q :z{n} .\n" for n in range(200))
    (folder / "data.ttl").write_text(HEAD + DATA + data)
    shape = f':S a sh:NodeShape ; sh:targetNode :emmen ; sh:sparql [ sh:select "SELECT $this {{ {ENDLESS} }}" ] .'
    (folder / "shapes.ttl").write_text(HEAD + shape)
    words = ["data.ttl", "--shapes", "shapes.ttl", "--engine", engine, "--deadline", "1", "--lang", lang]
    done = ecograph(folder, "validate", *words, code=2)
    assert "urn:x:S" in done.stderr
    assert {"nl": "was na 1 seconden niet klaar", "en": "was not done after 1 seconds"}[lang] in done.stderr


OWN = Path(__file__).resolve().parents[2] / "ontology" / "examples" / "own" / "digital-skills.ttl"
REGION = OWN.parents[3] / "tests" / "ecosystems" / "miniature" / "description.ttl"
SUFFICIENT = "my:digital-skills-sufficient\n    a sh:NodeShape ;"


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        (f'sh:sparql [ sh:message "x"@nl , "x"@en ; sh:select "SELECT $this {{ {ENDLESS} }}" ] ;', "after 1 seconds"),
        ("sh:node [ sh:not my:digital-skills-sufficient ] ;", "lead back"),
        ('sh:js [ sh:jsFunctionName "f" ] ;', "JavaScript"),
        ('sh:property [ sh:path rdfs:label ; sh:pattern "^(a+)+(?=x)$" ] ;', "regular expression"),
        ('sh:sparql [ sh:select "SELECT $this { SERVICE <urn:x> { ?a ?b ?c } }" ] ;', "SERVICE"),
    ],
)
def test_a_precondition_of_ones_own_cannot_keep_a_check(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    constraint: str,
    words: str,
) -> None:
    own = tmp_path / "own.ttl"
    text = OWN.read_text()
    assert SUFFICIENT in text
    own.write_text(text.replace(SUFFICIENT, f"{SUFFICIENT}\n    {constraint}"))
    monkeypatch.setattr(watch, "SECONDS", 1.0)
    with pytest.raises(SystemExit) as left:
        main(["check", str(REGION), "--preconditions", str(own), "--lang", "en"])
    assert left.value.code == 2
    assert words in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    "select",
    [
        pytest.param(f"SELECT $this {{ {ENDLESS} }}", id="left to the engine"),
        pytest.param(
            "SELECT $this { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?l ?m . FILTER(?a = ?m && ?d = ?m && ?d != ?a) }",
            id="given up by what small data answer themselves",
        ),
    ],
)
def test_a_precondition_of_ones_own_cannot_keep_a_build(tmp_path: Path, select: str) -> None:
    own, store = tmp_path / "own.ttl", tmp_path / "store"
    constraint = f'sh:sparql [ sh:message "x"@nl , "x"@en ; sh:select "{select}" ] ;'
    own.write_text(OWN.read_text().replace(SUFFICIENT, f"{SUFFICIENT}\n    {constraint}"))
    program = (
        "import sys; from ecograph.engine import watch; watch.SECONDS = 1.0\n"
        "from ecograph.cli import main; main(sys.argv[1:])"
    )
    words = ["build", str(REGION), "--preconditions", str(own), "--data-dir", str(store), "--lang", "en"]
    done = subprocess.run(  # a process of its own: what goes on in its thread ends with it
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    said = " ".join(done.stderr.split())
    assert done.returncode == 2
    assert "was not done after 1 seconds" in said
    assert "digital-skills-sufficient" in said
    assert not list(store.glob("generations/*"))


def test_imports_of_a_precondition_are_not_fetched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.ttl"
    imports = "\n<urn:o> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/shapes.ttl> .\n"
    own.write_text(OWN.read_text() + imports)
    with pytest.raises(SystemExit) as left:  # the suite allows no socket: a fetch would be an error
        main(["check", str(REGION), "--preconditions", str(own), "--format", "json"])
    assert left.value.code == 0
    assert "X01" in capsys.readouterr().out


def test_a_pattern_that_would_be_a_bomb_is_matched_in_time(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(HEAD + f':emmen :name "{"a" * 5000}!" .')
    (tmp_path / "shapes.ttl").write_text(
        HEAD + ':S a sh:NodeShape ; sh:targetNode :emmen ; sh:property [ sh:path :name ; sh:pattern "^(a+)+$" ] .'
    )
    ecograph(tmp_path, "validate", "data.ttl", "--shapes", "shapes.ttl", code=1)


def test_details_say_what_conformed_that_must_not(folder: Path) -> None:
    denied = "[ sh:class :City ; sh:property [ sh:path :name ; sh:minCount 1 ] ]"
    shape = f":S a sh:NodeShape ; sh:targetNode :emmen ; sh:not {denied} ."
    (folder / "shapes.ttl").write_text(HEAD + shape)
    words = ["data.ttl", "--shapes", "shapes.ttl", "--details", "--lang"]
    done = ecograph(folder, "validate", *words, "nl", code=1)
    assert "← urn:x:emmen: urn:x:emmen voldoet aan sh:class stad (urn:x:City)." in done.stdout
    assert "voldoet aan <urn:x:name>: sh:minCount 1." in done.stdout
    assert "conforms to sh:class" in ecograph(folder, "validate", *words, "en", code=1).stdout


def test_large_data_are_reasoned_over_in_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "o.ttl").write_text(
        "@prefix : <urn:x:> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
        ":q owl:inverseOf :p . :A owl:disjointWith :B ."
    )
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    (tmp_path / "data.nt").write_text(
        f"<urn:x:a> <urn:x:p> <urn:x:b> .\n<urn:x:a> {kind} <urn:x:A> .\n<urn:x:a> {kind} <urn:x:B> .\n"
    )
    words = ["infer", str(tmp_path / "data.nt"), "--ontology", str(tmp_path / "o.ttl"), "--lang", "en"]
    said = []
    for bulky in (3_000_000, 0):
        monkeypatch.setattr(general, "_BULKY", bulky)
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 1
        said.append(capsys.readouterr())
    assert said[0].out == said[1].out == "<urn:x:b> <urn:x:q> <urn:x:a> .\n"
    assert "columns" in said[1].err
    assert "cax-dw" in said[1].err
