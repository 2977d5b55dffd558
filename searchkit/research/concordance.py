"""A keyword in context: every place where a query matches, with what stands left and right of it.

The form is that of Luhn's KWIC index (1960). In goes a query of the language, out come lines in the
order of the essays, or sorted by the words on one side of the keyword, nearest first. None is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from searchkit.analysis.analyzer import analyzer_for
from searchkit.errors import UsageError
from searchkit.essay import Essay, Section
from searchkit.query.tree import ParsedQuery
from searchkit.research.occurrences import occurrences
from searchkit.search.commit import Commit
from searchkit.search.passages import Spot
from searchkit.search.plan import make_plan

_SORTED_BY = 3
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A keyword and its context, each on one line, parted as they are in the text.

    `start` is where the keyword begins in the section, in code points.
    """

    essay: Essay
    section: Section
    start: int
    left: str
    keyword: str
    right: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "left": self.left,
            "keyword": self.keyword,
            "right": self.right,
            "essay": self.essay.to_dict(),
            "section": self.section.to_dict(),
            "start": self.start,
        }


@dataclass(frozen=True, slots=True)
class Concordance:
    """The lines of a query; iterating gives them. `notices` say what was read otherwise than typed."""

    query: str
    lines: tuple[ConcordanceLine, ...]
    notices: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[ConcordanceLine]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "query": self.query,
            "total": len(self.lines),
            "notices": list(self.notices),
            "lines": [line.to_dict() for line in self.lines],
        }


_ORDERS: dict[str, Callable[[ConcordanceLine], tuple[list[str], ...]]] = {
    "left": lambda line: (_terms(line.left)[: -_SORTED_BY - 1 : -1], _terms(line.keyword)),
    "right": lambda line: (_terms(line.right)[:_SORTED_BY], _terms(line.keyword)),
}
ORDERS = ("text", *_ORDERS)
"""What lines can be sorted by: their place in the essays, or the words to the left or to the right."""


def concordance(
    commit: Commit, query: ParsedQuery, *, width: int, order: str, limit: int | None = None
) -> Concordance:
    """Every place where a word or phrase of the query stands, in the essays or sections it matches.

    `width` is how much context is given on each side, in code points; `limit` keeps the first lines.

    Raises:
        UsageError: the query has no word to align on, or there is no such order, width or limit.
    """
    if order not in ORDERS:
        raise UsageError(f"no such order: {order}", hint=f"sort by {', '.join(ORDERS)}")
    if width < 1:
        raise UsageError(f"no such width: {width}", hint="ask for 1 or more")
    if limit is not None and limit < 1:
        raise UsageError(f"no such limit: {limit}", hint="ask for 1 line or more")
    plan = make_plan(query.root, commit) if query.root else None
    if plan is None or not plan.leaves:
        raise UsageError(f"nothing to align on in {query.text!r}", hint="give a word, a phrase or a prefix*")
    found = (
        _line(essay, section, spot, width)
        for essay, section, spots in occurrences(commit, plan)
        for spot in spots
    )
    lines = sorted(found, key=_ORDERS[order]) if order in _ORDERS else found
    return Concordance(query.text, tuple(islice(lines, limit)), (*query.notices, *plan.notices))


def _line(essay: Essay, section: Section, spot: Spot, width: int) -> ConcordanceLine:
    """The spot with so much of what is around it, whole words where there is a space to cut at."""
    text = section.text
    first, last = max(0, spot.start - width), min(len(text), spot.end + width)
    if first and not text[first - 1].isspace() and (space := _SPACE.search(text, first, spot.start - 1)):
        first = space.end()
    if last < len(text) and not text[last].isspace():
        spaces = [space.start() for space in _SPACE.finditer(text, spot.end + 1, last)]
        last = spaces[-1] if spaces else last
    return ConcordanceLine(
        essay=essay,
        section=section,
        start=spot.start,
        left=_flat(text[first : spot.start]),
        keyword=_flat(text[spot.start : spot.end]),
        right=_flat(text[spot.end : last]),
    )


def _flat(text: str) -> str:
    """The text on one line; the spaces at its ends stay, as they part it from what is beside it."""
    return _SPACE.sub(" ", text)


def _terms(text: str) -> list[str]:
    return analyzer_for("").terms(text)
