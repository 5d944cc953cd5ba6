"""What the server says, before any script runs."""

from __future__ import annotations

import re

import pytest

from ecograph.api.pages.view import accepted_language

EMMEN = "/ecosystem/emmen-chemistry"
ALL = [
    "/",
    "/search?q=stuurgroep",
    EMMEN,
    EMMEN + "?view=compare",
    EMMEN + "?view=report",
    "/query",
    "/query?question=gaps",
    "/id/emmen-chemistry/structure/stuurgroep-chemie",
    "/ns",
    "/questions",
    "/questions/gaps",
    "/compare",
    "/network/emmen-chemistry",
]


@pytest.mark.parametrize("path", ALL)
def test_a_page_answers_with_headers_that_protect_it(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "Cookie" in answer.headers["vary"]
    assert not re.search(
        r"<style|<script(?![^>]*(src=|application/json))|\sstyle=|\son\w+=", answer.text.split("<main", 1)[0]
    )


def test_who_asks_for_an_icon_without_reading_a_page_gets_the_one_of_the_pages(client):
    answer = client.get("/favicon.ico")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.content == client.get("/static/icon.svg").content


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("nl", "nl"),
        ("nl-BE,en;q=0.8", "nl"),
        ("en,nl;q=0.9", "en"),
        ("de", "en"),
        ("", "en"),
        ("nl;q=0,en", "en"),
        ("nl;q=x", "en"),
    ],
)
def test_the_language_is_what_the_browser_prefers(client, header, lang):
    assert accepted_language(header) == lang
    assert f'<html lang="{lang}">' in client.get("/", headers={"accept-language": header}).text


def test_a_chosen_language_is_remembered(client):
    assert '<html lang="nl">' in client.get("/?lang=nl", headers={"accept-language": "en"}).text
    assert '<html lang="nl">' in client.get("/query", headers={"accept-language": "en"}).text
    assert '<html lang="en">' in client.get("/?lang=en").text


def test_a_language_that_we_do_not_speak_is_not_remembered(client):
    assert "set-cookie" not in client.get("/?lang=fr").headers


def test_the_canvas_shows_forty_preconditions_with_level_in_words(client):
    text = client.get(EMMEN + "?lang=en").text
    assert len(re.findall(r'<details class="tile level-', text)) == 40
    assert len(re.findall(r'<details class="tile level-NotDescribed"', text)) == 19
    assert "7 sufficient, 13 partial, 19 not described, 1 not applicable" in text


def test_a_perspective_shows_only_what_it_said(client):
    text = client.get(EMMEN + "?perspective=Entrepreneur&lang=en").text
    assert len(re.findall(r'class="tile level-Need"', text)) == 2
    assert len(re.findall(r'class="tile level-Silent"', text)) == 38
    adviser = client.get(EMMEN + "?perspective=Adviser").text
    assert len(re.findall(r'class="tile level-Sufficient"', adviser)) == 1


def test_public_stakeholders_name_no_precondition(client):
    text = client.get(EMMEN + "?perspective=PublicStakeholder&lang=en").text
    assert len(re.findall(r'class="tile level-Silent"', text)) == 40
    assert "the source names no precondition" in text
    assert "which ones, the source does not say" in text


def test_an_unknown_perspective_or_view_falls_back(client):
    assert 'class="tile level-Sufficient"' in client.get(EMMEN + "?perspective=Oracle&view=hologram").text


def test_an_explanation_names_what_is_missing_the_passage_and_the_source(client):
    text = client.get(EMMEN + "?view=report&lang=en").text
    card = text.split('id="P04"')[1].split("</article>")[0]
    assert "No participant from academia is described" in card
    assert "The source does not say. That is no judgement." in card
    assert 'href="https://doi.org/10.5367/ihe.2013.0165"' in card
    chair = text.split('id="P03"')[1].split("</article>")[0]
    assert "S35" in chair
    assert '<blockquote lang="nl">echt kiezen, één verhaal, één team</blockquote>' in chair
    support = text.split('id="P08"')[1].split("</article>")[0]
    assert "interested party" in support
    assert "according to KplusV" in support


def test_a_description_that_nobody_made_is_a_page_that_says_so(client):
    answer = client.get("/ecosystem/emmen-chemistri?lang=en")
    assert answer.status_code == 404
    assert "Did you mean &#34;emmen-chemistry&#34;?" in answer.text


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(("path", "status"), [("/nothing-here", 404), ("/fault", 500)])
def test_what_went_wrong_is_a_page_in_both_languages(client, path, status, lang):
    answer = client.get(f"{path}?lang={lang}")
    assert answer.status_code == status
    assert f'<html lang="{lang}">' in answer.text
    assert "secret" not in answer.text


def test_the_query_page_works_as_a_plain_form(client):
    text = client.get("/query").text
    assert '<form id="query-form" action="/sparql" method="get">' in text
    assert '<textarea id="query" name="query"' in text
    assert '<option value="csv">' in text
    assert "PREFIX eco: &lt;https://w3id.org/ecograph/ns#&gt;" in text


def test_a_question_opens_in_the_editor_without_its_header(client):
    text = client.get("/query?question=gaps").text
    area = text.split("<textarea")[1].split("</textarea>")[0]
    assert "#+" not in area
    assert "eco:onPrecondition" in area
    assert client.get("/query?question=gap").status_code == 404


@pytest.mark.parametrize(
    "path", ["/", "/ecosystem/hostile", "/ecosystem/hostile?view=compare", "/ecosystem/hostile?view=report",
             "/search?q=script",
             "/search?q=<script>window.broken=1</script>", "/query?query=</textarea><script>window.broken=1</script>",
             "/ecosystem/%3Cscript%3E", "/?lang=<script>", "/id/hostile/thing", "/questions/gaps?ecosystem=<script>",
             "/compare",
             "/compare?with=<script>", "/network/emmen-chemistry", "/network/hostile"],
)  # fmt: skip
def test_hostile_text_stays_text(client, path):
    text = client.get(path).text
    assert "<script>" not in text
    assert "<img" not in text
    assert not re.search(r"""(href|src|action)\s*=\s*["']?\s*javascript:""", text, flags=re.IGNORECASE)


def test_a_profile_narrows_the_canvas_and_its_counts(client):
    text = client.get(EMMEN + "?profile=s3&lang=en").text
    assert len(re.findall(r'<details class="tile level-', text)) == 4
    assert "4 preconditions" in text
    assert "3 sufficient, 1 not described" in text
