"""The commands that make an index and tell what is in it: `index`, `stats`.

What they need is imported when they run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searchkit.cli.options import IndexOption, JsonOption, index_folder, settings_here

if TYPE_CHECKING:
    from searchkit.indexing.build import Progress, Report

_WARNINGS_SHOWN = 20


def index(
    corpus: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[CORPUS]...",
            help="Folders of posts. [default: those of searchkit.yaml, else corpus]",
            show_default=False,
        ),
    ] = None,
    index: IndexOption = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine", metavar="NAME", help="What holds the index. [default: tantivy]", show_default=False
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Read everything again, into a new index.")] = False,
    json: JsonOption = False,
) -> None:
    """Build the index of a folder of posts, or update it.

    Only posts that changed are read. Searches go on undisturbed, and a build that was stopped goes
    on where it was.

    Examples:
      searchkit index essays
      searchkit index essays letters --index ~/.cache/my-essays
      searchkit index --full
    """
    from searchkit.indexing.build import build

    settings = settings_here()
    corpora = corpus or [Path(name) for name in settings.corpus]
    folder = index or Path(settings.index)
    with _progress_bar() as progress:
        report = build(corpora, folder, settings=settings, engine=engine, full=full, progress=progress)
    if json:
        from searchkit.cli.formats import as_json

        typer.echo(as_json(report.to_dict()))
    else:
        _tell(report)


def _tell(report: Report) -> None:
    from searchkit.cli.terminal import harmless
    from searchkit.cli.text import counted

    for warning in report.warnings[:_WARNINGS_SHOWN]:
        typer.echo(f"warning: {' '.join(harmless(str(warning)).split())}", err=True)
    hidden = len(report.warnings) - _WARNINGS_SHOWN
    if hidden > 0:
        typer.echo(f"warning: and {hidden:,} more, which --json shows", err=True)
    changes = ("added", "updated", "removed", "unchanged", "skipped")
    done = ", ".join(f"{getattr(report, name):,} {name}" for name in changes if getattr(report, name))
    holds = f"{counted(report.essays, 'essay')}, {counted(report.sections, 'section')}"
    typer.echo(f"{holds} · {done or 'no posts found'} · {report.seconds:.1f} s")


@contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    """A bar on stderr, where that is a terminal and there is something to wait for."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        bars: list[Progress] = []

        def progress(done: int, total: int) -> None:
            if not bars and done < total:
                bars.append(stack.enter_context(_bar()))
            for bar in bars:
                bar(done, total)

        yield progress


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("indexing"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("indexing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def stats(index: IndexOption = None, json: JsonOption = False) -> None:
    """Tell what is in the index.

    Examples:
      searchkit stats
      searchkit stats --index ~/.cache/my-essays --json
    """
    from searchkit.index import Index

    found = Index(index_folder(index)).stats()
    if json:
        from searchkit.cli.formats import as_json

        typer.echo(as_json(found.to_dict()))
        return
    from searchkit.cli.terminal import Terminal
    from searchkit.cli.text import facts_table

    facts = {
        "index": f"{found.folder} ({found.engine}, {found.bytes / 1e6:,.1f} MB)",
        "corpus": ", ".join(found.corpora),
        "essays": f"{found.essays:,}",
        "sections": f"{found.sections:,}",
        "kinds": _counts(found.kinds),
        "languages": _counts(found.languages),
        "access": _counts(found.access),
    }
    for line in facts_table(facts, Terminal.here()):
        typer.echo(line)


def _counts(counts: dict[str, int]) -> str:
    return " · ".join(f"{name} {count:,}" for name, count in counts.items())
