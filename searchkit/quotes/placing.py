"""Where in the corpus a quotation may be from: from the index to aligned places, the likeliest first.

    quotation ─ seeds ─> sections ─ diagonals ─> the best ones, with their neighbours ─ alignment ─> places

What is alike is done for all places at once, so that an engine is asked three times at most: for sections
that hold rare words, for those beside them, and for those where words may follow after an omission.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from searchkit.engines.clauses import Bool, Run
from searchkit.engines.protocol import Level
from searchkit.quotes.alignment import MOST_LEFT_OUT, Aligner, Block
from searchkit.quotes.confidence import Features, confidence_of, features_of
from searchkit.quotes.quotation import Quotation
from searchkit.quotes.running import Part, RunningText
from searchkit.quotes.seeds import Spellings, seed_clause
from searchkit.quotes.weights import Weights
from searchkit.search.commit import Commit

_SECTIONS = 60
_PLACES, _PLACES_OF_FEW_WORDS, _FEW_WORDS = 12, 24, 12
_LEAST_SCORE = _LEAST_SHARE = 0.3  # of the best's
_WIDENED = 3
_WORTH_WIDENING = 25.0
_WORDS_A_SECTION = 30  # fewer than most have, so that one more question is seldom needed
_MOST_NEIGHBOURS = 40


@dataclass(frozen=True, slots=True)
class Placement:
    """A running text and the quotation's alignment with it."""

    text: RunningText
    blocks: Sequence[Block]
    features: Features

    @property
    def confidence(self) -> float:
        """The probability that the quotation is from here."""
        return confidence_of(self.features)

    @property
    def is_verbatim(self) -> bool:
        """Whether several words, and all there are, stand there in a row."""
        (first, *others) = self.blocks
        return not others and first.last - first.first == self.features.words > 1

    @property
    def start(self) -> tuple[int, int]:
        """Where in the essay it begins: the number of the section, and of the word in it."""
        return self.text.place_of(self.blocks[0].start)

    @property
    def end(self) -> tuple[int, int]:
        """The section and the number of the last word."""
        return self.text.place_of(self.blocks[-1].end - 1)

    def overlaps(self, other: Placement) -> bool:
        """Whether both are of the same words."""
        same = self.text.key == other.text.key
        return same and self.start <= other.end and other.start <= self.end


class _Candidate(NamedTuple):
    text: RunningText
    before: int  # words of the quotation that stand before the text
    after: int
    bits: float


class Placer:
    """Places quotations in one commit."""

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self.weights = Weights(
            lambda term: commit.reader.doc_freq("exact", term), commit.reader.size(Level.SECTION)
        )

    def places(self, quotation: Quotation, spellings: Spellings) -> list[Placement]:
        """Different places, the likeliest first, however unlikely they are."""
        terms = quotation.terms
        clause = seed_clause(terms, quotation.gaps, self.weights, spellings) if terms else None
        if clause is None:
            return []
        aligner = Aligner(terms, quotation.gaps, self.weights, spellings)
        matches = self._commit.reader.search(clause, Level.SECTION, _SECTIONS).best
        matches = [match for match in matches if match.score >= _LEAST_SCORE * matches[0].score]
        stored = self._commit.sections(matches)
        found = [
            candidate
            for match, content in zip(matches, stored, strict=True)
            if (candidate := _candidate(aligner, match.key, Part.of(content.section)))
        ]
        found.sort(key=lambda candidate: -candidate.bits)
        found = found[: _PLACES_OF_FEW_WORDS if len(terms) <= _FEW_WORDS else _PLACES]
        found = [candidate for candidate in found if candidate.bits >= _LEAST_SHARE * found[0].bits]
        wanted = [(candidate.text, candidate.before, candidate.after) for candidate in found]
        places = _different(self._aligned(aligner, self._widened(wanted)))
        incomplete = [place for place in places[:_WIDENED] if _may_go_on(place, len(terms))]
        wider = [(place.text, *_room_beside(place, len(terms))) for place in incomplete]
        return _different([*self._aligned(aligner, self._widened(wider)), *places]) if wider else places

    def _aligned(self, aligner: Aligner, texts: Iterable[RunningText]) -> list[Placement]:
        places = []
        for text in texts:
            blocks = aligner.align(text.terms)
            if blocks:
                blocks = _with_ends(aligner, blocks, text)
                places.append(Placement(text, blocks, features_of(aligner.terms, blocks, self.weights)))
        return places

    def _widened(self, wanted: Sequence[tuple[RunningText, int, int]]) -> list[RunningText]:
        """Each text with sections for about so many more words before and after it, where there are any."""
        runs = [(_run_before(text, before), _run_after(text, after)) for text, before, after in wanted]
        asked = [run for pair in runs for run in pair if run]
        parts = self._parts(asked)
        return [_joined(text, parts, *pair) for (text, _, _), pair in zip(wanted, runs, strict=True)]

    def _parts(self, runs: Sequence[Run]) -> dict[tuple[int, int], Part]:
        """The sections of all these runs, by essay and number."""
        if not runs:
            return {}
        limit = sum(run.last - run.first + 1 for run in runs)
        clause = Bool(should=tuple(runs), at_least=1)
        matches = self._commit.reader.search(clause, Level.SECTION, limit).best
        return {
            (match.key, content.section.number): Part.of(content.section)
            for match, content in zip(matches, self._commit.sections(matches), strict=True)
        }


