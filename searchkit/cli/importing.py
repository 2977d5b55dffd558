"""The command that brings posts from a platform: `import`.

What it needs is imported when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searchkit.cli.options import JsonOption
from searchkit.cli.progress import progress_bar, tell_warnings

if TYPE_CHECKING:
    from searchkit.reading.importers.transfer import ImportReport


def import_(
    platform: Annotated[
        str,
        typer.Argument(metavar="PLATFORM", help="substack, ghost, wordpress or medium.", show_default=False),
    ],
    export: Annotated[
        Path,
        typer.Argument(
            metavar="EXPORT",
            help="The file that the platform gave, or its unpacked folder.",
            show_default=False,
        ),
    ],
    dest: Annotated[
        Path, typer.Argument(metavar="DEST", help="The folder to write the posts to.", show_default=False)
    ],
    json: JsonOption = False,
) -> None:
    """Write a platform's export to a folder of Markdown posts.

    Drafts and posts for some readers only are imported as what they are. A second import writes what
    has changed on the platform since, and leaves alone what was edited here.

    Examples:
      searchkit import substack export.zip essays
      searchkit import ghost my-blog.ghost.2024-05-01.json essays
      searchkit import wordpress blog.WordPress.2024-05-01.xml essays
      searchkit import medium medium-export.zip essays
    """
    from searchkit.reading.importers.transfer import import_posts

    with progress_bar("importing", in_bytes=False) as progress:
        report = import_posts(platform, export, dest, progress)
    if json:
        from searchkit.cli.formats import as_json

        typer.echo(as_json(report.to_dict()))
    else:
        _tell(report, dest)


def _tell(report: ImportReport, dest: Path) -> None:
    from searchkit.cli.terminal import harmless
    from searchkit.cli.text import counted

    tell_warnings(report.warnings)
    posts = counted(report.added + report.updated + report.unchanged + report.kept, "post")
    changes = ("added", "updated", "unchanged", "kept", "skipped")
    done = ", ".join(f"{getattr(report, name):,} {name}" for name in changes if getattr(report, name))
    place = harmless(str(dest))
    typer.echo(f"{posts} in {place} · {done or 'no posts found'} · {report.seconds:.1f} s")
