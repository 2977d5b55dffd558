"""Options mean what the syntax means, but a bad one is an error."""

from __future__ import annotations

import pytest
from written_out import written

from searchkit.errors import UsageError
from searchkit.query.filters import with_filters
from searchkit.query.parser import parse


def test_no_options_leave_the_query_as_it_is() -> None:
    query = parse("style transfer")
    assert with_filters(query) is query


def test_options_mean_the_same_as_the_syntax() -> None:
    typed = parse("kind:(quote OR footnote) date:[2023-02 TO 2023-06] style transfer")
    assert with_filters(
        parse("style transfer"), kinds=["quote", "Footnote", "quote"], after="2023-02", before="2023-06"
    ).root == (typed.root)


def test_options_narrow_the_filters_of_the_query() -> None:
    query = with_filters(parse("kind:quote -openai style"), kinds=["footnote"])
    assert written(query.root) == "(and kind:footnote kind:quote (not openai) style)"


def test_options_alone_are_a_query() -> None:
    query = with_filters(parse("..."), kinds=["quote"])
    assert written(query.root) == "kind:quote"
    assert query.notices == ()


def test_after_and_before_include_the_days_they_name() -> None:
    query = parse("style")
    assert written(with_filters(query, after="2023", before="2023").root) == (
        "(and date:[2023-01-01 TO 2023-12-31] style)"
    )
    assert written(with_filters(query, after="2023-02").root) == "(and date:[2023-02-01 TO *] style)"
    assert written(with_filters(query, before="2023-02").root) == "(and date:[* TO 2023-02-28] style)"
    assert written(with_filters(query, after="2023-2-3").root) == "(and date:[2023-02-03 TO *] style)"


@pytest.mark.parametrize("day", ["", "tomorrow", ">2023", "2023-13", "2023-02-30", "*"])
def test_a_bad_date_is_an_error(day: str) -> None:
    with pytest.raises(UsageError, match="write a date as"):
        with_filters(parse("style"), after=day)


def test_dates_without_a_day_between_them_are_an_error() -> None:
    with pytest.raises(UsageError, match="no day is both"):
        with_filters(parse("style"), after="2024", before="2023")


def test_a_bad_kind_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no such kind: quotes; did you mean quote\?"):
        with_filters(parse("style"), kinds=["quotes"])
    with pytest.raises(UsageError, match="the kinds are title, heading"):
        with_filters(parse("style"), kinds=["zebra"])
