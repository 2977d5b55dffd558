"""An index in a folder, which is how the embedded engines keep theirs.

In it are `searchkit.json`, the manifest; `tantivy-1/` or `whoosh-1/`, the engine's own files, one folder
a generation; `writer.lock`, held by the one writer and let go by the system when it dies; and notes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from searchkit.engines.place import Generation
from searchkit.engines.protocol import Engine
from searchkit.engines.seal import break_seal, check_seal, damaged_files, seal
from searchkit.errors import IndexDamagedError, IndexLockedError, IndexMissingError, IndexWriteError

ENGINES = ("tantivy", "whoosh")
_MANIFEST = "searchkit.json"
_LOCK = "writer.lock"
_GENERATION = re.compile(rf"({'|'.join(ENGINES)})-(\d+)")


class Folder:
    """A folder that holds an index, or may."""

    engines = ENGINES

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    def read_manifest(self) -> Any:
        """What was last written as the manifest."""
        try:
            return json.loads((self.path / _MANIFEST).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissingError.of(self) from None
        except OSError as error:
            raise IndexDamagedError.of(self, error.strerror) from error
        except (ValueError, RecursionError) as error:
            raise IndexDamagedError.of(self, f"{_MANIFEST} is not what was written") from error

    def write_manifest(self, content: dict[str, Any]) -> None:
        """Replace the manifest by a rename, and make sure it is on the disk."""
        new = self.path / f"{_MANIFEST}.new"
        try:
            with new.open("w", encoding="utf-8") as file:
                json.dump(content, file, indent=1)  # in ASCII: a folder's name need not be UTF-8
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path / _MANIFEST)
            sync_folder(self.path)
        except OSError as error:
            raise IndexWriteError.of(self, error) from error

    def read_note(self, name: str) -> bytes | None:
        """The content of the note's file."""
        try:
            return (self.path / f"{name}.json").read_bytes()
        except OSError:
            return None

    def write_note(self, name: str, content: bytes | None) -> None:
        """Replace the note's file, or delete it."""
        file = self.path / f"{name}.json"
        with suppress(OSError):
            if content is None:
                file.unlink(missing_ok=True)
                return
            new = file.with_suffix(".new")
            new.write_bytes(content)
            new.replace(file)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the lock's file; the folder is made where there is none."""
        from filelock import FileLock, Timeout

        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / _LOCK, timeout=0)
            lock.acquire()
        except Timeout:
            raise IndexLockedError.of(self) from None
        except OSError as error:
            raise IndexWriteError.of(self, error) from error
        try:
            yield
        finally:
            lock.release()

    def generations(self) -> list[Generation]:
        """A generation is a folder named after its engine and number."""
        named = [_GENERATION.fullmatch(entry.name) for entry in self.path.iterdir() if entry.is_dir()]
        return [Generation(match[1], int(match[2])) for match in named if match]

    def open(self, generation: Generation) -> Engine:
        """The engine of a generation, whose module is imported now, and whose files are what they were."""
        path = self._path_of(generation)
        check_seal(path)
        return _engine_class(generation.engine)(path)

    def create(self, generation: Generation) -> Engine:
        """A new, empty index."""
        return _engine_class(generation.engine).create(self._path_of(generation))

    def drop(self, generation: Generation) -> None:
        """Delete the generation's folder."""
        shutil.rmtree(self._path_of(generation), ignore_errors=True)

    def break_seal(self, generation: Generation) -> None:
        """Note that a writer is at work."""
        break_seal(self._path_of(generation))

    def seal(self, generation: Generation) -> None:
        """Note what the files are now."""
        seal(self._path_of(generation))

    def damaged(self, generation: Generation) -> list[str]:
        """The files that are not what they were, by their paths in the folder."""
        path = self._path_of(generation)
        return [f"{path.name}/{name}" for name in damaged_files(path)]

    def size(self) -> int:
        """The bytes of all its files."""
        return sum(map(_size, self.path.rglob("*")))

    def _path_of(self, generation: Generation) -> Path:
        return self.path / f"{generation.engine}-{generation.number}"


class _EngineClass(Protocol):
    def __call__(self, folder: Path) -> Engine: ...

    def create(self, folder: Path) -> Engine: ...


def _engine_class(name: str) -> _EngineClass:
    if name == "whoosh":
        from searchkit.engines.whoosh.engine import WhooshEngine

        return WhooshEngine
    from searchkit.engines.tantivy import TantivyEngine

    return TantivyEngine


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:  # a build under way has deleted it
        return 0


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` outlive a power cut, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
