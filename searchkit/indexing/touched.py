"""Posts that were touched but not changed: so that each is read once, not at every build from then on.

A checkout or a copy gives every file a new time. What is kept here is a fact about a file (one of
this size and time has bytes that hash so), not about the index: it agrees with what is committed or
is of no use, and if it is lost, files are read once more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from searchkit.engines.place import Place
from searchkit.engines.protocol import FileState

_NOTE = "touched"


def read_touched(place: Place) -> dict[int, FileState]:
    """The states of touched files, by key; none where there is nothing to be read."""
    try:
        content = json.loads(place.read_note(_NOTE) or b"{}")
        return {int(key): FileState(*map(int, state)) for key, state in content.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def write_touched(place: Place, touched: Mapping[int, FileState]) -> None:
    """Keep these states, and no others."""
    place.write_note(_NOTE, json.dumps(touched).encode() if touched else None)
