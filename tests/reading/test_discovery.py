from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import CorpusError, UsageError
from searchkit.essay import ReadingWarning
from searchkit.reading import find_posts
from searchkit.reading.discovery import os_path, printable_path

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")


def corpus(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path, encoding="utf-8", errors="surrogateescape")
    return root


def found(*corpora: Path, exclude: tuple[str, ...] = ()) -> list[str]:
    return [post.path for post in find_posts(corpora, exclude)]


def test_posts_are_found_in_sorted_order_whatever_the_case_of_their_suffix(tmp_path: Path) -> None:
    corpus(tmp_path, "b.md", "a/z.markdown", "a/y.MD", "c.mdown", "notes.TXT", "picture.png", "md", "d.htm")
    assert found(tmp_path) == ["a/y.MD", "a/z.markdown", "b.md", "c.mdown", "d.htm", "notes.TXT"]


def test_a_page_or_text_made_of_a_post_beside_it_is_passed_over(tmp_path: Path) -> None:
    corpus(tmp_path, "a.md", "a.html", "A.txt", "b.html", "c/a.html", "b.txt")
    assert found(tmp_path) == ["a.md", "b.html", "b.txt", "c/a.html"]


def test_files_and_folders_that_programs_read_are_no_posts(tmp_path: Path) -> None:
    files = ["robots.txt", "LICENSE.txt", "requirements-dev.txt", "404.html", "_layouts/post.html"]
    corpus(tmp_path, *files, "_includes/a.md", "README.txt", "licensed.txt", "1984.html")
    assert found(tmp_path) == ["1984.html", "README.txt", "licensed.txt"]
    assert found(tmp_path / "LICENSE.txt") == ["LICENSE.txt"]  # named, it is meant


def test_post_is_described_by_what_tells_whether_it_changed(tmp_path: Path) -> None:
    corpus(tmp_path, "2023/a.md")
    os.utime(tmp_path / "2023/a.md", ns=(1, 1_700_000_000_123_456_789))
    (post,) = find_posts([tmp_path])
    assert (post.root, post.path, post.size) == (tmp_path, "2023/a.md", len("2023/a.md"))
    assert post.mtime_ns == (tmp_path / "2023/a.md").stat().st_mtime_ns
    assert post.location.read_text() == "2023/a.md"


def test_hidden_files_and_node_modules_are_passed_over(tmp_path: Path) -> None:
    corpus(tmp_path, ".a.md", ".obsidian/b.md", "x/node_modules/c.md", "x/d.md", "README.md", "_index.md")
    assert found(tmp_path) == ["README.md", "_index.md", "x/d.md"]


def test_gitignore_speaks_for_its_folder_and_the_innermost_decides(tmp_path: Path) -> None:
    corpus(tmp_path, "build/a.md", "x/build/b.md", "x/draft-c.md", "x/y/draft-d.md", "x/y/e.md", "draft-f.md")
    (tmp_path / ".gitignore").write_text("/build/\ndraft-*\n")
    (tmp_path / "x/y/.gitignore").write_text("!draft-d.md\ne.md\n")
    assert found(tmp_path) == ["x/build/b.md", "x/y/draft-d.md"]


def test_gitignore_above_the_corpus_does_not_count(tmp_path: Path) -> None:
    corpus(tmp_path, "posts/a.md")
    (tmp_path / ".gitignore").write_text("posts/\n")
    assert found(tmp_path / "posts") == ["a.md"]


@pytest.mark.parametrize("content", [b"!\n", b"\xff\xfe\n", b"[\n", b""])
def test_gitignore_that_means_nothing_hides_nothing(tmp_path: Path, content: bytes) -> None:
    corpus(tmp_path, "a.md")
    (tmp_path / ".gitignore").write_bytes(content)
    assert found(tmp_path) == ["a.md"]


def test_exclude_is_written_as_in_gitignore(tmp_path: Path) -> None:
    corpus(tmp_path, "drafts/a.md", "x/drafts/b.md", "c.md", "old/d.md", "old/keep.md")
    assert found(tmp_path, exclude=("drafts/", "/old/*", "!/old/keep.md")) == ["c.md", "old/keep.md"]


def test_exclude_that_means_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gitignore"):
        find_posts([tmp_path], ["!"])


def test_corpus_that_does_not_exist_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="essays does not exist; name a folder"):
        find_posts([tmp_path / "essays"])


