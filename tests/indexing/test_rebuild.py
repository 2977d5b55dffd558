"""Rebuilding: when everything is read again, who sees what meanwhile, and what mends a damaged index."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from holdings import assert_holds_the_same, essays_in, generated_posts, write_posts
from msgspec.structs import replace

import searchkit
from searchkit.engines.clauses import Bool
from searchkit.engines.place import place_of
from searchkit.engines.protocol import Level
from searchkit.engines.store import open_reader, read_manifest, write_manifest
from searchkit.errors import (
    IndexDamagedError,
    IndexMissingError,
    IndexVersionError,
    SearchkitError,
    UsageError,
)
from searchkit.indexing.build import build
from searchkit.settings import Settings


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_posts(tmp_path / "posts", {"a.md": "# One\n\nA bird.\n", "b.md": "# Two\n\nTwo birds.\n"})


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Path:
    build([corpus], tmp_path / "index")
    return tmp_path / "index"


def generations(index: Path) -> list[str]:
    return sorted(entry.name for entry in index.iterdir() if entry.is_dir())


def essays_seen(index: Path) -> int:
    """How many essays one sees who opens the index now."""
    return open_reader(index)[1].size(Level.ESSAY)


def change_manifest(index: Path, **values: Any) -> None:
    """Make the index one that was made otherwise."""
    place = place_of(index)
    write_manifest(place, replace(read_manifest(place), **values))


def test_full_reads_everything_into_a_new_generation(corpus: Path, index: Path) -> None:
    assert generations(index) == ["tantivy-1"]
    report = build([corpus], index, full=True)
    assert (report.added, report.unchanged, report.removed) == (2, 0, 0)
    assert generations(index) == ["tantivy-2"]
    assert read_manifest(place_of(index)).generation == 2
    assert build([corpus], index).unchanged == 2


def test_a_reader_reads_the_old_generation_on_while_a_new_one_is_written(corpus: Path, index: Path) -> None:
    opened = searchkit.open(index)
    _, reader = open_reader(index)
    seen_meanwhile: list[int] = []

    def look(_done: int, _total: int) -> None:
        seen_meanwhile.append(essays_seen(index))

    write_posts(corpus, {"c.md": "# Three\n\nThree birds.\n"})
    build([corpus], index, full=True, progress=look, commit_every=0)
    assert set(seen_meanwhile) == {2}
    assert (reader.size(Level.ESSAY), len(opened.search("birds").hits)) == (2, 2)
    stored = reader.search(Bool(), Level.SECTION, 9).best
    assert len(reader.sections([match.handle for match in stored])) == 4
    opened.reload()
    assert opened.stats().essays == 3


def test_a_first_build_is_seen_from_its_first_commit(corpus: Path, tmp_path: Path) -> None:
    seen: list[int] = []

    def look(_done: int, _total: int) -> None:
        seen.append(essays_seen(tmp_path / "first"))

    build([corpus], tmp_path / "first", progress=look, commit_every=0)
    assert seen == [0, 1]


@pytest.mark.parametrize(
    "settings",
    [Settings(language="fr"), Settings(anchors="hugo"), Settings(url="https://example.com/{slug}")],
    ids=["language", "anchors", "url"],
)
def test_other_settings_lead_to_a_rebuild(corpus: Path, index: Path, settings: Settings) -> None:
    assert build([corpus], index, settings=settings).added == 2
    assert generations(index) == ["tantivy-2"]
    assert build([corpus], index, settings=settings).unchanged == 2


def test_settings_that_decide_nothing_do_not(corpus: Path, index: Path) -> None:
    settings = Settings(corpus=("elsewhere",), index="elsewhere", exclude=("drafts",))
    assert build([corpus], index, settings=settings).unchanged == 2


def test_another_analyzer_leads_to_a_rebuild_and_is_not_searched_with(corpus: Path, index: Path) -> None:
    change_manifest(index, analysis="0 0.0")
    with pytest.raises(IndexVersionError, match="searchkit index"):
        searchkit.open(index)
    assert build([corpus], index).added == 2
    assert searchkit.open(index).stats().essays == 2


def test_an_engine_that_does_not_exist_is_told_and_the_index_stays(corpus: Path, index: Path) -> None:
    with pytest.raises(UsageError, match="no such engine: sphinx"):
        build([corpus], index, engine="sphinx")
    assert generations(index) == ["tantivy-1"]
    assert build([corpus], index).unchanged == 2


def _truncated(index: Path) -> None:
    (index / "searchkit.json").write_text((index / "searchkit.json").read_text()[:50])


def _without_meta(index: Path) -> None:
    (index / "tantivy-1" / "meta.json").unlink()


def _with_rubbish_for_meta(index: Path) -> None:
    (index / "tantivy-1" / "meta.json").write_bytes(b"\xff" * 100)


def _without_generation(index: Path) -> None:
    shutil.rmtree(index / "tantivy-1")


def _without_segments(index: Path) -> None:
    for file in (index / "tantivy-1").iterdir():
        if not file.name.endswith(".json"):
            file.unlink()


def _with_empty_segments(index: Path) -> None:
    for file in (index / "tantivy-1").iterdir():
        if not file.name.endswith(".json"):
            file.write_bytes(b"")


DAMAGES = (
    _truncated,
    _without_meta,
    _with_rubbish_for_meta,
    _without_generation,
    _without_segments,
    _with_empty_segments,
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_damaged_index_says_how_to_rebuild_it_and_full_does(
    corpus: Path, index: Path, damage: Callable[[Path], None]
) -> None:
    damage(index)
    for attempt in (lambda: searchkit.open(index), lambda: build([corpus], index)):
        with pytest.raises(IndexDamagedError, match=r"rebuild it with searchkit index --full") as told:
            attempt()
        assert "\n" not in str(told.value)
    assert build([corpus], index, full=True).added == 2
    build([corpus], index.with_name("fresh"))
    assert essays_in(index) == essays_in(index.with_name("fresh"))
    assert len(generations(index)) == 1


@pytest.mark.parametrize("values", [{"format": 999}, {"engine": "sphinx"}], ids=["format", "engine"])
def test_an_index_of_another_version_says_how_to_rebuild_it_and_full_does(
    corpus: Path, index: Path, values: dict[str, object]
) -> None:
    change_manifest(index, **values)
    for attempt in (lambda: searchkit.open(index), lambda: build([corpus], index)):
        with pytest.raises(IndexVersionError, match="searchkit index --full"):
            attempt()
    assert build([corpus], index, full=True).added == 2


def test_a_manifest_that_is_lost_leads_to_a_new_index(corpus: Path, index: Path) -> None:
    (index / "searchkit.json").unlink()
    with pytest.raises(IndexMissingError):
        searchkit.open(index)
    assert build([corpus], index).added == 2
    assert generations(index) == ["tantivy-2"]


def test_a_rebuild_that_fails_leaves_the_index_and_no_litter(corpus: Path, index: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        build([corpus], index, full=True, progress=stop)
    assert generations(index) == ["tantivy-1"]
    assert build([corpus], index).unchanged == 2


def test_what_a_killed_rebuild_left_is_cleared_away(corpus: Path, index: Path) -> None:
    shutil.copytree(index / "tantivy-1", index / "tantivy-2")
    assert build([corpus], index).unchanged == 2
    assert generations(index) == ["tantivy-1"]
    shutil.copytree(index / "tantivy-1", index / "tantivy-7")
    build([corpus], index, full=True)
    assert len(generations(index)) == 1


def test_opening_while_rebuilds_come_one_after_another_always_works(corpus: Path, index: Path) -> None:
    from threading import Event, Thread

    stopped = Event()
    failures: list[SearchkitError] = []
    opened: list[int] = []

    def open_again_and_again() -> None:
        while not stopped.is_set():
            try:
                _, reader = open_reader(index)
                opened.append(reader.size(Level.ESSAY))
            except SearchkitError as error:
                failures.append(error)

    reader = Thread(target=open_again_and_again)
    reader.start()
    for _ in range(12):
        build([corpus], index, full=True)
    stopped.set()
    reader.join()
    assert failures == []
    assert set(opened) == {2}


def test_abbreviations_are_learned_once_and_kept(tmp_path: Path) -> None:
    sentence = "It is one blgh. of many, a blgh. 3 or a blgh. unlike them. "
    posts = generated_posts(20, 600, seed=1) | {"abbreviated.md": sentence * 40}
    corpus = write_posts(tmp_path / "posts", posts)
    index = tmp_path / "index"
    build([corpus], index)
    assert read_manifest(place_of(index)).abbreviations == ("blgh",)
    write_posts(corpus, {"more.md": sentence})
    assert build([corpus], index).added == 1
    assert_holds_the_same(index, _rebuilt(corpus, tmp_path))
    (_, _, section) = essays_in(index)[str(corpus / "more.md")]
    assert len(section.sentences) == 1


def _rebuilt(corpus: Path, tmp_path: Path) -> Path:
    build([corpus], tmp_path / "rebuilt")
    return tmp_path / "rebuilt"
