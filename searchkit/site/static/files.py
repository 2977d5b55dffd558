"""The files of a static index on disk: written only where they changed, in an order that may be cut short.

The name of a file carries a hash of its content, so what has its name is never written again and a
browser may keep it for ever. The manifest, which names all others, is put in place last, by a rename; what
it no longer names is removed after that, and only if it is a file that we wrote.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from searchkit.site.static.bits import script

DATA = "data"
MANIFEST = "manifest.js"
DATA_NAME = "searchkit.data"
MANIFEST_NAME = "self.searchkitManifest"

_OURS = re.compile(r"[a-z]\d+-[\w-]{3}\.js(?:\.new)?")
_HASH_LETTERS = 3


class DataFiles:
    """Writes the files that a manifest names; `hashes` are those of each letter's files, in order."""

    def __init__(self, out: Path) -> None:
        self._folder = out / DATA
        self._folder.mkdir(parents=True, exist_ok=True)
        self.hashes: dict[str, str] = {}
        self.named: set[str] = set()
        self.written = 0
        self.bytes = 0

    def write(self, letter: str, contents: Iterable[bytes]) -> None:
        """The files of a letter."""
        hashes = []
        for number, content in enumerate(contents):
            text = script(DATA_NAME, content)
            hashes.append(urlsafe_b64encode(blake2b(text).digest()).decode()[:_HASH_LETTERS])
            self._write(f"{letter}{number}-{hashes[-1]}.js", text)
        self.hashes[letter] = "".join(hashes)

    def _write(self, name: str, text: bytes) -> None:
        self.named.add(name)
        self.bytes += len(text)
        file = self._folder / name
        if not file.exists():
            replace_file(file, text)
            self.written += 1

    def remove_others(self) -> int:
        """Remove what we wrote for an earlier manifest, or for one that never came to be."""
        mark = f"\ufeff{DATA_NAME}=".encode("utf-16-le")
        removed = 0
        for file in self._folder.iterdir():
            if file.name not in self.named and _OURS.fullmatch(file.name):
                with file.open("rb") as opened:
                    if opened.read(len(mark)) != mark:
                        continue
                file.unlink()
                removed += 1
        return removed


def replace_file(file: Path, content: bytes) -> bool:
    """Put a file in place all at once; whether that was needed."""
    if file.is_file() and file.read_bytes() == content:
        return False
    beside = file.with_name(f"{file.name}.new")
    beside.write_bytes(content)
    beside.replace(file)
    return True
