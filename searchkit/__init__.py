"""searchkit: full-text search for essays.

>>> import searchkit
>>> index = searchkit.build("corpus", "index")                                    # doctest: +SKIP
>>> for hit in index.search("style transfer", limit=10, kinds=["quote"], after="2023"):  # doctest: +SKIP
...     print(hit.essay.title, hit.passage.text, hit.link)

What stands behind a name is imported when it is first used: the processes that read posts, which
import this package too, need nothing of searching.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchkit.errors import SearchkitError
    from searchkit.essay import Attribution, Essay, Kind, Section
    from searchkit.index import Index
    from searchkit.search.hits import Hit, Passage, Results
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

_HOMES = {
    "searchkit.errors": ("SearchkitError",),
    "searchkit.essay": ("Attribution", "Essay", "Kind", "Section"),
    "searchkit.search.hits": ("Hit", "Passage", "Results"),
    "searchkit.index": ("Index",),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


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
    return open(index)


def open(index: str | Path) -> Index:  # noqa: A001  (as in the standard library's gzip.open)
    """Open an index to search it."""
    from searchkit.index import Index

    return Index(index)
