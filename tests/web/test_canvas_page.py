"""The canvas through time, as a picture and on paper."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

EMMEN = "/ecosystem/emmen-chemistry"
AUDIT = EMMEN + "/2023-rekenkamer"


def test_a_later_description_says_what_an_earlier_one_said(client):
    text = client.get(AUDIT + "?lang=en").text
    assert "was partial in 2016" in text.split('id="P33"')[0]  # now absent
    assert "in 2016: sufficient" in text  # now not described
    assert "in 2016" not in client.get(EMMEN + "/2016-kplusv?lang=en").text.split("<main")[1].split("canvas-body")[1]


def test_another_moment_keeps_the_way_of_looking(client):
    text = client.get(EMMEN + "/2016-kplusv?perspective=Adviser&profile=s3").text
    assert f'href="{AUDIT}?perspective=Adviser&amp;profile=s3"' in text


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_canvas_is_a_picture_that_stands_on_its_own(client, lang):
    answer = client.get(f"{EMMEN}/2016-kplusv.svg?lang={lang}")
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(answer.text)
    words = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "P01" in words
    assert "P40" in words
    assert words.count("niet beschreven" if lang == "nl" else "not described") == 19
    assert not re.search(r"(href|url\(|@import|<style|<script)", answer.text)


def test_a_picture_follows_perspective_and_profile(client):
    text = client.get(f"{EMMEN}.svg?perspective=Entrepreneur&profile=s3&lang=en").text
    assert "Entrepreneurs" in text
    assert "Smart specialisation" in text
    assert len(re.findall(r">P\d\d<", text)) == 4


def test_hostile_text_in_the_picture_stays_text(client):
    answer = client.get("/ecosystem/hostile.svg?lang=en")
    root = ET.fromstring(answer.text)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "title", "desc", "rect", "text", "path", "g", "circle"}
    assert not [a for e in root.iter() for a in e.attrib if a.lower().startswith("on")]
    assert "script" in "".join(root.itertext())
    assert "\u202e" not in answer.text


@pytest.mark.browser
@pytest.mark.timeout(180)
@pytest.mark.parametrize(("size", "lang"), [("wide", "nl"), ("wide", "en")])
def test_the_slider_goes_through_time_from_the_keyboard(visit, axe, size, lang):
    page = visit(EMMEN + "/2016-kplusv?perspective=Computed", size=size, lang=lang)
    slider = page.locator("#moment")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/2023-rekenkamer?**")
    page.locator(".tile.level-Absent").first.wait_for()
    assert page.locator(".tile.level-Absent").count() == 3
    assert page.evaluate("document.activeElement.id") == "moment"
    assert "2023" in slider.get_attribute("aria-valuetext")
    assert axe(page) == []
    page.keyboard.press("ArrowLeft")
    page.locator(".tile.level-Sufficient").first.wait_for()
    page.go_back()
    page.locator(".tile.level-Absent").first.wait_for()


@pytest.mark.browser
@pytest.mark.timeout(180)
def test_time_works_without_a_script_and_on_a_small_screen(visit):
    page = visit(EMMEN, size="small", script=False)
    assert not page.locator("#moment").is_visible()
    with page.expect_navigation():
        page.locator(".timeline ol a").last.click()
    assert page.locator(".tile.level-Absent").count() == 3


@pytest.mark.browser
@pytest.mark.timeout(180)
def test_the_canvas_is_saved_as_pixels_and_as_svg(visit):
    page = visit(EMMEN, lang="en")
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    assert saved.value.suggested_filename == "emmen-chemistry-2016-kplusv.png"
    with page.expect_download() as saved:
        page.get_by_role("link", name="SVG").click()
    assert saved.value.path().read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.browser
@pytest.mark.timeout(180)
@pytest.mark.parametrize("path", [EMMEN, AUDIT])
def test_the_canvas_prints_on_one_sheet(visit, path):
    page = visit(path, lang="nl")
    for paper in ({"prefer_css_page_size": True}, {"format": "A3", "landscape": True}):
        pdf = page.pdf(print_background=True, **paper)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
