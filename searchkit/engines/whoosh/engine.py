"""Whoosh as an engine: see `protocol`. In go documents and clauses, out come matches."""

from __future__ import annotations

import pickle
import shutil
import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from heapq import nsmallest
from pathlib import Path
from typing import Any
from zlib import error as ZlibError  # noqa: N812

from whoosh import index as whoosh_index

from searchkit.engines.clauses import Clause
from searchkit.engines.levels import Joins, at_level, every
from searchkit.engines.protocol import EssayDocument, FileState, Level, Match, Matches
from searchkit.engines.whoosh.files import SCHEMA, SCORED, Segments, Storage
from searchkit.engines.whoosh.lengths import code_of
from searchkit.engines.whoosh.scores import Scorer, Scores, place_term
from searchkit.errors import IndexDamagedError, IndexLockedError, IndexWriteError
from searchkit.essay import Kind

_WRITER_MEGABYTES = 128
_TRIES = 10
_KINDS = tuple(Kind)
_UNREADABLE = (
    OSError,
    whoosh_index.IndexError,
    pickle.UnpicklingError,
    struct.error,
    ZlibError,
    EOFError,
    AssertionError,
    ValueError,
)


class WhooshEngine:
    """A Whoosh index in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _reading(folder):
            self._index = _opened(folder)

    @classmethod
    def create(cls, folder: Path) -> WhooshEngine:
        """A new, empty index; whatever was in `folder` is gone.

        Raises:
            IndexWriteError: the folder cannot be written.
        """
        with _writing(folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            whoosh_index.TOC.create(Storage(str(folder)), SCHEMA)
        return cls(folder)

    def reader(self) -> WhooshReader:
        """The last commit."""
        with _reading(self._folder):
            return WhooshReader(Segments(self._index.reader()), self._folder)

    def writer(self) -> WhooshWriter:
        """Start writing."""
        return WhooshWriter(self._index, self._folder)


class WhooshWriter:
    """Holds what is to be written until it is committed, in one segment."""

    def __init__(self, index: whoosh_index.FileIndex, folder: Path) -> None:
        self._index = index
        self._folder = folder
        self._pending: dict[int, EssayDocument | None] = {}
        self._writer: Any = self._next_writer()

    def replace(self, essay: EssayDocument) -> None:
        """Index an essay, in place of what was indexed under its key."""
        self._pending[essay.key] = essay

    def delete(self, key: int) -> None:
        """Drop an essay and its sections."""
        self._pending[key] = None

    def commit(self) -> None:
        """Make what was written durable and visible, all at once."""
        writer = self._writer or self._next_writer()
        with _writing(self._folder):
            segments = Segments(self._index.reader())
            for key, essay in self._pending.items():
                for posting in segments.postings("key", str(key)):
                    writer.delete_document(posting.document)
                if essay:
                    for document in _documents(essay):
                        writer.add_document(**document)
            writer.commit()
        self._pending.clear()
        self._writer = None

    def close(self) -> None:
        """Stop writing; what was not committed is dropped."""
        if self._writer:
            with _writing(self._folder):
                self._writer.cancel()

    def _next_writer(self) -> Any:
        with _writing(self._folder):
            return self._index.writer(limitmb=_WRITER_MEGABYTES)


class WhooshReader:
    """One commit. A handle is a document's number."""

    def __init__(self, segments: Segments, folder: Path) -> None:
        self._segments = segments
        self._folder = folder
        self._scorer = Scorer(segments, Joins(self.keys).keys_of)

    def search(self, clause: Clause, level: Level, limit: int, *, newest: bool = False) -> Matches:
        """The best `limit` documents of a level; by date rather than score with `newest`."""
        with _reading(self._folder):
            scores = self._scores(clause, level)
            value = self._segments.value
            if newest:
                scores = {document: value("day", document) for document in scores}
            best = nsmallest(limit, scores, key=lambda document: (-scores[document], document))
            of_sections = level is Level.SECTION
            matches = [
                Match(
                    scores[document],
                    value("essay", document),
                    document,
                    _KINDS[value("kind", document)] if of_sections else None,
                )
                for document in best
            ]
        matches.sort(key=lambda match: (-match.score, match.key))
        return Matches(matches, len(scores))

    def count(self, clause: Clause, level: Level) -> int:
        """How many documents of a level match."""
        with _reading(self._folder):
            return len(self._scores(clause, level))

    def keys(self, clause: Clause, level: Level) -> list[int]:
        """The keys of every essay that matches, or has a section that does."""
        with _reading(self._folder):
            found = (self._segments.value("essay", document) for document in self._scores(clause, level))
            return list(dict.fromkeys(found))

    def essays(self, handles: Sequence[Any]) -> list[bytes]:
        """What was stored of these essays."""
        with _reading(self._folder):
            return [self._segments.value("stored", handle) for handle in handles]

    sections = essays

    def terms(self, field: str, prefix: str) -> list[tuple[str, int]]:
        """The terms of a field that start so, with the number of documents each is in, by term."""
        counts: Counter[str] = Counter()
        with _reading(self._folder):
            for term, count in self._segments.terms(field, prefix):
                counts[term] += count
        return sorted(counts.items())

    def doc_freq(self, field: str, term: str) -> int:
        """How many documents hold a term; those of replaced essays may still count."""
        with _reading(self._folder):
            return self._segments.doc_freq(field, term)

    def states(self) -> Mapping[int, FileState]:
        """The state of the file of every essay, by key."""
        value = self._segments.value
        with _reading(self._folder):
            return {
                value("essay", document): FileState(*(value(name, document) for name in FileState._fields))
                for document in self._scores(every(Level.ESSAY), Level.ESSAY)
            }

    def size(self, level: Level) -> int:
        """How many documents of a level there are."""
        return self.count(every(level), level)

    def commit_id(self) -> str:
        """What tells this commit from every other of its generation, in every process that reads it."""
        return self._segments.commit

    def _scores(self, clause: Clause, level: Level) -> Scores:
        return self._scorer.scores(at_level(clause, level))


