r"""A quotation as it was typed to the words to look up, and where something was left out of it.

Editors' marks are undone: `[T]he` is *The*; `[sic]`, footnote marks and markup go; any other square
bracket, and every form of ellipsis, says that words of the source may be missing there; a word
hyphenated at the end of a line is one word.

>>> read_quotation("“[T]he *world* … is too [sic] much with\nus.[3]”").terms
['the', 'world', 'is', 'too', 'much', 'with', 'us']

Every mark is overwritten by as many characters, so offsets are those of what was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from searchkit.analysis.analyzer import Token, analyzer_for

MOST_WORDS = 1_000
"""Words of a quotation that are looked up: more say nothing new about where it is from."""

_JOINER = "\u2060"  # which parts no word in two, and is dropped when a word is folded

_LETTER = r"[^\W\d_]"
_DOTS = r"(?:[…⋯]+|\.(?:\s?\.){2,}|\*(?:\s?\*){2,})"
_ELLIPSIS = re.compile(rf"[\[(<]\s*{_DOTS}\s*[\])>]|{_DOTS}")
_BRACKET = re.compile(r"\[[^\[\]]*\w[^\[\]]*\]")

_INSIDE_WORDS = (
    re.compile(rf"(?<={_LETTER})[-‐\u00ad]\s*\n[\s>]*(?={_LETTER})"),  # a hyphen at the end of a line
    re.compile(r"\\(?=[!-/:-@\[-`{-~])"),  # a backslash of Markdown
    re.compile(rf"(?<={_LETTER})(?:\*\*?|__?)(?={_LETTER})"),  # emphasis on part of a word
)
_LETTERS_PUT_IN = re.compile(rf"\[({_LETTER}{{1,3}})\](?={_LETTER})|(?<={_LETTER})\[({_LETTER}{{1,5}})\]")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_REMARK = re.compile(
    r"[\[(]\s*(?:sic|(?:my |our )?(?:emphas[ie]s|italics)(?: (?:added|mine|ours))?)\b[!.?\s]*[\])]",
    re.IGNORECASE,
)
_FOOTNOTE_MARK = re.compile(
    r"\[\s*(?:\^?\d{1,3}|\^[^\]\s]+|[a-z]|(?:note|fn|nn?|pp?)\.? ?\d+[-–\d]*)\s*\]"
    "|[\u00b9\u00b2\u00b3\u2070-\u2079]+"
    rf"|(?<={_LETTER}[.,;:!?”’\"'\)])\d{{1,3}}(?=\s|$)|(?<=[.!?][”’\"'])\d{{1,3}}(?=\s|$)"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words of a quotation, with offsets into `text`, the quotation as it was typed.

    `gaps` are the words (by number) before which something was left out, with the terms that an editor
    put there in brackets. `is_cut` says that only the first words are looked up.
    """

    text: str
    words: tuple[Token, ...]
    gaps: dict[int, tuple[str, ...]]
    is_cut: bool = False

    @property
    def terms(self) -> list[str]:
        """The exact terms of the words."""
        return [word.term for word in self.words]

    def written(self, first: int, last: int) -> str:
        """The words from number `first` to before `last`, as they were typed; empty where there are none."""
        if first == last:
            return ""
        start, end = self.words[first].start, self.words[last - 1].end
        opened = self.text[start - 1 : start] == "[" and "]" in self.text[start:end]
        closed = self.text[end : end + 1] == "]" and "[" in self.text[start:end]
        return self.text[start - opened : end + closed]


def read_quotation(text: str) -> Quotation:
    """The words to look up; there may be none."""
    analyzer = analyzer_for("")
    clean = _without_marks(text)
    gaps: list[tuple[int, tuple[str, ...]]] = [(found.start(), ()) for found in _ELLIPSIS.finditer(clean)]
    clean = _blanked(_ELLIPSIS, clean)
    gaps += [(found.start(), tuple(analyzer.terms(found[0]))) for found in _BRACKET.finditer(clean)]
    words = analyzer.tokens(_blanked(_BRACKET, clean))
    numbered: dict[int, tuple[str, ...]] = {}
    for start, terms in sorted(gaps):
        number = sum(1 for word in words if word.start < start)
        numbered[number] = numbered.get(number, ()) + terms
    kept = words[:MOST_WORDS]
    inside = {number: terms for number, terms in numbered.items() if 0 < number < len(kept)}
    return Quotation(text, tuple(kept), inside, is_cut=len(words) > len(kept))


def _without_marks(text: str) -> str:
    for pattern in _INSIDE_WORDS:
        text = pattern.sub(lambda mark: _JOINER * len(mark[0]), text)
    text = _LETTERS_PUT_IN.sub(lambda put_in: f"{_JOINER}{put_in[1] or put_in[2]}{_JOINER}", text)
    text = _LINK.sub(lambda link: f" {link[1]}".ljust(len(link[0])), text)
    for pattern in (_TAG, _REMARK, _FOOTNOTE_MARK):
        text = _blanked(pattern, text)
    return text


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), text)
