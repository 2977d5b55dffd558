"""A section and what matched in it to the passage that is shown.

A passage is one to three whole sentences: all of a section that is no longer than that, and else those
that cover the query best. They are chosen one by one: first the sentence that holds the most of it,
then those that hold what is still missing, wherever in the section they stand, while there is room;
where that leaves out some of it, shorter sentences may not. A single short sentence gets its neighbour
for company. Sentences that do not follow each other are joined by an ellipsis. What has no room even so,
because a sentence is too long or all of several are, is cut, at words, around its matches. What matches
inside a formula highlights all of it, so that a page can still typeset it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_
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
        return _passage(text, _merged((start, end) for start, end, _ in spots))
    held = _leaves_in(sentences, spots)
    chosen = [sentences[number] for number in _choose(sentences, held, weights)]
    if sum(map(_length, chosen)) + len(_GAP) * (len(chosen) - 1) > MAX_LENGTH:
        return _joined(text, _cut(text, chosen, spots), spots)
    return _joined(text, [_Piece(start, end) for start, end in chosen], spots)


_Leaves = int
"""Some of the leaves: a bit for each, the lowest for number 0."""


def _leaves_in(sentences: Sequence[Span], spots: Sequence[Spot]) -> list[_Leaves]:
    """The leaves that match in each sentence; one that runs over its end counts where it starts."""
    held = [0] * len(sentences)
    number, last = 0, len(sentences) - 1
    for start, _, leaf in spots:
        while number < last and start >= sentences[number][1]:
            number += 1
        held[number] |= 1 << leaf
    return held


_Rank = Callable[[int, float], tuple[float, ...]]
"""Ranks a sentence, by its number and what it would add."""


def _choose(sentences: Sequence[Span], held: Sequence[_Leaves], weights: Sequence[float]) -> list[int]:
    """The numbers of the sentences to show, in order; they may be too long together for a passage."""
    all_held = reduce(or_, held, 0)
    if all_held in held:
        return _with_company([held.index(all_held)], sentences)

    def by_gain(number: int, gain: float) -> tuple[float, ...]:
        return gain, held[number].bit_count(), -number

    def by_length(number: int, gain: float) -> tuple[float, ...]:
        return gain > 0, gain / _length(sentences[number]), -number

    chosen = _grow(sentences, held, weights, by_gain, fitting=True)
    if _covered(chosen, held) != all_held:
        shorter = _grow(sentences, held, weights, by_length, fitting=True)
        longer = _grow(sentences, held, weights, by_gain, fitting=False)
        # The first that covers the most: cutting sentences comes last.
        chosen = max(chosen, shorter, longer, key=lambda numbers: _worth(_covered(numbers, held), weights))
    return _with_company(chosen, sentences)


def _grow(
    sentences: Sequence[Span],
    held: Sequence[_Leaves],
    weights: Sequence[float],
    rank: _Rank,
    *,
    fitting: bool,
) -> list[int]:
    """Sentences chosen one by one, each for what it adds, as long as it adds something."""
    chosen: list[int] = []
    covered = 0

    def key(number: int) -> tuple[float, ...]:
        return rank(number, _worth(held[number] & ~covered, weights))

    while len(chosen) < _MAX_SENTENCES:
        left = [n for n in range(len(sentences)) if n not in chosen]
        left = [n for n in left if not fitting or _fits(n, chosen, sentences)]
        best = max(left, key=key, default=None)
        if best is None or (chosen and not held[best] & ~covered):
            break
        chosen.append(best)
        covered |= held[best]
    return chosen


def _covered(chosen: Iterable[int], held: Sequence[_Leaves]) -> _Leaves:
    return reduce(or_, (held[number] for number in chosen), 0)


def _worth(leaves: _Leaves, weights: Sequence[float]) -> float:
    return sum(weight for leaf, weight in enumerate(weights) if leaves >> leaf & 1) if leaves else 0.0


def _fits(number: int, chosen: Sequence[int], sentences: Sequence[Span]) -> bool:
    if not chosen:
        return True
    return sum(_length(sentences[other]) + len(_GAP) for other in (*chosen, number)) <= MAX_LENGTH


def _with_company(chosen: list[int], sentences: Sequence[Span]) -> list[int]:
    """The numbers in order; a single short sentence with its neighbour."""
    if len(chosen) > 1:
        return sorted(chosen)
    (alone,) = chosen
    if _length(sentences[alone]) < _SHORT:
        for neighbour in (alone + 1, alone - 1):
            if 0 <= neighbour < len(sentences) and _fits(neighbour, chosen, sentences):
                return sorted((alone, neighbour))
    return chosen


def _length(span: Span) -> int:
    return span[1] - span[0]


class _Piece(NamedTuple):
    """A part of the text to show, and whether it was cut off what stands before or after it."""

    start: int
    end: int
    after_cut: bool = False
    before_cut: bool = False


def _cut(text: str, sentences: Sequence[Span], spots: Sequence[Spot]) -> list[_Piece]:
    """As much of each sentence as there is room for; what a short one leaves, the others share."""
    room = MAX_LENGTH - len(_GAP) * (len(sentences) - 1) - 2 * len(_CUT)
    pieces = {}
    for left, sentence in zip(range(len(sentences), 0, -1), sorted(sentences, key=_length), strict=True):
        pieces[sentence] = _window(text, sentence, spots, room // left)
        room -= pieces[sentence].end - pieces[sentence].start
    return [pieces[sentence] for sentence in sentences]


def _window(text: str, sentence: Span, spots: Sequence[Spot], room: int) -> _Piece:
    """What there is room for in a sentence, from a little before its richest place on."""
    start, end = sentence
    if end - start <= room:
        return _Piece(start, end)
    first = _richest(sentence, spots, room - room // 3)
    first = _word_start(text, max(start, min(first - room // 3, end - room)), start)
    last = min(end, first + room)
    if last < end:
        last = _word_end(text, first, last)
    return _Piece(first, last, after_cut=first > start, before_cut=last < end)


def _richest(sentence: Span, spots: Sequence[Spot], room: int) -> int:
    """The match from which on the most of the query stands within `room`; the first of several."""
    start, end = sentence
    inside = [spot for spot in spots if start <= spot.start < end]

    def leaves(position: int) -> int:
        return len({spot.leaf for spot in inside if position <= spot.start and spot.end <= position + room})

    return max(
        (spot.start for spot in inside), key=lambda position: (leaves(position), -position), default=start
    )


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
    return space if space > (first + position) // 2 else position


def _joined(text: str, pieces: Sequence[_Piece], spots: Sequence[Spot]) -> Passage:
    """The pieces put together; what stands between neighbours in the text stands there still."""
    passage = _CUT if pieces[0].after_cut else ""
    highlights: list[Span] = []
    previous: _Piece | None = None
    for piece in pieces:
        if previous:
            between = text[previous.end : piece.start]
            whole = not (between.strip() or previous.before_cut or piece.after_cut)
            passage += between if whole else _GAP
        first, last = piece.start, piece.end
        shift = len(passage) - first
        highlights += [
            (max(start, first) + shift, min(end, last) + shift)
            for start, end, _ in spots
            if start < last and end > first
        ]
        passage += text[first:last]
        previous = piece
    passage += _CUT if pieces[-1].before_cut else ""
    return _passage(passage, _merged(highlights))


def _passage(text: str, highlights: tuple[Span, ...]) -> Passage:
    if "$" in text or "\\" in text:
        from searchkit.analysis.formulas import whole_formulas  # 2 ms, for texts with mathematics

        highlights = whole_formulas(text, highlights)
    return Passage(text, highlights)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans, which are in order, those that overlap made one."""
    merged: list[Span] = []
    last = 0
    for start, end in spans:
        if start >= last:
            merged.append((start, end))
            last = end
        elif end > last:
            merged[-1] = (merged[-1][0], end)
            last = end
    return tuple(merged)
