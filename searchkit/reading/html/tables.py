"""HTML tables: which hold data and which only lay out a page; the rows of the first to Markdown.

Markdown's cells hold one line. Paragraphs and items in a cell become lines of it, parted by `<br>`;
a table that holds more than that (another table, code, quotes, headings) is read as the blocks it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from searchkit.reading.html.inline import Line, Piece, inline_lines, is_blank
from searchkit.reading.html.tree import Element, tag_of

_NOT_IN_A_CELL = frozenset("table pre blockquote h1 h2 h3 h4 h5 h6 figure iframe video audio".split())
_CELLS = frozenset({"td", "th"})


@dataclass(slots=True)
class Row:
    """The cells of a row as Markdown, and the lines of the source they are from."""

    cells: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0
    is_header: bool = True


@dataclass(slots=True)
class Table:
    """The rows of a table read so far."""

    rows: list[Row] = field(default_factory=list)
    caption: list[Piece] = field(default_factory=list)

    def add_row(self) -> None:
        """The cells that come now are those of another row."""
        self.rows.append(Row())

    def add_cell(self, pieces: Iterable[Piece], *, is_header: bool) -> None:
        """Another cell of the row."""
        if not self.rows:
            self.add_row()
        row = self.rows[-1]
        lines = [] if is_blank(pieces := list(pieces)) else _one_line(pieces)
        row.cells.append("".join(line.text for line in lines).replace("|", "\\|"))
        row.is_header = row.is_header and is_header
        row.first = row.first or min((line.first for line in lines), default=0)
        row.last = max([row.last, *(line.last for line in lines)])

    def lines(self) -> list[Line]:
        """The table as Markdown has it, with a header of empty cells where it has none."""
        rows = [row for row in self.rows if any(row.cells)]
        if not rows:
            return []
        columns = max(len(row.cells) for row in rows)
        head = rows.pop(0) if rows[0].is_header else Row(first=rows[0].first, last=rows[0].first)
        rule = Line("|" + " --- |" * columns, head.last, head.last)
        head.cells += [""] * (columns - len(head.cells))
        return [_line(head), rule, *map(_line, rows)]


def holds_data(table: Element) -> bool:
    """Whether a table is one to its reader, and fits into Markdown."""
    if table.get("role") in ("presentation", "none"):
        return False
    if any(tag_of(inner) in _NOT_IN_A_CELL for inner in table.iterdescendants(*_NOT_IN_A_CELL)):
        return False
    rows = [sum(tag_of(cell) in _CELLS for cell in row) for row in table.iter("tr")]
    return max(rows, default=0) > 1


def _one_line(pieces: list[Piece]) -> list[Line]:
    return inline_lines(pieces, wrapped=False, break_mark="<br>")


def _line(row: Row) -> Line:
    """A row as a line; it may have fewer cells than the header."""
    return Line(f"| {' | '.join(row.cells)} |", row.first, row.last)
