"""Square brackets: links, images, pandoc's spans, notes and references to them.

Two inline rules for markdown-it in place of its own for links, images and footnotes. Where a
bracket opens one of

    [text](url "title"){.class}   [text][label]   [label]      link
    ![text](url)                                               image
    [text]{.class}                                             span
    ^[text]                                                    note
    [^label]                                                   note_ref (one token)
    [[note|text]]                                              text, or template (`obsidian`)

`open_bracket` pushes the opening token, the text is tokenized like any other, and `close_bracket`
pushes the closing one and steps over what follows. Markdown-it's own rules tokenize a link's text
to find its end, for every bracket anew; here the brackets of a text are paired once, so ten
thousand of them cost ten thousand steps, and no nesting recurses. Unlike in CommonMark a link may
hold another: its words are read all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_inline import StateInline
from msgspec import Struct

from searchkit.reading.obsidian import wiki_link
from searchkit.reading.pandoc import NO_ATTRIBUTES, Attributes, read_attributes

_MOST_NESTED = 32
_PAIRED = re.compile(r"\\.|`+|[\[\]]", re.DOTALL)
_SPACE = re.compile(r"[ \t\n]*")
_NOTE_LABEL = re.compile(r"\[\^([^\s\[\]^]+)\]")
# Addresses that are none in Markdown, but that exporters and site generators write: with spaces,
# with parentheses that do not pair, or for a template to fill in.
# `![](images/my file.png)`, `[here](https://example.com/#:~:text=so%20(they,say)`, `[home]({{ url }})`
_LOOSE_TARGET = re.compile(
    r"""
    \( [ ]*+
    ( (?: \{\{ [^{}\n]*+ \}\} | \{% (?: [^{}%\n] | %(?!\}) )*+ %\} ) [^()\s]*+ (?: [ ]+"[^"\n]*+" )?
    | (?: [a-z][a-z+.-]*+: | [/#.] | [\w.-]++/ | (?=[^()\n]*\.\w{2,5}[ ]*\)) )
      [^()\n]*+ (?: \([^()\n]*+\) [^()\n]*+ )*+
    )? \)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLAIN_TARGET = re.compile(r"""\(([^\s()<>\\&]*+)(?:[ ]++(?:"[^"\\\n]*+"|'[^'\\\n]*+'))?[ ]*+\)""")
_UNPAIRED_TARGET = re.compile(r"\((https?://[^\s\[\]<>]*)\)", re.IGNORECASE)


class _Brackets(Struct):
    """The brackets of one text: which close which, and where to read on after an open one."""

    text: str
    closing: dict[int, int]
    open: dict[int, tuple[str, int]] = {}


def open_bracket(state: StateInline, _silent: bool) -> bool:
    """Inline rule for `[`, `![`, `^[` and `[^label]`."""
    start, character = state.pos, state.src[state.pos]
    if character == "^" and state.src.startswith("[", start + 1):
        return _open(state, "note", start + 1, end_after=1)
    if character != "[":
        return False
    following = state.src[start + 1 : start + 2]
    if (following == "^" and _note_reference(state)) or (following == "[" and wiki_link(state)):
        return True
    if state.pending.endswith("!") and _open_link(state, "image", start):
        return True
    return _open_link(state, "link", start)


def close_bracket(state: StateInline, _silent: bool) -> bool:
    """Inline rule for the `]` of what `open_bracket` opened."""
    if state.src[state.pos] != "]":
        return False
    opened = _brackets(state).open.pop(state.pos, None)
    if opened is None:
        return False
    name, after = opened
    token = state.push(f"{name}_close", "", -1)
    token.meta = {"lines": state.src.count("\n", state.pos, after)}
    state.pos = after
    return True


def _open_link(state: StateInline, name: str, start: int) -> bool:
    end = _brackets(state).closing.get(start)
    if end is None:
        return False
    target = _target(state, start, end)
    if target is None:
        return False
    href, attributes, after = target
    if name == "image":
        state.pending = state.pending[:-1]
    meta = {"href": href, "attributes": attributes}
    return _open(state, name, start, end_after=after - end, meta=meta)


def _open(
    state: StateInline, name: str, start: int, *, end_after: int, meta: dict[str, Any] | None = None
) -> bool:
    end = _brackets(state).closing.get(start)
    if end is None or state.level >= _MOST_NESTED:
        return False
    token = state.push(f"{name}_open", "", 1)
    token.meta = meta or {}
    _brackets(state).open[end] = name, end + end_after
    state.pos = start + 1
    return True


def _note_reference(state: StateInline) -> bool:
    found = _NOTE_LABEL.match(state.src, state.pos)
    if found is None:
        return False
    state.push("note_ref", "", 0).meta = {"label": found[1]}
    state.pos = found.end()
    return True


def _target(state: StateInline, start: int, end: int) -> tuple[str, Attributes, int] | None:
    """What follows the text between `start` and `end`: an address, attributes, and where they end."""
    after = end + 1
    following = state.src[after : after + 1]
    href: str | None = None
    if following == "(":
        href, after = _address(state, after)
    elif following != "{":
        href, after = _referenced(state, start, end)
    if state.src.startswith("{", after) and (listed := read_attributes(state.src, after)):
        return href or "", *listed
    if href is None and following == "{" and state.src.startswith("{}", after):
        return "", NO_ATTRIBUTES, after + 2
    return None if href is None else (href, NO_ATTRIBUTES, after)


def _address(state: StateInline, start: int) -> tuple[str | None, int]:
    """The address in `(address "title")` at `start`, and the offset after it."""
    source, end = state.src, state.posMax
    if plain := _PLAIN_TARGET.match(source, start):
        return plain[1], plain.end()
    pos = _after_space(source, start + 1)
    destination = parseLinkDestination(source, pos, end)
    if destination.ok:
        pos = _after_space(source, destination.pos)
        if pos > destination.pos and (title := parseLinkTitle(source, pos, end)).ok:
            pos = _after_space(source, title.pos)
        if source.startswith(")", pos):
            return destination.str, pos + 1
    if loose := _LOOSE_TARGET.match(source, start) or _UNPAIRED_TARGET.match(source, start):
        return loose[1] or "", loose.end()
    return None, start


def _referenced(state: StateInline, start: int, end: int) -> tuple[str | None, int]:
    """The address a label stands for: `[text][label]`, `[label][]` or `[label]`."""
    references = state.env.get("references")
    if not references:
        return None, end + 1
    after, label = end + 1, state.src[start + 1 : end]
    second = _brackets(state).closing.get(after)
    if second is not None:
        label = state.src[after + 1 : second] or label
        after = second + 1
    found = references.get(normalizeReference(label))
    return (found["href"], after) if found else (None, end + 1)


def _after_space(text: str, start: int) -> int:
    found = _SPACE.match(text, start)
    return found.end() if found else start


def _brackets(state: StateInline) -> _Brackets:
    known: _Brackets | None = state.env.get("brackets")
    if known is None or known.text is not state.src:
        known = state.env["brackets"] = _Brackets(state.src, _paired(state.src))
    return known


def _paired(text: str) -> dict[int, int]:
    """Where the bracket opened at each offset closes; those in code and escaped ones do not count."""
    marks = list(_PAIRED.finditer(text))
    ticks: dict[int, list[int]] = {}
    for mark in marks:
        if mark[0][0] == "`":
            ticks.setdefault(len(mark[0]), []).append(mark.start())
    closing: dict[int, int] = {}
    unclosed: list[int] = []
    code_end = 0
    for mark in marks:
        start = mark.start()
        if start < code_end:
            continue
        if mark[0] == "[":
            unclosed.append(start)
        elif mark[0] == "]" and unclosed:
            closing[unclosed.pop()] = start
        elif mark[0][0] == "`":
            same = ticks[len(mark[0])]
            following = bisect_left(same, start) + 1
            code_end = same[following] + 1 if following < len(same) else 0
    return closing
