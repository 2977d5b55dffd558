"""Where a hit leads: a page and the place in it, or a file and its line."""

from __future__ import annotations

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
    from urllib.parse import quote  # 2 ms that a search of files need not pay

    words = passage.text.strip("…").split("\n")[0].split(" … ")[0].split()
    if len(words) <= 2 * _FRAGMENT_WORDS:
        parts = [words]
    else:
        parts = [words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]]
    fragment = ",".join(quote(" ".join(part), safe="").replace("-", "%2D") for part in parts)
    return f"{essay.url}#{quote(section.anchor)}:~:text={fragment}"
