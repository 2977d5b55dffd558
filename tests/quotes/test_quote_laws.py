"""What is true of every quotation, whatever it is."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quoted_essays import POSTS, best, quotable

from searchkit import Index
from searchkit.analysis.analyzer import analyzer_for
from searchkit.quotes.matches import Verdict
from searchkit.quotes.quotation import read_quotation
from searchkit.quotes.running import Part, RunningText, WrittenText


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return quotable(tmp_path_factory.mktemp("laws"))


@pytest.fixture(scope="module")
def running(index: Index) -> RunningText:
    """All of one essay."""
    return RunningText.of(1, map(Part.of, index.show("keeper").sections))


WORDS = st.sampled_from(sorted({word for text in POSTS.values() for word in text.split()}))
QUOTATIONS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=30).map(" ".join))


@settings(max_examples=150)
@given(QUOTATIONS)
def test_nothing_in_a_quotation_is_an_error(index: Index, quotation: str) -> None:
    results = index.quote(quotation)
    assert len(results) <= 5
    assert all(0.5 <= match.confidence <= 1 or match.verdict is Verdict.EXACT for match in results)
    confidences = [match.confidence for match in results]
    assert [round(c, 2) for c in confidences] == sorted((round(c, 2) for c in confidences), reverse=True)


@settings(max_examples=150)
@given(QUOTATIONS)
def test_differences_make_the_source_of_the_quotation(index: Index, quotation: str) -> None:
    """Each is of words that were typed and words that stand there, in order, where it says."""
    for match in index.quote(quotation):
        at = typed = 0
        for difference in match.differences:
            assert difference.yours or difference.source
            assert difference.at >= at
            assert match.source.text[difference.at :].startswith(difference.source)
            typed = quotation.index(difference.yours, typed)
            at = difference.at + len(difference.source)
        if match.verdict is Verdict.EXACT:
            assert not match.differences
            terms = analyzer_for("").terms
            written = "".join(read_quotation(quotation).terms), "".join(terms(match.source.text))
            assert written[0].replace("'", "") == written[1].replace("'", "")


@settings(max_examples=100)
@given(st.integers(0, 10_000))
def test_any_run_of_words_is_found_where_it_stands(index: Index, running: RunningText, number: int) -> None:
    lots = Random(number)
    first = lots.randrange(len(running.terms) - 8)
    last = min(len(running.terms), first + lots.randint(8, 60))
    quotation = WrittenText(running).written(first, last)
    match = best(index, quotation)
    assert match.verdict is Verdict.EXACT
    assert match.source.text == quotation
    assert "keeper" in [found.essay.slug for found in index.quote(quotation)]


@settings(max_examples=100)
@given(st.integers(0, 10_000))
def test_a_word_that_was_changed_is_among_the_differences(
    index: Index, running: RunningText, number: int
) -> None:
    lots = Random(number)
    first = lots.randrange(len(running.terms) - 14)
    words = WrittenText(running).written(first, first + 14).split()
    place = lots.randrange(2, len(words) - 2)
    words[place] = "zeppelin"
    match = best(index, " ".join(words))
    assert match.verdict is Verdict.NEAR
    assert any("zeppelin" in difference.yours for difference in match.differences)
