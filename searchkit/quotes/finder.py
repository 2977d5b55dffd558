"""A quotation to the places it is from: exact words, essay, section, confidence, differences, a link.

quotation ─ quotation ─> words ─ placing ─> aligned places ─ differences ─> matches
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from searchkit.engines.clauses import Keys
from searchkit.engines.protocol import Level
from searchkit.essay import Essay, Kind
from searchkit.quotes.differences import compare
from searchkit.quotes.matches import QuoteMatch, QuoteResults
from searchkit.quotes.placing import Placement, Placer
from searchkit.quotes.quotation import MOST_WORDS, Quotation, read_quotation
from searchkit.quotes.running import WrittenText
from searchkit.search.commit import Commit
from searchkit.search.links import link_to

LEAST_CONFIDENCE = 0.5
"""Below this a place is shown only if the words stand there: likelier is that they are from elsewhere."""

_SURE = 0.8
_LEADING = 7.0  # bits of a word that leads to few sections
_ENOUGH_LEADING = 8
_SHORTEST_RESPELLED, _LONG = 4, 8
_MOST_RESPELLED, _MOST_SPELLINGS = 3, 4


class QuoteFinder:
    """Looks up quotations in one commit."""

    def __init__(self, commit: Commit) -> None:
        self.commit = commit
        self._placer = Placer(commit)

    def find(self, quotation: str, *, limit: int = 5) -> QuoteResults:
        """At most `limit` places that the quotation is from, the likeliest first; there may be none.

        Of places alike, those come first where the words stand by themselves, not in a quote; then the
        oldest. What is not a word, or empty, is from nowhere; nothing in a quotation is an error.
        """
        words = read_quotation(quotation)
        places = [place for place in self.places(words) if _is_shown(place)]
        essays = self._essays([place.text.key for place in places])
        places.sort(key=lambda place: _rank(place, essays[place.text.key]))
        notice = f"only its first {MOST_WORDS:,} words were looked up"
        return QuoteResults(
            quotation,
            tuple(self._match(words, place, essays[place.text.key]) for place in places[:limit]),
            (notice,) if words.is_cut else (),
        )

    def places(self, quotation: Quotation) -> list[Placement]:
        """Every place that comes into question, however unlikely, the likeliest first."""
        places = self._placer.places(quotation, {})
        if places and places[0].confidence >= _SURE:
            return places
        spellings = self._spellings(quotation.terms)
        others = self._placer.places(quotation, spellings) if spellings else []
        return max(places, others, key=lambda found: found[0].confidence if found else 0.0)

    def _spellings(self, terms: Sequence[str]) -> dict[str, list[str]]:
        """What words unknown to the corpus may stand for, where few others are rare enough to lead there."""
        weights = self._placer.weights
        different = list(dict.fromkeys(terms))
        unknown = [term for term in different if not weights.frequency(term)]
        leading = [term for term in different if weights[term] >= _LEADING]
        if len(leading) - len(unknown) >= _ENOUGH_LEADING:
            return {}
        longest = sorted(
            (term for term in unknown if len(term) >= _SHORTEST_RESPELLED), key=len, reverse=True
        )
        near = {
            term: self.commit.vocabulary.near(term, 2 if len(term) >= _LONG else 1).terms[:_MOST_SPELLINGS]
            for term in longest[:_MOST_RESPELLED]
        }
        return {term: spellings for term, spellings in near.items() if spellings}

    def _essays(self, keys: Sequence[int]) -> dict[int, Essay]:
        if not keys:
            return {}
        matches = self.commit.reader.search(Keys(tuple(set(keys))), Level.ESSAY, len(keys)).best
        essays = self.commit.essays(matches)
        return {match.key: essay for match, essay in zip(matches, essays, strict=True)}

    def _match(self, quotation: Quotation, place: Placement, essay: Essay) -> QuoteMatch:
        first, last = place.blocks[0].start, place.blocks[-1].end
        sections = place.text.sections(first, last)
        source = WrittenText(place.text).source(first, last)
        comparison = compare(quotation, place.text, place.blocks)
        link = link_to(self.commit, place.text.key, essay, sections[0], source.text)
        return QuoteMatch(
            confidence=place.confidence,
            verdict=comparison.verdict,
            essay=essay,
            section=sections[0],
            sections=sections,
            source=source,
            differences=comparison.differences,
            notices=comparison.notices,
            link=link,
        )


def _is_shown(place: Placement) -> bool:
    return place.confidence >= LEAST_CONFIDENCE or place.is_verbatim


def _rank(place: Placement, essay: Essay) -> tuple[float, bool, dt.date, str, tuple[int, int]]:
    quoted = place.text.sections(place.blocks[0].start, place.blocks[-1].end)[0].kind is Kind.QUOTE
    return (-round(place.confidence, 2), quoted, essay.date or dt.date.max, essay.path, place.start)
