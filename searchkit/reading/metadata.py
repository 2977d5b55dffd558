"""Fields to an essay: front matter goes in, an `Essay` without sections comes out.

Writers and platforms name one thing in many ways; `_NAMES` lists them, best first. The first that
holds something counts, and every field that is not used is kept in the essay's `extra`. What front
matter does not say, the file's path does: the date, the slug, the id, and (in `post`) the title.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from searchkit.analysis.language import language_code
from searchkit.essay import PUBLIC, Essay, ReadingWarning
from searchkit.reading.bounded_yaml import Value
from searchkit.reading.dates import date_of_folders, dated_name, parse_date
from searchkit.reading.front_matter import FrontMatter
from searchkit.reading.plain import plain
from searchkit.settings import MISSING, Settings

_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "subtitle": (
        *("subtitle", "sub_title", "description", "dek", "deck", "tagline"),
        *("summary", "excerpt", "custom_excerpt", "abstract", "lede", "standfirst", "teaser", "blurb"),
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
        *("pub_date", "pubdate", "date_published", "post_date", "first_published", "issued", "posted"),
        *("posted_at", "datetime", "created", "created_at", "created_on", "date_created"),
    ),
    "updated": (
        *("updated", "updated_at", "updated_on", "updated_date", "update_date", "date_updated", "lastmod"),
        *("last_mod", "modified", "modified_at", "modified_date", "date_modified", "last_modified"),
        *("last_modified_at", "last_updated", "last_edited", "revised"),
    ),
    "authors": ("authors", "author", "byline", "by", "creator", "writer", "primary_author"),
    "coauthors": ("coauthors", "co_authors", "coauthor", "co_author"),
    "tags": ("tags", "tag", "categories", "category", "topics", "topic", "keywords", "keyword", "labels"),
    "type": ("type", "post_type", "content_type"),
    "language": ("language", "lang", "locale"),
    "slug": ("slug",),
    "id": ("post_id", "id"),
    "url": ("canonical_url", "canonical", "url", "permalink"),
    "aliases": ("aliases", "alias", "redirect_from", "redirects"),
}

_CONTAINERS = ("params", "taxonomies", "meta", "metadata", "extra", "seo", "date", "dates")
"""Fields whose own fields count as if they stood beside them (Hugo, Zola and others)."""

_RESTRICTED = ("private", "password", "protected", "members_only", "subscribers_only", "premium", "paid")
"""Fields that keep an essay from the public if they hold anything but a no."""

_ACCESS = ("draft", "visibility", "audience", "password")
"""Fields that say nothing but who may read the essay, and are not kept."""

_YES = frozenset({"true", "yes", "on", "y", "1"})
_NO = frozenset({"", "false", "no", "off", "n", "0"})
_OPEN = frozenset({"", "everyone", "public", "all", *_YES})
_UNPUBLISHED = frozenset({"draft", "private", "scheduled", "pending", "future", "unpublished", "trash"})

# `and`, `&`, `;` or a comma, but not the comma in `Martin Luther King, Jr.`
_BETWEEN_AUTHORS = re.compile(
    r"\s*(?:;|&|\band\b|,(?!\s*(?:Jr|Sr|Ph\.?D|M\.?D|Esq|II|III|IV)\b)(?:\s*and\b)?)\s*"
)
_ADDRESS = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_SUBSTACK_ID = re.compile(r"\d+\.(.+)")
_BY = re.compile(r"\A(?:by|von|par|por)\s+(?=\S)", re.IGNORECASE)
_NAMES_OF_A_NAME = (
    *(
        ("name",),
        ("full_name",),
        ("display_name",),
        ("title",),
        ("first", "last"),
        ("first_name", "last_name"),
    ),
    *(("firstname", "lastname"), ("given", "family"), ("given_name", "family_name"), ("slug",)),
)
_BETWEEN_TAGS = re.compile(r"[,;]|\s\|\s")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Metadata(Struct, frozen=True):
    """An essay without sections, and the lines of its title and subtitle in the file."""

    essay: Essay
    title_lines: tuple[int, int]


def read_metadata(
    front: FrontMatter, path: str, settings: Settings, warnings: list[ReadingWarning]
) -> Metadata:
    """The essay that `front` and `path` describe; its title is empty where `front` has none."""
    fields = _Fields(front, path, warnings, settings)
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

    def __init__(
        self, front: FrontMatter, path: str, warnings: list[ReadingWarning], settings: Settings
    ) -> None:
        self._settings = settings
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
        for key, value in self._named(self._names(meaning)):
            text = _one_line(value)
            if text.lower() in _YES | _NO:  # `published: true` is about access
                continue
            self._used.add(key)
            if date := parse_date(text):
                return date
            self._warn(key, f"{key} is not a date: {text[:80]!r}")
        return None

    def language(self) -> str:
        """A language's code, or nothing."""
        text = self._first(
            "language", lambda value: _one_line(value[:1] if isinstance(value, list) else value)
        )
        language = language_code(text)
        if text and not language:
            self._warn("language", f"language is not a language tag: {text[:80]!r}")
        return language

    def authors(self) -> tuple[str, ...]:
        """Names; a text may hold several, a list has one an item."""
        first = next(
            filter(None, (self._people(*named) for named in self._named(self._names("authors")))), []
        )
        others = [self._people(*named) for named in self._named(_NAMES["coauthors"])]
        return _distinct(name for names in (first, *others) for name in names)

    def _people(self, key: str, value: Value) -> list[str]:
        names = _split_authors(value) if isinstance(value, str) else _labels(value)
        found = [name for text in names if (name := plain(_ADDRESS.sub("", text)))]
        if found:
            self._used.add(key)
        return found

    def tags(self) -> tuple[str, ...]:
        """All tags, categories and keywords."""
        tags: list[str] = []
        for key, value in self._named(self._names("tags")):
            self._used.add(key)
            by_spaces = self._is_jekyll() and _normal(key) in ("tags", "categories")
            tags += _split_tags(value, by_spaces=by_spaces) if isinstance(value, str) else _labels(value)
        return _distinct(plain(tag.strip(" []")).removeprefix("#") for tag in tags)

    def _is_jekyll(self) -> bool:
        """Whether it is a post of Jekyll's: they have a layout, and a date in their name or a folder's."""
        in_posts = not {"_posts", "_drafts"}.isdisjoint(PurePosixPath(self._path).parts)
        return "layout" in self._fields and (in_posts or dated_name(_name(self._path))[0] is not None)

    def aliases(self) -> tuple[str, ...]:
        """Other names and former addresses."""
        aliases: list[str] = []
        for key, value in self._named(self._names("aliases")):
            self._used.add(key)
            aliases += value.split(",") if isinstance(value, str) else _strings(value)
        return _distinct(alias.strip() for alias in aliases)

    def access(self) -> str:
        """Who may read it. In doubt not everyone: a draft must not be served for a typing error."""
        draft, status = self._flag(*self._names("draft")), self._flag("status", "post_status")
        published = [self._flag(name) for name in ("published", "publish", "is_published")]
        ruled = self._settings.public
        restrictions = [
            self._flag(*self._names(name)) for name in ("visibility", "audience") if name not in ruled
        ]
        if draft not in _NO or any(flag in _NO - {""} for flag in published):
            return "draft"
        if status in _UNPUBLISHED:
            return status
        if kept := next((name for name in _RESTRICTED if self._flag(name) not in _NO), ""):
            return "private" if kept in ("password", "protected") else kept
        unmet = (self._unmet(name, words) for name, words in ruled.items())
        return next((word for word in (*unmet, *restrictions) if word not in _OPEN), PUBLIC)

    def _unmet(self, name: str, public: tuple[str, ...]) -> str:
        """The value of a field that is none of those which the settings call public, or nothing."""
        value = self._flag(*self._names(name))
        same = public if _YES.isdisjoint(public) else (*public, *_YES)
        return "" if (value or MISSING) in same else f"{name} {value or MISSING}"

    def lines(self, *meanings: str) -> tuple[int, int]:
        """The first and last line of the fields of these meanings that were used."""
        names = {name for meaning in meanings for name in self._names(meaning)}
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

    def _names(self, meaning: str) -> tuple[str, ...]:
        """The names of a field: those of the settings first."""
        own = map(_normal, self._settings.fields.get(meaning, ()))
        return (*own, *_NAMES.get(meaning, (_normal(meaning),)))

    def _named(self, names: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
        return (self._fields[name] for name in names if name in self._fields)

    def _first(self, meaning: str, read: Callable[[Value], str]) -> str:
        for key, value in self._named(self._names(meaning)):
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
    for keys in _NAMES_OF_A_NAME:
        parts = [value.get(key) for key in keys]
        if all(part and isinstance(part, str) for part in parts):
            return [" ".join(map(str, parts))]
    return list(value)


def _split_authors(text: str) -> list[str]:
    return _BETWEEN_AUTHORS.split(_BY.sub("", " ".join(text.split())))


def _split_tags(text: str, *, by_spaces: bool) -> list[str]:
    """The tags of a text: Jekyll parts them by spaces, others by commas or the like."""
    words = text.split()
    if not _BETWEEN_TAGS.search(text) and (by_spaces or all(word.startswith("#") for word in words)):
        return words
    return _BETWEEN_TAGS.split(text)


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
