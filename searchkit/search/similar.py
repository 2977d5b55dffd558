"""An essay to essays like it: those that hold its telling words, and the names of whom it quotes.

A word tells by tf-idf (Salton & Buckley, "Term-Weighting Approaches in Automatic Text Retrieval", 1988):
it comes often here and in few essays. The most telling ones make a query, each with its weight, which is
answered as any other: so a hit shows the passage that is most about what the two essays share. Whom and
what an essay quotes or embeds is part of what its sections are found by, and counts more than once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from heapq import nlargest
from math import log

from msgspec.structs import replace

from searchkit.analysis.analyzer import analyzer_for
from searchkit.analysis.language import COMMON_WORDS
from searchkit.engines.protocol import Level
from searchkit.essay import Essay, Kind
from searchkit.query.tree import ParsedQuery, Word, any_of
from searchkit.search.commit import Commit
from searchkit.search.hits import Results
from searchkit.search.searcher import find

_WORDS = 25
_QUOTED = 3
"""How often a word of an attribution counts: quoting the same person says more than one word in common."""

_SHORTEST = 2
_NOT_PROSE = frozenset((Kind.CODE, Kind.TABLE))


def similar(commit: Commit, name: str, limit: int) -> Results:
    """At most `limit` essays like the one of that id, slug or path, each with its most telling passage.

    Raises:
        EssayUnknownError: there is none of that name, or more than one.
    """
    essay = commit.whole(commit.named(name))
    words = _telling_words(commit, essay)
    if not words:
        return Results(name, (), 0, 0, ("it has no words in common with others",))
    root = any_of(words)
    found = find(commit, ParsedQuery(name, root), limit=limit + 1, per_essay=1, by_date=False)
    others = [hit for hit in found if hit.essay.path != essay.path][:limit]
    hits = tuple(replace(hit, rank=rank) for rank, hit in enumerate(others, start=1))
    return replace(found, hits=hits, total_essays=found.total_essays - 1)


def _telling_words(commit: Commit, essay: Essay) -> list[Word]:
    """The words that tell most of what an essay is about, as it mostly writes them, by their weights."""
    analyzer = analyzer_for(essay.language)
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for section in essay.sections:
        if section.kind in _NOT_PROSE:
            continue
        for text, times in ((section.text, 1), (str(section.attribution or ""), _QUOTED)):
            for term in analyzer.terms(text):
                if len(term) >= _SHORTEST and term not in COMMON_WORDS and not term.isdigit():
                    written[analyzer.stem(term)][term] += times
    size = commit.reader.size(Level.ESSAY)
    weights = {
        stem: (1 + log(terms.total())) * log(size / count)
        for stem, terms in written.items()
        if 1 < (count := commit.reader.doc_freq("body", stem)) < size
    }
    best = nlargest(_WORDS, weights, key=lambda stem: (weights[stem], stem))
    heaviest = weights[best[0]] if best else 1.0
    return [Word(written[stem].most_common(1)[0][0], weights[stem] / heaviest) for stem in best]
