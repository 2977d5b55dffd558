"""The search box in Chromium, over HTTP: what a reader does, and what the box then shows and says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from box_page import BoxPage, box_page, host_page
from playwright.sync_api import Browser, expect
from site_server import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(sample_index: Path) -> Iterator[str]:
    """The address of a site of the sample essays."""
    with serving(sample_index) as address:
        yield address


@pytest.fixture
def box(browser: Browser, site: str) -> Iterator[BoxPage]:
    """The box of the search page."""
    with box_page(browser, site) as box:
        yield box


@pytest.mark.parametrize("keys", ["/", "Control+k", "Meta+k"])
def test_a_key_leads_to_the_box(box: BoxPage, keys: str) -> None:
    box.page.keyboard.press(keys)

    expect(box.input).to_be_focused()
    assert box.input.input_value() == ""


def test_a_slash_in_a_text_field_is_a_slash(browser: Browser, site: str) -> None:
    html = host_page('<searchkit-box api="/api"></searchkit-box><textarea aria-label="Notes"></textarea>')
    with box_page(browser, site, html=html) as box:
        notes = box.page.get_by_label("Notes")
        notes.press("/")

        assert notes.input_value() == "/"
        expect(notes).to_be_focused()


def test_results_come_as_one_types_the_beginning_of_a_word(box: BoxPage) -> None:
    box.input.press_sequentially("commonplace memor", delay=10)

    begun = box.options.locator("mark").filter(has_text=re.compile("^memor.", re.IGNORECASE))
    expect(begun.first).to_be_visible()
    assert box.input.get_attribute("aria-expanded") == "true"


def test_the_last_query_wins(box: BoxPage) -> None:
    box.input.press_sequentially("memory", delay=90)  # a search at each letter
    box.input.fill("")
    box.search("Callimachus")
    expect(box.options.first).to_contain_text("Callimachus")
    box.page.wait_for_load_state("networkidle")

    assert all("Callimachus" in text for text in box.options.all_inner_texts())


def test_passages_stand_together_by_essay_with_their_kind_and_place(box: BoxPage) -> None:
    box.search("commonplace book")

    groups = box.page.get_by_role("group").filter(has=box.options)
    titles = groups.locator(".title").all_inner_texts()
    assert len(titles) == len(set(titles)) == groups.count()
    assert box.options.count() > groups.count()
    for place in box.options.locator(".place b").all_inner_texts():
        assert place in {"Heading", "Text", "Quote", "List", "Footnote", "Caption", "Table"}


def test_each_passage_links_to_its_own_place(box: BoxPage) -> None:
    box.search("commonplace book")

    addresses = [option.get_attribute("href") or "" for option in box.options.all()]
    assert len(set(addresses)) == len(addresses)
    assert all(re.search(r"/essays/.+#s\d+$", address) for address in addresses)


def test_arrows_walk_through_the_passages_and_back_to_the_field(box: BoxPage) -> None:
    box.search("commonplace book")
    count = box.options.count()

    box.input.press("ArrowDown")
    assert box.active.get_attribute("id") == box.options.first.get_attribute("id")
    expect(box.active).to_have_attribute("aria-selected", "true")
    box.input.press("End")
    assert box.active.get_attribute("id") == box.options.nth(count - 1).get_attribute("id")
    expect(box.active).to_be_in_viewport()
    box.input.press("Home")
    assert box.active.get_attribute("id") == box.options.first.get_attribute("id")
    box.input.press("ArrowUp")
    assert box.input.get_attribute("aria-activedescendant") is None
    box.input.press("ArrowUp")
    assert box.active.get_attribute("id") == box.options.nth(count - 1).get_attribute("id")
    expect(box.page.locator("searchkit-box [aria-selected=true]")).to_have_count(1)
    expect(box.input).to_be_focused()


def test_enter_opens_the_active_passage(box: BoxPage) -> None:
    box.search("commonplace book")
    box.input.press("ArrowDown")
    box.input.press("ArrowDown")
    href = box.active.get_attribute("href")
    box.input.press("Enter")

    box.page.wait_for_url(re.compile("/essays/"))
    assert box.page.url == href
    expect(box.page.locator(":target")).to_contain_text(re.compile("commonplace", re.IGNORECASE))


def test_enter_without_an_active_passage_sends_the_form(box: BoxPage, site: str) -> None:
    box.search("commonplace book")
    box.input.press("Enter")

    box.page.wait_for_url(f"{site}/?q=commonplace+book")
    expect(box.input).to_have_value("commonplace book")
    expect(box.page.locator("main mark").first).to_be_visible()
    expect(box.panel).to_be_hidden()


def test_enter_opens_the_best_passage_where_there_is_no_form(browser: Browser, site: str) -> None:
    with box_page(browser, site, html=host_page('<searchkit-box api="/api"></searchkit-box>')) as box:
        box.input.fill("commonplace book")
        box.input.press("Enter")  # sooner than the results are there

        box.page.wait_for_url(re.compile(r"/essays/.+#s\d+$"))


def test_escape_closes_the_results_and_then_empties_the_field(box: BoxPage) -> None:
    box.search("commonplace book")
    box.input.press("Escape")
    expect(box.panel).to_be_hidden()
    expect(box.input).to_have_attribute("aria-expanded", "false")
    expect(box.input).to_have_value("commonplace book")

    box.input.press("ArrowDown")
    expect(box.options.first).to_be_visible()
    box.input.press("Escape")
    box.input.press("Escape")
    expect(box.input).to_have_value("")


def test_the_results_close_when_the_reader_goes_elsewhere(box: BoxPage) -> None:
    box.search("commonplace book")
    box.panel.locator("summary").click()
    expect(box.panel).to_be_visible()
    box.page.get_by_role("heading", level=1).click()

    expect(box.panel).to_be_hidden()


def test_the_number_of_results_is_announced(box: BoxPage) -> None:
    box.search("Callimachus")
    count = box.options.count()

    assert 1 < count < 10
    expect(box.status).to_have_text(f"{count} results")
    box.search('"objection" kind:heading')
    expect(box.status).to_have_text("1 result")
    box.search("memory")
    expect(box.status).to_contain_text("First 10 results")


def test_more_results_are_added_below_and_the_first_of_them_is_active(box: BoxPage) -> None:
    box.search("memory")
    before = [option.get_attribute("href") for option in box.options.all()]
    box.page.get_by_role("button", name="More results").click()
    expect(box.input).to_be_focused()
    expect(box.input).to_have_attribute("aria-activedescendant", re.compile("o"))

    assert box.options.count() > len(before)
    assert box.active.get_attribute("href") not in before


def test_a_slip_is_corrected_and_the_reader_is_told(box: BoxPage) -> None:
    box.search("comonplace ")

    expect(box.notices).to_contain_text(
        'Nothing found for "comonplace". These are results for "commonplace".'
    )
    expect(box.status).to_contain_text("These are results for")
    box.page.get_by_role("button", name="commonplace", exact=True).click()
    expect(box.input).to_be_focused()
    expect(box.notices).to_be_hidden()
    expect(box.options.first).to_be_visible()


def test_a_word_may_be_completed(box: BoxPage) -> None:
    box.search("commonp")
    box.page.get_by_role("button", name=re.compile("^commonplace")).first.click()

    assert box.input.input_value().startswith("commonplace")
    expect(box.options.first).to_be_visible()


def test_nothing_found_is_said_with_advice(box: BoxPage) -> None:
    box.search("zzyzzqx")

    expect(box.status).to_contain_text("Nothing found")
    expect(box.panel).to_contain_text("Try other words, or fewer of them.")
    expect(box.input).to_have_attribute("aria-expanded", "false")
    expect(box.options).to_have_count(0)


def test_results_may_be_of_one_kind_year_and_tag_and_newest_first(box: BoxPage) -> None:
    box.search("memory OR reading")
    box.panel.locator("summary").press("Enter")
    with box.other_results():
        box.page.get_by_label("Newest first").check()
    dates = [date.get_attribute("datetime") for date in box.options.locator("time").all()]
    assert dates == sorted(dates, key=str, reverse=True)

    box.page.get_by_label("Kind").select_option(label="Footnote")
    expect(box.options.locator(".place b").first).to_have_text("Footnote")
    assert set(box.options.locator(".place b").all_inner_texts()) == {"Footnote"}
    box.page.get_by_label("Kind").select_option(label="All kinds")
    box.page.get_by_label("Year").fill("2024")
    expect(box.options.locator("time").first).to_have_attribute("datetime", re.compile("^2024"))
    years = {(date.get_attribute("datetime") or "")[:4] for date in box.options.locator("time").all()}
    assert years == {"2024"}
    box.page.get_by_label("Year").fill("")
    box.page.get_by_label("Tag").fill("commonplace books")
    expect(box.options.locator(".title").last).to_have_text("How to keep a commonplace book")


def test_a_search_that_fails_is_said_and_may_be_tried_again(browser: Browser, sample_index: Path) -> None:
    with serving(sample_index) as address, box_page(browser, address) as box:
        box.search("memory")
        page = box.page
        page.context.set_offline(True)
        box.input.fill("reading")
        expect(box.status).to_have_text("Search is not available now.")
        assert box.barriers() == []
        page.context.set_offline(False)
        page.get_by_role("button", name="Try again").press("Enter")

        expect(box.options.first).to_be_visible()
        expect(box.input).to_be_focused()


def test_a_static_index_that_is_not_there_is_said(browser: Browser, site: str) -> None:
    html = host_page('<searchkit-box src="/nowhere/"></searchkit-box>')
    with box_page(browser, site, html=html) as box:
        box.search("memory")

        expect(box.status).to_have_text("Search is not available now.")
        expect(box.page.get_by_role("button", name="Try again")).to_be_visible()
        assert box.errors == []


def test_two_boxes_on_a_page_work_alone(browser: Browser, site: str) -> None:
    html = host_page('<searchkit-box api="/api"></searchkit-box>' * 2)
    with box_page(browser, site, html=html) as box:
        box.page.keyboard.press("/")
        expect(box.page.get_by_role("combobox").nth(0)).to_be_focused()
        second = box.page.get_by_role("combobox").nth(1)
        second.fill("memory")

        expect(box.page.locator("searchkit-box").nth(1).locator("a").first).to_be_visible()
        expect(box.page.locator("searchkit-box").nth(0).locator(".panel")).to_be_hidden()


def test_without_scripts_the_form_asks_the_server(browser: Browser, site: str) -> None:
    with box_page(browser, site, java_script_enabled=False) as box:
        page = box.page
        page.get_by_role("searchbox").fill("commonplace book")
        page.get_by_role("button", name="Search").click()

        page.wait_for_url(f"{site}/?q=commonplace+book")
        expect(page.locator("mark").first).to_be_visible()
        page.get_by_role("link", name="newest first").click()
        page.wait_for_url(f"{site}/?q=commonplace+book&sort=date")
        page.locator("a.hit").first.click()
        expect(page.locator(":target")).to_be_visible()
