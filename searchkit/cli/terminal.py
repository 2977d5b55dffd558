"""What the terminal can show: colour, links, its width, and nothing that could hurt it.

Texts come from essays, so every control character is dropped before they are printed. Colour and
links are for terminals only, and for those who have not set `NO_COLOR` (no-color.org).
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

_WIDTH_WHERE_PIPED = 100
_WIDEST = 100
_NARROWEST = 20

# C0 and C1 controls but for line breaks, and the characters that turn the writing direction.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Part = tuple[str, bool]
"""A piece of text, and whether it is highlighted."""


def harmless(text: str) -> str:
    r"""The text with every control character made a space, or nothing where it has no width.

    >>> harmless("a\tb\x1b[31mc")
    'a b [31mc'
    """
    return _CONTROLS.sub(lambda found: "" if found[0] > "\x9f" else " ", text)


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where output goes: `colour` also decides about links."""

    colour: bool
    width: int

    @classmethod
    def of(cls, stream: TextIO = sys.stdout) -> Terminal:
        """The terminal that `stream` is, or plain text where it is none."""
        is_terminal = stream.isatty()
        columns = shutil.get_terminal_size((_WIDTH_WHERE_PIPED, 24)).columns
        colour = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(colour, max(_NARROWEST, min(columns, _WIDEST)))

    def bold(self, text: str) -> str:
        """A title."""
        return self._styled("1", text)

    def dim(self, text: str) -> str:
        """What is read last."""
        return self._styled("2", text)

    def label(self, text: str) -> str:
        """The kind of a section."""
        return self._styled("36", text)

    def mark(self, text: str) -> str:
        """What matched."""
        return self._styled("1;33", text)

    def link(self, text: str, file: Path) -> str:
        """A text that opens a file when it is clicked (OSC 8)."""
        if not self.colour:
            return text
        return f"\x1b]8;;{file.absolute().as_uri()}\x1b\\{text}\x1b]8;;\x1b\\"

    def _styled(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def wrapped(self, parts: Iterable[Part], indent: str) -> Iterator[str]:
        """Lines no wider than the terminal, highlights marked; line breaks in the text are kept."""
        room = self.width - len(indent)
        line: list[str] = []
        used = 0
        for word in _words(parts):
            if word == _LINE_BREAK or (line and used + 1 + _word_width(word) > room):
                yield indent + " ".join(line)
                line, used = [], 0
            if word != _LINE_BREAK:
                used += _word_width(word) + bool(line)
                line.append("".join(self.mark(text) if marked else text for text, marked in word))
        if line:
            yield indent + " ".join(line)

    def cut(self, text: str, width: int) -> str:
        """As much of a text as fits in `width` columns, on one line."""
        text = " ".join(harmless(text).split())
        if display_width(text) <= width:
            return text
        while text and display_width(text) > width - 1:
            text = text[:-1]
        return f"{text.rstrip()}…"


_LINE_BREAK: list[Part] = [("\n", False)]


def display_width(text: str) -> int:
    """Columns a text takes: wide characters take two, marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def _word_width(word: Iterable[Part]) -> int:
    return sum(display_width(text) for text, _ in word)


def _words(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """The words of a text and its line breaks; a word may be highlighted in part."""
    word: list[Part] = []
    for text, marked in parts:
        for piece in re.split(r"(\s)", harmless(text)):
            if not piece:
                continue
            if not piece.isspace():
                word.append((piece, marked))
                continue
            if word:
                yield word
                word = []
            if piece == "\n":
                yield _LINE_BREAK
    if word:
        yield word
