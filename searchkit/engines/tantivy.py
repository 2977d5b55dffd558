"""The default engine: tantivy, embedded, memory-mapped, with crash-safe commits.

In go documents and clauses of `protocol` and `clauses`; what tantivy is told is only here. Text fields
are split on white space, because `analysis` made the terms.

Traps of tantivy-py that decide what stands here: `Document(field=...)` fills an unsigned field in a
way that kills the writer with a misleading I/O error, so documents are filled field by field and
numbers are signed; a phrase of one term panics; a boolean query of exclusions alone matches nothing;
every failure is a bare ValueError, which becomes one of our errors.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import repeat
from operator import attrgetter
from pathlib import Path
from typing import Any

import tantivy

from searchkit.engines.clauses import Bool, Clause, HasSection, Keys, Term
from searchkit.engines.levels import Joins, at_level, every
from searchkit.engines.protocol import EssayDocument, FileState, Level, Match, Matches, SectionDocument
from searchkit.engines.seal import REWRITTEN
from searchkit.engines.tantivy_queries import SCHEMA, STATE_COLUMNS, Queries, place_number
from searchkit.errors import IndexDamagedError, IndexLockedError, IndexWriteError
from searchkit.essay import Kind

_WRITER_MEMORY = 300_000_000
_FEW_MATCHES = 1_000
_MOST_BUCKETS = 65_000
"""The keys of few matches are read from their column, those of more are gathered, at most so many."""

_MANY_KEYS = 200
_MORE = 4
"""Of so many essays the best are looked for among this many times as many others."""

_KEY = attrgetter("key")
_SCORE = attrgetter("score")
_KINDS = dict(enumerate(Kind))
_CODES = {kind: code for code, kind in _KINDS.items()}


class TantivyEngine:
    """A tantivy index in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _Reading(folder):
            try:
                self._index = tantivy.Index.open(str(folder))
            except ValueError as error:
                if "PermissionDenied" not in str(error) and "ReadOnlyFilesystem" not in str(error):
                    raise
                self._index = tantivy.Index.open(self._linked())
            self._index.config_reader("manual")

    def _linked(self) -> str:
        """A folder of links to the files, for as long as we are there: tantivy writes a lock even to read."""
        from tempfile import mkdtemp
        from weakref import finalize

        links = mkdtemp(prefix="searchkit-")
        finalize(self, shutil.rmtree, links, ignore_errors=True)
        for file in self._folder.iterdir():
            if file.suffix != ".lock":
                Path(links, file.name).symlink_to(file.absolute())
        return links

    @classmethod
    def create(cls, folder: Path) -> TantivyEngine:
        """A new, empty index; whatever was in `folder` is gone.

        Raises:
            IndexWriteError: the folder cannot be written.
        """
        with _writing(folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            tantivy.Index(SCHEMA, str(folder))
        return cls(folder)

    def reader(self) -> TantivyReader:
        """The last commit."""
        with _Reading(self._folder):
            meta = _read_meta(self._folder)  # first: a commit made meanwhile is then seen the next time
            self._index.reload()
            return TantivyReader(self._index.searcher(), self._folder, meta)

    def writer(self) -> TantivyWriter:
        """Start writing."""
        with _writing(self._folder):
            return TantivyWriter(self._index.writer(_WRITER_MEMORY, 1), self._folder)


class TantivyWriter:
    """One writing thread: reading and analysing essays, in other processes, is what takes the time."""

    def __init__(self, writer: tantivy.IndexWriter, folder: Path) -> None:
        self._writer = writer
        self._folder = folder

    def replace(self, essay: EssayDocument) -> None:
        """Index an essay, in place of what was indexed under its key."""
        with _writing(self._folder):
            self._writer.delete_documents_by_term("key", essay.key)
            for section in essay.sections:
                self._writer.add_document(_section_document(essay, section))
            self._writer.add_document(_essay_document(essay))

    def delete(self, key: int) -> None:
        """Drop an essay and its sections."""
        with _writing(self._folder):
            self._writer.delete_documents_by_term("key", key)

    def commit(self) -> None:
        """Make what was written durable and visible, all at once, to all who may look into the folder."""
        with _writing(self._folder):
            self._writer.commit()
            readable = self._folder.stat().st_mode & 0o666
            for name in REWRITTEN:  # tantivy makes these for their owner's eyes only
                (self._folder / name).chmod(readable)

    def close(self) -> None:
        """Stop writing; what was not committed is dropped. Merges under way are waited for."""
        with _writing(self._folder):
            self._writer.rollback()
            self._writer.wait_merging_threads()


class TantivyReader:
    """One commit. Columns (fast fields) tell whose section a match is, and its kind, without fetching it."""

    def __init__(self, searcher: tantivy.Searcher, folder: Path, meta: bytes) -> None:
        self._searcher = searcher
        self._meta = meta
        self._reading = _Reading(folder)
        self._sizes: dict[Level, int] = {}
        self._keys_of = Joins(self.keys).keys_of
        self._queries = {level: Queries(level, self._keys_of) for level in Level}
        self._counted: tuple[Clause, Level, int] | None = None

    def search(self, clause: Clause, level: Level, limit: int, *, newest: bool = False) -> Matches:
        """The best `limit` documents of a level; by date rather than score with `newest`."""
        found: Matches | None = None
        match clause:
            case Bool((HasSection() as join,), should, (), ()) if level is Level.ESSAY and not newest:
                found = self._among_many(self._keys_of(join), should, limit)
        best, total = found or self._search(clause, level, limit, newest=newest)
        if len({match.score for match in best}) < len(best):
            best.sort(key=_KEY)
            best.sort(key=_SCORE, reverse=True)
        return Matches(best, total)

    def _among_many(self, keys: Sequence[int], should: tuple[Clause, ...], limit: int) -> Matches | None:
        """The best of very many essays, the first of which are given in the order they were indexed in.

        To look each of them up would take longer than all else. Where nothing is to score them by, they are
        the first; else they are mostly among the best of all essays. None where these are too few.
        """
        if len(keys) < _MANY_KEYS:
            return None
        if should:
            among = set(keys)
            found, _ = self._search(Bool(should=should, at_least=1), Level.ESSAY, _MORE * limit)
            best = [match for match in found if match.key in among][:limit]
        else:
            best, _ = self._search(Keys(tuple(keys[:limit])), Level.ESSAY, limit)
        return Matches(best, len(keys)) if len(best) == limit else None

    def _search(self, clause: Clause, level: Level, limit: int, *, newest: bool = False) -> Matches:
        """The best in tantivy's order: of equal ones, first what was indexed first."""
        query = self._queries[level].of(at_level(clause, level))
        with self._reading:
            found = self._searcher.search(query, max(1, limit), order_by_field="day" if newest else None)
            hits = found.hits[:limit]
            if not hits:
                return Matches([], _total(found))
            scores, handles = zip(*hits, strict=True)
            keys = self._column("key", handles)
            kinds = self._column("kind", handles) if level is Level.SECTION else repeat(None)
        return Matches(list(map(Match, scores, keys, handles, map(_KINDS.get, kinds))), _total(found))

    def count(self, clause: Clause, level: Level) -> int:
        """How many documents of a level match."""
        if self._counted and self._counted[:2] == (clause, level):
            return self._counted[2]
        clause = at_level(clause, level)
        if isinstance(clause, Term) and self._holds_nothing_replaced:
            return self.doc_freq(clause.field, clause.term)
        return self._count(self._queries[level].unscored(clause))

    def keys(self, clause: Clause, level: Level) -> list[int]:
        """The keys of every essay that matches, or has a section that does.

        The first are in the order of indexing.
        """
        query = self._queries[level].unscored(at_level(clause, level))
        with self._reading:
            found = self._searcher.search(query, _FEW_MATCHES)
            total = _total(found)
            self._counted = clause, level, total  # a search will ask for this, too
            keys = self._column("key", [handle for _, handle in found.hits])
            if total > _FEW_MATCHES:
                keys += self._all_keys(query, total)
        return list(dict.fromkeys(keys))

    def _all_keys(self, query: tantivy.Query, total: int) -> list[int]:
        if self.size(Level.ESSAY) > _MOST_BUCKETS:
            found = self._searcher.search(query, total, count=False)
            return self._column("key", [handle for _, handle in found.hits])
        terms = {"terms": {"field": "key", "size": _MOST_BUCKETS}}
        buckets = self._searcher.aggregate(query, {"keys": terms})["keys"]["buckets"]
        return [bucket["key"] for bucket in buckets]

    def essays(self, handles: Sequence[Any]) -> list[bytes]:
        """What was stored of these essays."""
        with self._reading:
            return [self._searcher.doc(handle).get_first("stored") or b"" for handle in handles]

    sections = essays

    def terms(self, field: str, prefix: str) -> list[tuple[str, int]]:
        """The terms of a field that start so, with the number of documents each is in, by term."""
        with self._reading:
            return sorted(self._searcher.terms_with_prefix(field, prefix))

    def doc_freq(self, field: str, term: str) -> int:
        """How many documents hold a term; those of replaced essays may still count."""
        with self._reading:
            return self._searcher.doc_freq(field, term)

    def states(self) -> Mapping[int, FileState]:
        """The state of the file of every essay, by key."""
        limit = max(1, self.size(Level.ESSAY))
        with self._reading:
            query = self._queries[Level.ESSAY].unscored(every(Level.ESSAY))
            found = self._searcher.search(query, limit, count=False)
            handles = [handle for _, handle in found.hits]
            keys, *columns = (self._column(name, handles) for name in ("key", *STATE_COLUMNS))
        return dict(zip(keys, map(FileState, *columns), strict=True))

    def size(self, level: Level) -> int:
        """How many documents of a level there are."""
        if level not in self._sizes:
            self._sizes[level] = self._count(self._queries[level].unscored(every(level)))
        return self._sizes[level]

    def commit_id(self) -> str:
        """What tells this commit from every other: tantivy's list of segments, hashed."""
        from hashlib import blake2b  # 2 ms, which one search need not pay

        return blake2b(self._meta, digest_size=8).hexdigest()

    @cached_property
    def _holds_nothing_replaced(self) -> bool:
        """Whether each document that a term's frequency counts is there still: each has one level."""
        with self._reading:
            held = sum(self._searcher.doc_freq("filter", level.filter) for level in Level)
            return held == self._searcher.num_docs

    def _column(self, name: str, handles: Sequence[Any]) -> list[Any]:
        """What a column holds of these documents, each of which has it."""
        return self._searcher.fast_field_values(name, list(handles))

    def _count(self, query: tantivy.Query) -> int:
        with self._reading:
            return _total(self._searcher.search(query, 1))


def _essay_document(essay: EssayDocument) -> tantivy.Document:
    document = _document(essay, (*essay.filters, Level.ESSAY.filter), essay.stored)
    document.add_integer("essay", essay.key)
    for name, value in zip(STATE_COLUMNS, essay.state, strict=True):
        document.add_integer(name, value)
    document.add_text("title", essay.title)
    document.add_text("subtitle", essay.subtitle)
    document.add_text("headings", essay.headings)
    for completion in essay.completions:
        document.add_text("completion", completion)
    document.add_text("body", " ".join(section.stem for section in essay.sections))
    return document


def _section_document(essay: EssayDocument, section: SectionDocument) -> tantivy.Document:
    document = _document(essay, (*section.filters, Level.SECTION.filter), section.stored)
    document.add_integer("place", place_number(essay.key, section.number))
    document.add_integer("kind", _CODES[section.kind])
    document.add_text("exact", section.exact)
    document.add_text("stem", section.stem)
    if section.heading:
        document.add_text("heading", section.heading)
    return document


def _document(essay: EssayDocument, filters: Sequence[str], stored: bytes) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("key", essay.key)
    document.add_integer("day", essay.day)
    for value in filters:
        document.add_text("filter", value)
    document.add_bytes("stored", stored)
    return document


def _read_meta(folder: Path) -> bytes:
    try:
        return (folder / "meta.json").read_bytes()
    except OSError as error:
        raise IndexDamagedError.of(folder.parent, error.strerror) from error


class _Reading:
    """Makes tantivy's errors ours. A class, because a search enters it often."""

    __slots__ = ("_folder",)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error and _is_tantivys(error):
            raise IndexDamagedError.of(self._folder.parent, _first_line(error)) from error


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexWriteError.of(folder.parent, error) from error
    except BaseException as error:
        if not _is_tantivys(error):
            raise
        if "LockBusy" in str(error):
            raise IndexLockedError.of(folder.parent) from error
        raise IndexWriteError(
            f"the index in {folder.parent} cannot be written ({_first_line(error)})",
            hint="see that there is room on the disk and that the folder may be written",
        ) from error


def _is_tantivys(error: BaseException) -> bool:
    return isinstance(error, ValueError) or type(error).__name__ == "PanicException"


def _total(found: tantivy.SearchResult) -> int:
    total: int = found.count  # type: ignore[attr-defined]  # its stubs forget it
    return total


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
