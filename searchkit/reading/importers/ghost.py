"""Ghost's export: one JSON file, which a full export has in a zip.

`db[0].data` holds tables: posts and pages, tags, users, and which belongs to which. A body is in
`html`; where that is missing, in the editor's own document (`ghost_documents`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from searchkit.errors import CorpusError
from searchkit.essay import ReadingWarning
from searchkit.reading.html.fields import readable
from searchkit.reading.html.page import read_fragment
from searchkit.reading.importers.archive import MAX_DOCUMENT, Export, UnreadableError
from searchkit.reading.importers.exported import ExportedPost, Posts, Warn, day, warn_of
from searchkit.reading.importers.ghost_documents import document_html

NAME = "Ghost"
WHAT = "it is a JSON file: Settings, Import/Export on Ghost"

_GLANCE = 100_000
Row = dict[str, Any]


def recognises(export: Export) -> bool:
    """Whether there is a JSON file that begins as Ghost's do."""
    return any(True for _ in _documents(export, lambda content: content))


def posts(export: Export, warn: Warn) -> Posts:
    """All posts and pages.

    Raises:
        CorpusError: the JSON does not parse, or is none of Ghost's.
    """
    for data in _documents(export, _parsed):
        rows = [row for row in _rows(data, "posts") if isinstance(row.get("id"), str | int)]
        tables = _Tables(data)
        return Posts(len(rows), (_post(row, tables, warn) for row in rows))
    raise CorpusError("there are no posts in the export", hint=WHAT)


def _documents(export: Export, read: Any) -> Iterator[Any]:
    for name in export.names:
        if name.lower().endswith(".json"):
            try:
                content = export.read(name, MAX_DOCUMENT)
            except UnreadableError:
                continue
            start = content[:_GLANCE]
            if b'"db"' in start or (b'"posts"' in content and b'"meta"' in start):
                yield read(content)


def _parsed(content: bytes) -> Row:
    try:
        document = json.loads(content)
        database = document.get("db", [document]) if isinstance(document, dict) else [{}]
        data = database[0]["data"]
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"the export does not parse ({error})", hint="download it again") from error
    except (LookupError, TypeError) as error:
        raise CorpusError("there are no posts in the export", hint=WHAT) from error
    return data if isinstance(data, dict) else {}


def _rows(data: Row, table: str) -> list[Row]:
    rows = data.get(table)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


class _Tables:
    """What belongs to posts, by their ids."""

    def __init__(self, data: Row) -> None:
        self.tags = _belonging(data, "posts_tags", "tag_id", "tags")
        self.authors = _belonging(data, "posts_authors", "author_id", "users")
        self.users = {row.get("id"): _text(row, "name") for row in _rows(data, "users")}
        self.meta = {row.get("post_id"): row for row in _rows(data, "posts_meta")}


def _belonging(data: Row, pairs: str, key: str, table: str) -> dict[Any, list[str]]:
    names = {row.get("id"): _text(row, "name") for row in _rows(data, table)}
    found: dict[Any, list[str]] = {}
    for pair in sorted(_rows(data, pairs), key=_order):
        if name := names.get(pair.get(key)):
            found.setdefault(pair.get("post_id"), []).append(readable(name))
    return found


def _order(pair: Row) -> int:
    order = pair.get("sort_order")
    return order if isinstance(order, int) else 0


def _post(row: Row, tables: _Tables, warn: Warn) -> ExportedPost:
    identifier, slug = str(row["id"]), _text(row, "slug")
    place = f"{slug or identifier}"
    html, notices = _text(row, "html"), list[str]()
    if not html:
        html, notices = document_html(_text(row, "lexical"), _text(row, "mobiledoc"))
    for notice in notices:
        warn(ReadingWarning(place, 0, notice))
    markdown, problems = read_fragment(html.replace("__GHOST_URL__", ""))
    warn_of(problems, place, warn)
    if not markdown and (plaintext := _text(row, "plaintext")):
        from searchkit.reading.plain_text import plain_text_to_markdown

        markdown = plain_text_to_markdown(plaintext)
    return ExportedPost(
        key=identifier,
        name=slug or identifier,
        fields={
            "title": readable(_text(row, "title")),
            "subtitle": readable(_text(row, "custom_excerpt")),
            "date": day(_text(row, "published_at") or _text(row, "created_at")),
            "updated": day(_text(row, "updated_at")),
            "authors": tables.authors.get(row["id"])
            or [name for name in [tables.users.get(row.get("author_id"), "")] if name],
            "tags": tables.tags.get(row["id"], []),
            "type": _text(row, "type") or ("page" if row.get("page") in (1, True) else "post"),
            "language": _text(row, "locale"),
            **_access(row, tables.meta.get(row["id"], {})),
            "slug": slug,
            "post_id": identifier,
            "canonical_url": _text(row, "canonical_url"),
        },
        markdown=markdown,
    )


def _access(row: Row, meta: Row) -> dict[str, str]:
    """Who may read a post: one that was only mailed has no page."""
    status = _text(row, "status") or "published"
    if status == "draft":
        return {"draft": "true", "visibility": _text(row, "visibility")}
    only_mailed = status == "sent" or meta.get("email_only") in (1, True)
    return {
        "status": "" if status in ("published", "sent") else status,
        "visibility": _text(row, "visibility"),
        "audience": "email" if only_mailed else "",
    }


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""
