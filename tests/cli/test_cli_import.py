"""`searchkit import` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import assert_error, assert_harmless, searchkit, searchkit_terminal


@pytest.fixture
def export(tmp_path: Path) -> Path:
    posts = [
        {
            "id": str(number),
            "slug": f"post-{number}",
            "title": f"Post {number}",
            "html": f"<p>Word {number}.</p>",
        }
        for number in range(3)
    ]
    posts.append({"id": "x", "slug": "evil\x1b[31m", "title": "Evil", "lexical": "{"})
    file = tmp_path / "blog.json"
    file.write_text(json.dumps({"db": [{"meta": {}, "data": {"posts": posts}}]}))
    return file


def test_an_import_counts_what_it_wrote_and_can_be_searched(export: Path, tmp_path: Path) -> None:
    answer = searchkit("import", "ghost", export, tmp_path / "posts")
    assert answer.code == 0
    assert answer.out.startswith(f"4 posts in {tmp_path / 'posts'} · 4 added · ")
    assert answer.err == "warning: evil [31m: its document does not parse\n"
    assert searchkit("import", "ghost", export, tmp_path / "posts").out.split(" · ")[1] == "4 unchanged"
    searchkit("index", tmp_path / "posts", "--index", tmp_path / "index")
    found = searchkit("search", "word", "--index", tmp_path / "index", "--json").json
    assert found["total_essays"] == 3


def test_an_import_reports_in_json(export: Path, tmp_path: Path) -> None:
    report = searchkit("import", "ghost", export, tmp_path / "posts", "--json").json
    assert report.pop("seconds") >= 0
    assert report == {
        "added": 4,
        "updated": 0,
        "unchanged": 0,
        "kept": 0,
        "skipped": 0,
        "warnings": [{"path": "evil\x1b[31m", "line": 0, "message": "its document does not parse"}],
    }


def test_what_was_edited_is_kept_and_told(export: Path, tmp_path: Path) -> None:
    searchkit("import", "ghost", export, tmp_path / "posts")
    (tmp_path / "posts" / "post-1.md").write_text("mine")
    answer = searchkit("import", "ghost", export, tmp_path / "posts")
    assert "3 unchanged, 1 kept" in answer.out
    assert "post-1.md: kept: it was not written by this import, or edited since" in answer.err


@pytest.mark.parametrize(
    ("platform", "file", "parts"),
    [
        ("gost", "blog.json", ("no such platform: gost", "did you mean ghost?")),
        ("ghost", "none.json", ("none.json does not exist", "as it was downloaded")),
        ("wordpress", "blog.json", ("is no WordPress export", "it looks like one of Ghost", "import ghost")),
        ("medium", "notes.txt", ("is no Medium export", "it is a zip")),
    ],
)
def test_a_wrong_import_is_one_line(
    export: Path, tmp_path: Path, platform: str, file: str, parts: tuple[str, ...]
) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    assert_error(searchkit("import", platform, tmp_path / file, tmp_path / "posts"), *parts)
    assert not (tmp_path / "posts").exists()


def test_progress_is_shown_on_a_terminal_and_gone_at_the_end(export: Path, tmp_path: Path) -> None:
    written = searchkit_terminal("import", "ghost", export, tmp_path / "posts")
    assert "importing" in written
    last = written.rstrip("\n").splitlines()[-1]
    assert "4 posts in" in written
    assert_harmless(last)
