"""Take pictures of pages: ``python -m tests.web.shoot http://127.0.0.1:8000 FOLDER [/path …]``.

Both widths, both languages, light, and Dutch in the dark too; without paths the pages that everybody sees. Ends with 1
where a page complains in its console, answers with an error or asks anything of another host, so that CI can keep the
folder and stop.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SIZES = {"wide": (1440, 900), "small": (390, 844)}
LOOKS = (("nl", "light"), ("nl", "dark"), ("en", "light"))
PAGES = (
    "/", "/search?q=chemie", "/ecosystem/emmen-chemistry", "/ecosystem/emmen-chemistry/2016-kplusv#P04",
    "/ecosystem/emmen-chemistry?view=compare", "/ecosystem/emmen-chemistry?view=report", "/network/emmen-chemistry",
    "/compare", "/id/emmen-chemistry", "/precondition/steering-structure", "/ns", "/schema", "/shapes",
)  # fmt: skip


def main(base: str, folder: str, *paths: str) -> int:
    """Write the pictures; return 1 where a page complained."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    trouble: list[str] = []
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            for lang, scheme in LOOKS:
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale=lang)
                page.on("console", lambda m: trouble.append(m.text) if m.type in {"error", "warning"} else None)
                page.on("pageerror", lambda e: trouble.append(str(e)))
                page.on(
                    "request",
                    lambda r: None if r.url.startswith((base, "blob:", "data:")) else trouble.append(r.url),
                )
                for path in paths or PAGES:
                    page.goto(base + path, wait_until="networkidle")
                    name = re.sub(r"\W+", "-", path).strip("-") or "home"
                    page.screenshot(path=f"{folder}/{name}.{size}.{lang}.{scheme}.png", full_page="#" not in path)
                page.close()
        browser.close()
    print("\n".join(trouble))
    return int(bool(trouble))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
