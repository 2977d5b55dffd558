"""Fuzz the reader: `make fuzz`, or `python tests/fuzz/fuzz_reading.py -runs=200000`.

Atheris mutates inputs towards code that no input has reached. Each is bytes of a post, or says how one
is composed of the dialects' pieces (its first byte says which). It is read twice: here, to hold the laws
against it, and in a process without instruments, which are slow, to measure. The run stops at the first
input that breaks a law or costs more than 20 ms a kilobyte above 50 ms, and leaves it in a file `crash-*`,
which may be given again as an argument. It ends with one line that sums up. Options are libFuzzer's.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

DEFAULT_RUNS = 200_000
_MEASURE = "measure"
_INSTRUMENTED = ["searchkit.reading"]
_LONGEST_INPUT = 1_024
_SUFFIXES = (".md", ".md", ".md", ".md", ".md", ".mdx", ".html", ".txt")


class _Run:
    """One run: what it read, and what of that took longest. `laws` is the module, once it is instrumented."""

    def __init__(self, laws: Any, runs: int) -> None:
        self._laws = laws
        self._clock = subprocess.Popen(
            [sys.executable, __file__, _MEASURE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._runs = runs
        self._inputs = 0
        self._bytes = 0
        self._seconds = 0.0
        self._slowest = 0.0

    def test_one_input(self, data: bytes) -> None:
        """Hold the laws and the time against one input."""
        how = data[0] if data else 0
        laws = self._laws
        content = laws.composed(data[1:]) if how & 1 else data[1:]
        suffix = _SUFFIXES[how >> 1 & 7]
        laws.obey(content, suffix)
        seconds = self._measured(content, suffix)
        if seconds > laws.allowed_seconds(content):
            raise AssertionError(f"{len(content)} bytes cost {seconds * 1000:.0f} ms")
        self._inputs += 1
        self._bytes += len(content)
        self._seconds += seconds
        self._slowest = max(self._slowest, (seconds - laws.FLOOR_SECONDS) / max(len(content) / 1024, 1))
        if self._inputs == self._runs:
            print(self.summary(), flush=True)

    def _measured(self, content: bytes, suffix: str) -> float:
        assert self._clock.stdin
        assert self._clock.stdout
        pickle.dump((content, suffix), self._clock.stdin)
        self._clock.stdin.flush()
        return float(self._clock.stdout.readline())

    def summary(self) -> str:
        """One line: how much was read, and how fast."""
        return (
            f"{self._inputs:,} inputs, {self._bytes / 1e6:.1f} MB: no crash, no broken law;"
            f" {self._seconds * 1e6 / max(self._bytes, 1):.2f} ms a kilobyte on average,"
            f" {max(self._slowest, 0) * 1000:.1f} at most above {self._laws.FLOOR_SECONDS * 1000:.0f} ms"
        )


def measure() -> None:
    """Answer each post on standard input with the seconds that reading it takes."""
    from reading_laws import seconds_of

    while True:
        try:
            content, suffix = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        print(seconds_of(content, suffix), flush=True)


def main(arguments: Sequence[str]) -> None:
    """Fuzz with the options of libFuzzer; they win over ours."""
    import atheris  # only for a run: the test run collects this file, too

    with atheris.instrument_imports(include=_INSTRUMENTED):
        import reading_laws

    runs = next((option[6:] for option in arguments if option.startswith("-runs=")), str(DEFAULT_RUNS))
    ours = [f"-runs={runs}", f"-max_len={_LONGEST_INPUT}", f"-dict={reading_laws.DICTIONARY}"]
    run = _Run(reading_laws, int(runs))
    atheris.Setup([sys.argv[0], *ours, "-timeout=60", "-verbosity=0", *arguments], run.test_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:] == [_MEASURE]:
        measure()
    else:
        main(sys.argv[1:])
