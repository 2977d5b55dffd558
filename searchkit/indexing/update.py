"""Changes into an engine: what was prepared of each stale post goes in, commits and a report come out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Any

from msgspec.structs import replace

from searchkit.engines.clauses import AnyTerm, Term
from searchkit.engines.protocol import Engine, Level, Reader, Writer
from searchkit.essay import ReadingWarning
from searchkit.indexing.changes import Changes
from searchkit.indexing.prepare import Prepared, file_state
from searchkit.indexing.stored import path_from_here, stored_essay

Progress = Callable[[int, int], None]
"""Called with the bytes of posts done, and to do in all."""

_SHARERS_NAMED = 5
_IDS_AT_ONCE = 1_000


@dataclass(slots=True)
class Report:
    """What a build did. `essays` and `sections` count what the index holds now."""

    essays: int = 0
    sections: int = 0
    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: int = 0
    warnings: list[ReadingWarning] = field(default_factory=list)
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """The index object of the JSON interface."""
        return asdict(self) | {"warnings": [warning.to_dict() for warning in self.warnings]}


class Update:
    """One pass over the changes, from the last commit of `engine` to the next.

    `report` is filled as it goes, and `touched` has the posts that turn out not to have changed.
    `corpora` are the roots of the posts, by their numbers.
    """

    def __init__(
        self, engine: Engine, changes: Changes, corpora: tuple[str, ...], *, commit_every: float
    ) -> None:
        self.report = Report(unchanged=changes.unchanged)
        self.touched = dict(changes.touched)
        self._engine = engine
        self._changes = changes
        self._corpora = corpora
        self._commit_every = commit_every
        self._written_ids: dict[str, None] = {}

    def run(self, prepared: Iterable[Prepared], progress: Progress) -> Report:
        """Write what was `prepared` of the stale posts, drop what is gone, and count."""
        if self._changes.stale or self._changes.gone:
            with closing(self._engine.writer()) as writer:
                self._write(writer, prepared, progress)
        reader = self._engine.reader()
        self._warn_of_shared_ids(reader)
        self.report.essays = reader.size(Level.ESSAY)
        self.report.sections = reader.size(Level.SECTION)
        return self.report

    def _write(self, writer: Writer, prepared: Iterable[Prepared], progress: Progress) -> None:
        total = self._changes.size
        done = 0
        committed = started = time.monotonic()
        for one in prepared:
            self._take(writer, one)
            done += one.post.file.size
            progress(done, total)
            now = time.monotonic()
            # Ever later, because each commit is a segment more to search: a kill costs half the work at most.
            if now - committed > max(self._commit_every, (now - started) / 2):
                writer.commit()
                committed = now
        # What is gone goes last: a post that was renamed is never in neither place.
        for key in self._changes.gone:
            self._remove(writer, key)
        writer.commit()

    def _take(self, writer: Writer, prepared: Prepared) -> None:
        report, file = self.report, prepared.post.file
        shown = path_from_here(str(file.root), file.path)
        report.warnings += (replace(warning, path=shown) for warning in prepared.warnings)
        known = prepared.post.key in self._changes.known
        if prepared.document:
            writer.replace(prepared.document)
            self._written_ids[prepared.document.id] = None
            report.updated += known
            report.added += not known
        elif prepared.unchanged:
            report.unchanged += 1
            self.touched[prepared.post.key] = file_state(file, prepared.post.digest)
        else:
            report.skipped += 1
            if known:
                self._remove(writer, prepared.post.key)

    def _remove(self, writer: Writer, key: int) -> None:
        writer.delete(key)
        self.report.removed += 1

    def _warn_of_shared_ids(self, reader: Reader) -> None:
        names = list(self._written_ids)
        for start in range(0, len(names), _IDS_AT_ONCE):
            for name in _shared(reader, names[start : start + _IDS_AT_ONCE]):
                found = reader.search(Term("filter", f"id:{name}"), Level.ESSAY, _SHARERS_NAMED)
                stored = reader.essays([match.handle for match in found.best])
                paths = sorted(stored_essay(essay, self._corpora).path for essay in stored)
                message = f"its id, {name}, is also that of {', '.join(paths[1:])}: tell them apart by path"
                self.report.warnings.append(ReadingWarning(paths[0], 0, message))


def _shared(reader: Reader, names: list[str]) -> list[str]:
    """Those of the ids that more than one essay has: nearly always none, which one count tells of many."""
    wanted = AnyTerm("filter", tuple(f"id:{name}" for name in names))
    if reader.count(wanted, Level.ESSAY) == len(names):
        return []
    half = len(names) // 2
    return _shared(reader, names[:half]) + _shared(reader, names[half:]) if half else names
