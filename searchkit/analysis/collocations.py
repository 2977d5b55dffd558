"""The words of a text to its key phrases: words that stand together more often than chance has it.

>>> words = "the card index is slow but the card index is what there is of it and it is not a bad one".split()
>>> counts = {word: words.count(word) for word in words}
>>> key_phrases(words, counts, frozenset(("the", "is", "it")))
{('card', 'index'): [1, 7]}

Two words are a collocation by Dunning's likelihood ratio ("Accurate Methods for the Statistics of
Surprise and Coincidence", Computational Linguistics 19(1), 1993), which trusts small counts better
than a chi-square or mutual information do. It is NLTK's `BigramAssocMeasures.likelihood_ratio`, and
a test holds the two to the same values: NLTK itself takes 0.3 s to import, in every process that
reads posts, and its finder counts every pair of a text where those of telling words are wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from math import log

Phrase = tuple[str, ...]

_FEWEST, _MOST_NEEDED = 2, 5
_WORDS_FOR_ONE_MORE = 1_500
"""How often a text must come back to a phrase: twice, and once more for each so many words it has."""

_SIGNIFICANT = 10.83
"""Chance alone puts one pair in a thousand above it (chi-square with one degree of freedom)."""

_MOSTLY = 0.5
_SHORTEST_WORD = 2


def key_phrases(
    terms: Sequence[str], counts: Mapping[str, int], common: frozenset[str]
) -> dict[Phrase, list[int]]:
    """The phrases of two or three terms that a text comes back to, most telling first, and where.

    `counts` are those of `terms`; no phrase holds a term that is in `common`, a number, or runs over an
    empty term. A phrase of three takes the place of its two pairs where these are mostly part of it.
    """
    fewest = min(_FEWEST + len(terms) // _WORDS_FOR_ONE_MORE, _MOST_NEEDED)
    wanted = {
        term
        for term, count in counts.items()
        if count >= fewest and len(term) >= _SHORTEST_WORD and term not in common and not term.isdigit()
    }
    pairs: dict[Phrase, list[int]] = {}
    behind = -1
    for place in compress(range(len(terms)), map(wanted.__contains__, terms)):
        if place == behind:
            pairs.setdefault((terms[place - 1], terms[place]), []).append(place - 1)
        behind = place + 1
    total = sum(counts.values())
    ratios = {
        pair: likelihood_ratio(len(found), counts[pair[0]], counts[pair[1]], total)
        for pair, found in pairs.items()
        if len(found) >= fewest
    }
    telling = {pair: pairs[pair] for pair, ratio in ratios.items() if ratio >= _SIGNIFICANT}
    triples = _triples(telling)
    for triple in triples:
        ratios[triple] = max(ratios[triple[:2]], ratios[triple[1:]])
        telling.pop(triple[:2], None)
        telling.pop(triple[1:], None)
    phrases = telling | triples
    return {phrase: phrases[phrase] for phrase in sorted(phrases, key=lambda one: (-ratios[one], one))}


def _triples(pairs: Mapping[Phrase, list[int]]) -> dict[Phrase, list[int]]:
    """Phrases of three whose pairs are both telling, and both mostly part of it."""
    ending_at = {place + 1: pair for pair, places in pairs.items() for place in places}
    found: dict[Phrase, list[int]] = {}
    for pair, places in pairs.items():
        for place in places:
            if before := ending_at.get(place):
                found.setdefault((*before, pair[1]), []).append(place - 1)
    return {
        triple: places
        for triple, places in found.items()
        if len(places) >= max(_FEWEST, _MOSTLY * len(pairs[triple[:2]]), _MOSTLY * len(pairs[triple[1:]]))
    }


def likelihood_ratio(together: int, first: int, second: int, total: int) -> float:
    """How much likelier the counts are if two words attract each other than if not: Dunning's -2 log lambda.

    `together` counts the pair, `first` and `second` its words, `total` all words.
    """
    cells = (together, first - together, second - together, total - first - second + together)
    margins = (first, total - first, second, total - second)
    return 2 * (sum(map(_x_log_x, cells)) - sum(map(_x_log_x, margins)) + _x_log_x(total))


def _x_log_x(count: int) -> float:
    return count * log(count) if count > 0 else 0.0
