"""Dates as writers write them: text goes in, a date comes out, or None.

A time and a zone may follow; the day is the one that is written, not that of another zone. A month
or a year stands for its first day. Of `3/4/2023` the month is first, as in `March 4`, and of
`3.4.2023` the day; where one of them is over 12 there is no doubt.
"""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(form + r"(?![\d])", re.ASCII | re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<s>[-/._])(?P<month>\d{{1,2}})(?P=s)(?P<day>\d{{1,2}})",
        rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月(?:\s*(?P<day>\d{{1,2}})\s*日)?",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/{_YEAR}",
        rf"(?P<day>\d{{1,2}})(?P<s>[-.])(?P<month>\d{{1,2}})(?P=s){_YEAR}",
        rf"(?:[a-z]{{3,9}}\.?,?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"(?:[a-z]{{3,9}}\.?,?\s+)?{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}",
        rf"{_YEAR}[\s-]+{_MONTH}[\s-]+{_DAY}",
        rf"{_MONTH},?\s+{_YEAR}",
        rf"{_YEAR}[-/](?P<month>\d{{1,2}})(?![-/])",
        rf"{_YEAR}$",
    )
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)

_DATED_NAME = re.compile(r"((?:1[5-9]|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?:[-_. ]+|$)", re.ASCII)
_DATED_FOLDERS = re.compile(r"(?:^|/)((?:1[5-9]|20)\d\d)/(\d\d)(?:/(\d\d))?/", re.ASCII)


def parse_date(text: str) -> dt.date | None:
    """The day that `text` begins with.

    >>> str(parse_date("March 20th, 2023")), str(parse_date("2023-03-20T23:30:00-0600"))
    ('2023-03-20', '2023-03-20')
    """
    text = " ".join(text.split())
    if _EPOCH.fullmatch(text):
        return dt.datetime.fromtimestamp(int(text[:10]), dt.UTC).date()
    for form in _FORMS:
        if found := form.match(text):
            parts = found.groupdict()
            return _date(parts["year"], parts.get("month"), parts.get("day"))
    return None


def dated_name(name: str) -> tuple[dt.date | None, str]:
    """The date that a file's name begins with, and the rest of it.

    >>> dated_name("2023-03-20-the-quiet-parts")
    (datetime.date(2023, 3, 20), 'the-quiet-parts')
    """
    found = _DATED_NAME.match(name)
    date = _date(found[1], found[3], found[4]) if found else None
    return (date, name[found.end() :]) if found and date else (None, name)


def date_of_folders(path: str) -> dt.date | None:
    """The date that the folders of `path` make: `2023/03/20/post.md`, or `2023/03/post.md`."""
    found = _DATED_FOLDERS.search(path)
    return _date(found[1], found[2], found[3]) if found else None


def _date(year: str, month: str | None, day: str | None) -> dt.date | None:
    numbers = int(year), _month(month) if month else 1, int(day) if day else 1
    if numbers[1] > 12 and day:  # 20/3/2023: the month cannot be 20
        numbers = numbers[0], numbers[2], numbers[1]
    try:
        return dt.date(*numbers)
    except ValueError:
        return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text[:3].lower()]
