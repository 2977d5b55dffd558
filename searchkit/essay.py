"""The nouns everything shares: an essay is metadata and an ordered list of sections.

`reading` makes these from files, `indexing` hands them to an engine, `search` gives them back.
They are pure data: immutable, compared by value, and no I/O.

Lengths and offsets are in code points, line numbers count from 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

PUBLIC = "public"
"""The `access` of an essay that readers may see; every other value is for its writer only."""


class Kind(StrEnum):
    """What a section is to its reader."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST = "list"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    TABLE = "table"
    CODE = "code"
    EMBED = "embed"

    __hash__ = str.__hash__  # an enum's own is not in C


class Attribution(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who a quote or an embed is by, and where it is from; what the text does not say is empty.

    `role` is what its author is: `Administrator, GSA`.
    """

    author: str = ""
    role: str = ""
    handle: str = ""
    work: str = ""
    date: str = ""
    url: str = ""

    def to_dict(self) -> dict[str, str]:
        """The parts that are known, by name."""
        parts = (
            ("author", self.author),
            ("role", self.role),
            ("handle", self.handle),
            ("work", self.work),
            ("date", self.date),
            ("url", self.url),
        )
        return {name: value for name, value in parts if value}

    def __str__(self) -> str:
        """As a byline: `James Reed (@jamesr66a), 2023-01-11`."""
        who = f"{self.author} ({self.handle})" if self.author and self.handle else self.author or self.handle
        return ", ".join(part for part in (who, self.role, self.work, self.date) if part)


class Section(Struct, frozen=True, kw_only=True, array_like=True):
    """One block of an essay: the unit that is indexed.

    `text` is what a person reads: no markup, link words kept, hard line breaks as newlines.
    `headings` is the path of headings above it, outermost first, without the essay's title.
    `lines` are its first and last line in the file. `referrer` is, for a footnote, the number of
    the section that refers to it.
    """

    number: int
    kind: Kind
    text: str
    lines: tuple[int, int]
    headings: tuple[str, ...] = ()
    anchor: str = ""
    attribution: Attribution | None = None
    referrer: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The SECTION object of the JSON interface."""
        return {
            "number": self.number,
            "kind": self.kind.value,
            "headings": list(self.headings),
            "anchor": self.anchor,
            "lines": list(self.lines),
            "attribution": self.attribution.to_dict() if self.attribution else None,
        }


class Essay(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One post. `path` is relative to the corpus it was read from, with `/` between its parts.

    `access` is `public` or says why not: `draft`, or the visibility or audience the post names.
    `sections` is empty where only the metadata was asked for (as in a search hit).
    """

    id: str
    path: str
    title: str
    subtitle: str = ""
    date: dt.date | None = None
    updated: dt.date | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    type: str = ""
    language: str = ""
    access: str = PUBLIC
    url: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, Any] = {}
    sections: tuple[Section, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The ESSAY object of the JSON interface."""
        return {
            "id": self.id,
            "title": self.title,
            "subtitle": self.subtitle,
            "date": self.date.isoformat() if self.date else None,
            "authors": list(self.authors),
            "tags": list(self.tags),
            "type": self.type,
            "language": self.language,
            "access": self.access,
            "path": self.path,
            "url": self.url,
        }

    def to_show_dict(self) -> dict[str, Any]:
        """The show object of the JSON interface: the essay and the text of each of its sections."""
        sections = [section.to_dict() | {"text": section.text} for section in self.sections]
        return {"essay": self.to_dict(), "sections": sections}


class ReadingWarning(Struct, frozen=True):
    """Something in a file that was passed over or mended; `line` is 0 where it is the whole file."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"

    def to_dict(self) -> dict[str, str | int]:
        """The warning object of the JSON interface."""
        return {"path": self.path, "line": self.line, "message": self.message}
