"""Front matter: a post's text goes in, its fields and its body come out.

At the very top of a post stand

    YAML between `---` and `---` or `...`        TOML between `+++`
    JSON, TOML or YAML between `---json` (`---toml`, `---yaml`) and `---`
    JSON that begins with `{` and ends with `}`

A `---` that has something else than fields under it is a rule and part of the body. What does not parse,
is never closed, or is longer than is parsed, is recovered field by field (see `recovery`), with one
warning. And where a block is read as text after all, a line of it that says who may read the post
(`draft: true`) still counts: no typing error makes a draft public.

Every value is text, or lists and dicts of text. Lines count from 1, in the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from searchkit.essay import ReadingWarning
from searchkit.reading import bounded_yaml
from searchkit.reading.bounded_yaml import BoundedYamlError, Value
from searchkit.reading.recovery import entries, field_of, recover, unquoted

MAX_SIZE = 65_536
"""Code points of front matter that are read; in what follows only access is looked for."""

_OPENING = re.compile(
    r"(?:[ \t]*\n)*(?P<fence>---|\+\+\+)(?P<language>yaml|yml|json|toml|js)?[ \t]*\n", re.IGNORECASE
)
_JSON_OPENING = re.compile(r"(?:[ \t]*\n)*(?=\{[ \t]*(?:\n|[\"']))")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}
_TOML_LINE = re.compile(r"at line (\d+)")
_ACCESS = re.compile(
    r"^[ \t]*[\"']?(?P<key>draft|private|published|publish|visibility|audience|status|password|paid|premium"
    r"|protected|members_only|subscribers_only)[\"']?"
    r"[ \t]*[:=][ \t]*(?P<value>\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_USUAL = frozenset(
    "title date draft tags categories author authors layout slug description summary id permalink".split()
)
"""Fields of which a front matter that nothing closes has one; a sentence after a rule hardly has."""


class FrontMatter(Struct, frozen=True):
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
    opening = _OPENING.match(text)
    if opening is None:
        return _split_json(text, path, warnings)
    fence, language = opening["fence"], (opening["language"] or "").lower()
    syntax = _SYNTAX[language or fence]
    block = _Block(text, opening.end(), _CLOSING[fence].search(text, opening.end()))
    if block.closing and not block.text.strip():
        return block.after({}, {})
    if not language and not _begins_with_a_field(block.lines, syntax, fence):
        return _all_text(block, path, warnings)
    if not block.closing:
        return _never_closed(block, syntax, fence, path, warnings)
    problem, line = "", block.first_line
    if len(block.text) > MAX_SIZE:
        block = block.shortened()
        problem, line = "is longer than 64 KB: what follows those is not read", block.first_line - 1
    else:
        try:
            fields = syntax.parse(block.text)
        except BlockError as error:
            problem = f"does not parse ({error}): its fields were recovered one by one"
            line = block.first_line + error.line
    if problem:
        if not _is_all_fields(block.lines, syntax):
            return _all_text(block, path, warnings)
        lines = _at_margin(block.lines, syntax)
        fields = block.access() | recover(lines, syntax.separator, syntax.parse)
        warnings.append(ReadingWarning(path, line, f"front matter {problem}"))
    return block.after(fields, _places(block.lines, syntax, block.first_line))


class _Block:
    """What stands between an opening and a closing fence, or after one that nothing closes."""

    def __init__(self, source: str, start: int, closing: re.Match[str] | None) -> None:
        self.source = source
        self.closing = closing
        self.start = start
        self.text = source[start : closing.start() if closing else start + MAX_SIZE]
        self.lines = self.text.split("\n")
        self.first_line = source.count("\n", 0, start) + 1

    def shortened(self) -> _Block:
        """The block with no more lines than are read, all of it behind them."""
        block = _Block(self.source, self.start, self.closing)
        block.lines = self.text[:MAX_SIZE].split("\n")[:-1]
        return block

    def access(self) -> dict[str, Value]:
        """What any line says of who may read the post."""
        return {
            found["key"].lower(): unquoted(found["value"].strip(" \t,}"))
            for found in _ACCESS.finditer(self.text)
        }

    def after(self, fields: Mapping[str, Value], places: Mapping[str, tuple[int, int]]) -> FrontMatter:
        """The fields, and what follows the block."""
        end = min(self.closing.end() + 1, len(self.source)) if self.closing else self.start + len(self.text)
        return FrontMatter(fields, places, self.source[end:], self.source.count("\n", 0, end) + 1)


def _all_text(block: _Block, path: str, warnings: list[ReadingWarning]) -> FrontMatter:
    """There is no front matter, but what says who may read the post."""
    access = block.access()
    if access:
        said = ", ".join(f"{key}: {str(value)[:40]}" for key, value in access.items())
        problem = f"front matter does not parse: read as text, but for who may read it ({said})"
        warnings.append(ReadingWarning(path, block.first_line - 1, problem))
    return FrontMatter(access, {}, block.source, 1)


def _never_closed(
    block: _Block, syntax: _Syntax, fence: str, path: str, warnings: list[ReadingWarning]
) -> FrontMatter:
    """The fields up to the first blank line after one, or the first line that is none."""
    count = next((place for place, line in enumerate(block.lines) if line.strip()), 0)
    while count < len(block.lines) and _goes_on(block.lines[count], syntax):
        count += 1
    lines = block.lines[:count]
    fields = recover(lines, syntax.separator, syntax.parse)
    access = block.access()
    if _USUAL.isdisjoint(key.lower() for key in (*fields, *access)):
        return FrontMatter({}, {}, block.source, 1)
    last_line = block.first_line + count - 1
    problem = f"front matter never closed by {fence}: taken to end at line {last_line}"
    warnings.append(ReadingWarning(path, block.first_line - 1, problem))
    end = min(block.start + sum(len(line) + 1 for line in lines), len(block.source))
    places = _places(lines, syntax, block.first_line)
    return FrontMatter(access | fields, places, block.source[end:], block.source.count("\n", 0, end) + 1)


def _goes_on(line: str, syntax: _Syntax) -> bool:
    return bool(line.strip()) and (line[0] in " \t-#[" or field_of(line, syntax.separator) is not None)


def _split_json(text: str, path: str, warnings: list[ReadingWarning]) -> FrontMatter:
    """Front matter in JSON, which nothing but its last brace closes."""
    all_body = FrontMatter({}, {}, text, 1)
    opening = _JSON_OPENING.match(text)
    if opening is None:
        return all_body
    head = text[: opening.end() + MAX_SIZE]
    try:
        value, end = _JSON.raw_decode(head, opening.end())
    except (ValueError, RecursionError):
        block = _Block(text, opening.end(), None)
        return _all_text(block, path, warnings)
    after = end + (text[end : end + 1] == "\n")
    if not isinstance(value, dict) or (after == end and after < len(text)):
        return all_body
    first_line = text.count("\n", 0, opening.end()) + 1
    places = _places(text[opening.end() : end].split("\n"), _SYNTAX["json"], first_line)
    fields = {key: _text(item) for key, item in value.items()}
    return FrontMatter(fields, places, text[after:], text.count("\n", 0, after) + 1)


def _begins_with_a_field(lines: list[str], syntax: _Syntax, fence: str) -> bool:
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return bool(field_of(first, syntax.separator)) or (fence == "+++" and first.startswith("["))


def _is_all_fields(lines: list[str], syntax: _Syntax) -> bool:
    """Whether no paragraph begins among `lines`: else it is text between two rules."""
    paragraphs = (line for before, line in pairwise(lines) if not before.strip() and line[:1].strip())
    return all(line[0] in "-#[{}" or field_of(line, syntax.separator) for line in paragraphs)


def _places(lines: list[str], syntax: _Syntax, first_line: int) -> dict[str, tuple[int, int]]:
    return {
        entry.key: (first_line + entry.first, first_line + entry.last)
        for entry in entries(_at_margin(lines, syntax), syntax.separator)
    }


def _at_margin(lines: list[str], syntax: _Syntax) -> list[str]:
    """The lines as the fields of a block are told: a language with braces indents them, and ends them."""
    return [line.strip(" \t{},") for line in lines] if syntax.is_indented else lines


def _parse_yaml(block: str) -> dict[str, Value]:
    try:
        value = bounded_yaml.load(block)
    except BoundedYamlError as error:
        raise BlockError(str(error), error.line) from error
    if not isinstance(value, dict):
        raise BlockError("it is no map of fields", 0)
    return value


def _parse_toml(block: str) -> dict[str, Value]:
    import tomllib  # 3 ms, for few corpora

    try:
        return {key: _text(value) for key, value in tomllib.loads(block, parse_float=str).items()}
    except (ValueError, RecursionError) as error:
        line = _TOML_LINE.search(str(error))
        raise BlockError(str(error), int(line[1]) - 1 if line else 0) from error


def _parse_json(block: str) -> dict[str, Value]:
    try:
        value = _JSON.decode(block)
    except json.JSONDecodeError as error:
        raise BlockError(error.msg, error.lineno - 1) from error
    except RecursionError as error:
        raise BlockError("it is nested too deeply", 0) from error
    if not isinstance(value, dict):
        raise BlockError("it is no map of fields", 0)
    return {key: _text(item) for key, item in value.items()}


def _parse_lines(_block: str) -> dict[str, Value]:
    raise BlockError("it is a program", 0)


def _text(value: object) -> Value:
    """A value of TOML or JSON as text: dates as ISO writes them, truth in lower case, null as nothing."""
    if isinstance(value, dict):
        return {key: _text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_text(item) for item in value]
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


_JSON = json.JSONDecoder(parse_float=str, parse_int=str)


class _Syntax(NamedTuple):
    """A language of front matter."""

    parse: Callable[[str], dict[str, Value]]
    separator: str = ":"
    is_indented: bool = False


_YAML = _Syntax(_parse_yaml)
_TOML = _Syntax(_parse_toml, separator="=")
_SYNTAX = {
    "---": _YAML,
    "yaml": _YAML,
    "yml": _YAML,
    "+++": _TOML,
    "toml": _TOML,
    "json": _Syntax(_parse_json, is_indented=True),
    "js": _Syntax(_parse_lines, is_indented=True),
}
