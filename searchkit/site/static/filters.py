"""Essays to what narrows a search: their dates and languages, authors, tags and ids, and sections' kinds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from searchkit.indexing.documents import filter_terms
from searchkit.site.static.bits import deflated
from searchkit.site.static.library import Shelved
from searchkit.site.static.pieces import KINDS


class Filters:
    """Takes essays in; a browser loads the lists of `written` only for a query that asks for them."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = languages
        self._essays: dict[str, list[int]] = defaultdict(list)
        self._kinds: list[str] = []
        self._days: list[int] = []
        self._spoken: list[int] = []

    def add(self, shelved: Shelved) -> None:
        """What one essay, which gets the next number, is found by."""
        essay, sections = shelved
        number = len(self._days)
        self._days.append(essay.date.toordinal() if essay.date else 0)
        self._spoken.append(self._languages.index(essay.language))
        self._kinds += (chr(97 + KINDS.index(stored.section.kind.value)) for stored in sections)
        values = [("type", essay.type), *(("essay", name) for name in (essay.id, essay.slug, essay.path))]
        values += [("author", author) for author in essay.authors]
        values += [("tag", tag) for tag in essay.tags]
        terms = [term for field, value in values if value for term in filter_terms(field, value)]
        for term in dict.fromkeys(terms):
            self._essays[term].append(number)

    def days(self) -> list[int]:
        """The proleptic ordinal of each essay's date, less that of the one before."""
        return [day - before for before, day in zip([0, *self._days], self._days, strict=False)]

    def spoken(self) -> list[int]:
        """The number of each essay's language; empty where there is only one."""
        return self._spoken if len(self._languages) > 1 else []

    def written(self) -> bytes:
        """The kind of each section as a letter, and the essays of each filter."""
        content = {"kinds": "".join(self._kinds), "essays": dict(sorted(self._essays.items()))}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return deflated(text.encode("utf-8", "surrogatepass"))
