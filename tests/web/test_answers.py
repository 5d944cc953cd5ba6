"""The answer to a query in each of its views, and around it: downloads, hints, layout, what was run before."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def ask(visit, query: str, **options):
    page = visit("/query#" + urlencode({"query": query}), **options)
    expect(page.locator(".done")).to_be_visible()
    return page


def harmless(page) -> None:
    """Nothing on the page ran, leads astray or hides how it is written."""
    assert page.evaluate("window.broken") is None
    for bad in ("javascript:", "data:", "//"):
        expect(page.locator(f'#answer [href^="{bad}"]')).to_have_count(0)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.locator("#answer").text_content())


VIEWS = [
    ("BARS", "Chart", "Grafiek", ".chart rect", 6),
    ("PLACES", "Map", "Kaart", ".places .place", 3),
    ("TIMES", "Timeline", "Tijdlijn", ".timeline .bar", 3),
    ("CROSS", "Pivot", "Kruistabel", ".pivot tbody tr", 3),
]


@pytest.mark.parametrize(("word", "en", "nl", "part", "count"), VIEWS)
@pytest.mark.parametrize(("lang", "size", "scheme"), [("en", "wide", "light"), ("nl", "small", "dark")])
def test_a_view_is_chosen_from_the_columns(visit, axe, word, en, nl, part, count, lang, size, scheme):
    page = ask(visit, f"SELECT * {{ {word} }}", lang=lang, size=size, scheme=scheme)
    expect(page.locator(part)).to_have_count(count)
    button = page.get_by_role("button", name=nl if lang == "nl" else en, exact=True)
    expect(button).to_have_attribute("aria-pressed", "true")
    harmless(page)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Tabel" if lang == "nl" else "Table", exact=True).click()
    expect(page.locator("table.answer").first).to_be_visible()
    expect(page).to_have_url(re.compile("view=table"))


def test_a_query_names_its_view_and_a_link_keeps_the_one_that_was_chosen(visit, axe):
    page = ask(visit, "#view: network\nSELECT * { TIES }")
    expect(page.locator(".graph .node")).to_have_count(4)
    harmless(page)
    assert axe(page) == []
    page = ask(visit, "SELECT * { TIES }")
    expect(page.locator("table.answer")).to_be_visible()
    page.get_by_role("button", name="Network").click()
    expect(page).to_have_url(re.compile("view=network"))
    page.reload()
    expect(page.locator(".graph .node")).to_have_count(4)
    page = ask(visit, "#view: map\nSELECT * { TIES }")
    expect(page.get_by_text("The query asks for the view Map")).to_be_visible()


@pytest.mark.parametrize("view", ["table", "chart", "timeline", "pivot", "network", "map"])
def test_hostile_labels_are_inert_in_every_view(visit, view):
    page = ask(visit, f"#view: {view}\nSELECT * {{ HARM }}")
    expect(page.locator(".view:not([aria-busy]) > *").first).to_be_visible()
    harmless(page)
    if view == "table":
        expect(page.locator("table.answer")).to_contain_text("⟨U+202E⟩")
        expect(page.locator("table.answer")).to_contain_text("<script>")


def test_a_text_of_a_million_characters_opens_on_its_own(visit, axe):
    page = ask(visit, "SELECT * { HUGE }")
    assert len(page.locator("table.answer").text_content()) < 2000
    page.get_by_role("button", name="Show the whole text").click()
    expect(page.get_by_role("dialog")).to_contain_text("the first 200,000 of 1,000,000 characters")
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_downloads_have_addresses_that_stay(visit):
    page = ask(visit, "SELECT * { PLACES }", lang="nl")
    excel = page.get_by_role("link", name="Downloaden: Excel")
    expect(excel).to_have_attribute("href", re.compile(r"^/api/export\?query=SELECT.*format=xlsx&lang=nl$"))
    expect(page.get_by_role("link", name="Downloaden: GeoJSON")).to_have_count(1)
    page.get_by_text("Verversen vanuit Excel").click()
    expect(page.get_by_label("CSV", exact=True)).to_have_value(re.compile(r"^http://.*/sparql\?query="))


def test_a_file_that_is_made_first_says_so_can_be_stopped_and_tells_why_it_failed(visit):
    page = ask(visit, "SELECT * { PLACES }", lang="nl")
    excel, waiting = page.get_by_role("link", name="Downloaden: Excel"), []
    page.route("**/api/export", lambda route: waiting.append(route))  # noqa: PLW0108  # no builtin can be a handler
    excel.click()
    expect(page.locator(".making")).to_contain_text("De server maakt het bestand Excel…")
    page.locator(".making").get_by_role("button", name="Afbreken").click()
    expect(page.locator(".making")).to_have_count(0)
    excel.click()
    expect(page.locator(".making")).to_have_count(1)
    with page.expect_download() as download:
        waiting[-1].fulfill(body=b"the file")
    assert download.value.suggested_filename == "ecograph.xlsx"
    page.unroute("**/api/export")
    problem = '{"detail": "Te groot.", "remedy": "Vraag minder."}'
    page.route("**/api/export", lambda route: route.fulfill(status=503, body=problem))
    excel.click()
    expect(page.locator(".trouble")).to_have_text("Het bestand Excel is er niet gekomen: Te groot. Vraag minder.")
    visit.trouble.clear()  # the 503


def test_a_cut_answer_says_so(visit):
    page = ask(visit, "SELECT * { CUT }")
    expect(page.locator(".cut")).to_contain_text("Cut: you see the first 2 rows.")


def test_a_name_that_is_far_from_ours_is_not_offered(visit):
    page = ask(visit, "SELECT * { PLACES }")
    near = page.evaluate(
        """async (name) => (await import("/static/hints.js")).nearest(name, ["aboutEcosystem", "DerivedAssessment"])""",
        "ComputedAssessment",
    )
    assert near is None
    near = page.evaluate("""async () => (await import("/static/hints.js")).nearest("Acter", ["Actor", "Act"])""")
    assert near == "Actor"


def test_a_name_that_is_nearly_ours_is_offered(visit, axe):
    page = ask(visit, "SELECT * { NONE ?a a eco:Acter }")
    expect(page.locator(".doubt")).to_contain_text("Did you mean eco:Actor?")
    expect(page.locator(".cm-lintRange-warning")).to_have_count(1)
    assert axe(page) == []
    page.get_by_role("button", name="Use eco:Actor").click()
    expect(page.locator(".cm-content")).to_contain_text("a eco:Actor }")


def test_what_was_run_stays_in_this_browser_until_it_is_cleared(visit, axe):
    page = ask(visit, "# A question of mine\nSELECT * { BARS }")
    page.reload()
    past = page.locator("#past-list button")
    expect(past).to_have_count(1)
    expect(past).to_contain_text("A question of mine")
    expect(past).to_contain_text("6 rows")
    assert axe(page) == []
    page.goto(page.url.split("#")[0])
    past.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cm-content")).to_contain_text("A question of mine")
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#past")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


SCRIPT = """async ([name, args]) => {
  const [file, part] = name.split("#");
  return (await import(`/static/${file}.js`))[part](...args);
}"""


def test_layout_changes_white_space_only(visit):
    page = visit("/query")
    where = '{ ?a a eco:Actor ; rdfs:label "x. {" . # why\n FILTER(?b >= 1.5) }'
    query = f"SELECT ?a (COUNT(?b) AS ?n) WHERE {where} GROUP BY ?a"
    laid = page.evaluate(SCRIPT, ["format#format", [query]])
    assert laid.splitlines() == [
        "SELECT ?a (COUNT(?b) AS ?n) WHERE {",
        "  ?a a eco:Actor ;",
        '    rdfs:label "x. {" .',
        "  # why",
        "  FILTER (?b >= 1.5)",
        "}",
        "GROUP BY ?a",
    ]
    from ecograph.engine.queries import ready

    for question in ready().values():
        before = page.evaluate(SCRIPT, ["format#tokens", [question.text]])
        after = page.evaluate(SCRIPT, ["format#format", [question.text]])
        assert page.evaluate(SCRIPT, ["format#tokens", [after]]) == before
    page.get_by_role("button", name="Format").click()
    expect(page.locator(".cm-content")).to_contain_text("SELECT")


@pytest.mark.parametrize(
    ("text", "line", "column", "found"),
    [
        ("SELECT * {\n  ?a a eco:Actor\n  ?a rdfs:label ?l\n}", 3, 11, {"line": 2, "column": 17}),
        ("SELECT * {\n  ?a a eco:Actor ;\n  rdfs:label ?l eco:x ?y\n}", 3, 17, {"line": 3, "column": 16}),
        ("SELECT * WHERE {\n  ?s ?p\n}", 3, 1, None),
        ("SELECT * WHERE {\n  ?s ?p ?o .\n  FILTER(?o\n}", 4, 1, None),
    ],
)
def test_a_missing_full_stop_is_found(visit, text, line, column, found):
    page = visit("/query")
    assert page.evaluate(SCRIPT, ["hints#missingStop", [text, line, column]]) == found
