"""The terms an index holds: those that begin so, are spelled nearly so, or share a stem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from searchkit.analysis.analyzer import CHANGING_LETTERS, stems_in
from searchkit.engines.protocol import Reader

_MOST_TERMS = 1_000
_MOST_FORMS = 8


class Found(NamedTuple):
    """Terms, most frequent first, and what is to be said of those left out."""

    terms: list[str]
    notice: str


class Vocabulary:
    """The exact terms of one commit."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @cached_property
    def _counts(self) -> dict[str, int]:
        """Every term and the number of documents it is in: a tenth of a second for 80,000."""
        return dict(self._reader.terms("exact", ""))

    def starting_with(self, prefix: str) -> Found:
        """The terms that begin with `prefix`."""
        return _most_frequent(self._reader.terms("exact", prefix), f"{prefix}*")

    def near(self, term: str, distance: int) -> Found:
        """The terms within `distance` edits of `term`; letters changing places count as one.

        Edits are those of optimal string alignment (Damerau 1964).
        """
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        near = extract(term, self._counts.keys(), scorer=OSA.distance, score_cutoff=distance, limit=None)
        return _most_frequent([(other, self._counts[other]) for other, *_ in near], f"{term}~{distance}")

    def forms(self, term: str, languages: Sequence[str]) -> list[str]:
        """The terms with a stem of `term`, itself first: tuning, tuned, tune."""
        stems = set(stems_in(term, languages))
        counted = self._reader.terms("exact", _common_start(term, stems))
        alike = [(other, count) for other, count in counted if stems & set(stems_in(other, languages))]
        alike.sort(key=lambda pair: (pair[0] != term, -pair[1], pair[0]))
        return [other for other, _ in alike[:_MOST_FORMS]] or [term]


def _most_frequent(counted: Iterable[tuple[str, int]], asked: str) -> Found:
    best = sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    notice = ""
    if len(best) > _MOST_TERMS:
        notice = f"{asked} stands for {len(best):,} words: the {_MOST_TERMS:,} commonest were searched"
    return Found([term for term, _ in best[:_MOST_TERMS]], notice)


def _common_start(term: str, stems: Iterable[str]) -> str:
    """What all words with the stems of a term begin with: `lo` of love, because loving has its stem."""
    length = len(term)
    for stem in stems:
        length = min(length, max(1, len(stem) - CHANGING_LETTERS))
        while not stem.startswith(term[:length]):
            length -= 1
    return term[:length]
