"""Front matter: a post's text goes in, its fields and its body come out.

YAML stands between `---` and `---` or `...`, TOML between `+++`, at the very top. A `---` that is
never closed, or that has something else than fields under it, is a rule and part of the body. What
does not parse is recovered field by field (see `recovery`), with one warning.

Every value is text, or lists and dicts of text. Lines count from 1, in the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from searchkit.essay import ReadingWarning
from searchkit.reading import bounded_yaml
from searchkit.reading.bounded_yaml import BoundedYamlError, Value
from searchkit.reading.recovery import entries, field_of, recover

MAX_SIZE = 65_536
"""Code points of front matter; what is longer is not front matter, whatever it is."""

_OPENING = re.compile(r"(?:[ \t]*\n)*(---|\+\+\+)[ \t]*\n")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}
_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of a post, the first and last line of each, and the body that follows."""

    fields: Mapping[str, Value]
    lines: Mapping[str, tuple[int, int]]
    body: str
    body_line: int


class BlockError(ValueError):
    """A block that does not parse; `line` counts from 0, in the block."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def split_front_matter(text: str, path: str, warnings: list[ReadingWarning]) -> FrontMatter:
    """Take the front matter off `text`; what had to be mended is added to `warnings`."""
    all_body = FrontMatter({}, {}, text, 1)
    opening = _OPENING.match(text)
    if not opening:
        return all_body
    fence, first_line = opening[1], text.count("\n", 0, opening.end()) + 1
    closing = _CLOSING[fence].search(text, opening.end())
    block = text[opening.end() : closing.start() if closing else opening.end() + MAX_SIZE]
    lines = block.split("\n")
    if closing and not block.strip():
        return _after(text, closing, {}, {})
    if not _begins_with_a_field(lines, fence):
        return all_body
    if not closing or len(block) > MAX_SIZE:
        problem = "longer than 64 KB" if closing else f"never closed by {fence}"
        warnings.append(ReadingWarning(path, first_line - 1, f"front matter {problem}: read as text"))
        return all_body
    try:
        fields = _PARSE[fence](block)
    except BlockError as error:
        if not _is_all_fields(lines, fence):
            return all_body
        fields = recover(lines, _SEPARATOR[fence], _PARSE[fence])
        problem = f"front matter does not parse ({error}): its fields were recovered one by one"
        warnings.append(ReadingWarning(path, first_line + error.line, problem))
    return _after(text, closing, fields, _places(lines, fence, first_line))


def _begins_with_a_field(lines: list[str], fence: str) -> bool:
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return bool(field_of(first, _SEPARATOR[fence])) or (fence == "+++" and first.startswith("["))


def _is_all_fields(lines: list[str], fence: str) -> bool:
    """Whether no paragraph begins among `lines`: else it is text between two rules."""
    paragraphs = (line for before, line in pairwise(lines) if not before.strip() and line[:1].strip())
    return all(line[0] in "-#[" or field_of(line, _SEPARATOR[fence]) for line in paragraphs)


def _places(lines: list[str], fence: str, first_line: int) -> dict[str, tuple[int, int]]:
    return {
        entry.key: (first_line + entry.first, first_line + entry.last)
        for entry in entries(lines, _SEPARATOR[fence])
    }


def _after(
    text: str, closing: re.Match[str], fields: dict[str, Value], places: dict[str, tuple[int, int]]
) -> FrontMatter:
    end = min(closing.end() + 1, len(text))
    return FrontMatter(fields, places, text[end:], text.count("\n", 0, end) + 1)


def _parse_yaml(block: str) -> dict[str, Value]:
    try:
        value = bounded_yaml.load(block)
    except BoundedYamlError as error:
        raise BlockError(str(error), error.line) from error
    if not isinstance(value, dict):
        raise BlockError("it is no map of fields", 0)
    return value


def _parse_toml(block: str) -> dict[str, Value]:
    try:
        return {key: _text(value) for key, value in tomllib.loads(block, parse_float=str).items()}
    except (ValueError, RecursionError) as error:
        line = _TOML_LINE.search(str(error))
        raise BlockError(str(error), int(line[1]) - 1 if line else 0) from error


def _text(value: object) -> Value:
    """A TOML value as text: dates as ISO writes them, truth in lower case."""
    if isinstance(value, dict):
        return {key: _text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


_SEPARATOR = {"---": ":", "+++": "="}
_PARSE = {"---": _parse_yaml, "+++": _parse_toml}