def _candidate(aligner: Aligner, key: int, part: Part) -> _Candidate | None:
    band = aligner.band(part.terms)
    if not band.bits:
        return None
    after = band.high + len(aligner.terms) - len(part.terms)
    return _Candidate(RunningText.of(key, [part]), -band.low, after, band.bits)


def _run_before(text: RunningText, words: int) -> Run | None:
    first = text.parts[0].section.number
    if words <= 0 or text.begins:
        return None
    return Run(text.key, max(0, first - _sections_for(words)), first - 1)


def _run_after(text: RunningText, words: int) -> Run | None:
    last = text.parts[-1].section.number
    return Run(text.key, last + 1, last + _sections_for(words)) if words > 0 and not text.ends else None


def _sections_for(words: int) -> int:
    return min(_MOST_NEIGHBOURS, 1 + words // _WORDS_A_SECTION)


def _joined(
    text: RunningText, parts: dict[tuple[int, int], Part], before: Run | None, after: Run | None
) -> RunningText:
    def of(run: Run | None) -> list[Part]:
        numbers = range(run.first, run.last + 1) if run else ()
        return [parts[text.key, number] for number in numbers if (text.key, number) in parts]

    if not (before or after):
        return text
    following = of(after)
    ends = text.ends or (after is not None and len(following) <= after.last - after.first)
    return RunningText.of(text.key, [*of(before), *text.parts, *following], ends=ends)


def _may_go_on(place: Placement, count: int) -> bool:
    """Whether words are missing at an end of a place that is no chance agreement of a few others."""
    complete = place.blocks[0].first == 0 and place.blocks[-1].last == count
    return not complete and sum(block.bits for block in place.blocks) >= _WORTH_WIDENING


def _room_beside(place: Placement, count: int) -> tuple[int, int]:
    """How many words more are needed on each side to find what is missing there after an omission."""
    before = MOST_LEFT_OUT - place.blocks[0].start if place.blocks[0].first else 0
    following = len(place.text.terms) - place.blocks[-1].end
    after = MOST_LEFT_OUT - following if place.blocks[-1].last < count else 0
    return before, after


def _with_ends(aligner: Aligner, blocks: list[Block], text: RunningText) -> list[Block]:
    """The alignment with the first and last words of the quotation, where they are other in the source."""
    first, last, count = blocks[0], blocks[-1], len(aligner.terms)
    few = 2 + count // 10
    begins = text.starts[text.part_of(first.start)]
    if 0 < first.first <= min(few, first.start - begins):
        window = (first.start - first.first, first.start)
        blocks = [*aligner.beside(text.terms, (0, first.first), window), *blocks]
    part = text.part_of(last.end - 1)
    ends = text.starts[part + 1] if part + 1 < len(text.starts) else len(text.terms)
    if 0 < count - last.last <= min(few, ends - last.end):
        window = (last.end, last.end + count - last.last)
        blocks = [*blocks, *aligner.beside(text.terms, (last.last, count), window)]
    return blocks


def _different(places: list[Placement]) -> list[Placement]:
    """The places, the likeliest first, without those that overlap a likelier one."""
    kept: list[Placement] = []
    for place in sorted(places, key=lambda place: -place.confidence):
        if not any(place.overlaps(other) for other in kept):
            kept.append(place)
    return kept
