"""WordPress's export: WXR, which is RSS with WordPress's own elements; WordPress.com zips it.

Posts, pages and what plugins call posts are imported, with their status; attachments, menus and
revisions are not. The XML may declare no entities, so it cannot grow when it is parsed.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from searchkit.errors import CorpusError
from searchkit.essay import ReadingWarning
from searchkit.reading.html.fields import readable
from searchkit.reading.html.page import read_fragment
from searchkit.reading.importers.archive import MAX_DOCUMENT, MAX_POST, Export, UnreadableError, shown
from searchkit.reading.importers.exported import ExportedPost, Posts, Warn, day, warn_of
from searchkit.reading.importers.shortcodes import to_html

NAME = "WordPress"
WHAT = "it is an XML file: Tools, Export on WordPress"

_GLANCE = 20_000
_NO_POSTS = frozenset(
    """
    attachment nav_menu_item revision customize_changeset oembed_cache user_request wp_block wp_template
    wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face custom_css feedback
    jetpack_migration jp_pay_order jp_pay_product acf-field acf-field-group wpcf7_contact_form
    """.split()
)
_NAMESPACE = re.compile(r"\{[^}]*\}")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARKUP = re.compile(r"<[^<>]*>")


def recognises(export: Export) -> bool:
    """Whether there is an XML file with WordPress's namespace."""
    return any(True for _ in _documents(export))


def posts(export: Export, warn: Warn) -> Posts:
    """All posts and pages of all files.

    Raises:
        CorpusError: one declares entities.
    """
    documents = list(_documents(export))
    total = sum(content.count(b"<item>") for _, content in documents)
    return Posts(total, (post for name, content in documents for post in _of_document(name, content, warn)))


def _documents(export: Export) -> Iterator[tuple[str, bytes]]:
    for name in export.names:
        if name.lower().endswith((".xml", ".wxr")):
            try:
                content = export.read(name, MAX_DOCUMENT)
            except UnreadableError:
                continue
            if b"wordpress.org/export" in content[:_GLANCE]:
                yield name, content


def _of_document(name: str, content: bytes, warn: Warn) -> Iterator[ExportedPost | None]:
    """The posts of one file, each read and let go; what comes after a place that does not parse is lost."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    authors: dict[str, str] = {}
    try:
        for _, element in iterparse(io.BytesIO(_CONTROLS.sub(b"", content)), events=("end",)):
            tag = _local(element)
            if tag == "author":
                fields = _fields(element)
                authors[fields.get("author_login", "")] = fields.get("author_display_name", "")
            elif tag == "item":
                if _fields(element).get("post_type", "post") not in _NO_POSTS:
                    yield _post(element, authors, name, warn)
                element.clear()
    except DefusedXmlException as error:
        raise CorpusError(
            f"{shown(name)} declares XML entities, which no export of WordPress does", hint="export it again"
        ) from error
    except ParseError as error:
        line = error.position[0]
        warn(
            ReadingWarning(
                shown(name), line, f"it does not parse: the posts after this line are lost ({error})"
            )
        )


def _local(element: Element) -> str:
    return _NAMESPACE.sub("", element.tag) if isinstance(element.tag, str) else ""


def _fields(item: Element) -> dict[str, str]:
    """The texts of an item's elements by name; `content:encoded` and `excerpt:encoded` by their prefix."""
    fields: dict[str, str] = {}
    for child in item:
        name = _local(child)
        if name == "encoded":
            name = "excerpt" if "excerpt" in child.tag else "content"
        fields.setdefault(name, (child.text or "").strip())
    return fields


def _post(item: Element, authors: dict[str, str], document: str, warn: Warn) -> ExportedPost | None:
    fields = _fields(item)
    identifier = fields.get("post_id") or fields.get("guid", "")
    slug = fields.get("post_name", "")
    place = f"{shown(document)} ({slug or identifier})"
    content = fields.get("content", "")
    if len(content) > MAX_POST:
        warn(ReadingWarning(place, 0, f"skipped: it is larger than {MAX_POST >> 20} MB"))
        return None
    if fields.get("status") == "auto-draft" and not content:
        return None
    is_classic = "<!-- wp:" not in content
    body, notices = to_html(content)
    for notice in notices:
        warn(ReadingWarning(place, 0, notice))
    markdown, problems = read_fragment(body + _footnotes(item), breaks=is_classic)
    warn_of(problems, place, warn)
    login = fields.get("creator", "")
    return ExportedPost(
        key=identifier,
        name=slug or _plain(fields.get("title", "")),
        fields={
            "title": readable(_plain(fields.get("title", ""))),
            "subtitle": readable(_plain(fields.get("excerpt", ""))),
            "date": day(fields.get("post_date", "")) or day(fields.get("post_date_gmt", "")),
            "updated": day(fields.get("post_modified", "")),
            "authors": [name for name in [readable(authors.get(login) or login)] if name],
            "categories": _terms(item, "category"),
            "tags": _terms(item, "post_tag"),
            "type": fields.get("post_type", "post"),
            **_access(fields),
            "slug": slug,
            "post_id": identifier,
            "canonical_url": fields.get("link", "") if fields.get("status") == "publish" else "",
        },
        markdown=markdown,
    )


def _access(fields: dict[str, str]) -> dict[str, str]:
    status = fields.get("status", "publish")
    if status in ("draft", "auto-draft"):
        return {"draft": "true"}
    if status != "publish":
        return {"status": status}
    return {"visibility": "password" if fields.get("post_password") else ""}


def _terms(item: Element, domain: str) -> list[str]:
    names = [
        child.text or "" for child in item if _local(child) == "category" and child.get("domain") == domain
    ]
    return [readable(_plain(name)) for name in dict.fromkeys(names) if name and name != "Uncategorized"]


def _footnotes(item: Element) -> str:
    """The footnotes of the block editor, which are kept beside the content."""
    for meta in item:
        fields = _fields(meta) if _local(meta) == "postmeta" else {}
        if fields.get("meta_key") == "footnotes":
            notes = [_footnote(note) for note in _json_list(fields.get("meta_value", ""))]
            return f'<ol class="wp-block-footnotes">{"".join(notes)}</ol>'
    return ""


def _footnote(note: Any) -> str:
    if not isinstance(note, dict):
        return ""
    return f'<li id="{html.escape(str(note.get("id", "")))}">{note.get("content", "")}</li>'


def _json_list(text: str) -> list[Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return value if isinstance(value, list) else []


def _plain(text: str) -> str:
    """HTML as the text of a field."""
    return " ".join(html.unescape(_MARKUP.sub("", text)).split())