def test_folder_without_posts_has_none(tmp_path: Path) -> None:
    assert found(tmp_path) == []


def test_one_post_is_a_corpus_even_where_a_folder_would_hide_it(tmp_path: Path) -> None:
    corpus(tmp_path, "x/.a.md")
    (post,) = find_posts([tmp_path / "x/.a.md"])
    assert (post.root, post.path) == (tmp_path / "x", ".a.md")


def test_file_that_is_no_post_is_no_corpus(tmp_path: Path) -> None:
    corpus(tmp_path, "a.png")
    with pytest.raises(CorpusError, match=r"a\.png is not a post"):
        find_posts([tmp_path / "a.png"])


def test_corpora_that_overlap_give_each_post_once(tmp_path: Path) -> None:
    corpus(tmp_path, "a.md", "x/b.md", "x/c.md")
    assert found(tmp_path, tmp_path / "x", tmp_path / "x/b.md") == ["a.md", "x/b.md", "x/c.md"]
    assert found(tmp_path / "x/c.md", tmp_path / "x", tmp_path) == ["c.md", "b.md", "a.md"]


def test_corpus_may_be_named_in_a_roundabout_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus(tmp_path, "x/a.md")
    monkeypatch.chdir(tmp_path / "x")
    (post,) = find_posts([Path("../x")])
    assert (post.root, post.path) == (tmp_path / "x", "a.md")


@posix
def test_links_are_followed_but_never_in_circles(tmp_path: Path) -> None:
    corpus(tmp_path, "posts/a.md", "elsewhere/b.md")
    (tmp_path / "posts/circle").symlink_to(tmp_path / "posts")
    (tmp_path / "posts/linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "posts/linked-b.md").symlink_to(tmp_path / "elsewhere/b.md")
    (tmp_path / "elsewhere/back").symlink_to(tmp_path)
    assert found(tmp_path / "posts") == ["a.md", "linked/b.md"]


@posix
def test_link_to_nowhere_is_a_warning_and_the_rest_is_found(tmp_path: Path) -> None:
    corpus(tmp_path, "c.md")
    (tmp_path / "a.md").symlink_to("a.md")
    (tmp_path / "b.md").symlink_to("nowhere.md")
    warnings: list[ReadingWarning] = []
    assert [post.path for post in find_posts([tmp_path], warn=warnings.append)] == ["c.md"]
    assert [warning.path for warning in warnings] == [f"{tmp_path}/a.md", f"{tmp_path}/b.md"]


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_folder_that_cannot_be_read_is_a_warning_but_a_corpus_an_error(tmp_path: Path) -> None:
    corpus(tmp_path, "closed/a.md", "open/b.md")
    (tmp_path / "closed").chmod(0)
    warnings: list[ReadingWarning] = []
    try:
        assert [post.path for post in find_posts([tmp_path], warn=warnings.append)] == ["open/b.md"]
        assert [str(warning) for warning in warnings] == ["closed/: cannot be read: Permission denied"]
        with pytest.raises(CorpusError, match="Permission denied"):
            find_posts([tmp_path / "closed"])
    finally:
        (tmp_path / "closed").chmod(0o700)


@posix
def test_pipe_with_the_name_of_a_post_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert found(tmp_path) == []


@posix
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a — “b” 'c'.md", "a — “b” 'c'.md"),
        ("two\nlines.md", "two\\u000alines.md"),
        ("\x1b[31mred.md", "\\u001b[31mred.md"),
        (r"back\slash.md", r"back\\slash.md"),
        (os.fsdecode(b"caf\xe9.md"), "caf\\xe9.md"),
    ],
)
def test_any_name_becomes_a_printable_path_that_still_finds_its_file(
    tmp_path: Path, name: str, path: str
) -> None:
    if sys.platform == "darwin" and not name.isprintable():
        pytest.skip("file systems of macOS refuse it")
    corpus(tmp_path, name)
    (post,) = find_posts([tmp_path])
    assert post.path == path
    assert post.location.read_bytes() == os.fsencode(name)


@given(st.text(st.characters() | st.sampled_from("\\xu09af\udc80\udcff")))
def test_printable_paths_are_printable_and_turn_back(path: str) -> None:
    printable = printable_path(path)
    assert os_path(printable) == path
    assert printable.encode("utf-8").decode("utf-8") == printable
    assert "\n" not in printable
    assert "\x1b" not in printable
