"""Where sentences end, and what a corpus teaches about that."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from searchkit.analysis.punkt import learn_abbreviations
from searchkit.analysis.sentences import ABBREVIATIONS, sentence_spans


def sentences(text: str, learned: frozenset[str] = frozenset()) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, learned)]


@pytest.mark.parametrize(
    "marked",
    [
        "Mr. Gray et al. wrote it.| He did.",
        "He lived in the U.S.| The law changed.",
        "J. R. R. Tolkien wrote.| It was I.| So there...| Then.",
        "See Fig. 3 and No. 5.| He said no.| Mary left.",
        "It costs $3.14.| Go to example.com now.| Yes!",
        "“Did he?” said Ann.| “Yes!”| She left.",
        "Wait… what?| Really?!| Yes (no.)| And.",
        "Das ist z.B. gut.| Die Bank z.B. Deutsche Bank.",
        "The state of the art.| OpenAI said so.",
        "It opens at 9 a.m. on Monday, e.g. today.| Then not.",
        "你好。|世界！|再见",
        "one line\n|another line",
        "No full stop",
        "",
    ],
)
def test_sentences_end_at_the_bars(marked: str) -> None:
    expected = [part.strip() for part in marked.split("|") if part]
    assert sentences(marked.replace("|", "")) == expected


@given(st.text(alphabet=st.sampled_from("ab A.!?… \n。”\"'(1")))
def test_sentences_cover_all_but_white_space_in_order(text: str) -> None:
    spans = sentence_spans(text)
    ends = [0, *(end for _, end in spans)]
    for (start, end), previous in zip(spans, ends, strict=False):
        assert not text[previous:start].strip()
        assert start < end
        assert text[start:end] == text[start:end].strip()
    assert not text[ends[-1] :].strip()


def test_an_abbreviation_is_learned_from_the_corpus_that_writes_it() -> None:
    sample = " ".join(
        f"The tract. {number} of the series was read, and tract. {number} again by many. It was good. "
        f"Nobody knew why the gun was lost. They looked for the dog. Then they found the cat."
        for number in range(40)
    )
    learned = learn_abbreviations(sample)
    assert "tract" in learned
    assert not {"good", "lost", "dog", "cat"} & learned
    text = "Read tract. Smith now. Done."
    assert sentences(text) == ["Read tract.", "Smith now.", "Done."]
    assert sentences(text, learned) == ["Read tract. Smith now.", "Done."]


def test_built_in_abbreviations_are_written_as_they_are_looked_up() -> None:
    assert all(word == word.lower() and not word.endswith(".") for word in ABBREVIATIONS)


@pytest.mark.real
def test_boundaries_in_a_book_are_those_of_punkt(shared: Path) -> None:
    """NLTK's tokenizer, given the same abbreviations, is the second opinion."""
    book = min((shared / "corpora" / "classics").glob("*.md"), key=lambda file: file.stat().st_size)
    parameters = PunktParameters()
    parameters.abbrev_types |= ABBREVIATIONS
    punkt = PunktSentenceTokenizer(parameters)
    ours = theirs = both = 0
    for paragraph in book.read_text(encoding="utf-8").split("\n\n"):
        text = " ".join(paragraph.split())
        mine = {end for _, end in sentence_spans(text)}
        other = {end for _, end in punkt.span_tokenize(text)}
        ours += len(mine)
        theirs += len(other)
        both += len(mine & other)
    assert both / ours > 0.99
    assert both / theirs > 0.85
