"""What Whoosh keeps: terms, postings and columns, in segments that a commit's table of contents names.

In go the fields of `protocol`, as strings of terms; out come postings with frequencies or positions.
Whoosh's own analyzers, numbers and lengths stay unused: terms are made by `analysis`, and the length of
a text is kept in the code of Lucene and tantivy, so that scores are theirs too.

Traps of Whoosh that decide what stands here: it reads a column of several segments wrongly where one of
them has none, so every segment is read by itself; it forgets how long a text was beyond 100,000 terms;
it syncs nothing to the disk.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.columns import CompressedBytesColumn, FixedBytesColumn, NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence, Format
from whoosh.reading import IndexReader

from searchkit.engines.folder import sync_folder

WITH_POSITIONS = ("title", "heading", "exact")
WITHOUT_POSITIONS = ("subtitle", "headings", "body", "stem")
WHOLE_VALUES = ("filter", "completion", "key")
NUMBERS = ("day", "kind", "size", "mtime_ns", "digest")
SCORED = (*WITH_POSITIONS, *WITHOUT_POSITIONS)

Indexed = Iterator[tuple[bytes, int, float, bytes]]
"""Of each term: itself, its frequency, its weight (the frequency again) and what is kept with the posting."""


class Posting(NamedTuple):
    """A document that holds a term: how often, and the positions, where the field has them."""

    document: int
    frequency: float
    positions: bytes


class Positions(Format):  # type: ignore[misc]
    """Postings with every position, 4 bytes each; Whoosh compresses them by the block."""

    posting_size = -1


class TermsWithPositions(FieldType):  # type: ignore[misc]
    """A text of terms in which phrases are looked up."""

    def __init__(self) -> None:
        super().__init__(Positions(), None, scorable=True)

    def index(self, value: str, **_: object) -> Indexed:
        """The postings of one document."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, term in enumerate(value.split()):
            places[term].append(place)
        for term, found in places.items():
            yield _encoded(term), len(found), float(len(found)), array("I", found).tobytes()


class Terms(FieldType):  # type: ignore[misc]
    """A text of terms that are only counted."""

    def __init__(self) -> None:
        super().__init__(Existence(), None, scorable=True)

    def index(self, value: str, **_: object) -> Indexed:
        """The postings of one document."""
        for term, count in Counter(value.split()).items():
            yield _encoded(term), count, float(count), b""


class WholeValues(FieldType):  # type: ignore[misc]
    """Values that are terms as they are."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)

    def index(self, value: Iterable[str], **_: object) -> Indexed:
        """The postings of one document."""
        return ((_encoded(term), 1, 1.0, b"") for term in value)


SCHEMA = Schema(
    **{name: TermsWithPositions() for name in WITH_POSITIONS},
    **{name: Terms() for name in WITHOUT_POSITIONS},
    **{name: WholeValues() for name in WHOLE_VALUES},
    **{name: COLUMN(NumericColumn("q")) for name in NUMBERS},
    essay=COLUMN(NumericColumn("q")),
    lengths=COLUMN(FixedBytesColumn(len(SCORED))),
    stored=COLUMN(CompressedBytesColumn()),
)


class Storage(FileStorage):  # type: ignore[misc]
    """A folder in which a table of contents is seen, even after a power cut, only with its segments."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Sync what was written since the last commit, then rename: this is a commit."""
        for entry in Path(self.folder).iterdir():
            if entry.is_file():
                with entry.open("rb") as file:
                    os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe)
        sync_folder(Path(self.folder))


def _encoded(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


class Segments:
    """The segments of one commit, read as one: documents are numbered through them."""

    def __init__(self, reader: IndexReader) -> None:
        self._leaves = list(reader.leaf_readers())
        self._bases = [base for _, base in self._leaves]
        self._columns: dict[str, list[Any]] = {}
        # Generations are counted: those of an index made anew are told apart by a segment's random id.
        newest = self._leaves[-1][0].segment()  # none of an empty index
        self.commit = f"{reader.generation()}-{newest.segid}" if newest else "0"
        self.size = int(reader.doc_count())

    def postings(self, field: str, term: str) -> Iterator[Posting]:
        """The documents that hold a term, by number."""
        wanted = field, _encoded(term)
        for leaf, base in self._leaves:
            if wanted in leaf:
                found = leaf.postings(*wanted)
                while found.is_active():
                    yield Posting(base + found.id(), found.weight(), found.value())
                    found.next()

    def postings_among(self, field: str, term: str, documents: Sequence[int]) -> Iterator[Posting]:
        """Those of these documents, which are in order, that hold a term; what is between is skipped."""
        wanted = field, _encoded(term)
        for leaf, base in self._leaves:
            found = leaf.postings(*wanted) if wanted in leaf else None
            start, end = (bisect_left(documents, base + number) for number in (0, leaf.doc_count_all()))
            for document in documents[start:end]:
                if found is None or not found.is_active():
                    break
                found.skip_to(document - base)
                if found.is_active() and found.id() == document - base:
                    yield Posting(document, found.weight(), found.value())

    def doc_freq(self, field: str, term: str) -> int:
        """How many documents hold a term, deleted ones among them."""
        wanted = field, _encoded(term)
        return sum(leaf.doc_frequency(*wanted) for leaf, _ in self._leaves if wanted in leaf)

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms that start so, segment by segment, each with the documents of that one."""
        for leaf, _ in self._leaves:
            for term, info in leaf.iter_prefix(field, _encoded(prefix)):
                yield term.decode("utf-8", "surrogatepass"), info.doc_frequency()

    def total_length(self, field: str) -> int:
        """The length of all texts of a field."""
        return sum(leaf.field_length(field) for leaf, _ in self._leaves)

    def documents(self) -> Iterator[int]:
        """The numbers of all documents."""
        return (base + number for leaf, base in self._leaves for number in leaf.all_doc_ids())

    def value(self, column: str, document: int) -> Any:
        """What a column holds of a document."""
        if column not in self._columns:
            self._columns[column] = [leaf.column_reader(column, translate=False) for leaf, _ in self._leaves]
        place = bisect_right(self._bases, document) - 1
        return self._columns[column][place][document - self._bases[place]]
