"""The published documentation in a browser: accessible in both languages and sizes, and it asks nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ecograph.publish.ontology import documentation
from ecograph.publish.ontology.pages import PAGES
from ecograph.publish.ontology.words import MODULES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[str]:
    """The folder behind a plain file server, as a publisher would put it on the web."""
    out = tmp_path_factory.mktemp("documentation")
    documentation(out)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(out)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture(scope="module")
def opened(browser, site):
    """Open a page of the folder; requests that leave it and console errors are collected."""
    trouble: list[str] = []

    def open_page(name: str, *, width: int = 1400, scheme: str = "light"):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
        page.on("request", lambda r: None if r.url.startswith((site, "data:")) else trouble.append(r.url))
        page.on("console", lambda m: trouble.append(m.text) if m.type in {"error", "warning"} else None)
        page.goto(site + name)
        return page

    open_page.trouble = trouble
    return open_page


@pytest.mark.parametrize("name", ["index.html", *(f"nl/{n}.html" for n in (*PAGES, *MODULES))])
def test_a_page_is_accessible_and_quiet(opened, axe, name):
    page = opened(name)
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()
    assert opened.trouble == []


@pytest.mark.parametrize("name", ["en/index.html", "en/core.html", "en/preconditions.html", "en/vocabularies.html"])
def test_a_page_is_accessible_in_the_dark_and_in_english(opened, axe, name):
    page = opened(name, scheme="dark")
    assert axe(page) == []
    page.close()
    assert opened.trouble == []


def test_the_words_of_a_diagram_stay_in_their_boxes(opened):
    """The widths are estimated from the number of letters; here they are measured."""
    for lang in ("nl", "en"):
        page = opened(f"{lang}/alignments.html")
        page.evaluate("document.fonts.ready")  # until then another font stands in, and may be wider
        for module in MODULES:  # the diagram alone: to lay out a long page around it takes seconds
            boxes, outside = page.evaluate(
                """async (name) => {
                  const text = await (await fetch(name)).text();
                  const diagram = new DOMParser().parseFromString(text, "text/html").querySelector("svg:has(.box)");
                  document.querySelector("main").replaceChildren(document.adoptNode(diagram));
                  const boxes = [...diagram.querySelectorAll(".box")];
                  return [boxes.length, boxes.flatMap(g => {
                    const right = g.querySelector("rect").getBoundingClientRect().right;
                    return [...g.querySelectorAll("text")].filter(t => t.getBoundingClientRect().right > right)
                      .map(t => t.textContent);
                  })];
                }""",
                f"{module}.html",
            )
            assert boxes, (lang, module)
            assert outside == [], (lang, module)
        page.close()
