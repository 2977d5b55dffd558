"""What the terminal can show: colour, links, its width, and nothing that could hurt it.

In go texts with a style for each part, out come lines that fit. Texts come from essays, so control
characters are dropped here before anything is printed. Colour and links are for terminals only, and
for those who have not set `NO_COLOR` (no-color.org).
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

PLAIN, TITLE, DIM, LABEL, MARK = "", "1", "2", "36", "1;31"
"""Styles, as the parameters of the escape sequence that turns them on."""

Part = tuple[str, str]
"""A piece of text and its style."""

_WIDTH_WHERE_PIPED = 100
_WIDEST = 100  # more is hard to read
_NARROWEST = 20

# C0 and C1 controls but for line breaks, and the characters that turn the writing direction.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    r"""The text with every control character made a space, or nothing where it has no width.

    >>> harmless("a\tb\x1b[31mc")
    'a b [31mc'
    """
    return _CONTROLS.sub(lambda found: "" if found[0] > "\x9f" else " ", text)


class Terminal:
    """Where output goes: `colour` also decides about links."""

    def __init__(self, *, colour: bool, width: int) -> None:
        self.colour = colour
        self.width = max(_NARROWEST, min(width, _WIDEST))

    @classmethod
    def here(cls) -> Terminal:
        """The terminal that stdout is, or plain text where it is none."""
        plain = not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        columns = shutil.get_terminal_size((_WIDTH_WHERE_PIPED, 24)).columns
        return cls(colour=not plain, width=columns)

    def styled(self, text: str, style: str) -> str:
        """A text in a style, where there is colour."""
        text = harmless(text)
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and style and text else text

    def link(self, text: str, file: str) -> str:
        """A text that opens a file when it is clicked (OSC 8)."""
        if not self.colour:
            return text
        return f"\x1b]8;;{Path(file).absolute().as_uri()}\x1b\\{text}\x1b]8;;\x1b\\"

    def wrapped(self, parts: Sequence[Part], indent: str = "") -> Iterator[str]:
        """Lines no wider than the terminal; line breaks in the text are kept."""
        text = "".join(part for part, _ in parts)
        for start, end in _lines(text, self.width - display_width(indent)):
            yield (indent + self._between(parts, start, end)) if start < end else ""

    def _between(self, parts: Sequence[Part], start: int, end: int) -> str:
        shown = []
        position = 0
        for text, style in parts:
            shown.append(self.styled(text[max(0, start - position) : max(0, end - position)], style))
            position += len(text)
        return "".join(shown)

    def cut(self, text: str, room: int) -> str:
        """As much of a text as fits into `room` columns, on one line."""
        text = " ".join(harmless(text).split())
        if display_width(text) <= room:
            return text
        _, end = next(_lines(text, room - 1))
        return f"{text[:end]}…"


def display_width(text: str) -> int:
    """Columns a text takes: wide characters take two, marks none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if _is_wide(character) else 1


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _lines(text: str, room: int) -> Iterator[tuple[int, int]]:
    """Where each line starts and ends: after a space, beside a wide character, else anywhere."""
    start = used = break_at = 0
    for position, character in enumerate(text):
        if character == "\n":
            yield start, start + len(text[start:position].rstrip())
            start, used, break_at = position + 1, 0, position + 1
            continue
        if _may_break(text, position):
            break_at = position
        width = _columns(character)
        too_long = used + width > room and not character.isspace()
        while too_long:
            end = break_at if break_at > start else position
            yield start, start + len(text[start:end].rstrip())
            start = break_at = end
            used = display_width(text[start:position])
            # The break may have made room for one column, where a wide character needs two.
            too_long = used > 0 and used + width > room
        used += width
    yield start, start + len(text[start:].rstrip())


def _may_break(text: str, position: int) -> bool:
    """Whether a line may start at `position`; punctuation stays with what is before it."""
    before, after = text[position - 1 : position], text[position]
    if before.isspace():
        return not after.isspace()
    beside_wide = bool(before) and (_is_wide(before) or _is_wide(after))
    return beside_wide and not unicodedata.category(after).startswith("P")
