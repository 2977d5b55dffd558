"""Where an index is kept: a folder, or a name in an OpenSearch cluster.

In goes what `--index` names, out comes a `Place`. What it keeps is the same everywhere: a manifest, the
lock of the one writer, notes, and the generations of the index, of which the manifest names one. A full
rebuild writes the next generation beside the old one and then replaces the manifest at once: readers
see the old index or the new one.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from searchkit.engines.protocol import Engine
from searchkit.errors import UsageError


class Generation(NamedTuple):
    """One whole index of a place: the engine it is of, and its number, which is never used again."""

    engine: str
    number: int


class Place(Protocol):
    """What holds an index; as text, how a user names it, without any password."""

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines an index here may be of; the first is taken unless another is asked for."""

    def read_manifest(self) -> Any:
        """What was last written as the manifest.

        Raises:
            IndexMissingError: nothing was.
            IndexDamagedError: it cannot be read.
        """

    def write_manifest(self, content: dict[str, Any]) -> None:
        """Replace the manifest, at once and for good.

        Raises:
            IndexWriteError: it cannot be written.
        """

    def read_note(self, name: str) -> bytes | None:
        """What was noted under a name; such a note only saves time, and may be lost without harm."""

    def write_note(self, name: str, content: bytes | None) -> None:
        """Note something, or nothing any more. That it cannot be is no error."""

    def lock(self) -> AbstractContextManager[None]:
        """Be the one writer of the place, which is made where there is none.

        Raises:
            IndexLockedError: another process is.
            IndexWriteError: it cannot be written.
        """

    def generations(self) -> list[Generation]:
        """Those there are, finished or not."""

    def open(self, generation: Generation) -> Engine:
        """The engine of a generation.

        Raises:
            IndexDamagedError: it cannot be read.
        """

    def create(self, generation: Generation) -> Engine:
        """An empty engine for a generation.

        Raises:
            IndexWriteError: it cannot be written.
        """

    def drop(self, generation: Generation) -> None:
        """Delete a generation."""

    def break_seal(self, generation: Generation) -> None:
        """A writer of the generation begins: what it changes is not taken for damage.

        Raises:
            IndexWriteError: that cannot be noted.
        """

    def seal(self, generation: Generation) -> None:
        """The writer is done, and what changes from now on is damage.

        Raises:
            IndexDamagedError: something changed that no writer changes.
            IndexWriteError: the seal cannot be written.
        """

    def damaged(self, generation: Generation) -> list[str]:
        """What of the generation is not as it was written, by name, after reading all of it."""

    def size(self) -> int:
        """The bytes it takes."""


def place_of(location: str | Path | Place) -> Place:
    """The place that is named so: by a path, or by `opensearch://host:9200/name`. A place is itself.

    Raises:
        UsageError: it looks like a URL and is none of a cluster.
    """
    if not isinstance(location, str | Path):
        return location
    if is_url(location):
        return _cluster(str(location))
    from searchkit.engines.folder import Folder

    return Folder(Path(location))


def _cluster(url: str) -> Place:
    try:
        from searchkit.engines.opensearch.place import Cluster
    except ModuleNotFoundError as error:
        if error.name != "opensearchpy":
            raise
        raise UsageError(
            "an index in a cluster needs opensearch-py", hint="pip install 'searchkit[opensearch]'"
        ) from None
    return Cluster.at(url)


def is_url(location: str | Path) -> bool:
    """Whether a location is a URL; a path may begin so too, as a `Path` or with `./` before it."""
    return isinstance(location, str) and "://" in location
