"""The check page, with and without a script."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from ecograph.api import pages


def upload(client, name: str, lang: str = "en"):
    return client.post(f"/api/check?format=html&lang={lang}", files={"file": (name, b"x")}).text


def test_problems_are_grouped_and_have_a_place(client):
    text = upload(client, "wrong.xlsx")
    assert "1 error, 1 warning" in text
    assert text.index("dangling-reference") < text.index("no-label")
    assert "Actors, cell B7" in text
    assert "wrong.xlsx:3:1" in text


def test_hostile_names_and_messages_stay_text(client):
    text = upload(client, "wrong<script>x</script>.xlsx", "nl")
    assert "<script>x" not in text
    assert "<img" not in text


def test_a_good_file_shows_its_preconditions(client):
    text = upload(client, "good.ttl")
    assert "The description is well formed." in text
    assert text.count("<li><details><summary>") == 40


def test_the_menu_offers_a_check_only_where_there_is_one(client):
    assert 'href="/check"' in client.get("/").text
    from tests.web.fixture import Fixture

    app = FastAPI()
    pages.mount(app, Fixture())
    assert 'href="/check"' not in TestClient(app).get("/").text


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_the_field_of_a_file_speaks_the_language_of_the_page(visit):
    page = visit("/check", lang="nl")
    page.get_by_role("button", name="Toets").click()
    field = page.locator("#file")
    assert field.evaluate("f => f.validationMessage") == "Kies eerst een bestand."
    expect(page.locator("#chosen")).to_have_text("Nog geen bestand gekozen")
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Kies een bestand", exact=True).click()
    chooser.value.set_files({"name": "regio.xlsx", "mimeType": "x/y", "buffer": b"x"})
    expect(page.locator("#chosen")).to_have_text("regio.xlsx")
    assert field.evaluate("f => f.validationMessage") == ""
    field.focus()
    assert page.locator("#drop").evaluate("d => getComputedStyle(d).outlineStyle") == "solid", "the keyboard is seen"


@pytest.mark.browser
@pytest.mark.timeout(120)
@pytest.mark.parametrize("size", ["wide", "small"])
def test_a_file_is_checked_without_leaving_the_page(visit, axe, size):
    page = visit("/check", size=size)
    assert axe(page) == []
    page.get_by_label("File").set_input_files({"name": "wrong.xlsx", "mimeType": "x/y", "buffer": b"x"})
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Unknown actor.").wait_for()
    expect(page).to_have_url(re.compile("/check$"))
    assert axe(page) == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="JSON").click()
    assert saved.value.suggested_filename == "wrong-check.json"
    page.get_by_label("File").set_input_files({"name": "unreadable.ttl", "mimeType": "x/y", "buffer": b"x"})
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_text("Look at line 3.").wait_for()
    visit.trouble[:] = [t for t in visit.trouble if "422" not in t]  # the browser itself logs the status


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_a_file_is_checked_without_a_script(visit, follow):
    page = visit("/check", script=False)
    page.get_by_label("File").set_input_files({"name": "wrong.xlsx", "mimeType": "x/y", "buffer": b"x"})
    follow(page, page.get_by_role("button", name="Check"))
    expect(page.get_by_text("Unknown actor.")).to_be_visible()


@pytest.mark.browser
@pytest.mark.timeout(120)
@pytest.mark.parametrize(("lang", "cancel"), [("nl", "Afbreken"), ("en", "Cancel")])
def test_an_upload_shows_how_far_it_is_and_can_be_stopped(visit, axe, lang, cancel):
    page = visit("/check", lang=lang)
    held = []

    def hold(route) -> None:
        held.append(route)  # the answer does not come before somebody lets it through

    page.route("**/api/check?*", hold)
    page.locator("#file").set_input_files({"name": "wrong.xlsx", "mimeType": "x/y", "buffer": b"x" * 100_000})
    page.locator("#check-form button[type=submit]").click()
    expect(page.locator("#progress progress")).to_be_visible()
    expect(page.locator("#check-form button[type=submit]")).to_be_disabled()
    assert axe(page) == []
    page.locator("#progress").get_by_role("button", name=cancel).click()
    expect(page.locator("#progress progress")).to_have_count(0)
    expect(page.locator("#check-form button[type=submit]")).to_be_enabled()
    page.unroute("**/api/check?*")
    page.locator("#check-form button[type=submit]").click()
    expect(page.locator("#outcome h2").first).to_be_visible()
    expect(page.locator("#progress progress")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.timeout(120)
def test_nothing_in_a_finding_runs_links_or_turns_the_page(visit, axe):
    page = visit("/check")
    name = "hostile <img src=x onerror=window.broken=1> \u202egnp.xlsx"
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "x/y", "buffer": b"x"})
    page.get_by_role("button", name="Check").click()
    found = page.locator("#outcome")
    expect(found.locator("bdi", has_text="safe \u202egnp.exe").first).to_be_visible()
    expect(found).to_contain_text("javascript:window.broken=1")
    expect(found.locator('[href^="javascript"], script, img')).to_have_count(0)
    assert page.evaluate("window.broken") is None
    loose = """() => [...document.querySelectorAll('#outcome *')].filter((e) =>
      [...e.childNodes].some((n) => n.nodeType === 3 && n.data.includes('\u202e'))
      && !getComputedStyle(e).unicodeBidi.startsWith('isolate')).length"""
    assert page.evaluate(loose) == 0, "what turns the direction of writing turns only itself"
    assert axe(page) == []


def test_a_report_as_json_becomes_the_same_page():
    import json

    from ecograph.api.pages.check import canvas_of
    from ecograph.publish.report import as_json
    from tests.web.canvases import emmen

    report = json.loads(json.dumps(as_json(emmen())))
    again = canvas_of(report)
    assert [(g.label, [(j.notation, j.level, j.because) for j in g.judgements]) for g in again.groups] == [
        (g.label, [(j.notation, j.level, j.because) for j in g.judgements]) for g in emmen().groups
    ]
    assert dict(again.counts) == dict(emmen().counts)
