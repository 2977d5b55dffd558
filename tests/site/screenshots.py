"""Takes the README's pictures of the search box: `python tests/site/screenshots.py` writes docs/box-*.png."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from site_server import serving

import searchkit

_ROOT = Path(__file__).parents[2]


def main() -> None:
    """Show the box over the sample essays, light and dark, and keep what it looks like."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as index, sync_playwright() as playwright:
        searchkit.build(_ROOT / "corpus", index)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with serving(Path(index)) as address:
            for scheme in ("light", "dark"):
                size = {"width": 640, "height": 460}
                page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
                page.goto(address)
                page.keyboard.press("/")
                page.keyboard.type("commonplace mem", delay=20)
                page.locator("searchkit-box a", has_text="memory").first.wait_for()
                page.wait_for_load_state("networkidle")
                page.keyboard.press("ArrowDown")
                page.screenshot(path=_ROOT / "docs" / f"box-{scheme}.png")
        browser.close()


if __name__ == "__main__":
    main()
