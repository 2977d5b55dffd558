"""An index that may only be read: on a disk mounted so, or somebody else's."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searchkit import Index
from searchkit.errors import IndexLockedError, IndexWriteError
from searchkit.indexing.build import build
from searchkit.indexing.verifying import verify

NOBODY = 65_534
POST = "# On pencils\n\nA pencil is a patient tool.\n"


@pytest.fixture(params=["tantivy", "whoosh"])
def index(request: pytest.FixtureRequest) -> Iterator[Path]:
    """An index that nobody may write to, in a folder that everybody may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "posts").mkdir()
    (folder / "posts" / "a.md").write_text(POST)
    build([folder / "posts"], folder / "index", engine=request.param)
    Index(folder / "index").search("pencl")  # imports what a search needs, which others may not read
    set_modes(folder / "index", 0o444, 0o555)
    yield folder / "index"
    set_modes(folder / "index", 0o644, 0o755)
    shutil.rmtree(folder)


def set_modes(folder: Path, of_files: int, of_folders: int) -> None:
    for path in (folder, *sorted(folder.rglob("*"))):
        path.chmod(of_folders if path.is_dir() else of_files)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Root may write everywhere, so be somebody else for a while."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_an_index_that_may_only_be_read_is_searched(index: Path) -> None:
    with unprivileged():
        opened = Index(index)
        opened.refresh()
        assert "A pencil is a patient tool." in [hit.passage.text for hit in opened.search("pencl")]
        assert verify(index).essays == 1


def test_it_cannot_be_written_and_says_so(index: Path) -> None:
    (index.parent / "posts" / "b.md").write_text(POST)
    with unprivileged(), pytest.raises((IndexWriteError, IndexLockedError), match="cannot be written"):
        build([index.parent / "posts"], index)
    assert verify(index).essays == 1


def test_an_index_is_for_everybody_who_may_enter_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST)
    build([tmp_path], tmp_path / "index")
    modes = {file.stat().st_mode & 0o444 for file in (tmp_path / "index").rglob("*") if file.is_file()}
    assert len(modes) == 1
