"""A text and the leaves of a query to the places where they stand.

Most words of a text are of no leaf, and a query looks at the same words again and again: what a word
is to the query is worked out once, and only the words that some leaf wants are looked at closely.
"""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.analysis.analyzer import analyzer_for, term_of, words_of
from searchkit.search.leaves import Leaf, Word, WordLeaf
from searchkit.search.passages import Spot


class Matcher(dict[str, str]):
    """Finds the leaves of one query in texts of one language.

    As a dictionary it gives, for a word as it is written, its term if any leaf wants it, else "".
    """

    def __init__(self, leaves: Sequence[Leaf], language: str) -> None:
        super().__init__()
        self._leaves = leaves
        self._analyzer = analyzer_for(language)
        self._stems = {stem for leaf in leaves if isinstance(leaf, WordLeaf) for stem in leaf.stems}
        self._terms = {term for leaf in leaves if not isinstance(leaf, WordLeaf) for term in leaf.terms}

    def __missing__(self, word: str) -> str:
        term = term_of(word)
        wanted = term in self._terms or self._analyzer.stem(term) in self._stems
        known = self[word] = term if wanted else ""
        return known

    def spots(self, text: str) -> list[Spot]:
        """Where each leaf stands in `text`."""
        words = [
            Word(place, found.start(), found.end(), term)
            for place, found in enumerate(words_of(text))
            if (term := self[found[0]])
        ]
        return [
            Spot(start, end, number)
            for number, leaf in enumerate(self._leaves)
            for start, end in leaf.spans(words, self._analyzer)
        ]
