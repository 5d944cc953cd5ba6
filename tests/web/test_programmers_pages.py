"""The pages for programmers, in a browser, from the whole service (the other pages have a small one of their own)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ecograph.engine import generations
from ecograph.settings import Settings
from tests.api.conftest import quads, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("data")
    generations.publish(folder, quads())
    with running(Settings(data_dir=folder, workers=1)) as service:
        yield service.base


@pytest.mark.browser
@pytest.mark.timeout(180)
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("path", ["/docs", "/conformance", "/problem", "/problem/busy"])
def test_a_page_for_programmers_is_accessible_and_asks_nobody_else(visit, axe, path, lang):
    page = visit(path, lang=lang, size="small", scheme="dark" if lang == "en" else "light")
    assert page.locator("h1").first.inner_text()
    assert page.locator("html").get_attribute("lang") == lang
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