def _opened(folder: Path) -> whoosh_index.FileIndex:
    """The index by its newest table of contents, which the next commit may delete before it is read."""
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):
            return whoosh_index.FileIndex(Storage(str(folder)), SCHEMA)
    return whoosh_index.FileIndex(Storage(str(folder)), SCHEMA)


def _documents(essay: EssayDocument) -> Iterator[dict[str, Any]]:
    """The fields of an essay's sections and of itself, as `files.SCHEMA` has them."""
    for section in essay.sections:
        texts = {"exact": section.exact, "stem": section.stem, "heading": section.heading}
        keys = (str(essay.key), place_term(essay.key, section.number))
        filters = (*section.filters, Level.SECTION.filter)
        yield _document(essay, texts, keys, filters) | {
            "kind": _KINDS.index(section.kind),
            "stored": section.stored,
        }
    texts = {"title": essay.title, "subtitle": essay.subtitle, "headings": essay.headings}
    texts["body"] = " ".join(section.stem for section in essay.sections)
    filters = (*essay.filters, Level.ESSAY.filter)
    document = _document(essay, texts, (str(essay.key),), filters)
    yield document | {"stored": essay.stored, "completion": essay.completions} | essay.state._asdict()


def _document(
    essay: EssayDocument, texts: Mapping[str, str], keys: Sequence[str], filters: Sequence[str]
) -> dict[str, Any]:
    lengths = bytes(code_of(len(texts.get(name, "").split())) for name in SCORED)
    own = {"essay": essay.key, "day": essay.day, "key": keys, "filter": filters, "lengths": lengths}
    return {**texts, **own}


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise IndexDamagedError.of(folder.parent, _first_line(error)) from error


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexWriteError.of(folder.parent, error) from error
    except whoosh_index.LockError as error:
        raise IndexLockedError.of(folder.parent) from error


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
