"""A site that really runs: `searchkit serve` in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

_LISTENING = re.compile(r"serving (http://\S+)")


_PROGRAM = (str(Path(sys.executable).with_name("searchkit")),)


@contextmanager
def serving(index: Path, *options: str, program: Sequence[str] = _PROGRAM) -> Iterator[str]:
    """The address at which `searchkit serve` shows the index; it is stopped as a user would stop it."""
    command = [*program, "serve", "--index", str(index), "--port", "0", *options]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stderr
        lines = []
        for line in server.stderr:
            lines.append(line)
            if found := _LISTENING.search(line):
                break
        else:
            pytest.fail("".join(lines))
        try:
            yield found[1]
        finally:
            server.send_signal(signal.SIGINT)
            server.stderr.read()
            assert server.wait(timeout=20) in (0, 130)
