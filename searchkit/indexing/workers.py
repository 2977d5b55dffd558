"""Batches to prepared posts, in order, and on all cores where that is worth it.

The workers are plain Python processes that speak pickle over pipes. The standard library's process
pools would fork a process that has an engine's threads, or import the user's script a second time;
these do neither, and end when their parent does.
"""

from __future__ import annotations

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
from types import TracebackType
from typing import Self

from searchkit.errors import CorpusError
from searchkit.indexing.documents import path_from_here
from searchkit.indexing.prepare import Batch, Prepared, prepare

Prepare = Callable[[Iterable[Batch]], Iterable[Prepared]]
"""What turns batches into prepared posts, in order."""

_WORTH_A_WORKER = 500_000
_BATCHES_AHEAD = 2


@contextmanager
def preparing(size: int) -> Iterator[Prepare]:
    """How to prepare posts of `size` bytes in all: here, or by workers that start at once."""
    count = min(_cores(), size // _WORTH_A_WORKER)
    if count < 2:
        yield _prepare_here
        return
    with Workers(count) as workers:
        yield workers.prepare


def _prepare_here(batches: Iterable[Batch]) -> Iterator[Prepared]:
    for batch in batches:
        yield from prepare(batch)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Processes that prepare batches. Leaving the context ends them, at once if it is by an error."""

    def __init__(self, count: int) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        with suppress(OSError):  # fewer will do, where the system allows no more
            for _ in range(count):
                self._processes.append(_start())
                self._idle.put(self._processes[-1])
        self._threads = ThreadPoolExecutor(count)  # one to wait for each process

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error:
            for process in self._processes:
                process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            with suppress(OSError), process:  # what it was not sent does not matter now
                pass

    def prepare(self, batches: Iterable[Batch]) -> Iterator[Prepared]:
        """What `prepare.prepare` gives for each batch; a few batches are under way at a time.

        Raises:
            CorpusError: a worker died.
        """
        if not self._processes:
            yield from _prepare_here(batches)
            return
        waiting: deque[Future[list[Prepared]]] = deque()
        for batch in batches:
            waiting.append(self._threads.submit(self._ask, batch))
            if len(waiting) > _BATCHES_AHEAD * len(self._processes):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _ask(self, batch: Batch) -> list[Prepared]:
        process = self._idle.get()
        try:
            assert process.stdin and process.stdout  # noqa: S101  (both are pipes)
            pickle.dump(batch, process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            answer: list[Prepared] | str = pickle.load(process.stdout)  # noqa: S301  (from our own process)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise _failure(_how_it_ended(process), batch) from error
        finally:
            self._idle.put(process)
        if isinstance(answer, str):
            raise _failure(answer, batch)
        return answer


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
    code = f"import sys; sys.path[:] = {path!r}; from searchkit.indexing.workers import work; work()"
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )


def work() -> None:
    """Answer the batches that come in until there are no more: a list, or what went wrong."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not garble the answers
    with suppress(EOFError, BrokenPipeError):  # the parent has no more, or is no more
        while True:
            batch = pickle.load(sys.stdin.buffer)  # noqa: S301  (from our own parent)
            answers.write(_answer(batch))
            answers.flush()


def _answer(batch: Batch) -> bytes:
    try:
        return pickle.dumps(prepare(batch), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return pickle.dumps(f"{type(error).__name__}: {error}")
