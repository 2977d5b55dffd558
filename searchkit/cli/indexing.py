"""The commands that make an index and tell what is in it: `index`, `stats`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searchkit.cli.options import IndexOption, JsonOption, index_folder, settings_here
from searchkit.cli.terminal import Terminal, harmless

if TYPE_CHECKING:
    from searchkit.indexing.build import Progress, Report

_WARNINGS_SHOWN = 20


def index(
    corpus: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of posts. [default: searchkit.yaml's, else corpus]", show_default=False),
    ] = None,
    index: IndexOption = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", help="What holds the index. [default: tantivy]", show_default=False),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Read everything again, into a new index.")] = False,
    json: JsonOption = False,
) -> None:
    """Build the index of a folder of posts, or update what changed in it."""
    from searchkit.indexing.build import build

    settings = settings_here()
    corpora = corpus or [Path(name) for name in settings.corpus]
    with _progress_bar() as progress:
        report = build(
            corpora, index_folder(index), settings=settings, engine=engine, full=full, progress=progress
        )
    if json:
        from searchkit.cli.formats import as_json

        typer.echo(as_json(report.to_dict()))
    else:
        _tell(report)


def _tell(report: Report) -> None:
    for warning in report.warnings[:_WARNINGS_SHOWN]:
        typer.echo(f"warning: {harmless(str(warning))}", err=True)
    hidden = len(report.warnings) - _WARNINGS_SHOWN
    if hidden > 0:
        typer.echo(f"warning: and {hidden:,} more, which --json shows", err=True)
    changes = ("added", "updated", "removed", "unchanged", "skipped")
    counted = ", ".join(f"{getattr(report, name):,} {name}" for name in changes if getattr(report, name))
    typer.echo(
        f"{report.essays:,} essays, {report.sections:,} sections ({counted or 'no posts found'})"
        f" in {report.seconds:.1f} s"
    )


@contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    """A bar on stderr where that is a terminal, once there is something to wait for."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("indexing"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("indexing", total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


def stats(index: IndexOption = None, json: JsonOption = False) -> None:
    """Tell what is in the index."""
    from searchkit.search.index import Index

    found = Index(index_folder(index)).stats()
    if json:
        from searchkit.cli.formats import as_json

        typer.echo(as_json(found.to_dict()))
        return
    terminal = Terminal.of()
    rows = {
        "index": f"{found.folder} ({found.engine}, {found.bytes / 1e6:,.1f} MB)",
        "corpus": ", ".join(found.corpora),
        "essays": f"{found.essays:,}",
        "sections": f"{found.sections:,}",
        "kinds": _counted(found.kinds),
        "languages": _counted(found.languages),
        "access": _counted(found.access),
    }
    for name, value in rows.items():
        typer.echo(f"{terminal.label(f'{name:<10}')}{harmless(value)}")


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())
