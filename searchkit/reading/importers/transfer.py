"""An export to a folder of posts: what `searchkit import` does."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from searchkit.errors import CorpusError, UsageError
from searchkit.essay import ReadingWarning
from searchkit.reading.importers.archive import Export, open_export
from searchkit.reading.importers.exported import Posts, Warn
from searchkit.reading.importers.writing import Destination, Outcome

PLATFORMS = ("substack", "ghost", "wordpress", "medium")

Progress = Callable[[int, int], None]
"""Called with the posts done, and to do in all."""


class Platform(Protocol):
    """What the module of a platform has."""

    NAME: str
    WHAT: str
    """What its export is, and where to get it."""

    def recognises(self, export: Export) -> bool:
        """Whether an export is of this platform, from a glance at it."""

    def posts(self, export: Export, warn: Warn) -> Posts:
        """The posts of an export of this platform; `warn` is told what is not converted.

        Raises:
            CorpusError: it is damaged as a whole.
        """


@dataclass(slots=True)
class ImportReport:
    """What an import did: `kept` are files that were edited since they were imported, and left alone."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    skipped: int = 0
    warnings: list[ReadingWarning] = field(default_factory=list)
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """The object of the JSON interface."""
        return asdict(self) | {"warnings": [warning.to_dict() for warning in self.warnings]}


def import_posts(platform: str, source: Path, folder: Path, progress: Progress | None = None) -> ImportReport:
    """Write the posts of the export at `source` to `folder`; a second time, only what has changed.

    Raises:
        CorpusError: `source` is no export of `platform`, or cannot be read.
        UsageError: there is no such platform, or `folder` cannot be written to.
    """
    started = time.perf_counter()
    if platform not in PLATFORMS:
        near = get_close_matches(platform, PLATFORMS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(PLATFORMS)}"
        raise UsageError(f"no such platform: {platform}", hint=hint)
    report = ImportReport()
    with open_export(source) as export:
        reader = _platform(platform)
        if not reader.recognises(export):
            raise _wrong(source, export, reader)
        total, posts = reader.posts(export, report.warnings.append)
        destination = Destination(folder)
        try:
            for done, post in enumerate(posts, 1):
                if post is None:
                    report.skipped += 1
                else:
                    outcome, name = destination.write(platform, post)
                    setattr(report, outcome.value, getattr(report, outcome.value) + 1)
                    if outcome is Outcome.KEPT:
                        report.warnings.append(_kept(folder, name))
                if progress:
                    progress(done, total)
        finally:
            destination.close()
    report.seconds = round(time.perf_counter() - started, 3)
    return report


def _kept(folder: Path, name: str) -> ReadingWarning:
    return ReadingWarning(str(folder / name), 0, "kept: it was not written by this import, or edited since")


def _platform(name: str) -> Platform:
    return cast("Platform", import_module(f"searchkit.reading.importers.{name}"))


def _wrong(source: Path, export: Export, wanted: Platform) -> CorpusError:
    """What is wrong with an export that is not of the platform that was named."""
    for name in PLATFORMS:
        other = _platform(name)
        if other is not wanted and other.recognises(export):
            return CorpusError(
                f"{source} is no {wanted.NAME} export: it looks like one of {other.NAME}",
                hint=f"use searchkit import {name}",
            )
    return CorpusError(f"{source} is no {wanted.NAME} export", hint=wanted.WHAT)
