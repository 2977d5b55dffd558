"""What Obsidian adds to Markdown: wiki links, embeds, highlights, comments and the ids of blocks.

    [[Note]]  [[Note|words]]  [[Note#Heading]]     the words of a link       `wiki_link`
    ![[Note]]  ![[a.jpg|A view of the bay]]        a caption, if it has one  `wiki_link`
    ==words==                                      the words                 `highlight`
    %% seen by the writer only %%                  nothing                   `comment`, `comment_block`
    the end of a paragraph ^its-id                 nothing                   `without_block_id`

Where brackets are none of a link's, as R's `x[[1]]` or `[[1]](https://a.b)`, they stay what they are.
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_WIKI_LINK = re.compile(
    r"(?<![\w\])])\[\[(?P<target>[^\[\]|\n]++)(?:\\?\|(?P<words>[^\[\]\n]*+))?\]\](?![(\[{:])"
)
_OPENING_HIGHLIGHT = re.compile(r"(?<![\w=])==(?=[^\s=])", re.ASCII)
_CLOSING_HIGHLIGHT = re.compile(r"(?<=[^\s=])==(?![\w=])", re.ASCII)
_BLOCK_ID = re.compile(r"(?:\A|\s)\^(?=[\d-]*[A-Za-z])[A-Za-z0-9-]++\s*\Z")
_SIZE = re.compile(r"\d+(?:x\d+)?")
_HIGHLIGHT_ENDS_AT = -2  # no offset, so no other rule's key


def wiki_link(state: StateInline) -> bool:
    """Read the link or embed that begins at `[[`, if it is one."""
    found = _WIKI_LINK.match(state.src, state.pos)
    if found is None:
        return False
    if state.pending.endswith("!"):
        state.pending = state.pending[:-1]
        words = found["words"] or ""
        shown = [] if _SIZE.fullmatch(words) else [words]
        state.push("template", "", 0).meta = {"shown": shown}
    else:
        state.append_pending(found["words"] or _words_of_target(found["target"]))
    state.pos = found.end()
    return True


def _words_of_target(target: str) -> str:
    """As Obsidian shows it: `Note > Heading`, and no id of a block."""
    parts = [part.strip() for part in target.split("#")]
    return " > ".join(part for part in parts if part and not part.startswith("^"))


def highlight(state: StateInline, _silent: bool) -> bool:
    """Inline rule: step over the marks around what is highlighted."""
    start = state.pos
    if not state.src.startswith("==", start):
        return False
    closing = state.cache.get(_HIGHLIGHT_ENDS_AT, -1)
    if start == closing:
        state.cache[_HIGHLIGHT_ENDS_AT] = -1
    elif start < closing or not _OPENING_HIGHLIGHT.match(state.src, start):
        return False
    else:
        found = _CLOSING_HIGHLIGHT.search(state.src, start + 2)
        state.cache[_HIGHLIGHT_ENDS_AT] = found.start() if found else state.posMax
        if found is None:
            return False
    state.pos = start + 2
    return True


def comment(state: StateInline, _silent: bool) -> bool:
    """Inline rule: what stands between double percent signs is the writer's own."""
    start = state.pos
    if not state.src.startswith("%%", start):
        return False
    end = state.src.find("%%", start + 2)
    if end < 0:
        return False
    state.push("template", "", 0).meta = {"lines": state.src.count("\n", start, end)}
    state.pos = end + 2
    return True


def comment_block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: a comment that begins a line and ends on a later one."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("%%", start) or state.is_code_block(line):
        return False
    if state.src.find("%%", start + 2, state.eMarks[line]) >= 0:
        return False
    after = line + 1
    while after < end_line and "%%" not in state.src[state.bMarks[after] : state.eMarks[after]]:
        after += 1
    if after >= end_line or not state.src.endswith("%%", 0, _text_end(state, after)):
        return False
    if not silent:
        state.line = after + 1
    return True


def _text_end(state: StateBlock, line: int) -> int:
    return state.skipSpacesBack(state.eMarks[line], state.bMarks[line])


def without_block_id(text: str) -> str:
    """`text` without the id at its end that links to its block name.

    >>> without_block_id("The sea. ^37066d"), without_block_id("It is 2 ^10")
    ('The sea.', 'It is 2 ^10')
    """
    if "^" not in text:
        return text
    found = _BLOCK_ID.search(text, max(text.rfind("^") - 1, 0))
    return text[: found.start()] if found else text
