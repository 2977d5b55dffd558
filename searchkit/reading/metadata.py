"""Fields to an essay: front matter goes in, an `Essay` without sections comes out.

Writers and platforms name one thing in many ways; `_NAMES` lists them, best first. The first that
holds something counts, and every field that is not used is kept in the essay's `extra`. What front
matter does not say, the file's path does: the date, the slug, the id, and (in `post`) the title.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from searchkit.essay import PUBLIC, Essay, ReadingWarning
from searchkit.reading.bounded_yaml import Value
from searchkit.reading.dates import date_of_folders, dated_name, parse_date
from searchkit.reading.front_matter import FrontMatter
from searchkit.reading.plain import plain
from searchkit.settings import Settings

_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "subtitle": (
        *("subtitle", "sub_title", "description", "dek", "deck", "tagline"),
        *("summary", "excerpt", "custom_excerpt", "abstract"),
    ),
    "date": (
        *(
            "date",
            "published",
            "published_at",
            "published_on",
            "published_date",
            "publish_date",
            "publishdate",
        ),
        *("pub_date", "pubdate", "date_published", "post_date", "created", "created_at", "date_created"),
    ),
    "updated": (
        *("updated", "updated_at", "updated_on", "update_date", "date_updated", "lastmod", "last_mod"),
        *("modified", "modified_at", "date_modified", "last_modified", "last_modified_at", "last_updated"),
    ),
    "authors": ("authors", "author", "byline", "by", "creator", "writer"),
    "tags": ("tags", "tag", "categories", "category", "topics", "topic", "keywords", "keyword", "labels"),
    "type": ("type", "post_type", "content_type"),
    "language": ("language", "lang", "locale"),
    "slug": ("slug",),
    "id": ("post_id", "id"),
    "url": ("canonical_url", "canonical", "url", "permalink"),
    "aliases": ("aliases", "alias", "redirect_from", "redirects"),
}

_CONTAINERS = ("params", "taxonomies", "meta", "metadata", "extra", "date", "dates")
"""Fields whose own fields count as if they stood beside them (Hugo, Zola and others)."""

_ACCESS = ("draft", "visibility", "audience")
"""Fields that say nothing but who may read the essay."""

_YES = frozenset({"true", "yes", "on", "y", "1"})
_NO = frozenset({"", "false", "no", "off", "n", "0"})
_OPEN = frozenset({"", "everyone", "public", "all", *_YES})
_UNPUBLISHED = frozenset({"draft", "private", "scheduled", "pending", "future", "unpublished", "trash"})

_LANGUAGES = dict(
    pair.split(":")
    for pair in (
        "english:en french:fr german:de spanish:es italian:it portuguese:pt dutch:nl russian:ru swedish:sv"
        " danish:da norwegian:no finnish:fi chinese:zh japanese:ja korean:ko"
    ).split()
)
_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_.@].*)?", re.IGNORECASE)

# `and`, `&`, `;` or a comma, but not the comma in `Martin Luther King, Jr.`
_BETWEEN_AUTHORS = re.compile(
    r"\s*(?:;|&|\band\b|,(?!\s*(?:Jr|Sr|Ph\.?D|M\.?D|Esq|II|III|IV)\b)(?:\s*and\b)?)\s*"
)
_ADDRESS = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_SUBSTACK_ID = re.compile(r"\d+\.(.+)")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Metadata:
    """An essay without sections, and the lines of its title and subtitle in the file."""

    essay: Essay
    title_lines: tuple[int, int]


def read_metadata(
    front: FrontMatter, path: str, settings: Settings, warnings: list[ReadingWarning]
) -> Metadata:
    """The essay that `front` and `path` describe; its title is empty where `front` has none."""
    fields = _Fields(front, path, warnings)
    name_date, name = dated_name(_name(path))
    identifier = fields.word("id")
    slug = fields.word("slug")
    access = fields.access()
    essay = Essay(
        id=identifier or slug or _stem(path),
        path=path,
        title=fields.text("title"),
        subtitle=fields.text("subtitle"),
        date=fields.date("date") or name_date or date_of_folders(path),
        updated=fields.date("updated"),
        authors=fields.authors(),
        tags=fields.tags(),
        type=fields.text("type"),
        language=fields.language() or settings.language,
        access="draft" if "_drafts" in PurePosixPath(path).parts else access,
        slug=slug or _substack_slug(identifier) or name or _name(path),
        aliases=fields.aliases(),
        url=fields.url(),
    )
    essay = replace(_with_url(essay, settings.url), extra=fields.unused())
    return Metadata(essay, fields.lines("title", "subtitle"))


def title_from_path(path: str) -> str:
    """A readable title from a file's name, without its date.

    >>> title_from_path("2023/2023-03-20-the-quiet-parts.md"), title_from_path("essays/on_reading/index.md")
    ('the quiet parts', 'on reading')
    """
    _, name = dated_name(_name(path))
    return " ".join(re.sub(r"[-_]+", " ", name).split()) or _name(path)


class _Fields:
    """The fields of a front matter by what they mean, and which of them were used."""

    def __init__(self, front: FrontMatter, path: str, warnings: list[ReadingWarning]) -> None:
        self._front = front
        self._path = path
        self._warnings = warnings
        self._used: set[str] = set()
        self._fields: dict[str, tuple[str, Value]] = {}
        for key, value in _unnested(front.fields):
            self._fields.setdefault(_normal(key), (key, value))

    def text(self, meaning: str) -> str:
        """Words for a reader: of a list or a map, all of them."""
        return self._first(meaning, lambda value: ", ".join(plain(part) for part in _strings(value)))

    def word(self, meaning: str) -> str:
        """Words for a program, as they are written."""
        return self._first(meaning, _one_line)

    def url(self) -> str:
        """The post's own address; `/2023/post/` is none, and stays in `extra`."""
        return self._first("url", lambda value: _one_line(value) if _is_absolute(value) else "")

    def date(self, meaning: str) -> dt.date | None:
        """The first of its fields that is a date; the others are warned of."""
        for key, value in self._named(_NAMES[meaning]):
            text = _one_line(value)
            if text.lower() in _YES | _NO:  # `published: true` is about access
                continue
            self._used.add(key)
            if date := parse_date(text):
                return date
            self._warn(key, f"{key} is not a date: {text[:80]!r}")
        return None

    def language(self) -> str:
        """A primary language subtag, or nothing."""
        text = self._first(
            "language", lambda value: _one_line(value[:1] if isinstance(value, list) else value)
        )
        tag = _LANGUAGE_TAG.fullmatch(text)
        language = tag[1].lower() if tag else _LANGUAGES.get(text.lower(), "")
        if text and not language:
            self._warn("language", f"language is not a language tag: {text[:80]!r}")
        return language

    def authors(self) -> tuple[str, ...]:
        """Names; a text may hold several, a list has one an item."""
        for key, value in self._named(_NAMES["authors"]):
            names = _split_authors(value) if isinstance(value, str) else _labels(value)
            if authors := _distinct(plain(_ADDRESS.sub("", name)) for name in names):
                self._used.add(key)
                return authors
        return ()

    def tags(self) -> tuple[str, ...]:
        """All tags, categories and keywords."""
        tags: list[str] = []
        for key, value in self._named(_NAMES["tags"]):
            self._used.add(key)
            tags += _split_tags(value) if isinstance(value, str) else _labels(value)
        return _distinct(plain(tag).removeprefix("#") for tag in tags)

    def aliases(self) -> tuple[str, ...]:
        """Other names and former addresses."""
        aliases: list[str] = []
        for key, value in self._named(_NAMES["aliases"]):
            self._used.add(key)
            aliases += value.split(",") if isinstance(value, str) else _strings(value)
        return _distinct(alias.strip() for alias in aliases)

    def access(self) -> str:
        """Who may read it. In doubt not everyone: a draft must not be served for a typing error."""
        draft, private, status = (
            self._flag("draft"),
            self._flag("private"),
            self._flag("status", "post_status"),
        )
        published = [self._flag(name) for name in ("published", "publish", "is_published")]
        restrictions = [self._flag("visibility"), self._flag("audience")]
        if draft not in _NO or any(flag in _NO - {""} for flag in published):
            return "draft"
        if status in _UNPUBLISHED:
            return status
        if private not in _NO:
            return "private"
        return next((word for word in restrictions if word not in _OPEN), PUBLIC)

    def lines(self, *meanings: str) -> tuple[int, int]:
        """The first and last line of the fields of these meanings that were used."""
        names = {name for meaning in meanings for name in _NAMES[meaning]}
        places = [
            lines for key, lines in self._front.lines.items() if key in self._used and _normal(key) in names
        ]
        return (min(first for first, _ in places), max(last for _, last in places)) if places else (1, 1)

    def unused(self) -> dict[str, Value]:
        """What became no part of the essay, as it was written."""
        return {
            key: value
            for key, value in self._front.fields.items()
            if key not in self._used and _normal(key) not in _ACCESS
        }

    def _named(self, names: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
        return (self._fields[name] for name in names if name in self._fields)

    def _first(self, meaning: str, read: Callable[[Value], str]) -> str:
        for key, value in self._named(_NAMES[meaning]):
            if text := read(value):
                self._used.add(key)
                return text
        return ""

    def _flag(self, *names: str) -> str:
        return next((text for _, value in self._named(names) if (text := _one_line(value).lower())), "")

    def _warn(self, key: str, message: str) -> None:
        line, _ = self._front.lines.get(key, (0, 0))
        self._warnings.append(ReadingWarning(self._path, line, message))


def _unnested(fields: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    yield from fields.items()
    for key, value in fields.items():
        if isinstance(value, dict) and _normal(key) in _CONTAINERS:
            yield from value.items()


def _normal(key: str) -> str:
    """A key in the spelling of `_NAMES`: `lastModified`, `Last-Modified` and `last modified` are one."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower().replace("-", "_").replace(" ", "_")


def _strings(value: Value) -> list[str]:
    """Every text in `value`, in order."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [text for part in parts for text in _strings(part)]


def _one_line(value: Value) -> str:
    text = " ".join(" ".join(_strings(value)).split())
    return "" if "{{" in text else text


def _is_absolute(value: Value) -> bool:
    return isinstance(value, str) and value.strip().lower().startswith(("https://", "http://"))


def _labels(value: Value) -> list[str]:
    """What the items of a list are called, be they texts or maps with a name."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [label for item in value for label in _labels(item)]
    for key in ("name", "full_name", "display_name", "title", "slug"):
        if isinstance(name := value.get(key), str):
            return [name]
    return list(value)


def _split_authors(text: str) -> list[str]:
    return _BETWEEN_AUTHORS.split(" ".join(text.split()))


def _split_tags(text: str) -> list[str]:
    words = text.split()
    if "," not in text and all(word.startswith("#") for word in words):
        return words
    return text.split(",")


def _distinct(texts: Iterator[str]) -> tuple[str, ...]:
    """`texts` without the empty ones, and one of those that differ in case only."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(text.casefold(), text)
    first.pop("", None)
    return tuple(first.values())


def _name(path: str) -> str:
    """The name that a post goes by: of `essay/index.md` it is that of the folder."""
    file = PurePosixPath(path)
    return file.parent.name if file.stem in ("index", "_index") and file.parent.name else file.stem


def _stem(path: str) -> str:
    return path.rpartition(".")[0]


def _substack_slug(identifier: str) -> str:
    """The slug in an id of Substack's export: `100338908.scaling-rl-axes`."""
    found = _SUBSTACK_ID.fullmatch(identifier)
    return found[1] if found else ""


def _with_url(essay: Essay, template: str) -> Essay:
    if essay.url or not template:
        return essay
    parts = {"slug": essay.slug, "id": essay.id, "path": _stem(essay.path)}
    if essay.date:
        parts |= {"year": f"{essay.date:%Y}", "month": f"{essay.date:%m}", "day": f"{essay.date:%d}"}
    if not all(name in parts for name in _PLACEHOLDER.findall(template)):
        return essay  # no date, no address by date; what means nothing was refused with the settings
    return replace(essay, url=_PLACEHOLDER.sub(lambda place: quote(parts[place[1]]), template))
