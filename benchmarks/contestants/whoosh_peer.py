"""Whoosh over flat sections, with its default scoring (BM25F) and its highlighter."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, NUMERIC, TEXT, Schema
from whoosh.highlight import HtmlFormatter
from whoosh.index import create_in, open_dir
from whoosh.qparser import QueryParser
from whoosh.query import Query

from benchmarks.contestants import EXCERPT_LENGTH, LIMIT, Found
from benchmarks.questions import Class, Question
from searchkit.essay import Essay

_MEGABYTES = 256


class Whoosh:
    """One document a section; its text stored, stemmed and with positions."""

    def __init__(self, folder: Path) -> None:
        index = open_dir(folder)
        self._searcher = index.searcher()
        self._parser = QueryParser("text", index.schema)

    @staticmethod
    def build(essays: Iterable[Essay], folder: Path) -> None:
        """Index in one process: a second one only made it slower where it was tried."""
        words = StemmingAnalyzer(stoplist=None, minsize=1, cachesize=-1)
        schema = Schema(essay=ID(stored=True), section=NUMERIC(stored=True), text=TEXT(words, stored=True))
        writer = create_in(folder, schema).writer(limitmb=_MEGABYTES)
        for essay in essays:
            for section in essay.sections:
                writer.add_document(essay=essay.id, section=section.number, text=section.text)
        writer.commit()

    def ask(self, question: Question) -> list[Found]:
        """The ten best sections."""
        results = self._searcher.search(self._query(question), limit=LIMIT)
        results.fragmenter.maxchars = EXCERPT_LENGTH
        results.formatter = HtmlFormatter("mark")
        return [Found(hit["essay"], hit["section"], hit.highlights("text", top=1)) for hit in results]

    def matching(self, question: Question) -> int:
        """The sections that match."""
        return sum(1 for _ in self._searcher.docs_for_query(self._query(question)))

    def size(self) -> int:
        """All documents."""
        count: int = self._searcher.doc_count()
        return count

    def _query(self, question: Question) -> Query:
        if question.kind is Class.REQUIRED:
            return self._parser.parse(" AND ".join(question.words))
        return self._parser.parse(str(question))


PEER = Whoosh
