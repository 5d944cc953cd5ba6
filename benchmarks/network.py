"""A network of 2,000 nodes in Chromium: seconds to lay it out, frames a second while it is dragged.

    python -m benchmarks.network [RUNS]

The law of this file: it measures the page that is shipped, in a browser, and prints medians beside the limits of 3
seconds and 30 frames.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import sys
import threading

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from tests.web.app import application

#: Moves the pointer once a frame, as a mouse does, for so many frames; returns frames shown and drawn a second.
_DRAG = """async (frames) => {
  const canvas = document.querySelector("canvas");
  const { left, top } = canvas.getBoundingClientRect();
  const drawn = () => Number(canvas.dataset.frames);
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  const [before, began] = [drawn(), performance.now()];
  for (let step = 0; step < frames; step += 1) {
    const [clientX, clientY] = [left + 40 + 3 * (step % 50), top + 40 + 2 * (step % 40)];
    canvas.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY, pointerId: 1, bubbles: true }));
    await frame();
  }
  const seconds = (performance.now() - began) / 1000;
  return [frames / seconds, (drawn() - before) / seconds];
}"""


def once(browser: Browser, base: str) -> tuple[float, float, float]:
    """Return seconds of layout, frames shown and frames drawn a second while dragging."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(base + "/network/large")
    page.locator("canvas[data-layout]").wait_for(timeout=60_000)
    layout = int(page.locator("canvas").get_attribute("data-layout") or 0) / 1000
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    shown, drawn = page.evaluate(_DRAG, 150)
    page.mouse.up()
    page.close()
    return layout, shown, drawn


def main(runs: int) -> None:
    """Measure and print."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(), port=port, log_level="warning", ws="none"))
    threading.Thread(target=server.run, daemon=True).start()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found = [once(browser, f"http://127.0.0.1:{port}") for _ in range(runs)]
        browser.close()
    server.should_exit = True
    layout, shown, drawn = (statistics.median(column) for column in zip(*found, strict=True))
    print(f"layout {layout:.2f} s (limit 3)")
    print(f"while dragging {shown:.0f} frames shown and {drawn:.0f} drawn a second (limit 30)")
    print(f"medians of {runs}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
