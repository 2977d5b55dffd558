"""Batches to prepared posts, in order, and on all cores where that is worth it.

The workers are plain Python processes that speak pickle over pipes. The standard library's process
pools would fork a process that has an engine's threads, or import the user's script a second time;
these do neither, and end when their parent does.

There is one worker less than cores: whenever the answer that is due is still being made, this process
prepares a batch that no worker has begun. So it works while they start, and at the end none waits long.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from signal import Signals
from threading import Lock
from types import TracebackType
from typing import IO, Self

from msgspec import Struct

from searchkit.errors import CorpusError
from searchkit.indexing.prepare import OBJECTS_BEFORE_COLLECTING, Batch, Prepared, prepare
from searchkit.indexing.stored import path_from_here

Prepare = Callable[[Iterable[Batch]], Iterable[Prepared]]
"""What turns batches into prepared posts, in order."""

_WORTH_A_PROCESS = 500_000
_BATCHES_AT_ONCE = 2
_PIPE_SIZE = 2**20
_BYTES_AHEAD = 1_000_000
"""What is prepared, by each worker, before it can be taken: so much that none waits while one starts."""


@contextmanager
def preparing(size: int) -> Iterator[Prepare]:
    """How to prepare posts of `size` bytes in all: here, or with workers that start at once."""
    count = min(_cores(), size // _WORTH_A_PROCESS)
    with _collecting_rarely():
        if count < 2:
            yield _prepare_here
            return
        with Workers(count - 1) as workers:
            yield workers.prepare


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    often, *older = gc.get_threshold()
    gc.set_threshold(max(often, OBJECTS_BEFORE_COLLECTING) if often else 0, *older)
    try:
        yield
    finally:
        gc.set_threshold(often, *older)


def _prepare_here(batches: Iterable[Batch]) -> Iterator[Prepared]:
    for batch in batches:
        yield from _prepared(batch)


def _prepared(batch: Batch) -> list[Prepared]:
    try:
        return prepare(batch)
    except Exception as error:
        raise _failure(f"{type(error).__name__}: {error}", batch) from error


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Task(Struct):
    """A batch and what becomes of it, here or in a worker."""

    batch: Batch
    size: int
    answer: Future[list[Prepared]]


class _Worker:
    """A process that answers batches in the order in which it is asked, by two threads at most at a time.

    So it always has its next batch, and room for its answer: a thread that is to take it may have to wait
    some milliseconds for the interpreter, while this process prepares a batch itself.
    """

    def __init__(self) -> None:
        self.process = _start()
        self._asking, self._hearing = Lock(), Lock()
        assert self.process.stdin and self.process.stdout  # noqa: S101  (both are pipes)
        self._questions, self._answers = self.process.stdin, self.process.stdout
        _make_room(self._answers)

    def ask(self, batch: Batch) -> list[Prepared] | str:
        """What was prepared of `batch`, or what went wrong."""
        with self._asking:
            pickle.dump(batch, self._questions, pickle.HIGHEST_PROTOCOL)
            self._questions.flush()
            self._hearing.acquire()  # before anybody else can ask: whoever asks first is answered first
        try:
            answer: list[Prepared] | str = pickle.load(self._answers)  # noqa: S301  (from our own process)
        finally:
            self._hearing.release()
        return answer


def _make_room(pipe: IO[bytes]) -> None:
    """Let a pipe hold a whole answer, on systems that can; it works without."""
    with suppress(ImportError, AttributeError, OSError):
        from fcntl import F_SETPIPE_SZ, fcntl

        fcntl(pipe, F_SETPIPE_SZ, _PIPE_SIZE)


class Workers:
    """Processes that prepare batches. Leaving the context ends them, at once if it is by an error."""

    def __init__(self, count: int) -> None:
        self._workers: list[_Worker] = []
        self._free: SimpleQueue[_Worker] = SimpleQueue()
        with suppress(OSError):  # fewer will do, where the system allows no more
            for _ in range(count):
                self._workers.append(_Worker())
        for worker in self._workers * _BATCHES_AT_ONCE:
            self._free.put(worker)
        self._threads = ThreadPoolExecutor(count * _BATCHES_AT_ONCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error:
            for worker in self._workers:
                worker.process.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            with suppress(OSError), worker.process:  # what it was not sent does not matter now
                pass

    def prepare(self, batches: Iterable[Batch]) -> Iterator[Prepared]:
        """What `prepare.prepare` gives for each batch; a few batches are under way at a time.

        Raises:
            CorpusError: a worker died, or a batch cannot be prepared.
        """
        if not self._workers:
            yield from _prepare_here(batches)
            return
        most = _BYTES_AHEAD * len(self._workers)
        tasks: deque[_Task] = deque()
        for batch in batches:
            tasks.append(_Task(batch, batch.size, self._threads.submit(self._ask, batch)))
            while tasks and (tasks[0].answer.done() or sum(task.size for task in tasks) > most):
                yield from _first_answer(tasks)
        while tasks:
            yield from _first_answer(tasks)

    def _ask(self, batch: Batch) -> list[Prepared]:
        worker = self._free.get()
        try:
            answer = worker.ask(batch)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise _failure(_how_it_ended(worker.process), batch) from error
        finally:
            self._free.put(worker)
        if isinstance(answer, str):
            raise _failure(answer, batch)
        return answer


def _first_answer(tasks: deque[_Task]) -> list[Prepared]:
    """What became of the first task; until a worker has done it, those that none has begun are done here."""
    for task in reversed(tasks):
        if tasks[0].answer.done():
            break
        if task.answer.cancel():
            task.answer = Future()
            task.answer.set_result(_prepared(task.batch))
    return tasks.popleft().answer.result()


def _how_it_ended(process: subprocess.Popen[bytes]) -> str:
    code = process.wait()
    return f"ended by {Signals(-code).name}" if code < 0 else f"exit code {code}"


def _failure(reason: str, batch: Batch) -> CorpusError:
    files = (batch.posts[0].file, batch.posts[-1].file)
    first, last = (path_from_here(str(file.root), file.path) for file in files)
    posts = first if first == last else f"the posts from {first} to {last}"
    return CorpusError(
        f"the process that read {posts} failed ({reason})",
        hint="move them away or exclude them",
    )


def _start() -> subprocess.Popen[bytes]:
    """A worker that imports what this process would, and from nowhere else.

    `-m` would look in the current folder first, where a writer may well keep a `token.py`. A group of
    its own keeps Ctrl-C in the terminal from the worker: the parent alone decides what that means.
    """
    home = str(Path(__file__).parents[2])
    path = [entry or home for entry in sys.path]
    code = f"import sys; sys.path[:] = {path!r}; from searchkit.indexing.worker import work; work()"
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
