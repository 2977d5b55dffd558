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
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from searchkit.analysis.analyzer import SIGNATURE
from searchkit.engines.protocol import Engine, Reader
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
        """Whether essays indexed under `old` are what they would be, and where, under this one."""
        kept = not old.corpora or not set(old.corpora).isdisjoint(self.corpora)
        return kept and all(getattr(self, name) == getattr(old, name) for name in _DECIDING)


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
    except (OSError, ValueError, RecursionError) as error:
        raise IndexDamagedError.of(folder, error) from error
    if not isinstance(content, dict) or not _is_known(content):
        raise IndexVersionError(
            f"the index in {folder} was made by another version of searchkit",
            hint="rebuild it with searchkit index --full",
        )
    try:
        return _whole(content)
    except (KeyError, TypeError) as error:
        raise IndexDamagedError(
            f"the manifest of the index in {folder} is not whole",
            hint="rebuild it with searchkit index --full",
        ) from error


def _is_known(content: dict[str, Any]) -> bool:
    return content.get("format") == FORMAT and content.get("engine", ENGINES[0]) in ENGINES


def _whole(content: dict[str, Any]) -> Manifest:
    """The manifest with this content; KeyError or TypeError if something in it is amiss."""
    for name in ("corpora", "abbreviations"):
        if not isinstance(content[name], list) or not all(isinstance(item, str) for item in content[name]):
            raise TypeError(name)
        content[name] = tuple(content[name])
    manifest = Manifest(**content)
    texts = (manifest.engine, manifest.language, manifest.anchors, manifest.url, manifest.analysis)
    if not all(isinstance(text, str) for text in texts) or type(manifest.generation) is not int:
        raise TypeError("a value")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest of `folder` at once, and make sure it is on the disk."""
    new = folder / f"{_MANIFEST}.new"
    try:
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(manifest), file, indent=1)  # in ASCII: a folder's name need not be UTF-8
            file.flush()
            os.fsync(file.fileno())
        new.replace(folder / _MANIFEST)
        _sync_folder(folder)
    except OSError as error:
        raise IndexWriteError.of(folder, error) from error


def open_reader(folder: Path) -> tuple[Manifest, Reader]:
    """The last commit of the index in `folder`, and what it was made with.

    Raises:
        IndexMissingError, IndexDamagedError, IndexVersionError: as `read_manifest`.
    """
    manifest = read_manifest(folder)
    while True:
        try:
            return manifest, open_engine(folder, manifest).reader()
        except IndexDamagedError:
            # A rebuild may have replaced this generation since its manifest was read.
            manifest, before = read_manifest(folder), manifest
            if manifest.generation == before.generation:
                raise


def open_engine(folder: Path, manifest: Manifest) -> Engine:
    """The engine that holds the generation the manifest names.

    Raises:
        IndexVersionError: its terms are another analyzer's: queries would miss what it holds.
        IndexDamagedError: it cannot be read.
    """
    from searchkit.engines.tantivy import TantivyEngine

    if manifest.analysis != SIGNATURE:
        raise IndexVersionError(
            f"the index in {folder} was made by another version of searchkit",
            hint="bring it up to date with searchkit index",
        )
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
        raise IndexLockedError.of(folder) from None
    except OSError as error:
        raise IndexWriteError.of(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def _generation(folder: Path, manifest: Manifest) -> Path:
    return folder / f"{manifest.engine}-{manifest.generation}"


def _generations(folder: Path) -> list[Path]:
    return [entry for entry in folder.iterdir() if _GENERATION.fullmatch(entry.name) and entry.is_dir()]


def _sync_folder(folder: Path) -> None:
    """Make a rename in `folder` outlive a power cut, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
