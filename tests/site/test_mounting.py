"""The search in somebody's own site: as a part of a Starlette application, and beside a Django one."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from box_page import box_page
from playwright.sync_api import Browser, expect

_LISTENING = re.compile(r"running on (http://\S+)")


@pytest.fixture(scope="module", params=["starlette_site", "django_site"])
def mounted(request: pytest.FixtureRequest, sample_index: Path) -> Iterator[str]:
    """The address of the site of that name, run by uvicorn as its owner would."""
    command = [sys.executable, "-m", "uvicorn", "--factory", f"{request.param}:app", "--port", "0"]
    command += ["--app-dir", str(Path(__file__).parent)]
    environment = os.environ | {"SEARCHKIT_INDEX": str(sample_index), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stderr
        lines = []
        for line in server.stderr:
            lines.append(line)
            if found := _LISTENING.search(line):
                break
        else:
            pytest.fail("".join(lines))
        try:
            yield found[1]
        finally:
            server.send_signal(signal.SIGINT)
            server.stderr.read()
            server.wait(timeout=20)


def _get(address: str) -> str:
    with urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def test_the_site_itself_answers_as_before(mounted: str) -> None:
    assert "<title>Mine</title>" in _get(mounted)


def test_the_api_answers_below_where_it_is_mounted(mounted: str) -> None:
    found = json.loads(_get(f"{mounted}/search/api/search?q=commonplace"))

    link = found["hits"][0]["link"]
    assert link.startswith("/search/essays/")
    assert f'id="{link.partition("#")[2]}"' in _get(mounted + link)
    assert json.loads(_get(f"{mounted}/search/openapi.json"))["servers"] == [{"url": "/search"}]
    assert f'template="{mounted}/search/?q=' in _get(f"{mounted}/search/opensearch.xml")


@pytest.mark.browser
def test_the_search_page_works_there(browser: Browser, mounted: str) -> None:
    with box_page(browser, f"{mounted}/search/") as box:
        box.search("commonplace book")
        box.input.press("Enter")
        box.page.wait_for_url(f"{mounted}/search/?q=commonplace+book")
        box.page.locator("a.hit").first.click()

        expect(box.page.locator(":target")).to_be_visible()
        assert box.violations() == []


@pytest.mark.browser
def test_the_box_works_on_the_site_own_pages(browser: Browser, mounted: str) -> None:
    with box_page(browser, mounted) as box:
        box.search("commonplace book")
        box.input.press("ArrowDown")
        box.input.press("Enter")

        box.page.wait_for_url(f"{mounted}/search/essays/*")
