"""What runs in a worker: batches come in by standard input, what was prepared of them goes out.

It imports only what that takes: `workers`, which starts it, has the other end.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from contextlib import suppress

from searchkit.indexing.prepare import OBJECTS_BEFORE_COLLECTING, Batch, prepare


def work() -> None:
    """Answer the batches that come in until there are no more: a list, or what went wrong."""
    gc.set_threshold(OBJECTS_BEFORE_COLLECTING)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not garble the answers
    with suppress(EOFError, BrokenPipeError):  # the parent has no more, or is no more
        while True:
            batch = pickle.load(sys.stdin.buffer)  # noqa: S301  (from our own parent)
            answers.write(_answer(batch))
            answers.flush()
    os._exit(0)  # at once: to take all that was read apart, object by object, takes 0.05 s


def _answer(batch: Batch) -> bytes:
    try:
        return pickle.dumps(prepare(batch), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return pickle.dumps(f"{type(error).__name__}: {error}")
