"""A query with words that no essay holds, to the queries that may have been meant.

The words of the corpus are the dictionary: nothing else knows its names. A word is looked at only if no
essay holds it in any form, and is then read as a noisy channel would have it (Kernighan, Church & Gale,
"A Spelling Correction Program Based on a Noisy Channel Model", COLING 1990): of the words it may be a
slip for, the likeliest is the one that is frequent, whose slip is a common one, and that stands beside
its neighbours elsewhere. Two words may also be one, and one two: `back prop`, `finetuning`.

All words that are one slip away are made and looked up (Norvig, "How to Write a Spelling Corrector"):
some 500 lookups of 2 microseconds, where listing 80,000 terms takes 0.1 s. Only where none of these is a
word are those that are two slips away looked for, among the terms that begin with the same two letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import compress, islice, product, zip_longest
from math import inf, log
from typing import NamedTuple

from searchkit.analysis.analyzer import stems_in
from searchkit.engines.clauses import Phrase, Term
from searchkit.engines.protocol import Level
from searchkit.search.commit import Commit
from searchkit.search.slips import MISSED, one_slip
from searchkit.search.typed import TypedWord, retyped, typed_words

MOST = 3
"""How many corrected queries are suggested."""

_SHORTEST = 3
_SHORTEST_TWICE_WRONG = 6
_LEAST_TWICE_WRONG = 2 * MISSED
"""Two slips in one word must both be common ones: other words are near any word by two letters."""

_FREQUENT = 0.8
"""What it counts that a word is frequent, times the logarithm of how many sections hold it."""

_BESIDE = 2.0
"""What it counts that a word stands next to its neighbour elsewhere, times the logarithm of how often."""

_LOOKED_BESIDE = 5
_MUCH_LESS_LIKELY = log(20)
_SHORTEST_PART = 2
_MOST_WAYS = 1_000


class Correction(NamedTuple):
    """Other text for a span of a query; `terms` are its words, `likelihood` is a logarithm."""

    likelihood: float
    start: int
    end: int
    terms: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is written in place of the span: two words of one stay together."""
        return "-".join(self.terms)


class Spelling(NamedTuple):
    """What is to be said of a query: its words that no essay holds, and queries it may stand for."""

    unknown: tuple[str, ...]
    corrected: tuple[str, ...]


def check_spelling(query: str, commit: Commit) -> Spelling:
    """Which words of `query` no essay holds, and up to three queries that may have been meant."""
    words = typed_words(query)
    speller = _Speller(commit)
    unknown = [not speller.is_known(word.term) for word in words]
    if not (any(unknown) or any(word.follows for word in words)):
        return Spelling((), ())
    places: list[list[Correction]] = []
    before, joined = "", False
    for place, (word, after) in enumerate(zip_longest(words, words[1:])):
        if joined:  # it went with the word before it
            joined = False
            continue
        neighbour = after if after and after.follows else None
        either = unknown[place] or (neighbour is not None and unknown[place + 1])
        found = speller.joined(word, neighbour, surely=either) if neighbour else []
        joined = bool(found)
        if not joined and unknown[place]:
            found = speller.corrections(
                word, before if word.follows else "", neighbour.term if neighbour else ""
            )
        if found:
            places.append(found)
        before = found[0].terms[-1] if found else word.term
    named = dict.fromkeys(query[word.start : word.end] for word in compress(words, unknown))
    return Spelling(tuple(named), tuple(_whole_queries(query, places)))


