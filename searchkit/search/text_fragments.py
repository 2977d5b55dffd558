"""A passage and the page it stands on to a text directive, which leads a browser to its words.

In go sections as they follow each other on a page and a text that stands in them, out comes what is
written after `:~:` in a URL: `text=[prefix-,]start[,end][,-suffix]` (WICG, "URL Fragment Text
Directives"). What browsers make of it decides what is written, and a test follows it in Chromium:

- Each of the four must stand in one block, and a line break ends a block; from start to end a text
  may run over blocks, and the context may stand in the block before or after.
- The first place that fits is taken, so start and its prefix must be found nowhere else.
- A text must begin and end with a word. Inside a run of Chinese or Japanese only a dictionary knows
  where that is, so such runs are kept whole.
- Quotation marks, accents and case are all one to Chromium, dashes are not, and sites change `--`: no
  text runs over a dash. Nor over the end of a sentence, where a footnote's number may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import quote

from searchkit.analysis.analyzer import CJK, analyzer_for
from searchkit.essay import Kind, Section

_WORDS = 6
_LENGTH = 48
_MOST_WORDS = 12
_FEWEST_WORDS = 3

_MARKS = "、-〃〈-】〔-〟！（），．：；？｛｝"
_CHUNK = re.compile(rf"[{CJK}]+[{_MARKS}]*|(?:(?!--)[^\s–—―{CJK}{_MARKS}])+")
_SENTENCE_END = re.compile(r"[.!?。！？][\"'”’)\]」』]*\Z")
_BLOCKS = re.compile(r"\n| \| ")


class Chunk(NamedTuple):
    """What is never cut: a word with its punctuation, or a run of Han characters or kana.

    `line` numbers the blocks of the page, `start` and `end` are offsets in one, `terms` its exact terms.
    """

    line: int
    start: int
    end: int
    terms: tuple[str, ...]


def text_directive(sections: Sequence[Section], first: int, text: str) -> str:
    """The directive that leads to `text`, whose words begin in section `first` of `sections`.

    Empty where they do not, or there are none.
    """
    page = _Page(sections)
    target = page.find(analyzer_for("").terms(text), first)
    return page.directive(*target) if target else ""


class _Page:
    """The blocks of a page, and what they are cut into. A run of chunks is `[first, after)`."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._lines: list[str] = []
        self._chunks: list[Chunk] = []
        self._section_starts: list[int] = []
        for section in sections:
            self._section_starts.append(len(self._chunks))
            for line in _BLOCKS.split(section.text):
                self._chunks += _chunks(line, len(self._lines))
                self._lines.append(line)
        self._terms = [term for chunk in self._chunks for term in chunk.terms]
        self._owners = [number for number, chunk in enumerate(self._chunks) for _ in chunk.terms]

    def find(self, terms: Sequence[str], section: int) -> tuple[int, int] | None:
        """The run of chunks that holds the terms, the first one not before this section."""
        start = self._section_starts[section]
        after = next(self._places(terms, start), None) if terms else None
        if after is None:
            return None
        return self._owners[after], self._owners[after + len(terms) - 1] + 1

    def directive(self, first: int, after: int) -> str:
        """What leads to a run."""
        if after - first <= _MOST_WORDS and self._is_in_a_row(first, after):
            parts = self._with_context(first, after, suffix=True)
        else:
            parts = self._range(first, after)
        return "text=" + ",".join(parts)

    def _range(self, first: int, after: int) -> list[str]:
        middle = self._start_run(first, after)
        while not self._is_unique(first, middle) and self._may_grow(first, middle, after):
            middle += 1
        parts = self._with_context(first, middle, suffix=False)
        return [*parts, self._text(self._end_run(middle, after), after)] if middle < after else parts

    def _start_run(self, first: int, most: int) -> int:
        """Where the beginning of a run ends that is long enough to be told from others."""
        after = first + 1
        while after < most and after - first < _WORDS and self._is_in_a_row(after - 1, after + 1):
            line, start, end, _ = self._chunks[after - 1]
            if self._chunks[after].end - self._chunks[first].start > _LENGTH:
                break
            if after - first >= _FEWEST_WORDS and _SENTENCE_END.search(self._lines[line][start:end]):
                break
            after += 1
        return after

    def _may_grow(self, first: int, middle: int, after: int) -> bool:
        return middle < after and middle - first < _MOST_WORDS and self._is_in_a_row(middle - 1, middle + 1)

    def _end_run(self, least: int, after: int) -> int:
        """Where the end of a run begins, so that a browser which looks for it from `least` on stops there."""
        first = after - 1
        while first > least and self._is_in_a_row(first - 1, first + 1):
            is_long = (
                after - first >= _WORDS or self._chunks[first].start + _LENGTH < self._chunks[after - 1].end
            )
            if is_long and self._first_place(first, after, least) == first:
                break
            first -= 1
        return first

    def _with_context(self, first: int, after: int, *, suffix: bool) -> list[str]:
        """A run that is found once, or with what stands before (or after) it, for as long as that helps."""
        start, end = first, after
        while not self._is_unique(start, end) and self._has_context(start - 1, start, first - start):
            start -= 1
        while suffix and not self._is_unique(start, end) and self._has_context(end - 1, end, end - after):
            end += 1
        parts = [self._text(first, after)]
        if start < first:
            parts.insert(0, f"{self._text(start, first)}-")
        if end > after:
            parts.append(f"-{self._text(after, end)}")
        return parts

    def _has_context(self, before: int, place: int, used: int) -> bool:
        """Whether context may grow from `place` to the chunk before it, or the other way round.

        Only its first chunk may be in another block than the text.
        """
        if not (before >= 0 and place < len(self._chunks) and used < _WORDS):
            return False
        return self._is_in_a_row(before, place + 1) or (used == 0 and self._is_block_end(before, place))

    def _is_block_end(self, before: int, place: int) -> bool:
        """Whether nothing but the end of a block stands between two chunks."""
        one, other = self._chunks[before], self._chunks[place]
        between = self._lines[one.line][one.end :] + self._lines[other.line][: other.start]
        return one.line + 1 == other.line and not between.strip()

    def _is_in_a_row(self, first: int, after: int) -> bool:
        """Whether nothing but spaces stands between the chunks of a run, all in one block."""
        run = self._chunks[first:after]
        line = self._lines[run[0].line]
        return all(
            one.line == other.line and not line[one.end : other.start].strip() for one, other in pairwise(run)
        )

    def _is_unique(self, first: int, after: int) -> bool:
        places = self._places(self._terms_of(first, after), 0)
        return next(places, None) is None or next(places, None) is None

    def _first_place(self, first: int, after: int, least: int) -> int:
        place = next(self._places(self._terms_of(first, after), least), None)
        return first if place is None else self._owners[place]

    def _terms_of(self, first: int, after: int) -> list[str]:
        return [term for chunk in self._chunks[first:after] for term in chunk.terms]

    def _places(self, terms: Sequence[str], least: int) -> Iterator[int]:
        """Where the terms stand in a row among those of the page, from chunk `least` on."""
        if not terms:
            return
        place = -1
        while True:
            try:
                place = self._terms.index(terms[0], place + 1)
            except ValueError:
                return
            if self._owners[place] >= least and self._terms[place : place + len(terms)] == list(terms):
                yield place

    def _text(self, first: int, after: int) -> str:
        """A run as it is written, encoded for a URL."""
        line, start, _, _ = self._chunks[first]
        text = " ".join(self._lines[line][start : self._chunks[after - 1].end].split())
        return quote(text, safe="").replace("-", "%2D")


def on_page(sections: Sequence[Section]) -> list[Section]:
    """The sections in the order of a page: footnotes stand at its end."""
    return sorted(sections, key=lambda section: section.kind is Kind.FOOTNOTE)


def _chunks(line: str, number: int) -> Iterator[Chunk]:
    terms = analyzer_for("").terms
    for found in _CHUNK.finditer(line):
        if held := terms(found[0]):
            yield Chunk(number, found.start(), found.end(), tuple(held))
