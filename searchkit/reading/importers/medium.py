"""Medium's export: a zip of `posts/<date>_<title>-<id>.html`, drafts as `posts/draft_<title>-<id>.html`.

Each is a page that says all about itself in microformats. What else is in the zip (claps, bookmarks,
sessions) is never read.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from searchkit.essay import ReadingWarning
from searchkit.reading.html.page import read_page
from searchkit.reading.importers.archive import MAX_POST, Export, UnreadableError, shown
from searchkit.reading.importers.exported import ExportedPost, Posts, Warn, day, warn_of

NAME = "Medium"
WHAT = "it is a zip with a folder of posts in HTML: Settings, Download your information on Medium"

_NAME = re.compile(
    r"(?:(?P<date>\d{4}-\d\d-\d\d)_|(?P<draft>draft_))(?P<slug>.*?)-*(?P<id>[0-9a-f]{8,12})\.html"
)


def recognises(export: Export) -> bool:
    """Whether there are posts by Medium's names."""
    return bool(_names(export))


def posts(export: Export, warn: Warn) -> Posts:
    """All posts, with drafts and responses to the posts of others."""
    names = _names(export)
    return Posts(len(names), (_post(name, found, export, warn) for name, found in names.items()))


def _names(export: Export) -> dict[str, re.Match[str]]:
    paths = {name: PurePosixPath(name) for name in export.names}
    return {
        name: found
        for name, path in paths.items()
        if path.parent.name == "posts" and (found := _NAME.fullmatch(path.name))
    }


def _post(name: str, found: re.Match[str], export: Export, warn: Warn) -> ExportedPost | None:
    try:
        page = read_page(export.read(name, MAX_POST).decode("utf-8-sig", "replace"), whole_page=False)
    except UnreadableError as error:
        warn(ReadingWarning(shown(name), 0, f"skipped: {error}"))
        return None
    warn_of(page.problems, shown(name), warn)
    fields = page.fields
    return ExportedPost(
        key=found["id"],
        name=found["slug"] or found["id"],
        fields={
            "title": _text(fields.get("title")),
            "subtitle": _text(fields.get("description")),
            "date": day(_text(fields.get("date"))) or found["date"] or "",
            "authors": [str(author) for author in fields.get("authors", [])],
            "draft": "true" if found["draft"] else "",
            "post_id": found["id"],
            "canonical_url": _text(fields.get("canonical_url")),
        },
        markdown=page.converted.markdown,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
