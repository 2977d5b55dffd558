"""Trends count every use of a term, and say how many that is in a million words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from searchkit import Index
from searchkit.errors import UsageError
from searchkit.research.pictures import draw_trends

MakeIndex = Callable[..., Index]


def post(date: str, text: str) -> str:
    return f"---\ntitle: Post\ndate: {date}\n---\n{text}\n"


@pytest.fixture
def rivers(index_of: MakeIndex) -> Index:
    return index_of(
        a=post("2020-03-01", "river rivers delta one two three four five six"),
        b=post("2020-11-01", "one two three four five six seven eight nine"),
        c=post("2023-01-15", "style transfer is no style of a river"),
        d="no date, but a river here\n",
    )


def test_uses_are_counted_for_each_year_and_a_year_without_words_has_no_frequency(rivers: Index) -> None:
    found = rivers.trends(["river", "delta"])
    assert [period.name for period in found.periods] == ["2020", "2021", "2022", "2023"]
    assert [(period.essays, period.words) for period in found.periods] == [(2, 20), (0, 0), (0, 0), (1, 9)]
    river, delta = found
    assert river.counts == (2, 0, 0, 1)
    assert river.per_million == (100_000, None, None, 1_000_000 / 9)
    assert delta.per_million == (50_000, None, None, 0)
    assert found.undated == 1


def test_months_run_from_the_first_to_the_last(rivers: Index) -> None:
    names = [period.name for period in rivers.trends(["river"], by="month").periods]
    assert (names[0], names[9], names[10], names[-1], len(names)) == (
        "2020-03",
        "2020-12",
        "2021-01",
        "2023-01",
        35,
    )


@pytest.mark.parametrize(
    ("term", "total"),
    [("style transfer", 1), ("transfer style", 0), ("styl*", 2), ("style OR river", 5), ('"no river"~5', 1)],
)
def test_a_term_may_be_a_phrase_a_prefix_or_any_query(rivers: Index, term: str, total: int) -> None:
    (trend,) = rivers.trends([term])
    assert sum(trend.counts) == total


def test_terms_that_mean_nothing_are_errors(rivers: Index, index_of: MakeIndex) -> None:
    with pytest.raises(UsageError, match="there is no word in 'kind:quote'"):
        rivers.trends(["river", "kind:quote"])
    with pytest.raises(UsageError, match="no such step: week"):
        rivers.trends(["river"], by="week")


def test_without_a_date_there_is_no_trend(index_of: MakeIndex) -> None:
    with pytest.raises(UsageError, match="no essay has a date"):
        index_of(a="river\n").trends(["river"])


def test_a_picture_names_its_terms_and_is_the_same_each_time(rivers: Index, tmp_path: Path) -> None:
    found = rivers.trends(["river", "_del$ta", "写作"])
    for name in ("one.svg", "two.svg", "three.png"):
        draw_trends(found, tmp_path / name)
    drawn = (tmp_path / "one.svg").read_text(encoding="utf-8")
    texts = {"".join(element.itertext()).strip() for element in ET.fromstring(drawn).iterfind(".//{*}text")}
    assert {"river", "写作", "2020", "2023", "per million words"} <= texts
    assert drawn == (tmp_path / "two.svg").read_text(encoding="utf-8")
    assert (tmp_path / "three.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_cannot_be_written_leaves_nothing(rivers: Index, tmp_path: Path) -> None:
    found = rivers.trends(["river"])
    with pytest.raises(UsageError, match="is no picture"):
        draw_trends(found, tmp_path / "trend.jpeg")
    with pytest.raises(UsageError, match="cannot be written"):
        draw_trends(found, tmp_path / "nowhere" / "trend.svg")
    assert not [file for file in tmp_path.iterdir() if file.name not in ("corpus", "index")]
