"""An essay's running text around a section, across the boundaries of sections, and back to them.

In go sections of one essay, out comes one sequence of terms. A term is known by its number in that
sequence, which leads back to its section and the characters of its word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, Self

from searchkit.analysis.analyzer import analyzer_for
from searchkit.essay import Section
from searchkit.quotes.matches import Source

_BETWEEN_SECTIONS = "\n\n"
_CONTEXT = 120


class Part(NamedTuple):
    """A section and its exact terms."""

    section: Section
    terms: Sequence[str]

    @classmethod
    def of(cls, section: Section) -> Self:
        """The section, analysed."""
        return cls(section, analyzer_for("").terms(section.text))


@dataclass(frozen=True, slots=True)
class RunningText:
    """Sections in a row of the essay `key`; `starts` are the numbers of the first term of each.

    `begins` and `ends` say that the essay has no section before and after them.
    """

    key: int
    parts: tuple[Part, ...]
    terms: Sequence[str]
    starts: tuple[int, ...]
    begins: bool = False
    ends: bool = False

    @classmethod
    def of(cls, key: int, parts: Iterable[Part], *, begins: bool = False, ends: bool = False) -> RunningText:
        """The text of these sections."""
        ordered = tuple(parts)
        terms = [term for part in ordered for term in part.terms]
        starts = tuple(accumulate((len(part.terms) for part in ordered[:-1]), initial=0))
        return cls(key, ordered, terms, starts, begins or ordered[0].section.number == 0, ends)

    def part_of(self, number: int) -> int:
        """Which of `parts` the term with this number stands in."""
        return bisect_right(self.starts, number) - 1

    def place_of(self, number: int) -> tuple[int, int]:
        """The number of the term's section in its essay, and of the term in its section."""
        part = self.part_of(number)
        return self.parts[part].section.number, number - self.starts[part]

    def sections(self, first: int, last: int) -> tuple[Section, ...]:
        """The sections from that of the term `first` to that of the last term before `last`."""
        parts = self.parts[self.part_of(first) : self.part_of(last - 1) + 1]
        return tuple(part.section for part in parts if part.terms)


class WrittenText:
    """The words of a running text as they are written: made for what is shown only."""

    def __init__(self, running: RunningText) -> None:
        tokens = analyzer_for("").tokens
        self._text = ""
        self._spans: list[tuple[int, int]] = []
        for part in running.parts:
            if self._text:
                self._text += _BETWEEN_SECTIONS
            start = len(self._text)
            self._spans += [(start + word.start, start + word.end) for word in tokens(part.section.text)]
            self._text += part.section.text

    def written(self, first: int, last: int) -> str:
        """The words from number `first` to before `last`, and what is between them."""
        return self._text[self._spans[first][0] : self._spans[last - 1][1]] if first < last else ""

    def offset(self, number: int, base: int) -> int:
        """Where word `number` begins, counted from where word `base` does; past the end, the end."""
        start = self._spans[number][0] if number < len(self._spans) else len(self._text)
        return start - self._spans[base][0]

    def source(self, first: int, last: int) -> Source:
        """The same with what stands before and after."""
        start, end = self._spans[first][0], self._spans[last - 1][1]
        before = self._text[max(0, start - _CONTEXT) : start]
        after = self._text[end : end + _CONTEXT]
        if start > _CONTEXT:
            before = before[before.find(" ") + 1 :]
        if end + _CONTEXT < len(self._text):
            after = after[: after.rfind(" ") + 1].rstrip() if " " in after else after
        return Source(self._text[start:end], before, after)
