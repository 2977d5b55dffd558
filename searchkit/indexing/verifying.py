"""A full check of an index: its place goes in, how much it holds comes out, or what is wrong with it.

Every byte of its files is compared with what was written, and everything stored is read back.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from msgspec import MsgspecError

from searchkit.engines.clauses import Keys
from searchkit.engines.place import Place, place_of
from searchkit.engines.protocol import Level, Reader
from searchkit.engines.store import Manifest, open_engine, read_manifest
from searchkit.errors import IndexDamagedError
from searchkit.indexing.stored import stored_essay, stored_section

_FILES_NAMED = 5


class Verified(NamedTuple):
    """What a whole index holds."""

    essays: int
    sections: int

    def to_dict(self) -> dict[str, int]:
        """The verify object of the JSON interface."""
        return self._asdict()


def verify(location: str | Path | Place) -> Verified:
    """Read everything in the index at `location`.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: something in it is not as it was written; it names what.
        IndexVersionError: another version of searchkit made it.
    """
    place = place_of(location)
    while True:
        manifest = read_manifest(place)
        try:
            return _verified(place, manifest)
        except IndexDamagedError:
            # A rebuild may have replaced this generation meanwhile.
            if read_manifest(place).kept_in == manifest.kept_in:
                raise


def _verified(place: Place, manifest: Manifest) -> Verified:
    if damaged := place.damaged(manifest.kept_in):
        more = f" and {len(damaged) - _FILES_NAMED} more" if len(damaged) > _FILES_NAMED else ""
        raise IndexDamagedError.of(place, f"not as written: {', '.join(damaged[:_FILES_NAMED])}{more}")
    reader = open_engine(place, manifest).reader()
    try:
        counts = [_sections_read(reader, key, manifest.corpora) for key in reader.states()]
    except (MsgspecError, ValueError, LookupError) as error:
        raise IndexDamagedError.of(place, f"what is stored cannot be read: {error}") from error
    found = Verified(len(counts), sum(counts))
    if found != (reader.size(Level.ESSAY), reader.size(Level.SECTION)):
        raise IndexDamagedError.of(place, "not every section has its essay")
    return found


def _sections_read(reader: Reader, key: int, corpora: tuple[str, ...]) -> int:
    """How many sections an essay has, all numbered in order; ValueError or LookupError if it lacks one."""
    clause = Keys((key,))
    (essay,) = reader.search(clause, Level.ESSAY, 1).best
    (content,) = reader.essays([essay.handle])
    stored_essay(content, corpora)
    best = reader.search(clause, Level.SECTION, reader.count(clause, Level.SECTION)).best
    stored = reader.sections([match.handle for match in best])
    numbers = sorted(stored_section(section).section.number for section in stored)
    if numbers != list(range(len(numbers))):
        raise ValueError("a section is missing")
    return len(numbers)
