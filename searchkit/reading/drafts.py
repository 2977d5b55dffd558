"""Drafts of sections, and what makes sections of them: splitting, numbers, footnotes' referrers.

A `Draft` is a section of any length without a number. Which section refers to a footnote is known
only when all of them are numbered, and numbers only when long ones are split; so `to_sections`
does all three, in one pass over the drafts of an essay in reading order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from msgspec import Struct

from searchkit.analysis.sentences import sentence_spans
from searchkit.essay import Attribution, Kind, Section
from searchkit.reading.anchors import Anchors
from searchkit.reading.words import Words

MOST_WORDS = 180
"""A section of prose longer than this is split at sentence ends."""

_PROSE = frozenset({Kind.PARAGRAPH, Kind.QUOTE, Kind.LIST, Kind.FOOTNOTE})
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"


@cache
def _in_cjk() -> re.Pattern[str]:
    """Compiled, as the next one, with the first text that needs it, because that takes 3 ms."""
    return re.compile(f"[{_CJK}]")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[^\s{_CJK}]+|[{_CJK}]{{1,2}}")


class Draft(Struct):
    """A section in the making: lines of text, each with the place it comes from."""

    kind: Kind
    headings: tuple[str, ...] = ()
    anchor: str = ""
    joiner: str = "\n"
    attribution: Attribution | None = None
    note_id: str = ""
    """For a footnote, what references call it."""
    parts: list[str] = []
    length: int = 0
    line_starts: list[tuple[int, int]] = []
    """Offset in the text, line in the file."""
    last_line: int = 0
    notes: list[tuple[int, str]] = []
    """The footnotes referred to: offset in the text, id."""
    runs: list[Words] = []
    """The first and the last of the runs of words that the text was made of."""
    bullets: list[int] = []
    """Where the items of lists begin that have dashes before them."""

    def add(self, words: Words, lines: tuple[int, int]) -> None:
        """Add what stands on `lines`."""
        start = self.length + len(self.joiner) if self.parts else 0
        if words.notes:
            self.notes += sorted((start + offset, note_id) for offset, note_id in words.notes)
        if not words.text:
            return
        self.runs[1:] = [words]
        self.parts.append(words.text)
        self.length = start + len(words.text)
        self.line_starts.append((start, lines[0]))
        if words.line_starts:
            self.line_starts += [(start + offset, lines[0] + after) for offset, after in words.line_starts]
        self.last_line = lines[1]

    @property
    def text(self) -> str:
        """The whole text."""
        return self.parts[0] if len(self.parts) == 1 else self.joiner.join(self.parts)

    def last_line_start(self) -> int:
        """Where the last line of the text starts, as it stands in the file or as it is read."""
        read = self.text.rfind("\n") + 1
        return max([read, *(offset for offset, _ in self.line_starts if offset < self.length)])

    def cut(self, end: int) -> None:
        """Drop the text from an offset on; the lines it stands on stay the draft's."""
        text = self.text[:end].rstrip()
        self.parts = [text] if text else []
        self.length = len(text)
        self.line_starts = [(offset, line) for offset, line in self.line_starts if offset < self.length]

    def cut_start(self, length: int) -> None:
        """Drop the text up to an offset; the lines it stands on stay the draft's."""
        text = self.text[length:]
        first_line, moved = self.lines[0], max(bisect_right(self.line_starts, (length, float("inf"))) - 1, 0)
        self.parts = [text] if text else []
        self.length = len(text)
        self.notes = [(max(offset - length, 0), note_id) for offset, note_id in self.notes]
        following = self.line_starts[moved + 1 :]
        self.line_starts = [(0, first_line), *((start - length, line) for start, line in following)]

    def take_over(self, other: Draft) -> None:
        """Let the lines and notes of another draft, whose text is dropped, be this one's."""
        self.last_line = max(self.last_line, other.last_line)
        self.notes += [(self.length, note_id) for _, note_id in other.notes]

    @property
    def lines(self) -> tuple[int, int]:
        """The first and last line of the whole text."""
        return self.lines_of(0, self.length)

    def lines_of(self, start: int, end: int) -> tuple[int, int]:
        """The first and last line of the text between two offsets."""
        if len(self.line_starts) == 1:
            return self.line_starts[0][1], self.last_line
        first = bisect_right(self.line_starts, (start, float("inf"))) - 1
        after = bisect_left(self.line_starts, (end, 0))
        last = self.last_line if end >= self.length else self.line_starts[after - 1][1]
        return self.line_starts[max(first, 0)][1], last


