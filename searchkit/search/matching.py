"""A text and the leaves of a query to the places where they stand.

Most words of a text are of no leaf. In plain English text only the places where a wanted word may
begin are looked at, found by `str.find`: an English word begins with its stem, but for the stem's last
two letters at most (true of all 105,000 words of our test corpora). In any other text every word is
looked at. Both give the same places, which a test holds them to; the first takes an eighth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from searchkit.analysis.analyzer import analyzer_for, count_words, term_of, word_at, words_of
from searchkit.search.leaves import Leaf, PhraseLeaf, Word, WordLeaf
from searchkit.search.passages import Spot

_PLAIN_LANGUAGES = frozenset(("en", ""))
_NOT_PLAIN = re.compile("[^\x00-\x7f‘’“”–—…•·«»€£§©®°\u00a0]")
_CHANGING_LETTERS = 2


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
        self._in_order = any(isinstance(leaf, PhraseLeaf) for leaf in leaves)
        self._starts = self._word_starts() if language in _PLAIN_LANGUAGES else None

    def __missing__(self, word: str) -> str:
        term = term_of(word)
        wanted = term in self._terms or self._analyzer.stem(term) in self._stems
        known = self[word] = term if wanted else ""
        return known

    def _word_starts(self) -> list[str]:
        """What every wanted word begins with, once it is in lower case."""
        starts = {stem[: max(1, len(stem) - _CHANGING_LETTERS)] for stem in self._stems}
        starts |= {term.partition("'")[0] for term in self._terms}
        return [
            start
            for start in starts
            if not any(start != other and start.startswith(other) for other in starts)
        ]

    def spots(self, text: str) -> list[Spot]:
        """Where each leaf stands in `text`."""
        is_plain = self._starts is not None and (text.isascii() or not _NOT_PLAIN.search(text))
        words = list(self._likely_words(text) if is_plain else self._all_words(text))
        return [
            Spot(start, end, number)
            for number, leaf in enumerate(self._leaves)
            for start, end in leaf.spans(words, self._analyzer)
        ]

    def _all_words(self, text: str) -> Iterator[Word]:
        for place, found in enumerate(words_of(text)):
            if term := self[found[0]]:
                yield Word(place, found.start(), found.end(), term)

    def _likely_words(self, text: str) -> Iterator[Word]:
        place, end = 0, 0
        for start in sorted(self._likely_starts(text.lower())):
            found = word_at(text, start)
            if found and (term := self[found[0]]):
                if self._in_order:
                    place += count_words(text, end, start)
                yield Word(place, start, found.end(), term)
                place, end = place + 1, found.end()

    def _likely_starts(self, text: str) -> Iterator[int]:
        for start in self._starts or ():
            position = text.find(start)
            while position >= 0:
                if _begins_word(text, position):
                    yield position
                position = text.find(start, position + 1)


def _begins_word(text: str, position: int) -> bool:
    """Whether the letter or digit at `position` is the first of its token."""
    if position == 0:
        return True
    before = text[position - 1]
    if text[position].isdigit():
        return not before.isdigit()
    if before in "'‘’":
        return position == 1 or not text[position - 2].isalpha()
    return not before.isalpha()
