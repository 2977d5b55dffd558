r"""Rules for formulas, which are read as their source: nothing in them is a mark of Markdown's.

`inline` reads one that stands in a text, `block` one that begins a line and ends on a later one, whose
lines may look like items, headings or rules. What is a formula says `analysis.formulas`. Where Markdown
would take a backslash away, writers put two: `\\(x\\)` is `\(x\)`.
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from searchkit.analysis.formulas import formula_at

_DOUBLED = re.compile(r"\\(\\[(\[](?:[^\\]|\\(?!\\[()\[\]]))++)\\(\\[)\]])")
_OPENING = re.compile(r"\$\$(?!\$)|\\?\\\[|\\begin\{[a-z]+\*?\}")
_AFTER = re.compile(r"[ \t.,;]*+(?:\{#[^{}\n]*\})?[ \t]*+\Z")


def inline(state: StateInline, _silent: bool) -> bool:
    """Inline rule: a formula."""
    start = state.pos
    if state.src[start] not in "$\\":
        return False
    end, source = _formula(state.src, start)
    if end < 0:
        return False
    state.push("text_special", "", 0).content = source
    state.pos = end
    return True


def _formula(text: str, start: int) -> tuple[int, str]:
    """Where the formula at `start` ends, -1 if there is none, and its source."""
    if text.startswith("\\\\", start):
        doubled = _DOUBLED.match(text, start)
        source = doubled[1] + doubled[2] if doubled else ""
        return (doubled.end() if doubled and formula_at(source, 0) == len(source) else -1), source
    end = formula_at(text, start)
    return end, text[start:end]


def block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: a formula over several lines."""
    start = state.bMarks[line] + state.tShift[line]
    if state.src[start] not in "$\\" or state.is_code_block(line):
        return False
    opening = _OPENING.match(state.src, start, state.eMarks[line])
    last = _last_line(state, opening[0], line, end_line) if opening else line
    if last == line:
        return False
    text = state.getLines(line, last + 1, state.blkIndent, False).strip()
    end, source = _formula(text, 0)
    if end < 0 or not _AFTER.match(text, end):
        return False
    if not silent:
        token = state.push("inline", "", 0)
        token.map = [line, last + 1]
        token.children = [Token("text_special", "", 0, content=source)]
        state.line = last + 1
    return True


def _last_line(state: StateBlock, opening: str, line: int, end_line: int) -> int:
    """The line on which what opens on `line` closes, or `line` itself where it does not on a later one."""
    closing = opening.replace("[", "]").replace("begin", "end")
    after = line + 1
    while after < end_line and (state.isEmpty(after) or state.sCount[after] >= state.blkIndent):
        text = state.src[state.bMarks[after] : state.eMarks[after]]
        if closing in text:
            return after
        if opening in text:
            break
        after += 1
    return line
