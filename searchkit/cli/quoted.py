"""The command that tells who quotes whom: `quoted`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searchkit.cli.options import IndexOption, JsonOption, chosen_format, index_location

if TYPE_CHECKING:
    from searchkit.cli.terminal import Terminal
    from searchkit.essay import Essay
    from searchkit.quotes.quoted import Quotation, Quoted

_FORMATS = ("text", "json", "csv", "graphml")
_BENEATH, _FURTHER_IN = "  ", "    "


def quoted(
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="ESSAY", help="Only what this essay quotes: its id, slug or path."),
    ] = None,
    author: Annotated[
        str | None, typer.Option("--author", metavar="NAME", help="Only where this author is quoted.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Draw it, as FILE.svg or FILE.png.", show_default=False),
    ] = None,
    index: IndexOption = None,
    output: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, json, csv or graphml.")
    ] = "text",
    json: JsonOption = False,
) -> int:
    """Tell who quotes whom, and what is quoted most.

    Block quotes and what stands between quotation marks (six words or more) are looked up in all
    other essays. What an author repeats from essay to essay without naming anybody is left out.

    Examples:
      searchkit quoted
      searchkit quoted --author johnson
      searchkit quoted --by corpus/2024-04-16-howtoloseanargument.md --json
      searchkit quoted --format graphml
    """
    from searchkit.index import Index

    output = chosen_format(output, _FORMATS, json=json)
    if out:
        from searchkit.research.pictures import check_picture

        check_picture(out)
    found = Index(index_location(index)).quoted(by=by, author=author)
    if out:
        from searchkit.quotes.quoted_pictures import draw_quoted

        draw_quoted(found, out)
    if output == "json":
        from searchkit.cli.formats import as_json

        typer.echo(as_json(found.to_dict()))
    elif output == "csv":
        _write_csv(found)
    elif output == "graphml":
        from searchkit.quotes.quoted_pictures import as_graphml

        typer.echo(as_graphml(found))
    elif not out:
        from searchkit.cli.terminal import Terminal

        for line in _text(found, Terminal.here()):
            typer.echo(line)
    return 0 if found.links or found.passages or found.authors else 1


def _write_csv(found: Quoted) -> None:
    """A line for each quotation that is of another essay, or has an author."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    columns = "date title path line author source_date source_title source_path source_line verdict text"
    writer.writerow(columns.split())
    for link in found.links:
        source = (*_facts(link.source), link.source_section.lines[0], link.verdict.value)
        writer.writerow((*_place(link.quoting), *source, link.quoting.text))
    for author in found.authors:
        for quotation in author.quotations:
            writer.writerow((*_place(quotation), *[""] * 5, quotation.text))


def _place(quotation: Quotation) -> tuple[str | int, ...]:
    return (*_facts(quotation.essay), quotation.section.lines[0], quotation.author)


def _facts(essay: Essay) -> tuple[str, str, str]:
    return essay.date.isoformat() if essay.date else "", essay.title, essay.path


def _text(found: Quoted, terminal: Terminal) -> Iterator[str]:
    from searchkit.cli.terminal import DIM
    from searchkit.cli.text import counted

    if not (found.links or found.passages or found.authors):
        typer.echo("nothing found", err=True)
        return
    for part in (_links, _passages, _authors):
        yield from part(found, terminal)
    counts = (
        (len(found.links), "link"),
        (len(found.passages), "passage"),
        (len(found.authors), "author"),
    )
    yield terminal.styled(" · ".join(counted(*count) for count in counts), DIM)


def _links(found: Quoted, terminal: Terminal) -> Iterator[str]:
    from searchkit.cli.terminal import DIM, PLAIN, TITLE

    for link in found.links:
        quoting = link.quoting
        yield from terminal.wrapped([(quoting.essay.title, TITLE), (_date(quoting.essay), DIM)])
        yield from terminal.wrapped(
            [("quotes ", DIM), (link.source.title, TITLE), (_date(link.source), DIM)], _BENEATH
        )
        yield from terminal.wrapped([(f"“{_flat(quoting.text)}”", PLAIN)], _FURTHER_IN)
        yield from terminal.wrapped([(f"{quoting.essay.path}:{quoting.section.lines[0]}", DIM)], _FURTHER_IN)
        yield from terminal.wrapped(
            [(f"{link.source.path}:{link.source_section.lines[0]}", DIM)], _FURTHER_IN
        )
        yield ""


def _passages(found: Quoted, terminal: Terminal) -> Iterator[str]:
    from searchkit.cli.terminal import DIM, PLAIN, TITLE

    several = [passage for passage in found.passages if len(passage.essays) > 1]
    if several:
        yield terminal.styled("Quoted in several essays", TITLE)
    for passage in several:
        by = f" — {passage.author}" if passage.author else ""
        yield from terminal.wrapped([(f"“{_flat(passage.text)}”", PLAIN), (by, DIM)], _BENEATH)
        for essay in passage.essays:
            yield from terminal.wrapped([(f"{essay.title}{_date(essay)}", DIM)], _FURTHER_IN)
        yield ""


def _authors(found: Quoted, terminal: Terminal) -> Iterator[str]:
    from searchkit.cli.terminal import TITLE
    from searchkit.cli.text import counted, facts_table

    if found.authors:
        yield terminal.styled("Quoted by name", TITLE)
        facts = {}
        for author in found.authors:
            quotations = counted(len(author.quotations), "quotation")
            facts[author.name] = f"{quotations} in {counted(author.essays, 'essay')}"
        yield from facts_table(facts, terminal)
        yield ""


def _date(essay: Essay) -> str:
    return f" · {essay.date.isoformat()}" if essay.date else ""


def _flat(text: str) -> str:
    return " ".join(text.split())
