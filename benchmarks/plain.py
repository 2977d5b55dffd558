"""Plain BM25 over essays, by four libraries: what ranking in `searchkit` is held against.

Each is given the same: one field an essay, of the stems of its title and of all its sections, and the
stems of a query, any of which may match; a word that is asked for twice counts twice. Stems are handed
over as `t0`, `t1`, ... so that every tokenizer reads them alike. Constants are each library's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

import bm25s
import tantivy
from tantivy import Occur, Query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import STORED, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import Or, Term

from searchkit.analysis.analyzer import analyzer_for
from searchkit.essay import Essay, Kind


class Ranker(Protocol):
    """Something that ranks essays."""

    def rank(self, query: str, limit: int) -> list[str]:
        """The paths of the best `limit` essays, best first."""


class Index(Protocol):
    """An index of documents of terms."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        """Index them."""

    def best(self, terms: Sequence[str], limit: int) -> Iterable[int]:
        """The numbers of the best documents that hold any of the terms, best first."""


class Plain:
    """Stems of essays, in one of the indexes below."""

    def __init__(self, index: type[Index], essays: Sequence[Essay]) -> None:
        self._analyzers = [analyzer_for(language) for language in {essay.language for essay in essays}]
        self._names: dict[str, str] = {}
        self._paths = [essay.path for essay in essays]
        self._index = index([[self._name(stem) for stem in _stems(essay)] for essay in essays])

    def rank(self, query: str, limit: int) -> list[str]:
        """The paths of the best essays, best first."""
        stems = [stem for analyzer in self._analyzers for stem in analyzer.stems(analyzer.terms(query))]
        terms = [self._names[stem] for stem in stems if stem in self._names]
        return [self._paths[number] for number in self._index.best(terms, limit)] if terms else []

    def _name(self, stem: str) -> str:
        return self._names.setdefault(stem, f"t{len(self._names)}")


def _stems(essay: Essay) -> Iterator[str]:
    analyzer = analyzer_for(essay.language)
    texts = (section.text for section in essay.sections if section.kind is not Kind.TITLE)
    for text in (essay.title, essay.subtitle, *texts):
        yield from analyzer.stems(analyzer.terms(text))


class Tantivy:
    """An index in memory, in one segment."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", fast=True)
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(num_threads=1)
        for number, terms in enumerate(documents):
            document = tantivy.Document()
            document.add_integer("number", number)
            document.add_text("text", " ".join(terms))
            writer.add_document(document)
        writer.commit()
        index.reload()
        self._searcher = index.searcher()

    def best(self, terms: Sequence[str], limit: int) -> Iterable[int]:
        """The numbers of the best documents."""
        parts = [(Occur.Should, Query.term_query(self._schema, "text", term, "freq")) for term in terms]
        found = self._searcher.search(Query.boolean_query(parts), limit)
        numbers = self._searcher.fast_field_values("number", [handle for _, handle in found.hits])
        return [int(number or 0) for number in numbers]


class Fts5:
    """A table of SQLite's, in memory."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE essays USING fts5(text, content='')")
        rows = ((number, " ".join(terms)) for number, terms in enumerate(documents))
        self._database.executemany("INSERT INTO essays(rowid, text) VALUES (?, ?)", rows)

    def best(self, terms: Sequence[str], limit: int) -> Iterable[int]:
        """The numbers of the best documents."""
        ask = "SELECT rowid FROM essays WHERE essays MATCH ? ORDER BY rank LIMIT ?"
        return [number for (number,) in self._database.execute(ask, (" OR ".join(terms), limit))]


class Whoosh:
    """An index in memory, scored by Whoosh's BM25F."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        schema = Schema(number=STORED, text=TEXT(SpaceSeparatedTokenizer(), phrase=False))
        index = RamStorage().create_index(schema)
        writer = index.writer()
        for number, terms in enumerate(documents):
            writer.add_document(number=number, text=" ".join(terms))
        writer.commit()
        self._searcher: Any = index.searcher()

    def best(self, terms: Sequence[str], limit: int) -> Iterable[int]:
        """The numbers of the best documents."""
        query = Or([Term("text", term) for term in terms])
        return [hit["number"] for hit in self._searcher.search(query, limit=limit)]


class Bm25s:
    """A matrix of scores computed beforehand (bm25s, with its defaults)."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._size = len(documents)
        self._matrix = bm25s.BM25()
        self._matrix.index([list(terms) for terms in documents], show_progress=False)

    def best(self, terms: Sequence[str], limit: int) -> Iterable[int]:
        """The numbers of the best documents."""
        k = min(limit, self._size)
        numbers, scores = self._matrix.retrieve([list(terms)], k=k, show_progress=False)
        return [int(number) for number, score in zip(numbers[0], scores[0], strict=True) if score > 0]


INDEXES: dict[str, type[Index]] = {"tantivy": Tantivy, "fts5": Fts5, "whoosh": Whoosh, "bm25s": Bm25s}
