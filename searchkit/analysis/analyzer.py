"""Text to tokens: a tokenizer, then folding to exact terms, then stems.

A token is a run of letters (with inner apostrophes), a run of digits, or one Han, Hiragana,
Katakana or Hangul character, so GPT4, GPT-4 and GPT 4 are the same two tokens.

>>> analyzer = analyzer_for("en")
>>> analyzer.terms("GPT-4’s open-source models")
['gpt', '4', 's', 'open', 'source', 'models']
>>> analyzer.stems(["models", "modelling", "openai's"])
['model', 'model', 'openai']
>>> analyzer.tokens("Ça va?")
[Token(term='ca', start=0, end=2), Token(term='va', start=3, end=5)]

A stem names its language unless that is English (`lettr|fr`): in an index of both, the French stem of
an English word must not find English words.

A stem is a function of the exact term, so one cache of each serves a whole corpus: most words of
a text have been seen before. Python's `re` and a dictionary tokenize about 25 MB a second, against
6 for an engine's own tokenizer fed the same pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import Stemmer

from searchkit.analysis.folding import MAX_TERM_LENGTH, fold

SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
"""Languages whose words are stemmed; in any other a word's stem is its exact term."""

CHANGING_LETTERS = 2
"""An English word begins with its stem, but for the stem's last letters: at most so many."""

SIGNATURE = f"2 {Stemmer.version()}"
"""Changes whenever the same text would give other tokens: an index made under another is stale."""

CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Characters that are tokens by themselves, as the inside of a character class."""

_ASCII_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|[0-9]+")

# The same of lower case text, begun with a class and free of repeated groups, which `re` is slow with.
_ASCII_TERM = re.compile(r"[a-z0-9](?:(?<=[0-9])[0-9]*+|[a-z]*+(?:(?!')|(?:'[a-z]++)*+))")

_TYPOGRAPHY = tuple(zip("‘’“”–—…\u00a0", "''\"\"--. ", strict=True))
"""What most often keeps an English text from being ASCII, and what means the same to a tokenizer."""


@cache
def _unicode_word() -> re.Pattern[str]:
    """Compiled with the first text that needs it, because that takes 7 ms."""
    letters = rf"[^\W\d_{CJK}]+"
    marks = (
        "[\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f"
        "\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0b82-\u0bd7"
        "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    )
    return re.compile(rf"{letters}(?:{marks}+(?:{letters})?|['‘’‛ʼ＇]{letters})*|\d+|[{CJK}]")


def _word(text: str) -> re.Pattern[str]:
    """The pattern of a word in `text`: of ASCII, a simpler one finds the same."""
    return _ASCII_WORD if text.isascii() else _unicode_word()


_ELISION = re.compile(
    r"\A(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|un|all|dall|dell|nell|sull|quell)'(?=.)"
)
_ELIDING = frozenset(("fr", "it", "ca"))
_CACHE_LIMIT = 1_000_000


class Token(NamedTuple):
    """An exact term and where its word stands, in code points of the text it was found in."""

    term: str
    start: int
    end: int


class _Cache(dict[str, str]):
    """What `make` gives for a word, computed once; emptied when it has grown past any vocabulary."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make

    def __missing__(self, word: str) -> str:
        if len(self) > _CACHE_LIMIT:
            self.clear()
        made = self[word] = self._make(word)
        return made


_TERMS = _Cache(fold)


class Analyzer:
    """The analyzer of one language; get it from `analyzer_for`, which keeps its cache."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._stems = _Cache(_stemmer(language))

    def terms(self, text: str) -> list[str]:
        """The exact terms of `text`, in order."""
        return terms_in(text)

    def tokens(self, text: str) -> list[Token]:
        """The exact terms of `text` and where each stands."""
        return [Token(_TERMS[word[0]], word.start(), word.end()) for word in _word(text).finditer(text)]

    def stems(self, terms: Iterable[str]) -> list[str]:
        """The stem of each exact term."""
        return list(map(self._stems.__getitem__, terms))

    def stem(self, term: str) -> str:
        """The stem of one exact term."""
        return self._stems[term]


def words_of(text: str) -> Iterator[re.Match[str]]:
    """The words of `text` as they are written, in order."""
    return _word(text).finditer(text)


def words_in(text: str) -> list[str]:
    """The words of `text` as they are written, without their places."""
    return _word(text).findall(text)


def terms_in(text: str) -> list[str]:
    """The exact terms of `text`, in order: those of its words, in half the time where it is ASCII."""
    plain = text if text.isascii() else _in_ascii(text)
    if plain.isascii():
        terms = _ASCII_TERM.findall(plain.lower())
        if len(plain) <= MAX_TERM_LENGTH or max(map(len, terms), default=0) <= MAX_TERM_LENGTH:
            return terms
    return terms_of(words_in(text))


def _in_ascii(text: str) -> str:
    for mark, alike in _TYPOGRAPHY:
        text = text.replace(mark, alike)
    return text


def terms_of(words: Iterable[str]) -> list[str]:
    """The exact term of each word."""
    return list(map(_TERMS.__getitem__, words))


def word_at(text: str) -> Callable[[str, int], re.Match[str] | None]:
    """What finds the word of `text` that begins at a place, if one does."""
    return _word(text).match


def count_words(text: str, start: int, end: int) -> int:
    """How many words there are between two places that are inside of none."""
    return len(_word(text).findall(text, start, end))


def term_of(word: str) -> str:
    """The exact term of one word."""
    return _TERMS[word]


@cache
def analyzer_for(language: str) -> Analyzer:
    """The analyzer of a language, named by its two-letter code."""
    return Analyzer(language)


def stems_in(term: str, languages: Sequence[str]) -> list[str]:
    """The different stems of an exact term over several languages, in their order."""
    return list(dict.fromkeys(analyzer_for(language).stem(term) for language in languages))


def _stemmer(language: str) -> Callable[[str], str]:
    if language not in SNOWBALL:
        return str
    stem: Callable[[str], str] = Stemmer.Stemmer(SNOWBALL[language], 0).stemWord
    tag = "" if language == "en" else f"|{language}"
    if language in _ELIDING:
        return lambda term: (stem(_ELISION.sub("", term)) or term) + tag
    return lambda term: (stem(term) or term) + tag
