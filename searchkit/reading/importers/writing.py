"""Posts to files of a folder, so that a second import does no harm: a post goes in, what was done comes out.

A file is written once, and again only when the platform's text has changed and the file has not: what
was edited here stays as it is, and is told. What each post was written as, and its hash, is kept in a
hidden file of the folder, `.searchkit-import.json`. Without that file nothing that differs is
overwritten. Files lie side by side, under names made of their dates and slugs; no name can lead out of
the folder, and what is there through a link is replaced, not written through.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from enum import StrEnum
from pathlib import Path

from searchkit.errors import UsageError
from searchkit.reading.importers.exported import ExportedPost

RECORD = ".searchkit-import.json"
_LONGEST_NAME = 100
_NOT_IN_A_NAME = re.compile(r"(?:[^\w.]+|\.{2,})+")
_IN_FOLDER = re.compile(r"\w[\w.-]*\.md")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Outcome(StrEnum):
    """What became of a post."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"


class Destination:
    """A folder that posts are written to."""

    def __init__(self, folder: Path) -> None:
        """Make the folder.

        Raises:
            UsageError: it cannot be made, or cannot be written to.
        """
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from error
        self._record = _read_record(folder / RECORD)
        self._taken = {path.casefold(): key for key, (path, _) in self._record.items()}

    def write(self, platform: str, post: ExportedPost) -> tuple[Outcome, str]:
        """Write a post, where that does no harm; what was done, and the file's name.

        Raises:
            UsageError: the folder cannot be written to.
        """
        key = f"{platform}:{post.key}"
        content = markdown_file(post).encode()
        name = self._name(key, post)
        file = self._folder / name
        try:
            outcome = self._outcome(key, file, content)
            if outcome in (Outcome.ADDED, Outcome.UPDATED):
                _write(file, content)
        except OSError as error:
            raise _unwritable(file, error) from error
        if outcome is not Outcome.KEPT:
            self._record[key] = name, _digest(content)
        return outcome, name

    def close(self) -> None:
        """Keep in the folder what was written to it.

        Raises:
            UsageError: the folder cannot be written to.
        """
        record = {
            key: {"path": path, "sha256": digest} for key, (path, digest) in sorted(self._record.items())
        }
        content = (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
        file = self._folder / RECORD
        try:
            if not file.is_file() or file.read_bytes() != content:
                _write(file, content)
        except OSError as error:
            raise _unwritable(file, error) from error

    def _name(self, key: str, post: ExportedPost) -> str:
        """The name that the post has had, else the first that no other post has."""
        if key in self._record:
            return self._record[key][0]
        stem = _stem(post)
        names = (f"{stem}.md", f"{stem}-{_safe(post.key)}.md", f"{stem}-{_digest(key.encode())[:12]}.md")
        name = next(name for name in names if self._taken.get(name.casefold(), key) == key)
        self._taken[name.casefold()] = key
        return name

    def _outcome(self, key: str, file: Path, content: bytes) -> Outcome:
        if not file.is_file():
            return Outcome.ADDED
        there = file.read_bytes()
        if there == content:
            return Outcome.UNCHANGED
        known = self._record.get(key)
        return Outcome.UPDATED if known and known[1] == _digest(there) else Outcome.KEPT


def markdown_file(post: ExportedPost) -> str:
    """The whole text of a post's file."""
    lines = [f"{name}: {_yaml(value)}" for name, value in post.fields.items() if value]
    text = "\n".join(["---", *lines, "---", "", post.markdown])
    return _UNWRITABLE.sub("", text).rstrip("\n") + "\n"


def _yaml(value: str | list[str]) -> str:
    """A value as YAML: in JSON's quotes, which are YAML's too, unless it is plainly a word or a date."""
    if isinstance(value, list):
        return f"[{', '.join(map(_yaml, value))}]"
    value = _UNWRITABLE.sub("", value)
    return (
        value
        if re.fullmatch(r"[A-Za-z][\w.-]*|\d{4}-\d\d-\d\d", value)
        else json.dumps(value, ensure_ascii=False)
    )


def _stem(post: ExportedPost) -> str:
    date, name = post.fields.get("date"), _safe(post.name) or _safe(post.key) or "post"
    stem = f"{date}-{name}" if isinstance(date, str) and date else name
    return f"{stem}-post" if _RESERVED.match(stem) else stem


def _safe(name: str) -> str:
    return (
        _NOT_IN_A_NAME.sub("-", unicodedata.normalize("NFC", name)).strip("-._")[:_LONGEST_NAME].strip("-._")
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_record(file: Path) -> dict[str, tuple[str, str]]:
    """What was written, by key; nothing of a record that is damaged, or names a file elsewhere."""
    try:
        record = json.loads(file.read_bytes())
        found = {str(key): (str(item["path"]), str(item["sha256"])) for key, item in record.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return {key: item for key, item in found.items() if _IN_FOLDER.fullmatch(item[0])}


def _write(file: Path, content: bytes) -> None:
    """Put `content` in the place of what is at `file`, whole or not at all."""
    draft = file.with_name(f".{file.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with draft.open("xb") as stream:
            stream.write(content)
        os.replace(draft, file)  # noqa: PTH105
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _unwritable(place: Path, error: OSError) -> UsageError:
    return UsageError(f"{place} cannot be written: {error.strerror}", hint="choose another folder")
