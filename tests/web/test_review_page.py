"""The page of a service that was opened for writing, in a browser: who may, what is said back, and both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from ecograph import assets, filling
from ecograph.settings import Settings
from tests.api.conftest import running

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the real service, opened for writing; takes the place of the small application of the other tests."""
    data = tmp_path_factory.mktemp("store")
    filling.build([assets.data() / "ecosystems" / "emmen-chemistry" / "2016-kplusv"], data)
    with running(Settings(data_dir=data, workers=1, writable=True, token="open sesame")) as service:
        yield service.base


@pytest.mark.parametrize(("lang", "size", "scheme"), [("nl", "wide", "dark"), ("en", "small", "light")])
def test_the_page_is_accessible_quiet_and_in_the_language_of_its_reader(visit, axe, lang, size, scheme):
    page = visit("/review", size=size, lang=lang, scheme=scheme)
    expect(page.get_by_label("Token")).to_be_visible()
    heading = {"nl": "Beoordelen en aanvullen", "en": "Judge and add"}[lang]
    expect(page.locator("h1")).to_have_text(heading)
    mine, theirs = {
        "nl": ("Gemeente Emmen", "Province of Drenthe"),
        "en": ("Municipality of Emmen", "Provincie Drenthe"),
    }[lang]
    names = page.locator(".cases b")
    expect(names.filter(has_text=mine).first).to_be_visible()
    expect(names.filter(has_text=theirs)).to_have_count(0)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out at the side"


def test_a_wrong_token_is_told_and_the_right_one_decides(visit):
    page = visit("/review", lang="nl")
    case = page.locator(".cases > li").filter(has=page.locator("[data-verdict=accept]")).first
    page.get_by_label("Wie oordeelt").fill("Economic Board")
    page.get_by_label("Token").fill("guess")
    case.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_role("status")).to_contain_text("token")
    expect(page.get_by_role("status")).to_be_in_viewport()
    assert visit.trouble != [], "the browser reports the 401"
    visit.trouble.clear()
    page.get_by_label("Token").fill("open sesame")
    case.get_by_role("button", name="Afwijzen").click()
    expect(case.locator(".case-state")).to_have_text("afgewezen")


def test_what_somebody_said_stands_on_the_canvas(visit):
    page = visit("/review", lang="en")
    page.get_by_label("Token").fill("open sesame")
    form = page.locator("#say-form")
    form.locator("[name=precondition]").select_option("P10")
    form.locator("[name=level]").select_option("Partial")
    form.locator("[name=perspective]").select_option("Adviser")
    form.locator("[name=valid_at]").fill("2016-03-14")
    form.locator("[name=passage]").fill("Goals were <b>not</b> yet set.")
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("https://w3id.org/ecograph/id/emmen-chemistry/")
    page.goto(page.url.split("/review")[0] + "/ecosystem/emmen-chemistry?perspective=Adviser#P10")
    expect(page.get_by_text("Goals were <b>not</b> yet set.").first).to_be_visible()
