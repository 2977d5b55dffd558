"""The command that shows how the use of terms changes over time: `trends`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searchkit.cli.options import IndexOption, JsonOption, chosen_format, index_location

if TYPE_CHECKING:
    from searchkit.cli.terminal import Terminal
    from searchkit.research.trends import Period, Trend, Trends

_FORMATS = ("text", "json", "csv")
_EIGHTHS = " ▏▎▍▌▋▊▉"
_NARROWEST = 24
_GAP = 2


def trends(
    terms: Annotated[
        list[str], typer.Argument(metavar="TERM...", help="Words, phrases, prefixes*, each to be compared.")
    ],
    index: IndexOption = None,
    by: Annotated[str, typer.Option(metavar="STEP", help="year or month.")] = "year",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Draw it, as FILE.svg or FILE.png.", show_default=False),
    ] = None,
    output: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or csv.")] = "text",
    json: JsonOption = False,
) -> int:
    """Show how often terms are used over time.

    It is counted per million words of each year or month. A term of several words is a phrase. Essays
    without a date are left out, and counted.

    Examples:
      searchkit trends memory forgetting
      searchkit trends 'commonplace book' 'index*' --by month
      searchkit trends memory footnote --format csv
    """
    from searchkit.index import Index

    output = chosen_format(output, _FORMATS, json=json)
    if out:
        from searchkit.research.pictures import check_picture

        check_picture(out)
    found = Index(index_location(index)).trends(terms, by=by)
    for notice in _notices(found):
        typer.echo(f"note: {notice}", err=True)
    if out:
        from searchkit.research.pictures import draw_trends

        draw_trends(found, out)
    if output == "json":
        from searchkit.cli.formats import as_json

        typer.echo(as_json(found.to_dict()))
    elif output == "csv":
        _write_csv(found)
    elif not out:
        from searchkit.cli.terminal import Terminal

        for line in _plot(found, Terminal.here()):
            typer.echo(line)
    return 0 if any(any(trend.counts) for trend in found) else 1


def _notices(found: Trends) -> Iterator[str]:
    from searchkit.cli.text import counted

    yield from found.notices
    if found.undated:
        yield f"{counted(found.undated, 'essay')} without a date left out"
    yield from (f"{trend.term} is not in these essays" for trend in found if not any(trend.counts))


def _write_csv(found: Trends) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("period", "essays", "words", "term", "count", "per_million"))
    for trend in found:
        for period, count, value in zip(found.periods, trend.counts, trend.per_million, strict=True):
            writer.writerow((*period, trend.term, count, "" if value is None else round(value, 2)))


def _plot(found: Trends, terminal: Terminal) -> Iterator[str]:
    """A bar for each period and term, all to one scale; as many terms side by side as there is room for."""
    from searchkit.cli.terminal import DIM

    yield terminal.styled("per million words", DIM)
    label = max(len(period.name) for period in found.periods) + _GAP
    across = max(1, min(len(found.terms), (terminal.width - label) // _NARROWEST))
    scale = max((value or 0.0 for trend in found for value in trend.per_million), default=0.0) or 1.0
    for first in range(0, len(found.terms), across):
        yield ""
        yield from _rows(found, found.terms[first : first + across], scale, terminal)


def _rows(found: Trends, shown: tuple[Trend, ...], scale: float, terminal: Terminal) -> Iterator[str]:
    from searchkit.cli.terminal import DIM, LABEL, TITLE

    label = max(len(period.name) for period in found.periods) + _GAP
    column = (terminal.width - label) // len(shown)
    titles = [terminal.cut(f"{trend.term} ({sum(trend.counts):,})", column - _GAP) for trend in shown]
    yield " " * label + terminal.styled(_columns(titles, column), TITLE)
    numbered = enumerate(found.periods)
    for is_empty, group in groupby(numbered, key=lambda pair: pair[1].words == 0):
        if is_empty:
            yield terminal.styled(_gap([period for _, period in group]), DIM)
            continue
        for number, period in group:
            values = [trend.per_million[number] or 0.0 for trend in shown]
            bars = [_bar(value, scale, column - _GAP) for value in values]
            yield terminal.styled(f"{period.name:<{label}}", LABEL) + _columns(bars, column)


def _columns(cells: list[str], width: int) -> str:
    from searchkit.cli.terminal import display_width

    return "".join(cell + " " * (width - display_width(cell)) for cell in cells).rstrip()


def _gap(periods: list[Period]) -> str:
    """What stands for periods of which there are no words."""
    names = periods[0].name if len(periods) == 1 else f"{periods[0].name} to {periods[-1].name}"
    return f"{names}: nothing written"


def _bar(value: float, scale: float, width: int) -> str:
    """A bar and its number, within `width` columns; one that is not zero shows something."""
    number = f"{value:,.0f}" if value >= 10 or not value else f"{value:.1f}"
    room = width - len(f"{scale:,.0f}") - 1
    eighths = max(round(value / scale * room * 8), 1 if value else 0)
    return f"{'█' * (eighths // 8)}{_EIGHTHS[eighths % 8].strip()} {number}".lstrip()
