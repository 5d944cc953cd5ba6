"""What the first view of a page weighs: bytes over the wire with an empty cache, in a browser, of the real service."""

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
    """Run the real service over everything that is shipped; takes the place of the small application."""
    data = tmp_path_factory.mktemp("store")
    filling.build(sorted(p.parent for p in (assets.data() / "ecosystems").glob("*/*/description.ttl")), data)
    with running(Settings(data_dir=data, workers=1)) as service:
        yield service.base


@pytest.mark.parametrize(
    ("path", "there", "limit"),
    [
        ("/", ".ecosystem", 200_000),
        ("/ecosystem/emmen-chemistry", ".tile", 200_000),
        ("/query", ".cm-content", 250_000),
    ],
)
def test_the_first_view_is_light(visit, server, path, there, limit):
    """The limits are those of the issue: compressed, before a chart is asked for."""
    page = visit("/questions")  # any page: what it left in the cache is cleared below
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")  # nothing of it comes in any more
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda e: sizes.append(round(e["encodedDataLength"])))
    page.goto(server + path, wait_until="networkidle")
    expect(page.locator(there).first).to_be_visible()
    assert len(sizes) >= 5, "the page, its style, a font, a script at least"
    assert sum(sizes) < limit, sizes
