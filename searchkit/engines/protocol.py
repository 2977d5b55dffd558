"""What every engine does, and what it is given to index.

Two levels are indexed in one index, so that one commit covers both: a document for each essay and
one for each of its sections. Their fields, all of terms that `analysis` made, joined by spaces:

| field      | of an essay              | of a section                      | positions |
| ---------- | ------------------------ | --------------------------------- | --------- |
| `title`    | stems of its title       |                                   | yes       |
| `subtitle` | stems of its subtitle    |                                   | no        |
| `headings` | stems of all its headings |                                  | no        |
| `body`     | stems of all its sections |                                  | no        |
| `heading`  |                          | stems of the headings it is under | yes       |
| `exact`    |                          | exact terms of its text           | yes       |
| `stem`     |                          | stems of its text                 | no        |

The field `filter` holds whole values: `level:essay`, `author:merrow`, `tag:`, `type:`, `essay:`, `lang:`,
`access:`, and `kind:` of a section.

The field `completion` of an essay holds whole values too: what `indexing.completions` made of it, to be
listed by their beginnings.

A section can also be had by its essay's key and its number (`clauses.Run`), however long the essay is.

Positions stand where phrases are asked for: an essay's phrases are found in its sections, so no
phrase runs from one section into the next, and the body's positions (0.3 of the text) need no room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from msgspec import Struct

from searchkit.engines.clauses import Clause
from searchkit.essay import Kind


class Level(StrEnum):
    """What a query is about: whole essays, or their sections."""

    ESSAY = "essay"
    SECTION = "section"

    __hash__ = str.__hash__  # an enum's own is not in C

    @property
    def filter(self) -> str:
        """The `filter` term that every document of this level has."""
        return f"level:{self.value}"


class FileState(NamedTuple):
    """What decides whether a post has changed since it was indexed.

    `digest` is a 63-bit hash of its bytes; where size and modification time agree, it is not read.
    """

    size: int
    mtime_ns: int
    digest: int


class SectionDocument(Struct, frozen=True):
    """A section as it is indexed; `stored` comes back as it is from `Reader.sections`."""

    number: int
    kind: Kind
    exact: str
    stem: str
    heading: str
    filters: tuple[str, ...]
    stored: bytes


class EssayDocument(Struct, frozen=True):
    """An essay and its sections as they are indexed.

    `key` tells essays apart (63 bits, of the path); `day` is the date's proleptic ordinal, 0 for none.
    """

    key: int
    id: str
    day: int
    state: FileState
    title: str
    subtitle: str
    headings: str
    filters: tuple[str, ...]
    completions: tuple[str, ...]
    stored: bytes
    sections: tuple[SectionDocument, ...]


class Match(Struct, frozen=True):
    """A document that answers a query: its score, its essay, the engine's own handle on it.

    `kind` is that of a section, so that sections can be ranked before any is fetched.
    """

    score: float
    key: int
    handle: Any
    kind: Kind | None = None


class Matches(NamedTuple):
    """The best documents, best first, and how many there are in all."""

    best: list[Match]
    total: int


class Reader(Protocol):
    """A whole commit, unchanged for as long as the reader is held."""

    def search(self, clause: Clause, level: Level, limit: int, *, newest: bool = False) -> Matches:
        """The best `limit` documents of a level; by date rather than score with `newest`."""

    def count(self, clause: Clause, level: Level) -> int:
        """How many documents of a level match."""

    def keys(self, clause: Clause, level: Level) -> list[int]:
        """The keys of every essay that matches, or has a section that does."""

    def essays(self, handles: Sequence[Any]) -> list[bytes]:
        """What was stored of these essays."""

    def sections(self, handles: Sequence[Any]) -> list[bytes]:
        """What was stored of these sections."""

    def terms(self, field: str, prefix: str) -> list[tuple[str, int]]:
        """The terms of a field that start so, with the number of documents each is in, by term."""

    def doc_freq(self, field: str, term: str) -> int:
        """How many documents hold a term; those of replaced essays may still count."""

    def states(self) -> Mapping[int, FileState]:
        """The state of the file of every essay, by key."""

    def size(self, level: Level) -> int:
        """How many documents of a level there are."""

    def commit_id(self) -> str:
        """What tells this commit from every other of its generation, in every process that reads it."""


class Writer(Protocol):
    """The one writer of an index. Nothing is seen by readers before `commit`, then all of it."""

    def replace(self, essay: EssayDocument) -> None:
        """Index an essay, in place of what was indexed under its key."""

    def delete(self, key: int) -> None:
        """Drop an essay and its sections."""

    def commit(self) -> None:
        """Make what was written durable and visible, all at once."""

    def close(self) -> None:
        """Stop writing; what was not committed is dropped."""


class Engine(Protocol):
    """An inverted index in a folder."""

    def reader(self) -> Reader:
        """The last commit."""

    def writer(self) -> Writer:
        """Start writing."""
