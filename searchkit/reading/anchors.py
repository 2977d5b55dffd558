"""The fragments that address headings and footnotes on a site, as its platform makes them.

>>> anchors = Anchors("github")
>>> [anchors.of_heading(text) for text in ("What's new?", "What's new?", "C++ & C")]
['whats-new', 'whats-new-1', 'c--c']
>>> Anchors("substack").of_heading("Big tech's LLM roundup")
'§big-techs-llm-roundup'
>>> Anchors("pandoc").of_heading("3. Why not?"), Anchors("hugo").of_footnote("why", 2)
('why-not', 'fn:2')
"""

from __future__ import annotations

import re
from collections.abc import Callable

_NOT_IN_GITHUB = re.compile(r"[^\w\- ]")
_NOT_IN_PANDOC = re.compile(r"[^\w\-. ]")
_BEFORE_LETTER = re.compile(r"\A[\W\d_]+")
_APOSTROPHE = re.compile(r"['’]")
_NOT_A_WORD = re.compile(r"[\W_]+")


def _github(text: str) -> str:
    return _NOT_IN_GITHUB.sub("", text.lower()).strip(" ").replace(" ", "-")


def _hugo(text: str) -> str:
    return _github(text) or "heading"


def _jekyll(text: str) -> str:
    return _github(text) or "section"


def _pandoc(text: str) -> str:
    words = _NOT_IN_PANDOC.sub("", text).split()
    return _BEFORE_LETTER.sub("", "-".join(words).lower()) or "section"


def _substack(text: str) -> str:
    return "§" + _NOT_A_WORD.sub("-", _APOSTROPHE.sub("", text.lower())).strip("-")


_STYLES: dict[str, tuple[Callable[[str], str], str]] = {
    "github": (_github, "user-content-fn-{label}"),
    "pandoc": (_pandoc, "fn{number}"),
    "hugo": (_hugo, "fn:{number}"),
    "jekyll": (_jekyll, "fn:{label}"),
    "substack": (_substack, "footnote-{number}"),
}


class Anchors:
    """The anchors of one essay; a heading's second use of a name is told apart by a number."""

    def __init__(self, style: str) -> None:
        self._slug, self._footnote = _STYLES[style]
        self._used: dict[str, int] = {}

    def of_heading(self, text: str, explicit: str = "") -> str:
        """The anchor of the next heading: its own `explicit` one, else one made from its text."""
        if explicit:
            self._used.setdefault(explicit, 0)
            return explicit
        base = anchor = self._slug(text)
        while anchor in self._used:
            self._used[base] += 1
            anchor = f"{base}-{self._used[base]}"
        self._used[anchor] = 0
        return anchor

    def of_footnote(self, label: str, number: int) -> str:
        """The anchor of a `[^label]` footnote, the `number`th that is referred to."""
        return self._footnote.format(label=label, number=number)
