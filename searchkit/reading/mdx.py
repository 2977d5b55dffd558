"""MDX: Markdown with JavaScript and components in it.

    import { Chart } from "../components"       nothing                     `module`
    export const meta = { ... }                 nothing                     `module`
    <Aside title="Mind">                        its prose, read as Markdown `component`
      Mind the *gap*.
    </Aside>
    { /* a comment */ }   {props.title}         nothing                     `expression_block`, `expression`

Import and export lines, components and comments are unmistakable in any Markdown; other expressions are
read as such in files that say they are MDX, because elsewhere braces are prose.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from searchkit.reading.html_tags import BRACES, TAG_ONLY
from searchkit.reading.templates import line_after

_MODULE = re.compile(
    r"""
      import [ ]+ ["'][^"'\n]+["'] ;? [ ]*$
    | import \s+ (?:type[ ]+)? (?: \{[^{}]*\} | [\w$*]+ (?:[ ]+as[ ]+[\w$]+)? ) (?: \s*,\s* \{[^{}]*\} )?
      \s+ from \s+ ["'][^"'\n]+["'] ;? [ ]*$
    | export [ ]+ (?: (?:const|let|var)[ ]+[\w${\[][^=\n]*= | (?:default[ ]+)?(?:async[ ]+)?function\b
        | (?:default[ ]+)?class[ ]+\w+ | default[ ]+(?:[({\[]|\w+[ ]*(?:[({;]|=>|$)) | \{[^{}]*\}
        | \*[ ]+from | (?:type|interface)[ ]+\w+ )
    """,
    re.VERBOSE | re.MULTILINE,
)
_NAME = r"[A-Z]\w*[a-z.]"
_COMPONENT = re.compile(
    rf"(?=</?(?:{_NAME}|>|\w+\b[^<>]*\bmarkdown\b))(?:(?:{TAG_ONLY}|</?>)[ \t]*+)++(?=\n|\Z)", re.VERBOSE
)
_FRAGMENT = re.compile(r"</?>")
_EXPRESSION = re.compile(rf"{BRACES}", re.VERBOSE)
_EXPRESSION_OR_TAG = re.compile(rf"{BRACES}|{TAG_ONLY}", re.VERBOSE)
_COMMENT = re.compile(r"\{\s*+/\*(?:[^*{]|\*(?!/)|\{(?!\s*+/\*))*+\*/\s*+\}")


def module(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: a paragraph of imports and exports, and what follows up to the brace that closes it."""
    start = state.bMarks[line] + state.tShift[line]
    if silent or state.level or not state.src.startswith(("import", "export"), start):
        return False
    if not _MODULE.match(state.src, start):
        return False
    depth, after = 0, line
    may_have_blank_lines = not state.env.get("unclosed_module")
    while after < end_line and ((depth > 0 and may_have_blank_lines) or not state.isEmpty(after)):
        text = state.src[state.bMarks[after] : state.eMarks[after]]
        depth += sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))
        after += 1
    if depth > 0 and may_have_blank_lines:
        # Nothing closes it to the end of the file, nor then any that follows: they end with their paragraphs.
        state.env["unclosed_module"] = True
        return module(state, line, end_line, silent)
    state.line = after
    return True


def component(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: tags of components with their lines to themselves; what they enclose is Markdown.

    So it is in an HTML element with the attribute `markdown`, as in kramdown.
    """
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("<", start) or state.is_code_block(line):
        return False
    found = _COMPONENT.match(state.src, start)
    after = line_after(state, found.end(), line, end_line) if found else None
    if found is None or after is None:
        return False
    if not silent:
        token = state.push("html_block", "", 0)
        token.content, token.map = _FRAGMENT.sub("", found[0]), [line, after]
        state.line = after
    return True


def expression_block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: an expression with its lines to itself."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("{", start) or state.is_code_block(line):
        return False
    end = _expression_end(state.src, start, state.env)
    after = line_after(state, end, line, end_line) if end > 0 else None
    if after is None or state.src[end : state.eMarks[after - 1]].strip():
        return False
    if not silent:
        state.line = after
    return True


def expression(state: StateInline, _silent: bool) -> bool:
    """Inline rule: an expression."""
    if state.src[state.pos] != "{":
        return False
    end = _expression_end(state.src, state.pos, state.env)
    if end < 0:
        return False
    state.push("template", "", 0).meta = {"lines": state.src.count("\n", state.pos, end)}
    state.pos = end
    return True


def _expression_end(text: str, start: int, env: Any) -> int:
    """Where the expression at `start` ends, or -1; outside MDX only comments are some."""
    found = (_EXPRESSION if env.get("mdx") else _COMMENT).match(text, start)
    return found.end() if found else -1


def without_expressions(text: str, *, mdx: bool) -> str:
    """Text in HTML without the expressions in it, on as many lines; those in tags stay."""
    if "{" not in text:
        return text
    expression = _EXPRESSION_OR_TAG if mdx else _COMMENT
    return expression.sub(lambda found: found[0] if found[0][0] == "<" else "\n" * found[0].count("\n"), text)
