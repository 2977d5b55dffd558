"""Inline rules for everything but brackets: plain text, code, emphasis, tags, sub- and superscripts.

Each rule is markdown-it's, changed where its own reads wrongly or slowly here. Line breaks inside
plain text stay in the text, where markdown-it makes a token of each.
"""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline, autolink, backtick
from markdown_it.rules_inline.state_inline import Delimiter

from searchkit.reading.html_tags import inline_tag_end
from searchkit.reading.pandoc import read_attributes
from searchkit.reading.templates import without_raw_tags

_MARK = re.compile(r"[\\`*_~^<&\[\]{$=%]")
_MARK_OF_ONE = re.compile(r"[\\`*_~^<&\[\]{$]")
_DOUBLED = "=%"
_QUOTES = frozenset("\"'")
_SPACES_AT_LINE_END = "  \n"
_HARD_BREAK_AT = -1  # no offset, so no other rule's key

_MOST_DELIMITERS = 5000
_HARD_BREAK = re.compile(r" {2,}\n[ \t]*")
_SCRIPT = re.compile(r"([~^])((?:\\.|[^\\\s~^*_`\[\]<])++)\1", re.DOTALL)


def is_plain(text: str) -> bool:
    """Whether nothing in `text` is anything but text, to any inline rule."""
    return (
        _MARK_OF_ONE.search(text) is None
        and _SPACES_AT_LINE_END not in text
        and "==" not in text
        and "%%" not in text
    )


def text(state: StateInline, _silent: bool) -> bool:
    """Plain text up to the next character that may mean something."""
    source, start = state.src, state.pos
    line_end = _next_hard_break(state)
    found = _MARK.search(source, start, line_end)
    while found and found[0] in _DOUBLED and not source.startswith(found[0], found.end()):
        found = _MARK.search(source, found.end(), line_end)
    end = found.start() if found else line_end
    if end == start:
        return False
    state.append_pending(source[start:end])
    state.pos = end
    return True


def _next_hard_break(state: StateInline) -> int:
    """Where spaces next end a line, looked for once for all the marks before it."""
    known = state.cache.get(_HARD_BREAK_AT, -1)
    if known < state.pos:
        found = state.src.find(_SPACES_AT_LINE_END, state.pos)
        known = state.cache[_HARD_BREAK_AT] = found if found >= 0 else state.posMax
    return known


def escaped_quote(state: StateInline, _silent: bool) -> bool:
    """A quotation mark behind a backslash, which pandoc writes before each: text, and no token of its own.

    Beside dashes it is one, because which of those are read as dashes goes by what their token ends with.
    """
    source, start = state.src, state.pos
    mark = source[start + 1 : start + 2]
    if mark not in _QUOTES or "-" in source[max(start - 1, 0) : start + 3]:
        return False
    state.append_pending(mark)
    state.pos = start + 2
    return True


def line_break(state: StateInline, _silent: bool) -> bool:
    """Two spaces or a backslash before a line's end; pandoc's backslash and space is a no-break space."""
    if state.src[state.pos] == "\\":
        following = state.src[state.pos + 1 : state.pos + 2]
        if following == " ":
            state.append_pending(" ")
        elif following == "\n":
            state.push("hardbreak", "br", 0)
        else:
            return False
        state.pos += 2
        return True
    found = _HARD_BREAK.match(state.src, state.pos)
    if found is None:
        return False
    state.push("hardbreak", "br", 0)
    state.pos = found.end()
    return True


def code_span(state: StateInline, silent: bool) -> bool:
    """A code span, with pandoc's attributes behind it stepped over."""
    start = state.pos
    if not backtick(state, silent):
        return False
    if not state.pending:
        _step_over_attributes(state)
        code = state.tokens[-1]
        code.content = without_raw_tags(code.content)
        code.meta = {"lines": state.src.count("\n", start, state.pos)}
    return True


def address(state: StateInline, silent: bool) -> bool:
    """An address in angle brackets, with pandoc's attributes behind it stepped over."""
    if not autolink(state, silent):
        return False
    _step_over_attributes(state)
    return True


def _step_over_attributes(state: StateInline) -> None:
    if state.src.startswith("{", state.pos) and (listed := read_attributes(state.src, state.pos)):
        state.pos = listed[1]


def attributes(state: StateInline, _silent: bool) -> bool:
    """Kramdown's attributes, `{:.lead}`, whatever they stand behind."""
    if not state.src.startswith("{:", state.pos):
        return False
    listed = read_attributes(state.src, state.pos)
    if listed:
        state.pos = listed[1]
    return listed is not None


def emphasis(state: StateInline, _silent: bool) -> bool:
    """`*` and `_` as in CommonMark, but `*` looks only at spaces around it, as pandoc does.

    Exporters write `(*****when` where bold ends and bold italics begin, a no-break space before the
    mark that closes, and no space between marks and Chinese punctuation.
    """
    start, marker = state.pos, state.src[state.pos]
    if marker not in "*_":
        return False
    scanned = state.scanDelims(start, marker == "*")
    end = start + scanned.length
    if len(state.delimiters) + scanned.length > _MOST_DELIMITERS:
        state.append_pending(state.src[start:end])
        state.pos = end
        return True
    opens, closes = scanned.can_open, scanned.can_close
    if marker == "*":
        opens = end < state.posMax and not _is_space(state.src[end])
        closes = start > 0 and not _is_space(state.src[start - 1])
        closes = closes or state.src.endswith("\\\n", 0, start)
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        place = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(ord(marker), scanned.length, place, end=-1, open=opens, close=closes)
        )
    state.pos = end
    return True


def _is_space(character: str) -> bool:
    return character.isspace() and character != "\u00a0"


def script(state: StateInline, _silent: bool) -> bool:
    """Pandoc's `H~2~O` and `2^10^`: the words between the marks."""
    found = _SCRIPT.match(state.src, state.pos)
    if found is None:
        return False
    state.append_pending(re.sub(r"\\(.)", r"\1", found[2]))
    state.pos = found.end()
    return True


def tag(state: StateInline, _silent: bool) -> bool:
    """An HTML tag or comment."""
    if state.src[state.pos] != "<":
        return False
    end = inline_tag_end(state.src, state.pos, state.html_terminator_last(">"))
    if end < 0:
        return False
    state.push("html_inline", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True
