r"""Runs of text to Markdown: pieces with their marks go in, lines come out.

What is text stays text: every character that Markdown, or a dialect of it that we read, could take
for markup is escaped.

>>> pieces = [Piece("Is *this* "), Piece("bold", marks=("strong",)), Piece("? [no]\n1. It ends.", line=3)]
>>> [line.text for line in inline_lines(pieces)]
['Is \\*this\\* **bold**? \\[no]', '1\\. It ends.']

Marks are kept on the pieces and written only here, so that they nest, span paragraphs, and never
open on a space, however the HTML had them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby, takewhile
from typing import NamedTuple


class Form(Enum):
    """What a piece of inline text is."""

    TEXT = auto()
    CODE = auto()
    MARKDOWN = auto()
    """Written as it stands: an image, a reference to a footnote."""
    BREAK = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of inline text; `line` is where it starts in its file.

    `marks` are names of `_MARKERS` and `->ADDRESS` for a link, outermost first.
    """

    text: str
    form: Form = Form.TEXT
    marks: tuple[str, ...] = ()
    line: int = 1


class Line(NamedTuple):
    """A line of Markdown, and the first and last line of the source it is from."""

    text: str
    first: int
    last: int


LINK = "->"
# Between a letter and punctuation `~~` is no mark, but a tag is one anywhere.
_MARKERS = {"strong": ("**", "**"), "em": ("*", "*"), "strike": ("<del>", "</del>")}
_EM_IN_STRONG = ("<em>", "</em>")
MARK_ORDER = (LINK, *_MARKERS)

_SPACE = " \t\n\r\f"
_SPACES = re.compile(f"([{_SPACE}]+)")
_SPECIAL = re.compile(
    r"[\\`*\[<{}~^$] | (?<![^\W_])_ | _(?![^\W_]) | &(?=\#?\w+;) | -{2,} | ={2,} | \+{2,} | %{2,}",
    re.VERBOSE,
)
_BLOCK_START = re.compile(r"\d{1,9}(?=[.)](?:\s|\Z))|(?=[#>+=:|-]|!!!)")
_NOTE_START = re.compile(r"(\[\^[^\]\s]+\]):")
_TICKS = re.compile(r"`+")


def escaped(text: str) -> str:
    r"""`text` as Markdown that reads as this very text, but at the start of a line or in brackets.

    A `]` needs no escape where its `[` has one, and `\[x\]` would be a formula.
    """
    return _SPECIAL.sub(lambda found: "".join(f"\\{character}" for character in found[0]), text)


def escaped_in_brackets(text: str) -> str:
    """`text` as Markdown that reads as this very text in a link or an image, where each bracket counts."""
    return escaped(text).replace("\\[", "&#91;").replace("]", "&#93;")


def destination(address: str) -> str:
    """`address` as the target of a link: `safe_address` left nothing in it that ends one early."""
    return f"<{address}>" if not address or "(" in address or ")" in address else address


def line_start_escaped(text: str) -> str:
    """`text` without what would make it the start of another kind of block."""
    if note := _NOTE_START.match(text):
        return f"{note[1]}\\:{text[note.end() :]}"
    if found := _BLOCK_START.match(text):
        return f"{found[0]}\\{text[found.end() :]}"
    return text


def inline_lines(pieces: Iterable[Piece], *, wrapped: bool = True, break_mark: str = "\\\n") -> list[Line]:
    """The lines of a block that holds `pieces`.

    `wrapped` keeps the line breaks of the source; `break_mark` is what a line break for the reader is
    written as.
    """
    pieces = list(_joined(pieces))
    writer = _Writer(
        wrapped, break_mark, any("\\]" in piece.text for piece in pieces if piece.form is Form.CODE)
    )
    for piece in pieces:
        writer.write(piece)
    return writer.finish()


def is_blank(pieces: Iterable[Piece]) -> bool:
    """Whether a reader sees nothing of `pieces`."""
    return all(piece.form is Form.BREAK or not piece.text.strip(_SPACE) for piece in pieces)


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """`pieces` with those that run on in the same way made one: `--` may be cut in two."""
    for (form, marks), run in groupby(pieces, key=lambda piece: (piece.form, piece.marks)):
        if form in (Form.TEXT, Form.CODE):
            same = list(run)
            yield Piece("".join(piece.text for piece in same), form, marks, same[0].line)
        else:
            yield from run


