"""A text and the leaves of a query to the places where they stand.

Most words of a text are of no leaf. In plain English text only the places where a wanted word may
begin are looked at, found by `str.find`: an English word begins with its stem, but for the stem's last
two letters at most (true of all 105,000 words of our test corpora). In any other text every word is
looked at. Both give the same places, which a test holds them to; the first takes an eighth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from searchkit.analysis.analyzer import (
    CHANGING_LETTERS,
    analyzer_for,
    count_words,
    term_of,
    word_at,
    words_of,
)
from searchkit.search.leaves import Leaf, PhraseLeaf, Word, WordLeaf
from searchkit.search.passages import Spot

_PLAIN_LANGUAGES = frozenset(("en", ""))
_NOT_PLAIN = re.compile("[^\x00-\x7f‘’“”–—…•·«»€£§©®°\u00a0]")

_Found = tuple[int, int, tuple[int, ...]]
"""A word of a text: where it starts and ends, and the leaves that want it."""


class Matcher(dict[str, tuple[int, ...]]):
    """Finds the leaves of one query in texts of one language.

    As a dictionary it gives, for a word as it is written, the numbers of the leaves that want its term.
    """

    def __init__(self, leaves: Sequence[Leaf], language: str) -> None:
        super().__init__()
        self._leaves = leaves
        self._analyzer = analyzer_for(language)
        self._has_phrases = any(isinstance(leaf, PhraseLeaf) for leaf in leaves)
        self._starts = _word_starts(leaves) if language in _PLAIN_LANGUAGES else None

    def __missing__(self, word: str) -> tuple[int, ...]:
        term = term_of(word)
        stem = self._analyzer.stem(term)
        wanting = self[word] = tuple([n for n, leaf in enumerate(self._leaves) if leaf.wants(term, stem)])
        return wanting

    def spots(self, text: str) -> list[Spot]:
        """Where each leaf stands in `text`, in order."""
        is_plain = self._starts is not None and (text.isascii() or not _NOT_PLAIN.search(text))
        words = self._likely_words(text) if is_plain else self._all_words(text)
        if self._has_phrases:
            return sorted(self._with_phrases(text, words))
        return [Spot(start, end, leaf) for start, end, wanting in words for leaf in wanting]

    def _with_phrases(self, text: str, words: Sequence[_Found]) -> Iterator[Spot]:
        placed = _placed(text, words)
        for number, leaf in enumerate(self._leaves):
            if isinstance(leaf, PhraseLeaf):
                yield from (Spot(start, end, number) for start, end in leaf.spans(placed))
            else:
                yield from (Spot(start, end, number) for start, end, wanting in words if number in wanting)

    def _all_words(self, text: str) -> list[_Found]:
        found = ((word.start(), word.end(), self[word[0]]) for word in words_of(text))
        return [word for word in found if word[2]]

    def _likely_words(self, text: str) -> list[_Found]:
        words = []
        lower = text.lower()
        match_at = word_at(text)
        for beginning in self._starts or ():
            start = lower.find(beginning)
            while start >= 0:
                if (start and lower[start - 1] == " ") or _begins_word(lower, start):
                    found = match_at(text, start)
                    if found and (wanting := self[found[0]]):
                        words.append((start, found.end(), wanting))
                start = lower.find(beginning, start + 1)
        words.sort()
        return words


def _word_starts(leaves: Sequence[Leaf]) -> list[str]:
    """What every wanted word begins with, once it is in lower case."""
    starts: set[str] = set()
    for leaf in leaves:
        if isinstance(leaf, WordLeaf):
            starts.update(stem[: max(1, len(stem) - CHANGING_LETTERS)] for stem in leaf.stems)
        else:
            starts.update(term.partition("'")[0] for term in leaf.terms)
    if len(starts) == 1:
        return [*starts]
    return [
        start for start in starts if not any(start != other and start.startswith(other) for other in starts)
    ]


def _placed(text: str, words: Sequence[_Found]) -> list[Word]:
    """The words with their terms, and their places among all words of the text."""
    placed = []
    place = before = 0
    for start, end, _ in words:
        place += count_words(text, before, start)
        placed.append(Word(place, start, end, term_of(text[start:end])))
        place, before = place + 1, end
    return placed


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
