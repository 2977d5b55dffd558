"""Workers: the same documents as in one process, and a clear end whatever happens to one of them."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from holdings import assert_holds_the_same, essays_in, generated_posts, write_posts
from msgspec.structs import replace

from searchkit.errors import CorpusError
from searchkit.indexing import workers
from searchkit.indexing.build import build
from searchkit.indexing.changes import Changes, find_changes
from searchkit.indexing.prepare import Batch, Prepared, prepare
from searchkit.indexing.workers import Workers, preparing
from searchkit.reading import find_posts
from searchkit.settings import DEFAULTS

POSTS = generated_posts(60, 500, seed=4) | {"broken.md": '---\ntitle: ""So" it goes"\n---\n\nA bird.\n'}
POSTS |= {"binary.md": "\x00\x01\x02" * 100, "empty.md": ""}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_posts(tmp_path_factory.mktemp("worked") / "posts", POSTS)


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make anything worth a worker."""
    monkeypatch.setattr(workers, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(workers, "_cores", lambda: 2)


def batches_of(corpus: Path) -> list[Batch]:
    return list(changes_of(corpus).batches(DEFAULTS, frozenset()))


def changes_of(corpus: Path) -> Changes:
    return find_changes(find_posts([corpus]), {}, {}, [str(corpus)])


def _children() -> set[int]:
    """The processes that this one has started and not waited for."""
    with subprocess.Popen(["ps", "-A", "-o", "pid=,ppid="], stdout=subprocess.PIPE, text=True) as ps:
        rows = [line.split() for line in ps.communicate()[0].splitlines()]
    return {int(pid) for pid, parent in rows if int(parent) == os.getpid()} - {ps.pid}


@pytest.fixture(autouse=True)
def _no_children_are_left() -> Iterator[None]:
    """Every process that a test starts has ended, and was waited for; others may have some (a browser)."""
    before = _children()
    yield
    assert _children() <= before


def test_workers_prepare_what_one_process_does_in_its_order(corpus: Path) -> None:
    batches = batches_of(corpus)
    assert len(batches) > 2
    with Workers(3) as three:
        answers = list(three.prepare(batches))
    assert answers == [prepared for batch in batches for prepared in prepare(batch)]
    assert [answer.post for answer in answers] == list(changes_of(corpus).stale)


def test_what_no_worker_has_begun_is_prepared_here(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batches = batches_of(corpus)
    unbegun = batches[2:]
    here: list[Batch] = []

    def prepare_here(batch: Batch) -> list[Prepared]:
        here.append(batch)
        if len(here) == len(unbegun):
            os.kill(stopped, signal.SIGCONT)
        return prepare(batch)

    monkeypatch.setattr(workers, "prepare", prepare_here)
    with Workers(1) as one:
        (stopped,) = children()
        os.kill(stopped, signal.SIGSTOP)
        answers = list(one.prepare(batches))
    assert here == unbegun[::-1]
    assert [answer.post for answer in answers] == list(changes_of(corpus).stale)


@pytest.mark.usefixtures("eager")
def test_an_index_made_by_workers_is_the_same(corpus: Path, tmp_path: Path) -> None:
    by_workers = build([corpus], tmp_path / "index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "_cores", lambda: 1)
        here = build([corpus], tmp_path / "here")
    assert by_workers.warnings == here.warnings
    assert by_workers.skipped == here.skipped == 1
    assert_holds_the_same(tmp_path / "index", tmp_path / "here")


@pytest.mark.usefixtures("eager")
def test_a_build_works_from_a_thread(corpus: Path, tmp_path: Path) -> None:
    thread = threading.Thread(target=build, args=([corpus], tmp_path / "index"))
    thread.start()
    thread.join()
    assert len(essays_in(tmp_path / "index")) == 62


def test_few_posts_are_prepared_by_this_process_alone(corpus: Path) -> None:
    with preparing(100_000) as prepared:
        assert len(list(prepared(batches_of(corpus)))) == 63


@pytest.mark.usefixtures("eager")
def test_a_worker_that_dies_gives_one_clear_error(corpus: Path) -> None:
    message = r"the process that read the posts from .* failed \(ended by SIGKILL\)"
    with pytest.raises(CorpusError, match=message) as told, preparing(10**9) as prepared:
        for count, _ in enumerate(prepared(batches_of(corpus) * 20)):
            if count == 5:
                for child in children():
                    os.kill(child, signal.SIGKILL)
    assert str(corpus) in str(told.value)
    assert "\n" not in str(told.value)


def children() -> list[int]:
    """The workers: another test's servers may still run."""
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    if not listing.exists():
        pytest.skip("this system does not list children")
    found = [int(child) for child in listing.read_text().split()]
    return [child for child in found if b"indexing.worker" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.mark.usefixtures("eager")
def test_workers_that_cannot_start_give_one_clear_error(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(CorpusError, match="exit code 1"):
        build([corpus], tmp_path / "index")


def test_an_exception_in_a_worker_is_told(corpus: Path) -> None:
    (batch, *_) = batches_of(corpus)
    unlike_any = replace(batch.posts[0].file, mtime_ns="late")
    wrong = replace(batch, posts=(batch.posts[0]._replace(file=unlike_any),))
    message = f"the process that read {corpus}.* failed .TypeError"
    with pytest.raises(CorpusError, match=message), Workers(2) as two:
        list(two.prepare([batch, wrong, batch]))


@pytest.mark.usefixtures("eager")
def test_where_no_process_can_be_started_this_one_does_the_work(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(corpus / "no-python"))
    with preparing(10**9) as prepared:
        assert len(list(prepared(batches_of(corpus)))) == 63


def test_an_error_while_workers_work_ends_them_at_once(corpus: Path) -> None:
    batches = batches_of(corpus) * 50
    with pytest.raises(ZeroDivisionError), Workers(2) as two:
        next(iter(two.prepare(batches)))
        raise ZeroDivisionError


# A script such as a user writes: no `if __name__ == "__main__"`, and said to be run once.
SCRIPT = """
import warnings
warnings.simplefilter("error")
print("running")
import searchkit.indexing.workers
searchkit.indexing.workers._WORTH_A_PROCESS = 1
import searchkit
print(searchkit.build({corpus!r}, {index!r}).stats().essays)
"""


@pytest.mark.parametrize("how", ["script", "-c", "-m", "stdin"])
def test_a_script_without_a_main_guard_runs_once(corpus: Path, tmp_path: Path, how: str) -> None:
    script = SCRIPT.format(corpus=str(corpus), index=str(tmp_path / "index"))
    (tmp_path / "script.py").write_text(script)
    arguments = {"script": ["script.py"], "-c": ["-c", script], "-m": ["-m", "script"], "stdin": ["-"]}
    ran = subprocess.run(
        [sys.executable, *arguments[how]],
        cwd=tmp_path,
        input=script if how == "stdin" else "",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout, ran.stderr) == ("running\n62\n", "")


@pytest.mark.parametrize("name", ["searchkit", "yaml", "pickle", "token"])
def test_modules_in_the_working_directory_are_not_taken_for_ours(
    corpus: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong module')")
    (tmp_path / "elsewhere").mkdir()
    script = tmp_path / "elsewhere" / "script.py"
    script.write_text(SCRIPT.format(corpus=str(corpus), index=str(tmp_path / "index")))
    ran = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("running\n62\n", "")


def test_what_a_worker_prints_does_not_garble_its_answers(corpus: Path) -> None:
    (first, *_) = batches_of(corpus)
    code = (
        "from searchkit.indexing import worker\n"
        "real = worker.prepare\n"
        "def chatty(batch):\n"
        "    print('hello'); return real(batch)\n"
        "worker.prepare = chatty\n"
        "worker.work()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(first), capture_output=True, check=True
    )
    assert len(pickle.loads(ran.stdout)) == len(first.posts)
    assert ran.stderr.strip() == b"hello"
