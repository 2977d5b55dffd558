"""What the files of an index were when it was last written, so that damage is told and never searched.

A generation's folder gets a `seal.json` when its writer is done: of each file the size, the time of
modification and the CRC-32 of its bytes. Opening an index compares sizes and times, which costs some
microseconds a file, and reads a file only where these differ; `damaged_files` reads them all.

While a writer is at work, or after it was killed, the seal is broken: files may be gone or new, and the
two that are rewritten in place are not held to it. Engines write every other file once, under a name that
never comes again, so that it stays what it was for as long as it is there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder, encode
from msgspec.structs import replace

from searchkit.errors import IndexDamagedError, IndexWriteError

_SEAL = "seal.json"
REWRITTEN = ("meta.json", ".managed.json")
"""What an engine, tantivy, writes again at each commit."""

_CHUNK = 1 << 20


class _Stamp(NamedTuple):
    """What a file was; its time in nanoseconds."""

    size: int
    mtime_ns: int
    crc: int

    def is_of(self, found: _Stamp) -> bool:
        """Whether the bytes found are those that were stamped, whenever they were copied there."""
        return (self.size, self.crc) == (found.size, found.crc)


class _Seal(Struct, frozen=True):
    """The stamps of the files of a folder, by name."""

    files: dict[str, _Stamp] = {}
    broken: bool = False

    def held(self) -> Iterator[tuple[str, _Stamp]]:
        """The files that must be what they were, if they are there."""
        return ((name, stamp) for name, stamp in self.files.items() if not self._may_change(name))

    def _may_change(self, name: str) -> bool:
        return self.broken and name in REWRITTEN


_decode = Decoder(_Seal).decode


def seal(folder: Path) -> None:
    """Note what the files of `folder` are now; those that were noted before are not read again.

    Raises:
        IndexDamagedError: a file that no writer changes is another than it was.
        IndexWriteError: the seal cannot be written.
    """
    old = _read(folder)
    try:
        new = _Seal({file.name: _stamped(file, old.files.get(file.name)) for file in _files(folder)})
        for name, stamp in old.files.items():
            if name in new.files and name not in REWRITTEN and not stamp.is_of(new.files[name]):
                raise _damaged(folder, name)
        if new != old:
            _write(folder, new)
    except OSError as error:
        raise IndexWriteError.of(folder.parent, error) from error


def break_seal(folder: Path) -> None:
    """A writer begins.

    Raises:
        IndexWriteError: that cannot be noted.
    """
    old = _read(folder)
    if old.files and not old.broken:
        try:
            _write(folder, replace(old, broken=True))
        except OSError as error:
            raise IndexWriteError.of(folder.parent, error) from error


def check_seal(folder: Path) -> None:
    """See that no file has changed, without reading those whose size and time are what they were.

    Raises:
        IndexDamagedError: one has.
    """
    old = _read(folder)
    while changed := next(
        (name for name, stamp in old.held() if not _is_whole(folder / name, stamp, old)), ""
    ):
        newest = _read(folder)
        if newest == old:
            raise _damaged(folder, changed)
        old = newest  # a writer began, or was done, in between


def damaged_files(folder: Path) -> list[str]:
    """The names of the files whose bytes are not what they were."""
    try:
        old = _read(folder)
    except IndexDamagedError:
        return [_SEAL]
    return [name for name, stamp in old.held() if not _is_whole(folder / name, stamp, old, reading=True)]


def _is_whole(file: Path, stamp: _Stamp, of: _Seal, *, reading: bool = False) -> bool:
    try:
        return stamp.is_of(_stamped(file, None if reading else stamp))
    except FileNotFoundError:
        return of.broken
    except OSError:
        return False


def _stamped(file: Path, known: _Stamp | None) -> _Stamp:
    """What a file is; where its size and time are known, so are its bytes."""
    found = file.stat()
    if known and known[:2] == (found.st_size, found.st_mtime_ns):
        return known
    return _Stamp(found.st_size, found.st_mtime_ns, _crc(file))


def _crc(file: Path) -> int:
    crc = 0
    with file.open("rb") as content:
        while chunk := content.read(_CHUNK):
            crc = crc32(chunk, crc)
    return crc


def _files(folder: Path) -> list[Path]:
    """The files that matter: a lock says nothing by what is in it."""
    others = (".lock", ".new")
    return sorted(
        file
        for file in folder.iterdir()
        if file.is_file() and file.suffix not in others and file.name != _SEAL
    )


def _damaged(folder: Path, name: str) -> IndexDamagedError:
    what = "is not what was written" if (folder / name).exists() else "is missing"
    return IndexDamagedError.of(folder.parent, f"{name} {what}")


def _read(folder: Path) -> _Seal:
    """The seal, which carries a CRC-32 of its own; it is of no files where no writer was ever done."""
    try:
        crc, _, content = (folder / _SEAL).read_bytes().partition(b"\n")
    except FileNotFoundError:
        return _Seal()
    except OSError as error:
        raise IndexDamagedError.of(folder.parent, error.strerror) from error
    try:
        if crc == b"%d" % crc32(content):
            return _decode(content)
    except MsgspecError:
        pass
    raise _damaged(folder, _SEAL)


def _write(folder: Path, new: _Seal) -> None:
    content = encode(new)
    file = folder / f"{_SEAL}.new"
    with file.open("wb") as written:
        written.write(b"%d\n%s" % (crc32(content), content))
        written.flush()
        os.fsync(written.fileno())
    file.replace(folder / _SEAL)
