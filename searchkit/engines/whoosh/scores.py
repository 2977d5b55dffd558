"""Clauses to scores, term at a time.

In goes a clause, out comes the score of every document that matches it. Each term's postings are read
whole into a dict of scores, and dicts are intersected and added up (Manning, Raghavan & Schuetze,
Introduction to Information Retrieval, chapter 7). Scores are BM25 (Robertson & Zaragoza 2009) with
k1 = 1.2 and b = 0.75; the number of documents, their frequencies and mean lengths are over both levels,
as tantivy has them.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import log

from searchkit.engines.clauses import (
    AnyTerm,
    Bool,
    Clause,
    Days,
    HasSection,
    InEssay,
    Keys,
    Phrase,
    Run,
    Term,
)
from searchkit.engines.whoosh.files import SCORED, Posting, Segments
from searchkit.engines.whoosh.lengths import length_of

K1 = 1.2
B = 0.75
_REMEMBERED = 256

Scores = Mapping[int, float]
"""The score of every matching document, by its number."""


class Scorer:
    """Scores the documents of one commit; `keys_of` gives the essays of a join in it."""

    def __init__(self, segments: Segments, keys_of: Callable[[InEssay | HasSection], Sequence[int]]) -> None:
        self._segments = segments
        self._keys_of = keys_of
        self._norms = cache(self._make_norms)
        self._days = cache(self._make_days)
        self._term = lru_cache(_REMEMBERED)(self._make_term)

    def scores(self, clause: Clause) -> Scores:
        """The score of every document that matches."""
        match clause:
            case Term(field, term, boost):
                return _boosted(self._term(field, term), boost)
            case Phrase():
                return self._phrase(clause)
            case AnyTerm(field, terms):
                return dict.fromkeys(self._any_of(field, terms), 1.0)
            case Bool():
                return self._bool(clause)
            case _:
                return dict.fromkeys(self.matches(clause), 0.0)

    def matches(self, clause: Clause) -> Collection[int]:
        """The documents that match, for a clause that adds nothing to a score."""
        match clause:
            case Keys(keys):
                return self._any_of("key", map(str, keys))
            case InEssay() | HasSection():
                return self._any_of("key", map(str, self._keys_of(clause)))
            case Run(key, first, last):
                return self._any_of("key", (place_term(key, number) for number in range(first, last + 1)))
            case Days(first, last):
                return [document for document, day in self._days().items() if first <= day <= last]
            case _:
                return self.scores(clause)

    def _any_of(self, field: str, terms: Iterable[str]) -> list[int]:
        postings = (self._segments.postings(field, term) for term in terms)
        return list(dict.fromkeys(posting.document for found in postings for posting in found))

    def _make_term(self, field: str, term: str) -> Scores:
        score = self._bm25(field, (term,))
        return {
            document: score(document, frequency)
            for document, frequency, _ in self._segments.postings(field, term)
        }

    def _phrase(self, phrase: Phrase) -> Scores:
        field = phrase.field
        rarest, *others = sorted(set(phrase.terms), key=lambda term: self._segments.doc_freq(field, term))
        places = {rarest: _positions(self._segments.postings(field, rarest))}
        together = sorted(places[rarest])
        for term in others:
            places[term] = _positions(self._segments.postings_among(field, term, together))
            together = sorted(places[term])
        score = self._bm25(field, phrase.terms)
        found = {}
        for document in together:
            rows = [_decoded(places[term][document]) for term in phrase.terms]
            count = occurrences(phrase.terms, rows, phrase.slop)
            if count:
                found[document] = score(document, count)
        return _boosted(found, phrase.boost)

    def _bool(self, clause: Bool) -> Scores:
        musts = [self.scores(part) for part in clause.must]
        shoulds = [self.scores(part) for part in clause.should]
        needed: list[Collection[int]] = [*musts, *map(self.matches, clause.given)]
        if clause.at_least:
            counts = Counter(document for scores in shoulds for document in scores)
            needed.append([document for document, count in counts.items() if count >= clause.at_least])
        matched = _in_all(needed) if needed else self._segments.documents()
        without = {document for part in clause.without for document in self.matches(part)}
        total = {document: 0.0 for document in matched if document not in without}
        for scores in (*musts, *shoulds):
            _add(scores, total)
        return total

    def _bm25(self, field: str, terms: Sequence[str]) -> Callable[[int, float], float]:
        """What a document is scored that holds all the terms so many times."""
        size = self._segments.size
        counts = [self._segments.doc_freq(field, term) for term in terms]
        weight = (K1 + 1) * sum(log(1 + (max(0, size - n) + 0.5) / (n + 0.5)) for n in counts)
        if field not in SCORED:
            return lambda _, frequency: weight * frequency / (frequency + K1)
        norms = self._norms(field)
        slot = SCORED.index(field)
        value = self._segments.value

        def score(document: int, frequency: float) -> float:
            norm: float = norms[value("lengths", document)[slot]]
            return weight * frequency / (frequency + norm)

        return score

    def _make_norms(self, field: str) -> list[float]:
        """What stands beside the frequency under the line, by the code of a text's length."""
        mean = self._segments.total_length(field) / max(1, self._segments.size)
        return [K1 * (1 - B + B * length_of(code) / (mean or 1)) for code in range(256)]

    def _make_days(self) -> dict[int, int]:
        return {document: self._segments.value("day", document) for document in self._segments.documents()}


def place_term(key: int, number: int) -> str:
    """The term that a section alone has."""
    return f"{key}/{number}"


def occurrences(terms: Sequence[str], rows: Sequence[Sequence[int]], slop: int) -> int:
    """How often the terms, at these positions, stand within `slop` moves of being in a row.

    With each position less the term's place in the phrase, the greatest minus the least is at most
    `slop`; what is counted is the different least ones. One word stands for one term only.
    """
    shifts = [[position - place for position in row] for place, row in enumerate(rows)]
    starts = {shift for row in shifts for shift in row} if slop else set.intersection(*map(set, shifts))
    if not slop:
        return len(starts)
    repeated = len(set(terms)) < len(terms)
    count = 0
    for start in starts:
        near = [[shift for shift in row if start <= shift <= start + slop] for row in shifts]
        if all(near) and (not repeated or _all_apart(near)):
            count += 1
    return count


def _all_apart(near: Sequence[Sequence[int]], taken: frozenset[int] = frozenset()) -> bool:
    """Whether a shift can be chosen from each row so that no two terms stand at one position."""
    place = len(taken)
    if place == len(near):
        return True
    positions = (shift + place for shift in near[place])
    return any(_all_apart(near, taken | {position}) for position in positions if position not in taken)


def _in_all(matched: Sequence[Collection[int]]) -> list[int]:
    """The documents of every collection, in the order of the smallest."""
    least, *others = sorted(matched, key=len)
    sets = [other if isinstance(other, dict) else set(other) for other in others]
    return [document for document in least if all(document in other for other in sets)]


def _add(scores: Scores, total: dict[int, float]) -> None:
    for document in scores if len(scores) < len(total) else total.keys() & scores.keys():
        if document in total:
            total[document] += scores[document]


def _boosted(scores: Scores, boost: float) -> Scores:
    return scores if boost == 1.0 else {document: boost * score for document, score in scores.items()}


def _positions(postings: Iterable[Posting]) -> dict[int, bytes]:
    return {posting.document: posting.positions for posting in postings}


def _decoded(positions: bytes) -> array[int]:
    decoded = array("I")
    decoded.frombytes(positions)
    return decoded
