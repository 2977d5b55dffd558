"""How the box looks and reads, for whom: themes, small screens, directions, languages, assistive tools."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from box_page import box_page, host_page
from playwright.sync_api import Browser, Locator, expect
from site_server import serving

pytestmark = pytest.mark.browser

BOX = '<searchkit-box api="/api"></searchkit-box>'
PHONE: dict[str, Any] = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}

LANGUAGES = {
    "en": ("Search the essays", "First 10 results", "Nothing found", "Filters"),
    "fr": ("Rechercher dans les essais", "Les 10 premiers résultats", "Aucun résultat", "Filtres"),
    "de": ("Essays durchsuchen", "Die ersten 10 Treffer", "Nichts gefunden", "Filter"),
    "es": ("Buscar en los ensayos", "Los primeros 10 resultados", "Sin resultados", "Filtros"),
    "zh": ("搜索文章", "前 10 条结果", "没有找到结果", "筛选"),
    "ja": ("エッセイを検索", "最初の 10 件", "見つかりませんでした", "絞り込み"),
}


@pytest.fixture(scope="module")
def site(sample_index: Path) -> Iterator[str]:
    """The address of a site of the sample essays."""
    with serving(sample_index) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desk", "phone"])
def test_nothing_shuts_people_out_in_any_state(
    browser: Browser, site: str, scheme: str, screen: dict[str, Any]
) -> None:
    with box_page(browser, site, color_scheme=scheme, **screen) as box:
        assert box.barriers() == []
        box.search("commonplace mem")
        assert box.barriers() == []
        box.input.press("ArrowDown")
        box.input.press("ArrowDown")
        box.panel.locator("summary").click()
        assert box.barriers() == []
        box.search("comonplace ")
        assert box.barriers() == []
        box.search("zzyzzqx")
        assert box.barriers() == []
    for path in ("/?q=comonplace+book", "/?q=zzyzzqx", "/essays/on-forgetting-well"):
        with box_page(browser, site + path, color_scheme=scheme, **screen) as box:
            assert box.barriers() == []


def test_it_is_light_and_dark_as_the_reader_wants_and_the_site_may_decide(
    browser: Browser, site: str
) -> None:
    backgrounds = []
    for scheme in ("light", "dark"):
        with box_page(browser, site, html=host_page(BOX), color_scheme=scheme) as box:
            backgrounds.append(_style(box.input, "backgroundColor"))
            box.page.evaluate("document.querySelector('searchkit-box').style.colorScheme = 'light'")
            backgrounds.append(_style(box.input, "backgroundColor"))

    assert backgrounds == [
        "rgb(255, 255, 255)",
        "rgb(255, 255, 255)",
        "rgb(29, 30, 32)",
        "rgb(255, 255, 255)",
    ]


def _style(element: Locator, name: str) -> Any:
    return element.evaluate("(element, name) => getComputedStyle(element)[name]", name)


def test_a_site_gives_it_its_own_colours_and_parts(browser: Browser, site: str) -> None:
    with box_page(browser, site, html=host_page(BOX)) as box:
        box.page.evaluate(
            """() => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(`
                    searchkit-box { --searchkit-background: rgb(1, 2, 3) }
                    searchkit-box::part(input) { border-radius: 0 }
                    searchkit-box::part(title) { color: rgb(4, 5, 6) }`);
                document.adoptedStyleSheets = [sheet];
            }"""
        )
        box.search("memory")

        assert _style(box.panel, "backgroundColor") == "rgb(1, 2, 3)"
        assert _style(box.input, "borderRadius") == "0px"
        assert _style(box.options.first.locator(".title"), "color") == "rgb(4, 5, 6)"


def test_it_fits_a_small_phone_and_a_finger(browser: Browser, site: str) -> None:
    with box_page(browser, site, **PHONE) as box:
        box.input.tap()
        box.search("commonplace mem")
        box.panel.locator("summary").tap()

        assert box.page.evaluate("document.documentElement.scrollWidth") == 320
        targets = box.page.locator("searchkit-box").locator(
            "input:not([type=checkbox]), select, summary, button, a, label"
        )
        for target in targets.all():
            if target.is_visible():
                bounds = target.bounding_box()
                assert bounds
                assert bounds["height"] >= 44
        panel = box.panel.bounding_box()
        assert panel
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= 320
        assert float(_style(box.input, "fontSize").removesuffix("px")) >= 16  # smaller makes a phone zoom in


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_results_of_a_narrow_box_stay_on_the_screen(browser: Browser, site: str, side: str) -> None:
    with box_page(browser, site, html=host_page(BOX)) as box:
        box.page.locator("searchkit-box").evaluate(
            "(box, side) => Object.assign(box.style, {float: side, width: '10rem'})", side
        )
        box.search("memory")

        panel = box.panel.bounding_box()
        assert panel
        assert panel["width"] > 500
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= 1280


def test_it_reads_from_right_to_left(browser: Browser, site: str) -> None:
    with box_page(browser, site, html=host_page(BOX, html='lang="ar" dir="rtl"')) as box:
        box.search("memory")
        field, place = box.input.bounding_box(), box.page.locator("searchkit-box kbd").bounding_box()
        assert field
        assert place
        assert place["x"] < field["x"] + field["width"] / 2
        title, date = (box.options.first.locator(part).bounding_box() for part in (".title", "time"))
        assert title
        assert date
        assert title["x"] > date["x"]
        assert _style(box.options.first.locator(".passage"), "direction") == "ltr"  # an English essay
        assert box.barriers() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_its_page(browser: Browser, site: str, language: str) -> None:
    label, first, none, filters = LANGUAGES[language]
    with box_page(browser, site, html=host_page(BOX, html=f'lang="{language}-XX"')) as box:
        expect(box.input).to_have_accessible_name(label)
        box.search("memory")
        expect(box.status).to_have_text(first)
        expect(box.panel.locator("summary")).to_have_text(filters)
        box.search("comonplace ")
        expect(box.notices.locator("b")).to_have_text(['"comonplace"', '"commonplace"'])
        box.search("zzyzzqx")
        expect(box.status).to_contain_text(none)
        assert box.page.locator("searchkit-box [role=search]").get_attribute("lang") == language
        assert box.barriers() == []


def test_all_languages_have_the_same_words(browser: Browser, site: str) -> None:
    shown: dict[str, int] = {}
    for language in LANGUAGES:
        with box_page(browser, site, html=host_page(BOX, html=f'lang="{language}"')) as box:
            box.search("memory")
            box.panel.locator("summary").click()
            assert "undefined" not in box.panel.inner_text()
            kinds = box.panel.locator("select option").all_inner_texts()
            assert len(set(kinds)) == 11
            shown[kinds[1]] = len(kinds)
    assert len(shown) == 6


def test_a_language_it_does_not_speak_is_read_in_english(browser: Browser, site: str) -> None:
    with box_page(browser, site, html=host_page(BOX, html='lang="tlh"')) as box:
        expect(box.input).to_have_accessible_name("Search the essays")


def test_without_a_language_it_speaks_that_of_the_browser(browser: Browser, site: str) -> None:
    with box_page(browser, site, html=host_page(BOX, html="translate"), locale="de-AT") as box:
        expect(box.input).to_have_accessible_name("Essays durchsuchen")


def test_its_words_can_be_replaced(browser: Browser, site: str) -> None:
    with box_page(browser, site, html=host_page(BOX)) as box:
        box.page.evaluate(
            "document.querySelector('searchkit-box').strings = {label: 'Ask my notes', one: '# note'}"
        )
        expect(box.input).to_have_accessible_name("Ask my notes")
        box.search('"objection" kind:heading')

        expect(box.status).to_have_text("1 note")


@pytest.mark.parametrize("setting", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_it_heeds_what_a_reader_has_set(browser: Browser, site: str, setting: dict[str, Any]) -> None:
    with box_page(browser, site, **setting) as box:
        box.search("commonplace")
        box.input.press("ArrowDown")
        expect(box.active).to_have_css("outline-style", "solid")
        if "reduced_motion" in setting:
            assert _style(box.active, "transitionDuration") == "0s"
        assert box.barriers() == []
