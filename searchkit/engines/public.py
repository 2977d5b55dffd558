"""What readers of a site may see of an index: its public essays, and nothing that tells of the others.

In goes a reader, out comes one that answers as if essays that are drafts, paid for or private had never
been indexed: no match, no count, no term. Whatever is asked through it cannot leak, so everything that
is served goes through it, rather than each feature remembering to leave them out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from searchkit.engines.clauses import Bool, Clause, Term
from searchkit.engines.protocol import FileState, Level, Matches, Reader
from searchkit.essay import PUBLIC

_IS_PUBLIC = Term("filter", f"access:{PUBLIC}")
_OF_ESSAYS = frozenset({"title", "subtitle", "headings", "body", "completion", "filter"})


def public_reader(reader: Reader) -> Reader:
    """What readers may see of a commit; the reader itself where all of it is public."""
    everything = reader.size(Level.ESSAY)
    return reader if reader.count(_IS_PUBLIC, Level.ESSAY) == everything else PublicReader(reader)


class PublicReader:
    """A commit without the essays that are not public.

    Scores are BM25 over the whole index still: they depend on how many documents it has, not on a word
    that only hidden essays hold.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._public_count = cache(self._count_public)

    def search(self, clause: Clause, level: Level, limit: int, *, newest: bool = False) -> Matches:
        """The best `limit` documents of a level; by date rather than score with `newest`."""
        return self._reader.search(_public(clause), level, limit, newest=newest)

    def count(self, clause: Clause, level: Level) -> int:
        """How many documents of a level match."""
        return self._reader.count(_public(clause), level)

    def keys(self, clause: Clause, level: Level) -> list[int]:
        """The keys of every essay that matches, or has a section that does."""
        return self._reader.keys(_public(clause), level)

    def essays(self, handles: Sequence[Any]) -> list[bytes]:
        """What was stored of these essays."""
        return self._reader.essays(handles)

    def sections(self, handles: Sequence[Any]) -> list[bytes]:
        """What was stored of these sections."""
        return self._reader.sections(handles)

    def terms(self, field: str, prefix: str) -> list[tuple[str, int]]:
        """The terms of a field that start so, with the number of public documents each is in."""
        counted = [(term, self._public_count(field, term)) for term, _ in self._reader.terms(field, prefix)]
        return [(term, count) for term, count in counted if count]

    def doc_freq(self, field: str, term: str) -> int:
        """How many public documents hold a term."""
        return self._public_count(field, term)

    def states(self) -> Mapping[int, FileState]:
        """The state of the file of every public essay, by key."""
        shown = set(self._reader.keys(_IS_PUBLIC, Level.ESSAY))
        return {key: state for key, state in self._reader.states().items() if key in shown}

    def size(self, level: Level) -> int:
        """How many public documents of a level there are."""
        return self._reader.count(_IS_PUBLIC, level)

    def commit_id(self) -> str:
        """What tells this commit from every other."""
        return self._reader.commit_id()

    def _count_public(self, field: str, term: str) -> int:
        of_essay = field in _OF_ESSAYS and not term.startswith("kind:")
        level = Level.ESSAY if of_essay else Level.SECTION
        return self.count(Term(field, term), level)


def _public(clause: Clause) -> Clause:
    return Bool(must=(clause,), given=(_IS_PUBLIC,))
