"""Front matter that does not parse: its lines go in, what can be made of each field comes out.

An exporter that does not escape quotes breaks one field, not the others. So the lines are cut where
a field begins, each field is parsed for itself, and only one that does not parse is taken as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from searchkit.reading.bounded_yaml import Value

_KEY = re.compile(r"[\w$@.][\w$@./+ -]{0,99}")
_BLOCK_SCALAR = re.compile(r"[|>][+-]?\d?[+-]?")


class Entry(Struct, frozen=True):
    """The lines of one field: `first` counts from 0, `value` is what follows the key on its line."""

    key: str
    first: int
    value: str
    lines: tuple[str, ...]

    @property
    def last(self) -> int:
        """Its last line that is not blank."""
        blank = 0
        while not self.lines[-1 - blank].strip():
            blank += 1
        return self.first + len(self.lines) - 1 - blank


def entries(lines: Sequence[str], separator: str) -> Iterator[Entry]:
    """The fields of `lines`: each begins with a key at the margin and `separator`."""
    begins = [(index, found) for index, line in enumerate(lines) if (found := field_of(line, separator))]
    ends = [*(index for index, _ in begins), len(lines)][1:]
    for (first, (key, value)), end in zip(begins, ends, strict=True):
        yield Entry(key, first, value, tuple(lines[first:end]))


def recover(
    lines: Sequence[str], separator: str, parse: Callable[[str], dict[str, Value]]
) -> dict[str, Value]:
    """The fields of `lines`, as `parse` (which raises a ValueError) reads them or as they are written."""
    fields: dict[str, Value] = {}
    for entry in entries(lines, separator):
        fields.setdefault(entry.key, _parsed(entry, parse))
    return fields


def field_of(line: str, separator: str) -> tuple[str, str] | None:
    """The key and value of a field that begins with `line`."""
    key, found, value = line.partition(separator)
    key = key.rstrip().strip("\"'")
    # `title:Essays` is no YAML, but meant as it; `https://` is not.
    if found and _KEY.fullmatch(key) and not value.startswith("//"):
        return key, value.strip()
    return None


def _parsed(entry: Entry, parse: Callable[[str], dict[str, Value]]) -> Value:
    try:
        return parse("\n".join(entry.lines))[entry.key]
    except (ValueError, KeyError):
        return _as_written(entry)


def _as_written(entry: Entry) -> Value:
    rest = [line.strip() for line in entry.lines[1:] if line.strip()]
    if rest and not entry.value and all(line.startswith("-") for line in rest):
        return [unquoted(line[1:].strip()) for line in rest]
    if _BLOCK_SCALAR.fullmatch(entry.value):
        return ("\n" if entry.value[0] == "|" else " ").join(rest)
    whole = " ".join((entry.value, *rest)).strip()
    if whole.startswith("[") and whole.endswith("]"):
        return [unquoted(item.strip()) for item in whole[1:-1].split(",") if item.strip()]
    return unquoted(whole)


def unquoted(text: str) -> str:
    """`text` without the quotes around it, if those are around it.

    The first quote inside tells: it opens when the outer ones are around the whole, else it closes.

    >>> unquoted('""AI alignment" and discourse"'), unquoted('"Why "AI" matters"')
    ('"AI alignment" and discourse', 'Why "AI" matters')
    >>> unquoted('"AI" and "discourse"'), unquoted("'It''s'")
    ('"AI" and "discourse"', "It's")
    """
    quote = text[:1]
    if len(text) < 2 or quote not in ("'", '"') or not text.endswith(quote):
        return text
    inner = text[1:-1]
    if quote == "'":
        return inner.replace("''", "'")
    inner = inner.replace('\\"', "\0")
    first = inner.find('"')
    if first > 0 and not inner[first - 1].isspace():
        return text
    return inner.replace("\0", '"')
