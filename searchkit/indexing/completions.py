"""What of an essay a search box may complete a query to: its title, its headings, its key phrases.

In goes an essay, with its words as they are written and as exact terms; out come terms of the engine's
field `completion`, such as

    title:of libraries<TAB>Of Libraries
    in-title:libraries<TAB>Of Libraries     so that it is also found by a word further on
    heading:the silt<TAB>The silt
    phrase:card index<TAB>card index

A term begins with what is looked up, which is folded, and ends with what is shown. They are made of the
essay alone, so an update leaves the index with those that a rebuild would.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from searchkit.analysis.analyzer import terms_of, words_in
from searchkit.analysis.collocations import key_phrases
from searchkit.analysis.language import COMMON_WORDS, COMMONEST
from searchkit.essay import Essay, Kind, Section

TITLE, IN_TITLE, HEADING, PHRASE = "title", "in-title", "heading", "phrase"
"""What a completion may be of an essay; a title may also be looked up by any word in it."""

_SHOWN_AFTER = "\t"
_LONGEST = 240
"""Code points of a term; what is longer is no suggestion."""

_WORDS_OF_A_TITLE = 12
_MOST_PHRASES = 100
_EXAMPLES = 3
_ENOUGH_WORDS = 30_000
"""A book comes back to its phrases in its first hundred pages."""

_NOT_PROSE = frozenset((Kind.CODE, Kind.TABLE, Kind.EMBED, Kind.TITLE, Kind.HEADING))


def completion_prefix(source: str, folded: str) -> str:
    """What the terms of the completions begin with that are looked up by `folded`, or by more than that."""
    return f"{source}:{folded}"


def shown_for(term: str) -> str:
    """What is shown for a term of the field `completion`."""
    return term.partition(_SHOWN_AFTER)[2]


class Completions:
    """Gathers those of one essay while its sections are analysed."""

    def __init__(self, essay: Essay) -> None:
        self._title = " ".join(essay.title.split())
        self._common = COMMONEST.get(essay.language, frozenset())
        self._headings: list[tuple[str, Sequence[str]]] = []
        self._terms: list[str] = []
        self._starts: list[int] = []
        self._texts: list[str] = []
        self._written: dict[int, list[str]] = {}

    def add(self, section: Section, terms: Sequence[str]) -> None:
        """Note a section and its exact terms."""
        if section.kind is Kind.HEADING:
            self._headings.append((" ".join(section.text.split()), terms))
        if section.kind in _NOT_PROSE or len(self._terms) > _ENOUGH_WORDS:
            return
        self._starts.append(len(self._terms))
        self._texts.append(section.text)
        self._terms += terms
        self._terms.append("")  # so that no phrase runs on into the next section

    def terms(self) -> tuple[str, ...]:
        """All that a query may be completed to by the essay, each once."""
        headings = (_term(HEADING, terms, text) for text, terms in self._headings)
        found = chain(_title(self._title), headings, self._phrases())
        return tuple(term for term in dict.fromkeys(found) if len(term) <= _LONGEST)

    def _phrases(self) -> Iterator[str]:
        counts = Counter(self._terms)
        del counts[""]
        found = key_phrases(self._terms, counts, self._common)
        for phrase, places in islice(found.items(), _MOST_PHRASES):
            if shown := self._as_written(places[:_EXAMPLES], len(phrase)):
                yield _term(PHRASE, phrase, shown)

    def _as_written(self, places: Sequence[int], length: int) -> str:
        """How a phrase is mostly written, with spaces or hyphens; empty if something else parts its words."""
        seen: list[str] = []
        for place in places:
            number = bisect(self._starts, place) - 1
            text, first = self._texts[number], place - self._starts[number]
            words = self._words(number)[first : first + length]
            seen += [way for way in (" ".join(words), "-".join(words)) if way in text]
        return max(seen, key=seen.count, default="")

    def _words(self, number: int) -> list[str]:
        """The words of a section as they are written, which few are asked for."""
        if number not in self._written:
            self._written[number] = words_in(self._texts[number])
        return self._written[number]


def _title(title: str) -> Iterator[str]:
    terms = terms_of(words_in(title))
    yield _term(TITLE, terms, title)
    for number, term in enumerate(terms[1:_WORDS_OF_A_TITLE], start=1):
        if term not in COMMON_WORDS:
            yield _term(IN_TITLE, terms[number:], title)


def _term(source: str, terms: Iterable[str], shown: str) -> str:
    return f"{source}:{' '.join(terms)}{_SHOWN_AFTER}{shown}"
