"""A concordance shows every use of a term, in its context, in a known order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from searchkit import Index
from searchkit.errors import UsageError

MakeIndex = Callable[..., Index]

POSTS = {
    "b": "---\ndate: 2022-05-01\n---\nA river is never the same river. Rivers run.\n\n> A quoted river.\n",
    "a": "---\ndate: 2021-01-01\n---\nThe old river, and the delta.\n",
    "c": "---\ntitle: C\n---\nA young river without a date. 写作是一种很有意思的事情。\n",
}


@pytest.fixture
def rivers(index_of: MakeIndex) -> Index:
    return index_of(**POSTS)


def keywords(index: Index, query: str, **options: object) -> list[str]:
    return [f"{line.left}[{line.keyword}]{line.right}" for line in index.concordance(query, **options)]  # type: ignore[arg-type]


def test_every_use_is_shown_in_order_of_date_and_place(rivers: Index) -> None:
    assert keywords(rivers, "river", width=14) == [
        "The old [river], and the",
        "A [river] is never the",
        "the same [river]. Rivers run.",
        "same river. [Rivers] run.",
        "A quoted [river].",
        "A young [river] without a",
    ]


def test_lines_are_sorted_by_the_words_beside_the_keyword(rivers: Index) -> None:
    by_left = [line.left.split()[-1:] for line in rivers.concordance("river", sort="left")]
    assert by_left == [["A"], ["old"], ["quoted"], ["river."], ["same"], ["young"]]
    by_right = [line.right.split()[:2] for line in rivers.concordance("river", sort="right")]
    assert by_right == [["."], [",", "and"], ["is", "never"], [".", "Rivers"], ["run."], ["without", "a"]]


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ('"the same river"', ["is never [the same river]. Rivers"]),
        ("riv* kind:quote", ["A quoted [river]."]),
        ("river date:2021", ["The old [river], and the"]),
        ("+river -delta -young kind:quote", ["A quoted [river]."]),
        ('river AND "old river" AND delta', ["The [old river], and the", "and the [delta]."]),
    ],
)
def test_any_query_of_the_language_will_do(rivers: Index, query: str, lines: list[str]) -> None:
    assert keywords(rivers, query, width=10) == lines


def test_there_is_no_cap_but_the_one_asked_for(index_of: MakeIndex) -> None:
    index = index_of(**{f"p{number}": "river " * 40 + "\n" for number in range(30)})
    assert len(index.concordance("river")) == 1200
    assert len(index.concordance("river", limit=7, sort="left")) == 7


def test_a_line_re_slices_its_section(rivers: Index) -> None:
    for line in rivers.concordance("river OR 写作", width=8):
        assert line.section.text[line.start :].startswith(line.keyword)
        assert line.left + line.keyword + line.right in line.section.text.replace("\n", " ")
        assert list(line.to_dict()) == ["left", "keyword", "right", "essay", "section", "start"]


@pytest.mark.parametrize(
    ("query", "options", "told"),
    [
        ("", {}, "nothing to align on"),
        ("kind:quote", {}, "nothing to align on"),
        ("-river", {}, "nothing to align on"),
        ("river", {"sort": "up"}, "no such order: up"),
        ("river", {"width": 0}, "no such width: 0"),
        ("river", {"limit": 0}, "no such limit: 0"),
    ],
)
def test_what_cannot_be_shown_is_told(
    rivers: Index, query: str, options: dict[str, object], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        keywords(rivers, query, **options)
