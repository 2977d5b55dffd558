"""What the inverted index is asked for a quotation: its rarest words, and pairs of words in a row.

In go terms, out comes one clause over the field `exact`; sections that hold much of it are where the
quotation may be from. How many postings it reads is bounded, so that it is quick in a corpus of any
size: what is rare comes first, and words as common as *the* only where a quotation has no others. Of a
few words every longer run is asked for too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, product
from typing import NamedTuple

from searchkit.engines.clauses import Bool, Clause, Phrase, Term
from searchkit.quotes.weights import Weights

_MOST_POSTINGS = 120_000
_MOST_CLAUSES = 40
_PHRASE_COST = 2
_FEW_WORDS, _LONGEST_RUN = 12, 4  # pairs of common words alone lead to too many places
_FEW_RUNS = 3
_LONG_RUN_BOOST = 4.0  # BM25 takes common words in a row to be worth no more than the words

Spellings = Mapping[str, Sequence[str]]
"""Terms of the corpus that an unknown one may stand for."""


def seed_clause(
    terms: Sequence[str], gaps: Mapping[int, object], weights: Weights, spellings: Spellings
) -> Clause | None:
    """Sections that hold any of the quotation's rarest words and pairs; None where it has no known word."""
    in_order = list(dict.fromkeys(_seeds(terms, gaps, weights, spellings)))
    if not in_order:
        return None
    seeds = sorted(in_order, key=lambda seed: (seed.cost, seed.terms))
    totals = accumulate(seed.cost for seed in seeds[:_MOST_CLAUSES])
    cheap = [seed for seed, total in zip(seeds, totals, strict=False) if total <= _MOST_POSTINGS]
    # Of few words, all as common as "the", only long runs lead anywhere.
    runs = _spread([seed for seed in in_order if len(seed.terms) == len(in_order[-1].terms)])
    chosen = dict.fromkeys([*cheap, *runs] if len(terms) <= _FEW_WORDS or not cheap else cheap)
    return Bool(should=tuple(seed.clause() for seed in chosen), at_least=1)


def _spread(runs: Sequence[_Seed]) -> Iterator[_Seed]:
    """A few of the runs, from all over the quotation: part of it may be true."""
    return (runs[number * (len(runs) - 1) // (_FEW_RUNS - 1)] for number in range(_FEW_RUNS))


class _Seed(NamedTuple):
    """Terms in a row, and about how many postings it takes to find them."""

    cost: int
    terms: tuple[str, ...]

    def clause(self) -> Clause:
        if len(self.terms) == 1:
            return Term("exact", self.terms[0])
        return Phrase("exact", self.terms, 0, _LONG_RUN_BOOST if len(self.terms) == _LONGEST_RUN else 1.0)


def _seeds(
    terms: Sequence[str], gaps: Mapping[int, object], weights: Weights, spellings: Spellings
) -> Iterator[_Seed]:
    known = [[term] if weights.frequency(term) else spellings.get(term, ()) for term in terms]
    longest = _LONGEST_RUN if len(terms) <= _FEW_WORDS else 2
    for size in range(1, 1 + longest):
        for start in range(len(terms) - size + 1):
            if not any(number in gaps for number in range(start + 1, start + size)):
                for run in product(*known[start : start + size]):
                    yield _Seed(min(size, _PHRASE_COST) * min(map(weights.frequency, run)), run)
