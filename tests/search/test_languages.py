"""Essays in a dozen languages: which one each is in, and that a query finds other forms of a word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import searchkit
from searchkit import Index
from searchkit.analysis.sentences import sentence_spans
from searchkit.errors import UsageError
from searchkit.settings import Settings, load_settings

IndexOf = Callable[..., Index]

TEXTS = {
    "en": "The librarians of the old city have catalogued every letter, and nobody has read it.",
    "fr": "Les bibliothécaires de l'hôpital d'Arc ont cherché l’étymologie du mot, qui est dans un livre.",
    "de": "Die Häuser der Straße sind alt, und die Donaudampfschifffahrt fand sie nicht.",
    "es": "Las canciones de los niños no son para dormir, pero están en las bibliotecas.",
    "it": "Le biblioteche della città hanno i libri dell'anima, e non sono aperte per noi.",
    "pt": "As bibliotecas da cidade não têm os livros que procuramos, mas os escritores os guardam.",
    "nl": "De huizen in de straat zijn oud en de bibliotheken van de stad hebben er geen boeken over.",
    "sv": "Flickorna i staden har läst sagorna och tidningarna, men det är inte något för oss.",
    "ru": "Писатели приносили книги в библиотеку, и на них не было ни имени, ни даты, но все их читали.",
    "zh": "我们在图书馆学习机器学习的风格，没有人记得是谁写了第一个索引。",
    "ja": "私たちは図書館で機械学習を勉強しています。最初の索引を誰が書いたのか誰も覚えていません。",
    "ko": "우리는 도서관에서 기계 학습을 공부한다. 누가 처음 색인을 만들었는지 아무도 기억하지 못한다.",
}

FORMS = [
    ("en", "catalogue"),
    ("en", "LETTERS"),
    ("fr", "bibliothécaire"),
    ("fr", "hopital"),
    ("fr", "arc"),
    ("fr", "étymologies"),
    ("fr", "chercher"),
    ("de", "Haus"),
    ("de", "strasse"),
    ("de", "Donaudampfschifffahrten"),
    ("es", "canción"),
    ("es", "niño"),
    ("it", "biblioteca"),
    ("it", "anime"),
    ("pt", "biblioteca"),
    ("pt", "escritor"),
    ("nl", "huis"),
    ("nl", "bibliotheek"),
    ("sv", "flicka"),
    ("sv", "tidning"),
    ("ru", "книга"),
    ("ru", "писатель"),
    ("zh", "图书馆"),
    ("zh", "机器学习"),
    ("ja", "図書館"),
    ("ja", "機械学習"),
    ("ko", "도서관"),
    ("ko", "기계 학습"),
]


@pytest.fixture(scope="module")
def babel(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """One essay in each language, none of which says so."""
    folder = tmp_path_factory.mktemp("babel")
    for code, text in TEXTS.items():
        (folder / f"{code}.md").write_text(f"{text}\n", encoding="utf-8")
    return searchkit.build(folder, folder / "index")


def test_the_language_of_each_essay_is_told_from_its_text(babel: Index) -> None:
    assert babel.stats().languages == dict.fromkeys(sorted(TEXTS), 1)


@pytest.mark.parametrize(("code", "query"), FORMS)
def test_a_query_finds_another_form_of_the_word_among_all_languages(
    babel: Index, code: str, query: str
) -> None:
    results = babel.search(query)
    assert results.notices == ()
    assert code in [hit.essay.slug for hit in results]
    assert all(hit.passage.highlights for hit in results)


def test_a_compound_is_not_found_by_a_part_of_it(babel: Index) -> None:
    assert babel.search("schifffahrt").total_essays == 0


def test_characters_are_found_in_a_row_only(babel: Index) -> None:
    assert babel.search("馆书图").total_essays == 0
    (hit,) = babel.search('"学习机器"')
    assert hit.essay.language == "zh"


def test_a_language_is_filtered_by_code_and_by_name(babel: Index) -> None:
    for query in ("lang:fr", "lang:French", "lang:fr-CA", 'lang:"français"'):
        assert [hit.essay.language for hit in babel.search(query)] == ["fr"]


@pytest.mark.parametrize("text", ["İstanbul'da ılık", "Straße ẞ", "ǅ ŉ ﬀ", "Σίσυφος ς", "ก็ ि ़"])
def test_letters_that_fold_oddly_are_found_as_they_are_written(index_of: IndexOf, text: str) -> None:
    index = index_of(post=f"Before {text} after.")
    assert index.search(text).total_essays == 1
    assert index.search(text.lower()).total_essays == 1


def test_what_an_essay_says_of_its_language_counts_first(tmp_path: Path) -> None:
    french = TEXTS["fr"]
    (tmp_path / "said.md").write_text(f"---\nlanguage: Deutsch\n---\n{french}\n")
    (tmp_path / "told.md").write_text(f"{french}\n")
    (tmp_path / "short.md").write_text("Voilà.\n")

    def languages(settings: Settings) -> dict[str, str]:
        index = searchkit.build(tmp_path, tmp_path / "index", settings=settings)
        return {name: index.show(name).language for name in ("said", "told", "short")}

    assert languages(Settings()) == {"said": "de", "told": "fr", "short": "en"}
    assert languages(Settings(language="es")) == {"said": "de", "told": "es", "short": "es"}


def test_a_language_in_the_settings_may_be_a_name(tmp_path: Path) -> None:
    (tmp_path / "searchkit.yaml").write_text("language: Français\n", encoding="utf-8")
    assert load_settings(tmp_path).language == "fr"
    (tmp_path / "searchkit.yaml").write_text("language: Klingonish\n", encoding="utf-8")
    with pytest.raises(UsageError, match="unknown language 'Klingonish'; write a code or a name"):
        load_settings(tmp_path)


def test_code_does_not_tell_the_language_of_an_essay(index_of: IndexOf) -> None:
    code = "\n".join(f"if this and that or not the other for it in of to be: # {n}" for n in range(9))
    index = index_of(post=f"{TEXTS['de']}\n\n```\n{code}\n```\n")
    assert index.show("post").language == "de"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("我们学习。你呢？我也是！", ["我们学习。", "你呢？", "我也是！"]),
        ("彼は言った。「行こう。」そして出た。", ["彼は言った。", "「行こう。」", "そして出た。"]),
        ("우리는 읽는다. 너는? 나도!", ["우리는 읽는다.", "너는?", "나도!"]),
        ("Он ушёл. Она, т.е. жена, осталась. Всё!", ["Он ушёл.", "Она, т.е. жена, осталась.", "Всё!"]),
        (
            "Il est parti. « Où ? » Elle le sait, M. Dupont.",
            ["Il est parti.", "« Où ? »", "Elle le sait, M. Dupont."],
        ),
        ("Er sagte nichts. »Nein.« Vgl. Bd. 2.", ["Er sagte nichts.", "»Nein.«", "Vgl. Bd. 2."]),
        ("„Nein.“ Er ging z.B. fort.", ["„Nein.“", "Er ging z.B. fort."]),
    ],
)
def test_sentences_end_as_each_language_ends_them(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences
