"""What is asked of a site: drawn by lot from its own essays, so that each has an answer that is known."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from searchkit.analysis.analyzer import analyzer_for
from searchkit.essay import Essay

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_DASHED = re.compile(r"[^\W\d_]{2,}(?:-|–|—| – | — )[^\W\d_]{2,}(?: [^\W\d_]{2,}){1,2}")
_RETYPED = re.compile(r" ?[-–—] ?")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_COMMON_ENOUGH = 3
_STEM = analyzer_for("en").stem


class Question(NamedTuple):
    """What is typed, and the numbers of the essays it is in."""

    query: str
    answers: frozenset[int]


class Text:
    """The essays' words, and in which essays they are."""

    def __init__(self, essays: Sequence[Essay]) -> None:
        self.essays = essays
        self.homes: dict[str, set[int]] = defaultdict(set)
        self.counts: Counter[str] = Counter()
        for number, essay in enumerate(essays):
            for section in essay.sections:
                words = _WORD.findall(section.text.lower())
                self.counts.update(words)
                for word in words:
                    self.homes[word].add(number)
        self._forms: dict[str, set[str]] = defaultdict(set)
        for word in self.homes:
            self._forms[_STEM(word)].add(word)

    def typos(self, count: int, lots: Random) -> Iterator[Question]:
        """Words of the essays with one letter wrong, missing, doubled or swapped, that are then no words.

        An essay with another form of the word is an answer too: all contestants but one search by stems.
        """
        words = sorted(
            word
            for word in self.homes
            if len(word) >= 5 and word.isascii() and len(self.homes[word]) >= _COMMON_ENOUGH
        )
        while count:
            word = lots.choice(words)
            typo = _typo(word, lots)
            if typo not in self.homes:
                count -= 1
                stem = _STEM(word)
                yield Question(typo, frozenset().union(*(self.homes[form] for form in self._forms[stem])))

    def phrases(self, count: int, lots: Random) -> Iterator[Question]:
        """Four to seven words in a row as they are printed, punctuation and all, in quotation marks."""
        while count:
            number = lots.randrange(len(self.essays))
            section = lots.choice(self.essays[number].sections)
            spans = [match.span() for match in re.finditer(r"\S+", section.text)]
            size = lots.randint(4, 7)
            if len(spans) <= size or '"' in section.text:
                continue
            first = lots.randrange(len(spans) - size)
            phrase = section.text[spans[first][0] : spans[first + size - 1][1]]
            if "\n" not in phrase and len(_WORD.findall(phrase)) >= 3:
                count -= 1
                yield Question(f'"{phrase}"', self._holding(phrase))

    def dashed(self, count: int, lots: Random) -> list[Question]:
        """Phrases with a dash or hyphen, which the reader types as a space."""
        found = {
            match[0]: None
            for essay in self.essays
            for section in essay.sections
            for match in _DASHED.finditer(section.text)
        }
        chosen = lots.sample(sorted(found), min(count, len(found)))
        return [Question(f'"{_RETYPED.sub(" ", phrase)}"', self._holding(phrase)) for phrase in chosen]

    def _holding(self, phrase: str) -> frozenset[int]:
        return frozenset(
            number
            for number, essay in enumerate(self.essays)
            if any(phrase in section.text for section in essay.sections)
        )


def _typo(word: str, lots: Random) -> str:
    at = lots.randrange(len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return lots.choice(
        (
            before + after,
            before + lots.choice(_LETTERS) + after,
            before + letter + lots.choice(_LETTERS) + after,
            before + after[0] + letter + after[1:],
        )
    )
