"""Lines of Markdown inside quotes, lists and footnotes: blocks go in, in order; the whole comes out.

A container writes its prefix before each line of what is in it: a quote `> `, an item its marker once
and then as many spaces. Blocks are parted by blank lines, but for the items of a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from searchkit.reading.html.inline import Line

_MOST_NESTED = 24
"""Levels of markdown-it's, of which an item takes two; the reader takes 32."""


class Converted(NamedTuple):
    """Markdown, and for each of its lines the first and last line of the source it is from."""

    markdown: str
    lines: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Container:
    first: str
    rest: str
    levels: int
    follows_closely: bool
    """Whether no blank line comes before its first block."""
    blocks: int = 0
    started: bool = False


class BlockWriter:
    """Writes blocks; containers are opened and closed around them."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._open: list[_Container] = []
        self._levels = 0

    def open(self, first: str, rest: str, *, levels: int, follows_closely: bool = False) -> bool:
        """Open a container and say so; where it would nest too deeply there is none to close either."""
        if self._levels + levels > _MOST_NESTED:
            return False
        self._open.append(_Container(first, rest, levels, follows_closely))
        self._levels += levels
        return True

    def close(self) -> int:
        """Close the innermost container, and say how many blocks it held."""
        container = self._open.pop()
        self._levels -= container.levels
        if container.started and self._open:
            self._open[-1].blocks += 1
        return container.blocks

    @property
    def written(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def block(self, lines: Sequence[Line]) -> None:
        """Write a block of at least one line."""
        fresh = next((place for place, one in enumerate(self._open) if not one.started), len(self._open))
        closely = fresh < len(self._open) and self._open[fresh].follows_closely
        if self._lines and not closely:
            # A container that was just opened has no line yet for the blank one to be in.
            self._put(Line("", self._lines[-1].last, self._lines[-1].last), self._open[:fresh])
        for line in lines:
            self._put(line, self._open)
        if self._open:
            self._open[-1].blocks += 1

    def _put(self, line: Line, containers: Sequence[_Container]) -> None:
        prefix = "".join(one.rest if one.started else one.first for one in containers)
        self._lines.append(line._replace(text=prefix + line.text if line.text else prefix.rstrip()))
        for one in containers:
            one.started = True

    def finish(self) -> Converted:
        """All that was written."""
        markdown = "".join(f"{line.text}\n" for line in self._lines)
        return Converted(markdown, tuple((line.first, line.last) for line in self._lines))
