"""What a page says about itself: a tree goes in, fields as of a front matter come out.

The first of these that says something counts: JSON-LD of schema.org's articles, OpenGraph and other
`meta` elements, microformats, and what the page shows (its heading, a `time`). What is made from the
text, such as a description that only repeats its beginning, is left out.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from searchkit.reading.bounded_yaml import Value
from searchkit.reading.html.inline import escaped
from searchkit.reading.html.tree import Element, classes_of, tag_of, text_of

_ARTICLES = frozenset(
    """
    Article BlogPosting NewsArticle Report ScholarlyArticle TechArticle OpinionNewsArticle
    AnalysisNewsArticle ReportageNewsArticle SocialMediaPosting LiveBlogPosting
    """.split()
)
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title"),
    "date": (
        *("article:published_time", "og:published_time", "date", "pubdate", "publish-date", "dc.date"),
        *(
            "dc.date.issued",
            "dcterms.created",
            "citation_publication_date",
            "datepublished",
            "parsely-pub-date",
        ),
    ),
    "updated": ("article:modified_time", "og:updated_time", "last-modified", "dcterms.modified"),
    "authors": (
        "author",
        "article:author",
        "dc.creator",
        "citation_author",
        "parsely-author",
        "twitter:creator",
    ),
    "description": ("og:description", "description", "twitter:description", "dc.description"),
    "tags": ("article:tag", "keywords", "news_keywords"),
    "canonical_url": ("og:url",),
    "language": ("og:locale", "dc.language"),
}
_SCHEMA = {
    "title": ("headline", "name"),
    "date": ("datePublished", "dateCreated"),
    "updated": ("dateModified",),
    "description": ("alternativeHeadline", "description"),
    "canonical_url": ("url",),
    "language": ("inLanguage",),
}
_MOST_SCHEMA = 2_000
_FIRST_PARAGRAPHS = 10
_SUBTITLE = re.compile(r"sub-?title|\bde[ck]k?\b|standfirst|tagline|p-summary|description|excerpt")
_SITE_NAME = re.compile(r"\s+[|–—·»•-]\s+|\s*\|\s*")
_MARKUP = re.compile(r"[\\&<*_`\[~]")
_HANDLE_OR_ADDRESS = re.compile(r"@|https?:")


def page_fields(page: Element, article: Element) -> tuple[dict[str, Value], int]:
    """The fields of `page`, and the line of its title."""
    schema, meta = _schema(page), _meta(page)
    shown = _shown(page, article)
    fields: dict[str, Value] = {}
    for name in _META:
        said = (schema.get(name, []), meta.get(name, []), shown.get(name, []))
        if values := next((values for values in said if values), []):
            fields[name] = [readable(value) for value in values] if name in ("authors", "tags") else values[0]
    title = _title(page, fields.get("title"), meta.get("site", []))
    fields["title"] = readable(title)
    description = fields.get("description")
    if isinstance(description, str):
        fields["description"] = readable(description)
        if _repeats(description, title, article):
            del fields["description"]
    return {name: value for name, value in fields.items() if value}, _line_of(page, title)


def readable(text: str) -> str:
    """Text as the value of a field, where Markdown is read: escaped where there could be some."""
    return escaped(text) if _MARKUP.search(text) else text


def letters(text: str) -> str:
    """What of a text counts when two are compared."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _meta(page: Element) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name and (content := " ".join((element.get("content") or "").split())):
            said.setdefault(name, []).append(content)
    for link in page.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and (href := link.get("href")):
            said["og:url"] = [href.strip(), *said.get("og:url", [])]
    found = {
        field: next((said[name] for name in names if name in said), []) for field, names in _META.items()
    }
    found["authors"] = [author for author in found["authors"] if not _HANDLE_OR_ADDRESS.match(author)]
    if len(found["tags"]) == 1:
        found["tags"] = [tag.strip() for tag in found["tags"][0].split(",") if tag.strip()]
    return found | {"site": said.get("og:site_name", [])}


