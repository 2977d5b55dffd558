"""The files that a reader's browser is given: the search box, its static reader, the style of our pages.

They are served and copied as they are: plain scripts, without a build step.
"""

from __future__ import annotations

from pathlib import Path

BOX_FILES = {
    "searchkit-box.js": "text/javascript",
    "searchkit.js": "text/javascript",
    "searchkit-page.css": "text/css",
}
"""Their names and media types."""


def box_file(name: str) -> bytes:
    """The content of one of `BOX_FILES`."""
    return (Path(__file__).parent / name).read_bytes()
