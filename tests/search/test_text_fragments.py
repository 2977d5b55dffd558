"""A link leads a browser to the words that were found, and to no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis.analyzer import analyzer_for
from searchkit.essay import Kind, Section
from searchkit.reading import find_posts, read_post
from searchkit.search.text_fragments import on_page, text_directive
from searchkit.settings import DEFAULTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STYLE = "The style is kept. Nothing else of the transfer was planned, said nobody."
LONG = "When in the course of it all, a reader looks up; then (and only then) does the page look back at him."


def sections(*texts: str) -> list[Section]:
    return [
        Section(number=number, kind=Kind.PARAGRAPH, text=text, lines=(1, 1))
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("page", "first", "text", "directive"),
    [
        ([STYLE], 0, STYLE, "The style is kept.,the transfer was planned, said nobody."),
        ([STYLE], 0, "said nobody", "said nobody."),
        (["salt & pepper, well-kept"], 0, "pepper, well-kept", "pepper, well-kept"),
        (["a world -- or two — of ours"], 0, "a world -- or two — of ours", "a world,of ours"),
        (["one two\nthree four"], 0, "one two three four", "one two,three four"),
        (["Keep it.", "Keep it."], 1, "Keep it.", "it.-,Keep it."),
        (["Keep it.", "Keep it.", "Now."], 0, "Keep it.", "Keep it.,-Keep"),
        (["he said so to me", "she said so to me"], 1, "said so", "she-,said so"),
        (["a b c d", "a b c e"], 1, "a b c", "d-,a b c"),
        (["one two", "three four"], 0, "two three", "two,three"),
        (
            [LONG, LONG + " Twice."],
            1,
            LONG,
            "him.-,When in the course of it all, a reader looks up; then,the page look back at him.",
        ),
        (["我们学习，因为每个字都是宽字符。"], 0, "每个字", "因为每个字都是宽字符"),
        (["Nothing."], 0, "of this", ""),
        (["Nothing."], 0, "…", ""),
    ],
)
def test_a_directive_names_the_words_and_no_others(
    page: list[str], first: int, text: str, directive: str
) -> None:
    found = text_directive(sections(*page), first, text)
    assert unquote(found).startswith(f"text={directive}" if directive else ""), unquote(found)
    assert bool(found) == bool(directive)


def test_what_has_a_meaning_in_a_directive_is_encoded() -> None:
    found = text_directive(sections("salt&pepper, well-kept 50% \u201coff\u201d"), 0, "salt")
    assert found == "text=salt%26pepper%2C"
    assert text_directive(sections("well-kept"), 0, "well") == "text=well%2Dkept"


def test_footnotes_stand_at_the_end_of_a_page() -> None:
    note, text = sections("A note.", "Text.")
    note = Section(number=0, kind=Kind.FOOTNOTE, text="A note.", lines=(1, 1))
    assert on_page([note, text]) == [text, note]


WORDS = st.lists(st.sampled_from(["ab", "abc", "a", "b", "c.", "d,", "—", "--", "e-f", "g"]), min_size=1)
BLOCKS = st.lists(WORDS.map(" ".join), min_size=1, max_size=4)


def matched(blocks: Sequence[str], directive: str) -> str:
    """What a directive leads to, from its first word to the end of the page: the first place that fits."""
    parts = [unquote(part) for part in directive.removeprefix("text=").split(",")]
    prefix = parts.pop(0)[:-1] if parts[0].endswith("-") else ""
    suffix = parts.pop()[1:] if parts[-1].startswith("-") else ""
    start, end = (*parts, "")[:2]
    assert not any("\n" in part for part in (prefix, start, end, suffix))
    space = r"\s*"
    pattern = (
        (rf"(?<!\S){re.escape(prefix)}{space}" if prefix else r"(?<!\S)")
        + f"(?P<found>{re.escape(start)}"
        + (rf"(?!\S)[\s\S]*?(?<!\S){re.escape(end)}" if end else "")
        + ")"
        + (f"{space}{re.escape(suffix)}" if suffix else "")
        + r"(?!\S)"
    )
    page = "\n".join(blocks)
    found = re.search(pattern, page)
    return page[found.start("found") :] if found else ""


@given(BLOCKS, st.data())
def test_a_directive_leads_to_the_words_of_the_text(texts: list[str], data: st.DataObject) -> None:
    """Also on a page of few different words; and to the very place, if those before and after tell it."""
    first = data.draw(st.integers(0, len(texts) - 1))
    words = texts[first].split()
    text = " ".join(words[data.draw(st.integers(0, len(words) - 1)) :])
    directive = text_directive(sections(*texts), first, text)
    terms = analyzer_for("").terms
    if not terms(text):
        assert not directive
        return
    assert terms(matched(texts, directive))[:1] == terms(text)[:1]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4), st.data())
def test_where_no_word_is_repeated_a_directive_marks_the_text(
    lengths: list[int], data: st.DataObject
) -> None:
    words = iter(f"w{number}x" for number in range(sum(lengths)))
    texts = [" ".join(islice(words, length)) for length in lengths]
    first = data.draw(st.integers(0, len(texts) - 1))
    here = "\n".join(texts[first:]).split()
    start = data.draw(st.integers(0, len(texts[first].split()) - 1))
    text = " ".join(here[start : data.draw(st.integers(start + 1, len(here)))])
    directive = text_directive(sections(*texts), first, text)
    parts = unquote(directive).removeprefix("text=").split(",")
    assert text.startswith(parts[0])
    assert text.endswith(parts[-1])
    assert len(parts) <= 2
    assert matched(texts, directive).split()[: len(text.split())] == text.split()


# In Chromium.

FAR_APART = "<div style='height:4000px'></div>"
TAGS = {Kind.TITLE: "h1", Kind.HEADING: "h2", Kind.QUOTE: "blockquote", Kind.LIST: "li", Kind.CODE: "pre"}

Follow = Callable[[Sequence[Section], str], list[int]]


@pytest.fixture(scope="module")
def follow(browser: Browser) -> Iterator[Follow]:
    """Opens a page of sections at a directive, and gives the numbers of those then in view."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    page_html = [""]
    context.route(
        "**/*", lambda route: route.fulfill(body=page_html[0], content_type="text/html; charset=utf-8")
    )

    def open_at(page: Sequence[Section], directive: str) -> list[int]:
        page_html[0] = "<!doctype html><html lang=en>" + FAR_APART.join(map(as_html, page)) + FAR_APART
        tab = context.new_page()
        tab.goto(f"https://essays.example/p/one#:~:{directive}")
        tab.wait_for_timeout(50)
        seen: list[int] = tab.evaluate(
            """() => [...document.querySelectorAll("[id]")].filter(block => {
                const box = block.getBoundingClientRect();
                return box.bottom > 0 && box.top < innerHeight;
            }).map(block => Number(block.id))"""
        )
        scrolled = tab.evaluate("scrollY") > 0
        tab.close()
        return seen if scrolled else []

    yield open_at
    context.close()


