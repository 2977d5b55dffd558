"""The body of a Markdown post to its sections.

markdown-it-py tokenizes; these modules say what the tokens mean, in the order data passes them:

    pandoc, brackets, marks   our rules beside markdown-it's, and this module, which puts them in place
    words                     inline tokens to what a person reads (`html_tags`, `captions`)
    sections                  block tokens to drafts of sections (`containers`, `substack`, `attribution`)
    drafts                    drafts to sections: split, numbered, footnotes tied (`anchors`)

Every rule is about linear in its input and nothing nests deeper than a bound, so any text at all can
be read. Another dialect is another rule in `_parser`, and another token in `sections`.
"""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from searchkit.essay import Section
from searchkit.reading import brackets, marks
from searchkit.reading.anchors import Anchors
from searchkit.reading.drafts import to_sections
from searchkit.reading.pandoc import fenced_div, html_block, read_attributes
from searchkit.reading.sections import read_drafts

_MOST_NESTED = 32
_TASK_MARKERS = ("[ ] ", "[x] ", "[X] ")


def read_sections(
    body: str,
    *,
    first_line: int = 1,
    first_number: int = 0,
    anchors: str = "github",
) -> tuple[Section, ...]:
    r"""The sections of `body`: Markdown after the front matter, with newlines as "\n".

    `first_line` is the line of the file that `body` starts on, `first_number` the number of the first
    section, and `anchors` names whose fragments headings and footnotes get.
    """
    style = Anchors(anchors)
    return to_sections(read_drafts(_parser().parse(body), first_line, style), style, first_number)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    footnote_plugin(parser, inline=False, move_to_end=False)

    parser.core.ruler.disable(["normalize", "text_join"])
    parser.core.ruler.at("inline", _inline)

    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    parser.block.ruler.before("table", "depth_limit", _depth_limit)
    parser.block.ruler.before("table", "fenced_div", fenced_div, interrupts)
    parser.block.ruler.at("html_block", html_block, {"alt": ["paragraph", "reference", "blockquote"]})

    inline = parser.inline.ruler
    inline.disable(["newline", "image", "footnote_ref"])
    inline.at("text", marks.text)
    inline.after("text", "line_break", marks.line_break)
    inline.at("backticks", marks.code_span)
    inline.at("emphasis", marks.emphasis)
    inline.at("link", brackets.open_bracket)
    inline.after("link", "close_bracket", brackets.close_bracket)
    inline.at("autolink", marks.address)
    inline.at("html_inline", marks.tag)
    inline.after("html_inline", "script", marks.script)
    parser.inline.ruler2.disable("fragments_join")
    return parser


def _inline(state: StateCore) -> None:
    """Core rule: parse inline text, where there is anything to parse in it."""
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type != "inline":
            continue
        before = tokens[index - 1]
        if token.content.endswith("}"):
            _take_attributes(before, token)
        if token.content.startswith(_TASK_MARKERS) and tokens[index - 2].type == "list_item_open":
            token.content = token.content[4:]
        if not marks.is_plain(token.content):
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _take_attributes(block: Token, text: Token) -> None:
    """Attributes at the end of a heading are its own, and classes after any text its block's."""
    start = text.content.rfind("{")
    if start < 0:
        return
    listed = read_attributes(text.content, start)
    if listed is None or listed[1] < len(text.content):
        return
    apart = start == 0 or text.content[start - 1].isspace()
    if block.type == "heading_open" or (apart and (listed[0].id or listed[0].classes)):
        block.meta["id"] = listed[0].id
        text.content = text.content[:start].rstrip()


def _depth_limit(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: below the deepest level everything is one paragraph."""
    if silent or state.level < _MOST_NESTED:
        return False
    after = line + 1
    while after < end_line and (state.isEmpty(after) or state.sCount[after] >= state.blkIndent):
        after += 1
    state.push("paragraph_open", "p", 1)
    token = state.push("inline", "", 0)
    token.content = state.getLines(line, after, state.blkIndent, False).strip()
    token.map = [line, after]
    state.push("paragraph_close", "p", -1)
    state.line = after
    return True
