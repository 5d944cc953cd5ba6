"""Reports: pages, workbooks, pipelines, comparisons."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from ecograph.build import Region, check
from ecograph.canvas import Canvas
from ecograph.describe import read_any, read_description, read_workbook, write_workbook
from ecograph.describe.comparison import compare
from ecograph.describe.problems import Problem
from ecograph.describe.reports.page import html_comparison, html_report
from ecograph.describe.reports.pipelines import junit, sarif
from ecograph.describe.reports.results import annotate, write_results
from ecograph.errors import Place
from ecograph.texts import LANGUAGES, LEVELS, Lang, Text, pick
from tests.describe.conftest import ROOT, same_graph
from tests.web.conftest import CHROMIUM

ECOSYSTEMS = ROOT / "data" / "ecosystems"
EMMEN = ECOSYSTEMS / "emmen-chemistry" / "2016-kplusv"
TRICKY = '<script>alert(1)</script> & "quotes" \x07'
PROBLEMS = (
    Problem("wrong-type", Place(file="a b.xlsx", sheet="Actoren", cell="B7"), Text(nl=TRICKY, en="en " + TRICKY)),
    Problem("syntax", Place(file="x.ttl", line=3, column=9), Text(nl="fout", en="wrong"), severity="warning"),
    Problem("alone", Place(iri="https://x.test/a"), Text(nl="los", en="alone")),
)


@pytest.fixture(scope="module")
def emmen() -> tuple[Region, Canvas]:
    return check(EMMEN)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_everything(emmen: tuple[Region, Canvas], lang: Lang) -> None:
    page = html_report(emmen[1], PROBLEMS, lang)
    for judgement in emmen[1].judgements:
        assert f'id="{judgement.notation}"' in page
        assert LEVELS[judgement.level][1][lang] in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert f'<html lang="{lang}">' in page
    assert not re.search(r'(src|href)="(?!#)', page), "it fetches and links nothing"
    assert "url(" not in page
    assert "@import" not in page


def test_a_page_without_canvas_says_what_is_wrong() -> None:
    assert "Actoren!B7" in html_report(None, PROBLEMS, "nl")
    assert "De beschrijving is goed gevormd." in html_report(None, (), "nl")


@pytest.mark.browser
def test_the_page_looks_the_same_on_paper_and_asks_nobody(emmen: tuple[Region, Canvas], tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    (tmp_path / "r.html").write_text(html_report(emmen[1], PROBLEMS, "nl"), encoding="utf-8")
    asked: list[str] = []
    said: list[str] = []
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 1400})
        page.on("request", lambda r: asked.append(r.url))
        page.on("console", lambda m: said.append(m.text))
        page.goto((tmp_path / "r.html").as_uri())
        assert page.locator(".tile").count() == len(emmen[1].judgements)
        for width in (1100, 380):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        paper = page.pdf(format="A4")
        browser.close()
    assert asked == [(tmp_path / "r.html").as_uri()]
    assert said == []
    assert 3 <= paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page /") + paper.count(b"/Type/Page/") <= 40


def test_sarif_has_places() -> None:
    log = json.loads(sarif(PROBLEMS, "en"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    cell, line, alone = run["results"]
    assert cell["ruleId"] == run["tool"]["driver"]["rules"][cell["ruleIndex"]]["id"] == "wrong-type"
    assert cell["level"] == "error"
    assert cell["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "Actoren!B7"}]
    assert cell["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.xlsx"
    assert line["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 9}
    assert line["level"] == "warning"
    assert alone["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "https://x.test/a"


def test_junit_is_xml() -> None:
    suite = ET.fromstring(junit(PROBLEMS, "a & b", "nl").encode())
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    failure = suite[0].find("failure")
    assert failure is not None
    assert "<script>" in str(failure.get("message"))
    assert len(ET.fromstring(junit((), "x").encode())) == 1


def test_a_workbook_is_annotated(tmp_path: Path) -> None:
    write_workbook(read_description(EMMEN), tmp_path / "a.xlsx", "nl")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["Actoren"]["E4"] = "overhied"
    row = book["Gebieden"].max_row + 1
    book["Gebieden"].cell(row, 2, "Groningen")
    book["Gebieden"].cell(row, 6, "S4")
    book.save(tmp_path / "a.xlsx")
    description = read_workbook(tmp_path / "a.xlsx")
    _, canvas = check(EMMEN)
    annotate(tmp_path / "a.xlsx", description.problems, canvas, tmp_path / "b.xlsx", description=description)
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    cell = book["Actoren"]["E4"]
    assert cell.comment is not None
    assert 'Bedoelt u "overheid"?' in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("F6D5D0")
    assert cell.value == "overhied"
    assert book["Gebieden"].cell(row, 1).value == "region/groningen", "the row keeps its identifier from now on"
    assert book.sheetnames[0] == "Resultaten"
    said = [str(c.value) for r in book["Resultaten"].iter_rows() for c in r if c.value]
    assert "◐ deels" in said
    assert "Actoren!E4" in said
    assert sum(bool(re.fullmatch(r"P\d\d", s)) for s in said) == len(canvas.judgements)
    again = read_workbook(tmp_path / "b.xlsx")
    assert same_graph(again.graph, description.graph)
    assert [p.code for p in again.problems] == [p.code for p in description.problems]


def test_results_stand_alone(emmen: tuple[Region, Canvas], tmp_path: Path) -> None:
    write_results(emmen[1], (), tmp_path / "r.xlsx", "en")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == ["Results"]
    assert "None: the description is well formed." in {c.value for r in book["Results"].iter_rows() for c in r}


def test_members_came_and_went() -> None:
    """Between 2017 and 2018 municipalities merged: the two lists of members say so."""
    one, other = (check(ECOSYSTEMS / "agenda-veenkolonien" / year) for year in ("2017", "2018"))
    found = compare((one[1], one[0].description.graph), (other[1], other[0].description.graph))
    came = {pick(t.label, "nl") for t in found.actors.came}
    went = {pick(t.label, "nl") for t in found.actors.went}
    assert {"Gemeente Westerwolde", "Gemeente Midden-Groningen"} <= came
    assert {"Gemeente Bellingwedde", "Gemeente Vlagtwedde", "Gemeente Menterwolde"} <= went
    assert all(t.sources for t in (*found.actors.came, *found.actors.went))
    assert found.contradictions == ()
    assert "Gemeente Westerwolde" in html_comparison(found, "nl")


def test_emmen_moved_between_2016_and_2023(emmen: tuple[Region, Canvas]) -> None:
    region, canvas = check(ECOSYSTEMS / "emmen-chemistry" / "2023-audit")
    found = compare((emmen[1], emmen[0].description.graph), (canvas, region.description.graph))
    moves = {m.notation: (m.before, m.after) for m in found.moved}
    assert moves["P10"] == ("NotDescribed", "Absent")
    assert {m.iri for m in found.moved} <= {j.iri for j in canvas.judgements}


def test_contradictions_are_named_with_their_sources(emmen: tuple[Region, Canvas]) -> None:
    region, canvas = emmen
    eco = "https://w3id.org/ecograph/ns#"
    actor = NamedNode("https://w3id.org/ecograph/id/emmen-chemistry/actor/gemeente-emmen")
    sphere = NamedNode(eco + "primarySphere")
    other = NamedNode("https://w3id.org/ecograph/vocab/sphere/Industry")
    changed = tuple(
        Triple(t.subject, t.predicate, other) if (t.subject, t.predicate) == (actor, sphere) else t
        for t in region.description.graph
    )
    (found,) = compare((canvas, region.description.graph), (canvas, changed)).contradictions
    assert found.iri == actor.value
    assert found.property == {"nl": "Sfeer", "en": "Sphere"}
    assert (found.first, found.second) == (("overheid / government",), ("bedrijfsleven / industry",))
    assert "S5" in found.first_sources


def test_precision_is_no_contradiction(emmen: tuple[Region, Canvas]) -> None:
    region, canvas = emmen
    xsd = "http://www.w3.org/2001/XMLSchema#"
    thing = NamedNode("https://w3id.org/ecograph/id/emmen-chemistry/initiative/multi-year-programme")
    started = NamedNode("https://w3id.org/ecograph/ns#startedOn")

    def dated(text: str, kind: str) -> tuple[Triple, ...]:
        return (*region.description.graph, Triple(thing, started, Literal(text, datatype=NamedNode(xsd + kind))))

    one, near, far = dated("2016", "gYear"), dated("2016-03", "gYearMonth"), dated("2017", "gYear")
    assert compare((canvas, one), (canvas, near)).contradictions == ()
    assert len(compare((canvas, one), (canvas, far)).contradictions) == 1


def test_any_form_is_checked_alike(emmen: tuple[Region, Canvas], tmp_path: Path) -> None:
    write_workbook(emmen[0].description, tmp_path / "a.xlsx", "en")
    region, canvas = check(tmp_path / "a.xlsx")
    assert region.problems == ()
    assert [(j.notation, j.level) for j in canvas.judgements] == [(j.notation, j.level) for j in emmen[1].judgements]
    assert read_any(EMMEN).iri == read_any(tmp_path / "a.xlsx").iri
