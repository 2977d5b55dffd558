"""A section and what matched in it to the passage that is shown.

A passage is one to three whole sentences: all of a section that is no longer than that, and else those
that cover the query best. They are chosen one by one: first the sentence that holds the most of it,
then those that hold what is still missing, wherever in the section they stand, while there is room.
A single short sentence gets its neighbour for company. Sentences that do not follow each other are
joined by an ellipsis, and one that is too long is cut, at words, around its matches.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searchkit.search.hits import Passage, Span

MAX_LENGTH = 320
_MAX_SENTENCES = 3
_SHORT = 120
_GAP = " … "
_CUT = "…"


class Spot(NamedTuple):
    """A place in the text that matched: `leaf` is the number of the leaf it belongs to."""

    start: int
    end: int
    leaf: int


def best_passage(
    text: str, sentences: Sequence[Span], spots: Sequence[Spot], weights: Sequence[float]
) -> Passage:
    """The passage of `text` that covers the query best.

    `weights` says how much each leaf is worth: a rare word tells more than a common one.
    """
    spots = sorted(spots)
    if len(sentences) <= _MAX_SENTENCES and len(text) <= MAX_LENGTH:
        return Passage(text, _merged([(start, end) for start, end, _ in spots]))
    chosen = _choose(sentences, spots, weights)
    if len(chosen) == 1 and _length(sentences[chosen[0]]) > MAX_LENGTH:
        return _cut(text, sentences[chosen[0]], spots)
    return _joined(text, [sentences[number] for number in sorted(chosen)], spots)


def _choose(sentences: Sequence[Span], spots: Sequence[Spot], weights: Sequence[float]) -> list[int]:
    held = [_leaves_in(span, spots) for span in sentences]
    covered: set[int] = set()
    chosen: list[int] = []

    def gain(number: int) -> tuple[float, int, int]:
        new = held[number] - covered
        return sum(weights[leaf] for leaf in new), len(held[number]), -number

    while len(chosen) < _MAX_SENTENCES:
        left = [n for n in range(len(sentences)) if n not in chosen and _fits(n, chosen, sentences)]
        best = max(left, key=gain, default=None)
        if best is None or (chosen and not held[best] - covered):
            break
        chosen.append(best)
        covered |= held[best]
    return _with_company(chosen, sentences)


def _leaves_in(span: Span, spots: Sequence[Spot]) -> set[int]:
    """The leaves that match in a sentence; one that runs over its end counts where it starts."""
    start, end = span
    return {spot.leaf for spot in spots if start <= spot.start < end}


def _fits(number: int, chosen: Sequence[int], sentences: Sequence[Span]) -> bool:
    if not chosen:
        return True
    return sum(_length(sentences[other]) + len(_GAP) for other in (*chosen, number)) <= MAX_LENGTH


def _with_company(chosen: list[int], sentences: Sequence[Span]) -> list[int]:
    if len(chosen) == 1 and _length(sentences[chosen[0]]) < _SHORT:
        for neighbour in (chosen[0] + 1, chosen[0] - 1):
            if 0 <= neighbour < len(sentences) and _fits(neighbour, chosen, sentences):
                return [*chosen, neighbour]
    return chosen


def _length(span: Span) -> int:
    return span[1] - span[0]


def _joined(text: str, spans: Sequence[Span], spots: Sequence[Spot]) -> Passage:
    """The sentences put together; what stands between neighbours in the text stands there still."""
    parts: list[str] = []
    highlights: list[Span] = []
    length = 0
    previous_end: int | None = None
    for start, end in spans:
        if previous_end is not None:
            between = text[previous_end:start]
            parts.append(between if not between.strip() else _GAP)
            length += len(parts[-1])
        highlights += _shifted(spots, (start, end), length - start)
        parts.append(text[start:end])
        length += end - start
        previous_end = end
    return Passage("".join(parts), _merged(highlights))


def _cut(text: str, sentence: Span, spots: Sequence[Spot]) -> Passage:
    """As much of a long sentence as fits, from a little before its first match on."""
    start, end = sentence
    room = MAX_LENGTH - 2 * len(_CUT)
    first = next((spot.start for spot in spots if start <= spot.start < end), start)
    first = _word_start(text, max(start, min(first - room // 3, end - room)), start)
    last = min(end, first + room)
    if last < end:
        last = _word_end(text, first, last)
    before = _CUT if first > start else ""
    after = _CUT if last < end else ""
    highlights = _shifted(spots, (first, last), len(before) - first)
    return Passage(f"{before}{text[first:last]}{after}", _merged(highlights))


def _word_start(text: str, position: int, least: int) -> int:
    """The start of the word after `position`, unless a word starts there; a monster word is cut."""
    if position <= least or text[position - 1].isspace():
        return max(position, least)
    for place in range(position, min(position + MAX_LENGTH // 4, len(text))):
        if text[place].isspace():
            return place + 1
    return position


def _word_end(text: str, first: int, position: int) -> int:
    space = max(text.rfind(" ", first, position + 1), text.rfind("\n", first, position + 1))
    return space if space > first + MAX_LENGTH // 2 else position


def _shifted(spots: Sequence[Spot], span: Span, shift: int) -> list[Span]:
    start, end = span
    return [
        (max(spot.start, start) + shift, min(spot.end, end) + shift)
        for spot in spots
        if spot.start < end and spot.end > start
    ]


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
