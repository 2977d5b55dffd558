"""How the last two runs of each benchmark differ: figures that went up or down, the greatest change first.

    python -m benchmarks.differences [OPERATION]... [--least 10]

Runs are the dated pages of `benchmarks/results`. A figure is the first number of a cell, and is compared with
that of the same cell: the same material, table, row and column. Runs on different machines differ for
that reason alone.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.tables import RESULTS, table

_NUMBER = re.compile(r"-?\d[\d,]*\.?\d*")
_PAGE = re.compile(r"\d{4}-\d\d-\d\d-(.+)")


class Cell(NamedTuple):
    """Where a figure stands: its material, the sentence above its table, its row and column."""

    material: str
    table: str
    row: str
    column: str


def main() -> None:
    parser = ArgumentParser(description="How the last two runs of each benchmark differ")
    parser.add_argument("operation", nargs="*", help="query, indexing... (all)")
    parser.add_argument("--least", type=float, default=10, help="the least change shown, in percent (10)")
    options = parser.parse_args()
    for operation, pages in sorted(_pages().items()):
        if len(pages) > 1 and (not options.operation or operation in options.operation):
            print(_report(pages[-2], pages[-1], options.least))


def _pages() -> dict[str, list[Path]]:
    """The pages of each operation, oldest first."""
    pages: dict[str, list[Path]] = defaultdict(list)
    for page in sorted(RESULTS.glob("*.md")):
        if found := _PAGE.fullmatch(page.stem):
            pages[found[1]].append(page)
    return pages


def _report(old: Path, new: Path, least: float) -> str:
    before, after = figures(old.read_text()), figures(new.read_text())
    changed = changes(before, after, least)
    header = ["what", "before", "after", "change"]
    rows = [
        [", ".join(filter(None, cell)), f"{before[cell]:g}", f"{after[cell]:g}", f"{percent:+.0f}%"]
        for cell, percent in changed
    ]
    found = table(header, rows) if rows else "nothing that much"
    compared = len(before.keys() & after.keys())
    return (
        f"## {old.stem} and {new.stem}: {len(rows)} of {compared} figures by {least:g}% or more\n\n{found}\n"
    )


def figures(page: str) -> dict[Cell, float]:
    """Every figure of a page of results by where it stands."""
    found: dict[Cell, float] = {}
    material = above = ""
    header: Sequence[str] = ()
    for line in page.splitlines():
        if line.startswith("## "):
            material, above = line[3:].partition(":")[0], ""
        elif not line.startswith("|"):
            above, header = _caption(line) or above, ()
        elif not header:
            header = _cells(line)
        else:
            found.update(_row(material, above, header, _cells(line)))
    return found


def _caption(line: str) -> str:
    """What says of a table which it is: the words before its first figure or stop."""
    return re.split(r"[\d:.(]", line)[0].strip()


def _row(
    material: str, above: str, header: Sequence[str], cells: Sequence[str]
) -> Iterator[tuple[Cell, float]]:
    for column, cell in zip(header[1:], cells[1:], strict=False):
        if number := _NUMBER.search(cell):
            yield Cell(material, above, cells[0], column), float(number[0].replace(",", ""))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("| ").split("|")]


def changes(
    before: Mapping[Cell, float], after: Mapping[Cell, float], least: float
) -> list[tuple[Cell, float]]:
    """What changed by at least so many percent, the greatest change first."""
    changed = [
        (cell, 100 * (after[cell] / value - 1)) for cell, value in before.items() if value and cell in after
    ]
    return sorted(
        ((cell, percent) for cell, percent in changed if abs(percent) >= least), key=lambda one: -abs(one[1])
    )


if __name__ == "__main__":
    main()
