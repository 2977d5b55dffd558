"""Substack's export: a zip of `posts.csv` and `posts/<post_id>.html`.

`posts.csv` says of each post whether it is published and for whom (`everyone`, `only_paid`, ...); the
HTML is its body. What else is in the zip (subscribers, who opened what) is never read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from searchkit.essay import ReadingWarning
from searchkit.reading.html.fields import readable
from searchkit.reading.html.page import read_fragment
from searchkit.reading.importers.archive import MAX_DOCUMENT, MAX_POST, Export, UnreadableError, shown
from searchkit.reading.importers.exported import ExportedPost, Posts, Warn, day, warn_of

NAME = "Substack"
WHAT = "it is a zip with posts.csv in it: Settings, Exports on Substack"

_TABLE = "posts.csv"
_FIELD_SIZE = 2**24


def recognises(export: Export) -> bool:
    """Whether there is a table of posts with Substack's columns."""
    table = _table_name(export)
    try:
        return bool(table) and b"post_id" in export.read(table, MAX_DOCUMENT)[:2_000]
    except UnreadableError:
        return False


def posts(export: Export, warn: Warn) -> Posts:
    """The posts of the table, and those that only have a body."""
    table = _table_name(export)
    folder = str(PurePosixPath(table).parent)
    bodies = {
        PurePosixPath(name).name.removesuffix(".html"): name
        for name in export.names
        if name.endswith(".html") and str(PurePosixPath(name).parent.parent) == folder
    }
    rows = {row["post_id"]: row for row in _rows(export.read(table, MAX_DOCUMENT)) if row.get("post_id")}
    for identifier in bodies.keys() - rows.keys():
        rows[identifier] = {"post_id": identifier, "is_published": "false"}
        warn(ReadingWarning(shown(bodies[identifier]), 0, f"not in {_TABLE}: imported as a draft"))
    return Posts(len(rows), (_post(row, bodies, export, warn) for row in rows.values()))


def _table_name(export: Export) -> str:
    tables = [name for name in export.names if PurePosixPath(name).name == _TABLE]
    return min(tables, key=lambda name: name.count("/"), default="")


def _rows(table: bytes) -> Iterator[Mapping[str, str]]:
    csv.field_size_limit(_FIELD_SIZE)
    text = table.decode("utf-8-sig", "replace").replace("\0", "")
    for row in csv.DictReader(io.StringIO(text, newline="")):
        yield {key: value for key, value in row.items() if key and isinstance(value, str)}


def _post(
    row: Mapping[str, str], bodies: Mapping[str, str], export: Export, warn: Warn
) -> ExportedPost | None:
    identifier = row["post_id"]
    number, _, slug = identifier.partition(".")
    place = bodies.get(identifier) or bodies.get(number)
    title = row.get("title", "").strip()
    if place is None:
        warn(ReadingWarning(_TABLE, 0, f"skipped: there is no text of {identifier} ({title or 'no title'})"))
        return None
    try:
        html = export.read(place, MAX_POST).decode("utf-8-sig", "replace")
    except UnreadableError as error:
        warn(ReadingWarning(shown(place), 0, f"skipped: {error}"))
        return None
    markdown, problems = read_fragment(html)
    warn_of(problems, shown(place), warn)
    published = row.get("is_published", "").lower() != "false"
    return ExportedPost(
        key=number,
        name=slug or re.sub(r"\W+", "-", title.lower()) or number,
        fields={
            "title": readable(title),
            "subtitle": readable(row.get("subtitle", "").strip()),
            "date": day(row.get("post_date", "")),
            "type": row.get("type", ""),
            "audience": row.get("audience", ""),
            "draft": "" if published else "true",
            "post_id": identifier,
            "podcast_url": row.get("podcast_url", ""),
        },
        markdown=markdown,
    )
