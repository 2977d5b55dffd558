"""The words of a quotation laid beside those of a running text: which agree, and which do not.

In go two sequences of terms, out come the blocks of the best local alignment. It is found in four steps:

1. *Diagonals.* Every term of the text that is also in the quotation votes for the difference of their
   numbers, with the bits that its agreement is worth; the best band of diagonals is where to look.
2. *Alignment* of the quotation with the text along that band by rapidfuzz's Levenshtein over words (Hyyrö
   2003, bit-parallel), then, where words differ, over their letters.
3. *Cutting*: of the blocks in order, the run with the greatest sum of bits is kept (Bentley 1984, "maximum
   subarray"): agreement counts for, a difference against it. So an invented half is not aligned.
4. *The rest*: words left over before and after are looked for in the same way, beside what was found and in
   its order, as far as words may have been left out.

Local alignment by dynamic programming (Smith & Waterman 1981) would join steps 2 and 3, but in Python it
takes milliseconds for each of the tens of places that are tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from searchkit.quotes.seeds import Spellings
from searchkit.quotes.weights import Weights

MOST_LEFT_OUT = 400
"""Words of the source between two parts of one quotation."""

_MISMATCH, _INSERTED, _DELETED = 6.0, 3.0, 4.0  # bits that a word counts against an alignment
_MOST_AGAINST = 14.0  # however long the difference is: an elision
_MARKED_AGAINST = 1.0
_SPELLED_ALIKE = 0.6
_CREDIT_FOR_SPELLING = 0.8
_LEAST_OF_REST = 26.0
_LEAST_OF_MARKED_REST = 6.0
_FEWEST_VOTERS = 8
_MOST_DRIFT = 16  # diagonals that additions and omissions spread the votes over


class Kind(Enum):
    """What a block of an alignment is."""

    EQUAL = "equal"
    ALIKE = "alike"
    OTHER = "other"


class Block(NamedTuple):
    """Words `first` to before `last` of the quotation beside `start` to before `end` of the text.

    `EQUAL` terms are the same, one by one; `ALIKE` ones are spelled nearly so; `OTHER` ones are not, and
    one side may be empty. `bits` count for the alignment, or against it.
    """

    kind: Kind
    first: int
    last: int
    start: int
    end: int
    bits: float


class Band(NamedTuple):
    """Diagonals (number in the text less number in the quotation) and the bits that voted for them.

    `peak` is the one with the most votes.
    """

    low: int
    peak: int
    high: int
    bits: float


class Aligner:
    """Aligns one quotation with any number of texts."""

    def __init__(
        self, terms: Sequence[str], gaps: Collection[int], weights: Weights, spellings: Spellings
    ) -> None:
        self.terms = terms
        self.bits = [weights[term] for term in terms]
        self._gaps = gaps
        self._weights = weights
        self._spellings = spellings
        self._voters: dict[tuple[int, int], dict[str, list[int]]] = {}

    def band(self, text: Sequence[str], first: int = 0, last: int | None = None) -> Band:
        """The diagonals on which most of the quotation's words `first` to `last` stand in `text`.

        Its bits are 0 where none of them does.
        """
        words = (first, len(self.terms) if last is None else last)
        voters = self._voters.get(words) or self._voters_of(*words)
        votes: dict[int, float] = defaultdict(float)
        for number, term in enumerate(text):
            if term in voters:
                for place in voters[term]:
                    votes[number - place] += self.bits[place]
        return _heaviest(sorted(votes.items()), min(_MOST_DRIFT, 2 + (words[1] - first) // 8))

    def _voters_of(self, first: int, last: int) -> dict[str, list[int]]:
        """The rarer half of the words and where they stand: common ones vote for everything."""
        count = max(_FEWEST_VOTERS, (last - first) // 2)
        rarest = sorted(range(first, last), key=lambda number: -self.bits[number])[:count]
        voters: dict[str, list[int]] = defaultdict(list)
        for number in sorted(rarest):
            for term in (self.terms[number], *self._spellings.get(self.terms[number], ())):
                voters[term].append(number)
        self._voters[first, last] = voters
        return voters

    def align(self, text: Sequence[str]) -> list[Block]:
        """The blocks of the best alignment with `text`, in order; none where nothing agrees."""
        return self._align(text, (0, len(self.terms)), (0, len(text)), 0.0)

    def _align(
        self, text: Sequence[str], words: tuple[int, int], window: tuple[int, int], least: float
    ) -> list[Block]:
        fragments = self._fragments(words)
        if not fragments or window[0] >= window[1]:
            return []
        bands = [(self._band_in(text, fragment, window), fragment) for fragment in fragments]
        band, fragment = max(bands, key=lambda found: found[0].bits)
        core = self._core(text, fragment, window, band)
        if _bits_of(core) <= least:
            return []
        return self._with_rest(text, core, words, window)

    def _fragments(self, words: tuple[int, int]) -> list[tuple[int, int]]:
        """The ranges of words between which something was left out."""
        first, last = words
        inside = sorted(number for number in self._gaps if first < number < last)
        return list(pairwise([first, *inside, last])) if first < last else []

    def _band_in(self, text: Sequence[str], words: tuple[int, int], window: tuple[int, int]) -> Band:
        start, end = window
        band = self.band(text[start:end], *words)
        return Band(start + band.low, start + band.peak, start + band.high, band.bits)

    def _core(
        self, text: Sequence[str], words: tuple[int, int], window: tuple[int, int], band: Band
    ) -> list[Block]:
        """The best run of agreement: on the diagonal itself, or else along the band and where it leads."""
        (first, last), (start, end) = words, window
        on_it = (max(start, band.peak + first), min(end, band.peak + last))
        core = self._run(text, words, on_it)
        if len(core) == 1 and core[0].last - core[0].first == last - first:
            return core
        slack = 2 + (last - first) // 4
        near = (max(start, band.low + first - slack), min(end, band.high + last + slack))
        core = max(core, self._run(text, words, near), key=_bits_of)
        if core:
            before, after = core[0].first - first, last - core[-1].last
            wider = (max(start, core[0].start - before - slack), min(end, core[-1].end + after + slack))
            if (before and wider[0] < near[0]) or (after and wider[1] > near[1]):
                wider = (min(wider[0], near[0]), max(wider[1], near[1]))
                return max(core, self._run(text, words, wider), key=_bits_of)
        return core

    def _run(self, text: Sequence[str], words: tuple[int, int], window: tuple[int, int]) -> list[Block]:
        return _best_run(self.beside(text, words, window)) if window[0] < window[1] else []

    def _with_rest(
        self, text: Sequence[str], core: list[Block], words: tuple[int, int], window: tuple[int, int]
    ) -> list[Block]:
        begin, finish = core[0], core[-1]
        nearby = (max(window[0], begin.start - MOST_LEFT_OUT), begin.start)
        before = self._align(text, (words[0], begin.first), nearby, self._least(begin.first))
        nearby = (finish.end, min(window[1], finish.end + MOST_LEFT_OUT))
        after = self._align(text, (finish.last, words[1]), nearby, self._least(finish.last))
        parts = [part for part in (before, core, after) if part]
        joined = list(parts[0])
        for left, right in pairwise(parts):
            joined += [self._other(left[-1].last, right[0].first, left[-1].end, right[0].start), *right]
        return [block for block in joined if block.last > block.first or block.end > block.start]

    def _least(self, number: int) -> float:
        """The bits that what is left over must have, so as not to be found by chance nearby."""
        return _LEAST_OF_MARKED_REST if number in self._gaps else _LEAST_OF_REST

    def beside(self, text: Sequence[str], words: tuple[int, int], window: tuple[int, int]) -> list[Block]:
        """Blocks that lay all these words of the quotation beside all those of the text."""
        return list(self._blocks(text, words, window))

    def _blocks(
        self, text: Sequence[str], words: tuple[int, int], window: tuple[int, int]
    ) -> Iterator[Block]:
        (first, last), (start, end) = words, window
        at, place = first, start
        for match in Levenshtein.opcodes(self.terms[first:last], text[start:end]).as_matching_blocks():
            left, right = first + match.a, start + match.b
            yield from self._difference(text, (at, left), (place, right))
            at, place = left + match.size, right + match.size
            if match.size:
                yield Block(Kind.EQUAL, left, at, right, place, sum(self.bits[left:at]))

    def _difference(
        self, text: Sequence[str], words: tuple[int, int], window: tuple[int, int]
    ) -> Iterator[Block]:
        (first, last), (start, end) = words, window
        if last - first == end - start:
            for number, place in zip(range(first, last), range(start, end), strict=True):
                yield self._beside(text, (number, number + 1), (place, place + 1))
        elif last > first or end > start:
            yield self._beside(text, words, window)

    def _beside(self, text: Sequence[str], words: tuple[int, int], window: tuple[int, int]) -> Block:
        yours, source = self.terms[slice(*words)], text[slice(*window)]
        if yours and source and len(yours) + len(source) < 8:
            alike = Levenshtein.normalized_similarity(
                "".join(yours), "".join(source), score_cutoff=_SPELLED_ALIKE
            )
            if alike:
                bits = sum(self._weights[term] for term in source)
                return Block(Kind.ALIKE, *words, *window, _CREDIT_FOR_SPELLING * alike * bits)
        return self._other(*words, *window)

    def _other(self, first: int, last: int, start: int, end: int) -> Block:
        yours, source = last - first, end - start
        against = _MISMATCH * min(yours, source) + _DELETED * max(0, yours - source)
        if source > yours:
            marked = any(number in self._gaps for number in range(first, last + 1))
            against += _MARKED_AGAINST if marked else _INSERTED * (source - yours)
        return Block(Kind.OTHER, first, last, start, end, -min(against, _MOST_AGAINST))


def _bits_of(blocks: Sequence[Block]) -> float:
    return sum(block.bits for block in blocks)


def _heaviest(votes: Sequence[tuple[int, float]], width: int) -> Band:
    """The band of at most `width` diagonals with the most bits."""
    best = Band(0, 0, 0, 0.0)
    low, total = 0, 0.0
    for diagonal, bits in votes:
        total += bits
        while votes[low][0] < diagonal - width:
            total -= votes[low][1]
            low += 1
        if total > best.bits:
            best = Band(votes[low][0], 0, diagonal, total)
    within = [vote for vote in votes if best.low <= vote[0] <= best.high]
    return best._replace(peak=max(within, key=lambda vote: vote[1])[0]) if within else best


def _best_run(blocks: Sequence[Block]) -> list[Block]:
    """The blocks in a row whose bits have the greatest sum; it begins and ends with agreement."""
    best, best_from, best_to = 0.0, 0, 0
    total, begins = 0.0, 0
    for number, block in enumerate(blocks):
        if total <= 0:
            total, begins = 0.0, number
        total += block.bits
        if total > best:
            best, best_from, best_to = total, begins, number + 1
    return list(blocks[best_from:best_to])
