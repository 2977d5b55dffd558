"""The terms an index holds: those that begin so, are spelled nearly so, or share a stem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from searchkit.analysis.analyzer import stems_in
from searchkit.engines.protocol import Reader

_MOST_TERMS = 1_000
_MOST_FORMS = 8


class Vocabulary:
    """The exact terms of one commit. `notice` says what the last look-up left out."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.notice = ""

    def starting_with(self, prefix: str) -> list[str]:
        """The terms that begin with `prefix`."""
        return self._most_frequent(self._reader.terms("exact", prefix), f"{prefix}*")

    def near(self, term: str, distance: int) -> list[str]:
        """The terms within `distance` edits of `term`; letters changing places count as one.

        Edits are those of optimal string alignment (Damerau 1964).
        """
        from rapidfuzz.distance import OSA

        counted = self._reader.terms("exact", "")
        near = [
            (other, count)
            for other, count in counted
            if abs(len(other) - len(term)) <= distance
            and OSA.distance(term, other, score_cutoff=distance) <= distance
        ]
        return self._most_frequent(near, f"{term}~{distance}")

    def forms(self, term: str, languages: Sequence[str]) -> list[str]:
        """The terms with a stem of `term`, itself first: tuning, tuned, tune."""
        stems = set(stems_in(term, languages))
        counted = self._reader.terms("exact", _common_start(term, stems))
        alike = [(other, count) for other, count in counted if stems & set(stems_in(other, languages))]
        alike.sort(key=lambda pair: (pair[0] != term, -pair[1], pair[0]))
        return [other for other, _ in alike[:_MOST_FORMS]] or [term]

    def _most_frequent(self, counted: Iterable[tuple[str, int]], asked: str) -> list[str]:
        best = sorted(counted, key=lambda pair: (-pair[1], pair[0]))
        self.notice = ""
        if len(best) > _MOST_TERMS:
            self.notice = (
                f"{asked} stands for {len(best):,} words: the {_MOST_TERMS:,} commonest were searched"
            )
        return [term for term, _ in best[:_MOST_TERMS]]


def _common_start(term: str, stems: Iterable[str]) -> str:
    """What a term and its stems all begin with: `happ`, of happy and happi."""
    length = len(term)
    for stem in stems:
        while not stem.startswith(term[:length]):
            length -= 1
    return term[:length]
