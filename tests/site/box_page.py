"""A page with a search box in Chromium, with what a test wants to know about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from node_tools import axe
from playwright.sync_api import Browser, Locator, Page, expect

POLICY = "default-src 'self'"
"""The strictest policy that a site may have without listing hashes."""

_COUNT_VIOLATIONS = """
    window.broken = [];
    addEventListener("securitypolicyviolation", (event) => broken.push(event.violatedDirective + " " + event.blockedURI));
"""  # noqa: E501


class BoxPage:
    """The box on a page, by what a reader does and sees."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.add_init_script(_COUNT_VIOLATIONS)
        self.input = page.get_by_role("combobox").first
        self.options = page.get_by_role("option").and_(page.locator("a"))
        self.status = page.locator("searchkit-box [role=status]")
        self.panel = page.locator("searchkit-box .panel")
        self.notices = page.locator("searchkit-box .said")

    def search(self, query: str) -> None:
        """Type a query and see results, or that there are none."""
        with self.other_results():
            self.input.fill(query)

    @contextmanager
    def other_results(self) -> Iterator[None]:
        """What is done here has other results shown, and announced, before the test goes on."""
        self.status.evaluate("(status) => status.replaceChildren()")
        yield
        expect(self.status).not_to_have_text(re.compile("^(Searching…)?$"))

    @property
    def active(self) -> Locator:
        """The option that the field says is the active one."""
        return self.page.locator(f"searchkit-box #{self.input.get_attribute('aria-activedescendant')}")

    def violations(self) -> list[str]:
        """What ran or was loaded against the page's policy, or failed."""
        return [*self.page.evaluate("broken"), *self.errors]

    def barriers(self) -> Any:
        """What axe-core finds on the page as it is."""
        found = f"{axe()}; axe.run(document, {{resultTypes: ['violations']}})"
        told = ".then((all) => all.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]))"
        return self.page.evaluate(found + told)


@contextmanager
def box_page(browser: Browser, address: str, *, html: str | None = None, **context: Any) -> Iterator[BoxPage]:
    """The page at an address, or on the same site a page of this HTML; `context` is playwright's."""
    opened = browser.new_context(**context)
    page = opened.new_page()
    box = BoxPage(page)
    if html is not None:
        page.route(f"{address}/some-page", lambda route: route.fulfill(body=html, headers=_HEADERS))
        address += "/some-page"
    page.goto(address)
    try:
        yield box
    finally:
        opened.close()


_HEADERS = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}


def host_page(body: str, *, html: str = 'lang="en"') -> str:
    """A page of somebody's site."""
    script = '<script src="/searchkit-box.js" defer></script>'
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">{script}'
    main = f"<main><h1>A site</h1>{body}</main>"
    return f"<!doctype html><html {html}><head>{head}<title>A site</title></head><body>{main}</body></html>"
