"""Drafts of sections, and what makes sections of them: splitting, numbers, footnotes' referrers.

A `Draft` is a section of any length without a number. Which section refers to a footnote is known
only when all of them are numbered, and numbers only when long ones are split; so `to_sections`
does all three, in one pass over the drafts of an essay in reading order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from searchkit.analysis.sentences import sentence_spans
from searchkit.essay import Attribution, Kind, Section
from searchkit.reading.anchors import Anchors
from searchkit.reading.words import Words

MOST_WORDS = 180
"""A section of prose longer than this is split at sentence ends."""

_PROSE = frozenset({Kind.PARAGRAPH, Kind.QUOTE, Kind.LIST, Kind.FOOTNOTE})
_WORD = re.compile(r"[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,2}")


@dataclass(slots=True)
class Draft:
    """A section in the making: lines of text, each with the place it comes from."""

    kind: Kind
    headings: tuple[str, ...] = ()
    anchor: str = ""
    joiner: str = "\n"
    attribution: Attribution | None = None
    note_id: str = ""
    """For a footnote, what references call it."""
    parts: list[str] = field(default_factory=list)
    length: int = 0
    line_starts: list[tuple[int, int]] = field(default_factory=list)
    """Offset in the text, line in the file."""
    last_line: int = 0
    notes: list[tuple[int, str]] = field(default_factory=list)
    """The footnotes referred to: offset in the text, id."""

    def add(self, words: Words, lines: tuple[int, int]) -> None:
        """Add what stands on `lines`."""
        start = self.length + len(self.joiner) if self.parts else 0
        self.notes += [(start + offset, note_id) for offset, note_id in words.notes]
        if not words.text:
            return
        self.parts.append(words.text)
        self.length = start + len(words.text)
        self.line_starts.append((start, lines[0]))
        self.line_starts += [(start + offset, lines[0] + after) for offset, after in words.line_starts]
        self.last_line = lines[1]

    @property
    def text(self) -> str:
        """The whole text."""
        return self.joiner.join(self.parts)

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

    def lines_of(self, start: int, end: int) -> tuple[int, int]:
        """The first and last line of the text between two offsets."""
        first = bisect_right(self.line_starts, (start, float("inf"))) - 1
        after = bisect_left(self.line_starts, (end, 0))
        last = self.last_line if end >= self.length else self.line_starts[after - 1][1]
        return self.line_starts[max(first, 0)][1], last


def to_sections(drafts: Iterable[Draft], anchors: Anchors, first_number: int) -> tuple[Section, ...]:
    """Number the drafts, split the long ones, and tie footnotes to what refers to them."""
    numbered: list[tuple[int, Draft, str, tuple[int, int]]] = []
    referrers: dict[str, int] = {}
    number = first_number
    for draft in drafts:
        text = draft.text
        starts = part_starts(text) if draft.kind in _PROSE else [0]
        for _, note_id in draft.notes if len(starts) == 1 else ():
            referrers.setdefault(note_id, number)
        for offset, note_id in draft.notes if len(starts) > 1 else ():
            referrers.setdefault(note_id, number + max(bisect_left(starts, offset) - 1, 0))
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            numbered.append((number, draft, text[start:end].rstrip(), draft.lines_of(start, end)))
            number += 1
    order = {note_id: place for place, note_id in enumerate(referrers, 1)}
    return tuple(
        Section(
            number=number,
            kind=draft.kind,
            text=text,
            lines=lines,
            headings=draft.headings,
            anchor=_anchor(draft, anchors, order),
            attribution=draft.attribution,
            referrer=referrers.get(draft.note_id) if draft.note_id else None,
        )
        for number, draft, text, lines in numbered
    )


def _anchor(draft: Draft, anchors: Anchors, order: dict[str, int]) -> str:
    if not draft.note_id:
        return draft.anchor
    if not draft.note_id.startswith("^"):
        return draft.note_id
    number = order.get(draft.note_id, len(order) + 1)
    label = draft.note_id[1:]
    return anchors.of_footnote(str(number) if label.startswith("[") else label, number)


def count_words(text: str) -> int:
    """How long `text` is to a reader; two characters of Chinese or Japanese are about a word."""
    return len(_WORD.findall(text))


def part_starts(text: str) -> list[int]:
    """Where each part of `text` starts, of at most `MOST_WORDS`, about equal, whole sentences.

    Only a sentence that is itself longer is cut, between words.
    """
    if len(text) <= MOST_WORDS or (words := count_words(text)) <= MOST_WORDS:
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
        words = [word.start() for word in _WORD.finditer(text, start, end)]
        for first in range(0, len(words), MOST_WORDS):
            found.append((words[first] if first else start, min(MOST_WORDS, len(words) - first)))
    return found
