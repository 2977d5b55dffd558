"""Posts that were touched but not changed: so that each is read once, not at every build from then on.

A checkout or a copy gives every file a new time. What is kept here is a fact about a file (one of
this size and time has bytes that hash so), not about the index: it agrees with what is committed or
is of no use, and if it is lost, files are read once more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from searchkit.engines.protocol import FileState

_FILE = "touched.json"


def read_touched(folder: Path) -> dict[int, FileState]:
    """The states of touched files, by key; none where there is nothing to be read."""
    try:
        content = json.loads((folder / _FILE).read_bytes())
        return {int(key): FileState(*map(int, state)) for key, state in content.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def write_touched(folder: Path, touched: Mapping[int, FileState]) -> None:
    """Keep these states, and no others."""
    file = folder / _FILE
    with suppress(OSError):  # it only saves time
        if not touched:
            file.unlink(missing_ok=True)
            return
        new = file.with_suffix(".new")
        new.write_text(json.dumps(touched), encoding="ascii")
        new.replace(file)
