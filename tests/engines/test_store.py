"""What an index was made with, and the folder it is in: its manifest, its generations and its lock."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from searchkit.engines.folder import Folder
from searchkit.engines.protocol import Level
from searchkit.engines.store import (
    Manifest,
    create_engine,
    drop_other_generations,
    next_generation,
    open_engine,
    open_reader,
    read_manifest,
    write_manifest,
)
from searchkit.errors import (
    IndexDamagedError,
    IndexMissingError,
    IndexVersionError,
    IndexWriteError,
    UsageError,
)

MANIFEST = Manifest(
    engine="tantivy", corpora=("/essays",), language="en", anchors="github", url="", abbreviations=("tract",)
)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_manifest(Folder(tmp_path), MANIFEST)
    assert read_manifest(Folder(tmp_path)) == MANIFEST
    assert [entry.name for entry in tmp_path.iterdir()] == ["searchkit.json"]


def test_a_folder_without_a_manifest_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="make one with searchkit index"):
        read_manifest(Folder(tmp_path))
    with pytest.raises(IndexMissingError):
        read_manifest(Folder(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    "content", ["", "{", "\x00\xff", '{"format": 3}', '{"format": 3, "corpora": 3}', "[" * 100_000]
)
def test_a_manifest_that_is_not_whole_is_damage(tmp_path: Path, content: str) -> None:
    (tmp_path / "searchkit.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(IndexDamagedError, match="--full"):
        read_manifest(Folder(tmp_path))


@pytest.mark.parametrize(
    "wrong",
    [
        {"corpora": "/essays"},
        {"corpora": [1]},
        {"abbreviations": None},
        {"generation": "1/../.."},
        {"generation": True},
        {"language": 3},
        {"url": None},
        {"unknown": "key"},
    ],
    ids=str,
)
def test_a_manifest_with_another_value_is_damage(tmp_path: Path, wrong: dict[str, object]) -> None:
    write_manifest(Folder(tmp_path), MANIFEST)
    file = tmp_path / "searchkit.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | wrong))
    with pytest.raises(IndexDamagedError, match=r"is not what was written; .*--full"):
        read_manifest(Folder(tmp_path))


@pytest.mark.parametrize("content", ['{"format": 1}', '{"format": "2"}', "[]", "{}"])
def test_a_manifest_of_another_format_is_another_version(tmp_path: Path, content: str) -> None:
    (tmp_path / "searchkit.json").write_text(content)
    with pytest.raises(IndexVersionError, match="--full"):
        read_manifest(Folder(tmp_path))


def test_a_manifest_names_a_folder_of_any_bytes(tmp_path: Path) -> None:
    manifest = replace(MANIFEST, corpora=("/essays/caf\udce9", "/\n"))
    write_manifest(Folder(tmp_path), manifest)
    assert read_manifest(Folder(tmp_path)) == manifest


def test_a_manifest_of_an_engine_unknown_here_is_another_version(tmp_path: Path) -> None:
    write_manifest(Folder(tmp_path), replace(MANIFEST, engine="sphinx"))
    with pytest.raises(IndexVersionError, match="--full"):
        read_manifest(Folder(tmp_path))


@pytest.mark.parametrize("change", [{"language": "fr"}, {"analysis": "0"}, {"url": "x"}, {"anchors": "hugo"}])
def test_an_index_is_not_gone_on_with_under_other_settings(change: dict[str, str]) -> None:
    assert not replace(MANIFEST, **change).continues(MANIFEST)


def test_an_index_is_gone_on_with_over_more_corpora() -> None:
    assert replace(MANIFEST, corpora=("/essays", "/more")).continues(MANIFEST)


def test_an_index_is_not_gone_on_with_over_none_of_its_corpora() -> None:
    assert not replace(MANIFEST, corpora=("/moved",)).continues(MANIFEST)
    assert replace(MANIFEST, corpora=("/essays",)).continues(replace(MANIFEST, corpora=()))


def test_an_index_of_another_analyzer_is_not_opened(tmp_path: Path) -> None:
    create_engine(Folder(tmp_path), MANIFEST)
    open_engine(Folder(tmp_path), MANIFEST)
    with pytest.raises(IndexVersionError, match="bring it up to date with searchkit index"):
        open_engine(Folder(tmp_path), replace(MANIFEST, analysis="0"))


def test_a_reader_is_opened_with_what_its_index_was_made_with(tmp_path: Path) -> None:
    create_engine(Folder(tmp_path), MANIFEST)
    write_manifest(Folder(tmp_path), MANIFEST)
    manifest, reader = open_reader(tmp_path)
    assert manifest == MANIFEST
    assert reader.size(Level.ESSAY) == 0
    with pytest.raises(IndexMissingError):
        open_reader(tmp_path / "nowhere")
    drop_other_generations(Folder(tmp_path), replace(MANIFEST, generation=2))
    with pytest.raises(IndexDamagedError):
        open_reader(tmp_path)


def test_generations_are_numbered_and_old_ones_dropped(tmp_path: Path) -> None:
    (tmp_path / "notes-1").mkdir()
    assert next_generation(Folder(tmp_path)) == 1
    first = replace(MANIFEST, generation=1)
    create_engine(Folder(tmp_path), first)
    second = replace(MANIFEST, generation=next_generation(Folder(tmp_path)))
    create_engine(Folder(tmp_path), second)
    drop_other_generations(Folder(tmp_path), second)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["notes-1", "tantivy-2"]
    open_engine(Folder(tmp_path), second)
    with pytest.raises(IndexDamagedError):
        open_engine(Folder(tmp_path), first)


def test_an_unknown_engine_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is tantivy, whoosh"):
        create_engine(Folder(tmp_path), replace(MANIFEST, engine="sphinx"))


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with Folder(tmp_path).lock():
        code = (
            "from pathlib import Path; from searchkit.engines.folder import Folder\n"
            f"with Folder(Path({str(tmp_path)!r})).lock(): pass"
        )
        second = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "IndexLockedError" in second.stderr
    with Folder(tmp_path).lock():
        pass


def test_the_lock_dies_with_its_holder(tmp_path: Path) -> None:
    code = (
        "import os, signal; from pathlib import Path; from searchkit.engines.folder import Folder\n"
        f"with Folder(Path({str(tmp_path)!r})).lock(): os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    with Folder(tmp_path).lock():
        pass


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexWriteError, match="--index"), Folder(tmp_path / "file").lock():
        pass
    with pytest.raises(IndexWriteError):
        write_manifest(Folder(tmp_path / "file"), MANIFEST)


def test_the_manifest_is_json_a_person_can_read(tmp_path: Path) -> None:
    write_manifest(Folder(tmp_path), MANIFEST)
    assert json.loads((tmp_path / "searchkit.json").read_text())["engine"] == "tantivy"
