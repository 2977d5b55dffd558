"""Queries whose answers are known, the measures of a ranking, and the two halves they are split in.

Half of the queries may be looked at when ranking is changed. The other half is held out: it is
reported, and never tuned on. Which half a query is in is decided by a hash of its text, so that it
stays there whatever else is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import log2
from statistics import fmean
from typing import NamedTuple

DEPTH = 100
"""How many essays a ranking is asked for."""

_CUT = 10


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, the grades of the essays that answer it, and the one that is not to be shown.

    Essays are named by the paths of their posts; `without` is empty where none is to be left out.
    """

    text: str
    grades: Mapping[str, int]
    without: str = ""

    @property
    def is_held_out(self) -> bool:
        """Whether no one may tune on it."""
        return blake2b(self.text.lower().encode(), digest_size=1).digest()[0] % 2 == 1


class Measures(NamedTuple):
    """How good a ranking is; each from 0 to 1."""

    ndcg: float
    reciprocal_rank: float
    recall: float


def measure(ranking: Sequence[str], grades: Mapping[str, int]) -> Measures:
    """The measures of one ranking, best first.

    nDCG at 10 with gain 2^grade - 1 (Burges et al. 2005), the reciprocal rank of the first that
    answers, and the share of all that answer among the first 100.

    >>> measure(["a", "b", "c"], {"b": 1})
    Measures(ndcg=0.6309297535714575, reciprocal_rank=0.5, recall=1.0)
    """
    ideal = _gain(sorted(grades.values(), reverse=True))
    ranks = [rank for rank, essay in enumerate(ranking, start=1) if grades.get(essay, 0) > 0]
    answers = sum(1 for grade in grades.values() if grade > 0)
    return Measures(
        ndcg=_gain([grades.get(essay, 0) for essay in ranking]) / ideal,
        reciprocal_rank=1 / ranks[0] if ranks else 0.0,
        recall=sum(1 for rank in ranks if rank <= DEPTH) / answers,
    )


def mean(measured: Sequence[Measures]) -> Measures:
    """The mean of each measure."""
    return Measures(*(fmean(values) for values in zip(*measured, strict=True)))


def _gain(grades: Sequence[int]) -> float:
    return sum(((1 << grade) - 1) / log2(rank + 1) for rank, grade in enumerate(grades[:_CUT], start=1))
