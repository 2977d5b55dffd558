"""A search as a page shows it: from one hit to another, each with an address that can be opened."""

from __future__ import annotations

from itertools import islice
from urllib.parse import quote

from msgspec.structs import replace

from searchkit.essay import Essay, Section
from searchkit.index import Index
from searchkit.search.hits import Results
from searchkit.site.http.parameters import SearchRequest


def search(index: Index, asked: SearchRequest) -> Results:
    """The hits from `asked.offset` on, `asked.limit` of them.

    Raises:
        UsageError: a kind, date or order that makes no sense.
    """
    results = index.search(
        asked.query,
        limit=asked.offset + asked.limit,
        per_essay=asked.per_essay,
        kinds=asked.kinds,
        after=asked.after,
        before=asked.before,
        sort=asked.sort,
        explain=asked.explain,
    )
    return replace(results, hits=tuple(islice(results.hits, asked.offset, None)))


def linked(results: Results, index: Index, root: str) -> Results:
    """The results with links to our own pages of the essays, where these have none of their own."""
    if index.on_the_web:
        return results
    hits = (replace(hit, link=essay_link(root, hit.essay, hit.section)) for hit in results.hits)
    return replace(results, hits=tuple(hits))


def essay_link(root: str, essay: Essay, section: Section) -> str:
    """The place of a section on our own page of its essay."""
    return f"{root}/essays/{quote(essay.id)}#{section_id(section)}"


def section_id(section: Section) -> str:
    """The id of a section on that page."""
    return f"s{section.number}"
