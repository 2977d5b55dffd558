"""The law of updates: an index that was updated holds what one that is made from nothing would."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from holdings import assert_holds_the_same, write_posts
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.indexing.build import build

PATHS = ("a.md", "b.md", "B.MD", "c/a.md", "c/d.md", "bird stone.md")

words = st.sampled_from("a bird stone no birds' Stones 4 GPT-4 et al. naïve 鳥".split())
sentences = st.lists(words, min_size=1, max_size=6).map(" ".join)
blocks = st.one_of(
    sentences,
    sentences.map("## {}".format),
    sentences.map("> {}\n>\n> -- a bird".format),
    sentences.map("- {0}\n- {0} again".format),
    sentences.map("A note.[^1]\n\n[^1]: {}".format),
)
front_matter = st.sampled_from(
    (
        "",
        "---\nid: twin\n---\n",
        "---\ntitle: Bird\ndraft: true\nlang: fr\n---\n",
        "---\ntitle: a: b: c\n---\n",
    )
)
posts = st.builds("{}\n{}\n".format, front_matter, st.lists(blocks, max_size=4).map("\n\n".join))
contents = st.one_of(posts, posts, posts, st.just("\x00\x01\x02\x03\x04\x05" * 9))

writes = st.tuples(st.just("write"), st.sampled_from(PATHS), contents)
deletions = st.tuples(st.just("delete"), st.sampled_from(PATHS), st.none())
renames = st.tuples(st.just("rename"), st.sampled_from(PATHS), st.sampled_from(PATHS))
touches = st.tuples(st.just("touch"), st.sampled_from(PATHS), st.none())
happenings = st.one_of(writes, writes, renames, deletions, touches)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder)


@settings(max_examples=25)
@given(st.lists(st.lists(happenings, min_size=1, max_size=4), min_size=1, max_size=4))
def test_an_updated_index_holds_what_a_rebuilt_one_does(
    place: Path, rounds: list[list[tuple[str, str, str | None]]]
) -> None:
    corpus, index, rebuilt = (place / name for name in ("posts", "index", "rebuilt"))
    for folder in (corpus, index, rebuilt):
        shutil.rmtree(folder, ignore_errors=True)
    corpus.mkdir()
    for happened in rounds:
        for kind, path, other in happened:
            happen(corpus, kind, path, other)
        update = build([corpus], index)
        assert update.essays == update.added + update.updated + update.unchanged
    build([corpus], rebuilt)
    assert_holds_the_same(index, rebuilt)


def happen(corpus: Path, kind: str, path: str, other: str | None) -> None:
    """What a writer does to a post between two updates; nothing, where there is none."""
    file = corpus / path
    if kind == "write" and other is not None:
        write_posts(corpus, {path: other})
    elif not file.exists():
        return
    elif kind == "rename" and other is not None:
        (corpus / other).parent.mkdir(exist_ok=True)
        file.replace(corpus / other)
    elif kind == "touch":
        file.touch()
    else:
        file.unlink()
