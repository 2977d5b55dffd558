"""What a seal notices, while no writer is at work and while one is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from searchkit.engines.seal import break_seal, check_seal, damaged_files, seal
from searchkit.errors import IndexDamagedError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("meta.json", "1.store", "1.idx", "writer.lock"):
        (tmp_path / name).write_text(f"what {name} holds")
    seal(tmp_path)
    return tmp_path


def test_what_was_not_changed_is_whole(folder: Path) -> None:
    os.utime(folder / "1.idx", ns=(1, 1))
    (folder / "writer.lock").write_text("held by another")
    check_seal(folder)
    assert damaged_files(folder) == []


@pytest.mark.parametrize("name", ["meta.json", "1.store", "seal.json"])
def test_a_changed_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("something else, and longer")
    with pytest.raises(IndexDamagedError, match=f"{name} is not what was written"):
        check_seal(folder)
    assert damaged_files(folder) == [name]


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "1.idx").unlink()
    with pytest.raises(IndexDamagedError, match=r"1\.idx is missing"):
        check_seal(folder)
    assert damaged_files(folder) == ["1.idx"]


def test_a_change_that_keeps_size_and_time_is_found_by_reading_everything(folder: Path) -> None:
    file = folder / "1.store"
    time = file.stat().st_mtime_ns
    file.write_bytes(file.read_bytes()[::-1])
    os.utime(file, ns=(time, time))
    check_seal(folder)
    assert damaged_files(folder) == ["1.store"]


def test_a_writer_rewrites_merges_and_adds_files(folder: Path) -> None:
    break_seal(folder)
    (folder / "meta.json").write_text("of the next commit")
    (folder / "1.idx").unlink()
    (folder / "2.store").write_text("new")
    check_seal(folder)
    assert damaged_files(folder) == []
    seal(folder)
    check_seal(folder)
    (folder / "2.store").write_text("newer")
    with pytest.raises(IndexDamagedError, match=r"2\.store"):
        check_seal(folder)


def test_what_a_writer_never_changes_is_damage_while_it_is_at_work_too(folder: Path) -> None:
    break_seal(folder)
    (folder / "1.store").write_text("not by a writer")
    for looked_at in (check_seal, seal):
        with pytest.raises(IndexDamagedError, match=r"1\.store is not what was written"):
            looked_at(folder)


def test_an_index_that_no_writer_finished_is_opened(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("of some commit")
    break_seal(tmp_path)
    check_seal(tmp_path)
    assert damaged_files(tmp_path) == []
