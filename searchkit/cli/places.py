r"""Where a match stands in its file: a hit goes in, a line and a column come out, both from 1.

A section's text is not its source: `it's` is written `it\'s`, a link has an address. So words are
compared, not characters, and of all places that hold the first matched word the one is taken whose
neighbours are the passage's too. A file that has gone or changed gives the section's first line.
"""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.analysis.analyzer import analyzer_for

if TYPE_CHECKING:
    from searchkit.search.hits import Hit

_NEIGHBOURS = 8
_NOT_READ = re.compile(r"(?<=\])\([^()\n]*\)|\{[^{}\n]*\}|<[^<>\n]*>|&#?\w+;")
"""Addresses, attributes, tags and entities: no words of the text."""
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_SOFT_HYPHEN = "\u00ad"  # which parts no word in two


def place_of(hit: Hit) -> tuple[int, int]:
    """The line and column of a hit's first match."""
    first, last = hit.section.lines
    source = _lines(Path(hit.essay.path), first, last)
    tokens = analyzer_for(hit.essay.language).tokens
    passage = hit.passage
    found = tokens(_readable(source))
    position = passage.highlights[0][0] if passage.highlights else 0
    before = [token.term for token in tokens(passage.text[:position])]
    after = [token.term for token in tokens(passage.text[position:])]
    terms = [token.term for token in found]
    places = [place for place, term in enumerate(terms) if after[:1] == [term]]
    if not places:
        return first, 1
    best = max(places, key=lambda place: _agreement(terms, place, before, after))
    start = found[best].start
    return first + source.count("\n", 0, start), start - source.rfind("\n", 0, start)


def _readable(source: str) -> str:
    """The source with as many characters, and nothing in it that is not read."""
    return _NOT_READ.sub(lambda markup: " " * len(markup[0]), _ESCAPE.sub(_SOFT_HYPHEN, source))


def _lines(file: Path, first: int, last: int) -> str:
    try:
        return "\n".join(file.read_text("utf-8-sig", errors="replace").split("\n")[first - 1 : last])
    except OSError:
        return ""


def _agreement(terms: list[str], place: int, before: list[str], after: list[str]) -> int:
    """How many words on both sides of a place are those of the passage, without a gap."""
    following = zip(terms[place : place + _NEIGHBOURS], after, strict=False)
    preceding = zip(terms[max(0, place - _NEIGHBOURS) : place][::-1], before[::-1], strict=False)
    return sum(
        sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], side)) for side in (following, preceding)
    )
