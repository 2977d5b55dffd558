"""Builds that are killed, interrupted, kept from writing, or two at once: nothing is ever lost.

`SEARCHKIT_KILLS` says how many random moments of each kind of build to kill it at (default 2).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from holdings import Holding, assert_holds_the_same, essays_in, generated_posts, write_posts

import searchkit
from searchkit.engines.clauses import Bool
from searchkit.engines.place import place_of
from searchkit.engines.protocol import Level
from searchkit.engines.store import open_reader
from searchkit.errors import IndexLockedError, IndexMissingError, IndexWriteError
from searchkit.indexing.build import build

KILLS = int(os.environ.get("SEARCHKIT_KILLS", "2"))
OLD = generated_posts(100, 600, seed=1)
NEW = OLD | dict(list(generated_posts(110, 600, seed=2).items())[40:])
NEW["7/renamed.md"] = NEW.pop("0/post-0.md")
del NEW["1/post-1.md"]

# Says how far it is, one byte for each post it has taken. Half a megabyte is made worth all cores.
BUILD = """
import os, sys
from searchkit.indexing import workers
from searchkit.indexing.build import build
workers._WORTH_A_PROCESS = 100_000
def tell(done, total):
    os.write(1, b".")
build([sys.argv[1]], sys.argv[2], full="--full" in sys.argv, progress=tell, commit_every=0.05)
"""


@dataclass(frozen=True)
class Place:
    """Where posts and their index lie. Copies are put back before each test, for paths decide keys."""

    corpus: Path
    index: Path
    kept: Path
    before: dict[str, Holding]
    after: dict[str, Holding]

    def restore(self) -> None:
        """The old posts and their whole index."""
        for name in ("posts", "index"):
            shutil.rmtree(self.kept.parent / name)
            shutil.copytree(self.kept / name, self.kept.parent / name)

    def change_posts(self) -> None:
        """Edit some, add some, rename one, delete one."""
        for path in OLD.keys() - NEW.keys():
            (self.corpus / path).unlink()
        write_posts(self.corpus, {path: post for path, post in NEW.items() if OLD.get(path) != post})

    def essays(self) -> dict[str, Holding]:
        """What the index holds, by the path of each post in its corpus."""
        held = essays_in(self.index)
        return {str(Path(path).relative_to(self.corpus)): essay for path, essay in held.items()}


@pytest.fixture(scope="module")
def made_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    root = tmp_path_factory.mktemp("place")
    place = Place(root / "posts", root / "index", root / "kept", {}, {})
    build([write_posts(place.corpus, OLD)], place.index)
    for name in ("posts", "index"):
        shutil.copytree(root / name, place.kept / name)
    place.before.update(place.essays())
    place.change_posts()
    build([place.corpus], place.index, full=True)
    place.after.update(place.essays())
    return place


@pytest.fixture
def place(made_place: Place) -> Place:
    made_place.restore()
    return made_place


@contextmanager
def building(corpus: Path, index: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", BUILD, str(corpus), str(index), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def kill_at_a_random_moment(process: subprocess.Popen[bytes], chance: random.Random, posts: int) -> None:
    """Before anything is done, in the middle of it, or when it is nearly over."""
    assert process.stdout
    wanted = max(0, chance.randint(-posts // 8, posts))
    assert len(process.stdout.read(wanted)) == wanted
    time.sleep(chance.uniform(0, 0.06 if wanted else 0.6))
    process.kill()
    process.wait()


def assert_next_build_finishes(place: Place, *, done: int = 0) -> None:
    """An update does what is left to do, and the index is then as if nothing had happened."""
    report = build([place.corpus], place.index)
    assert report.unchanged >= done
    found = {post.relative_to(place.corpus).as_posix() for post in place.corpus.rglob("*.md")}
    assert place.essays() == (place.before if found == OLD.keys() else place.after)
    assert build([place.corpus], place.index).unchanged == report.essays
    assert len([entry for entry in place.index.iterdir() if entry.is_dir()]) == 1


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_first_build_that_is_killed_is_gone_on_from(place: Place, seed: int) -> None:
    shutil.rmtree(place.index)
    with building(place.corpus, place.index) as process:
        kill_at_a_random_moment(process, random.Random(seed), len(OLD))
    done = 0
    try:
        held = place.essays()
        assert held.items() <= place.before.items()
        done = len(held)
    except IndexMissingError:
        pass  # it was never begun
    assert_next_build_finishes(place, done=done)


@pytest.mark.parametrize("seed", range(KILLS))
def test_an_update_that_is_killed_leaves_every_essay_old_or_new(place: Place, seed: int) -> None:
    place.change_posts()
    with building(place.corpus, place.index) as process:
        kill_at_a_random_moment(process, random.Random(100 + seed), len(NEW.items() - OLD.items()))
    held = place.essays()
    for path, essay in held.items():
        assert essay in (place.before.get(path), place.after.get(path))
    assert held.keys() >= OLD.keys() & NEW.keys()
    assert "7/renamed.md" in held or "0/post-0.md" in held, "a renamed post is never in neither place"
    assert_next_build_finishes(place)


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_rebuild_that_is_killed_leaves_the_old_index_or_the_new_one(place: Place, seed: int) -> None:
    place.change_posts()
    with building(place.corpus, place.index, "--full") as process:
        kill_at_a_random_moment(process, random.Random(200 + seed), len(NEW))
    assert place.essays() in (place.before, place.after)
    assert_next_build_finishes(place)


def test_an_interrupt_ends_a_build_at_once_with_its_workers(place: Place) -> None:
    shutil.rmtree(place.index)
    with building(place.corpus, place.index) as process:
        assert process.stdout and process.stderr
        process.stdout.read(20)
        workers = children_of(process.pid)
        assert workers
        process.send_signal(signal.SIGINT)
        complaint = process.stderr.read().decode()
        assert process.wait(20) != 0
    assert complaint.count("Traceback") == 1, "the workers have nothing to say"
    assert complaint.rstrip().endswith("KeyboardInterrupt")
    assert_end(workers)
    assert 0 < len(place.essays()) < len(OLD)
    assert_next_build_finishes(place, done=len(place.essays()))


def test_workers_end_when_their_parent_is_killed(place: Place) -> None:
    with building(place.corpus, place.index, "--full") as process:
        assert process.stdout and process.stderr
        process.stdout.read(1)
        workers = children_of(process.pid)
        assert workers
        process.kill()
        assert process.stderr.read() == b""
    assert_end(workers)


def children_of(pid: int) -> list[int]:
    listing = Path(f"/proc/{pid}/task/{pid}/children")
    if not listing.exists():
        pytest.skip("this system does not list children")
    return [int(child) for child in listing.read_text().split()]


def assert_end(processes: list[int]) -> None:
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in processes):
        assert time.monotonic() < deadline, "a worker outlives its parent"
        time.sleep(0.02)


def test_of_two_writers_the_second_is_told_in_one_line(place: Place) -> None:
    with building(place.corpus, place.index, "--full") as process:
        assert process.stdout
        process.stdout.read(1)
        for full in (False, True):
            with pytest.raises(IndexLockedError, match="wait until it has finished") as told:
                build([place.corpus], place.index, full=full)
            assert "\n" not in str(told.value)
        process.stdout.read()
        assert process.wait() == 0
    assert build([place.corpus], place.index).unchanged == len(OLD)


def test_readers_are_never_kept_waiting_by_a_writer(tmp_path: Path) -> None:
    corpus, index = write_posts(tmp_path / "posts", {"a.md": "# One\n\nA bird.\n"}), tmp_path / "index"
    build([corpus], index)
    with place_of(index).lock():
        assert len(searchkit.open(index).search("bird").hits) == 1


def test_a_reader_reads_its_commit_through_many_updates(tmp_path: Path) -> None:
    posts = {f"{number}.md": f"# Post {number}\n\nA bird.\n" for number in range(4)}
    corpus, index = write_posts(tmp_path / "posts", posts), tmp_path / "index"
    build([corpus], index)
    _, reader = open_reader(index)
    for update in range(3):
        write_posts(corpus, {name: f"# Post\n\nUpdate {update} of {name}.\n" for name in posts})
        build([corpus], index, commit_every=0)
        best = reader.search(Bool(), Level.SECTION, 100).best
        stored = reader.sections([match.handle for match in best])
        assert sum(b"A bird." in section for section in stored) == 4


def test_a_place_where_a_file_stands_cannot_be_written(tmp_path: Path) -> None:
    corpus = write_posts(tmp_path / "posts", {"a.md": "One."})
    (tmp_path / "file").write_text("")
    for index in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(IndexWriteError, match="--index"):
            build([corpus], index)


FULL_DISK = """
import resource, sys
from searchkit.errors import SearchkitError
from searchkit.indexing.build import build
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    build([sys.argv[1]], sys.argv[2], full="--full" in sys.argv)
except SearchkitError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("option", ["", "--full"])
@pytest.mark.parametrize("room", [0, 100, 2_000])
def test_a_disk_without_room_is_told_and_the_old_commit_stays(tmp_path: Path, room: int, option: str) -> None:
    corpus, index = write_posts(tmp_path / "posts", {"a.md": "One.", "b.md": "Two."}), tmp_path / "index"
    build([corpus], index)
    before = essays_in(index)
    write_posts(corpus, {"b.md": "Three.", "c.md": generated_posts(1, 5_000, seed=1)["0/post-0.md"]})
    command = [sys.executable, "-c", FULL_DISK, str(corpus), str(index), str(room), option]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert told.stdout.startswith("IndexWriteError the index in"), told
    assert told.stdout.count("\n") == 1
    assert told.stderr == ""
    assert essays_in(index) == before
    assert build([corpus], index).essays == 3
    build([corpus], tmp_path / "fresh")
    assert_holds_the_same(index, tmp_path / "fresh")
