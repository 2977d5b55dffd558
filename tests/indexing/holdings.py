"""What an index holds, in full, so that two of them can be compared; and posts to put into one."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from searchkit.engines.clauses import Bool, Phrase, Term
from searchkit.engines.protocol import Level, Reader
from searchkit.engines.store import open_reader
from searchkit.indexing.stored import stored_essay, stored_section

FIELDS = ("title", "subtitle", "headings", "body", "heading", "exact", "stem", "filter")
QUESTIONS = (
    Term("stem", "bird"),
    Term("body", "bird"),
    Phrase("exact", ("a", "bird")),
    Bool(must=(Term("stem", "bird"), Term("stem", "stone")), without=(Term("filter", "kind:quote"),)),
    Bool(should=(Term("title", "bird"), Term("heading", "stone")), at_least=1),
)

Holding = tuple[Any, ...]


def write_posts(folder: Path, posts: Mapping[str, str | bytes]) -> Path:
    """Write posts under their paths in `folder`."""
    for path, content in posts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def essays_in(folder: str | Path) -> dict[str, Holding]:
    """Every essay of an index by its path: what was stored of it and of its sections, in order."""
    manifest, reader = open_reader(folder)
    keys = _by_handle(reader, Level.ESSAY)
    stored = reader.essays([handle for handle, _ in keys])
    essays = {key: stored_essay(one, manifest.corpora) for (_, key), one in zip(keys, stored, strict=True)}
    assert len(essays) == len(keys) == reader.size(Level.ESSAY), "an essay is there twice"
    sections: dict[int, list[Any]] = {key: [] for key in essays}
    of = _by_handle(reader, Level.SECTION)
    for (_, key), one in zip(of, reader.sections([handle for handle, _ in of]), strict=True):
        sections[key].append(stored_section(one))
    for each in sections.values():
        each.sort(key=lambda stored: stored.section.number)
        assert [stored.section.number for stored in each] == list(range(len(each)))
    return {essay.path: (essay, *sections[key]) for key, essay in essays.items()}


def terms_in(folder: str | Path) -> dict[tuple[str, str, Level], frozenset[int]]:
    """Every term of every field, with the keys of the essays that have it, or sections with it."""
    _, reader = open_reader(folder)
    terms = ((field, term) for field in FIELDS for term, _ in reader.terms(field, ""))
    found = {
        (field, term, level): frozenset(reader.keys(Term(field, term), level))
        for field, term in terms
        for level in Level
    }
    return {term: keys for term, keys in found.items() if keys}  # deleted documents may leave terms


def answers_of(folder: str | Path) -> list[tuple[int, set[int]]]:
    """How many documents answer some questions, and the keys of the essays they are of."""
    _, reader = open_reader(folder)
    return [
        (reader.count(question, level), set(reader.keys(question, level)))
        for question in QUESTIONS
        for level in Level
    ]


def digests_in(folder: str | Path) -> dict[int, int]:
    """The hash of every essay's file. (Its time may be that of an earlier touch.)"""
    return {key: state.digest for key, state in open_reader(folder)[1].states().items()}


def assert_holds_the_same(folder: str | Path, other: str | Path) -> None:
    """Two indexes of the same posts, made in different ways, cannot be told apart."""
    assert essays_in(folder) == essays_in(other)
    assert terms_in(folder) == terms_in(other)
    assert answers_of(folder) == answers_of(other)
    assert digests_in(folder) == digests_in(other)


def generated_posts(count: int, words: int, *, seed: int) -> dict[str, str]:
    """Posts of random words: the same for the same seed, different throughout for another."""
    source = random.Random(seed)
    vocabulary = ["".join(source.choices("abcdefghiklmnoprstuvw", k=7)) for _ in range(2_000)]
    posts = {}
    for number in range(count):
        paragraphs = [" ".join(source.choices(vocabulary, k=50)) for _ in range(words // 50)]
        posts[f"{number % 10}/post-{number}.md"] = "\n\n".join((f"# Post {number}", *paragraphs)) + "\n"
    return posts


_opened: list[list[str]] = []
_hooked: list[bool] = []


@contextmanager
def noting_opened_files() -> Iterator[list[str]]:
    """The paths of all files that this process opens meanwhile, as the interpreter reports them."""
    if not _hooked:  # an audit hook cannot be taken away
        sys.addaudithook(_note)
        _hooked.append(True)
    paths: list[str] = []
    _opened.append(paths)
    try:
        yield paths
    finally:
        _opened.remove(paths)


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and not isinstance(arguments[0], int):
        for paths in _opened:
            paths.append(os.fsdecode(arguments[0]))


def _by_handle(reader: Reader, level: Level) -> list[tuple[Any, int]]:
    found = reader.search(Bool(), level, max(1, reader.size(level)))
    return [(match.handle, match.key) for match in found.best]
