"""Files to essays: a folder of posts goes in, `Essay` objects with their sections come out.

`find_posts` walks folders and reads no file; `read_post` reads one. In the order a post passes them:

    discovery     which files are posts, and what their paths are called (`ignoring`: which are not)
    decoding      bytes to text
    front_matter  text to fields and body (`bounded_yaml` parses, `recovery` mends what does not parse)
    metadata      fields to an essay without sections (`dates`, `plain` read single values)
    html          a page to fields and Markdown; `plain_text` a text to Markdown
    markdown      body to sections
    post          all of these in one: what `read_post` does

`importers` writes such posts from the exports of platforms. Another format is another way to Markdown
beside `html`, and its suffixes in `discovery`: there is one reader of sections. What parses files is
imported with the first file read, so that a search never pays for it.
"""

from __future__ import annotations

from msgspec import Struct

from searchkit.essay import Essay, ReadingWarning
from searchkit.reading.discovery import PostFile, find_posts
from searchkit.settings import Settings

__all__ = ["PostFile", "Reading", "find_posts", "read_post"]


class Reading(Struct, frozen=True):
    """What came of a file: an essay, or none and the warnings that say why it was skipped."""

    essay: Essay | None
    warnings: tuple[ReadingWarning, ...]


def read_post(file: PostFile, settings: Settings, content: bytes | None = None) -> Reading:
    """Read `file` (or `content` in its place). Nothing that a file holds raises: it is a warning."""
    from searchkit.reading.post import read  # markdown-it and yaml: 60 ms

    warnings: list[ReadingWarning] = []
    return Reading(read(file, settings, content, warnings), tuple(warnings))
