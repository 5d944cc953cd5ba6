"""The first page: maps, canvases at a glance, and search while typing."""

from __future__ import annotations

import json
import re

import pytest

from ecograph import assets
from ecograph.api.pages import EcosystemCard
from ecograph.api.pages.map import abroad, countries, home_country, places
from ecograph.texts import Text


def card(slug: str, **facts: str) -> EcosystemCard:
    return EcosystemCard(f"https://w3id.org/ecograph/id/{slug}", slug, Text(nl=slug, en=slug), (), {}, **facts)


def test_every_kind_of_region_has_its_place():
    cards = [
        card("own", region_code="GM0114"), card("near", near="NL213"), card("members", members="GM0505 GM0642 GM9999"),
        card("tuscany", region_code="ITI1"), card("nowhere"), card("unknown", region_code="XX99", members="GM9999"),
    ]  # fmt: skip
    assert {p.ecosystem.slug: p.known_by for p in places(cards)} == {
        "own": "region",
        "near": "near",
        "members": "members",
    }
    assert [(p.ecosystem.slug, p.known_by) for p in abroad(cards)] == [("tuscany", "country")]
    east, west = (
        next(p for p in places(cards) if p.ecosystem.slug == "near"),
        next(p for p in places(cards) if p.ecosystem.slug == "members"),
    )
    assert east.x > west.x
    assert east.before
    assert not west.before


def test_the_outlines_of_europe_are_natural_earth_and_hold_no_finer_boundary():
    text = (assets.data() / "reference" / "europe" / "countries-110m.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    assert len(features) == 39
    assert len(text) < 40_000
    assert all(set(f["properties"]) == {"code", "name"} for f in features)
    assert len(countries()) == 39
    assert home_country().startswith("M")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_first_page_shows_each_canvas_in_the_small_and_both_maps(client, lang):
    text = client.get(f"/?lang={lang}").text
    assert len(re.findall(r'class="sign sign-\w+"', text.split('class="glance"')[1].split("</ul>")[0])) == 40
    assert 'class="place known-region"' in text
    assert 'class="place known-country"' in text
    assert ("Landen: Natural Earth" if lang == "nl" else "Countries: Natural Earth") in text


@pytest.mark.browser
@pytest.mark.timeout(180)
@pytest.mark.parametrize("size", ["wide", "small"])
def test_search_says_how_many_it_proposes(visit, axe, size):
    page = visit("/", size=size, lang="en")
    page.get_by_label("Search for").type("stuur")
    page.locator(".suggestions a").first.wait_for()
    assert page.locator("[role=status]").inner_text().startswith("Suggestions: 1")
    assert page.locator("#q").get_attribute("aria-expanded") == "true"
    assert axe(page) == []
    page.get_by_label("Search for").fill("zzzz")
    page.get_by_text("No suggestions").wait_for(state="attached")
    assert not page.locator(".suggestions").is_visible()