class _Writer:
    def __init__(self, wrapped: bool, break_mark: str, ends_formula: bool) -> None:
        """`ends_formula` says that code holds what would be the end of a formula."""
        self._ends_formula = ends_formula
        self._wrapped = wrapped
        self._break_mark = break_mark
        self._lines: list[Line] = []
        self._parts: list[str] = []
        self._first = self._last = 0
        self._open: tuple[str, ...] = ()
        self._due = ""
        self._after_closing = False

    def write(self, piece: Piece) -> None:
        if piece.form is Form.BREAK:
            if self._parts or self._lines:
                self._due = self._break_mark
        elif piece.form is Form.TEXT:
            self._text(piece)
        elif piece.form is Form.CODE and (code := piece.text.strip(_SPACE)):
            before, after = piece.text.split(code, 1)
            self._space(before)
            self._put(_code(code), piece.marks, piece.line + before.count("\n"))
            self._space(after)
        elif piece.form is Form.MARKDOWN:
            self._put(piece.text, piece.marks, piece.line)
        else:
            self._space(piece.text)

    def finish(self) -> list[Line]:
        self._close_marks(0)
        if self._parts:
            self._end_line()
        return self._lines

    def _text(self, piece: Piece) -> None:
        line = piece.line
        for part in _SPACES.split(piece.text):
            if part and part[0] in _SPACE:
                self._space(part)
                line += part.count("\n")
            elif part:
                counts = self._ends_formula or any(mark.startswith(LINK) for mark in piece.marks)
                self._put((escaped_in_brackets if counts else escaped)(part), piece.marks, line)

    def _space(self, space: str) -> None:
        if space and self._due in ("", " "):
            self._due = "\n" if self._wrapped and "\n" in space else " "

    def _put(self, markdown: str, marks: tuple[str, ...], line: int) -> None:
        common = _common(self._open, marks)
        self._close_marks(common)
        self._write_due()
        for mark in marks[common:]:
            self._open_mark(mark)
        if markdown.startswith("["):
            self._part_from_exclamation()
        self._parts.append(markdown)
        self._after_closing = False
        self._first = self._first or line
        self._last = max(self._last, line)

    def _write_due(self) -> None:
        due, self._due = self._due, ""
        if not due:
            return
        self._after_closing = False
        if due.endswith("\n"):
            self._parts.append(due[:-1])
            self._end_line()
        elif self._parts:
            self._parts.append(due)

    def _open_mark(self, mark: str) -> None:
        if mark.startswith(LINK):
            self._part_from_exclamation()
            self._parts.append("[")
        else:
            if self._after_closing and self._parts[-1].endswith("*"):
                self._parts.append("<!-- -->")  # two runs of asterisks must not become one
            self._parts.append(self._markers(mark)[0])
        self._after_closing = False
        self._open = (*self._open, mark)

    def _markers(self, mark: str) -> tuple[str, str]:
        """What opens and closes a mark: in bold, an asterisk might close that."""
        return _EM_IN_STRONG if mark == "em" and "strong" in self._open else _MARKERS[mark]

    def _part_from_exclamation(self) -> None:
        """What comes next is no image, though an exclamation mark stands before its bracket."""
        if self._parts and self._parts[-1].endswith("!"):
            self._parts[-1] = self._parts[-1][:-1] + "\\!"

    def _close_marks(self, keep: int) -> None:
        for mark in reversed(self._open[keep:]):
            is_link = mark.startswith(LINK)
            self._parts.append(f"]({destination(mark[len(LINK) :])})" if is_link else self._markers(mark)[1])
            self._after_closing = not is_link
        self._open = self._open[:keep]

    def _end_line(self) -> None:
        text = "".join(self._parts)
        if text:
            first = self._first or self._last or 1
            self._lines.append(Line(line_start_escaped(text), first, max(self._last, first)))
        self._parts = []
        self._first = self._last = 0


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items the two begin with that are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _code(text: str) -> str:
    text = " ".join(text.split("\n"))
    fence = "`" * (1 + max((len(ticks) for ticks in _TICKS.findall(text)), default=0))
    pad = " " if text[0] == "`" or text[-1] in "`\\" else ""
    return f"{fence}{pad}{text}{pad}{fence}"
