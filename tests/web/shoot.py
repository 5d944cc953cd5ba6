"""Take pictures of pages at both widths: ``python -m tests.web.shoot http://127.0.0.1:8000 FOLDER /path …``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SIZES = {"wide": (1440, 900), "small": (390, 844)}


def main(base: str, folder: str, *paths: str) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            for lang in ("nl", "en"):
                for scheme in ("light", "dark"):
                    if scheme == "dark" and lang == "en":
                        continue
                    page = browser.new_page(
                        viewport={"width": width, "height": height}, color_scheme=scheme, locale=lang
                    )
                    page.on("console", lambda m: print("console:", m.text) if m.type in {"error", "warning"} else None)
                    page.on("pageerror", lambda e: print("error:", e))
                    for path in paths:
                        page.goto(base + path)
                        page.wait_for_timeout(300)
                        name = re.sub(r"\W+", "-", path).strip("-") or "home"
                        page.screenshot(path=f"{folder}/{name}.{size}.{lang}.{scheme}.png", full_page="#" not in path)
                    page.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
