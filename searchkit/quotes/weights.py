"""What it says that a word agrees: bits, by how rare the word is in the corpus.

A term that makes up the share p of all words agrees by chance with probability p, so that agreement is
worth -log2 p bits. The index counts the sections that hold a term, not its occurrences; of those there
are -log(1 - df/N) in a section, if they fall as Poisson has it (Church & Gale 1995, "Poisson mixtures").
"""

from __future__ import annotations

import math
from collections.abc import Callable

_WORDS_A_SECTION = 50
_UNKNOWN = 12.0
_MOST = 16.0


class Weights(dict[str, float]):
    """The bits of each exact term of a corpus, looked up once; `frequency` is its number of sections."""

    def __init__(self, doc_freq: Callable[[str], int], sections: int) -> None:
        super().__init__()
        self._doc_freq = doc_freq
        self._frequencies: dict[str, int] = {}
        self._sections = max(1, sections)

    def __missing__(self, term: str) -> float:
        bits = self[term] = self._bits(self.frequency(term))
        return bits

    def frequency(self, term: str) -> int:
        """How many sections hold the term."""
        if term not in self._frequencies:
            self._frequencies[term] = self._doc_freq(term)
        return self._frequencies[term]

    @property
    def of_a_place(self) -> float:
        """Bits that say which of all words of the corpus a quotation begins with."""
        return math.log2(self._sections * _WORDS_A_SECTION)

    def _bits(self, frequency: int) -> float:
        if not frequency:
            return _UNKNOWN
        share = min(frequency / (self._sections + 1), 0.999)
        return min(_MOST, math.log2(_WORDS_A_SECTION / -math.log1p(-share)))