def to_sections(drafts: Iterable[Draft], anchors: Anchors, first_number: int) -> tuple[Section, ...]:
    """Number the drafts, split the long ones, and tie footnotes to what refers to them."""
    numbered: list[tuple[int, Draft, str, tuple[int, int]]] = []
    referrers: dict[str, tuple[int, Draft]] = {}
    number = first_number
    for draft in drafts:
        text = draft.text
        starts = part_starts(text) if draft.kind in _PROSE else [0]
        for offset, note_id in draft.notes:
            part = max(bisect_left(starts, offset) - 1, 0)
            referrers.setdefault(note_id, (number + part, draft))
        if len(starts) == 1:
            numbered.append((number, draft, text, draft.lines))
        else:
            for part, (start, end) in enumerate(pairwise([*starts, len(text)])):
                numbered.append((number + part, draft, text[start:end].rstrip(), draft.lines_of(start, end)))
        number += len(starts)
    written = {draft.note_id for _, draft, _, _ in numbered}
    order = {note_id: place for place, note_id in enumerate((id_ for id_ in referrers if id_ in written), 1)}
    sections = []
    for number, draft, text, lines in numbered:
        # A footnote stands at the end of the file, but belongs where it is referred to.
        referrer, home = referrers.get(draft.note_id, (None, draft)) if draft.note_id else (None, draft)
        sections.append(
            Section(
                number=number,
                kind=draft.kind,
                text=text,
                lines=lines,
                headings=home.headings,
                anchor=_anchor(draft, anchors, order),
                attribution=draft.attribution,
                referrer=referrer,
            )
        )
    return tuple(sections)


def _anchor(draft: Draft, anchors: Anchors, order: dict[str, int]) -> str:
    if not draft.note_id:
        return draft.anchor
    if not draft.note_id.startswith("^"):
        return draft.note_id
    number = order.get(draft.note_id, len(order) + 1)
    label = draft.note_id[1:]
    return anchors.of_footnote(str(number) if label.startswith("[") else label, number)


def count_words(text: str) -> int:
    """How long a cleaned `text` is to a reader; two characters of Chinese or Japanese are about a word."""
    if text.isascii() or not _in_cjk().search(text):
        return text.count(" ") + text.count("\n") + 1
    return len(_word().findall(text))


def part_starts(text: str) -> list[int]:
    """Where each part of `text` starts, of at most `MOST_WORDS`, about equal, whole sentences.

    Only a sentence that is itself longer is cut, between words.
    """
    # No text has more words than characters, and one in ASCII has a space between two.
    is_short = len(text) <= MOST_WORDS * (2 if text.isascii() else 1)
    if is_short or (words := count_words(text)) <= MOST_WORDS:
        return [0]
    starts, read, in_part = [0], 0, 0
    even_share = words / -(-words // MOST_WORDS)
    for start, length in _short_sentences(text):
        is_full = read + length / 2 > even_share * len(starts)
        if in_part and (is_full or in_part + length > MOST_WORDS):
            starts.append(start)
            in_part = 0
        in_part += length
        read += length
    return starts


def _short_sentences(text: str) -> list[tuple[int, int]]:
    """The start and number of words of each sentence, of each `MOST_WORDS` of an overlong one."""
    found: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        length = count_words(text[start:end])
        if length <= MOST_WORDS:
            found.append((start, length))
            continue
        words = [word.start() for word in _word().finditer(text, start, end)]
        found += [
            (words[first], min(MOST_WORDS, len(words) - first)) for first in range(0, len(words), MOST_WORDS)
        ]
    return found
