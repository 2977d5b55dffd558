"""What an essay scores, and what comes before what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import log

import pytest

from searchkit import Index
from searchkit.analysis.analyzer import analyzer_for
from searchkit.essay import Essay, Kind
from searchkit.search import ranking
from searchkit.search.hits import Results

IndexOf = Callable[..., Index]

K1, B = 1.2, 0.75


def names(results: Results) -> list[str]:
    """The essays found, in order, each once."""
    return list(dict.fromkeys(hit.essay.id for hit in results))


class Formula:
    """The score of an essay as the docstring of `ranking` has it, computed from the essays themselves."""

    def __init__(self, essays: Sequence[Essay]) -> None:
        self.essays = essays
        self.sections = [section for essay in essays for section in essay.sections]
        self.fields: dict[str, list[list[str]]] = {
            "title": [stems(essay.title) for essay in essays],
            "subtitle": [stems(essay.subtitle) for essay in essays],
            "headings": [
                [
                    stem
                    for section in essay.sections
                    if section.kind is Kind.HEADING
                    for stem in stems(section.text)
                ]
                for essay in essays
            ],
            "body": [
                [stem for section in essay.sections for stem in stems(section.text)] for essay in essays
            ],
            "stem": [stems(section.text) for section in self.sections],
            "exact": [analyzer_for("en").terms(section.text) for section in self.sections],
            "heading": [
                stems(" ".join([*section.headings, section.text if section.kind is Kind.HEADING else ""]))
                for section in self.sections
            ],
        }
        self.size = len(essays) + len(self.sections)

    def of(self, number: int, words: Sequence[str]) -> float:
        """The score of one essay for words that are all telling, in the order they were typed."""
        weights = {
            "body": 1.0,
            "title": ranking.TITLE,
            "subtitle": ranking.SUBTITLE,
            "headings": ranking.HEADINGS,
        }
        longer = self.size / len(self.essays)
        scale = (5 + K1 * (1 - B + B * longer)) / (5 + K1)
        own = sum(
            weight * scale * self.idf("body", stem, len(self.essays)) * self.saturated(field, [stem], number)
            for word in words
            for stem in stems(word)
            for field, weight in weights.items()
        )
        at = [
            place
            for place, section in enumerate(self.sections)
            if any(section is other for other in self.essays[number].sections)
        ]
        return own + ranking.SECTION * max(self.of_section(place, words) for place in at)

    def of_section(self, place: int, words: Sequence[str]) -> float:
        score = 0.0
        for word in words:
            score += self.bm25("stem", stems(word), place)
            score += ranking.EXACT * self.bm25("exact", [word], place)
            score += ranking.UNDER_HEADING * self.bm25("heading", stems(word), place)
        for pair in pairwise(words):
            score += ranking.ADJACENT * self.bm25("exact", pair, place)
        return score

    def bm25(self, field: str, terms: Sequence[str], place: int) -> float:
        idf = sum(self.idf(field, term, self.size) for term in terms)
        return idf * self.saturated(field, terms, place)

    def idf(self, field: str, term: str, size: int) -> float:
        held = sum(term in text for text in self.fields[field])
        return log(1 + (size - held + 0.5) / (held + 0.5))

    def saturated(self, field: str, terms: Sequence[str], place: int) -> float:
        text = self.fields[field][place]
        starts = range(len(text) - len(terms) + 1)
        frequency = sum(text[start : start + len(terms)] == list(terms) for start in starts)
        average = sum(map(len, self.fields[field])) / self.size
        return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * len(text) / average)) if frequency else 0


def stems(text: str) -> list[str]:
    analyzer = analyzer_for("en")
    return analyzer.stems(analyzer.terms(text))


# No text of an essay has more than 39 words: up to there lengths are kept exactly.
POSTS: Mapping[str, str] = {
    "lighthouse": "---\ntitle: The lighthouse keeper\nsubtitle: On lamps\n---\nA keeper trims the lamp.\n\n"
    "## Of lamps\n\nLamps burn oil. The keeper's lamp burns all night.",
    "oil": "---\ntitle: Whale oil\n---\nWhale oil burned in every lamp keeper Jones had.",
    "night": "---\ntitle: Night\n---\n## Lamp oil\n\nWe read by lamp oil, never by gas.\n\nNight came.",
    "gas": "---\ntitle: Gas\n---\nGas burns bright. Nobody trims it.",
}


@pytest.mark.parametrize(
    "query", ["lamp", "keeper", "oil burns", "lamp oil", "night lamps burn", "trims lamp keeper"]
)
def test_the_score_is_what_the_formula_says(index_of: IndexOf, query: str) -> None:
    index = index_of(**POSTS)
    essays = [index.show(name) for name in POSTS]
    formula = Formula(essays)
    hits = index.search(query, limit=20, per_essay=1).hits
    assert hits
    for hit in hits:
        number = next(place for place, essay in enumerate(essays) if essay.id == hit.essay.id)
        assert hit.score == pytest.approx(formula.of(number, query.split()), rel=1e-5)


def test_few_words_are_all_wanted_first(index_of: IndexOf) -> None:
    index = index_of(
        some="---\ntitle: Alpha beta alpha beta\n---\nAlpha beta, alpha beta.",
        whole="Long ago, in a text about other things altogether, alpha, beta and gamma met.",
    )
    results = index.search("alpha beta gamma")
    assert names(results) == ["whole", "some"]
    assert results.notices == ("1 essay holds all of these words: those after hold some of them",)


def test_of_many_words_one_may_be_missing_in_the_best(index_of: IndexOf) -> None:
    index = index_of(
        most="---\ntitle: Alpha beta gamma\n---\nAlpha beta gamma delta, alpha beta gamma delta.",
        whole="\n\n".join(f"Long ago came {word}, after many other things." for word in QUESTION.split()),
        other="Nothing of that.",
        third="Nor here.",
    )
    results = index.search(QUESTION)
    assert names(results) == ["most", "whole"]
    assert results.total_essays == 1
    assert results.notices == (
        "1 essay holds all of these words: the best are first, with all or some of them",
    )


QUESTION = "alpha beta gamma delta epsilon"


def test_many_words_by_date_are_all_wanted_first(index_of: IndexOf) -> None:
    index = index_of(new="---\ndate: 2024\n---\nAlpha.", old=f"---\ndate: 2020\n---\n{QUESTION}")
    assert names(index.search(QUESTION, sort="date")) == ["old", "new"]


def test_a_word_typed_twice_counts_twice(index_of: IndexOf) -> None:
    index = index_of(one="Alpha alpha, and beta.", two="Beta beta, and alpha.")
    assert names(index.search("alpha OR beta OR beta")) == ["two", "one"]
    assert names(index.search("alpha alpha beta")) == ["one", "two"]


def test_function_words_neither_score_nor_are_marked(index_of: IndexOf) -> None:
    index = index_of(one="What is the use of a library?", two="A library is of use. " + "What is it? " * 9)
    hit = index.search("what is a library").hits[0]
    assert hit.essay.id == "one"
    assert [hit.passage.text[start:end] for start, end in hit.passage.highlights] == ["library"]
    assert hit.score == pytest.approx(index.search("library").hits[0].score)


def test_function_words_must_match_all_the_same(index_of: IndexOf) -> None:
    index = index_of(one="A library whose books are lost.", two="A library.")
    assert index.search("whose library").total_essays == 1


def test_function_words_alone_are_words_like_others(index_of: IndexOf) -> None:
    index = index_of(one="To be, or not to be.", two="Nothing.")
    hit = index.search("to be or not to be").hits[0]
    assert hit.score > 0
    assert len(hit.passage.highlights) == 6


def test_a_word_is_not_rare_for_being_so_in_another_language(index_of: IndexOf) -> None:
    filler = " ".join(f"word{letter}" for letter in "abcdefghijklmnop")
    index = index_of(
        fr=f"---\nlang: fr\n---\nUne concordance. {filler}",
        **{f"en{n}": f"---\nlang: en\n---\nA concordance. {filler}" for n in range(5)},
        **{f"other{n}": f"---\nlang: en\n---\n{filler}" for n in range(5)},
    )
    scores = {hit.essay.id: hit.score for hit in index.search("concordance", limit=20, per_essay=1)}
    assert scores["fr"] == pytest.approx(scores["en0"], rel=0.05)


def test_equal_scores_are_always_in_the_same_order(index_of: IndexOf) -> None:
    index = index_of(**dict.fromkeys("zyxw", "Alpha and nothing else."))
    assert names(index.search("alpha")) == names(index.search("alpha", limit=40))
    scores = [hit.score for hit in index.search("alpha", per_essay=1)]
    assert len(set(scores)) == 1
