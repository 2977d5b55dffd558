"""Who quotes whom: every quotation of the corpus looked up in its other essays.

In goes a commit, out come links from essays to those they quote, the passages that are quoted most, and
the authors whom quotes are attributed to. A quotation is a block quote or stands between quotation
marks, as in a manuscript; a few of its words are first looked for as a phrase, which rules
most of them out and costs a tenth of looking them up.

Where one essay quotes what is prose in another, the later quotes the earlier: dates decide, and the
quotation marks where they are the same. Where it is a quotation in both, they share a source that need
not be here. What an author repeats in essay after essay is no quotation: a footer, a motto, a disclaimer.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from searchkit.analysis.analyzer import analyzer_for
from searchkit.engines.clauses import Phrase
from searchkit.engines.protocol import Level
from searchkit.essay import Essay, Kind, Section
from searchkit.quotes.finder import QuoteFinder
from searchkit.quotes.manuscript import quotations_in
from searchkit.quotes.matches import QuoteMatch, Verdict
from searchkit.research.occurrences import dated_essays
from searchkit.search.commit import Commit

FEWEST_WORDS = 6
"""A shorter quotation is as likely a saying as a quotation of an essay."""

_PROBE = 4
_MOST_PLACES = 10
_BOILERPLATE = 3
_MARKS = frozenset("“”„\"«»‘’'「」『』‹›")


class Quotation(NamedTuple):
    """Words that an essay quotes, the section they are in, and whom it names as their author."""

    essay: Essay
    section: Section
    text: str
    author: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "essay": self.essay.to_dict(),
            "section": self.section.to_dict(),
            "text": self.text,
            "author": self.author,
        }


@dataclass(frozen=True, slots=True)
class Link:
    """An essay that quotes another: the words as they are quoted, and where they are from."""

    quoting: Quotation
    source: Essay
    source_section: Section
    verdict: Verdict
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return self.quoting.to_dict() | {
            "source": {"essay": self.source.to_dict(), "section": self.source_section.to_dict()},
            "verdict": self.verdict.value,
            "confidence": round(self.confidence, 4),
        }


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """Words that several essays quote, or that one quotes from another: the longest form of them."""

    text: str
    author: str
    essays: tuple[Essay, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "text": self.text,
            "author": self.author,
            "essays": [essay.to_dict() for essay in self.essays],
        }


@dataclass(frozen=True, slots=True)
class QuotedAuthor:
    """A name that quotes are attributed to, and what is."""

    name: str
    quotations: tuple[Quotation, ...]

    @property
    def essays(self) -> int:
        """How many essays quote them."""
        return len({quotation.essay.path for quotation in self.quotations})

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "name": self.name,
            "essays": self.essays,
            "quotations": [quotation.to_dict() for quotation in self.quotations],
        }


@dataclass(frozen=True, slots=True)
class Quoted:
    """Links by date; passages and authors, those quoted in most essays first."""

    links: tuple[Link, ...]
    passages: tuple[QuotedPassage, ...]
    authors: tuple[QuotedAuthor, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "links": [link.to_dict() for link in self.links],
            "passages": [passage.to_dict() for passage in self.passages],
            "authors": [author.to_dict() for author in self.authors],
        }


def quoted(commit: Commit, *, by: str | None = None, author: str | None = None) -> Quoted:
    """Who quotes whom: all essays, or what the essay `by` quotes, or where `author` is quoted.

    Raises:
        EssayUnknownError: there is no essay `by` that name, or more than one.
    """
    keys = [commit.named(by).key] if by else list(commit.reader.states())
    lookup = _Lookup(commit)
    quotations = [
        quotation
        for key, essay in dated_essays(commit, keys)
        for quotation in _quotations(commit, key, essay)
        if not author or _names(author, quotation.author) or lookup.is_by(author, quotation)
    ]
    found = [places for quotation in quotations if (places := lookup.places(quotation))]
    links = [link for places in found for link in places.links()]
    return Quoted(
        links=tuple(sorted(links, key=lambda link: _by_date(link.quoting.essay))),
        passages=tuple(_passages(found)),
        authors=tuple(_authors(quotations)),
    )


def _quotations(commit: Commit, key: int, essay: Essay) -> Iterator[Quotation]:
    for quotation, section in quotations_in(commit.sections_of(key)):
        by = section.attribution if section.kind is Kind.QUOTE else None
        yield Quotation(essay, section, quotation.text, by.author if by else "")


@dataclass(frozen=True, slots=True)
class _Places:
    """A quotation, and the other essays that hold its words: as prose, or as a quotation too."""

    quotation: Quotation
    in_prose: list[QuoteMatch]
    in_quotes: list[QuoteMatch]

    def links(self) -> Iterator[Link]:
        """The one link there is, if any: to the first essay in which the words are its own."""
        if not self.in_prose:
            return
        first = min(self.in_prose, key=lambda match: _by_date(match.essay))
        quoting, source = self.quotation, (first.essay, first.section)
        if _is_later(first.essay, quoting.essay):
            if quoting.author or _is_same_author(first.essay, quoting.essay):
                return
            quoting = Quotation(first.essay, first.section, first.source.text, "")
            source = (self.quotation.essay, self.quotation.section)
        yield Link(quoting, *source, first.verdict, first.confidence)

    def origin(self) -> tuple[str, int]:
        """Where the words first stand: what quotations of one passage have in common."""
        places = [(self.quotation.essay, self.quotation.section)]
        places += [(match.essay, match.section) for match in (*self.in_prose, *self.in_quotes)]
        essay, section = min(places, key=lambda place: _by_date(place[0]))
        return essay.path, section.number

    def is_boilerplate(self) -> bool:
        """Whether an author repeats this, without saying that it is somebody else's."""
        mine = self.quotation.essay
        same = (match for match in (*self.in_prose, *self.in_quotes) if _is_same_author(match.essay, mine))
        others = {match.essay.path for match in same if match.section.attribution is None}
        return not self.quotation.author and len(others) >= _BOILERPLATE


