"""The folder of an index: which engine it is of, what it was made with, and where its data lies.

    index/searchkit.json    the manifest
    index/tantivy-1/        the engine's own files, one folder a generation
    index/writer.lock       held by the one writer, let go by the system when it dies

A full rebuild writes the next generation beside the old one and then replaces the manifest, which is
one rename: readers see the old index or the new one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from searchkit.analysis.analyzer import SIGNATURE
from searchkit.engines.protocol import Engine
from searchkit.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexVersionError,
    IndexWriteError,
    UsageError,
)

FORMAT = 1
ENGINES = ("tantivy",)
_MANIFEST = "searchkit.json"
_LOCK = "writer.lock"
_DECIDING = ("engine", "language", "anchors", "url", "analysis", "format")
_GENERATION = re.compile(rf"(?:{'|'.join(ENGINES)})-\d+")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made with. `corpora` are absolute; `abbreviations` were learned from them.

    `language`, `anchors` and `url` are the settings that decide what is indexed of an essay.
    """

    engine: str
    corpora: tuple[str, ...]
    language: str
    anchors: str
    url: str
    abbreviations: tuple[str, ...] = ()
    generation: int = 1
    analysis: str = SIGNATURE
    format: int = FORMAT

    def continues(self, old: Manifest) -> bool:
        """Whether essays indexed under `old` are what they would be under this one."""
        return all(getattr(self, name) == getattr(old, name) for name in _DECIDING)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the index in `folder`.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: it cannot be read.
        IndexVersionError: another version of searchkit wrote it.
    """
    try:
        content = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissingError(
            f"there is no index in {folder}", hint=f"make one with searchkit index CORPUS --index {folder}"
        ) from None
    except (OSError, ValueError) as error:
        raise IndexDamagedError(
            f"the index in {folder} cannot be read ({error})", hint="rebuild it with searchkit index --full"
        ) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise IndexVersionError(
            f"the index in {folder} was made by another version of searchkit",
            hint="rebuild it with searchkit index --full",
        )
    try:
        return Manifest(
            **content
            | {"corpora": tuple(content["corpora"]), "abbreviations": tuple(content["abbreviations"])}
        )
    except (KeyError, TypeError) as error:
        raise IndexDamagedError(
            f"the manifest of the index in {folder} is not whole",
            hint="rebuild it with searchkit index --full",
        ) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest of `folder` at once, and make sure it is on the disk."""
    new = folder / f"{_MANIFEST}.new"
    try:
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(manifest), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(folder / _MANIFEST)
    except OSError as error:
        raise _unwritable(folder, error) from error


def open_engine(folder: Path, manifest: Manifest) -> Engine:
    """The engine that holds the generation the manifest names."""
    from searchkit.engines.tantivy import TantivyEngine

    return TantivyEngine(_generation(folder, manifest))


def create_engine(folder: Path, manifest: Manifest) -> Engine:
    """An empty engine for the generation the manifest names."""
    from searchkit.engines.tantivy import TantivyEngine

    if manifest.engine not in ENGINES:
        raise UsageError(f"no such engine: {manifest.engine}", hint=f"there is {', '.join(ENGINES)}")
    return TantivyEngine.create(_generation(folder, manifest))


def next_generation(folder: Path) -> int:
    """A number above that of every generation in `folder`, finished or not."""
    return 1 + max((int(entry.name.rpartition("-")[2]) for entry in _generations(folder)), default=0)


def drop_other_generations(folder: Path, manifest: Manifest) -> None:
    """Delete what a finished rebuild replaced, or one that was killed left behind."""
    kept = _generation(folder, manifest)
    for entry in _generations(folder):
        if entry != kept:
            shutil.rmtree(entry, ignore_errors=True)


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Be the one writer of `folder`, which is made where there is none.

    Raises:
        IndexLockedError: another process is.
        IndexWriteError: the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK, timeout=0)
        lock.acquire()
    except Timeout:
        raise IndexLockedError(
            f"another process is writing to the index in {folder}", hint="wait until it has finished"
        ) from None
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def _generation(folder: Path, manifest: Manifest) -> Path:
    return folder / f"{manifest.engine}-{manifest.generation}"


def _generations(folder: Path) -> list[Path]:
    return [entry for entry in folder.iterdir() if _GENERATION.fullmatch(entry.name) and entry.is_dir()]


def _unwritable(folder: Path, error: OSError) -> IndexWriteError:
    return IndexWriteError(
        f"the index in {folder} cannot be written ({error.strerror or error})",
        hint="choose another place with --index",
    )
