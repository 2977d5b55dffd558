"""The command that shows a keyword in context: `concordance`."""

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
    from searchkit.research.concordance import Concordance, ConcordanceLine

_FORMATS = ("text", "json", "csv")
_CONTEXT = 60
_PLACE = 22
_GAP = 2


def concordance(  # noqa: PLR0917  (Typer's options are parameters)
    term: Annotated[
        list[str], typer.Argument(metavar="TERM...", help="A word, or any query, as search takes it.")
    ],
    index: IndexOption = None,
    width: Annotated[
        int | None,
        typer.Option(
            "--width",
            metavar="W",
            help="Columns of context on each side; in JSON and CSV, characters."
            " [default: what fits the terminal, else 60]",
            show_default=False,
        ),
    ] = None,
    sort: Annotated[
        str, typer.Option(metavar="ORDER", help="text: by date; left or right: by the words on that side.")
    ] = "text",
    limit: Annotated[
        int | None,
        typer.Option(
            "-n", "--limit", metavar="N", help="Only the first N lines. [default: all]", show_default=False
        ),
    ] = None,
    output: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or csv.")] = "text",
    json: JsonOption = False,
) -> int:
    """Show every use of a term in its context, one below the other.

    A term may be anything that search takes: each of its words is shown wherever it stands, a
    "phrase" as a whole.

    Examples:
      searchkit concordance memory
      searchkit concordance '"commonplace book"' --sort right
      searchkit concordance 'index* kind:footnote' --width 30
      searchkit concordance memory --format csv
    """
    from searchkit.index import Index

    output = chosen_format(output, _FORMATS, json=json)
    terminal = _terminal() if output == "text" else None
    context = width
    if context is None:
        context = _columns_left(terminal) if terminal else _CONTEXT
    found = Index(index_location(index)).concordance(" ".join(term), width=context, sort=sort, limit=limit)
    for notice in found.notices:
        typer.echo(f"note: {notice}", err=True)
    if output == "json":
        from searchkit.cli.formats import as_json

        typer.echo(as_json(found.to_dict()))
    elif output == "csv":
        _write_csv(found)
    elif terminal:
        for line in _text(found, terminal, context, fitted=width is None):
            typer.echo(line)
    return 0 if found.lines else 1


def _terminal() -> Terminal:
    from searchkit.cli.terminal import Terminal

    return Terminal.here()


def _columns_left(terminal: Terminal) -> int:
    """How much of a line is left of the keyword, where it is to be fitted."""
    return max(1, (terminal.width - _PLACE - _GAP) * 2 // 5)


def _write_csv(found: Concordance) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("date", "title", "path", "line", "kind", "left", "keyword", "right"))
    for line in found:
        essay, section = line.essay, line.section
        writer.writerow(
            (
                essay.date.isoformat() if essay.date else "",
                essay.title,
                essay.path,
                section.lines[0],
                section.kind.value,
                line.left.strip(),
                line.keyword,
                line.right.strip(),
            )
        )


def _text(found: Concordance, terminal: Terminal, context: int, *, fitted: bool) -> Iterator[str]:
    from searchkit.cli.terminal import DIM
    from searchkit.cli.text import counted

    for line in found:
        yield _line_text(line, terminal, context, fitted=fitted)
    if found.lines:
        essays = len({line.essay.path for line in found})
        yield ""
        yield terminal.styled(f"{counted(len(found), 'line')} · {counted(essays, 'essay')}", DIM)
    else:
        typer.echo("nothing found", err=True)


def _line_text(line: ConcordanceLine, terminal: Terminal, context: int, *, fitted: bool) -> str:
    """The keyword begins in the column after `context`, and so does every other."""
    from searchkit.cli.terminal import DIM, MARK, display_width, harmless

    room = terminal.width - _PLACE - _GAP - context if fitted else context + display_width(line.keyword)
    left = _end_of(harmless(line.left), context)
    keyword = _start_of(harmless(line.keyword), room)
    right = _start_of(harmless(line.right), room - display_width(keyword))
    end = " " * (room - display_width(keyword + right) + _GAP)
    file = f"{Path(line.essay.path).name}:{line.section.lines[0]}"
    place = terminal.link(terminal.styled(_end_of(harmless(file), _PLACE, cut="…"), DIM), line.essay.path)
    padding = " " * (context - display_width(left))
    return f"{padding}{left}{terminal.styled(keyword, MARK)}{right}{end}{place}"


def _end_of(text: str, room: int, cut: str = "") -> str:
    """As much of the end of a text as fits into `room` columns."""
    from searchkit.cli.terminal import display_width

    if display_width(text) <= room:
        return text
    start, used = len(text), display_width(cut)
    while used + display_width(text[start - 1]) <= room:
        start -= 1
        used += display_width(text[start])
    return cut + text[start:]


def _start_of(text: str, room: int) -> str:
    """As many words of the start of a text as fit into `room` columns; of one that has no spaces, letters."""
    from searchkit.cli.terminal import display_width

    end = used = 0
    while end < len(text) and used + display_width(text[end]) <= room:
        used += display_width(text[end])
        end += 1
    if end < len(text) and not text[end].isspace() and " " in text[1:end]:
        end = text.rindex(" ", 0, end)
    return text[:end]
