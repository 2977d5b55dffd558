"""Who looks up quotations: searchkit, and what one would use instead.

In goes a quotation, out comes the likeliest place with a score, or nothing. `Ours` also says which words
it marks, and whether it names a changed negation.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Protocol

from rapidfuzz import fuzz

from benchmarks.misquoting import Case
from searchkit.analysis.analyzer import analyzer_for
from searchkit.engines.clauses import Bool, Clause, Phrase, Term
from searchkit.engines.protocol import Level, Match
from searchkit.essay import Essay
from searchkit.quotes.differences import compare
from searchkit.quotes.finder import QuoteFinder
from searchkit.quotes.matches import Verdict
from searchkit.quotes.placing import Placement
from searchkit.quotes.quotation import read_quotation
from searchkit.search.commit import Commit

_CANDIDATES = 50
_MOST_TRIGRAMS = 150


@dataclass(frozen=True, slots=True)
class Guess:
    """A place: the name of its file, its sections, and for ours the words it marks, and the features."""

    score: float
    essay: str
    sections: frozenset[int]
    words: frozenset[int] = frozenset()
    features: tuple[float, ...] = ()
    names_negation: bool = False

    def is_right(self, case: Case) -> bool:
        """Whether it is where the quotation is from."""
        if self.words:
            return self.essay == case.essay and bool(self.words & case.truth)
        return self.essay == case.essay and bool(self.sections & case.sections)

    def overlap(self, case: Case) -> float:
        """The share of the words quoted or marked that are both (Jaccard)."""
        return len(self.words & case.truth) / len(self.words | case.truth)


class Contestant(Protocol):
    """Looks up quotations."""

    def guess(self, quotation: str) -> Guess | None:
        """The likeliest place."""


class Ours:
    """searchkit; the score is its confidence."""

    def __init__(self, commit: Commit, essays: Iterable[Essay]) -> None:
        self._finder = QuoteFinder(commit)
        self._names = _names(commit)
        self._starts = {Path(essay.path).name: _starts(essay) for essay in essays}

    def guess(self, quotation: str) -> Guess | None:
        """The likeliest place, however unlikely."""
        read = read_quotation(quotation)
        places = self._finder.places(read)
        if not places:
            return None
        best = places[0]
        essay = self._names[best.text.key]
        comparison = compare(read, best.text, best.blocks)
        named = any(notice.startswith("a changed negation") for notice in comparison.notices)
        sections = best.text.sections(best.blocks[0].start, best.blocks[-1].end)
        return Guess(
            score=best.confidence,
            essay=essay,
            sections=frozenset(section.number for section in sections),
            words=frozenset(_marked(best, self._starts[essay])),
            features=best.features.values(),
            names_negation=named and comparison.verdict is not Verdict.EXACT,
        )


class PhraseOnly:
    """The words in a row, in one section."""

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._names = _names(commit)

    def guess(self, quotation: str) -> Guess | None:
        """The first section that holds them."""
        terms = tuple(analyzer_for("").terms(quotation))
        clause: Clause = Phrase("exact", terms) if len(terms) > 1 else Term("exact", terms[0])
        found = self._commit.reader.search(clause, Level.SECTION, 1).best
        return _guess(self._commit, self._names, found[0], 1.0) if found else None


class RankedAndMatched:
    """BM25 of the words, then rapidfuzz's `partial_ratio` on the fifty best sections."""

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._names = _names(commit)

    def guess(self, quotation: str) -> Guess | None:
        """The section most like it."""
        terms = dict.fromkeys(analyzer_for("").terms(quotation))
        clause = Bool(should=tuple(Term("exact", term) for term in terms), at_least=1)
        found = self._commit.reader.search(clause, Level.SECTION, _CANDIDATES).best
        if not found:
            return None
        texts = [stored.section.text.lower() for stored in self._commit.sections(found)]
        alike = [fuzz.partial_ratio(quotation.lower(), text) for text in texts]
        best = max(range(len(found)), key=alike.__getitem__)
        return _guess(self._commit, self._names, found[best], alike[best])


class Trigrams:
    """SQLite FTS5 with its trigram tokenizer over a sample of the sections: any of the trigrams, by BM25.

    The score is the share of the quotation's trigrams that the best section has.
    """

    def __init__(self, essays: Sequence[Essay], cases: Iterable[Case], sample: int, seed: int) -> None:
        needed = {(case.essay, number) for case in cases for number in case.sections}
        sections = {
            (Path(essay.path).name, section.number): section.text
            for essay in essays
            for section in essay.sections
        }
        others = Random(seed).sample(sorted(sections), min(sample, len(sections)))
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "CREATE VIRTUAL TABLE sections USING"
            " fts5(essay UNINDEXED, number UNINDEXED, text, tokenize = trigram)"
        )
        rows = [(*place, sections[place]) for place in sorted({*others, *(needed & sections.keys())})]
        self._database.executemany("INSERT INTO sections VALUES (?, ?, ?)", rows)
        self.size = len(rows)

    def guess(self, quotation: str) -> Guess | None:
        """The section with the most of its trigrams."""
        trigrams = _trigrams(quotation)
        query = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams)[:_MOST_TRIGRAMS])
        if not query:
            return None
        row = self._database.execute(
            "SELECT essay, number, text FROM sections WHERE text MATCH ? ORDER BY rank LIMIT 1", (query,)
        ).fetchone()
        if not row:
            return None
        share = len(trigrams & _trigrams(row[2])) / len(trigrams)
        return Guess(share, row[0], frozenset((int(row[1]),)))


@cache
def _trigrams(text: str) -> set[str]:
    plain = re.sub(r"[^\w ]", "", " ".join(text.lower().split()))
    return {plain[start : start + 3] for start in range(len(plain) - 2)}


def _names(commit: Commit) -> Mapping[int, str]:
    """The name of the file of every essay, by key."""
    matches = commit.reader.search(
        Term("filter", Level.ESSAY.filter), Level.ESSAY, commit.reader.size(Level.ESSAY)
    ).best
    return {
        match.key: Path(essay.path).name for match, essay in zip(matches, commit.essays(matches), strict=True)
    }


def _guess(commit: Commit, names: Mapping[int, str], match: Match, score: float) -> Guess:
    (stored,) = commit.sections([match])
    return Guess(score, names[match.key], frozenset((stored.section.number,)))


def _starts(essay: Essay) -> dict[int, int]:
    """The number of the first word of each section among all words of the essay."""
    counts = [len(analyzer_for("").terms(section.text)) for section in essay.sections]
    numbers = [section.number for section in essay.sections]
    return dict(zip(numbers, accumulate(counts, initial=0), strict=False))


def _marked(place: Placement, starts: Mapping[int, int]) -> Iterable[int]:
    """The words of the source that the quotation has, or has others for."""
    for block in place.blocks:
        if block.last > block.first:
            for number in range(block.start, block.end):
                section, word = place.text.place_of(number)
                yield starts[section] + word
