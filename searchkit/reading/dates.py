"""Dates as writers write them: text goes in, a date comes out, or None.

A time and a zone may follow; the day is the one that is written, not that of another zone. A month
or a year stands for its first day. Of `3/4/2023` the month is first, as in `March 4`, and of
`3.4.2023` the day; where one of them is over 12 there is no doubt. Months are named in any language
that the analyzer knows.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

# The months in the languages that essays are written in, without accents: of English, French, German,
# Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian, Finnish and Russian.
_NAMES = """
    january janvier januar janner enero gennaio janeiro januari tammikuuta января январь
    february fevrier februar febrero febbraio fevereiro februari helmikuuta февраля февраль
    march mars marz maerz marzo marco maart marts maaliskuuta марта
    april avril abril aprile huhtikuuta апреля апрель
    may mai mayo maggio maio mei maj toukokuuta мая май
    june juin juni junio giugno junho kesakuuta июня июнь
    july juillet juli julio luglio julho heinakuuta июля июль
    august aout agosto augustus augusti elokuuta августа
    september septembre septiembre settembre setembro syyskuuta сентября сентябрь
    october octobre oktober octubre ottobre outubro lokakuuta октября октябрь
    november novembre noviembre novembro marraskuuta ноября ноябрь
    december decembre dezember diciembre dicembre dezembro desember joulukuuta декабря декабрь
"""
_SHORTEST = 3


def _folded(text: str) -> str:
    """`text` in small letters without their accents."""
    return "".join(
        one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one)
    )


def _numbers_of_months() -> dict[str, int]:
    """The number of each month by its names and what they may be cut to; `mar` is March, not `marraskuu`."""
    numbers: dict[str, int] = {}
    for number, names in enumerate(_NAMES.strip().splitlines(), start=1):
        for name in map(_folded, names.split()):
            for length in range(_SHORTEST, len(name) + 1):
                numbers.setdefault(name[:length], number)
    return numbers


_MONTHS = _numbers_of_months()
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|re|º|ª|ème|\.)?"
_YEAR = r"(?P<year>\d{4})"
_OF = r"(?:of|de|del|den|le|a)?"
_FORMS = tuple(
    re.compile(form + r"(?![\d])", re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<s>[-/._])(?P<month>\d{{1,2}})(?P=s)(?P<day>\d{{1,2}})",
        rf"{_YEAR}\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월](?:\s*(?P<day>\d{{1,2}})\s*[日일号])?",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/{_YEAR}",
        rf"(?P<day>\d{{1,2}})(?P<s>[-.]) ?(?P<month>\d{{1,2}})(?P=s) ?{_YEAR}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_WEEKDAY}(?:le\s|el\s|den\s|the\s)?{_DAY}[\s/-]+(?:{_OF}\s+)?{_MONTH},?[\s/-]+(?:{_OF}\s+)?{_YEAR}",
        rf"{_YEAR}[\s-]+{_MONTH}[\s-]+{_DAY}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+\d\d:\d\d(?::\d\d)?\s+(?:[-+]\d{{4}}\s+|[A-Z]{{3,4}}\s+)?{_YEAR}",
        rf"{_MONTH},?\s+(?:{_OF}\s+)?{_YEAR}",
        rf"{_YEAR}[-/](?P<month>\d{{1,2}})(?![-/])",
        rf"{_YEAR}$",
    )
)
_EPOCH = re.compile(r"\d{10}(?:\d{3}|\.\d+)?", re.ASCII)
_LONGEST = 100

_DATED_NAME = re.compile(r"((?:1[5-9]|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?:[-_. ]+|$)", re.ASCII)
_DATED_FOLDERS = re.compile(r"(?:^|/)((?:1[5-9]|20)\d\d)/(\d\d)(?:/(\d\d))?/", re.ASCII)


def parse_date(text: str) -> dt.date | None:
    """The day that `text` begins with.

    >>> str(parse_date("March 20th, 2023")), str(parse_date("2023-03-20T23:30:00-0600"))
    ('2023-03-20', '2023-03-20')
    """
    text = " ".join(text[:_LONGEST].split())
    if _EPOCH.fullmatch(text):
        return dt.datetime.fromtimestamp(int(text[:10]), dt.UTC).date()
    for form in _FORMS:
        if found := form.match(text):
            parts = found.groupdict()
            if (date := _date(parts["year"], parts.get("month"), parts.get("day"))) or not _names_month(
                parts
            ):
                return date
    return None


def _names_month(parts: dict[str, str | None]) -> bool:
    return not (parts.get("month") or "0").isdigit()


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
    if not numbers[1]:
        return None
    if numbers[1] > 12 and day:  # 20/3/2023: the month cannot be 20
        numbers = numbers[0], numbers[2], numbers[1]
    try:
        return dt.date(*numbers)
    except ValueError:
        return None


def _month(text: str) -> int:
    """The number of a month, 0 for what is none."""
    if text.isdigit():
        return int(text)
    return _MONTHS.get(_folded(text), 0)
