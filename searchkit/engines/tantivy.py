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
from hashlib import blake2b
from itertools import product
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from searchkit.engines.clauses import (
    AnyTerm,
    Bool,
    Clause,
    Days,
    HasSection,
    InEssay,
    Keys,
    Phrase,
    Run,
    Term,
)
from searchkit.engines.levels import Joins, at_level, every
from searchkit.engines.protocol import EssayDocument, FileState, Level, Match, Matches, SectionDocument
from searchkit.errors import IndexDamagedError, IndexLockedError, IndexWriteError

_WITH_POSITIONS = ("title", "heading", "exact")
_WITHOUT_POSITIONS = ("subtitle", "headings", "body", "stem")
_WHOLE_VALUES = ("filter", "completion")
_COLUMNS = ("size", "mtime_ns", "digest")

_WRITER_MEMORY = 128_000_000
_FEW_MATCHES = 1_000
_MOST_BUCKETS = 65_000
_FEW_KEYS = 1_000
_MOST_WAYS = 512
_PLACES = 1 << 63


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", indexed=True, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_integer_field("place", indexed=True)
    for name in _COLUMNS:
        builder.add_integer_field(name, fast=True)
    for name in _WITH_POSITIONS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in _WITHOUT_POSITIONS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in _WHOLE_VALUES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


_SCHEMA = _schema()


class TantivyEngine:
    """A tantivy index in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _reading(folder):
            self._index = tantivy.Index.open(str(folder))
            self._index.config_reader("manual")

    @classmethod
    def create(cls, folder: Path) -> TantivyEngine:
        """A new, empty index; whatever was in `folder` is gone.

        Raises:
            IndexWriteError: the folder cannot be written.
        """
        with _writing(folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            tantivy.Index(_SCHEMA, str(folder))
        return cls(folder)

    def reader(self) -> TantivyReader:
        """The last commit."""
        with _reading(self._folder):
            commit = _commit_id(self._folder)  # first: a commit made meanwhile is then seen the next time
            self._index.reload()
            return TantivyReader(self._index.searcher(), self._folder, commit)

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
        """Make what was written durable and visible, all at once."""
        with _writing(self._folder):
            self._writer.commit()

    def close(self) -> None:
        """Stop writing; what was not committed is dropped. Merges under way are waited for."""
        with _writing(self._folder):
            self._writer.rollback()
            self._writer.wait_merging_threads()


class TantivyReader:
    """One commit. Columns (fast fields) tell whose section a match is without fetching it."""

    def __init__(self, searcher: tantivy.Searcher, folder: Path, commit: str) -> None:
        self._searcher = searcher
        self._folder = folder
        self._commit = commit
        self._sizes: dict[Level, int] = {}
        self._joins = Joins(self.keys)

    def search(self, clause: Clause, level: Level, limit: int, *, newest: bool = False) -> Matches:
        """The best `limit` documents of a level; by date rather than score with `newest`."""
        query = self._asked(clause, level)
        with _reading(self._folder):
            found = self._searcher.search(query, max(1, limit), order_by_field="day" if newest else None)
            handles = [handle for _, handle in found.hits]
            keys = self._searcher.fast_field_values("key", handles)
        best = [
            Match(float(score), int(key or 0), handle)
            for (score, handle), key in zip(found.hits, keys, strict=True)
        ]
        best.sort(key=lambda match: (-match.score, match.key))
        return Matches(best[:limit], _total(found))

    def count(self, clause: Clause, level: Level) -> int:
        """How many documents of a level match."""
        return self._count(self._asked(clause, level))

    def keys(self, clause: Clause, level: Level) -> list[int]:
        """The keys of every essay that matches, or has a section that does."""
        query = self._asked(clause, level)
        count = self._count(query)
        with _reading(self._folder):
            if count > _FEW_MATCHES and self.size(Level.ESSAY) <= _MOST_BUCKETS:
                terms = {"terms": {"field": "key", "size": _MOST_BUCKETS}}
                buckets = self._searcher.aggregate(query, {"keys": terms})["keys"]["buckets"]
                return [bucket["key"] for bucket in buckets]
            found = self._searcher.search(query, max(1, count), count=False)
            keys = self._searcher.fast_field_values("key", [handle for _, handle in found.hits])
        return list(dict.fromkeys(int(key or 0) for key in keys))

    def essays(self, handles: Sequence[Any]) -> list[bytes]:
        """What was stored of these essays."""
        with _reading(self._folder):
            return [bytes(self._searcher.doc(handle).get_first("stored") or b"") for handle in handles]

    sections = essays

    def terms(self, field: str, prefix: str) -> list[tuple[str, int]]:
        """The terms of a field that start so, with the number of documents each is in, by term."""
        with _reading(self._folder):
            return sorted(self._searcher.terms_with_prefix(field, prefix))

    def doc_freq(self, field: str, term: str) -> int:
        """How many documents hold a term; those of replaced essays may still count."""
        with _reading(self._folder):
            return self._searcher.doc_freq(field, term)

    def states(self) -> Mapping[int, FileState]:
        """The state of the file of every essay, by key."""
        with _reading(self._folder):
            limit = max(1, self.size(Level.ESSAY))
            found = self._searcher.search(_query(every(Level.ESSAY)), limit, count=False)
            handles = [handle for _, handle in found.hits]
            keys = self._searcher.fast_field_values("key", handles)
            columns = [self._searcher.fast_field_values(name, handles) for name in _COLUMNS]
        return {
            int(key or 0): FileState(*(int(value or 0) for value in values))
            for key, *values in zip(keys, *columns, strict=True)
        }

    def size(self, level: Level) -> int:
        """How many documents of a level there are."""
        if level not in self._sizes:
            self._sizes[level] = self._count(_query(every(level)))
        return self._sizes[level]

    def commit_id(self) -> str:
        """What tells this commit from every other: tantivy's list of segments, hashed."""
        return self._commit

    def _asked(self, clause: Clause, level: Level) -> Query:
        return _query(self._joins.made(at_level(clause, level)))

    def _count(self, query: Query) -> int:
        with _reading(self._folder):
            return _total(self._searcher.search(query, 1))


