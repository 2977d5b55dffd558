r"""Verse: text whose lines end where the writer ended them, not where the paragraph is full.

Markdown joins the lines of a paragraph. Those of a poem are told by their looks: three or more short
lines that all begin with a capital, as prose that was wrapped never does; or by a bar before each, which
is how pandoc writes verse. Nothing else is touched. A block of code that says it is a poem is one.

>>> with_lines_kept("Hope is the thing with feathers\nThat perches in the soul,\nAnd sings the tune")
'Hope is the thing with feathers\\\nThat perches in the soul,\\\nAnd sings the tune'
>>> with_lines_kept("This is prose that somebody wrapped\nat a column, where lines begin\nwith any word")
'This is prose that somebody wrapped\nat a column, where lines begin\nwith any word'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.reading.words import Words, WordsWriter

_POEMS = frozenset({"poem", "poetry", "verse", "preformatted-block", "preformatted-text"})
"""The last two are Substack's: its editor calls a poem that keeps its spaces preformatted text."""
_FEWEST_LINES = 3
_LONGEST_LINE = 64
_MARKUP = " \t*_\"'“‘«([…"
_LINE_END = re.compile(r"(?<![\\ ]) ?\n")


def with_lines_kept(text: str) -> str:
    """The source of a paragraph, with hard breaks at the ends of its lines if it is verse."""
    if text.startswith("|"):
        return _without_bars(text)
    return _LINE_END.sub(lambda _: "\\\n", text) if _is_verse(text) else text


def is_poem(info: str, classes: Sequence[str]) -> bool:
    """Whether a block of code is a poem, by the word on its fence or the classes of the div around it."""
    return info.strip().lower() in _POEMS or not _POEMS.isdisjoint(classes)


def words_of_lines(text: str) -> Words:
    """The words of a block whose every line is a line to its reader."""
    writer = WordsWriter()
    for line in text.strip("\n").split("\n"):
        writer.verbatim(line)
        writer.line_break()
        writer.skip_lines(1)
    return writer.finish()


def _without_bars(text: str) -> str:
    lines = text.split("\n")
    if not all(line == "|" or (line.startswith("| ") and not line.endswith("|")) for line in lines):
        return text
    return "\\\n".join(line[2:].strip() for line in lines)


def _is_verse(text: str) -> bool:
    if text.find("\n") > _LONGEST_LINE or text.count("\n") < _FEWEST_LINES - 1:
        return False
    lines = text.split("\n")
    if not all(_may_be_verse(line) for line in lines):
        return False
    # Sentences that each have a line of their own are prose, and so are the lines of a form.
    ended = sum(line.rstrip(" \\*_").endswith((".", ":", ";")) for line in lines)
    return ended * 4 <= len(lines) * 3


def _may_be_verse(line: str) -> bool:
    first = line.lstrip(_MARKUP)[:1]
    return len(line) <= _LONGEST_LINE and (first.isupper() or not first)