class _Speller:
    """The words of one commit, as a dictionary."""

    def __init__(self, commit: Commit) -> None:
        self._reader = commit.reader
        self._doc_freq = commit.statistics.doc_freq
        self._vocabulary = commit.vocabulary
        self._languages = commit.languages

    def is_known(self, term: str) -> bool:
        """Whether an essay holds the word in any form; numbers and the shortest words are let be."""
        if len(term) < _SHORTEST or not term[0].isalpha():
            return True
        stems = stems_in(term, self._languages)
        return any(self._doc_freq("stem", stem) for stem in stems) or self._holding(term) > 0

    def joined(self, first: TypedWord, second: TypedWord, *, surely: bool) -> list[Correction]:
        """Two words as one, if that is a word of the corpus and the two of them are not a phrase of it.

        Common words stand next to all others, so they are joined only if it is `surely` that one of the
        two is no word.
        """
        term = first.term + second.term
        count = self._holding(term)
        if not (count and self._is_there(term)) or self._together(first.term, second.term):
            return []
        from searchkit.analysis.language import COMMON_WORDS  # 1 ms, for words that may be one

        if not surely and not COMMON_WORDS.isdisjoint((first.term, second.term)):
            return []
        return [Correction(_FREQUENT * log(count), first.start, second.end, (term,))]

    def corrections(self, word: TypedWord, before: str, after: str) -> list[Correction]:
        """What a word may stand for, likeliest first, by itself and by the words beside it."""
        term = word.term
        near = self._words_among(one_slip(term)) or self._two_slips_away(term)
        found = {(other,): likelihood for other, likelihood in near.items()} | self._parts(term)
        likely = nlargest(_LOOKED_BESIDE, ((likelihood, terms) for terms, likelihood in found.items()))
        ranked = [
            Correction(
                likelihood + self._beside(before, terms[0]) + self._beside(terms[-1], after),
                word.start,
                word.end,
                terms,
            )
            for likelihood, terms in likely
            if len(terms) > 1 or self._is_there(terms[0])
        ]
        ranked.sort(key=lambda one: (-one.likelihood, one.terms))
        return [one for one in ranked if one.likelihood > ranked[0].likelihood - _MUCH_LESS_LIKELY][:MOST]

    def _words_among(self, slips: Mapping[str, float]) -> dict[str, float]:
        """Those of the terms that are words of the corpus, by how likely each is."""
        return {
            term: slip + _FREQUENT * log(count)
            for term, slip in slips.items()
            if term and (count := self._holding(term))
        }

    def _two_slips_away(self, term: str) -> dict[str, float]:
        """Words that begin alike and are two common slips away."""
        if len(term) < _SHORTEST_TWICE_WRONG:
            return {}
        from rapidfuzz.distance import OSA

        first = one_slip(term)
        likely: dict[str, float] = {}
        for other, _ in self._reader.terms("exact", term[:2]):
            if OSA.distance(term, other, score_cutoff=2) <= 2:
                between = first.keys() & one_slip(other).keys()
                slips = max((first[step] + one_slip(step).get(other, -inf) for step in between), default=-inf)
                if slips >= _LEAST_TWICE_WRONG:
                    likely[other] = slips
        return self._words_among(likely)

    def _parts(self, term: str) -> dict[tuple[str, ...], float]:
        """The word as two that are a phrase of the corpus, its last in whatever form."""
        found: dict[tuple[str, ...], float] = {}
        for place in range(_SHORTEST_PART, len(term) - _SHORTEST_PART + 1):
            first, second = term[:place], term[place:]
            if self._holding(first) and self.is_known(second):
                forms = self._vocabulary.forms(second, self._languages)
                if count := sum(self._together(first, form) for form in forms):
                    found[first, second] = _FREQUENT * log(count)
        return found

    def _holding(self, term: str) -> int:
        return self._doc_freq("exact", term)

    def _is_there(self, term: str) -> bool:
        """Whether a section holds the word now: what an engine says at once may be of replaced essays."""
        return self._reader.count(Term("exact", term), Level.SECTION) > 0

    def _together(self, first: str, second: str) -> int:
        """How many sections hold the two words in a row."""
        return self._reader.count(Phrase("exact", (first, second)), Level.SECTION)

    def _beside(self, first: str, second: str) -> float:
        return _BESIDE * log(1 + self._together(first, second)) if first and second else 0.0


def _whole_queries(query: str, places: Sequence[Sequence[Correction]]) -> Iterator[str]:
    """The likeliest ways to correct all places at once."""
    ways = islice(product(*places), _MOST_WAYS) if places else ()
    likeliest = sorted(ways, key=lambda way: -sum(one.likelihood for one in way))
    for way in likeliest[:MOST]:
        yield retyped(query, [(one.start, one.end, one.text) for one in way])
