"""Essays to what narrows a search: their dates, authors, tags and ids, and the kinds of their sections."""

from __future__ import annotations

import json
from collections import defaultdict

from searchkit.indexing.stored import filter_terms
from searchkit.site.static.bits import deflated
from searchkit.site.static.blocks import Numbering
from searchkit.site.static.library import Shelved
from searchkit.site.static.pieces import KINDS


class Filters:
    """Takes essays in; a browser loads what is `written` only for a query that asks for it."""

    def __init__(self) -> None:
        self._essays: dict[str, list[int]] = defaultdict(list)
        self._kinds: list[str] = []
        self._days: list[int] = []

    def add(self, shelved: Shelved) -> None:
        """What one essay, which gets the next number, is found by."""
        essay, sections = shelved
        number = len(self._days)
        self._days.append(essay.date.toordinal() if essay.date else 0)
        self._kinds += (chr(97 + KINDS.index(stored.section.kind.value)) for stored in sections)
        values = [("type", essay.type), *(("essay", name) for name in (essay.id, essay.slug, essay.path))]
        values += [("author", author) for author in essay.authors]
        values += [("tag", tag) for tag in essay.tags]
        terms = [term for field, value in values if value for term in filter_terms(field, value)]
        for term in dict.fromkeys(terms):
            self._essays[term].append(number)

    def written(self, numbering: Numbering) -> bytes:
        """Days as differences, the kind of each section as a letter, and the essays of each filter."""
        kinds = [""] * len(self._kinds)
        for number, kind in zip(numbering.numbers.tolist(), self._kinds, strict=True):
            kinds[number] = kind
        days = [day - before for before, day in zip([0, *self._days], self._days, strict=False)]
        content = {"days": days, "kinds": "".join(kinds), "essays": dict(sorted(self._essays.items()))}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return deflated(text.encode("utf-8", "surrogatepass"))
