"""searchkit itself, through its public interface."""

from __future__ import annotations

from pathlib import Path

import searchkit
from benchmarks.contestants import LIMIT, Found
from benchmarks.questions import Question


class Searchkit:
    """Essays are ranked, then the sections of the best; up to three hits an essay."""

    def __init__(self, folder: Path) -> None:
        self._index = searchkit.open(folder)

    def ask(self, question: Question) -> list[Found]:
        """The ten best."""
        hits = self._index.search(str(question), limit=LIMIT)
        return [Found(hit.essay.id, hit.section.number, hit.passage.html) for hit in hits]

    def matching(self, question: Question) -> int:
        """The sections that hold all of the question by themselves."""
        return self._index.search(str(question), limit=1).total_sections

    def size(self) -> int:
        """The sections of all essays."""
        return self._index.stats().sections
