"""The command that writes a site's search: `site build`. What it needs is imported when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from searchkit.cli.options import IndexOption, JsonOption, index_location


def site(
    action: Annotated[
        str, typer.Argument(metavar="build", help="build: write the files.", show_default=False)
    ],
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="The folder to write them to.", show_default=False)
    ],
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Write a search box that needs no server.

    Any static host can serve its files; only public essays are in them.

    OUT/index.html tries it out, from the disk too. A second build writes only what has changed.

    Examples:
      searchkit site build public/search
      searchkit site build public/search --index my-index --json
    """
    from searchkit.errors import UsageError
    from searchkit.index import Index
    from searchkit.site.static import build_site

    if action != "build":
        raise UsageError(f"no such action: {action}", hint="searchkit site build OUT")
    report = build_site(Index(index_location(index), public_only=True), out)
    if json:
        from searchkit.cli.formats import as_json

        typer.echo(as_json(report.to_dict()))
        return
    from searchkit.cli.terminal import harmless
    from searchkit.cli.text import counted

    done = f"{counted(report.files, 'file')} ({report.written:,} written), {report.bytes / 1e6:.1f} MB"
    typer.echo(f"{counted(report.essays, 'essay')} in {harmless(str(out))} · {done} · {report.seconds:.1f} s")
    if not report.addresses:
        typer.echo(
            "searchkit: the essays have no addresses, so hits link to files: set url: in searchkit.yaml"
            " and run searchkit index",
            err=True,
        )
