"""SQLite's FTS5 over flat sections, from the standard library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from html import escape
from pathlib import Path

from benchmarks.contestants import LIMIT, Found
from benchmarks.questions import Class, Question
from searchkit.essay import Essay

_FILE = "sections.db"
_TABLE = (
    "CREATE VIRTUAL TABLE sections USING fts5(essay UNINDEXED, number UNINDEXED, text, tokenize='porter')"
)
_INSERT = "INSERT INTO sections VALUES (?, ?, ?)"
_COUNT = "SELECT count(*) FROM sections WHERE sections MATCH ?"
# snippet() does not escape, so its marks are characters that no text holds. 55 tokens: about 320 letters.
_ASK = """
SELECT essay, number, snippet(sections, 2, char(2), char(3), '…', 55)
FROM sections WHERE sections MATCH ? ORDER BY rank LIMIT ?
"""


class Fts5:
    """One row a section; its text stored, stemmed and with positions."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / _FILE)
        # As tantivy, which maps its files: SQLite's own cache of 2 MB would be an unfair start.
        self._database.execute("PRAGMA mmap_size = 8000000000")

    @staticmethod
    def build(essays: Iterable[Essay], folder: Path) -> None:
        """Index in one transaction."""
        database = sqlite3.connect(folder / _FILE)
        with database:
            database.execute(_TABLE)
            rows = (
                (essay.id, section.number, section.text) for essay in essays for section in essay.sections
            )
            database.executemany(_INSERT, rows)
        database.close()

    def ask(self, question: Question) -> list[Found]:
        """The ten best sections."""
        rows = self._database.execute(_ASK, (_spelled(question), LIMIT))
        return [Found(essay, number, _html(excerpt)) for essay, number, excerpt in rows]

    def matching(self, question: Question) -> int:
        """The sections that match."""
        count: int = self._database.execute(_COUNT, (_spelled(question),)).fetchone()[0]
        return count

    def size(self) -> int:
        """All rows."""
        count: int = self._database.execute("SELECT count(*) FROM sections").fetchone()[0]
        return count


def _spelled(question: Question) -> str:
    if question.kind is Class.REQUIRED:
        return " AND ".join(question.words)
    return str(question)


def _html(excerpt: str) -> str:
    return escape(excerpt).replace("\x02", "<mark>").replace("\x03", "</mark>")


PEER = Fts5
