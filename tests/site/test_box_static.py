"""The search box over the static index in Chromium: from files, and from any host under a strict policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from box_page import POLICY, BoxPage, box_page
from playwright.sync_api import Browser, expect

import searchkit
from searchkit.index import Index
from searchkit.settings import Settings
from searchkit.site.box import box_file
from searchkit.site.static import build_site

pytestmark = pytest.mark.browser


class _StrictHandler(SimpleHTTPRequestHandler):
    """A static host with a policy."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (as in the standard library)
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A static index of the sample essays, with the page to try it."""
    made = tmp_path_factory.mktemp("static")
    corpus = Path(__file__).parents[2] / "corpus"
    searchkit.build(corpus, made / "index", settings=Settings(url="https://example.com/{slug}"))
    out = made / "search"
    build_site(Index(made / "index", public_only=True), out)
    (out / "index.html").write_bytes(box_file("index.html"))
    return out


@pytest.fixture(scope="module", params=["file", "http"])
def address(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of its page."""
    if request.param == "file":
        yield (folder / "index.html").as_uri()
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_StrictHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    server.server_close()


@pytest.fixture
def box(browser: Browser, address: str) -> Iterator[BoxPage]:
    """The box of that page."""
    with box_page(browser, address) as box:
        yield box
        assert box.violations() == []


def test_passages_are_found_without_a_server(box: BoxPage) -> None:
    box.input.press_sequentially("commonplace memor", delay=10)

    expect(box.options.first).to_be_visible()
    assert (box.options.first.get_attribute("href") or "").startswith("https://example.com/")
    assert box.barriers() == []


def test_the_reader_of_the_index_is_loaded_when_the_box_is_first_used(box: BoxPage) -> None:
    assert box.page.evaluate("typeof searchkit") == "undefined"
    box.input.focus()
    box.page.wait_for_function("() => typeof searchkit === 'object'")


def test_a_slip_is_corrected(box: BoxPage) -> None:
    box.search("comonplace ")

    expect(box.notices).to_contain_text('These are results for "commonplace".')
    expect(box.options.first).to_contain_text("commonplace")


def test_results_may_be_of_one_kind_and_year(box: BoxPage) -> None:
    box.search("memory")
    box.panel.locator("summary").click()
    box.page.get_by_label("Kind").select_option(label="Quote")
    box.page.get_by_label("Year").fill("2025")

    expect(box.options.locator("time").first).to_have_attribute("datetime", "2025-08-19")
    assert set(box.options.locator(".place b").all_inner_texts()) == {"Quote"}


def test_nothing_found_is_said(box: BoxPage) -> None:
    box.search("zzyzzqx")

    expect(box.status).to_contain_text("Nothing found")
