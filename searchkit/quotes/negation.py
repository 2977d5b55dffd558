"""Negations that a misquotation changed, by name.

>>> changed_negations(["was", "misunderstood"], ["was", "not", "understood"])
['a changed negation: “misunderstood” for “understood”', 'a changed negation: “not” is missing']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from rapidfuzz.distance import Levenshtein

_NEGATIONS = frozenset(
    "not no never none nor neither nothing nobody nowhere without hardly scarcely barely nay naught nought"
    " unless non".split()
)
_CONTRACTED = frozenset(
    "cannot cant dont doesnt didnt wont wouldnt couldnt shouldnt isnt arent wasnt werent hasnt havent hadnt"
    " mustnt neednt shant aint".split()
)
_PREFIXES = ("un", "in", "im", "il", "ir", "mis", "dis", "non")
_SHORTEST_STEM = 4
_SAME_WORD = 0.8


def changed_negations(yours: Sequence[str], source: Sequence[str]) -> list[str]:
    """What to say of the negations in which two differing series of exact terms differ."""
    notices = [
        f"a changed negation: “{mine}” for “{other}”"
        for mine, other in product(yours, source)
        if _negates(mine, other) or _negates(other, mine)
    ]
    mine, theirs = Counter(_negations(yours)), Counter(_negations(source))
    notices += [f"a changed negation: “{word}” is missing" for word in theirs - mine]
    notices += [f"a changed negation: “{word}” is not in the source" for word in mine - theirs]
    return notices


def holds_negation(terms: Sequence[str]) -> bool:
    """Whether one of the exact terms is a negation."""
    return any(True for _ in _negations(terms))


def _negations(terms: Sequence[str]) -> Iterator[str]:
    """The negations among the terms: `not` for all its contractions."""
    for term in terms:
        if term in _NEGATIONS:
            yield term
        elif term.endswith("n't") or term in _CONTRACTED:
            yield "not"


def _negates(word: str, other: str) -> bool:
    """Whether `word` is `other` with a negating prefix or suffix, perhaps in another form."""
    if word.endswith("less") and other in (word[:-4], f"{word[:-4]}ful"):
        return True
    stems = (word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix))
    return any(
        min(len(stem), len(other)) >= _SHORTEST_STEM
        and len(word) > len(other)
        and Levenshtein.normalized_similarity(stem, other) >= _SAME_WORD
        for stem in stems
    )
