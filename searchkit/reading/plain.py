"""One line of a writer's markup to plain text: titles, subtitles, names and tags.

In goes what a field holds, out comes what its reader sees: no tags, no emphasis, no escapes, no
entities, one space where there were several or a line break. Unlike a body, a title has no footnotes,
dashes or attributes of pandoc's, and `Vec<T>` in it is no tag: so CommonMark's own rules will do.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from searchkit.reading.words import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_MARKUP = re.compile(r"[\\&<*_`\[~]")
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|<%[^<>]*%>")
_MAX_MARKUP = 2_000
"""Code points up to which markup is looked for: no title is longer."""

# Tags that a browser would not show. In a title `Vec<T>` is no tag.
_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|br|center|cite|code|del|dfn|em|font|i|img|ins|kbd|mark|nobr|q|ruby|rb|rp|rt|s"
    r"|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)\b[^<>]*>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)


def plain(text: str) -> str:
    r"""The words of `text`; nothing where it is only a template that its site would have filled.

    >>> plain(r"It\'s <em>not</em> *closed* &amp; `Vec<T>`"), plain("{{ page.title }}")
    ("It's not closed & Vec<T>", '')
    """
    if _TEMPLATE.fullmatch(text.strip()):
        return ""
    if len(text) <= _MAX_MARKUP and _MARKUP.search(text):
        text = _words(_markdown().parseInline(text)[0].children or ())
    return clean(text)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("strikethrough")


def _words(tokens: Sequence[Token]) -> str:
    return "".join(_word(token) for token in tokens)


def _word(token: Token) -> str:
    if token.type in ("text", "text_special", "code_inline"):
        return token.content
    if token.type == "html_inline":
        return "" if _TAG.fullmatch(token.content) else token.content
    if token.type == "image":
        return _words(token.children or ())
    return " " if token.type.endswith("break") else ""
