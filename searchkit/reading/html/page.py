"""A page to a post: HTML goes in, fields and Markdown with their places in the HTML come out.

`read_page` takes a site's own page and looks for the article in it; `read_fragment` takes what a
platform exported of a post, all of which is the writer's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from searchkit.reading.bounded_yaml import Value
from searchkit.reading.html.article import Chrome, find_article
from searchkit.reading.html.blocks import Conversion, Problem, to_markdown
from searchkit.reading.html.fields import is_subtitle, letters, page_fields
from searchkit.reading.html.notes import find_notes
from searchkit.reading.html.tree import Element, parse, text_of
from searchkit.reading.html.writing import Converted

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_WHERE_IT_IS_DECLARED = 4_096
_SHORTEST_ARTICLE = 200
_FIRST = 8


class RedirectError(ValueError):
    """The page only leads to another."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says about itself, its article as Markdown, and what was not converted."""

    fields: dict[str, Value]
    title_line: int
    converted: Converted
    problems: tuple[Problem, ...]


def declared_encoding(content: bytes) -> str:
    """The encoding that a page says it is in, empty where it says none."""
    found = _CHARSET.search(content, 0, _WHERE_IT_IS_DECLARED)
    return found[1].decode("ascii", "ignore") if found else ""


def read_page(text: str, *, whole_page: bool = True) -> Page:
    """The post that a page holds. What is not `whole_page` holds nothing but the writer's text.

    Raises:
        RedirectError: it only leads to another page.
    """
    page, too_deep = parse(text)
    chrome = Chrome(page, whole_page=whole_page)
    article = find_article(page, chrome)
    if chrome.size(article) < _SHORTEST_ARTICLE and _redirects(page):
        raise RedirectError("it only leads to another page")
    fields, title_line = page_fields(page, article)
    _drop_titles(article, fields)
    chrome.within(article)
    conversion = to_markdown(article, chrome, find_notes(article))
    return Page(fields, title_line, conversion.converted, _problems(conversion, too_deep))


def read_fragment(text: str, *, breaks: bool = False) -> tuple[str, tuple[Problem, ...]]:
    """The Markdown of a post's body as a platform exported it; see `to_markdown` for `breaks`."""
    page, too_deep = parse(text)
    conversion = to_markdown(page, Chrome(page, whole_page=False), find_notes(page), breaks=breaks)
    return conversion.converted.markdown, _problems(conversion, too_deep)


def _problems(conversion: Conversion, too_deep: bool) -> tuple[Problem, ...]:
    deep = [Problem(0, "it nests too deeply: only its paragraphs were read")] if too_deep else []
    return (*deep, *conversion.problems)


def _redirects(page: Element) -> bool:
    return any((meta.get("http-equiv") or "").lower() == "refresh" for meta in page.iter("meta"))


def _drop_titles(article: Element, fields: dict[str, Value]) -> None:
    """Take the title and the subtitle out of the article's beginning: they are fields."""
    titles = {
        letters(value) for name in ("title", "description") if isinstance(value := fields.get(name), str)
    }
    for element in list(islice(article.iter("h1", "h2", "h3", "h4", "p"), _FIRST)):
        if is_subtitle(element) and letters(text_of(element)) in titles - {""}:
            element.clear(keep_tail=True)
