"""What becomes a token, and which spellings of a word are one term."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.analysis.analyzer import analyzer_for, stems_in
from searchkit.analysis.folding import MAX_TERM_LENGTH, fold


def assert_analyzes_to(text: str, *terms: str) -> None:
    analyzer = analyzer_for("en")
    assert analyzer.terms(text) == list(terms)
    assert [token.term for token in analyzer.tokens(text)] == list(terms)


@pytest.mark.parametrize("text", ["GPT4", "GPT-4", "GPT 4", "gpt – 4", "Gpt4."])
def test_letters_and_digits_are_tokens_of_their_own(text: str) -> None:
    assert_analyzes_to(text, "gpt", "4")


@pytest.mark.parametrize("text", ["open-source", "open source", "Open‑Source", "open/source", "OPEN_SOURCE"])
def test_a_compound_is_its_words_however_they_are_joined(text: str) -> None:
    assert_analyzes_to(text, "open", "source")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("It’s ‘quoted’, don't", ["it's", "quoted", "don't"]),
        ("rock ’n’ roll", ["rock", "n", "roll"]),
        ("café naïve Ångström", ["cafe", "naive", "angstrom"]),
        ("e\u0301lan", ["elan"]),
        ("Straße Œuvre fiﬁne", ["strasse", "oeuvre", "fifine"]),
        ("co\u00adoperate zero\u200bwidth", ["cooperate", "zerowidth"]),
        ("ёлка йод", ["елка", "йод"]),
        ("1,556 Likes", ["1", "556", "likes"]),
        ("用GPT-4学习", ["用", "gpt", "4", "学", "习"]),
        ("日本語テスト", ["日", "本", "語", "テ", "ス", "ト"]),
        ("한국", ["한", "국"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("C++ & <b>", ["c", "b"]),
        ("...", []),
        ("", []),
    ],
)
def test_terms_of_a_text(text: str, terms: list[str]) -> None:
    assert_analyzes_to(text, *terms)


def test_offsets_are_code_points_of_the_text_as_it_is() -> None:
    text = "“Élan” 🤔 don’t"
    tokens = analyzer_for("en").tokens(text)
    assert [text[token.start : token.end] for token in tokens] == ["Élan", "don’t"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "running runs run"),
        ("en", "OpenAI's OpenAI"),
        ("fr", "l'amour amour amours"),
        ("de", "Häuser Hauses"),
        ("ru", "книги книгами"),
        ("es", "bibliotecas biblioteca"),
        ("xx", "WORD word"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, words: str) -> None:
    analyzer = analyzer_for(language)
    assert len(set(analyzer.stems(analyzer.terms(words)))) == 1


def test_an_elision_is_taken_off_only_at_the_start_of_a_word() -> None:
    assert analyzer_for("fr").stem("aujourd'hui") == "aujourd'hui|fr"


def test_the_stem_of_one_language_is_not_that_of_another() -> None:
    english, french = analyzer_for("en"), analyzer_for("fr")
    assert french.stem("letter").startswith("let|")
    assert not {french.stem("letter")} & {english.stem("let"), english.stem("letter")}


def test_stems_over_several_languages_are_each_named_once() -> None:
    assert stems_in("libraries", ["en", "xx", "en"]) == ["librari", "libraries"]


@given(st.text())
def test_a_term_is_never_empty_nor_has_white_space(text: str) -> None:
    for term in analyzer_for("en").terms(text):
        assert term
        assert not any(character.isspace() for character in term)


@given(st.text())
def test_tokens_stand_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for token in analyzer_for("en").tokens(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end


@given(st.text() | st.text(alphabet="aB9'’‘“”—–…\u00a0é用-_ "))
@example("a" * (MAX_TERM_LENGTH + 1) + " “b”")
def test_the_terms_of_a_text_are_those_of_its_tokens(text: str) -> None:
    analyzer = analyzer_for("en")
    assert analyzer.terms(text) == [token.term for token in analyzer.tokens(text)]


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_text_has_the_tokens_it_would_have_among_other_text(text: str) -> None:
    analyzer = analyzer_for("en")
    assert analyzer.tokens(text) == analyzer.tokens(f"{text} …")


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=1))
def test_a_word_and_its_decomposed_form_are_one_term(word: str) -> None:
    assert fold(word) == fold(unicodedata.normalize("NFD", word))
