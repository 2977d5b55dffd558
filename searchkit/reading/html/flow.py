"""Text that flows into blocks: text and marks go in as a tree is walked, blocks of Markdown are written.

Pieces of text gather until a block begins or ends; then they are a paragraph. In a cell of a table they
gather until that ends, for a cell has one line; in a `pre` all text is code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from searchkit.reading.html.inline import LINK, MARK_ORDER, Form, Line, Piece, inline_lines, is_blank
from searchkit.reading.html.writing import BlockWriter, Converted

Close = Callable[[], object]
"""What is done where an element ends."""

_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def nothing() -> None:
    """Nothing is to be done where an element ends."""


class Flow:
    """The text read so far that is not written yet, and the blocks that are.

    `breaks` reads line breaks in text as WordPress does. `line` is the line of the source that is read.
    """

    def __init__(self, line: int, *, breaks: bool) -> None:
        self.line = line
        self.in_cell = False
        self.code_spans = 0
        self.label = ""
        """What a note may begin with that is its number."""
        self._breaks = breaks
        self._out = BlockWriter()
        self._pieces: list[Piece] = []
        self._marks: list[tuple[str, ...]] = [()]
        self._pre: list[str] | None = None

    @property
    def written(self) -> int:
        """How many lines are written."""
        return self._out.written

    @property
    def in_pre(self) -> bool:
        """Whether all text is code."""
        return self._pre is not None

    def finish(self) -> Converted:
        """All that was written."""
        self.flush()
        return self._out.finish()

    # Text.

    def text(self, text: str | None) -> None:
        """Text as it stands in the source."""
        if not text:
            return
        if self._pre is not None:
            self._pre.append(text)
        elif self._breaks and not self.code_spans:
            self._text_with_breaks(text)
        else:
            self.add(self._unlabelled(text), Form.CODE if self.code_spans else Form.TEXT)
        self.line += text.count("\n")

    def _text_with_breaks(self, text: str) -> None:
        for place, paragraph in enumerate(_BLANK_LINES.split(text)):
            if place:
                self.flush()
            for number, line in enumerate(paragraph.split("\n")):
                if number:
                    self.line_break()
                self.add(self._unlabelled(line))

    def _unlabelled(self, text: str) -> str:
        """The text without the number that a note begins with."""
        if not self.label or not text.strip():
            return text
        label, self.label = re.escape(self.label), ""
        behind = r"[.:)](?=\s)|(?=\s*\Z)" if label.isalnum() else r"[.:)]?"
        return re.sub(rf"\A\s*(?:[\[(]{label}[\])]|{label}(?:{behind}))\s*", "", text)

    def add(self, text: str, form: Form = Form.TEXT) -> None:
        """A piece of inline text, with the marks that are on."""
        self._pieces.append(Piece(text, form, self._marks[-1], self.line))

    def line_break(self) -> None:
        """A line ends for the reader."""
        if self._pre is not None:
            self._pre.append("\n")
        else:
            self.add("", Form.BREAK)

    def begin_marks(self) -> None:
        """Marks that are put on from now are on until `end_marks`."""
        self._marks.append(self._marks[-1])

    def end_marks(self) -> None:
        """Take off the marks since `begin_marks`."""
        self._marks.pop()

    def mark(self, mark: str) -> None:
        """Put a mark on; a link in a link is part of it."""
        marks = self._marks[-1]
        if mark not in marks and not (mark.startswith(LINK) and marks and marks[0].startswith(LINK)):
            self._marks[-1] = tuple(sorted((*marks, mark), key=_rank))

    def take(self, start: int = 0) -> list[Piece]:
        """The pieces gathered from the `start`th on, which gather no more."""
        taken = self._pieces[start:]
        del self._pieces[start:]
        return taken

    def put_back(self, pieces: Sequence[Piece]) -> None:
        """Pieces that were taken, and what they became."""
        self._pieces += pieces

    @property
    def gathered(self) -> int:
        """How many pieces there are."""
        return len(self._pieces)

    # Blocks.

    def flush(self) -> None:
        """What was gathered until here is a paragraph, or several where lines were left empty."""
        if self._pre is not None:
            if self._pre and not self._pre[-1].endswith("\n"):
                self._pre.append("\n")
            return
        if self.in_cell:
            self.line_break()
            return
        for paragraph in _paragraphs(self.take()):
            if lines := inline_lines(paragraph):
                self._out.block(lines)

    def block(self, lines: Sequence[Line]) -> None:
        """Write a block."""
        self.flush()
        if lines and not self.in_cell:
            self._out.block(lines)

    def block_line(self, markdown: str) -> None:
        """Write a block of one line."""
        self.block([Line(markdown, self.line, self.line)])

    def container(
        self, first: str, rest: str, levels: int, *, follows_closely: bool = False
    ) -> Callable[[], int]:
        """Open a container of blocks, and say how to close it and learn how many it held."""
        self.flush()
        opened = not self.in_cell and self._out.open(
            first, rest, levels=levels, follows_closely=follows_closely
        )

        def close() -> int:
            self.flush()
            return self._out.close() if opened else 0

        return close

    def begin_pre(self) -> None:
        """All text from now on is code."""
        self.flush()
        self._pre = []

    def end_pre(self) -> str:
        """The code since `begin_pre`."""
        code, self._pre = "".join(self._pre or ()), None
        return code.strip("\n")


def _rank(mark: str) -> int:
    return MARK_ORDER.index(LINK if mark.startswith(LINK) else mark)


def _paragraphs(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The paragraphs that `pieces` are: two breaks part them."""
    paragraph: list[Piece] = []
    breaks = 0
    for piece in pieces:
        if piece.form is Form.BREAK:
            breaks += 1
        elif not is_blank([piece]):
            if breaks > 1:
                yield paragraph
                paragraph = []
            breaks = 0
        paragraph.append(piece)
    yield paragraph
