"""HTML inside Markdown, as tags and text.

>>> [piece for piece in read_html('<p>A &amp; B<br>C<!-- no --></p>') if isinstance(piece, str)]
['A & B', 'C']

No tree is built and nothing has to be closed: who reads the pieces decides what a tag means. What
a browser does not show (comments, scripts, styles) is left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from msgspec import Struct

_FLAT = r"\{[^{}]*+\}"
_NESTED = rf"\{{(?:[^{{}}]|{_FLAT})*+\}}"
BRACES = rf"\{{(?:[^{{}}]|\{{(?:[^{{}}]|{_NESTED})*+\}})*+\}}"
"""A pattern for what stands in braces, which may hold braces, four deep: JSX."""
_REST_OF_TAG = rf"""(?: =\s*+{BRACES} | [^<>"'] | "[^"]*+" | '[^']*+' )*+>"""
TAG_ONLY = rf"</? [A-Za-z][\w:-]*+ (?:\.[A-Z]\w*+)*+ (?=[\s/>]) {_REST_OF_TAG}"
"""A pattern, to be compiled as verbose, for one tag. Its attributes may be JSX."""
_TAG = (
    rf"< (?P<close>/)? (?P<name>[A-Za-z][\w:-]*+(?:\.[A-Z]\w*+)*+) (?=[\s/>]) (?P<attributes>{_REST_OF_TAG})"
)
_UNSEEN = r"<!--.*?(?:-->|\Z) | <!\[CDATA\[.*?(?:\]\]>|\Z) | <\?.*?(?:\?>|\Z) | <![A-Za-z][^>]*+>"
_UNREAD = r"<(?P<unread>script|style|template|iframe|svg|head)\b.*?(?:</(?P=unread)\s*>|\Z)"
_PIECE = re.compile(
    rf"{_UNSEEN} | {_UNREAD} | (?P<pre><pre\b{_REST_OF_TAG}(?P<code>.*?)(?:</pre\s*>|\Z)) | {_TAG}",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CLOSED_UNSEEN = re.compile(
    r"<!---?>|<!--(?s:.*?)-->|<\?(?s:.*?)\?>|<!\[CDATA\[(?s:.*?)\]\]>|<![A-Za-z][^>]*+>"
)
_INLINE_TAG = re.compile(_TAG, re.VERBOSE)
_ATTRIBUTE = re.compile(r"""([\w:-]++)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


class Tag(Struct, frozen=True):
    """`<name attributes>`, or `</name>` where `closes`."""

    name: str
    closes: bool
    source: str

    def attribute(self, name: str) -> str:
        """The value of an attribute, empty where there is none."""
        for key, *values in _ATTRIBUTE.findall(self.source):
            if key.lower() == name:
                return html.unescape("".join(values))
        return ""


class Preformatted(Struct, frozen=True):
    """The text of a `<pre>`, its lines as they stand."""

    text: str


class SkippedLines(Struct, frozen=True):
    """Line breaks inside a tag or in what is not shown; they count, but nobody sees them."""

    count: int


def read_html(source: str) -> Iterator[str | Tag | Preformatted | SkippedLines]:
    """The text, tags and preformatted blocks of `source`, in order."""
    end = 0
    for piece in _PIECE.finditer(source):
        if piece.start() > end:
            yield html.unescape(source[end : piece.start()])
        end = piece.end()
        if piece["name"]:
            yield Tag(piece["name"].lower(), bool(piece["close"]), piece["attributes"])
        elif piece["pre"]:
            yield Preformatted(html.unescape(_INLINE_TAG.sub("", piece["code"])))
        if lines := source.count("\n", piece.start(), end):
            yield SkippedLines(lines)
    if end < len(source):
        yield html.unescape(source[end:])


def read_tag(source: str) -> Tag | None:
    """The tag that `source` is, or nothing where it is a comment."""
    found = _INLINE_TAG.match(source)
    return Tag(found["name"].lower(), bool(found["close"]), found["attributes"]) if found else None


def inline_tag_end(text: str, start: int, last_close: int) -> int:
    """Where the tag or comment at `start` ends, or -1; no `>` stands after `last_close`."""
    if start > last_close:
        return -1
    pattern = _CLOSED_UNSEEN if text.startswith(("<!", "<?"), start) else _INLINE_TAG
    found = pattern.match(text, start)
    return found.end() if found else -1
