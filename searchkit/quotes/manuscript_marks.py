r"""Quotation marks paired: a paragraph goes in, the spans between its marks come out.

Every convention in use is read: “English”, "typewritten", ‘British’, „German“, »German«, « French »,
「Japanese」. A mark inside another's pair belongs to what is quoted. An apostrophe is no mark, nor are
the inches of 6". What nothing closes is not quoted, unless it goes on in the next paragraph.

>>> text = "It’s “a ‘nested’ one”, and 'a single', of the dogs' 6\" size."
>>> [text[start:end] for start, end in marked_spans(text)]
['a ‘nested’ one', 'a single']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLOSERS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    '"': '"',
    "‘": "’'",
    "'": "'’",
    "‚": "‘’",
}
"""Each mark that opens, and those that may close it."""

_SINGLE = frozenset("‘'‚")
_EITHER_WAY = frozenset("\"'»")
"""Marks that open or close by what is beside them."""
_OPENS_AFTER = frozenset("([{—–-/:,.;") | frozenset(_CLOSERS)
_SHORTENED = re.compile(r"'(?:tis|twas|twere|em|til|cause|bout|round|n|\d\ds?)\b", re.IGNORECASE)
_ENDS_BEFORE = frozenset(".,;:!?…)]—–")


def marked_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each quotation of a paragraph starts and ends, without its marks; none is in another."""
    place = 0
    while place < len(text):
        if _opens(text, place) and (end := _closing(text, place)):
            yield place + 1, end
            place = end
        place += 1


def open_mark(text: str) -> str:
    """The mark of a quotation that does not end with the paragraph, or nothing."""
    ends = [end for _, end in marked_spans(text)]
    start = ends[-1] + 1 if ends else 0
    marks = [text[place] for place in range(start, len(text)) if _opens(text, place)]
    return next((mark for mark in marks if mark not in _SINGLE), "")


def _opens(text: str, place: int) -> bool:
    mark, after = text[place], text[place + 1 : place + 2]
    if mark not in _CLOSERS or not after:
        return False
    if after.isspace():
        return mark == "«" and after != "\n"  # the French leave a space
    if mark not in _EITHER_WAY:
        return True
    before = text[place - 1 : place]
    if mark == "'" and _SHORTENED.match(text, place):
        return False
    return not before or before.isspace() or before in _OPENS_AFTER or ord(before) > 0x2E7F


def _closing(text: str, opening: int) -> int | None:
    """Where the mark stands that closes, or nothing where none does before the same mark opens again."""
    mark = text[opening]
    closers = _CLOSERS[mark]
    doubtful = None
    for place in range(opening + 1, len(text)):
        character = text[place]
        if character in closers and not _is_inner(text, place):
            if mark not in _SINGLE or _surely_ends(text, place):
                return place
            doubtful = doubtful or place
        elif character == mark and mark not in _SINGLE and _opens(text, place):
            return None
    return doubtful


def _is_inner(text: str, place: int) -> bool:
    """Whether a mark that could close stands inside a word, or where another quotation opens."""
    mark, before, after = text[place], text[place - 1], text[place + 1 : place + 2]
    if mark in "’'":
        return after.isalnum() or before.isspace()
    return mark == '"' and before.isspace() and after.isalnum()


def _surely_ends(text: str, place: int) -> bool:
    """Whether a single mark is that of no plural: *the dogs’ tails* goes on."""
    before, after = text[place - 1], text[place + 1 : place + 2]
    return before != "s" or not after or after in _ENDS_BEFORE
