"""YAML whose every scalar is text as it was written: text goes in, strings, lists and dicts come out.

No type is guessed: the titles `2001`, `no` and `1.10` stay what they are, and dates are read in one
place, however they are written. Only null (nothing, `~`, `null`) becomes empty text.

It is built from the parser's events, not by pyyaml's composer, which recurses in C: 30,000 dashes in
a row are a segmentation fault there. Here nesting and aliases are counted and bounded.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import yaml

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

MAX_DEPTH = 20
MAX_ALIASES = 10
"""With so few, what aliases repeat stays under 40 times the file's size."""

_NULLS = ("", "~", "null", "Null", "NULL")
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class BoundedYamlError(ValueError):
    """It is not YAML, or more of it than is taken. `line` counts from 0."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def load(text: str) -> Value:
    """The one document of `text`.

    >>> load("{title: no, tags: [a, 1.10], subtitle: {{ page.title }}}")
    {'title': 'no', 'tags': ['a', '1.10'], 'subtitle': '{{ page.title }}'}

    Raises:
        BoundedYamlError: `text` cannot be read.
    """
    try:
        return _Document(text).value()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        raise BoundedYamlError(error.problem or "it does not parse", line) from error
    except yaml.YAMLError as error:
        raise BoundedYamlError("a character that YAML does not allow", 0) from error


class _Document:
    def __init__(self, text: str) -> None:
        self._text = text
        self._loader = _LOADER(text)
        self._anchors: dict[str, Value] = {}
        self._aliases = 0

    def value(self) -> Value:
        self._next()  # the stream's start
        if isinstance(self._next(), yaml.StreamEndEvent):
            return ""
        value = self._read(self._next(), 0)
        self._next()  # the document's end
        end = self._next()
        if not isinstance(end, yaml.StreamEndEvent):
            raise BoundedYamlError("a second document begins", end.start_mark.line)
        return value

    def _next(self) -> Any:
        return self._loader.get_event()

    def _read(self, event: Any, depth: int) -> Value:
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event)
        if depth > MAX_DEPTH:
            raise BoundedYamlError(f"nested more than {MAX_DEPTH} deep", event.start_mark.line)
        if isinstance(event, yaml.ScalarEvent):
            value: Value = "" if event.implicit[0] and event.value in _NULLS else event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._list(depth)
        else:
            value = self._dict(event, depth)
        if event.anchor:
            self._anchors[event.anchor] = value
        return value

    def _list(self, depth: int) -> list[Value]:
        values = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            values.append(self._read(event, depth + 1))
        return values

    def _dict(self, start: Any, depth: int) -> dict[str, Value] | str:
        values: dict[str, Value] = {}
        odd_key = False
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._read(event, depth + 1)
            value = self._read(self._next(), depth + 1)
            if isinstance(key, str):
                values[key] = value
            else:
                odd_key = True
        # A key that is no text is `{{ a template }}`, which a writer did not mean as YAML.
        return self._written(start, event) if odd_key else values

    def _written(self, start: Any, end: Any) -> str:
        return self._text[start.start_mark.index : end.end_mark.index]

    def _repeated(self, event: Any) -> Value:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise BoundedYamlError(f"more than {MAX_ALIASES} aliases", event.start_mark.line)
        if event.anchor not in self._anchors:  # or not yet: it would hold itself
            raise BoundedYamlError(f"the alias *{event.anchor} stands for nothing", event.start_mark.line)
        return self._anchors[event.anchor]
