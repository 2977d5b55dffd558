"""What an importer makes of a post: pure data, and small ways to its fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from searchkit.essay import ReadingWarning
from searchkit.reading.html.blocks import Problem

Warn = Callable[[ReadingWarning], object]

Fields = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class ExportedPost:
    """One post of an export: `key` tells it from all others of its platform, for good.

    `name` is what it goes by in its address. Fields are those of front matter, in order; empty ones
    are not written.
    """

    key: str
    name: str
    fields: Fields
    markdown: str


class Posts(NamedTuple):
    """The posts of an export, and how many there are about, to show how far it is."""

    total: int
    each: Iterator[ExportedPost | None]
    """None where there is no post to be had of one."""


def day(text: str) -> str:
    """The day of a time as platforms write it, empty where it is none: `2023-03-20T14:30:20.946Z`."""
    found = re.match(r"(?!0000)\d{4}-\d\d-\d\d", text.strip())
    return found[0] if found else ""


def warn_of(problems: tuple[Problem, ...], place: str, warn: Warn) -> None:
    """Tell what of the post at `place` could not be converted."""
    for problem in problems:
        warn(ReadingWarning(place, 0, problem.message))
