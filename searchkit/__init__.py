"""searchkit: full-text search for essays.

>>> import searchkit
>>> index = searchkit.build("corpus", "index")                                    # doctest: +SKIP
>>> for hit in index.search("style transfer", limit=10, kinds=["quote"], after="2023"):  # doctest: +SKIP
...     print(hit.essay.title, hit.passage.text, hit.link)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.errors import SearchkitError
from searchkit.essay import Attribution, Essay, Kind, Section
from searchkit.search.hits import Hit, Passage, Results
from searchkit.search.index import Index

if TYPE_CHECKING:
    from searchkit.settings import Settings

__all__ = [
    "Attribution",
    "Essay",
    "Hit",
    "Index",
    "Kind",
    "Passage",
    "Results",
    "SearchkitError",
    "Section",
    "build",
    "open",
]


def build(
    corpus: str | Path, index: str | Path, *, full: bool = False, settings: Settings | None = None
) -> Index:
    """Make the index in the folder `index` hold what is in the folder `corpus`, and open it.

    Only what changed is read, unless `full`. `searchkit.indexing.build.build` does the same and
    reports what it added, skipped and mended.
    """
    from searchkit.indexing.build import build as build_index
    from searchkit.settings import DEFAULTS

    build_index([corpus], index, settings=settings or DEFAULTS, full=full)
    return Index(index)


def open(index: str | Path) -> Index:  # noqa: A001  (as in the standard library's gzip.open)
    """Open an index to search it."""
    return Index(index)
