"""Which language a text is told to be in, and what a name of a language stands for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language_snippets import SNIPPETS

from searchkit.analysis.language import COMMONEST, detect_language, language_code
from searchkit.reading import find_posts, read_post
from searchkit.settings import DEFAULTS

LINES = [(code, line) for code, lines in SNIPPETS.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize("code", SNIPPETS)
def test_a_sentence_is_told_to_be_in_its_language(code: str) -> None:
    told = [detect_language(line) for line in SNIPPETS[code].strip().splitlines()]
    assert len(told) == 20
    assert set(told) <= {code, ""}
    assert told.count(code) >= 19


@pytest.mark.parametrize(("code", "line"), LINES[::7])
def test_a_language_is_told_from_text_in_capitals_too(code: str, line: str) -> None:
    assert detect_language(line.upper()) in {code, ""}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "Rivers",
        "搜索",
        "Voilà l'idée",
        "2023-01-10 12 14 1,556 3.5 7 8 9 10 11 12",
        "Biblioteka była zamknięta, kiedy przyjechaliśmy, więc przeczytaliśmy kartkę na drzwiach.",
        "Бібліотека була зачинена, коли ми приїхали, і ми прочитали записку на дверях.",
    ],
)
def test_a_text_that_is_short_or_of_another_language_is_not_told(text: str) -> None:
    assert detect_language(text) == ""


def test_foreign_words_in_a_text_do_not_change_its_language() -> None:
    english = "The word for it is Gedächtnis, and Proust has la mémoire involontaire, which is not the same."
    chinese = "我们学习 machine learning 的风格，然后用 GPT-4 和 Python 写一个小程序来做这件事。"
    assert (detect_language(english), detect_language(chinese)) == ("en", "zh")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-CA", "fr"),
        ("pt_BR.UTF-8", "pt"),
        ("zh-Hans", "zh"),
        ("French", "fr"),
        ("français", "fr"),
        ("French (Canada)", "fr"),
        ("Brazilian Portuguese", "pt"),
        ("Deutsch", "de"),
        ("español", "es"),
        ("svenska", "sv"),
        ("русский", "ru"),
        ("中文", "zh"),
        ("日本語", "ja"),
        ("한국어", "ko"),
        ("deu", "de"),
        ("xx", "xx"),
        ("python", ""),
        ("", ""),
        ("?", ""),
    ],
)
def test_a_language_is_known_by_code_tag_and_name(text: str, code: str) -> None:
    assert language_code(text) == code


def test_common_words_are_exact_terms() -> None:
    from searchkit.analysis.analyzer import analyzer_for

    for code, words in COMMONEST.items():
        assert len(words) > 60
        assert analyzer_for(code).terms(" ".join(sorted(words))) == sorted(words)


@given(st.text())
def test_any_text_has_a_known_language_or_none(text: str) -> None:
    assert detect_language(text) in {*SNIPPETS, ""}
    assert isinstance(language_code(text), str)


@pytest.mark.real
@pytest.mark.parametrize(("corpus", "languages"), [("blog_11ty", {"en"}), ("blog_hugo_zh_en", {"en", "zh"})])
def test_real_blogs_are_told_to_be_in_their_languages(shared: Path, corpus: str, languages: set[str]) -> None:
    essays = [read_post(post, DEFAULTS).essay for post in find_posts([shared / "corpora" / corpus])]
    told = [essay.language for essay in essays if essay]
    wrong = [language for language in told if language not in languages]
    assert len(wrong) <= len(told) / 200  # one Chinese post is mostly the words of a Japanese song
