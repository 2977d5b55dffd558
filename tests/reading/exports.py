"""Exports of platforms, packed as the platforms pack them, and what an import makes of them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from searchkit.essay import Essay
from searchkit.reading import find_posts, read_post
from searchkit.settings import DEFAULTS

EXPORTS = Path(__file__).parent / "exports"


def packed(platform: str, folder: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """A zip of an export's files, or of those given."""
    target = folder / f"{platform}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        if files is None:
            for file in sorted((EXPORTS / platform).rglob("*.*")):
                archive.write(file, file.relative_to(EXPORTS / platform).as_posix())
        for name, content in (files or {}).items():
            archive.writestr(name, content)
    return target


def export_of(platform: str, folder: Path) -> Path:
    """The export of a platform as it is downloaded."""
    files = {"ghost": EXPORTS / "ghost" / "ghost.json", "wordpress": EXPORTS / "wordpress" / "blog.xml"}
    return files.get(platform) or packed(platform, folder)


def essays_in(folder: Path) -> dict[str, Essay]:
    """The essays of a folder by the names of their files; none has a warning."""
    essays = {}
    for post in find_posts([folder]):
        reading = read_post(post, DEFAULTS)
        assert reading.essay is not None, reading.warnings
        assert not reading.warnings
        essays[post.path] = reading.essay
    return essays


def read_as(essay: Essay) -> list[str]:
    """The sections of an essay, each `kind: text`, with ⏎ where a line ends."""
    return [f"{section.kind.value}: {section.text}".replace("\n", " ⏎ ") for section in essay.sections]
