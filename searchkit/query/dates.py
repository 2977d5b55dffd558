"""Dates as people write them, and the days they stand for.

A date may be a year, a month or a day; each is a period, from its first day to its last. A bound
that excludes a period (`>2023-06`, `{2023-06 TO`) begins after its last day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from searchkit.query.tree import Dated

ONE_DAY = timedelta(days=1)
SIGNS = frozenset({"", ">", ">=", "<", "<="})

RANGE = re.compile(r"([\[{]) ?([^ \]}()]*)(?:( [Tt][Oo])(?: ([^ \]}()]+))?)? ?([\]}]?)")
"""`[a TO b]`, or as much of it as has been typed; the spaces are single ones."""


def parse_period(text: str) -> tuple[date, date] | None:
    """The first and last day of a year, a month or a day, or None where it is not one.

    >>> parse_period("2023-02")
    (datetime.date(2023, 2, 1), datetime.date(2023, 2, 28))
    >>> parse_period("2023-3-20")
    (datetime.date(2023, 3, 20), datetime.date(2023, 3, 20))
    >>> parse_period("2023-13") is None
    True
    """
    year, *rest = text.strip().split("-")
    if len(year) != 4 or len(rest) > 2 or any(len(part) > 2 for part in rest):
        return None
    if not all(part.isascii() and part.isdigit() for part in (year, *rest)):
        return None
    numbers = [int(part) for part in rest]
    try:
        month, day = [*numbers, 1, 1][:2]
        first = date(int(year), month, day)
    except ValueError:
        return None
    if not numbers:
        return first, first.replace(month=12, day=31)
    if len(numbers) == 1:
        return first, _last_of_month(first)
    return first, first


def parse_comparison(text: str) -> Dated | None:
    """A date, or one after `>`, `>=`, `<` or `<=`; None where it is neither.

    >>> parse_comparison(">2023-06")
    Dated(after=datetime.date(2023, 7, 1), before=None)
    """
    sign = text[: len(text) - len(text.lstrip("<>="))]
    period = parse_period(text[len(sign) :])
    if period is None or sign not in SIGNS:
        return None
    first, last = period
    try:
        if sign == ">":
            first = last + ONE_DAY
        elif sign == "<":
            last = first - ONE_DAY
    except OverflowError:  # the calendar has no such day
        return None
    return Dated(None if sign[:1] == "<" else first, None if sign[:1] == ">" else last)


def parse_range(text: str) -> Dated | None:
    """A range in brackets; None where an end is no date or no day lies between them.

    An end that is not there yet is open, but a date alone (`[2023]`) is its own end.

    >>> parse_range("[2023-01 TO 2023-06}")
    Dated(after=datetime.date(2023, 1, 1), before=datetime.date(2023, 5, 31))
    >>> parse_range("[* TO 2023]")
    Dated(after=None, before=datetime.date(2023, 12, 31))
    """
    found = RANGE.fullmatch(text)
    if found is None:
        return None
    opening, start, to, end, closing = found.groups()
    if end is None:
        end = start if closing and not to else "*"
    after = _bound(start, ">" if opening == "{" else ">=")
    before = _bound(end, "<" if closing == "}" else "<=")
    if after is None or before is None:
        return None
    if after.after and before.before and after.after > before.before:
        return None
    return Dated(after.after, before.before)


def _bound(text: str, sign: str) -> Dated | None:
    return Dated(None, None) if text == "*" else parse_comparison(sign + text)


def _last_of_month(first: date) -> date:
    if first.month == 12:
        return first.replace(day=31)
    return first.replace(month=first.month + 1) - ONE_DAY
