"""Markdown-it's block parser, with only the tokens that are read, and one rule for paragraphs.

In goes Markdown, out come tokens in reading order (`BlockParser.parse`). Of the five tokens that
markdown-it makes for an item of a list, `sections` reads three; the others are not kept.

`prose` stands before all other rules: a block that begins as no rule's does can only be a paragraph, a
setext heading, a table, or a term and its definition, and the last two show on the line that follows.
`paragraph` reads a paragraph's lines once, where markdown-it reads them for a setext heading first. And
it asks other rules only about lines that begin as one of them may. For books of plain prose that halves
the time that parsing takes.
"""

from __future__ import annotations

from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

MOST_NESTED = 16

_UNREAD = frozenset(
    """
    paragraph_open paragraph_close heading_close hr bullet_list_open bullet_list_close ordered_list_open
    ordered_list_close table_open thead_close tbody_open tbody_close th_open th_close td_open td_close
    dt_close dd_open dd_close
    """.split()
)
# What a line begins with that any rule but this one may read.
_STARTERS = frozenset("#>*+-_=`~:<[!?$%{}\\|0123456789")
_FEWEST_DASHES_OF_A_RULE = 3


class Parser(MarkdownIt):
    """Markdown-it with the block parser below. Addresses stay as they are written: nobody follows them."""

    def __init__(self, inline: ParserInline, options: dict[str, Any]) -> None:
        super().__init__("zero")
        self.block = BlockParser()
        self.inline = inline
        self.configure("commonmark", options_update=options)

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """The address as it is written."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        """The address as it is written."""
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        """Every address is one."""
        return True


class BlockParser(ParserBlock):
    """Markdown-it's, making tokens only of what is read."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token]:  # noqa: N803
        """Append the block tokens of `src` to `outTokens`."""
        state = _State(src, md, env, outTokens)
        self.tokenize(state, 0, state.lineMax)
        return state.tokens


class _State(StateBlock):
    """Where the parser stands. Tokens that close something say nothing else, so one does for all."""

    _unread = Token("unread", "", 0)

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self._closing: dict[str, Token] = {}

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        self.level += nesting
        if ttype in _UNREAD:
            return self._unread
        if nesting >= 0:
            token = Token(ttype, tag, nesting)
        else:
            token = self._closing.get(ttype) or self._closing.setdefault(ttype, Token(ttype, tag, -1))
        self.tokens.append(token)
        return token


def depth_limit(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: below the deepest level everything is one paragraph."""
    if silent or state.level < MOST_NESTED:
        return False
    after = line + 1
    while after < end_line and (state.isEmpty(after) or state.sCount[after] >= state.blkIndent):
        after += 1
    _push_text(state, line, after)
    state.line = after
    return True


def prose(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: what no other rule can read is a paragraph, or a setext heading."""
    start = state.bMarks[line] + state.tShift[line]
    if silent or state.src[start] in _STARTERS or state.is_code_block(line):
        return False
    if _may_head_table(state, line) or _may_be_defined(state, line, end_line):
        return False
    if state.src.startswith(("import", "export"), start):
        return False
    return paragraph(state, line, end_line, silent)


def paragraph(state: StateBlock, line: int, end_line: int, _silent: bool) -> bool:
    """Block rule: lines up to an empty one, a line that begins something else, or a setext underline.

    Dashes below several lines are a rule that ends them, as kramdown and pandoc have it: few writers
    mean a whole paragraph as a heading.
    """
    before, state.parentType = state.parentType, "paragraph"
    after, underline = _paragraph_end(state, line, end_line)
    state.parentType = before
    if not underline:
        _push_text(state, line, after)
        state.line = after
        return True
    state.push("heading_open", "h1" if underline == "=" else "h2", 1)
    _push_text(state, line, after)
    state.push("heading_close", "", -1)
    state.line = after + 1
    return True


def _paragraph_end(state: StateBlock, line: int, end_line: int) -> tuple[int, str]:
    """The line after a paragraph's last, and the character that underlines it, if any does."""
    terminators = state.md.block.ruler.getRules("paragraph")
    after = line + 1
    while after < state.lineMax and not state.isEmpty(after):
        indent = state.sCount[after]
        # A line that is indented far goes on whatever it holds, and so does one that a quote has seen.
        if indent >= 0 and indent - state.blkIndent <= 3:
            first = _first(state, after)
            if first in "=-" and after < end_line and indent >= state.blkIndent:
                length = _underline_length(state, after, first)
                if length and (first == "=" or after == line + 1 or length < _FEWEST_DASHES_OF_A_RULE):
                    return after, first
            if (first in _STARTERS or _may_head_table(state, after)) and any(
                terminator(state, after, state.lineMax, True) for terminator in terminators
            ):
                break
        after += 1
    return after, ""


def _first(state: StateBlock, line: int) -> str:
    """The first character of a line that is no space, empty if there is none."""
    start = state.bMarks[line] + state.tShift[line]
    return state.src[start] if start < state.eMarks[line] else ""


def _underline_length(state: StateBlock, line: int, marker: str) -> int:
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip(" \t")
    return len(text) if not text.strip(marker) else 0


def _may_head_table(state: StateBlock, line: int) -> bool:
    """Whether a row of dashes may follow: `|---`, `:--`, `-|-`."""
    if line + 1 >= state.lineMax:
        return False
    start = state.bMarks[line + 1] + state.tShift[line + 1]
    following = state.src[start : start + 2]
    return following[:1] in ("|", ":") or following in ("--", "-|", "-:")


def _may_be_defined(state: StateBlock, line: int, end_line: int) -> bool:
    """Whether a definition may follow, at once or after an empty line."""
    after = line + 1
    if after < end_line and state.isEmpty(after):
        after += 1
    return after < end_line and _first(state, after) in (":", "~")


def _push_text(state: StateBlock, line: int, after: int) -> None:
    token = state.push("inline", "", 0)
    token.content = mdTrim(state.getLines(line, after, state.blkIndent, False))
    token.map = [line, after]
