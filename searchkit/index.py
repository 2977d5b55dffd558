"""An opened index: what the command line, the HTTP API and Python ask.

>>> import searchkit
>>> index = searchkit.open("index")                                      # doctest: +SKIP
>>> for hit in index.search("commonplace book", limit=3):                # doctest: +SKIP
...     print(hit.essay.title, hit.passage.text, hit.link)
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from searchkit.engines.clauses import Term
from searchkit.engines.protocol import Level
from searchkit.errors import UsageError
from searchkit.essay import Essay
from searchkit.query.filters import with_filters
from searchkit.query.parser import parse
from searchkit.search.commit import Commit
from searchkit.search.hits import Results
from searchkit.search.searcher import find

MAX_LIMIT = 1_000
SORTS = ("relevance", "date")


@dataclass(frozen=True, slots=True)
class Stats:
    """What is in an index. `kinds`, `languages` and `access` count sections, essays and essays."""

    folder: str
    engine: str
    corpora: tuple[str, ...]
    essays: int
    sections: int
    bytes: int
    kinds: dict[str, int]
    languages: dict[str, int]
    access: dict[str, int]

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self) | {"corpora": list(self.corpora)}


class Index:
    """An index in a folder, as of its last commit when it was opened or `reload` was called.

    With `public_only` it answers as if drafts, paid and private essays were not in it.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: it cannot be read.
        IndexVersionError: another version of searchkit made it.
    """

    def __init__(self, folder: str | Path, *, public_only: bool = False) -> None:
        self.folder = Path(folder)
        self._public_only = public_only
        self.reload()

    def reload(self) -> None:
        """See what was committed since."""
        self._commit = Commit.last(self.folder, public_only=self._public_only)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        per_essay: int = 3,
        kinds: Sequence[str] = (),
        after: str | None = None,
        before: str | None = None,
        sort: str = "relevance",
    ) -> Results:
        """Ranked passages for a query in searchkit's query language; nothing in it is an error.

        `limit` counts hits, `per_essay` those of one essay. `kinds`, `after` and `before` narrow the
        query as `kind:` and `date:` in it would; dates may be a year, a month or a day.

        Raises:
            UsageError: a limit, kind, date or sort that makes no sense.
        """
        started = time.perf_counter()
        if not 1 <= limit <= MAX_LIMIT:
            raise UsageError(f"no such limit: {limit}", hint=f"ask for 1 to {MAX_LIMIT:,} hits")
        if per_essay < 1:
            raise UsageError(f"no such number per essay: {per_essay}", hint="ask for 1 or more")
        if sort not in SORTS:
            raise UsageError(f"no such order: {sort}", hint=f"sort by {' or '.join(SORTS)}")
        parsed = with_filters(parse(query), kinds=kinds, after=after, before=before)
        results = find(self._commit, parsed, limit=limit, per_essay=per_essay, by_date=sort == "date")
        took_ms = round((time.perf_counter() - started) * 1000, 3)
        return replace(results, query=query, took_ms=took_ms)

    def show(self, name: str) -> Essay:
        """An essay with its sections, found by its id, its slug or its path.

        Raises:
            EssayUnknownError: there is none of that name, or more than one.
        """
        return self._commit.whole(self._commit.named(name))

    def stats(self) -> Stats:
        """Counts of what is in the index, and its size on disk in bytes."""
        return Stats(
            folder=str(self.folder),
            engine=self._commit.manifest.engine,
            corpora=self._commit.manifest.corpora,
            essays=self._commit.reader.size(Level.ESSAY),
            sections=self._commit.reader.size(Level.SECTION),
            bytes=sum(map(_size, self.folder.rglob("*"))),
            kinds=self._counts("kind", Level.SECTION),
            languages=self._counts("lang", Level.ESSAY),
            access=self._counts("access", Level.ESSAY),
        )

    def _counts(self, field: str, level: Level) -> dict[str, int]:
        terms = [term for term, _ in self._commit.reader.terms("filter", f"{field}:")]
        counts = {
            term.partition(":")[2]: self._commit.reader.count(Term("filter", term), level) for term in terms
        }
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:  # a build under way has deleted it
        return 0
