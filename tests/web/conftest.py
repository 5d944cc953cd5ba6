"""A running server with the pages, a browser, and a page that fails the test when it complains or phones home."""

from __future__ import annotations

import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # so that the tests of the pages share tests.web.fixture and tests.web.app

#: Chromium without a screen comes first: it runs the same engine, and a page in it costs half the processor time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((p for name in NAMES if (p := shutil.which(name))), None)
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"wide": {"width": 1440, "height": 900}, "small": {"width": 390, "height": 844}}


@pytest.fixture
def client():
    from fastapi.testclient import TestClient

    from tests.web.app import application

    return TestClient(application(), raise_server_exceptions=False)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    import uvicorn

    from tests.web.app import application

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(application(), port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        thread.join(0.02)
        assert thread.is_alive(), "the server did not start"
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")  # while it is open no other test of this process can run an event loop
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # a busy machine may take its time; a passing test does not wait
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, server) -> Iterator[Callable]:
    """Open a path: ``visit("/query", size="small", lang="nl")``. Console errors and foreign requests fail the test."""
    contexts, trouble = [], []

    def open_page(path: str, *, size: str = "wide", lang: str = "en", scheme: str = "light", script: bool = True):
        context = browser.new_context(
            viewport=SIZES[size], locale=lang, color_scheme=scheme, java_script_enabled=script, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)  # a busy machine; a passing test waits for none of it
        page.on("console", lambda m: trouble.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: trouble.append(str(e)))
        page.on(
            "request",
            lambda r: None if r.url.startswith((server, "blob:" + server, "data:")) else trouble.append(r.url),
        )
        page.goto(server + path)
        return page

    open_page.trouble = trouble  # a test that expects an HTTP error clears what it expects
    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.fixture(scope="session")
def follow() -> Callable:
    """Click what leads to another page, and wait until that page and its scripts are there.

    A click returns at once; what is clicked, counted or read right after it would still be the page that is left, or
    the new one before its script has taken over.
    """

    def follow_link(page, link) -> None:
        with page.expect_navigation(wait_until="load"):
            link.click()

    return follow_link


#: axe returns far more than what is wrong (each node that passed, each rule that did not apply): that stays there.
JUDGE = """axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
}).then(found => [found.passes.length, found.violations.flatMap(
  v => v.nodes.map(node => `${v.id}: ${node.target} ${node.failureSummary}`))])"""


@pytest.fixture(scope="session")
def axe() -> Callable:
    """Return the violations that axe-core finds on a page, one line each."""
    if not AXE.exists():
        pytest.skip("axe-core is not there: cd web && npm ci")
    source = AXE.read_text(encoding="utf-8")

    def violations(page) -> list[str]:
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(source)
        passed, found = page.evaluate(JUDGE)
        assert passed > 10, "it looked at nothing"
        return found

    return violations


@pytest.fixture
def fits(axe) -> Callable:
    """Judge a page in both sizes, the one it has first: accessible, and no wider than the screen."""

    def both(page) -> None:
        for size in sorted(SIZES.values(), key=lambda one: one != page.viewport_size):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
            assert axe(page) == [], size

    return both
