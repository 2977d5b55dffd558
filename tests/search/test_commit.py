"""An opened commit gives back what was indexed, also what it remembers from before."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchkit
from searchkit.engines.clauses import Bool, Term
from searchkit.engines.protocol import Level, Match
from searchkit.search import commit as commits
from searchkit.search.commit import Commit


@pytest.fixture
def commit(tmp_path: Path) -> Commit:
    posts = tmp_path / "posts"
    posts.mkdir()
    for name in ("reed", "silt", "tide"):
        (posts / f"{name}.md").write_text(f"# Of {name}\n\nThe {name} moves.\n")
    searchkit.build(posts, tmp_path / "index")
    return Commit.last(tmp_path / "index")


def every_essay(commit: Commit) -> list[Match]:
    return commit.reader.search(Bool(), Level.ESSAY, 10).best


def titles(commit: Commit, matches: list[Match]) -> list[str]:
    return [essay.title for essay in commit.essays(matches)]


def test_an_essay_is_read_once_however_often_it_is_found(commit: Commit) -> None:
    matches = every_essay(commit)
    first, again = commit.essays(matches), commit.essays(matches)
    assert all(one is other for one, other in zip(first, again, strict=True))


def test_no_more_essays_are_remembered_than_there_is_room_for(
    commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "_REMEMBERED", 2)
    matches = every_essay(commit)
    expected = titles(commit, matches)
    assert sorted(expected) == ["Of reed", "Of silt", "Of tide"]
    assert titles(commit, matches) == expected
    assert len(commit._essays) <= 2


def test_a_path_is_shown_from_where_the_process_stands_now(
    commit: Commit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    match = every_essay(commit)[:1]
    monkeypatch.chdir(tmp_path)
    (here,) = commit.essays(match)
    monkeypatch.chdir(tmp_path / "posts")
    (there,) = commit.essays(match)
    assert here.path == f"posts/{there.path}"


def test_counts_are_those_of_the_clause_that_is_asked_about(commit: Commit) -> None:
    reader = commit.reader
    reed, moves = Term("stem", "reed"), Term("stem", "move")
    assert len(reader.keys(moves, Level.SECTION)) == 3
    assert reader.count(moves, Level.SECTION) == 3
    assert reader.count(reed, Level.SECTION) == 2
    assert reader.count(Term("body", "reed"), Level.ESSAY) == 1
