"""Questions and network in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_completion_knows_our_terms_by_name_and_what_a_class_requires(visit):
    page = visit("/query", lang="nl")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text("SELECT * { ?a a eco:Actor ; eco:p")
    page.keyboard.type("r")
    first = page.locator(".cm-tooltip-autocomplete li").first
    first.filter(has_text="eco:primarySphere").wait_for()
    expect(first).to_contain_text("verplicht")


def test_a_question_answers_itself(visit, axe):
    page = visit("/questions/gaps?ecosystem=id:emmen-chemistry")
    page.locator("table.answer").wait_for()
    page.get_by_text("The query in SPARQL").click()
    expect(page.locator("#sparql")).to_contain_text("eco:onPrecondition")
    assert axe(page) == []


def test_a_question_works_without_a_script(visit):
    page = visit("/questions/gaps?ecosystem=id:emmen-chemistry", script=False)
    expect(page.get_by_role("link", name="Answer as CSV")).to_have_attribute("href", re.compile(r"^/sparql\?query="))


def test_the_network_draws_filters_and_saves(visit):
    page = visit("/network/emmen-chemistry")
    page.locator("canvas[data-layout]").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="GraphML").click()
    graphml = saved.value.path().read_text(encoding="utf-8")
    assert graphml.count("<node ") == 9
    assert "&lt;script&gt;" in graphml
    assert "<script>" not in graphml
    page.get_by_label("industry").uncheck()
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG").click()
    svg = saved.value.path().read_text(encoding="utf-8")
    assert "Green PAC" in svg
    assert "KplusV" not in svg
    assert "<script>" not in svg
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")


def test_a_network_of_two_thousand_nodes_is_laid_out(visit):
    page = visit("/network/large")
    page.locator("canvas[data-layout]").wait_for()
    before = int(page.locator("canvas").get_attribute("data-frames"))
    page.mouse.move(700, 700)
    page.mouse.down()
    page.mouse.move(760, 740, steps=10)
    page.mouse.up()
    page.wait_for_function("before => Number(document.querySelector('canvas').dataset.frames) > before", arg=before)


def test_an_answer_with_a_number_can_be_a_chart(visit, axe):
    page = visit("/questions/gaps")
    page.get_by_role("button", name="Chart").click()
    expect(page.locator(".chart rect")).to_have_count(1)
    expect(page.locator(".chart")).to_contain_text("750,000")
    assert axe(page) == []


def test_search_proposes_while_typing(visit, axe):
    page = visit("/")
    page.get_by_label("Search for").fill("stuur")  # one change, one question: none that comes later moves the list
    page.locator(".suggestions a").first.wait_for()
    assert axe(page) == []
    page.keyboard.press("ArrowDown")
    expect(page.locator("*:focus")).to_have_text(re.compile("^Stuurgroep Chemie"))
    page.keyboard.press("Escape")
    expect(page.locator(".suggestions")).to_be_hidden()


def test_a_profile_is_chosen_without_a_button(visit):
    page = visit("/ecosystem/emmen-chemistry?perspective=Adviser")
    page.get_by_label("Profile").select_option("s3")
    page.wait_for_url("**profile=s3**")
    expect(page).to_have_url(re.compile("perspective=Adviser"))
    expect(page.locator(".tile")).to_have_count(4)


@pytest.mark.parametrize(("size", "script"), [("wide", False), ("small", False), ("small", True)])
def test_the_contents_of_the_ontology_stay_in_view(visit, size, script):
    page = visit("/ns#SteeringStructure", size=size, script=script, lang="nl")
    contents = page.get_by_role("navigation", name="Inhoud")
    expect(contents).to_be_in_viewport()
    link = contents.get_by_role("link", name="Sturingsstructuur")
    if size == "small":
        expect(link).to_be_hidden()
        contents.get_by_text("Inhoud").click()
    link.click()
    expect(page.locator("#SteeringStructure")).to_be_in_viewport()
    if script:
        expect(link).to_be_hidden()
    page.emulate_media(media="print")
    expect(contents).to_be_hidden()
    expect(page.locator("#SteeringStructure")).to_be_visible()


def test_what_is_wrong_in_a_form_is_said_in_the_language_of_the_page(visit):
    page = visit("/questions/required", lang="nl")
    page.context.add_cookies([{"name": "lang", "value": "en", "url": page.url}])
    page.reload()
    field = page.locator("[data-invalid]").first
    page.get_by_role("button", name="Answer").click()
    assert field.evaluate("f => f.validationMessage") in {"Fill this in.", "Make a choice here."}
