r"""What pandoc adds to Markdown's blocks: attribute lists, fenced divs and abbreviations.

`read_attributes` takes the text and a place in it and gives the attribute list that stands there
with the place after it, or nothing where the braces are prose, code or mathematics:

>>> read_attributes('{#note-1 .small key="a \\"b\\""} text', 0)
(Attributes(id='note-1', classes=('small',), values={'key': 'a "b"'}), 30)
>>> read_attributes("{x}", 0) is None
True

`fenced_div`, `abbreviation` and `html_block` are block rules for markdown-it. `fenced_div` does not
look for a div's end: a fence that opens one and a bare fence each become a token of their own, and
whoever walks the tokens pairs them. That costs no second look at any line, however deep the nesting, and a
div that is never closed takes nothing with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import html_block as commonmark_html_block
from msgspec import Struct

_QUOTED = r""" "(?:[^"\\]|\\.)*+" | '(?:[^'\\]|\\.)*+' """
_ATTRIBUTE = rf"""
    (?P<mark>[#.])(?P<name>[^\s{{}}"'=]++)
  | (?P<key>[A-Za-z_][\w:.-]*+) = (?P<value> {_QUOTED} | [^\s"'{{}}]++ )
  | -          # pandoc: a heading without a number
  | =\w++      # pandoc: raw text in another format
"""
_NAMELESS = re.sub(r"\?P<\w+>", "?:", _ATTRIBUTE)
_ATTRIBUTES = re.compile(rf"\{{:?+\s*+ (?: (?:{_NAMELESS}) (?:\s++|(?=\}})) )++ \}}", re.VERBOSE | re.DOTALL)
_EACH_ATTRIBUTE = re.compile(_ATTRIBUTE, re.VERBOSE | re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Attributes(Struct, frozen=True):
    """What stands in `{#id .class .class key="value"}`."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: Mapping[str, str] = {}


NO_ATTRIBUTES = Attributes()


def read_attributes(text: str, start: int) -> tuple[Attributes, int] | None:
    """The attribute list at `start` and the offset after it, or None where there is none."""
    found = _ATTRIBUTES.match(text, start)
    if found is None:
        return None
    id_, classes, values = "", [], {}
    for attribute in _EACH_ATTRIBUTE.finditer(text, start + 1, found.end() - 1):
        if attribute["mark"] == "#":
            id_ = attribute["name"]
        elif attribute["mark"]:
            classes.append(attribute["name"])
        elif attribute["key"]:
            values[attribute["key"]] = _unquoted(attribute["value"])
    return Attributes(id_, tuple(classes), values), found.end()


def _unquoted(value: str) -> str:
    return _ESCAPED.sub(r"\1", value[1:-1]) if value[0] in "\"'" else value


_ABBREVIATION = re.compile(r"\*\[[^\]\n]+\]:")
_FENCE = re.compile(r"(?P<colons>:{3,}+)[ \t]*+(?P<word>[^\s{}:]++)?")
_FENCE_END = re.compile(r"[ \t]*+:*+[ \t]*+")
_DIRECTIVE = re.compile(
    r":{3,}+[ \t]*+(?P<word>[A-Za-z][\w-]*+)(?:\[(?P<label>[^\]\n]*+)\]|[ \t]++(?P<title>[^\s:{].*))"
)


def fenced_div(state: StateBlock, line: int, _end_line: int, silent: bool) -> bool:
    """Block rule: `::: name` and `::: {.class}` open a div, `:::` alone closes one.

    `:::note Title` and `:::note[Title]` open one with a title, as in Docusaurus and VuePress.
    """
    start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    if not state.src.startswith(":::", start, end) or state.is_code_block(line):
        return False
    fence = _FENCE.match(state.src, start, end)
    if fence is None:
        return False
    attributes: Attributes | None = None
    after, title = fence.end(), ""
    if directive := _DIRECTIVE.fullmatch(state.src, start, end):
        attributes, after = Attributes(classes=(directive["word"],)), end
        title = directive["label"] or directive["title"] or ""
    elif fence["word"]:
        attributes = Attributes(classes=(fence["word"],))
    elif state.src.startswith("{", after, end) and (listed := read_attributes(state.src, after)):
        attributes, after = listed
    if after > end or not _FENCE_END.fullmatch(state.src, after, end):
        return False
    if not silent:
        state.line = line + 1
        token = state.push("div_open" if attributes else "div_close", "div", 0)
        token.map = [line, line + 1]
        token.markup = fence["colons"]
        token.meta = {"attributes": attributes}
        if title:
            text = state.push("inline", "", 0)
            text.content, text.map = title, [line, line + 1]
    return True


def abbreviation(state: StateBlock, line: int, _end_line: int, silent: bool) -> bool:
    """Block rule: what an abbreviation stands for, `*[HTML]: ...`, which a browser shows on request only."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("*[", start) or not _ABBREVIATION.match(state.src, start):
        return False
    if not silent:
        state.line = line + 1
    return True


def html_block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: HTML ends where CommonMark says, and before a div's fence that follows at once."""
    after = line + 1
    if not silent and state.src.startswith("<", state.bMarks[line] + state.tShift[line]):
        while after < end_line and not state.isEmpty(after):
            if fenced_div(state, after, end_line, True):
                end_line = after
            after += 1
    return commonmark_html_block(state, line, end_line, silent)
