"""Which sentences of a section are shown, and what is marked in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis.sentences import sentence_spans
from searchkit.search.hits import Passage
from searchkit.search.passages import MAX_LENGTH, Spot, best_passage


def passage(text: str, *words: str) -> Passage:
    """The passage for a query of plain words, all equally telling."""
    spots = [
        Spot(start, start + len(word), number)
        for number, word in enumerate(words)
        for start in range(len(text))
        if text.startswith(word, start)
    ]
    return best_passage(text, sentence_spans(text), spots, [1.0] * len(words))


def marked(shown: Passage) -> list[str]:
    return [shown.text[start:end] for start, end in shown.highlights]


LONG = "This sentence says nothing of interest at all, and says it slowly, so that it takes up some room. "


def test_the_sentence_that_matches_is_shown_whole() -> None:
    sentence = f"Here is the style transfer that one was looking for, {'and more of it, ' * 5} in the end."
    shown = passage(f"{LONG}{sentence} {LONG}", "style transfer")
    assert shown.text == sentence
    assert marked(shown) == ["style transfer"]


def test_a_short_sentence_has_its_neighbour_for_company() -> None:
    shown = passage(f"Style matters. It always did. {LONG * 4}", "matters")
    assert shown.text == "Style matters. It always did."


def test_a_section_that_is_short_enough_is_shown_whole() -> None:
    shown = passage("Style matters. It always did. Nobody knew.", "always")
    assert shown.text == "Style matters. It always did. Nobody knew."
    assert marked(shown) == ["always"]


def test_words_in_different_sentences_are_both_shown() -> None:
    text = f"The first word is alpha, of course. {LONG}{LONG}And the second one is omega, in the end."
    shown = passage(text, "alpha", "omega")
    assert shown.text == "The first word is alpha, of course. … And the second one is omega, in the end."
    assert marked(shown) == ["alpha", "omega"]


def test_words_in_sentences_too_long_to_show_together_are_both_shown() -> None:
    filler = "and so it went on for a while without a word of any interest, " * 3
    text = f"The first is alpha here, {filler}to its end. {LONG}The second has omega, {filler}to its end."
    shown = passage(text, "alpha", "omega")
    assert marked(shown) == ["alpha", "omega"]
    assert len(shown.text) <= MAX_LENGTH
    assert " … " in shown.text


def test_shorter_sentences_are_shown_where_longer_ones_leave_no_room() -> None:
    long = f"Both alpha and beta are named here, {'at some length, ' * 12}and gamma is not."
    text = f"{long} {LONG}Of alpha there is more. Of beta too. And gamma comes last, after {'all ' * 20}that."
    shown = passage(text, "alpha", "beta", "gamma")
    assert set(marked(shown)) == {"alpha", "beta", "gamma"}
    assert "…" not in shown.text.replace(" … ", "")


@given(st.lists(st.integers(10, 500), min_size=2, max_size=12), st.integers(0, 11), st.integers(0, 11))
def test_two_words_of_a_section_are_always_both_shown(lengths: list[int], one: int, other: int) -> None:
    sentences = ["There" + " word" * (length // 5) for length in lengths]
    sentences[one % len(lengths)] += " alpha"
    sentences[other % len(lengths)] += " omega"
    shown = passage(". ".join(sentences) + ".", "alpha", "omega")
    assert set(marked(shown)) == {"alpha", "omega"}
    assert len(shown.text) <= MAX_LENGTH


def test_sentences_that_follow_each_other_stand_as_in_the_text() -> None:
    text = "One has alpha in it.\nThe next has omega."
    assert passage(text, "alpha", "omega").text == text


def test_a_sentence_that_is_too_long_is_cut_at_words_around_its_match() -> None:
    text = " ".join(["before"] * 100 + ["needle"] + ["after"] * 100)
    shown = passage(text, "needle")
    assert len(shown.text) <= MAX_LENGTH
    assert shown.text.startswith("…before ")
    assert shown.text.endswith(" after…")
    assert marked(shown) == ["needle"]


def test_a_sentence_that_is_too_long_is_cut_where_most_of_the_query_stands() -> None:
    text = " ".join(["alpha"] + ["between"] * 100 + ["alpha and omega"] + ["after"] * 100)
    assert marked(passage(text, "alpha", "omega")) == ["alpha", "omega"]


@pytest.mark.parametrize("before", range(300, 340))
@pytest.mark.parametrize("after", [0, 1, 30, 200, 500])
def test_a_match_in_a_sentence_that_is_too_long_is_always_shown(before: int, after: int) -> None:
    shown = passage(
        f"{'word ' * (before // 5)}{'x' * (before % 5)} Ethiopia {'word ' * (after // 5)}", "Ethiopia"
    )
    assert marked(shown) == ["Ethiopia"]
    assert len(shown.text) <= MAX_LENGTH


def test_a_section_without_a_match_shows_its_beginning() -> None:
    shown = passage(f"{LONG * 4}The end.")
    assert shown == Passage((LONG * 2).strip())


def test_overlapping_matches_are_one_highlight() -> None:
    assert marked(passage("A style transfer.", "style transfer", "transfer")) == ["style transfer"]


def test_html_escapes_everything_but_the_marks() -> None:
    shown = Passage("<b>Tom & 'Jerry'</b>", ((3, 6),))
    assert shown.html == "&lt;b&gt;<mark>Tom</mark> &amp; &#x27;Jerry&#x27;&lt;/b&gt;"


@given(st.text(alphabet="ab .\n", max_size=900), st.lists(st.tuples(st.integers(0, 900), st.integers(1, 9))))
def test_highlights_reslice_the_section(text: str, places: list[tuple[int, int]]) -> None:
    spots = [Spot(start, min(start + length, len(text)), 0) for start, length in places if start < len(text)]
    shown = best_passage(text, sentence_spans(text) or [(0, len(text))], spots, [1.0])
    assert len(shown.text) <= MAX_LENGTH
    position = 0
    for start, end in shown.highlights:
        assert position <= start < end <= len(shown.text)
        position = end
        assert shown.text[start:end] in text
    assert "".join(part for part, _ in shown.parts()) == shown.text
