"""What an index was made with, and the way to its engine, wherever it is kept.

The manifest of a place says which engine the index is of, which generation of it holds, and what would
make it another index: settings, analyzer, format. `place` says how it is kept.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zlib import crc32

from msgspec import Struct, ValidationError, convert
from msgspec.structs import asdict

from searchkit.analysis.analyzer import SIGNATURE
from searchkit.engines.place import Generation, Place, place_of
from searchkit.engines.protocol import Engine, Reader
from searchkit.errors import IndexDamagedError, IndexVersionError, UsageError

FORMAT = 3
_DECIDING = ("engine", "language", "anchors", "url", "metadata", "analysis", "format")


class Manifest(Struct, frozen=True):
    """What an index was made with. `corpora` are absolute; `abbreviations` were learned from them.

    `language`, `anchors`, `url` and `metadata` (`fields` and `public`, in JSON) are the settings that
    decide what is indexed of an essay.
    """

    engine: str
    corpora: tuple[str, ...]
    language: str
    anchors: str
    url: str
    metadata: str = ""
    abbreviations: tuple[str, ...] = ()
    generation: int = 1
    analysis: str = SIGNATURE
    format: int = FORMAT

    @property
    def kept_in(self) -> Generation:
        """The generation it is the manifest of."""
        return Generation(self.engine, self.generation)

    def continues(self, old: Manifest) -> bool:
        """Whether essays indexed under `old` are what they would be, and where, under this one."""
        kept = not old.corpora or not set(old.corpora).isdisjoint(self.corpora)
        return kept and all(getattr(self, name) == getattr(old, name) for name in _DECIDING)


def read_manifest(place: Place) -> Manifest:
    """The manifest of the index in `place`.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: it cannot be read.
        IndexVersionError: another version of searchkit wrote it.
    """
    content = place.read_manifest()
    if not isinstance(content, dict) or not _is_known(content, place):
        raise IndexVersionError(
            f"the index in {place} was made by another version of searchkit",
            hint="rebuild it with searchkit index --full",
        )
    try:
        if content.pop("checksum") == _checksum(content):
            return convert(content, Manifest)
    except (KeyError, ValidationError):
        pass
    raise IndexDamagedError(
        f"the manifest of the index in {place} is not what was written",
        hint="rebuild it with searchkit index --full",
    )


def _is_known(content: dict[str, Any], place: Place) -> bool:
    return content.get("format") == FORMAT and content.get("engine", place.engines[0]) in place.engines


def write_manifest(place: Place, manifest: Manifest) -> None:
    """Replace the manifest of `place` at once, and for good."""
    content = asdict(manifest)
    place.write_manifest(content | {"checksum": _checksum(content)})


def _checksum(content: dict[str, Any]) -> int:
    return crc32(json.dumps(content, sort_keys=True).encode())


def open_reader(location: str | Path | Place) -> tuple[Manifest, Reader]:
    """The last commit of the index at `location`, and what it was made with.

    Raises:
        IndexMissingError, IndexDamagedError, IndexVersionError: as `read_manifest`.
    """
    place = place_of(location)
    manifest = read_manifest(place)
    while True:
        try:
            return manifest, open_engine(place, manifest).reader()
        except IndexDamagedError:
            # A rebuild may have replaced this generation since its manifest was read.
            manifest, before = read_manifest(place), manifest
            if manifest.generation == before.generation:
                raise


def open_engine(place: Place, manifest: Manifest) -> Engine:
    """The engine that holds the generation the manifest names.

    Raises:
        IndexVersionError: its terms are another analyzer's: queries would miss what it holds.
        IndexDamagedError: it cannot be read.
    """
    if manifest.analysis != SIGNATURE:
        raise IndexVersionError(
            f"the index in {place} was made by another version of searchkit",
            hint="bring it up to date with searchkit index",
        )
    return place.open(manifest.kept_in)


def create_engine(place: Place, manifest: Manifest) -> Engine:
    """An empty engine for the generation the manifest names.

    Raises:
        UsageError: `place` can be of no such engine.
        IndexWriteError: it cannot be written.
    """
    if manifest.engine not in place.engines:
        raise UsageError(f"no such engine: {manifest.engine}", hint=f"there is {', '.join(place.engines)}")
    return place.create(manifest.kept_in)


def next_generation(place: Place) -> int:
    """A number above that of every generation in `place`, finished or not."""
    return 1 + max((generation.number for generation in place.generations()), default=0)


def drop_other_generations(place: Place, manifest: Manifest) -> None:
    """Delete what a finished rebuild replaced, or one that was killed left behind."""
    kept = manifest.kept_in
    for generation in place.generations():
        if generation != kept:
            place.drop(generation)
