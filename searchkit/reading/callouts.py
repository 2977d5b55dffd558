"""Callouts: notes, tips and warnings that a writer sets apart, in each of the forms they are written.

    > [!note] Title         Obsidian, GitHub, Hugo          `quote`
    !!! note "Title"        MkDocs, Python-Markdown         `admonition`

Both are block rules for markdown-it, and make `callout_open` and `callout_close` around what stands in
a callout, its title first. Its words are the writer's own: it is no quote, unless it says so. (`:::note`
is a fenced div, and `{% note %}` a template's tag.)
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock, blockquote
from markdown_it.token import Token

_MARK = re.compile(r"\[!(?P<type>[\w-]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>[^\n]*)\n?")
_QUOTES = frozenset({"quote", "cite"})
_ADMONITION = re.compile(
    r"""(?:!!!|\?\?\?\+?)[ ]+ [A-Za-z][\w-]*+ (?:[ ]+[a-z][\w-]*+)* (?:[ ]+"(?P<title>[^"\n]*)")? [ \t]*\Z""",
    re.VERBOSE,
)
_INDENT = 4


def quote(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: a block quote, or the callout that its first line makes of it."""
    place = len(state.tokens)
    if not blockquote(state, line, end_line, silent):
        return False
    if not silent and (found := _MARK.match(_first_text(state.tokens, place + 1))):
        _make_callout(state.tokens, place, found)
    return True


def _first_text(tokens: list[Token], place: int) -> str:
    return tokens[place].content if tokens[place].type == "inline" else ""


def _make_callout(tokens: list[Token], place: int, found: re.Match[str]) -> None:
    text, title = tokens[place + 1], found["title"].strip()
    text.content = text.content[found.end() :]
    first, after = text.map or (0, 1)
    own_line = Token("inline", "", 0, map=[first, first + 1])
    if "\n" in found[0]:
        text.map = [first + 1, after]
    if found["type"].lower() in _QUOTES:
        # The title of a quote is who said it, which stands beneath a quote.
        own_line.content = f"— {title}" if title else ""
        own_line.map = [after - 1, after]
        tokens.insert(len(tokens) - 1, own_line)
        return
    own_line.content = title
    tokens.insert(place + 1, own_line)
    tokens[place].type = "callout_open"
    tokens[-1] = Token("callout_close", "", -1)


def admonition(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: `!!! note "Title"` or `??? note`, and the indented lines below it."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(("!!! ", "???"), start) or state.is_code_block(line):
        return False
    found = _ADMONITION.match(state.src[start : state.eMarks[line]])
    if found is None:
        return False
    indent = state.blkIndent + _INDENT
    end = line + 1
    while end < end_line and (state.isEmpty(end) or state.sCount[end] >= indent):
        end += 1
    if state.skipEmptyLines(line + 1) >= end:
        return False
    if silent:
        return True
    state.push("callout_open", "", 1)
    title = state.push("inline", "", 0)
    title.content, title.map = found["title"] or "", [line, line + 1]
    before = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent, state.lineMax, state.parentType = indent, end, "admonition"
    state.md.block.tokenize(state, line + 1, end)
    state.blkIndent, state.lineMax, state.parentType = before
    state.push("callout_close", "", -1)
    state.line = end
    return True
