"""The fragments that address headings and footnotes on a site, as its platform makes them.

>>> anchors = Anchors("github")
>>> [anchors.of_heading(text) for text in ("What's new?", "What's new?", "C++ & C")]
['whats-new', 'whats-new-1', 'c--c']
>>> Anchors("substack").of_heading("Big tech's LLM roundup")
'§big-techs-llm-roundup'
>>> Anchors("github").of_heading("🚀 Launch"), Anchors("hugo").of_heading("🚀 Launch")
('-launch', '-launch')
>>> Anchors("pandoc").of_heading("3. Why not?"), Anchors("hugo").of_footnote("why", 2)
('why-not', 'fn:2')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_NOT_IN_PANDOC = re.compile(r"[^\w\-. ]")
_BEFORE_LETTER = re.compile(r"\A[\W\d_]+")
_APOSTROPHE = re.compile(r"['’]")
_NOT_A_WORD = re.compile(r"[\W_]+")
_WORD_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"})
_LETTERS_AND_DIGITS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd"})


def _kept(text: str, categories: frozenset[str], also: str) -> str:
    """`text` with only the characters of some Unicode categories, and those in `also`."""
    if text.isascii():
        return "".join(character for character in text if character.isalnum() or character in also)
    return "".join(
        character for character in text if character in also or unicodedata.category(character) in categories
    )


def _github(text: str) -> str:
    """As github-slugger 2 and kramdown-parser-gfm 1.1 have it: what is no word, hyphen or space goes."""
    return _kept(text.lower(), _WORD_CATEGORIES, "_- ").replace(" ", "-")


def _hugo(text: str) -> str:
    """`sanitizeAnchorName` in Hugo's markup/goldmark/autoid.go, with `autoHeadingIDType: github`."""
    return _kept(text.strip(), _LETTERS_AND_DIGITS, "_- ").replace(" ", "-").lower() or "heading"


def _pandoc(text: str) -> str:
    """`inlineListToIdentifier` in pandoc's Text.Pandoc.Shared."""
    words = _NOT_IN_PANDOC.sub("", text).split()
    return _BEFORE_LETTER.sub("", "-".join(words).lower()) or "section"


def _substack(text: str) -> str:
    return "§" + _NOT_A_WORD.sub("-", _APOSTROPHE.sub("", text.lower())).strip("-")


_STYLES: dict[str, tuple[Callable[[str], str], str]] = {
    "github": (_github, "user-content-fn-{label}"),
    "pandoc": (_pandoc, "fn{number}"),
    "hugo": (_hugo, "fn:{number}"),
    "jekyll": (_github, "fn:{label}"),
    "substack": (_substack, "footnote-{number}"),
}


class Anchors:
    """The anchors of one essay; a heading's second use of a name is told apart by a number."""

    def __init__(self, style: str) -> None:
        self._slug, self._footnote = _STYLES[style]
        self._counts_repeats_only = style == "jekyll"
        self._used: dict[str, int] = {}

    def of_heading(self, text: str, explicit: str = "") -> str:
        """The anchor of the next heading: its own `explicit` one, else one made from its text."""
        if explicit:
            if not self._counts_repeats_only:
                self._used.setdefault(explicit, 0)
            return explicit
        base = anchor = self._slug(text)
        if self._counts_repeats_only:
            return self._counted(base)
        while anchor in self._used:
            self._used[base] += 1
            anchor = f"{base}-{self._used[base]}"
        self._used[anchor] = 0
        return anchor

    def _counted(self, base: str) -> str:
        """As kramdown does: it looks at the headings before, not at the anchors they got."""
        repeats = self._used[base] = self._used.get(base, -1) + 1
        return f"{base}-{repeats}" if base and repeats else base

    def of_footnote(self, label: str, number: int) -> str:
        """The anchor of a `[^label]` footnote, the `number`th that is referred to."""
        return self._footnote.format(label=label, number=number)
