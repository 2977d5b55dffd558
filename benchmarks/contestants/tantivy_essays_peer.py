"""searchkit's work in bare tantivy-py: rank essays, rank the sections of the best, show excerpts.

What a good programmer would write in an afternoon: the ten best sections of the twenty best essays,
up to three an essay, essays ordered by their own score and half that of their best section.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import tantivy
from tantivy import Occur, Query, SnippetGenerator

from benchmarks.contestants import EXCERPT_LENGTH, LIMIT, Found
from benchmarks.contestants.tantivy_peer import WRITER_MEMORY, starting_with, total
from benchmarks.questions import Class, Question
from searchkit.essay import Essay

_ESSAYS = 20
_SECTIONS = 100
_PER_ESSAY = 3
_OF_BEST_SECTION = 0.5
_TITLE = 2.0

_Scored = tuple[int, float, tantivy.DocAddress]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", indexed=True, fast=True)
    builder.add_text_field("title", tokenizer_name="en_stem")
    builder.add_text_field("body", tokenizer_name="en_stem")
    builder.add_text_field("essay", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("section", stored=True, fast=True)
    builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
    return builder.build()


_SCHEMA = _schema()


class TantivyEssays:
    """One document an essay, with title and body, and one a section, with the key of its essay."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    @staticmethod
    def build(essays: Iterable[Essay], folder: Path) -> None:
        """Index with a writing thread for each core."""
        writer = tantivy.Index(_SCHEMA, str(folder)).writer(WRITER_MEMORY, os.cpu_count() or 1)
        for key, essay in enumerate(essays):
            whole = tantivy.Document()
            whole.add_integer("key", key)
            whole.add_text("title", essay.title)
            for section in essay.sections:
                whole.add_text("body", section.text)
                document = tantivy.Document()
                document.add_integer("key", key)
                document.add_text("essay", essay.id)
                document.add_integer("section", section.number)
                document.add_text("text", section.text)
                writer.add_document(document)
            writer.add_document(whole)
        writer.commit()
        writer.wait_merging_threads()

    def ask(self, question: Question) -> list[Found]:
        """The ten best sections of the best essays."""
        essays = self._scores(self._searcher.search(self._about_essays(question), _ESSAYS))
        if not essays:
            return []
        text = self._about_sections(question)
        keys = [(Occur.Should, Query.term_query(_SCHEMA, "key", key)) for key, _, _ in essays]
        among = Query.const_score_query(Query.boolean_query(keys), 0.0)
        both = Query.boolean_query([(Occur.Must, text), (Occur.Must, among)])
        sections = self._scores(self._searcher.search(both, _SECTIONS))
        excerpts = SnippetGenerator.create(self._searcher, text, _SCHEMA, "text")
        excerpts.set_max_num_chars(EXCERPT_LENGTH)
        return [self._shown(address, excerpts) for address in _ranked(essays, sections)]

    def matching(self, question: Question) -> int:
        """The sections that match by themselves."""
        return total(self._searcher.search(self._matched(question, "text"), 1))

    def size(self) -> int:
        """The documents that are sections."""
        return total(self._searcher.search(Query.exists_query("section"), 1))

    def _about_essays(self, question: Question) -> Query:
        title = Query.boost_query(self._matched(question, "title"), _TITLE)
        if question.kind is Class.REQUIRED:
            return self._index.parse_query(str(question), ["title", "body"], {"title": _TITLE})
        return Query.boolean_query([(Occur.Should, title), (Occur.Should, self._matched(question, "body"))])

    def _about_sections(self, question: Question) -> Query:
        """Sections with any of the words: they are in essays that hold what was asked for."""
        if question.kind is Class.REQUIRED:
            return self._index.parse_query(" ".join(question.words), ["text"])
        return self._matched(question, "text")

    def _matched(self, question: Question, field: str) -> Query:
        if question.kind is Class.PREFIX:
            return starting_with(question.words[0], field, self._searcher, _SCHEMA)
        return self._index.parse_query(str(question), [field])

    def _scores(self, found: tantivy.SearchResult) -> list[_Scored]:
        keys = self._searcher.fast_field_values("key", [address for _, address in found.hits])
        return [
            (int(key or 0), float(score), address)
            for key, (score, address) in zip(keys, found.hits, strict=True)
        ]

    def _shown(self, address: tantivy.DocAddress, excerpts: SnippetGenerator) -> Found:
        document = self._searcher.doc(address)
        html = excerpts.snippet_from_doc(document).to_html()
        return Found(document["essay"][0], document["section"][0], html)


def _ranked(essays: Sequence[_Scored], sections: Sequence[_Scored]) -> list[tantivy.DocAddress]:
    """Sections by the rank of their essay; one whose sections were all crowded out is not shown."""
    by_essay: dict[int, list[_Scored]] = {}
    for section in sections:
        by_essay.setdefault(section[0], []).append(section)
    ranked = sorted(
        (own + _OF_BEST_SECTION * by_essay[key][0][1], key) for key, own, _ in essays if key in by_essay
    )
    shown = (section for _, key in reversed(ranked) for section in by_essay[key][:_PER_ESSAY])
    return [address for _, _, address in islice(shown, LIMIT)]


PEER = TantivyEssays
