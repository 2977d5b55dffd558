"""Batches to prepared posts on all cores, in order.

The workers are plain Python processes (`python -m searchkit.indexing.workers`) that speak pickle
over pipes. The standard library's process pools would fork a process that has an engine's threads,
or import the user's script a second time; these do neither, and end when their parent does.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from searchkit.errors import CorpusError
from searchkit.indexing.prepare import Batch, Prepared, prepare

_BATCHES_AHEAD = 2


class Workers:
    """As many workers as there are cores, started at once; leaving the context ends them."""

    def __init__(self) -> None:
        self._processes = [_start() for _ in range(_cores())]
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            if error:
                process.kill()
            process.__exit__(None, None, None)

    def prepare(self, batches: Iterable[Batch]) -> Iterator[list[Prepared]]:
        """What `prepare.prepare` gives for each batch; a few batches are under way at a time."""
        waiting: deque[Future[list[Prepared]]] = deque()
        with ThreadPoolExecutor(len(self._processes)) as threads:
            for batch in batches:
                waiting.append(threads.submit(self._ask, batch))
                if len(waiting) > _BATCHES_AHEAD * len(self._processes):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _ask(self, batch: Batch) -> list[Prepared]:
        process = self._idle.get()
        try:
            assert process.stdin and process.stdout  # noqa: S101  (both are pipes)
            pickle.dump(batch, process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            prepared: list[Prepared] = pickle.load(process.stdout)  # noqa: S301  (from our own process)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise CorpusError(
                f"a reading process died between {batch.posts[0].file.path} and {batch.posts[-1].file.path}",
                hint="move these files away and try again",
            ) from error
        finally:
            self._idle.put(process)
        return prepared


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "searchkit.indexing.workers"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603


def _work() -> None:
    """Answer batches until there are no more; the parent alone decides what an interrupt means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not garble the answers
    while True:
        try:
            batch = pickle.load(sys.stdin.buffer)  # noqa: S301  (from our own parent)
        except EOFError:
            return
        pickle.dump(prepare(batch), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    _work()
