"""Bare tantivy-py over flat sections, as its documentation would have one write it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import tantivy
from tantivy import Occur, Query, SnippetGenerator

from benchmarks.contestants import EXCERPT_LENGTH, LIMIT, Found
from benchmarks.questions import Class, Question
from searchkit.essay import Essay

WRITER_MEMORY = 128_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("essay", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("section", stored=True)
    builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
    return builder.build()


_SCHEMA = _schema()


class TantivySections:
    """One document a section; its text stored, stemmed and with positions."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    @staticmethod
    def build(essays: Iterable[Essay], folder: Path) -> None:
        """Index with a writing thread for each core."""
        writer = tantivy.Index(_SCHEMA, str(folder)).writer(WRITER_MEMORY, os.cpu_count() or 1)
        for essay in essays:
            for section in essay.sections:
                document = tantivy.Document()
                document.add_text("essay", essay.id)
                document.add_integer("section", section.number)
                document.add_text("text", section.text)
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def ask(self, question: Question) -> list[Found]:
        """The ten best sections."""
        query = self._query(question)
        found = self._searcher.search(query, LIMIT)
        excerpts = SnippetGenerator.create(self._searcher, query, _SCHEMA, "text")
        excerpts.set_max_num_chars(EXCERPT_LENGTH)
        hits = []
        for _, address in found.hits:
            document = self._searcher.doc(address)
            html = excerpts.snippet_from_doc(document).to_html()
            hits.append(Found(document["essay"][0], document["section"][0], html))
        return hits

    def matching(self, question: Question) -> int:
        """The sections that match."""
        return total(self._searcher.search(self._query(question), 1))

    def size(self) -> int:
        """All documents."""
        return self._searcher.num_docs

    def _query(self, question: Question) -> Query:
        if question.kind is Class.PREFIX:
            return starting_with(question.words[0], "text", self._searcher, _SCHEMA)
        return self._index.parse_query(str(question), ["text"])


def starting_with(prefix: str, field: str, searcher: tantivy.Searcher, schema: tantivy.Schema) -> Query:
    """Its query language has no prefixes: any of the terms that start so."""
    terms = searcher.terms_with_prefix(field, prefix)
    return Query.boolean_query([(Occur.Should, Query.term_query(schema, field, term)) for term, _ in terms])


def total(found: tantivy.SearchResult) -> int:
    """How many documents match."""
    count: int = found.count  # type: ignore[attr-defined]  # its stubs forget it
    return count


PEER = TantivySections
