"""Which words of a text are key phrases."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures

from searchkit.analysis.collocations import key_phrases, likelihood_ratio
from searchkit.analysis.language import COMMON_WORDS

FILLER = "some say that there is much to be read about it and that it was never as good as this or that "


def phrases_of(text: str) -> dict[tuple[str, ...], list[int]]:
    terms = text.split()
    counts = Counter(terms)
    del counts["|"]
    return key_phrases(["" if term == "|" else term for term in terms], counts, COMMON_WORDS)


def test_words_that_come_together_are_a_phrase_with_its_places() -> None:
    text = "card index " + FILLER + "card index " + FILLER
    assert phrases_of(text) == {("card", "index"): [0, len(FILLER.split()) + 2]}


def test_three_words_that_come_together_are_one_phrase() -> None:
    text = (FILLER + "reinforcement learning policy ") * 2
    assert list(phrases_of(text)) == [("reinforcement", "learning", "policy")]


def test_a_pair_that_is_not_mostly_part_of_three_words_stays_a_pair() -> None:
    text = (FILLER + "card index ") * 4 + (FILLER + "old card index ") * 2
    assert ("card", "index") in phrases_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "card index " + FILLER,
        FILLER * 3,
        ("chapter 12 " + FILLER) * 3,
        ("card | index " + FILLER) * 3,
        "",
    ],
    ids=["once", "common words", "numbers", "over a boundary", "nothing"],
)
def test_what_is_no_phrase(text: str) -> None:
    assert phrases_of(text) == {}


def test_the_most_telling_phrase_comes_first() -> None:
    text = (FILLER + "card index ") * 5 + (FILLER + "paper slip ") * 2
    assert list(phrases_of(text))[:2] == [("card", "index"), ("paper", "slip")]


def test_a_long_text_must_come_back_to_a_phrase_more_often() -> None:
    twice = ("card index " + FILLER * 20) * 2
    assert phrases_of(twice)
    assert not phrases_of(twice + FILLER * 200)


@given(st.data())
def test_the_likelihood_ratio_is_that_of_nltk(data: st.DataObject) -> None:
    first = data.draw(st.integers(1, 500))
    second = data.draw(st.integers(1, 500))
    together = data.draw(st.integers(1, min(first, second)))
    total = data.draw(st.integers(first + second, 100_000))
    expected = BigramAssocMeasures.likelihood_ratio(together, (first, second), total)
    assert likelihood_ratio(together, first, second, total) == pytest.approx(expected, abs=1e-4)