class _Lookup:
    """Finds the places of a quotation in other essays than its own."""

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._finder = QuoteFinder(commit)

    def places(self, quotation: Quotation) -> _Places | None:
        """Where else the words stand; nothing where they do not, or are too few to tell."""
        terms = analyzer_for("").terms(quotation.text)
        if len(terms) < FEWEST_WORDS or not self._is_likely(terms):
            return None
        matches = [
            match
            for match in self._finder.find(quotation.text, limit=_MOST_PLACES)
            if match.essay.path != quotation.essay.path and match.verdict is not Verdict.PARTIAL
        ]
        places = _Places(
            quotation,
            [match for match in matches if not _is_marked(match)],
            [match for match in matches if _is_marked(match)],
        )
        return None if not matches or places.is_boilerplate() else places

    def is_by(self, author: str, quotation: Quotation) -> bool:
        """Whether the words are from an essay of this author."""
        places = self.places(quotation)
        return any(
            _names(author, name)
            for link in (places.links() if places else ())
            for name in link.source.authors
        )

    def _is_likely(self, terms: Sequence[str]) -> bool:
        """Whether a few words in a row stand in more than one section."""
        starts = {0, (len(terms) - _PROBE) // 2, len(terms) - _PROBE}
        probes = (Phrase("exact", tuple(terms[start : start + _PROBE])) for start in starts)
        return any(self._commit.reader.count(probe, Level.SECTION) > 1 for probe in probes)


def _is_marked(match: QuoteMatch) -> bool:
    """Whether the words are a quotation where they were found, too."""
    if match.section.kind in (Kind.QUOTE, Kind.EMBED):
        return True
    before, after = match.source.before.rstrip(" ,.")[-1:], match.source.after.lstrip(" ,.!?…")[:1]
    return before in _MARKS and after in _MARKS and bool(before and after)


def _is_later(one: Essay, other: Essay) -> bool:
    return one.date is not None and other.date is not None and one.date > other.date


def _is_same_author(one: Essay, other: Essay) -> bool:
    """Essays that name nobody are by the one writer whose folder it is."""
    return not set(one.authors).isdisjoint(other.authors) or (not one.authors and not other.authors)


def _by_date(essay: Essay) -> tuple[dt.date, str]:
    return essay.date or dt.date.max, essay.path


def _passages(found: Sequence[_Places]) -> list[QuotedPassage]:
    """What is quoted, each passage once."""
    grouped: dict[tuple[str, int], list[_Places]] = defaultdict(list)
    for places in found:
        grouped[places.origin()].append(places)
    passages = []
    for group in grouped.values():
        quotations = [places.quotation for places in group]
        essays = {quotation.essay.path: quotation.essay for quotation in quotations}
        essays |= {match.essay.path: match.essay for places in group for match in places.in_quotes}
        longest = max(quotations, key=lambda quotation: len(quotation.text))
        author = next((quotation.author for quotation in quotations if quotation.author), "")
        passages.append(QuotedPassage(longest.text, author, tuple(sorted(essays.values(), key=_by_date))))
    return sorted(passages, key=lambda passage: (-len(passage.essays), _by_date(passage.essays[0])))


def _authors(quotations: Sequence[Quotation]) -> list[QuotedAuthor]:
    """Who is quoted by name; a last name alone is that of the one longer name that ends so."""
    by_name: dict[str, list[Quotation]] = defaultdict(list)
    for quotation in quotations:
        if quotation.author:
            by_name[quotation.author].append(quotation)
    for name in [name for name in by_name if " " not in name]:
        longer = [other for other in by_name if other.endswith(f" {name}")]
        if len(longer) == 1:
            by_name[longer[0]] += by_name.pop(name)
    authors = [QuotedAuthor(name, tuple(quotes)) for name, quotes in by_name.items()]
    return sorted(authors, key=lambda author: (-author.essays, -len(author.quotations), author.name))


def _names(author: str, name: str) -> bool:
    """Whether `name` holds every word of `author`."""
    terms = analyzer_for("").terms
    return bool(name) and set(terms(author)) <= set(terms(name))
