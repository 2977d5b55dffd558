"""The commands that ask an index: `search`, `show`.

What they need is imported when they run, because a search is short and every import is felt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from searchkit.cli.options import FORMATS, IndexOption, JsonOption, index_location

if TYPE_CHECKING:
    from searchkit.essay import Essay, Section
    from searchkit.index import Index
    from searchkit.search.hits import Hit, Results


def search(  # noqa: PLR0913, PLR0917  (Typer's options are parameters)
    query: Annotated[list[str], typer.Argument(metavar="QUERY...", help="What to look for.")],
    index: IndexOption = None,
    limit: Annotated[int, typer.Option("-n", "--limit", metavar="N", help="How many passages to show.")] = 10,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only title, heading, paragraph, quote, list, footnote, caption, table, code or embed;"
            " repeat it for more than one.",
        ),
    ] = None,
    after: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only essays from this year, month or day on.")
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only essays up to this year, month or day.")
    ] = None,
    sort: Annotated[
        str, typer.Option(metavar="ORDER", help="relevance, or date: the newest first.")
    ] = "relevance",
    per_essay: Annotated[int, typer.Option(metavar="N", help="How many passages of one essay at most.")] = 3,
    explain: Annotated[bool, typer.Option("--explain", help="Say how each essay came to its score.")] = False,
    output: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="text, json, markdown: quotes to paste, or grep: path:line:column:passage.",
        ),
    ] = "text",
    json: JsonOption = False,
) -> int:
    """Find passages.

    A query is words; essays that hold all of them come first. It may also hold "a phrase",
    "near words"~3, begin*, mispelt~1, +must, -mustnot, AND, OR, NOT, ( ), and fields: title:
    heading: kind: author: tag: type: essay: lang: date:2023-06 date:>2023-06 date:[2022 TO 2023].

    Put a query between '...' so that the shell leaves its quotation marks and signs alone.

    Examples:
      searchkit search commonplace book
      searchkit search '"commonplace book" locke -bacon'
      searchkit search 'index*' --kind quote --kind footnote --after 2023-02
      searchkit search reading --format grep | fzf
      searchkit search memory palace --explain
    """
    from searchkit.errors import UsageError
    from searchkit.index import Index

    if output not in FORMATS:
        raise UsageError(f"no such format: {output}", hint=f"there is {', '.join(FORMATS)}")
    output = "json" if json else output
    opened = Index(index_location(index))
    results = opened.search(
        " ".join(query),
        limit=limit,
        per_essay=per_essay,
        kinds=kind or (),
        after=after,
        before=before,
        sort=sort,
        explain=explain,
    )
    return print_results(results, output, opened)


def print_results(results: Results, output: str, index: Index) -> int:
    """Print results, and on stderr what is to be said of them; gives the exit code."""
    if output != "json":
        _tell(results)
    for line in _lines(results, output, index):
        typer.echo(line)
    return 0 if results.hits else 1


def _tell(results: Results) -> None:
    """Say how the query was read, what was found for it, and what it may have been meant to be."""
    for notice in results.notices:
        typer.echo(f"note: {notice}", err=True)
    told = " ".join(results.notices)
    others = [query for query in results.suggestions if query not in told]
    if others:
        typer.echo(f"note: did you mean {' or '.join(others)}?", err=True)


def _lines(results: Results, output: str, index: Index) -> Iterator[str]:
    if output == "text":
        from searchkit.cli.terminal import Terminal
        from searchkit.cli.text import results_text

        show = cache(index.show)  # several notes of one essay may be found
        return results_text(results, Terminal.here(), lambda hit: _noted_at(hit, show))
    from searchkit.cli import formats

    if output == "json":
        return iter([formats.as_json(results.to_dict())])
    return formats.as_markdown(results) if output == "markdown" else formats.as_grep(results)


def _noted_at(hit: Hit, show: Callable[[str], Essay]) -> Section | None:
    """The section whose footnote a hit is in; None where it is in no footnote, or its essay is not clear."""
    from searchkit.errors import EssayUnknownError

    number = hit.section.referrer
    if number is None:
        return None
    try:
        return show(hit.essay.path).sections[number]
    except EssayUnknownError:
        return None


def show(
    essay: Annotated[str, typer.Argument(metavar="ESSAY", help="Its id, its slug, or the path of its file.")],
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Show an essay's outline: its sections, their kinds and lines.

    Examples:
      searchkit show corpus/2023-01-17-fivehundredfriars.md
      searchkit show five-hundred-friars --json
    """
    from searchkit.index import Index

    found = Index(index_location(index)).show(essay)
    if json:
        from searchkit.cli.formats import as_json

        typer.echo(as_json(found.to_show_dict()))
        return
    from searchkit.cli.terminal import Terminal
    from searchkit.cli.text import outline

    for line in outline(found, Terminal.here()):
        typer.echo(line)
