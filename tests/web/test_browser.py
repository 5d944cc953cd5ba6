"""The pages in a browser: both languages, both widths, no console error, nothing from another host, accessible."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

EMMEN = "/ecosystem/emmen-chemistry"
PATHS = ["/", "/search?q=stuurgroep", EMMEN, EMMEN + "?perspective=Entrepreneur", EMMEN + "?view=compare",
         EMMEN + "?view=report", "/ecosystem/hostile", "/query",
         "/id/emmen-chemistry/structure/stuurgroep-chemie", "/id/hostile/thing", "/ns", "/questions",
         "/questions/required", "/compare", "/network/emmen-chemistry", "/schema", "/shapes"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_quiet(visit, fits, path):
    page = visit(path, size="small", lang="nl")
    fits(page)
    assert page.evaluate("window.broken") is None


def test_what_judges_the_pages_finds_a_fault(visit, fits):
    page = visit("/ns", size="small")
    page.locator("h1").evaluate("e => e.insertAdjacentHTML('afterend', '<button></button>')")
    with pytest.raises(AssertionError, match="button-name"):
        fits(page)
    page.locator("h1 + button").evaluate("e => e.style.width = '1000px'")
    with pytest.raises(AssertionError, match="390"):
        fits(page)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        EMMEN,
        EMMEN + "?view=compare",
        "/query",
        "/compare",
        "/ns",
        "/network/emmen-chemistry",
        "/schema",
        "/shapes",
    ],
)
def test_a_page_is_accessible_in_the_dark_and_in_english(visit, axe, path):
    assert axe(visit(path, scheme="dark", lang="en")) == []


@pytest.mark.parametrize("size", ["wide", "small"])
def test_a_card_opens_explains_and_closes_with_escape(visit, axe, size):
    page = visit(EMMEN, size=size)
    page.get_by_text("Business-development support").first.click()
    panel = page.locator("#P21")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("need expressed")
    page.wait_for_url("**#P21")
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.wait_for_url(re.compile(r"emmen-chemistry$"))


def test_a_link_to_a_card_opens_it(visit):
    page = visit(EMMEN + "#P04")
    expect(page.locator("#P04")).to_be_visible()
    expect(page.locator("#P04")).to_contain_text("No participant from academia")


def test_the_canvas_works_without_a_script(visit):
    page = visit(EMMEN, script=False)
    page.get_by_text("Steering structure").first.click()
    expect(page.locator("#P03")).to_be_visible()
    page.locator("#P03 .close").click()
    expect(page.locator("#P03")).to_be_hidden()


def test_the_canvas_works_from_the_keyboard(visit):
    page = visit(EMMEN)
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#P01")).to_be_visible()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#P02")).to_be_visible()
    expect(page.locator("#P01")).to_be_hidden()


def test_the_language_switch_keeps_the_view(visit, follow):
    page = visit(EMMEN + "?perspective=Entrepreneur", lang="en")
    follow(page, page.get_by_role("link", name="Nederlands"))
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page).to_have_url(re.compile("perspective=Entrepreneur"))
    expect(page.locator(".tile.level-Need")).to_have_count(2)


def write(page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


@pytest.mark.parametrize(("size", "lang"), [("wide", "en"), ("small", "nl")])
def test_a_query_runs_and_shows_a_table(visit, axe, size, lang):
    page = visit("/query", size=size, lang=lang)
    page.locator(".run").click()
    page.locator("table.answer tbody tr").first.wait_for()
    expect(page.locator("table.answer tbody tr")).to_have_count(2)
    link = page.get_by_role("link", name="pre:shared-proposition")
    expect(link).to_have_attribute("href", "/precondition/shared-proposition")
    expect(page.locator("table.answer")).to_contain_text("750000")
    assert page.evaluate("window.broken") is None
    expect(page.locator('a[href^="javascript"]')).to_have_count(0)
    expect(page.locator("table.answer")).to_contain_text("<script>")
    assert axe(page) == []
    expect(page).to_have_url(re.compile("#query="))


def test_an_error_shows_its_place_and_remedy(visit, axe):
    page = visit("/query")
    write(page, "BROKEN\nXX YY")
    page.keyboard.press("Control+Enter")
    trouble = page.locator(".trouble")
    expect(trouble).to_contain_text("Expected a variable here. (line 2, column 3)")
    expect(trouble).to_contain_text("Write a variable or an IRI.")
    expect(page.locator(".cm-lintRange-error")).to_have_count(1)
    assert axe(page) == []
    visit.trouble.clear()  # the browser itself logs the status 400


def test_prefixes_are_added_and_the_column_is_that_of_the_reader(visit):
    page = visit("/query")
    with page.expect_request("**/sparql?rows=*") as sent:
        write(page, "SELECT * { ?s a eco:Actor ; rdfs:label 'a eco: b' }")
        page.keyboard.press("Control+Enter")
    body = sent.value.post_data
    assert body.startswith("PREFIX eco: <https://w3id.org/ecograph/ns#> PREFIX rdfs: <")
    assert body.count("PREFIX") == 2


def test_yes_or_no_none_and_triples(visit):
    page = visit("/query")
    write(page, "ASK { ?s ?p ?o }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".yesno")).to_have_text("Yes")
    write(page, "SELECT * { NONE }")
    page.keyboard.press("Control+Enter")
    page.get_by_text("No rows").wait_for()
    write(page, "CONSTRUCT WHERE { ?s ?p ?o }")
    page.keyboard.press("Control+Enter")
    page.get_by_text('café "x"').wait_for()
    expect(page.get_by_role("link", name="Download: Turtle")).to_have_count(1)


def test_a_hundred_thousand_rows_scroll(visit):
    page = visit("/query")
    write(page, "SELECT * { MANY }")
    page.keyboard.press("Control+Enter")
    page.locator(".done", has_text="100,000 rows").wait_for()
    rows = page.locator("table.answer tbody tr:not(.space)")
    rows.nth(10).wait_for(state="attached")
    assert rows.count() < 120
    page.locator(".scroller").evaluate("e => { e.scrollTop = e.scrollHeight }")
    page.locator('tr[aria-rowindex="100001"]').wait_for()
    assert rows.count() < 120


def test_rows_sort_and_filter(visit):
    page = visit("/query")
    page.locator(".run").click()
    page.locator("table.answer tbody tr").first.wait_for()
    page.get_by_role("button", name="Sort by precondition").click()
    expect(page.locator("table.answer tbody tr").first).to_have_text(re.compile("^javascript"))
    page.get_by_role("searchbox", name="Filter the rows").fill("shared")
    expect(page.locator("table.answer tbody tr")).to_have_count(1)


def test_a_shared_link_carries_the_query(visit):
    page = visit("/query#query=SELECT+%2A+%7B+%3Fshared+%3Fp+%3Fo+%7D")
    page.locator("table.answer").wait_for()
    expect(page.locator(".cm-content")).to_contain_text("?shared")


def test_a_ready_question_goes_into_the_editor(visit):
    page = visit("/query", lang="en")
    page.get_by_role("link", name=re.compile("Who chairs")).click()
    page.locator("table.answer").wait_for()
    expect(page.locator(".cm-content")).to_contain_text("role:Chair")
    page.get_by_role("searchbox", name="Filter the questions").fill("commitment")
    expect(page.locator("#ready-list li:visible")).to_have_count(1)


def test_completion_offers_prefixes_and_variables(visit):
    page = visit("/query")
    write(page, "SELECT ?actor { ?act")
    page.locator(".cm-tooltip-autocomplete").wait_for()
    page.keyboard.type("o")
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("?actor")


def test_the_query_page_without_a_script_downloads(visit):
    page = visit("/query", script=False)
    expect(page.locator("textarea")).to_be_visible()
    expect(page.get_by_label("Answer as")).to_be_visible()
    expect(page.locator("#copying")).to_be_hidden()
