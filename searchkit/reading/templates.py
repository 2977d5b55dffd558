"""Tags of template languages in Markdown: Liquid, Nunjucks, Hugo's shortcodes, Handlebars.

A site generator replaces them before anybody reads, and only it knows by what. So a tag leaves no words
behind but those that stand in it for the reader (a caption, a title), and what two tags enclose is read
like any other text, but for comments, which nobody sees, code, and quotes:

    {% image "a.jpg" "A view of the bay" %}   {{< figure src="a.jpg" caption="A view" >}}   caption
    {% note %} text {% endnote %}             {{% notice tip %}} text {{% /notice %}}       text
    {% comment %} text {% endcomment %}       {# text #}                                    nothing
    {% highlight ruby %} text {% endhighlight %}                                            code
    {% blockquote Ann Lee %} text {% endblockquote %}                                       quote
    {% raw %} text {% endraw %}                                                             text as it is
    {{ page.title }}                                                                        nothing

`block` is a rule for tags that have their lines to themselves, `inline` for those in a text, and
`without_tags` is for text in HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any, NamedTuple

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from searchkit.reading.pandoc import Attributes, read_attributes
from searchkit.reading.plain import plain

# A tag holds no blank line and no other tag: one that is never closed takes nothing with it.
_LINE_END = r"\n(?![ \t]*+\n)"
_TAG = re.compile(
    rf"""
      \{{% [-+~]? \s*+ (?P<name>[\w.]++)
      (?P<arguments> (?: [^%{{\n] | %(?!\}}) | \{{(?!%) | {_LINE_END} )*+ ) %\}}
    | \{{\{{ (?P<mark>[<%]) \s*+ (?P<end>/\s*+)? (?P<shortcode>[\w./-]++)
      (?P<parameters> (?: [^{{}}\n] | {_LINE_END} )*+ ) \}}\}}
    | \{{\{{\{{? (?!\s*+\\) (?: [^{{}}\n] | \{{[^{{}}\n]*+\}} | {_LINE_END} )++ \}}\}}\}}?
    | \{{\# (?=[\s-]) (?: [^#{{\n] | \#(?!\}}) | {_LINE_END} )*+ \#\}}
    """,
    re.VERBOSE,
)
# Without groups: a group inside a possessive loop is a SystemError of Python 3.11's for some texts.
_ANY_TAG = re.sub(r"\(\?P<\w+>", "(?:", _TAG.pattern)
_TAGS_TO_LINE_END = re.compile(rf"(?:{_ANY_TAG}[ \t]*+)++(?=\n|\Z)", re.VERBOSE)
_ARGUMENT = re.compile(
    r"""(?:(?P<key>[\w-]++)\s*+[=:]\s*+)?(?:"(?P<double>(?:[^"\\]|\\.)*+)"|'(?P<single>(?:[^'\\]|\\.)*+)')""",
    re.DOTALL,
)
_FOR_THE_READER = frozenset(
    "alt attr attribution caption credit description legend summary text title".split()
)
_WHO_SAID_IT = ("author", "by", "cite", "source", "work", "title", "location")
_OF_AN_IMAGE = re.compile(r"(?:\A|_)(?:asset|fig|figure|image|img|photo|pic|picture|video)(?:\Z|_)")
_NOT_NAMED = re.compile(r"https?://\S+|[-~>%]\Z")

_COMMENTS = frozenset({"comment"})
_RAW = frozenset({"raw", "verbatim"})
_CODE = frozenset({"code", "codeblock", "highlight", "mermaid", "prism"})
_QUOTES = frozenset({"blockquote", "epigraph", "pullquote", "quote"})
_RAW_TAG = re.compile(r"\{%-?\s*+(?:end)?(?:raw|verbatim)\s*+-?%\}")


class Tag(NamedTuple):
    """A tag that has a name: `{% name arguments %}`, or what ends another."""

    name: str
    arguments: str
    closes: bool


def _read(found: re.Match[str]) -> Tag | None:
    if name := found["name"]:
        closes = name.startswith("end")
        return Tag(name.removeprefix("end"), found["arguments"], closes)
    if name := found["shortcode"]:
        return Tag(
            name, found["parameters"].removesuffix(found["mark"].replace("<", ">")), bool(found["end"])
        )
    return None


def without_tags(text: str) -> str:
    """`text` without the tags in it, on as many lines."""
    return _TAG.sub(_its_line_breaks, text) if "{" in text else text


def _its_line_breaks(tag: re.Match[str]) -> str:
    return "\n" * tag[0].count("\n")


def without_raw_tags(code: str) -> str:
    """`code` without the tags that only keep a site generator from reading it."""
    return _RAW_TAG.sub("", code) if "{%" in code else code


def block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Block rule: tags that have their lines to themselves, and what the first of them encloses."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(("{%", "{{", "{#"), start) or state.is_code_block(line):
        return False
    if line < state.env.get("raw_before", 0):
        return False
    found = _TAGS_TO_LINE_END.match(state.src, start)
    after = line_after(state, found.end(), line, end_line) if found else None
    if found is None or after is None:
        return False
    if silent:
        return True
    state.line = after
    for each in _TAG.finditer(state.src, start, found.end()):
        tag = _read(each)
        if tag is None or _enclose(state, tag, line, each.end(), end_line):
            continue
        if tag.name in _QUOTES:
            _quote(state, tag, line)
        elif shown := _shown(tag):
            token = state.push("inline", "", 0)
            token.map = [line, after]
            token.children = [Token("template", "", 0, meta={"shown": shown})]
    return True


def line_after(state: StateBlock, end: int, line: int, end_line: int) -> int | None:
    """The line after the one that `end` stands on, None where that is outside what is read."""
    while line < end_line and state.eMarks[line] < end:
        line += 1
    return line + 1 if line < end_line else None


def _enclose(state: StateBlock, tag: Tag, line: int, start: int, end_line: int) -> bool:
    """Step over what a tag encloses, if that is not read as Markdown with tags in it."""
    if tag.closes or tag.name not in _COMMENTS | _RAW | _CODE:
        return False
    end = _end_tag(state.env, state.src, tag.name, start)
    last = line_after(state, end[1], line, end_line) if end else None
    if end is None or last is None:
        return False
    if tag.name in _RAW:
        state.env["raw_before"] = last - 1
        state.env.setdefault("raw", []).append((line, last - 1))
        return True
    if tag.name in _CODE and state.line < last:
        code = state.push("fence", "code", 0)
        code.map = [state.line, last - 1]
        code.content = state.getLines(state.line, last - 1, state.blkIndent, True)
    state.line = max(state.line, last)
    return True


def _end_tag(env: Any, source: str, name: str, start: int) -> tuple[int, int] | None:
    """Where the next tag that ends `name` stands. They are looked for once in a text."""
    of_source, known = env.get("template_ends", ("", {}))
    if of_source is not source:
        known = {}
        env["template_ends"] = source, known
    if name not in known:
        pattern = rf"\{{%[-+~]?\s*+end{name}\s*+[-+~]?%\}}|\{{\{{[<%]\s*+/\s*+{name}\s*+[>%]\}}\}}"
        known[name] = [found.span() for found in re.finditer(pattern, source)]
    place = bisect_left(known[name], (start, 0))
    return known[name][place] if place < len(known[name]) else None


def _quote(state: StateBlock, tag: Tag, line: int) -> None:
    """A quote begins or ends here. Who said it stands in the tag that begins it."""
    fence = ":{" + tag.name
    opened = state.env.setdefault("quote_tags", [])
    if not tag.closes:
        if _end_tag(state.env, state.src, tag.name, state.bMarks[line]):
            opened.append(_who_said_it(tag))
            token = state.push("div_open", "div", 0)
            token.map, token.markup = [line, line + 1], fence
            token.meta = {"attributes": Attributes(classes=(tag.name,))}
    elif opened:
        if who := opened.pop():
            text = state.push("inline", "", 0)
            text.content, text.map = f"— {who}", [line, line + 1]
        token = state.push("div_close", "div", 0)
        token.map, token.markup = [line, line + 1], fence


def _who_said_it(tag: Tag) -> str:
    named = {found["key"]: _value(found) for found in _ARGUMENT.finditer(tag.arguments) if found["key"]}
    if named or "=" in tag.arguments:
        return ", ".join(named[key] for key in _WHO_SAID_IT if named.get(key))
    return plain(_NOT_NAMED.sub("", tag.arguments.strip())).strip(" \"'")


def _shown(tag: Tag) -> list[str]:
    """What in a tag's arguments is for the reader: what is named so, or the longest words of an image."""
    if tag.closes:
        return []
    named, others = [], []
    for found in _ARGUMENT.finditer(tag.arguments):
        if not found["key"]:
            others.append(_value(found))
        elif found["key"] in _FOR_THE_READER:
            named.append(plain(_value(found)))
    if not named and _OF_AN_IMAGE.search(tag.name):
        named = [plain(max((text for text in others if " " in text), key=len, default=""))]
    return list(dict.fromkeys(filter(None, named)))


def _value(found: re.Match[str]) -> str:
    return re.sub(r"\\(.)", r"\1", found["double"] or found["single"] or "")


def is_raw(env: Any, line: int) -> bool:
    """Whether a line of the text stands between tags that keep templates from being read."""
    ranges: list[tuple[int, int]] = env.get("raw", [])
    place = bisect_left(ranges, (line, line)) - 1
    return place >= 0 and line < ranges[place][1]


def inline(state: StateInline, _silent: bool) -> bool:
    """Inline rule: a tag, with pandoc's attributes behind it."""
    if state.src[state.pos] != "{" or state.env.get("in_raw"):
        return False
    found = _TAG.match(state.src, state.pos)
    if found is None:
        return False
    tag = _read(found)
    token = state.push("template", "", 0)
    token.meta = {"shown": _shown(tag) if tag else (), "lines": found[0].count("\n")}
    state.pos = found.end()
    if tag and not tag.closes and tag.name in _COMMENTS | _RAW:
        _enclose_inline(state, tag)
    if state.src.startswith("{", state.pos) and (listed := read_attributes(state.src, state.pos)):
        state.pos = listed[1]
    return True


def _enclose_inline(state: StateInline, tag: Tag) -> None:
    """Step over a comment, or push what is to be read as it stands."""
    end = _end_tag(state.env, state.src, tag.name, state.pos)
    if end is None:
        return
    if tag.name in _RAW:
        state.push("text_special", "", 0).content = state.src[state.pos : end[0]]
    else:
        state.push("template", "", 0).meta = {"lines": state.src.count("\n", state.pos, end[1])}
    state.pos = end[1]
