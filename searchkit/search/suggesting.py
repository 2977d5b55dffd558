"""What a reader has typed so far to what they may go on to type: the suggestions of a search box.

In goes the beginning of a query, out come whole queries: titles that begin so or have the words further
on, headings, key phrases, and words to complete the last one. They are looked up folded and shown as they
are written.

Everything is a term of the index, listed by its beginning. An engine may still count documents that have
been replaced, so how many hold a term is counted anew, but only for the likeliest: the old count is never
too low, so a term that is still ahead when it has been counted is the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import Any

from searchkit.analysis.analyzer import term_of, terms_of, words_in, words_of
from searchkit.analysis.language import COMMON_WORDS
from searchkit.engines.clauses import Bool, Phrase, Term
from searchkit.engines.protocol import Level
from searchkit.essay import Kind
from searchkit.indexing.completions import (
    HEADING,
    IN_TITLE,
    PHRASE,
    TITLE,
    completion_prefix,
    shown_for,
)
from searchkit.indexing.stored import StoredSection
from searchkit.search.commit import Commit

_NOT_PROSE = tuple(Term("filter", f"kind:{kind.value}") for kind in (Kind.TITLE, Kind.HEADING, Kind.CODE))
_SHORTEST_WORD = 2
"""One letter begins too many words for any of them to be meant."""

_SHORTEST_TAIL, _LONGEST_TAIL = 2, 3
"""So many words are looked up as the beginning of a key phrase: it has three at most."""

_LOOKED_BEHIND = 8
_LOOKED_INTO = 3


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Queries that `prefix` may become, likeliest first; iterating gives them."""

    prefix: str
    suggestions: tuple[str, ...]

    def __iter__(self) -> Iterator[str]:
        return iter(self.suggestions)

    def __len__(self) -> int:
        return len(self.suggestions)

    def to_dict(self) -> dict[str, Any]:
        """The suggest object of the JSON interface."""
        return {"prefix": self.prefix, "suggestions": list(self.suggestions)}


def suggest(commit: Commit, prefix: str, limit: int) -> Suggestions:
    """At most `limit` of them; at least half are titles and headings, where there are so many."""
    typed = _Typed(prefix)
    if not typed.terms:
        return Suggestions(prefix, ())
    completer = _Completer(commit)
    seen = {typed.folded.rstrip()}
    whole = list(islice(_unlike(seen, completer.titles_and_headings(typed.folded)), limit))
    parts = list(islice(_unlike(seen, completer.continuations(typed)), limit))
    kept = max(limit - len(parts), (limit + 1) // 2)
    return Suggestions(prefix, tuple([*whole[:kept], *parts, *whole[kept:]][:limit]))


def _unlike(seen: set[str], suggestions: Iterator[str]) -> Iterator[str]:
    """Those that are more than another way to write one that was seen."""
    for suggestion in suggestions:
        folded = " ".join(terms_of(words_in(suggestion)))
        if folded not in seen:
            seen.add(folded)
            yield suggestion


class _Typed:
    """The beginning of a query: its text, where its words begin, and their terms."""

    def __init__(self, prefix: str) -> None:
        ended = prefix[-1:].isspace()
        self.text = " ".join(prefix.split()) + " " * ended
        found = list(words_of(self.text))
        self.starts = [word.start() for word in found]
        self.terms = [term_of(word[0]) for word in found]
        self.word = "" if ended or not self.terms else self.terms[-1]
        self.folded = " ".join(self.terms) + " " * ended

    def tails(self) -> Iterator[tuple[str, str]]:
        """What stands before the last words, and these folded; of several words, never the last alone."""
        end = " " if self.folded.endswith(" ") else ""
        longest = min(len(self.terms), _LONGEST_TAIL)
        for count in range(longest, min(longest, _SHORTEST_TAIL) - 1, -1):
            yield self.text[: self.starts[-count]], " ".join(self.terms[-count:]) + end


class _Completer:
    """What one commit has to complete a query with."""

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._reader = commit.reader

    def titles_and_headings(self, folded: str) -> Iterator[str]:
        """Titles that begin so, then headings, then titles with the words further on."""
        for source in (TITLE, HEADING, IN_TITLE):
            yield from self._listed(source, folded)

    def continuations(self, typed: _Typed) -> Iterator[str]:
        """Key phrases that begin with the last words typed, then words that begin with the last one."""
        for before, tail in typed.tails():
            yield from (before + phrase for phrase in self._listed(PHRASE, tail))
        if len(typed.word) >= _SHORTEST_WORD:
            before = typed.text[: typed.starts[-1]]
            yield from (before + self._as_written(word) for word in self._words(typed))

    def _listed(self, source: str, folded: str) -> Iterator[str]:
        return map(shown_for, self._by_count("completion", completion_prefix(source, folded), Level.ESSAY))

    def _words(self, typed: _Typed) -> Iterator[str]:
        """Words that the last one typed may become, those first that stand behind the one before it."""
        words = (
            word for word in self._by_count("exact", typed.word, Level.SECTION) if word not in COMMON_WORDS
        )
        if len(typed.terms) == 1 or typed.terms[-2] in COMMON_WORDS:
            return words
        likely = list(islice(words, _LOOKED_BEHIND))
        behind = {
            word: self._reader.count(Phrase("exact", (typed.terms[-2], word)), Level.SECTION)
            for word in likely
        }
        seen = [word for word in likely if behind[word]] or likely
        return iter(sorted(seen, key=lambda word: -behind[word]))

    def _by_count(self, field: str, prefix: str, level: Level) -> Iterator[str]:
        """The terms that begin so, those that most documents hold first."""
        heap = [(-count, term, False) for term, count in self._reader.terms(field, prefix)]
        heapify(heap)
        while heap:
            _, term, counted = heappop(heap)
            if counted:
                yield term
            elif count := self._reader.count(Term(field, term), level):
                heappush(heap, (-count, term, True))

    def _as_written(self, term: str) -> str:
        """How a word is mostly written in a section about it; as its term, where it only opens sentences."""
        prose = Bool(must=(Term("exact", term),), without=_NOT_PROSE)
        for match in self._reader.search(prose, Level.SECTION, _LOOKED_INTO).best:
            (stored,) = self._commit.sections([match])
            if written := _ways_to_write(term, stored):
                return max(written, key=written.count)
        return term


def _ways_to_write(term: str, stored: StoredSection) -> list[str]:
    """The word as it stands in a section, but at the openings of sentences, where any word has a capital."""
    text = stored.section.text
    openings = {start for start, _ in stored.sentences}
    return [
        word[0]
        for word in words_of(text)
        if term_of(word[0]) == term and not openings & {word.start(), word.start() - 1}
    ]
