"""The body of a Markdown post to its sections.

markdown-it-py tokenizes; these modules say what the tokens mean, in the order data passes them:

    blocks, callouts, pandoc      our block rules beside markdown-it's, and this module, which puts all
    marks, brackets               rules in place; and our inline rules
    templates, mathematics, ...   rules of both sorts for one dialect: `obsidian`, `mdx`
    words                         inline tokens to what a person reads (`html_tags`, `captions`)
    sections                      block tokens to drafts of sections (`containers`, `substack`, ...)
    voices                        whose words the drafts are (`attribution`, `introductions`, `speakers`, ...)
    drafts                        drafts to sections: split, numbered, footnotes tied (`anchors`)

Every rule is about linear in its input and nothing nests deeper than a bound, so any text at all can
be read. Another dialect is another rule in `_parser`, and another token in `sections`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline, entity, escape, strikethrough
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from searchkit.essay import Section
from searchkit.reading import blocks, brackets, callouts, marks, mathematics, mdx, obsidian, templates
from searchkit.reading.anchors import Anchors
from searchkit.reading.drafts import to_sections
from searchkit.reading.pandoc import abbreviation, fenced_div, html_block, read_attributes
from searchkit.reading.sections import read_drafts
from searchkit.reading.verse import with_lines_kept

_TABLE_OF_CONTENTS = re.compile(r"\[\[?_?TOC_?\]\]?|(?:.*\n)?\{:\s*toc\b[^{}]*\}", re.IGNORECASE)
_TASK = re.compile(r"\[[ xX/<>!?*-]\][ \t]+")


def read_sections(
    body: str,
    *,
    first_line: int = 1,
    first_number: int = 0,
    anchors: str = "github",
    is_mdx: bool = False,
) -> tuple[Section, ...]:
    r"""The sections of `body`: Markdown after the front matter, with newlines as "\n".

    `first_line` is the line of the file that `body` starts on, `first_number` the number of the first
    section, and `anchors` names whose fragments headings and footnotes get. Where it `is_mdx`, braces
    are expressions.
    """
    style = Anchors(anchors)
    return to_sections(read_drafts(_tokens(body, is_mdx), first_line, style), style, first_number)


def _tokens(body: str, is_mdx: bool) -> Iterator[Token]:
    """Block tokens in reading order, each with its text parsed, and let go when it is read."""
    parser = _parser(is_mdx)
    env: dict[str, Any] = {"mdx": is_mdx}
    tokens: list[Token] = []
    parser.block.parse(body, parser, env, tokens)
    tokens.reverse()
    before = Token("document", "", 0)
    while tokens:
        token = tokens.pop()
        if token.type == "inline" and not token.children:
            _parse_text(token, before, parser, env)
        elif token.type == "html_block":
            token.content = _without_expressions(token, env)
        yield token
        before = token


def _parse_text(token: Token, before: Token, parser: MarkdownIt, env: dict[str, Any]) -> None:
    """Parse inline text, where there is anything to parse in it."""
    if token.content[-1:] in ("]", "}") and _TABLE_OF_CONTENTS.fullmatch(token.content):
        token.content = ""
    if token.content.endswith("}"):
        _take_attributes(before, token)
    if before.type == "list_item_open" and (task := _TASK.match(token.content)):
        token.content = token.content[task.end() :]
    token.content = obsidian.without_block_id(token.content)
    if "\n" in token.content:
        token.content = with_lines_kept(token.content)
    if not marks.is_plain(token.content):
        token.children = []
        env["in_raw"] = "raw" in env and token.map is not None and templates.is_raw(env, token.map[0])
        parser.inline.parse(token.content, parser, env, token.children)


def _without_expressions(token: Token, env: dict[str, Any]) -> str:
    return templates.without_tags(mdx.without_expressions(token.content, mdx=env["mdx"]))


def _take_attributes(block: Token, text: Token) -> None:
    """Attributes at the end of a heading are its own, and classes after any text its block's."""
    start = text.content.rfind("{")
    if start < 0 or text.content.endswith("\\", 0, start):
        return
    listed = read_attributes(text.content, start)
    if listed is None or listed[1] < len(text.content):
        return
    apart = start == 0 or text.content[start - 1].isspace()
    if block.type == "heading_open":
        block.meta["id"] = listed[0].id
    if block.type == "heading_open" or (apart and (listed[0].id or listed[0].classes)):
        text.content = text.content[:start].rstrip()


@cache
def _parser(is_mdx: bool) -> MarkdownIt:
    parser = blocks.Parser(_InlineParser(), {"maxNesting": 100})
    parser.enable(["table", "strikethrough"])
    footnote_plugin(parser, inline=False, move_to_end=False)
    deflist_plugin(parser)
    if is_mdx:
        parser.disable("code")
    _set_block_rules(parser)
    parser.inline.ruler2.disable("fragments_join")
    return parser


def _set_block_rules(parser: MarkdownIt) -> None:
    ruler = parser.block.ruler
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    ruler.before("table", "depth_limit", blocks.depth_limit)
    ruler.before("table", "module", mdx.module)
    ruler.before("table", "prose", blocks.prose)
    ruler.before("table", "dialects", _dialects, interrupts)
    ruler.before("html_block", "component", mdx.component, interrupts)
    ruler.at("blockquote", callouts.quote, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    ruler.at("html_block", html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    ruler.at("paragraph", blocks.paragraph)
    ruler.disable("lheading")


_RULES_BY_START = {
    ":": (fenced_div,),
    "{": (templates.block, mdx.expression_block),
    "$": (mathematics.block,),
    "\\": (mathematics.block,),
    "%": (obsidian.comment_block,),
    "!": (callouts.admonition,),
    "?": (callouts.admonition,),
    "*": (abbreviation,),
}


def _dialects(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: the rules of dialects that go by what a line begins with, tried in one call."""
    start = state.bMarks[line] + state.tShift[line]
    rules = _RULES_BY_START.get(state.src[start : start + 1])
    return rules is not None and any(rule(state, line, end_line, silent) for rule in rules)


_INLINE_RULES: dict[str, tuple[RuleFuncInlineType, ...]] = {
    "\\": (marks.escaped_quote, mathematics.inline, marks.line_break, escape),
    " ": (marks.line_break,),
    "`": (marks.code_span,),
    "*": (marks.emphasis,),
    "_": (marks.emphasis,),
    "~": (strikethrough.tokenize, marks.script),
    "^": (brackets.open_bracket, marks.script),
    "[": (brackets.open_bracket,),
    "]": (brackets.close_bracket,),
    "<": (marks.address, marks.tag),
    "&": (entity,),
    "$": (mathematics.inline,),
    "{": (marks.attributes, templates.inline, mdx.expression),
    "=": (obsidian.highlight,),
    "%": (obsidian.comment,),
}


class _InlineParser(ParserInline):
    """Markdown-it's, trying only the rules that go by the character that is next, not every one."""

    def tokenize(self, state: StateInline) -> None:
        """Read `state` to its end."""
        while state.pos < state.posMax:
            if marks.text(state, False):
                continue
            character = state.src[state.pos]
            for rule in _INLINE_RULES.get(character, ()):
                if rule(state, False):
                    break
            else:
                state.append_pending(character)
                state.pos += 1
        if state.pending:
            state.pushPending()
