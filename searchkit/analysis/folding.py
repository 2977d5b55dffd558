r"""A word to its exact term: the form under which every spelling of it is found.

Lower case, accents folded, ligatures and width forms undone, curly apostrophes made straight,
soft hyphens and zero-width characters dropped.

>>> [fold(word) for word in ("Élan", "Straße", "don’t", "ﬁne", "co\u00adoperate", "Œuvre", "й")]
['elan', 'strasse', "don't", 'fine', 'cooperate', 'oeuvre', 'й']

Marks are taken off Latin, Greek and Cyrillic letters only: elsewhere (Devanagari, Thai, kana) a
mark is a vowel or makes another letter, as the breve of Russian й does.
"""

from __future__ import annotations

import unicodedata

MAX_TERM_LENGTH = 200
"""Code points kept of a word: engines refuse terms of tens of kilobytes."""

_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), "")
_APOSTROPHES = dict.fromkeys(map(ord, "‘’‛ʼ＇"), "'")
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i"}
)
_SPELLING = _INVISIBLE | _APOSTROPHES
_POINTS = frozenset(map(chr, (*range(0x300, 0x370), *range(0x591, 0x5C8), *range(0x64B, 0x660), 0x670)))
_LAST_FOLDED_LETTER = "\u052f"  # the end of the Cyrillic block
_KEPT = frozenset("й")


def fold(word: str) -> str:
    """The exact term of `word`: never empty, never with white space in it."""
    if word.isascii():
        return word.lower()[:MAX_TERM_LENGTH]
    term = unicodedata.normalize("NFKC", word.translate(_SPELLING)).casefold().translate(_UNDECOMPOSED)
    term = "".join(map(_unmarked, term))
    term = "".join(character for character in term if character == "'" or not character.isspace())
    return (term or word)[:MAX_TERM_LENGTH]


def _unmarked(character: str) -> str:
    if character.isascii() or character in _KEPT:
        return character
    if character in _POINTS:
        return ""
    letter = unicodedata.normalize("NFD", character)[0]
    return letter if letter <= _LAST_FOLDED_LETTER else character
