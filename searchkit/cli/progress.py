"""What a long command writes to stderr: a bar while it works, where that is a terminal, and its warnings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from searchkit.essay import ReadingWarning

Progress = Callable[[int, int], None]
"""Called with what is done, and to do in all."""

_WARNINGS_SHOWN = 20


@contextmanager
def progress_bar(doing: str, *, in_bytes: bool) -> Iterator[Progress | None]:
    """A bar on stderr, where that is a terminal and there is something to wait for."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        bars: list[Progress] = []

        def progress(done: int, total: int) -> None:
            if not bars and done < total:
                bars.append(stack.enter_context(_bar(doing, in_bytes)))
            for bar in bars:
                bar(done, total)

        yield progress


@contextmanager
def _bar(doing: str, in_bytes: bool) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    counter = DownloadColumn() if in_bytes else MofNCompleteColumn()
    columns = (TextColumn(doing), BarColumn(), counter, TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def tell_warnings(warnings: Sequence[ReadingWarning]) -> None:
    """Write the first warnings, one a line, and how many more there are."""
    from searchkit.cli.terminal import harmless

    for warning in warnings[:_WARNINGS_SHOWN]:
        typer.echo(f"warning: {' '.join(harmless(str(warning)).split())}", err=True)
    hidden = len(warnings) - _WARNINGS_SHOWN
    if hidden > 0:
        typer.echo(f"warning: and {hidden:,} more, which --json shows", err=True)
