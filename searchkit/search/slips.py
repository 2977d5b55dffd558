"""A misspelt word to the words that are one slip of the keys away, with how likely each slip is.

In goes an exact term, out come terms, most of which are no words, with the logarithm of how likely it
is that who meant the one typed the other.

>>> slips = one_slip("recieve")
>>> slips["receive"] > slips["relieve"], "recipe" in slips
(True, False)
"""

from __future__ import annotations

from functools import cache
from math import log

SWAPPED = 0.0
"""Two letters have changed places: `recieve`."""

LEFT_OUT = 0.0
"""A letter is missing, often one of two alike: `accomodate`."""

DOUBLED = 0.0
"""A letter was typed twice: `untill`."""

MISSED = log(0.2)
"""A neighbouring key was hit, instead or as well, or one vowel stands for another: `definately`."""

ANOTHER = log(0.04)
"""Any other letter: one of 25."""

FIRST = log(0.4)
"""A slip in the first letter, which writers get right more often than others (Pollock & Zamora 1984)."""

_KEYBOARDS = (("qwertyuiop", "asdfghjkl", "zxcvbnm"), ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"))
_VOWELS = ("aeiouy", "аеиоуыэюя")


def one_slip(term: str) -> dict[str, float]:
    """The terms that `term` may be a slip for; the alphabet is that of its keyboard."""
    found: dict[str, float] = {}

    def add(other: str, likelihood: float, place: int) -> None:
        likelihood += 0.0 if place else FIRST
        found[other] = max(likelihood, found.get(other, likelihood))

    alphabet = _alphabet(term)
    for place, letter in enumerate(term):
        head, tail = term[:place], term[place + 1 :]
        add(head + tail, _extra(letter, term[place - 1 : place] + tail[:1]), place)
        if tail[:1] not in {"", letter}:
            add(head + tail[0] + letter + tail[1:], SWAPPED, place)
        for other in alphabet:
            if other != letter:
                add(head + other + tail, MISSED if other in _near(letter) else ANOTHER, place)
            add(head + other + letter + tail, LEFT_OUT, place)
    for other in alphabet:
        add(term + other, LEFT_OUT, len(term))
    found.pop(term, None)
    return found


def _extra(letter: str, beside: str) -> float:
    """How likely a letter is typed that is not meant, next to these."""
    if letter in beside:
        return DOUBLED
    return MISSED if any(letter in _near(other) for other in beside) else ANOTHER


def _alphabet(term: str) -> str:
    return next(("".join(rows) for rows in _KEYBOARDS if term[0] in "".join(rows)), "")


@cache
def _near(letter: str) -> frozenset[str]:
    """The letters beside, above and below a letter's key, and if it is a vowel, the other vowels."""
    near = {other for vowels in _VOWELS if letter in vowels for other in vowels}
    for rows in _KEYBOARDS:
        for number, row in enumerate(rows):
            column = row.find(letter)
            if column >= 0:
                around = rows[max(0, number - 1) : number + 2]
                near |= {other for keys in around for other in keys[max(0, column - 1) : column + 2]}
    return frozenset(near - {letter})