def _schema(page: Element) -> dict[str, list[str]]:
    """What the first article of the page's JSON-LD says."""
    objects = [one for script in page.iter("script") for one in _objects(script)][:_MOST_SCHEMA]
    article = next((one for one in objects if not _ARTICLES.isdisjoint(_strings(one.get("@type")))), None)
    if article is None:
        return {}
    by_id = {one["@id"]: one for one in objects if isinstance(one.get("@id"), str) and "name" in one}
    found = {
        field: [text for name in names for text in _strings(article.get(name))]
        for field, names in _SCHEMA.items()
    }
    found["authors"] = [name for one in _listed(article.get("author")) if (name := _name(one, by_id))]
    found["tags"] = [tag.strip() for text in _strings(article.get("keywords")) for tag in text.split(",")]
    return found


def _objects(script: Element) -> Iterator[dict[str, Any]]:
    if "ld+json" not in (script.get("type") or ""):
        return
    try:
        waiting = [json.loads(script.text or "")]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            yield value
            waiting += [
                part for key in ("@graph", "mainEntity", "author") for part in _listed(value.get(key))
            ]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _strings(value: Any) -> list[str]:
    texts = (text for text in _listed(value) if isinstance(text, str))
    return [clean for text in texts if (clean := " ".join(html.unescape(text).split()))]


def _name(author: Any, by_id: dict[str, dict[str, Any]]) -> str:
    if isinstance(author, dict):
        author = author.get("name") or by_id.get(str(author.get("@id")), {}).get("name")
    return "".join(_strings(author)[:1])


def _shown(page: Element, article: Element) -> dict[str, list[str]]:
    """What microformats and plain HTML say to the page's readers."""
    around = article.getparent()
    if around is None:
        around = article
    entry = next((above for above in article.iterancestors() if tag_of(above) == "article"), around)
    names = _by_class(entry, "p-name")
    headings = [text for heading in page.iter("h1") if (text := text_of(heading))]
    return {
        "title": names or (headings if len(headings) == 1 else []),
        "date": [*_times(entry, "dt-published"), *_times(entry, "")],
        "updated": _times(entry, "dt-updated"),
        "authors": _by_class(entry, "p-author") or _linked(entry, "author"),
        "description": _by_class(entry, "p-summary"),
        "tags": _by_class(entry, "p-category") or _linked(entry, "tag"),
        "canonical_url": [
            href
            for link in entry.iter("a")
            if "p-canonical" in classes_of(link) and (href := link.get("href"))
        ],
        "language": [
            language
            for element in (page, page.find("body"))
            if element is not None and (language := element.get("lang") or element.get("xml:lang"))
        ],
    }


def _by_class(entry: Element, name: str) -> list[str]:
    return [text for element in entry.iter() if name in classes_of(element) and (text := text_of(element))]


def _linked(entry: Element, relation: str) -> list[str]:
    links = (link for link in entry.iter("a", "link") if relation in (link.get("rel") or "").split())
    return list(dict.fromkeys(text for link in links if (text := text_of(link))))


def _times(entry: Element, name: str) -> list[str]:
    return [
        date
        for time in entry.iter("time", "abbr")
        if (not name or name in classes_of(time)) and (date := time.get("datetime"))
    ]


def _title(page: Element, said: Value | None, site: Sequence[str]) -> str:
    """The title without the name of the site behind it."""
    if isinstance(said, str) and said:
        title = said
    else:
        element = page.find(".//title")
        title = text_of(element) if element is not None else ""
    parts = _SITE_NAME.split(title)
    headings = {letters(text_of(heading)) for heading in page.iter("h1", "h2")} - {""}
    for count in range(1, len(parts)):
        start = title[: title.rindex(parts[-count])].rstrip(" |–—·»•-")
        if letters(start) in headings or (site and letters(title[len(start) :]) == letters(site[0])):
            return start
    return title


def _repeats(description: str, title: str, article: Element) -> bool:
    """Whether a description was made of the title or of the first paragraphs."""
    said = letters(description.rstrip(". …"))
    paragraphs = islice((text for text in article.iter("p") if not is_subtitle(text)), _FIRST_PARAGRAPHS)
    return not said or said == letters(title) or said in letters(" ".join(map(text_of, paragraphs)))


def is_subtitle(element: Element) -> bool:
    """Whether a heading or paragraph is what a page shows as its subtitle."""
    names = " ".join(classes_of(element)).lower()
    return tag_of(element) != "p" or _SUBTITLE.search(names) is not None


def _line_of(page: Element, title: str) -> int:
    for element in page.iter("h1", "h2", "h3", "title"):
        if letters(text_of(element)) == letters(title):
            return element.sourceline or 1
    return 1
