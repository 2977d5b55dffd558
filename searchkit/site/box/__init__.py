"""The files that a reader's browser is given: the search box, its static reader, the style of our pages.

They are plain scripts without a build step, served and copied as they are but for comments and
indentation, which a third of them would be.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

BOX_FILES = {
    "searchkit-box.js": "text/javascript",
    "searchkit-box-words.js": "text/javascript",
    "searchkit.js": "text/javascript",
    "searchkit-query.js": "text/javascript",
    "searchkit-help.js": "text/javascript",
    "searchkit-page.css": "text/css",
}
"""Their names and media types."""

_ASIDE = re.compile(rb"^\s*(?:/\*\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)\n|^[ \t]+|^\n", re.MULTILINE)
"""A comment that has its lines to itself, the start of an indented line, an empty line."""


@cache
def box_file(name: str) -> bytes:
    """The content of one of `BOX_FILES`."""
    content = (Path(__file__).parent / name).read_bytes()
    return _ASIDE.sub(b"", content) if name.endswith(".js") else content
