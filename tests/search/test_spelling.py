"""Which words of a query are misspelt, and which queries they may have been meant to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit.engines.place import place_of
from searchkit.search.commit import Commit
from searchkit.search.slips import ANOTHER, DOUBLED, LEFT_OUT, MISSED, SWAPPED, one_slip
from searchkit.search.spelling import check_spelling
from searchkit.search.typed import retyped, typed_words

POSTS = {
    "memory": "A library is a memory. Memory keeps a library. The memory of a machine is a library too.",
    "tuning": "Fine-tuning a language model is style transfer. We fine-tuned a model. Fine-tuning works.",
    "backprop": "Backprop is how a model learns. Backprop is the chain rule. Backprop scales with data.",
    "training": "Reinforcement learning is hard. Reinforcement learning from feedback is harder to train.",
    "names": "Callimachus made a catalogue. Nobody in Alexandria had one before Callimachus made his.",
    "data": "A data set is not a database. Every data set is wrong in its own way, says Ann Lee.",
    "form": "The form of a letter. A format is a form that travels. Each form has its format and more.",
    "russian": "Библиотека есть память. Писатель приносит книги в библиотеку, и никто их не читает.",
}


@pytest.fixture(scope="module")
def commit(tmp_path_factory: pytest.TempPathFactory) -> Commit:
    folder = tmp_path_factory.mktemp("spelling")
    for name, text in POSTS.items():
        (folder / f"{name}.md").write_text(f"{text}\n", encoding="utf-8")
    searchkit.build(folder, folder / "index")
    return Commit.last(place_of(folder / "index"))


def corrected(commit: Commit, query: str) -> tuple[str, ...]:
    return check_spelling(query, commit).corrected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("memry", "memory"),
        ("mmeory", "memory"),
        ("memoory", "memory"),
        ("memort", "memory"),
        ("emory", "memory"),
        ("Calimachus", "callimachus"),
        ("alexandira", "alexandria"),
        ("hard lerning", "hard learning"),
        ("reinfrocemnt", "reinforcement"),
        ("библитека", "библиотека"),
        ("languge-model", "language-model"),
    ],
)
def test_a_misspelt_word_is_corrected(commit: Commit, query: str, expected: str) -> None:
    assert corrected(commit, query)[:1] == (expected,)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("finetuning", "fine-tuning"),
        ("finetuned", "fine-tuned"),
        ("dataset", "data-set"),
        ("languagemodel", "language-model"),
        ("back prop", "backprop"),
        ("back-prop", "backprop"),
        ("data base", "database"),
    ],
)
def test_words_are_split_and_joined_as_the_essays_have_them(
    commit: Commit, query: str, expected: str
) -> None:
    assert corrected(commit, query) == (expected,)


@pytest.mark.parametrize(
    "query",
    [
        "memory",
        "Callimachus",
        "fine-tuning",
        "fine tunes",
        "data set",
        "memories of libraries",
        "lee",
        "2031",
        "gpt4",
        "xy",
        "xyzzyplugh",
        "記憶",
        "",
        '"',
        "mem*",
        "memry~",
        "author:calimachus",
        "kind:(quote OR memry)",
        "-memry library",
        "library NOT memry",
        "library -(memry alexandira)",
    ],
)
def test_what_is_right_or_asked_for_as_it_is_stays(commit: Commit, query: str) -> None:
    assert corrected(commit, query) == ()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"style trnasfer"', '"style transfer"'),
        ("title:memry kind:quote", "title:memory kind:quote"),
        ("+memry -library", "+memory -library"),
        ("(memry OR alexandira) AND library", "(memory OR alexandria) AND library"),
        ("memry^2, lerning!", "memory^2, learning!"),
        ("author:memry memry date:>2023", "author:memry memory date:>2023"),
        ('title:(memry "style trnasfer")', 'title:(memory "style transfer")'),
        ('"finetuning model"', '"fine-tuning model"'),
    ],
)
def test_the_syntax_of_a_query_is_kept(commit: Commit, query: str, expected: str) -> None:
    assert corrected(commit, query)[0] == expected


def test_the_words_beside_it_decide_what_a_word_was_meant_to_be(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("A red bat sleeps.\n\nA blue cat runs.")
    searchkit.build(tmp_path, tmp_path / "index")
    commit = Commit.last(place_of(tmp_path / "index"))
    assert [corrected(commit, query)[0] for query in ("red zat", "blue zat", "zat runs", "zat sleeps")] == [
        "red bat",
        "blue cat",
        "cat runs",
        "bat sleeps",
    ]


def test_a_frequent_word_is_likelier_than_a_rare_one(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("\n\n".join(["The house stands."] * 9 + ["A horse."]))
    searchkit.build(tmp_path, tmp_path / "index")
    assert check_spelling("hoase", Commit.last(place_of(tmp_path / "index"))).corrected[0] == "house"


def test_at_most_three_queries_are_suggested_the_likeliest_first(tmp_path: Path) -> None:
    words = "bat cat fat hat mat rat sat".split()
    (tmp_path / "post.md").write_text("\n\n".join(f"A {word}." for word in words))
    searchkit.build(tmp_path, tmp_path / "index")
    found = check_spelling("zat zat", Commit.last(place_of(tmp_path / "index"))).corrected
    assert len(found) == len(set(found)) == 3


def test_words_that_no_essay_holds_are_named_as_they_were_typed(commit: Commit) -> None:
    assert check_spelling("Memry of Xyzzyplugh, Memry", commit).unknown == ("Memry", "Xyzzyplugh")


def test_words_of_essays_that_are_gone_are_not_suggested(tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text("A memory.")
    (tmp_path / "other.md").write_text("A back prop.")
    searchkit.build(tmp_path, tmp_path / "index")
    assert corrected(Commit.last(place_of(tmp_path / "index")), "memry") == ("memory",)
    post.write_text("Nothing.")
    searchkit.build(tmp_path, tmp_path / "index")
    assert corrected(Commit.last(place_of(tmp_path / "index")), "memry") == ()


@pytest.mark.parametrize(
    ("typed", "meant", "likelihood"),
    [
        ("recieve", "receive", SWAPPED),
        ("accomodate", "accommodate", LEFT_OUT),
        ("untill", "until", DOUBLED),
        ("definately", "definitely", MISSED),
        ("memort", "memory", MISSED),
        ("memorq", "memory", ANOTHER),
        ("memoxry", "memory", ANOTHER),
        ("книгв", "книга", MISSED),
    ],
)
def test_how_likely_a_slip_is(typed: str, meant: str, likelihood: float) -> None:
    assert one_slip(typed)[meant] == likelihood


@given(st.text(alphabet="abcdefgh'", min_size=1, max_size=8), st.data())
def test_every_word_one_edit_away_is_one_slip_away(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefgh"))
    head, tail = word[:place], word[place + 1 :]
    edited = {head + tail, head + letter + tail, head + letter + word[place:], word + letter}
    if word[0] != "'":
        assert edited - {word} <= one_slip(word).keys()


@given(st.text(max_size=60))
def test_a_typed_word_stands_where_it_says(query: str) -> None:
    end = 0
    for word in typed_words(query):
        assert end <= word.start < word.end <= len(query)
        end = word.end
    assert retyped(query, []) == query


@given(st.text(alphabet='memrylbao -+":()*~^', max_size=40))
def test_a_corrected_query_has_its_words_corrected_and_nothing_else_changed(query: str) -> None:
    marks = "".join(letter for letter in query if not letter.isalpha())
    changes = [(word.start, word.end, "x" * 3) for word in typed_words(query)]
    assert "".join(letter for letter in retyped(query, changes) if not letter.isalpha()) == marks
