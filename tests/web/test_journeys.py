"""The three users of the product, end to end: the real service over the description of Emmen, in a browser."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from ecograph import assets

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

EMMEN_2016 = assets.data() / "ecosystems" / "emmen-chemistry" / "2016-kplusv"


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    """Run the real service; takes the place of the small application of the other tests."""
    import uvicorn

    from ecograph import filling
    from ecograph.api.app import create_app
    from ecograph.settings import Settings

    data = tmp_path_factory.mktemp("store")
    filling.build([EMMEN_2016], data)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(Settings(data_dir=data))
    running = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        thread.join(0.05)
        assert thread.is_alive(), "the service did not start"
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(20)


@pytest.mark.parametrize(("lang", "size"), [("nl", "wide"), ("en", "small")])
def test_a_civil_servant_sees_what_is_missing_and_why_and_checks_a_file(visit, axe, follow, lang, size):
    nl = lang == "nl"
    page = visit("/", lang=lang, size=size)
    follow(page, page.locator(".ecosystem h3 a").first)
    expect(page.locator(".tile")).to_have_count(40)
    page.locator(".tile").filter(has_text="P04").locator("summary").click()
    card = page.locator("#P04")
    expect(card).to_contain_text("niet beschreven" if nl else "not described")
    expect(card.locator(".because li").first).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    follow(page, page.get_by_role("link", name="Ondernemers" if nl else "Entrepreneurs", exact=True))
    expect(page.locator(".tile.level-Need").nth(1)).to_be_visible()
    follow(page, page.get_by_role("link", name="Rapport" if nl else "Report", exact=True))
    expect(page.locator(".report-card")).to_have_count(40)
    follow(page, page.get_by_role("link", name="Toetsen" if nl else "Check", exact=True))
    page.locator("#file").set_input_files(EMMEN_2016 / "description.ttl")
    page.locator("#check-form button").click()
    page.get_by_text("goed gevormd" if nl else "well formed").wait_for(timeout=120_000)
    assert axe(page) == []


def test_a_researcher_answers_a_question_changes_it_and_takes_the_table_along(visit, axe, follow):
    page = visit("/questions", lang="en")
    follow(page, page.get_by_role("link", name="Who takes part").first)
    page.locator("table.answer tbody tr").first.wait_for()
    page.locator("table.answer").get_by_text("Henk Brink").first.wait_for()
    assert axe(page) == []
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download: CSV").click()
    table = list(csv.DictReader(io.StringIO(saved.value.path().read_text(encoding="utf-8"))))
    assert {"actor", "role", "sphere"} <= set(table[0])
    page.get_by_text("The query in SPARQL").click()
    follow(page, page.get_by_role("link", name="Change this query"))
    page.locator(".run").click()
    page.locator("table.answer tbody tr").first.wait_for()
    follow(page, page.locator("table.answer").get_by_role("link", name="Henk Brink").first)
    expect(page.locator("h1")).to_have_text("Henk Brink")
    assert axe(page) == []


def test_an_engineer_gets_rdf_for_an_iri_and_an_error_with_its_place(visit, server):
    def get(path: str, accept: str) -> tuple[str, str]:
        with urllib.request.urlopen(urllib.request.Request(server + path, headers={"Accept": accept})) as answer:
            return answer.headers["Content-Type"], answer.read().decode()

    kind, turtle = get("/id/emmen-chemistry/actor/henk-brink", "text/turtle")
    assert kind.startswith("text/turtle")
    assert "PersonActor" in turtle
    kind, data = get("/id/emmen-chemistry/actor/henk-brink", "application/ld+json")
    assert kind.startswith("application/ld+json")
    assert json.loads(data)
    page = visit("/query#query=SELECT+%2A+WHERE+%7B%0A++%3Fs+%3Fp%0A%7D", lang="en")
    expect(page.locator(".trouble")).to_contain_text("line 3")
    expect(page.locator(".cm-lintRange-error")).to_have_count(1)
    visit.trouble.clear()  # the browser itself logs the status 400


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_engineer_sees_how_a_query_is_rewritten(visit, axe, lang):
    page = visit("/query", lang=lang)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("SELECT * { ?a a eco:Actor FILTER NOT EXISTS { ?a eco:primarySphere ?s } }")
    page.get_by_role("button", name="Uitleg" if lang == "nl" else "Explain").click()
    told = page.locator(".explained")
    expect(told).to_contain_text("✔ MINUS")
    expect(told).to_contain_text("Beide kanten binden" if lang == "nl" else "Both sides always bind")
    told.locator("summary").click()
    expect(told.locator("pre")).to_contain_text("MINUS {")
    assert axe(page) == []
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
    page.get_by_role("button", name="Uitleg" if lang == "nl" else "Explain").click()
    expect(page.locator(".trouble")).to_contain_text("SERVICE")
    visit.trouble.clear()  # the browser itself logs the status 403
