from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.reading.dates import date_of_folders, dated_name, parse_date

DAY = dt.date(2023, 3, 20)


@pytest.mark.parametrize(
    "text",
    [
        "2023-03-20",
        "2023-3-20",
        "2023/3/20",
        "2023.03.20",
        "20230320",
        "2023-03-20T14:30:20Z",
        "2023-03-20T23:30:20.123-06:00",
        "2023-03-20T23:30:00-0600",
        "2023-03-20 14:00:00 -4",
        "2023-03-20 14:30:20+00:00",
        "20230320T143020Z",
        "March 20, 2023",
        "march 20 2023",
        "March 20th, 2023",
        "Mar. 20,  2023 at 10:30 am",
        "20 March 2023",
        "20th of March, 2023",
        "20-Mar-2023",
        "2023 March 20",
        "2023-Mar-20",
        "Monday, March 20, 2023",
        "Mon, 20 Mar 2023 14:30:20 +0000",
        "Mon Mar 20 2023 10:00:00 GMT+0100 (CET)",
        "3/20/2023",
        "20/3/2023",
        "20.03.2023",
        "20-03-2023",
        "20/Mar/2023:10:00:00 +0000",
        "Mon Mar 20 14:30:20 2023",
        "Mon Mar 20 22:47:39 +0000 2023",
        "2023-03-20T10:00:00[Europe/Paris]",
        "20 mars 2023",
        "lundi 20 mars 2023",
        "20. März 2023",
        "Montag, den 20. Maerz 2023",
        "20 de marzo de 2023",
        "20 de março de 2023",
        "lunedì 20 marzo 2023",
        "20 maart 2023",
        "den 20 mars 2023",
        "20. marts 2023",
        "20. maaliskuuta 2023",
        "20 марта 2023 г.",
        "2023年3月20日",
        "2023 年 3 月 20 日",
        "2023년 3월 20일",
        "1679322620.5",
        "1679322620",
        "1679322620123",
    ],
)
def test_every_common_form_of_a_day_is_read(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023-03", dt.date(2023, 3, 1)),
        ("2023/03", dt.date(2023, 3, 1)),
        ("March 2023", dt.date(2023, 3, 1)),
        ("Sept. 2023", dt.date(2023, 9, 1)),
        ("2023年3月", dt.date(2023, 3, 1)),
        ("2023", dt.date(2023, 1, 1)),
        ("1er février 2023", dt.date(2023, 2, 1)),
        ("1º de dezembro de 2023", dt.date(2023, 12, 1)),
        ("août 2023", dt.date(2023, 8, 1)),
        ("5. marraskuuta 2023", dt.date(2023, 11, 5)),
        ("9 мая 2023", dt.date(2023, 5, 9)),
        ("3/4/2023", dt.date(2023, 3, 4)),
        ("3.4.2023", dt.date(2023, 4, 3)),
    ],
)
def test_less_than_a_day_is_its_first_day_and_a_slash_puts_the_month_first(text: str, date: dt.date) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "Last Modified", "{{ date }}", "2023-02-30", "2023-13-32", "0000-00-00", "12:30"),
        *("20230", "in March", "Marching 20 2023", "1.2.3", "99999999999999", "2023-03-201", "May"),
        *("Spring 2023", "20 Sonntag 2023", "Q1 2023"),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2023-03-20-the-quiet-parts", (DAY, "the-quiet-parts")),
        ("2023-03-20 The Quiet Parts", (DAY, "The Quiet Parts")),
        ("2023_03_20_quiet", (DAY, "quiet")),
        ("20230320-quiet", (DAY, "quiet")),
        ("2023-03-20", (DAY, "")),
        ("2023-03-20th-century", (None, "2023-03-20th-century")),
        ("2001-a-space-odyssey", (None, "2001-a-space-odyssey")),
        ("2023-13-45-odd", (None, "2023-13-45-odd")),
        ("quiet", (None, "quiet")),
    ],
)
def test_name_of_a_file_may_begin_with_its_date(name: str, expected: object) -> None:
    assert dated_name(name) == expected


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("2023/03/20/quiet.md", DAY),
        ("blog/2023/03/20/quiet/index.md", DAY),
        ("blog/2023/03/quiet.md", dt.date(2023, 3, 1)),
        ("2023/quiet.md", None),
        ("2023/13/quiet.md", None),
        ("12023/03/20/quiet.md", None),
        ("quiet.md", None),
    ],
)
def test_folders_may_make_a_date(path: str, date: dt.date | None) -> None:
    assert date_of_folders(path) == date


@given(
    st.dates(),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y 10:00:00 +0000", "%d.%m.%Y"]),
)
def test_a_date_that_is_written_is_read(date: dt.date, form: str) -> None:
    assert parse_date(date.strftime(form.replace("%Y", f"{date.year:04}"))) == date


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    parse_date(text)
    dated_name(text)
    date_of_folders(text)
