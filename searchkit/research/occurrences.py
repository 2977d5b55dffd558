"""A query to every section it matches, however many, with the places: by date, path and number.

Where search ranks and stops at the first few, research counts all. Essays that match are looked up
first, then their sections, some essays at a time, so that no more than these are held.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from searchkit.engines.clauses import Bool, Keys
from searchkit.engines.protocol import Level
from searchkit.essay import Essay, Section
from searchkit.search.commit import Commit
from searchkit.search.leaves import any_of
from searchkit.search.matching import Matcher
from searchkit.search.passages import Spot
from searchkit.search.plan import Plan

_ESSAYS_AT_ONCE = 200

Item = TypeVar("Item")


class Occurrences(NamedTuple):
    """A section that matches, and the places in it that do: in order, of those that overlap the longest."""

    essay: Essay
    section: Section
    spots: list[Spot]


def occurrences(commit: Commit, plan: Plan) -> Iterator[Occurrences]:
    """Every section in which a leaf of the plan stands, of every essay that matches it.

    An essay without a date comes after those that have one.
    """
    matchers: dict[str, Matcher] = {}
    for batch in _batches(dated_essays(commit, commit.reader.keys(plan.all_words, plan.level))):
        sections = _sections(commit, plan, [key for key, _ in batch])
        for key, essay in batch:
            matcher = matchers.get(essay.language)
            if matcher is None:
                matcher = matchers[essay.language] = Matcher(plan.leaves, essay.language)
            for section in sections.get(key, ()):
                if spots := _apart(matcher.spots(section.text)):
                    yield Occurrences(essay, section, spots)


def dated_essays(commit: Commit, keys: Sequence[int]) -> list[tuple[int, Essay]]:
    """The essays with these keys, without their sections, by date and path."""
    essays: list[tuple[int, Essay]] = []
    for batch in _batches(keys):
        found = commit.reader.search(Keys(tuple(batch)), Level.ESSAY, len(batch)).best
        essays += zip([match.key for match in found], commit.essays(found), strict=True)
    return sorted(essays, key=lambda pair: (pair[1].date or dt.date.max, pair[1].path))


def _sections(commit: Commit, plan: Plan, keys: Sequence[int]) -> dict[int, list[Section]]:
    """The sections of these essays that may hold a leaf, in order, by key."""
    matching = (
        plan.all_words if plan.level is Level.SECTION else any_of([leaf.clause() for leaf in plan.leaves])
    )
    clause = Bool(given=(matching, Keys(tuple(keys))))
    found = commit.reader.search(clause, Level.SECTION, commit.reader.count(clause, Level.SECTION)).best
    sections: dict[int, list[Section]] = {}
    for match, stored in zip(found, commit.sections(found), strict=True):
        sections.setdefault(match.key, []).append(stored.section)
    for of_one in sections.values():
        of_one.sort(key=lambda section: section.number)
    return sections


def _apart(spots: Iterable[Spot]) -> list[Spot]:
    apart: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: (spot.start, -spot.end)):
        if not apart or spot.start >= apart[-1].end:
            apart.append(spot)
    return apart


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    waiting = iter(items)
    while batch := list(islice(waiting, _ESSAYS_AT_ONCE)):
        yield batch