def as_html(section: Section) -> str:
    tag = TAGS.get(section.kind, "p")
    return f"<{tag} id={section.number}>{escape(section.text).replace(chr(10), '<br>')}</{tag}>"


PAGE = sections(
    "At the top of the page nothing is looked for.",
    STYLE,
    "It’s a “list”: salt & pepper, well-kept – 50% off, or not -- who knows?",
    STYLE,
    "First item of it",
    "First item of it",
    "一行放不下的时候需要换行，而且要换很多行。我们学习机器学习的风格，因为每个字都是宽字符。",
    f"{LONG} {LONG}",
    "One line of verse\nand another line of verse\nand a last one",
    "Nothing else of the transfer was planned.",
)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("first", "text"),
    [
        (1, STYLE),
        (3, STYLE),
        (3, "The style is kept."),
        (3, "said nobody."),
        (2, PAGE[2].text),
        (2, "salt & pepper, well-kept"),
        (2, "50% off, or not -- who knows?"),
        (4, "First item of it"),
        (5, "First item of it"),
        (6, PAGE[6].text),
        (6, "我们学习机器学习的风格"),
        (6, "机器学习"),
        (7, LONG),
        (8, PAGE[8].text),
        (8, "another line of verse and a last"),
        (9, "Nothing else of the transfer was planned."),
    ],
)
def test_chromium_goes_where_the_directive_leads(follow: Follow, first: int, text: str) -> None:
    assert follow(PAGE, text_directive(PAGE, first, text)) == [first]


@pytest.mark.browser
def test_chromium_goes_to_where_a_text_over_two_paragraphs_begins(follow: Follow) -> None:
    assert follow(PAGE, text_directive(PAGE, 3, f"{STYLE}\n\nFirst item of it")) == [3]
    assert follow(PAGE, text_directive(PAGE, 5, "First item of it\n\n一行放不下的时候需要换行")) == [5]


@pytest.mark.browser
@pytest.mark.real
def test_chromium_finds_passages_of_real_essays(follow: Follow, newsletter: Path) -> None:
    posts = list(find_posts([newsletter]))[::12]
    for post in posts:
        essay = read_post(post, DEFAULTS).essay
        assert essay
        page = on_page(essay.sections)
        for place in range(2, len(page), 1 + len(page) // 4):
            section = page[place]
            directive = text_directive(page, place, section.text)
            assert follow(page, directive) == [section.number], (essay.path, section, unquote(directive))
