"""What a search box suggests, and which essays are like one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Index
from searchkit.errors import EssayUnknownError, UsageError

IndexOf = Callable[..., Index]

FILLER = "and there is much that has been said about it, none of which was ever as good as this one"
POSTS = {
    "cards": f"""---
title: Of Card Indexes and Their Makers
---
The card index is old, {FILLER}. Callimachus had no card index. My card index is a box, says Ann Lee.

## The Box

> Every card index is a diary.
>
> --- Ann Lee, *The Card*
""",
    "memory": f"""---
title: "Mémoire: a memory"
---
A memory palace is no palace, {FILLER}. The memory palace of Callimachus was a card index of élan and OpenAI.

He said memory palace. Élan is all, and élan it was, said OpenAI.
""",
    "rivers": f"""---
title: On rivers
---
A river is a ferry, {FILLER}. The river has a delta, and silt.
""",
    "silt": f"""---
title: Silt
---
Silt is what a river leaves in its delta, {FILLER}. No ferry crosses silt.
""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return build(tmp_path_factory.mktemp("suggesting"), POSTS)


def build(folder: Path, posts: dict[str, str]) -> Index:
    for name, text in posts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return searchkit.build(folder, folder / "index")


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("of c", ["Of Card Indexes and Their Makers"]),
        ("CARD I", ["Of Card Indexes and Their Makers", "card index"]),
        ("card index", ["Of Card Indexes and Their Makers", "card indexes"]),
        ("memoire", ["Mémoire: a memory"]),
        ("mém", ["Mémoire: a memory", "memory palace", "memory", "memoire"]),
        ("the box", []),
        ("the b", ["The Box"]),
        ("callim", ["Callimachus"]),
        ("ela", ["élan"]),
        ("opena", ["OpenAI"]),
        ("what of memory pa", ["what of memory palace"]),
        ('"memory pa', ['"memory palace']),
        ("title:sil", ["title:silt"]),
        ("xyzzy", []),
        ("", []),
        ("...", []),
    ],
)
def test_a_prefix_is_completed(index: Index, prefix: str, expected: list[str]) -> None:
    found = index.suggest(prefix)
    assert (found.prefix, found.to_dict()) == (prefix, {"prefix": prefix, "suggestions": expected})
    assert list(found) == expected


def test_a_space_asks_for_the_next_word(index: Index) -> None:
    assert "memory palace" in list(index.suggest("memory "))
    assert list(index.suggest("memory pal")) == ["memory palace"]
    assert list(index.suggest("silt ")) == []


def test_a_word_that_stands_behind_the_one_before_it_comes_first(index_of: IndexOf) -> None:
    index = index_of(
        one="Style transfers.\n\nA trance.\n\nTrains, trains.\n\nTrains.", two="Trains and trance."
    )
    assert next(iter(index.suggest("tra"))) == "trains"
    assert list(index.suggest("style tra")) == ["style transfers"]


def test_what_more_essays_hold_comes_first(index_of: IndexOf) -> None:
    index = index_of(one="Zebra.", two="Zebras.", three="Zebras again.")
    assert [word.lower() for word in index.suggest("zeb")] == ["zebras", "zebra"]


def test_at_most_so_many_are_suggested_and_half_may_be_titles(index_of: IndexOf) -> None:
    posts = {
        f"p{n}": f"---\ntitle: River {n}\n---\nThe riverbed, riverside {'river' + 'aei'[n % 3] * 2}."
        for n in range(9)
    }
    index = index_of(**posts)
    found = list(index.suggest("river", limit=4))
    assert len(found) == 4
    assert [title.startswith("River ") for title in found] == [True, True, False, False]
    assert len(list(index.suggest("river 1", limit=1))) == 0
    with pytest.raises(UsageError):
        index.suggest("a", limit=0)


def test_an_updated_index_suggests_what_a_rebuilt_one_does(tmp_path: Path) -> None:
    updated = build(tmp_path, POSTS)
    (tmp_path / "memory.md").unlink()
    (tmp_path / "rivers.md").write_text(
        "---\ntitle: Of mud\n---\nMud banks are mud banks, and mud banks stay."
    )
    updated = searchkit.build(tmp_path, tmp_path / "index")
    rebuilt = searchkit.build(tmp_path, tmp_path / "other")
    for prefix in ["m", "mem", "memory p", "mud", "of", "on r", "ri", "ca", "callim", "silt", "opena"]:
        assert updated.suggest(prefix) == rebuilt.suggest(prefix), prefix
    assert list(updated.suggest("memory")) == list(updated.suggest("palac")) == []


def test_drafts_suggest_nothing_to_readers(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text("---\ntitle: Secret plans\ndraft: true\n---\nThe secretary knows.")
    (tmp_path / "public.md").write_text("Sections are public.")
    searchkit.build(tmp_path, tmp_path / "index")
    assert list(Index(tmp_path / "index").suggest("sec"))[:2] == ["Secret plans", "secret"]
    assert list(Index(tmp_path / "index", public_only=True).suggest("sec")) == ["sections"]


@given(st.text(max_size=20))
def test_any_prefix_may_be_typed(library: Index, prefix: str) -> None:
    found = list(library.suggest(prefix, limit=5))
    assert len(found) == len(set(found)) <= 5


def test_similar_essays_share_telling_words(index: Index) -> None:
    results = index.similar("rivers")
    assert [hit.essay.slug for hit in results][:1] == ["silt"]
    first = results.hits[0]
    marked = {first.passage.text[start:end].lower() for start, end in first.passage.highlights}
    assert marked & {"river", "delta", "ferry", "silt"}
    assert "rivers" not in {hit.essay.slug for hit in results}
    assert [hit.rank for hit in results] == list(range(1, len(results) + 1))
    assert results.total_essays == len(results)


def test_similar_essays_quote_the_same_people(index_of: IndexOf) -> None:
    quote = "> It is so.\n>\n> --- Zadie Quill, *Letters*\n"
    one = "One text about the making of cheese."
    index = index_of(
        one=f"{one}\n\n{quote}", two=f"Nothing here but stars.\n\n{quote}", three="A cheese.", four="Stars."
    )
    assert [hit.essay.slug for hit in index.similar("one")] == ["two", "three"]


def test_similar_is_the_same_every_time_and_keeps_to_its_limit(library: Index) -> None:
    found = library.similar("of-libraries", limit=1)
    assert len(found) <= 1
    assert found.hits == library.similar("of-libraries", limit=1).hits


def test_an_essay_unlike_all_others_says_so(index_of: IndexOf) -> None:
    results = index_of(one="Alpha.", two="Omega.").similar("one")
    assert (results.hits, results.notices) == ((), ("it has no words in common with others",))


def test_what_makes_no_sense_is_an_error(library: Index) -> None:
    with pytest.raises(EssayUnknownError):
        library.similar("nowhere")
    with pytest.raises(UsageError):
        library.similar("of-libraries", limit=0)
