"""The queries that are asked: six classes, each drawn with a seed from the material itself.

How frequent a word is, is how many sections hold a word of its stem. Words are English
and of plain letters, so that every contestant's tokenizer makes the same of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import NamedTuple

import Stemmer

from benchmarks.material import Material
from searchkit.analysis.analyzer import analyzer_for

EACH = 36
"""Questions of each class."""

_INNER = r"\w'’\u00ad\u200b-"
_WORD = re.compile(rf"(?<![{_INNER}])[a-z]{{4,20}}(?![{_INNER}])")
_PHRASE = re.compile(rf"(?<![{_INNER}])[a-z]+(?: [a-z]+){{1,2}}(?![{_INNER}])")
_LANGUAGE = "en"
_PREFIX_LENGTH = 4


class Class(StrEnum):
    """What is asked."""

    RARE = "one rare word"
    COMMON = "one common word"
    REQUIRED = "two required"
    ANY = "any of three"
    PHRASE = "a phrase"
    PREFIX = "a prefix"


class Question(NamedTuple):
    """A class and its words; of a prefix, its letters."""

    kind: Class
    words: tuple[str, ...]

    def __str__(self) -> str:
        """In the query language that searchkit and tantivy share."""
        match self.kind:
            case Class.REQUIRED:
                return " ".join(f"+{word}" for word in self.words)
            case Class.ANY:
                return " OR ".join(self.words)
            case Class.PHRASE:
                return f'"{" ".join(self.words)}"'
            case Class.PREFIX:
                return f"{self.words[0]}*"
            case _:
                return self.words[0]


@dataclass(frozen=True, slots=True)
class _Words:
    """Words by how frequent they are, in alphabetical order."""

    rare: list[str]
    telling: list[str]
    common: list[str]


def draw_questions(material: Material, seed: int) -> list[Question]:
    """`EACH` questions of every class, or as many as the material has words for."""
    lots = Random(seed)
    texts = [
        section.text.lower()
        for essay in material.essays
        for section in essay.sections
        if essay.language == _LANGUAGE
    ]
    words = _words_by_frequency(texts)
    lots.shuffle(texts)
    prefixes = sorted({word[:_PREFIX_LENGTH] for word in words.telling if _is_kept(word)})
    drawn: dict[Class, list[tuple[str, ...]]] = {
        Class.RARE: [(word,) for word in _some(words.rare, lots)],
        Class.COMMON: [(word,) for word in _some(words.common, lots)],
        Class.REQUIRED: _first(_pairs(texts, words, lots)),
        Class.ANY: [tuple(lots.sample(words.telling, 3)) for _ in range(EACH)],
        Class.PHRASE: _first(_phrases(texts, words, lots)),
        Class.PREFIX: [(prefix,) for prefix in _some(prefixes, lots)],
    }
    return [Question(kind, words) for kind in Class for words in drawn[kind]]


def _words_by_frequency(texts: Sequence[str]) -> _Words:
    """Rare: in 2 to 10 sections. Common: in 2 to 20% of them. Telling: in 0.1 to 2%, 3 at least."""
    analyzer = analyzer_for(_LANGUAGE)
    frequencies: Counter[str] = Counter()
    for text in texts:
        frequencies.update(set(analyzer.stems(analyzer.terms(text))))
    words = sorted({word for text in texts for word in _WORD.findall(text)})
    size = len(texts)

    def between(least: float, most: float) -> list[str]:
        return [word for word in words if least <= frequencies[analyzer.stem(word)] <= most]

    return _Words(between(2, 10), between(max(3, size // 1000), size // 50), between(size / 50, size / 5))


def _is_kept(word: str) -> bool:
    """Whether a dictionary of stems can be asked for the prefix of a word.

    Stemming must keep it in the word, and, because FTS5 stems prefixes too, leave it alone by itself.
    """
    prefix = word[:_PREFIX_LENGTH]
    stem = analyzer_for(_LANGUAGE).stem(word)
    return word != prefix and stem.startswith(prefix) and Stemmer.Stemmer("porter").stemWord(prefix) == prefix


def _some(words: Sequence[str], lots: Random) -> list[str]:
    return lots.sample(words, min(EACH, len(words)))


def _first(found: Iterator[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The first `EACH` that differ."""
    drawn: dict[tuple[str, ...], None] = {}
    for words in found:
        drawn[words] = None
        if len(drawn) == EACH:
            break
    return list(drawn)


def _pairs(texts: Sequence[str], words: _Words, lots: Random) -> Iterator[tuple[str, ...]]:
    """Two telling words of one section."""
    telling = set(words.telling)
    for text in texts:
        held = sorted(telling.intersection(_WORD.findall(text)))
        if len(held) > 1:
            yield tuple(lots.sample(held, 2))


def _phrases(texts: Sequence[str], words: _Words, lots: Random) -> Iterator[tuple[str, ...]]:
    """Two or three words in a row, one of them telling, with nothing but a space between."""
    telling = set(words.telling)
    for text in texts:
        phrases = [tuple(phrase.split()) for phrase in _PHRASE.findall(text)]
        phrases = [phrase for phrase in phrases if telling.intersection(phrase)]
        if phrases:
            yield lots.choice(phrases)
