"""The commands that help to ask: `suggest` completes a query, `similar` finds essays like one.

What they need is imported when they run.
"""

from __future__ import annotations

from typing import Annotated

import typer

from searchkit.cli.options import IndexOption, JsonOption, index_location

LimitOption = Annotated[int, typer.Option("-n", "--limit", metavar="N", help="How many to show at most.")]


def suggest(
    prefix: Annotated[list[str], typer.Argument(metavar="PREFIX...", help="What has been typed so far.")],
    index: IndexOption = None,
    limit: LimitOption = 10,
    json: JsonOption = False,
) -> int:
    """Complete a query, as a search box would.

    Titles and headings that begin so, or hold the words further on, come before key phrases and words.

    Examples:
      searchkit suggest mem
      searchkit suggest commonplace b --json
    """
    from searchkit.index import Index

    suggestions = Index(index_location(index)).suggest(" ".join(prefix), limit=limit)
    if json:
        from searchkit.cli.formats import as_json

        typer.echo(as_json(suggestions.to_dict()))
    else:
        from searchkit.cli.terminal import harmless

        for suggestion in suggestions:
            typer.echo(harmless(suggestion))
        if not suggestions:
            typer.echo("nothing begins so", err=True)
    return 0 if suggestions else 1


def similar(
    essay: Annotated[str, typer.Argument(metavar="ESSAY", help="Its id, its slug, or the path of its file.")],
    index: IndexOption = None,
    limit: LimitOption = 10,
    json: JsonOption = False,
) -> int:
    """Find essays like one.

    Essays are alike that share telling words: those that come often in the one and in few others, and the
    names of whom it quotes.

    Examples:
      searchkit similar five-hundred-friars
      searchkit similar corpus/2023-01-17-fivehundredfriars.md -n 3 --json
    """
    from searchkit.cli.searching import print_results
    from searchkit.index import Index

    opened = Index(index_location(index))
    return print_results(opened.similar(essay, limit=limit), "json" if json else "text", opened)
