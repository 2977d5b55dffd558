"""Nothing that is written in an essay or a query runs, under the strictest policy a site may have."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from box_page import BoxPage, box_page, host_page
from node_tools import type_errors
from playwright.sync_api import Browser, Route, expect
from site_server import serving

import searchkit
from searchkit.settings import Settings
from searchkit.site import box as box_scripts
from searchkit.site.box import box_file

SCRIPT = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>'

POST = f"""---
title: '"Heron" {SCRIPT}'
date: 2024-05-01
tags: ['{SCRIPT}', '"><svg onload=ran=1>']
url: {{url}}
language: en
---
# A heading `{SCRIPT}`

A heron `{SCRIPT}` stood 🐦 in the water, said the heron's friend.

> No heron \\<svg onload=window.ran=1\\> flies.
>
> --- Ann `{SCRIPT}` Lee
"""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose essays try to run something."""
    folder = tmp_path_factory.mktemp("hostile")
    posts = folder / "posts"
    posts.mkdir()
    (posts / "one.md").write_text(POST.replace("{url}", "javascript:window.ran=1"))
    (posts / "two.md").write_text(POST.replace("{url}", '"https://example.com/\\"onclick=\\"ran=1"'))
    searchkit.build(posts, folder / "index", settings=Settings(url="https://example.com/{slug}"))
    with serving(folder / "index") as address:
        yield address


@pytest.fixture
def box(browser: Browser, hostile_site: str) -> Iterator[BoxPage]:
    """The box on the search page of that site; nothing has run when the test is done."""
    with box_page(browser, hostile_site) as box:
        yield box
        assert box.page.evaluate("window.ran") is None
        assert box.violations() == []


@pytest.mark.browser
def test_an_essay_is_shown_as_it_is_written(box: BoxPage) -> None:
    box.search("heron")

    expect(box.options).to_have_count(4)
    shown = " ".join(box.options.all_inner_texts())
    assert SCRIPT in shown
    assert "<svg onload" in shown
    assert box.options.locator("img, script, svg").count() == 0
    assert {mark.lower() for mark in box.options.locator("mark").all_inner_texts()} <= {"heron", "heron's"}


@pytest.mark.browser
def test_a_highlight_behind_an_emoji_is_at_its_place(box: BoxPage) -> None:
    box.search("friend water")

    expect(box.options.filter(has_text="stood").first.locator("mark")).to_have_text(["water", "friend"])


@pytest.mark.browser
@pytest.mark.parametrize(
    "link", ["javascript:window.ran=1", "data:text/html,<script>1</script>", "//", "a.md:12"]
)
def test_a_link_that_is_no_address_of_a_page_leads_nowhere(box: BoxPage, link: str) -> None:
    def change_links(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, json=answer.json() | {"hits": [{**answer.json()["hits"][0], "link": link}]}
        )

    box.page.route("**/api/search*", change_links)
    box.search("heron")

    expect(box.options.first).to_be_visible()
    assert box.options.first.get_attribute("href") is None
    box.options.first.click()


@pytest.mark.browser
@pytest.mark.parametrize(
    "query", [SCRIPT, '"><svg onload=ran=1>', "javascript:ran=1", "heron' OR \"", "((((", "$1 $&"]
)
def test_a_query_is_only_words(box: BoxPage, hostile_site: str, query: str) -> None:
    box.search(query)
    expect(box.panel).to_be_visible()
    box.input.press("Enter")
    box.page.wait_for_url(f"{hostile_site}/?q=*")

    expect(box.input).to_have_value(query)


@pytest.mark.browser
def test_the_box_works_under_the_strictest_policy(browser: Browser, sample_index: Path) -> None:
    html = host_page('<searchkit-box api="/api"></searchkit-box>')
    with serving(sample_index) as address, box_page(browser, address, html=html) as box:
        box.search("memory")
        expect(box.options.first).to_be_visible()
        assert box.options.first.evaluate("(option) => getComputedStyle(option).display") == "block"
        box.page.get_by_role("button", name="More results").click()
        expect(box.input).to_be_focused()

        assert box.violations() == []


def test_the_box_is_small() -> None:
    assert len(gzip.compress(box_file("searchkit-box.js"), 9)) < 9_000


@pytest.mark.parametrize("name", ["searchkit-box.js", "searchkit-box-words.js"])
def test_its_types_are_right(name: str) -> None:
    assert type_errors(Path(box_scripts.__file__).parent / name) == ""