def _essay_document(essay: EssayDocument) -> tantivy.Document:
    document = _document(essay, (*essay.filters, Level.ESSAY.filter), essay.stored)
    for name, value in zip(_COLUMNS, essay.state, strict=True):
        document.add_integer(name, value)
    document.add_text("title", essay.title)
    document.add_text("subtitle", essay.subtitle)
    document.add_text("headings", essay.headings)
    for completion in essay.completions:
        document.add_text("completion", completion)
    for section in essay.sections:
        document.add_text("body", section.stem)
    return document


def _section_document(essay: EssayDocument, section: SectionDocument) -> tantivy.Document:
    document = _document(essay, (*section.filters, Level.SECTION.filter), section.stored)
    document.add_integer("place", _place(essay.key, section.number))
    document.add_text("exact", section.exact)
    document.add_text("stem", section.stem)
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


def _query(clause: Clause) -> Query:
    match clause:
        case Term(field, term, boost):
            index_option = "basic" if field in _WHOLE_VALUES else "freq"
            return _boosted(Query.term_query(_SCHEMA, field, term, index_option), boost)
        case Phrase(field, terms, slop, boost):
            return _boosted(_phrase(field, terms, slop), boost)
        case AnyTerm(field, terms):
            return Query.const_score_query(Query.term_set_query(_SCHEMA, field, list(terms)), 1.0)
        case Keys(keys):
            return _keys(keys)
        case Run(key, first, last):
            return _any_of("place", [_place(key, number) for number in range(first, last + 1)])
        case Days(first, last):
            return _unscored(Query.range_query(_SCHEMA, "day", tantivy.FieldType.Integer, first, last))
        case InEssay() | HasSection():
            raise TypeError("a join, which the reader makes first")
        case Bool():
            return _bool(clause)


def _place(key: int, number: int) -> int:
    """One number for a section of an essay, next to those of its neighbours.

    Two essays' sections share none but by an accident as rare as two essays with one key.
    """
    return (key + number) % _PLACES


def _phrase(field: str, terms: Sequence[str], slop: int) -> Query:
    """Terms in a row, or `slop` moves from it.

    tantivy's own search within a slop is exact for two different terms only: of more it misses some
    matches, and one word may stand for two equal terms. So each way to move them is a phrase of its
    own, where those are not too many.
    """
    ways = (slop + 1) ** len(terms) - slop ** len(terms)
    if slop == 0 or ways > _MOST_WAYS or len(terms) == len(set(terms)) == 2:
        return Query.phrase_query(_SCHEMA, field, list(terms), slop)
    moved = (
        tuple((place + move, term) for place, (move, term) in enumerate(zip(moves, terms, strict=True)))
        for moves in product(range(slop + 1), repeat=len(terms))
        if min(moves) == 0
    )
    apart = (words for words in moved if len({place for place, _ in words}) == len(terms))
    return Query.disjunction_max_query([Query.phrase_query(_SCHEMA, field, [*words]) for words in apart])


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _boosted(query: Query, boost: float) -> Query:
    return query if boost == 1.0 else Query.boost_query(query, boost)


def _keys(keys: Sequence[int]) -> Query:
    """A union of few terms skips; a set of many is scanned once. They cross at about 1,000."""
    if len(keys) > _FEW_KEYS:
        return _unscored(Query.term_set_query(_SCHEMA, "key", list(keys)))
    return _any_of("key", keys)


def _any_of(field: str, values: Sequence[int]) -> Query:
    queries = [(Occur.Should, Query.term_query(_SCHEMA, field, value)) for value in values]
    return _unscored(Query.boolean_query(queries))


def _bool(clause: Bool) -> Query:
    parts = [(Occur.Must, _query(part)) for part in clause.must]
    parts += [(Occur.Must, _unscored(_query(part))) for part in clause.given]
    parts += [(Occur.Should, _query(part)) for part in clause.should]
    parts += [(Occur.MustNot, _query(part)) for part in clause.without]
    if not (clause.must or clause.given or clause.at_least):
        parts.append((Occur.Must, _unscored(Query.all_query())))
    return Query.boolean_query(parts, minimum_number_should_match=clause.at_least)


def _commit_id(folder: Path) -> str:
    try:
        return blake2b((folder / "meta.json").read_bytes(), digest_size=8).hexdigest()
    except OSError as error:
        raise IndexDamagedError.of(folder.parent, error.strerror) from error


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if not _is_tantivys(error):
            raise
        raise IndexDamagedError.of(folder.parent, _first_line(error)) from error


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
