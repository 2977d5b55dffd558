"""The files of an export: a zip, the folder it was unpacked to, or a single file.

Nothing is ever extracted: files are read by name, into memory, within bounds that a header cannot lie
about. A zip that unpacks to hundreds of times its size is refused.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from searchkit.errors import CorpusError
from searchkit.reading.discovery import printable_path

MAX_POST = 20 * 2**20
"""Bytes of one post; the reader takes no more either."""
MAX_DOCUMENT = 2**30
"""Bytes of a file that holds all posts."""
_MAX_TOTAL = 4 * 2**30
_MAX_FILES = 1_000_000
_MAX_RATIO = 200
_SMALL = 2**20


class UnreadableError(Exception):
    """A file of an export that cannot be read, for this reason; the others may well be."""


class Export(Protocol):
    """What an importer reads from. Names have `/` between their parts."""

    @property
    def names(self) -> list[str]:
        """All files, sorted, without those of the system that packed them."""

    def read(self, name: str, limit: int) -> bytes:
        """The content of a file.

        Raises:
            UnreadableError: it is damaged, encrypted or larger than `limit`.
        """


@contextmanager
def open_export(path: Path) -> Iterator[Export]:
    """The export at `path`.

    Raises:
        CorpusError: it is not there, it cannot be read, or it is a zip bomb.
    """
    try:
        if path.is_dir():
            yield _Folder(path)
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield _Zip(path, archive)
        else:
            path.open("rb").close()
            yield _File(path)
    except FileNotFoundError as error:
        raise CorpusError(f"{path} does not exist", hint="name the export as it was downloaded") from error
    except zipfile.BadZipFile as error:
        raise CorpusError(f"{path} is a damaged zip ({error})", hint="download it again") from error
    except OSError as error:
        raise CorpusError(f"{path} cannot be read: {error.strerror}", hint="check its permissions") from error


class _Zip:
    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        files = [info for info in archive.infolist() if not info.is_dir()]
        if len(files) > _MAX_FILES or any(map(_is_bomb, files)):
            raise CorpusError(f"{path} is a zip bomb", hint="download the export again")
        self._files = {info.filename.replace("\\", "/"): info for info in files}
        self._left = _MAX_TOTAL
        self.names = sorted(filter(_is_an_exports, self._files))

    def read(self, name: str, limit: int) -> bytes:
        try:
            with self._archive.open(self._files[name]) as file:
                content = file.read(min(limit, self._left) + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
            raise UnreadableError(_reason(error)) from error
        except Exception as error:  # zlib and lzma each have an error of their own
            raise UnreadableError(_reason(error)) from error
        self._left -= len(content)
        return _within(content, limit if self._left >= 0 else len(content) - 1)


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.names = sorted(
            filter(
                _is_an_exports,
                (
                    (Path(folder) / name).relative_to(path).as_posix()
                    for folder, _, names in os.walk(path)
                    for name in names
                ),
            )
        )

    def read(self, name: str, limit: int) -> bytes:
        return _read_file(self._path / name, limit)


class _File:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.names = [path.name]

    def read(self, name: str, limit: int) -> bytes:  # noqa: ARG002  (it has only one)
        return _read_file(self._path, limit)


def shown(name: str) -> str:
    """The name of a file as a report can print it."""
    return printable_path(name.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape"))


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > _SMALL and info.file_size > _MAX_RATIO * max(info.compress_size, 1)


def _is_an_exports(name: str) -> bool:
    parts = name.split("/")
    return "__MACOSX" not in parts and not parts[-1].startswith(".")


def _read_file(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            return _within(file.read(limit + 1), limit)
    except OSError as error:
        raise UnreadableError(f"it cannot be read ({error.strerror})") from error


def _within(content: bytes, limit: int) -> bytes:
    if len(content) > limit:
        raise UnreadableError(f"it is larger than {limit >> 20} MB")
    return content


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())
    return "it is encrypted" if "encrypted" in text else f"it is damaged ({text or type(error).__name__})"
