"""The text of a query, analysed: what each word, phrase, prefix and fuzzy word matches.

A leaf is asked two things: which clause finds the sections that hold it, and where it stands in a
text. Both come from the same terms, so what is found is what is highlighted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from searchkit.analysis.analyzer import stems_in
from searchkit.engines.clauses import AnyTerm, Bool, Clause, Phrase, Term
from searchkit.search.hits import Span

_SCORED_ONE_BY_ONE = 32
"""With more terms than this a prefix is matched as a set: one score for all, and much faster."""


class Word(NamedTuple):
    """A word of a text that a leaf may match: its place among all words, its span, its term."""

    place: int
    start: int
    end: int
    term: str


class WordLeaf(Struct, frozen=True):
    """One term, in any of its forms: `stems` holds its stem in each language of the index."""

    term: str
    stems: tuple[str, ...]
    boost: float = 1.0

    def clause(self) -> Clause:
        """The sections that hold the word."""
        return any_of([Term("stem", stem, self.boost) for stem in self.stems])

    def wants(self, term: str, stem: str) -> bool:  # noqa: ARG002  (other leaves do)
        """Whether a word of this exact term and stem is one of its."""
        return stem in self.stems


class PhraseLeaf(Struct, frozen=True):
    """Exact terms in a row, or `slop` places from it; several `variants` of a word such as fine-tuning."""

    variants: tuple[tuple[str, ...], ...]
    stems: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0

    @property
    def terms(self) -> frozenset[str]:
        """Every term of every variant."""
        return frozenset(term for terms in self.variants for term in terms)

    def clause(self) -> Clause:
        """The sections that hold the phrase."""
        return any_of([Phrase("exact", terms, self.slop, self.boost) for terms in self.variants])

    def wants(self, term: str, stem: str) -> bool:  # noqa: ARG002  (other leaves do)
        """Whether a word of this exact term and stem is one of its."""
        return any(term in terms for terms in self.variants)

    def spans(self, words: Sequence[Word]) -> Iterator[Span]:
        """Where it stands among words: one span where they are in a row, else one for each word."""
        for terms in self.variants:
            for match in _occurrences(terms, self.slop, words):
                if self.slop:
                    yield from ((word.start, word.end) for word in match)
                else:
                    yield match[0].start, match[-1].end


class TermsLeaf(Struct, frozen=True):
    """Any of the exact terms that a prefix or a fuzzy word stands for in this index."""

    terms: frozenset[str]
    stems: tuple[str, ...]
    boost: float = 1.0

    def clause(self) -> Clause:
        """The sections that hold one of the terms."""
        terms = sorted(self.terms)
        if len(terms) > _SCORED_ONE_BY_ONE:
            return AnyTerm("exact", tuple(terms))
        return any_of([Term("exact", term, self.boost) for term in terms])

    def wants(self, term: str, stem: str) -> bool:  # noqa: ARG002  (other leaves do)
        """Whether a word of this exact term and stem is one of its."""
        return term in self.terms


Leaf = WordLeaf | PhraseLeaf | TermsLeaf


def any_of(clauses: Sequence[Clause]) -> Clause:
    """At least one of them; of none, nothing."""
    if len(clauses) == 1:
        return clauses[0]
    return Bool(should=tuple(clauses), at_least=1) if clauses else AnyTerm("exact", ())


def stems_of(terms: Iterable[str], languages: Sequence[str]) -> tuple[str, ...]:
    """The different stems of several terms in every language."""
    return tuple(dict.fromkeys(stem for term in terms for stem in stems_in(term, languages)))


def _occurrences(terms: Sequence[str], slop: int, words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words of each place where the terms stand within `slop` moves of being in a row.

    As engines count it: with each word's place less its place in the phrase, the greatest minus the
    least is at most `slop`.
    """
    by_term: dict[str, list[Word]] = {term: [] for term in terms}
    for word in words:
        if word.term in by_term:
            by_term[word.term].append(word)
    for first in by_term[terms[0]]:
        match = [first]
        for offset, term in enumerate(terms[1:], start=1):
            nearest = _nearest(first.place + offset, [word for word in by_term[term] if word not in match])
            if nearest is None:
                break
            match.append(nearest)
        shifts = [word.place - offset for offset, word in enumerate(match)]
        if len(match) == len(terms) and max(shifts) - min(shifts) <= slop:
            yield match


def _nearest(place: int, words: Sequence[Word]) -> Word | None:
    return min(words, key=lambda word: abs(word.place - place), default=None)
