"""What is passed over: patterns as in `.gitignore` go in, a verdict on a path comes out.

pathspec is imported when there are patterns: it costs 30 ms.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Patterns(Struct, frozen=True):
    """The patterns of a folder and of those above it, innermost first, each with its folder.

    Paths are relative to the corpus; those of folders, and of the folders of patterns, end in `/`.
    """

    levels: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def within(self, folder: str, lines: Iterable[str]) -> Patterns:
        """These patterns and those that `lines` add in `folder`.

        Raises:
            ValueError: a line means nothing.
        """
        from pathspec import GitIgnoreSpec

        return Patterns(((folder, GitIgnoreSpec.from_lines(lines)), *self.levels))

    def match(self, path: str) -> bool:
        """Whether `path` is passed over: the innermost patterns that speak of it decide."""
        for folder, patterns in self.levels:
            verdict = patterns.check_file(path[len(folder) :]).include
            if verdict is not None:
                return verdict
        return False
