"""Where a hit leads: a page and the place in it, or a file and its line."""

from __future__ import annotations

from urllib.parse import quote

from searchkit.essay import Essay, Section
from searchkit.search.hits import Passage

_FRAGMENT_WORDS = 6


def link_to(essay: Essay, section: Section, passage: Passage, *, on_the_web: bool) -> str:
    """The essay's URL with anchor and text fragment, or `path:line`.

    A text fragment (WICG, "Text Fragments") lets a browser scroll to words and mark them; where it
    cannot, the anchor still leads to the heading.
    """
    if not (on_the_web and essay.url):
        return f"{essay.path}:{section.lines[0]}"
    words = passage.text.strip("…").split("\n")[0].split(" … ")[0].split()
    return f"{essay.url}#{quote(section.anchor)}:~:text={_fragment(words)}"


def _fragment(words: list[str]) -> str:
    if len(words) <= 2 * _FRAGMENT_WORDS:
        return _quoted(words)
    return f"{_quoted(words[:_FRAGMENT_WORDS])},{_quoted(words[-_FRAGMENT_WORDS:])}"


def _quoted(words: list[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")
