"""The quick way through plain English text finds what the thorough way finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis.analyzer import analyzer_for
from searchkit.search.leaves import Leaf, PhraseLeaf, TermsLeaf, WordLeaf
from searchkit.search.matching import Matcher

PIECES = [
    "run",
    "Runs",
    "running",
    "rerun",
    "GPT",
    "gpt4",
    "4",
    "44",
    "don't",
    "don’t",
    "die",
    "dying",
    "rock'n'roll",
]
PIECES += [
    "n",
    "’n’",
    "open-source",
    "source",
    "sources",
    "of",
    "the",
    " ",
    ", ",
    "\n",
    "“",
    "_",
    "'",
    "é",
    "café",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | st.lists(st.sampled_from(PIECES)).map(
    "".join
)

LEAVES: list[Leaf] = [
    WordLeaf("running", ("run",)),
    WordLeaf("dying", ("die",)),
    WordLeaf("4", ("4",)),
    WordLeaf("cafe", ("cafe",)),
    PhraseLeaf((("gpt", "4"),), ("gpt", "4")),
    PhraseLeaf((("open", "source"), ("open", "sources")), ("open", "sourc")),
    PhraseLeaf((("of", "the"),), ("of", "the"), slop=3),
    TermsLeaf(frozenset({"don't", "rock'n'roll", "n"}), ("don't",)),
]


@given(TEXTS, st.lists(st.sampled_from(LEAVES), min_size=1, max_size=4))
def test_likely_words_are_all_words_that_a_leaf_wants(text: str, leaves: list[Leaf]) -> None:
    quick = Matcher(leaves, "en")
    thorough = Matcher(leaves, "en")
    thorough._starts = None
    assert quick.spots(text) == thorough.spots(text)


@pytest.mark.real
def test_an_english_word_begins_with_its_stem_but_for_two_letters(shared: Path) -> None:
    analyzer = analyzer_for("en")
    vocabulary = {
        term
        for file in sorted((shared / "corpora" / "classics").glob("*.md"))[:20]
        for term in analyzer.terms(file.read_text(encoding="utf-8"))
    }
    for term in vocabulary:
        stem = analyzer.stem(term)
        assert term.startswith(stem[: max(1, len(stem) - 2)])
