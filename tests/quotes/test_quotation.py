"""How a quotation is read: its words, and where something was left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis.analyzer import analyzer_for
from searchkit.quotes.quotation import MOST_WORDS, read_quotation


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“The world is too much with us”", "the world is too much with us"),
        ("[T]he world", "the world"),
        ("walk[ed] o[n] the sea", "walked on the sea"),
        ("the wrold [sic] is (sic) too [sic!] much", "the wrold is too much"),
        ("the world [emphasis added] is (my italics) too much", "the world is too much"),
        ("the world[12] is[^3] too¹² much.4 [a]", "the world is too much"),
        ("with us.” 5 late and soon.”6", "with us 5 late and soon"),
        ("the *world* is **too _much_**", "the world is too much"),
        ("mis*under*stood", "misunderstood"),
        ("> the world\n> is too", "the world is too"),
        ("[the world](https://example.com/a_b) is <em>too</em> much", "the world is too much"),
        ("don\\'t be \\[here\\]", "don't be"),
        ("late and so-\n  on", "late and soon"),
        ("late and so-\n> on", "late and soon"),
        ("well-known", "well known"),
        ("SHEW’D ſo ﬁne", "shew'd so fine"),
        ("1,000.50 GPT-4", "1 000 50 gpt 4"),
        ("学而时习之", "学 而 时 习 之"),
        ("", ""),
        ("?! — …", ""),
    ],
)
def test_editors_marks_are_undone(text: str, words: str) -> None:
    assert read_quotation(text).terms == words.split()


@pytest.mark.parametrize(
    "mark", ["...", "…", "[...]", "[…]", "(…)", ". . .", "[. . .]", "....", "* * *", "***", "[ … ]", "……"]
)
def test_every_form_of_ellipsis_is_a_gap(mark: str) -> None:
    for space in ("", " "):
        quotation = read_quotation(f"the world{space}{mark}{space}too much")
        assert quotation.terms == ["the", "world", "too", "much"]
        assert quotation.gaps == {2: ()}


def test_an_ellipsis_at_an_end_leaves_nothing_out() -> None:
    assert read_quotation("… too much with us ...").gaps == {}


def test_an_editors_words_are_none_of_the_quotation_but_remembered() -> None:
    quotation = read_quotation("he [the keeper] climbed [slowly and alone] up")
    assert quotation.terms == ["he", "climbed", "up"]
    assert quotation.gaps == {1: ("the", "keeper"), 2: ("slowly", "and", "alone")}


def test_words_can_be_had_as_they_were_typed() -> None:
    quotation = read_quotation("“[T]he *world*, walk[ed]”")
    assert [quotation.written(0, 1), quotation.written(0, 2), quotation.written(2, 3)] == [
        "[T]he",
        "[T]he *world",
        "walk[ed]",
    ]
    assert quotation.written(1, 1) == ""


def test_a_very_long_quotation_is_cut() -> None:
    quotation = read_quotation("word " * (MOST_WORDS + 5))
    assert len(quotation.words) == MOST_WORDS
    assert quotation.is_cut


@given(st.text(alphabet="ab .…[]()*-'’\n>1²_\\<sic学"))
def test_offsets_are_those_of_what_was_typed(text: str) -> None:
    quotation = read_quotation(text)
    for word in quotation.words:
        assert 0 <= word.start < word.end <= len(text)
        assert "".join(analyzer_for("").terms(text[word.start])) == word.term[0]
    starts = [word.start for word in quotation.words]
    assert starts == sorted(set(starts))
    assert all(0 < number < len(quotation.words) for number in quotation.gaps)
