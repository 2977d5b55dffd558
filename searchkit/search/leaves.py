"""The text of a query, analysed: what each word, phrase, prefix and fuzzy word matches.

A leaf is asked two things: which clause finds the sections that hold it, and where it stands in a
text. Both come from the same terms, so what is found is what is highlighted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from searchkit.analysis.analyzer import Token, analyzer_for, stems_in
from searchkit.engines.clauses import AnyTerm, Bool, Clause, Phrase, Term
from searchkit.search.hits import Span

_SCORED_ONE_BY_ONE = 32
"""With more terms than this a prefix is matched as a set: one score for all, and much faster."""


@dataclass(frozen=True, slots=True)
class WordLeaf:
    """One term, in any of its forms: `stems` holds its stem in each language of the index."""

    term: str
    stems: tuple[str, ...]
    boost: float = 1.0

    def clause(self) -> Clause:
        """The sections that hold the word."""
        return any_of([Term("stem", stem, self.boost) for stem in self.stems])

    def spans(self, tokens: Sequence[Token], language: str) -> list[Span]:
        """Where the word stands."""
        stem = analyzer_for(language).stem
        return [(token.start, token.end) for token in tokens if stem(token.term) in self.stems]


@dataclass(frozen=True, slots=True)
class PhraseLeaf:
    """Exact terms in a row, or `slop` places from it; several `variants` of a word such as fine-tuning."""

    variants: tuple[tuple[str, ...], ...]
    stems: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0

    def clause(self) -> Clause:
        """The sections that hold the phrase."""
        return any_of([Phrase("exact", terms, self.slop, self.boost) for terms in self.variants])

    def spans(self, tokens: Sequence[Token], language: str) -> list[Span]:  # noqa: ARG002
        """Where the phrase stands: one span where its words are in a row, else one for each word."""
        spans: list[Span] = []
        for terms in self.variants:
            for places in _occurrences(terms, self.slop, tokens):
                if self.slop:
                    spans += [(tokens[place].start, tokens[place].end) for place in places]
                else:
                    spans.append((tokens[places[0]].start, tokens[places[-1]].end))
        return spans


@dataclass(frozen=True, slots=True)
class TermsLeaf:
    """Any of the exact terms that a prefix or a fuzzy word stands for in this index."""

    terms: tuple[str, ...]
    stems: tuple[str, ...]
    boost: float = 1.0

    def clause(self) -> Clause:
        """The sections that hold one of the terms."""
        if len(self.terms) > _SCORED_ONE_BY_ONE:
            return AnyTerm("exact", self.terms)
        return any_of([Term("exact", term, self.boost) for term in self.terms])

    def spans(self, tokens: Sequence[Token], language: str) -> list[Span]:  # noqa: ARG002
        """Where one of the terms stands."""
        terms = frozenset(self.terms)
        return [(token.start, token.end) for token in tokens if token.term in terms]


Leaf = WordLeaf | PhraseLeaf | TermsLeaf


def any_of(clauses: Sequence[Clause]) -> Clause:
    """At least one of them; of none, nothing."""
    if len(clauses) == 1:
        return clauses[0]
    return Bool(should=tuple(clauses), at_least=1) if clauses else AnyTerm("exact", ())


def stems_of(terms: Iterable[str], languages: Sequence[str]) -> tuple[str, ...]:
    """The different stems of several terms in every language."""
    return tuple(dict.fromkeys(stem for term in terms for stem in stems_in(term, languages)))


def _occurrences(terms: Sequence[str], slop: int, tokens: Sequence[Token]) -> list[list[int]]:
    """The places of the terms wherever they stand within `slop` moves of being in a row.

    As engines count it: with each term's place less its place in the phrase, the greatest minus the
    least is at most `slop`.
    """
    places: dict[str, list[int]] = {term: [] for term in terms}
    for place, token in enumerate(tokens):
        if token.term in places:
            places[token.term].append(place)
    found = []
    for first in places[terms[0]]:
        chosen = [first]
        for offset, term in enumerate(terms[1:], start=1):
            near = [p for p in places[term] if abs(p - offset - first) <= slop and p not in chosen]
            if not near:
                break
            chosen.append(min(near, key=lambda p, ideal=first + offset: abs(p - ideal)))  # type: ignore[misc]
        else:
            shifts = [place - offset for offset, place in enumerate(chosen)]
            if max(shifts) - min(shifts) <= slop:
                found.append(chosen)
    return found
