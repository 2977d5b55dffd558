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

SPECIAL = re.compile(r"[\\`*_~^<&\[\]]| {2}\n")
"""Where text may stop being plain: what any inline rule reacts to."""

_MOST_DELIMITERS = 5000
_HARD_BREAK = re.compile(r" {2,}\n[ \t]*")
_SCRIPT = re.compile(r"([~^])((?:\\.|[^\\\s~^*_`\[\]<])++)\1", re.DOTALL)


def text(state: StateInline, _silent: bool) -> bool:
    """Plain text up to the next character that may mean something."""
    found = SPECIAL.search(state.src, state.pos)
    end = found.start() if found else state.posMax
    if end == state.pos:
        return False
    state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def line_break(state: StateInline, _silent: bool) -> bool:
    """Two spaces or a backslash before a line's end; pandoc's `\\ ` is a no-break space."""
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
        state.tokens[-1].meta = {"lines": state.src.count("\n", start, state.pos)}
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


def emphasis(state: StateInline, _silent: bool) -> bool:
    """`*` and `_` as in CommonMark, but a no-break space beside a mark is no space.

    Exporters leave one at the end of what is set in italics, as in `*of mundane problems.\\u00a0*`.
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
    before = state.src[start - 1 : start]
    after = state.src[end : end + 1]
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open or (after == "\u00a0" and before in ("", " ", "\n")),
                close=scanned.can_close or (before == "\u00a0" and after in ("", " ", "\n")),
            )
        )
    state.pos = end
    return True


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
