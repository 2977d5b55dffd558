"""Periods, at the edges of months and of the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.query.dates import parse_comparison, parse_period, parse_range


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-2", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        (" 2023-3-20 ", date(2023, 3, 20), date(2023, 3, 20)),
        ("0001", date.min, date(1, 12, 31)),
        ("9999-12", date(9999, 12, 1), date.max),
    ],
)
def test_a_period_goes_from_its_first_day_to_its_last(text: str, first: date, last: date) -> None:
    assert parse_period(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "23",
        "20230",
        "0000",
        "2023-",
        "2023-0",
        "2023-001",
        "2023-1-2-3",
        "2023/03",
        "٢٠٢٣",
        "²023",
        "2023-1-32",
    ],
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


@given(st.dates())
def test_every_day_is_a_period_of_itself(day: date) -> None:
    assert parse_period(day.isoformat()) == (day, day)


@given(st.text())
def test_any_text_is_dates_or_none(text: str) -> None:
    for parsed in (parse_period(text), parse_comparison(text), parse_range(text), parse_range(f"[{text}]")):
        assert parsed is None or parsed
