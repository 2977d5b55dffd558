"""`searchkit index`, `show` and `stats` as a person reads them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import ESSAYS, assert_error, searchkit, write_essays


@pytest.fixture
def essays() -> Path:
    return write_essays(Path("essays"))


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def indexed(*arguments: str) -> str:
    """The summary of `searchkit index`, without the time it took."""
    answer = searchkit("index", "--index", "index", *arguments)
    assert answer.code == 0, answer.err
    return re.sub(r" · [\d.]+ s\n$", "", answer.out)


def test_index_counts_what_changed(essays: Path) -> None:
    assert indexed("essays") == "5 essays, 20 sections · 5 added"
    assert indexed("essays") == "5 essays, 20 sections · 5 unchanged"
    (essays / "new.md").write_text("A new one.")
    (essays / "draft.md").write_text("No draft any more.")
    (essays / "2024-01-01-china.md").unlink()
    assert indexed("essays") == "5 essays, 20 sections · 1 added, 1 updated, 1 removed, 3 unchanged"
    assert indexed("essays", "--full") == "5 essays, 20 sections · 5 added"


def test_one_essay_is_not_called_essays() -> None:
    Path("one").mkdir()
    Path("one/note.md").write_text("Only this.")
    assert indexed("one") == "1 essay, 2 sections · 1 added"


def test_a_folder_without_posts_says_so() -> None:
    Path("empty").mkdir()
    assert indexed("empty") == "0 essays, 0 sections · no posts found"


def test_several_corpora_are_one_index(essays: Path) -> None:
    write_essays(Path("letters"), {"a.md": "A letter to a zebra.", "draft.md": ESSAYS["draft.md"]})
    assert indexed("essays", "letters").startswith("7 essays")
    assert "letters/a.md:1" in searchkit("search", "zebra", "--index", "index").out


def test_warnings_go_to_stderr_and_only_so_many_of_them() -> None:
    write_essays(Path("essays"), {f"{number}.md": '---\ntitle: "a" b\n---\n' for number in range(25)})
    answer = searchkit("index", "essays", "--index", "index")
    lines = answer.err.splitlines()
    assert len(lines) == 21
    assert all(line.startswith("warning: ") for line in lines)
    assert lines[-1] == "warning: and 5 more, which --json shows"
    assert answer.out.startswith("25 essays")


def test_show_is_an_outline(essays: Path) -> None:
    indexed("essays")
    answer = searchkit("show", "rivers", "--index", "index")
    assert (
        answer.out
        == """\
On rivers · 2022-05-01
  Ada Merrow · water, maps · id rivers
  essays/2022-05-01-rivers.md

   2  title      On rivers Why they won't stay put.
   9  paragraph  A river is never the same river. My grandmother's ledger isn't either, whatever…
  12  heading    The delta
  14  heading      Silt
  16  paragraph      Silt keeps no promises. It carries the ledger of the mountain to the sea.
  18  quote          Eternity is a river of passing events.
  22  list           a ferry
  23  list           a ford
  25  code           def bridge(): return "plank"
  30  footnote       Mud does, for a week. See the ledger.
"""
    )


@pytest.mark.parametrize("name", ["rivers", "essays/2022-05-01-rivers.md", "2022-05-01-rivers.md"])
def test_an_essay_may_be_named_by_its_id_or_its_path(essays: Path, name: str) -> None:
    indexed("essays")
    assert searchkit("show", name, "--index", "index").out.startswith("On rivers · 2022-05-01\n")


def test_an_essay_that_is_not_there_says_how_to_name_one(essays: Path) -> None:
    indexed("essays")
    assert_error(searchkit("show", "lakes", "--index", "index"), "no essay 'lakes'", "id, slug or path")


def test_stats_are_two_columns(essays: Path) -> None:
    indexed("essays")
    rows = dict(line.split(maxsplit=1) for line in searchkit("stats", "--index", "index").out.splitlines())
    assert list(rows) == ["index", "corpus", "essays", "sections", "kinds", "languages", "access"]
    assert rows["essays"] == "5"
    assert rows["languages"] == "en 4 · zh 1"
    assert rows["access"] == "public 4 · draft 1"
