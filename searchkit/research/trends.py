"""How often terms are used over time: occurrences per million words of each year or month.

In go terms, each a query of the language, out come for every period the words written in it, and for
every term how many of them it is. A period in which nothing was written has no frequency: not zero,
nothing. Essays without a date are in no period, and are told.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from searchkit.engines.clauses import Days
from searchkit.engines.protocol import Level
from searchkit.errors import UsageError
from searchkit.indexing.stored import stored_word_count
from searchkit.query import tree
from searchkit.query.parser import parse
from searchkit.research.occurrences import occurrences
from searchkit.search.commit import Commit
from searchkit.search.leaves import PhraseLeaf
from searchkit.search.plan import Plan, make_plan

MILLION = 1_000_000


class Period(NamedTuple):
    """A year (`2023`) or a month (`2023-04`), how many essays are of it, and of how many words."""

    name: str
    essays: int
    words: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How often one term occurs in each period, and how often in a million words: None without any."""

    term: str
    counts: tuple[int, ...]
    per_million: tuple[float | None, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "term": self.term,
            "total": sum(self.counts),
            "counts": list(self.counts),
            "per_million": [None if value is None else round(value, 2) for value in self.per_million],
        }


@dataclass(frozen=True, slots=True)
class Trends:
    """The terms' use over all periods from the first essay to the last; iterating gives each term's.

    `undated` is the number of essays that have no date. `notices` say how terms were read.
    """

    by: str
    periods: tuple[Period, ...]
    terms: tuple[Trend, ...]
    undated: int
    notices: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Trend]:
        return iter(self.terms)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "by": self.by,
            "undated": self.undated,
            "notices": list(self.notices),
            "periods": [period._asdict() for period in self.periods],
            "terms": [trend.to_dict() for trend in self.terms],
        }


_PERIOD_OF: dict[str, Callable[[dt.date], str]] = {
    "year": lambda date: f"{date.year:04}",
    "month": lambda date: f"{date.year:04}-{date.month:02}",
}
STEPS = tuple(_PERIOD_OF)
"""How long a period may be."""


def trends(commit: Commit, terms: Sequence[str], *, by: str) -> Trends:
    """The use of each term by year or by month. Several words in one term are a phrase.

    Raises:
        UsageError: a term holds no word, there is no such step, or no essay has a date.
    """
    if by not in _PERIOD_OF:
        raise UsageError(f"no such step: {by}", hint=f"by {' or '.join(STEPS)}")
    notices: list[str] = []
    plans = [_plan(commit, term, notices) for term in terms]
    periods = _periods(commit, by)
    if not periods:
        raise UsageError("no essay has a date", hint="a trend needs dates in the essays' front matter")
    found = tuple(_trend(commit, term, plan, by, periods) for term, plan in zip(terms, plans, strict=True))
    undated = commit.reader.count(Days(0, 0), Level.ESSAY)
    return Trends(by, periods, found, undated, tuple(dict.fromkeys(notices)))


def _plan(commit: Commit, term: str, notices: list[str]) -> Plan:
    parsed = parse(term)
    root = parsed.root
    if isinstance(root, tree.Words) and all(isinstance(word, tree.Word) for word in root.children):
        root = tree.Phrase(term)
    plan = make_plan(root, commit) if root else None
    if plan is None or not plan.leaves:
        raise UsageError(f"there is no word in {term!r}", hint="give a word, a phrase or a prefix*")
    notices += (*parsed.notices, *plan.notices)
    return plan


def _periods(commit: Commit, by: str) -> tuple[Period, ...]:
    """Every period from the first in which an essay was written to the last, without a gap."""
    dated = Days(1, dt.date.max.toordinal())
    found = commit.reader.search(dated, Level.ESSAY, commit.reader.count(dated, Level.ESSAY)).best
    words: Counter[str] = Counter()
    essays: Counter[str] = Counter()
    stored = commit.reader.essays([match.handle for match in found])
    for essay, content in zip(commit.essays(found), stored, strict=True):
        if essay.date:
            name = _PERIOD_OF[by](essay.date)
            essays[name] += 1
            words[name] += stored_word_count(content)
    names = _names(min(essays), max(essays)) if essays else ()
    return tuple(Period(name, essays[name], words[name]) for name in names)


def _names(first: str, last: str) -> Iterator[str]:
    """The years or months from one to another, both included."""
    if len(first) == len("2023"):
        yield from (f"{year:04}" for year in range(int(first), int(last) + 1))
        return
    months = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (first, last))
    yield from (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(next(months), next(months) + 1))


def _trend(commit: Commit, term: str, plan: Plan, by: str, periods: Sequence[Period]) -> Trend:
    # Of words near each other, each is a spot of its own.
    spots_each = [
        len(leaf.variants[0]) if isinstance(leaf, PhraseLeaf) and leaf.slop else 1 for leaf in plan.leaves
    ]
    counted: dict[str, float] = defaultdict(float)
    for essay, _, spots in occurrences(commit, plan):
        if essay.date:
            counted[_PERIOD_OF[by](essay.date)] += sum(1 / spots_each[spot.leaf] for spot in spots)
    counts = tuple(round(counted[period.name]) for period in periods)
    per_million = tuple(
        count * MILLION / period.words if period.words else None
        for count, period in zip(counts, periods, strict=True)
    )
    return Trend(term, counts, per_million)
