r"""Plain text to Markdown: the text of a `.txt` file goes in, as many lines of Markdown come out.

Blank lines part paragraphs, and a paragraph's lines are wrapped ones. A line that stands alone in
capitals, or is underlined, is a heading; lines that begin with a bullet are items, and with `>` a
quote. `_this_` and `*this*` is emphasis, as in books and mails. All other marks are text.

>>> print(plain_text_to_markdown("ON WALKING\n\nIt costs $5 [1].\nOr _less_."))
# ON WALKING
<BLANKLINE>
It costs \$5 \[1].
Or _less_.
"""

from __future__ import annotations

import re
from itertools import groupby

from searchkit.reading.html.inline import escaped, line_start_escaped

_LONGEST_HEADING = 80
_MOST_HEADING_WORDS = 12
_CAPITALS = re.compile(r"[^a-z]*?[A-Z][^a-z]*?[A-Z][^a-z]*")
_SENTENCE_END = re.compile(r"[.,;:]\Z")
_UNDERLINE = re.compile(r"(?P<mark>[=\-~*_#^\"])(?P=mark){2,}")
_RULE = re.compile(r"(?:([*=_~#-])[ \t]*){3,}|[•·⁂❦]")
_BULLET = re.compile(r"[-*•·]\s+(?=\S)")
_EMPHASIS = re.compile(r"\\([_*])")


def plain_text_to_markdown(text: str) -> str:
    """The Markdown of a text, line by line."""
    lines = [line.strip() for line in text.replace("\f", "").split("\n")]
    markdown: list[str] = []
    for _, block in groupby(lines, key=lambda line: not line):
        markdown += _block(list(block))
    return "\n".join(markdown)


def _block(lines: list[str]) -> list[str]:
    """The Markdown of lines between blank ones, or of those."""
    if not lines or not lines[0]:
        return lines
    if len(lines) == 1 and _is_heading(lines[0]):
        return [f"# {_text(lines[0])}"]
    heads: list[str] = []
    while len(lines) >= 2 and _is_underlined(*lines[:2]):
        heads += [line_start_escaped(_text(lines[0])), "===" if lines[1][0] == "=" else "---"]
        lines = lines[2:]
    return [*heads, *_lines(lines)]


def _lines(lines: list[str]) -> list[str]:
    """The Markdown of lines that are no heading."""
    if not lines:
        return []
    if all(line.startswith(">") for line in lines):
        return [f"> {line_start_escaped(_text(line.lstrip('> ')))}" for line in lines]
    has_items = _BULLET.match(lines[0]) is not None and not _RULE.fullmatch(lines[0])
    return [_line(line, has_items) for line in lines]


def _line(line: str, has_items: bool) -> str:
    if _RULE.fullmatch(line):
        return "***"
    if has_items and (bullet := _BULLET.match(line)):
        return f"- {line_start_escaped(_text(line[bullet.end() :]))}"
    text = line_start_escaped(_text(line))
    return f"\\{text}" if text.startswith("* ") else text


def _text(line: str) -> str:
    return _EMPHASIS.sub(r"\1", escaped(line))


def _is_heading(line: str) -> bool:
    """Whether a line that stands alone is in capitals, and is no cry, number or sentence."""
    return (
        len(line) <= _LONGEST_HEADING
        and _CAPITALS.fullmatch(line) is not None
        and len(line.split()) <= _MOST_HEADING_WORDS
        and not _SENTENCE_END.search(line)
        and sum(map(str.isalpha, line)) * 2 > len(line.replace(" ", ""))
    )


def _is_underlined(line: str, under: str) -> bool:
    found = _UNDERLINE.fullmatch(under)
    return bool(found) and len(line) <= _LONGEST_HEADING and 2 * abs(len(under) - len(line)) <= len(line)
