"""How likely it is that a quotation is from where it was found: a logistic of five features.

The coefficients were fitted by the code of `python -m benchmarks.quotes --fit`, on 1,250 quotations and
inventions drawn with seed 101 from 30,000 sections of books; `benchmarks/results` has how well they do on
another seed, where the expected calibration error is 0.018.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from searchkit.quotes.alignment import Block, Kind
from searchkit.quotes.weights import Weights

COEFFICIENTS = (-5.894, 1.708, 3.497, 2.716, -1.072, -2.832, 5.296)
"""Of the values of `Features.values`, in their order."""

_MOST_BITS = 100.0
_MOST_WORDS = 32
_ALIKE = 0.8


class Features(NamedTuple):
    """What decides how likely a place is.

    `similarity` is the share of the quotation's letters that agree, `coverage` that of its bits. `run` are
    the bits of the longest run of words that agree, `over_chance` those of the alignment less those that
    the best place in a corpus of this size has by chance; `words` is the length of the quotation.
    """

    similarity: float
    coverage: float
    run: float
    over_chance: float
    words: int

    def values(self) -> tuple[float, ...]:
        """What the logistic adds up, each between about -1 and 2, after a constant."""
        run = min(self.run, _MOST_BITS) / 40
        over = max(-40.0, min(self.over_chance, _MOST_BITS)) / 40
        return (
            1.0,
            self.similarity,
            self.coverage,
            run,
            over,
            math.log2(min(self.words, _MOST_WORDS)) / 5,
            self.similarity * over,
        )


def features_of(terms: Sequence[str], blocks: Sequence[Block], weights: Weights) -> Features:
    """The features of an alignment of the quotation with these terms."""
    letters = bits = longest = run = 0.0
    for block in blocks:
        share = {Kind.EQUAL: 1.0, Kind.ALIKE: _ALIKE, Kind.OTHER: 0.0}[block.kind]
        letters += share * sum(map(len, terms[block.first : block.last]))
        bits += max(0.0, block.bits)
        run = run + block.bits if block.bits > 0 else 0.0
        longest = max(longest, run)
    return Features(
        similarity=letters / sum(map(len, terms)),
        coverage=min(1.0, bits / sum(weights[term] for term in terms)),
        run=longest,
        over_chance=sum(block.bits for block in blocks) - weights.of_a_place,
        words=len(terms),
    )


def confidence_of(features: Features, coefficients: Sequence[float] = COEFFICIENTS) -> float:
    """The probability, from 0 to 1."""
    exponent = sum(weight * value for weight, value in zip(coefficients, features.values(), strict=True))
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, exponent))))
