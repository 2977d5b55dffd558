"""The commands that make an index and tell what is in it: `index`, `stats`, `verify`.

What they need is imported when they run.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searchkit.cli.options import IndexOption, JsonOption, index_location, settings_here
from searchkit.cli.progress import progress_bar, tell_warnings

if TYPE_CHECKING:
    from searchkit.indexing.build import Report


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
    location = index or settings.index
    with progress_bar("indexing", in_bytes=True) as progress:
        report = build(corpora, location, settings=settings, engine=engine, full=full, progress=progress)
    if json:
        from searchkit.cli.formats import as_json

        typer.echo(as_json(report.to_dict()))
    else:
        _tell(report)


def _tell(report: Report) -> None:
    from searchkit.cli.text import counted

    tell_warnings(report.warnings)
    changes = ("added", "updated", "removed", "unchanged", "skipped")
    done = ", ".join(f"{getattr(report, name):,} {name}" for name in changes if getattr(report, name))
    holds = f"{counted(report.essays, 'essay')}, {counted(report.sections, 'section')}"
    typer.echo(f"{holds} · {done or 'no posts found'} · {report.seconds:.1f} s")


def stats(index: IndexOption = None, json: JsonOption = False) -> None:
    """Tell what is in the index.

    Examples:
      searchkit stats
      searchkit stats --index ~/.cache/my-essays --json
    """
    from searchkit.index import Index

    found = Index(index_location(index)).stats()
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


def verify(index: IndexOption = None, json: JsonOption = False) -> None:
    """Read the whole index, to see that nothing in it is damaged.

    Examples:
      searchkit verify
      searchkit verify --index ~/.cache/my-essays
    """
    from searchkit.indexing.verifying import verify as verify_index

    found = verify_index(index_location(index))
    if json:
        from searchkit.cli.formats import as_json

        typer.echo(as_json(found.to_dict()))
        return
    from searchkit.cli.text import counted

    holds = f"{counted(found.essays, 'essay')}, {counted(found.sections, 'section')}"
    typer.echo(f"{holds} · all as they were written")


def _counts(counts: dict[str, int]) -> str:
    return " · ".join(f"{name} {count:,}" for name, count in counts.items())
