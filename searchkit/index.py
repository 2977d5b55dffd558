"""An opened index: what the command line, the HTTP API and Python ask.

>>> import searchkit
>>> index = searchkit.open("index")                                      # doctest: +SKIP
>>> for hit in index.search("commonplace book", limit=3):                # doctest: +SKIP
...     print(hit.essay.title, hit.passage.text, hit.link)
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from searchkit.engines.clauses import Term
from searchkit.engines.place import Place, place_of
from searchkit.engines.protocol import Level
from searchkit.errors import UsageError
from searchkit.essay import Essay
from searchkit.query.filters import with_filters
from searchkit.query.parser import parse
from searchkit.query.tree import ParsedQuery
from searchkit.search.commit import Commit
from searchkit.search.fallback import answer
from searchkit.search.hits import Results
from searchkit.search.searcher import find

if TYPE_CHECKING:
    from searchkit.quotes.check import Check
    from searchkit.quotes.finder import QuoteFinder
    from searchkit.quotes.matches import QuoteResults
    from searchkit.quotes.quoted import Quoted
    from searchkit.research.concordance import Concordance
    from searchkit.research.trends import Trends
    from searchkit.search.suggesting import Suggestions

MAX_LIMIT = 1_000
SORTS = ("relevance", "date")


class Stats(Struct, frozen=True):
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
    """An index, as of its last commit when it was opened or `reload` was called.

    With `public_only` it answers as if drafts, paid and private essays were not in it.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: it cannot be read.
        IndexVersionError: another version of searchkit made it.
    """

    def __init__(self, location: str | Path | Place, *, public_only: bool = False) -> None:
        self.place = place_of(location)
        self._public_only = public_only
        self._finder: QuoteFinder | None = None
        self.reload()

    def reload(self) -> None:
        """See what was committed since."""
        self._commit = Commit.last(self.place, public_only=self._public_only)

    def refresh(self) -> None:
        """See what was committed since; what is remembered of a commit is kept where nothing was."""
        last = Commit.last(self.place, public_only=self._public_only)
        if last.id != self._commit.id:
            self._commit = last

    @property
    def version(self) -> str:
        """What tells the commit that is read from every other of this index."""
        return self._commit.id

    @property
    def on_the_web(self) -> bool:
        """Whether its essays have addresses to link to."""
        return self._commit.on_the_web

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
        explain: bool = False,
    ) -> Results:
        """Ranked passages for a query in searchkit's query language; nothing in it is an error.

        `limit` counts hits, `per_essay` those of one essay. `kinds`, `after` and `before` narrow the
        query as `kind:` and `date:` in it would; dates may be a year, a month or a day. With `explain`
        each hit says how its score came about.

        Raises:
            UsageError: a limit, kind, date or sort that makes no sense.
        """
        started = time.perf_counter()
        _check_limit(limit, "hits")
        if per_essay < 1:
            raise UsageError(f"no such number per essay: {per_essay}", hint="ask for 1 or more")
        if sort not in SORTS:
            raise UsageError(f"no such order: {sort}", hint=f"sort by {' or '.join(SORTS)}")

        def read(text: str) -> ParsedQuery:
            return with_filters(parse(text), kinds=kinds, after=after, before=before)

        def search(parsed: ParsedQuery) -> Results:
            by_date = sort == "date"
            return find(
                self._commit, parsed, limit=limit, per_essay=per_essay, by_date=by_date, explain=explain
            )

        results = answer(self._commit, query, read, search)
        return replace(results, query=query, took_ms=_milliseconds_since(started))

    def quote(self, text: str, *, limit: int = 5) -> QuoteResults:
        """Where a quotation is from, however misremembered: at most `limit` places, the likeliest first.

        There is none where it is not in this corpus; nothing in a quotation is an error.

        Raises:
            UsageError: a limit that makes no sense.
        """
        _check_limit(limit, "places")
        return self._quotes().find(text, limit=limit)

    def _quotes(self) -> QuoteFinder:
        """What looks up quotations in this commit, and remembers how frequent words are in it."""
        from searchkit.quotes.finder import QuoteFinder

        if self._finder is None or self._finder.commit is not self._commit:
            self._finder = QuoteFinder(self._commit)
        return self._finder

    def suggest(self, prefix: str, *, limit: int = 10) -> Suggestions:
        """Queries that what has been typed so far may become, likeliest first.

        Raises:
            UsageError: a limit that makes no sense.
        """
        _check_limit(limit, "suggestions")
        from searchkit.search.suggesting import suggest

        return suggest(self._commit, prefix, limit)

    def similar(self, name: str, *, limit: int = 10) -> Results:
        """Essays like the one of that id, slug or path, each with the passage that is most like it.

        Raises:
            EssayUnknownError: there is none of that name, or more than one.
            UsageError: a limit that makes no sense.
        """
        started = time.perf_counter()
        _check_limit(limit, "essays")
        from searchkit.search.similar import similar

        results = similar(self._commit, name, limit)
        return replace(results, took_ms=_milliseconds_since(started))

    def show(self, name: str) -> Essay:
        """An essay with its sections, found by its id, its slug or its path.

        Raises:
            EssayUnknownError: there is none of that name, or more than one.
        """
        return self._commit.whole(self._commit.named(name))

    def check(self, manuscript: str | Path) -> Check:
        """Every quotation of a draft in Markdown, which is given as text or as the path of its file.

        A manuscript that is itself one of the essays is checked against the others.

        Raises:
            CorpusError: the manuscript is no text.
            OSError: its file cannot be read.
        """
        from searchkit.quotes.check import check

        if isinstance(manuscript, Path):
            return check(self._commit, manuscript.read_bytes(), manuscript)
        return check(self._commit, manuscript.encode("utf-8", "surrogatepass"))

    def concordance(
        self, query: str, *, width: int = 60, sort: str = "text", limit: int | None = None
    ) -> Concordance:
        """Every place where a word or phrase of the query stands, in its context.

        `width` is how much context there is on each side, in code points; lines are sorted by their
        place in the `text`, or by the words to the `left` or `right`; `limit` keeps the first.

        Raises:
            UsageError: the query has no word, or there is no such order, width or limit.
        """
        from searchkit.research.concordance import concordance

        return concordance(self._commit, parse(query), width=width, order=sort, limit=limit)

    def trends(self, terms: Sequence[str], *, by: str = "year") -> Trends:
        """How often each term is used in each year or month: counts, and how many in a million words.

        A term is a query: a word, a prefix, a phrase; several words in one are a phrase.

        Raises:
            UsageError: a term has no word, `by` is neither year nor month, or no essay has a date.
        """
        from searchkit.research.trends import trends

        return trends(self._commit, terms, by=by)

    def quoted(self, *, by: str | None = None, author: str | None = None) -> Quoted:
        """Who quotes whom: essays that quote essays, the passages quoted most, and authors by name.

        `by` narrows it to what one essay quotes (its id, slug or path), `author` to whom is quoted.

        Raises:
            EssayUnknownError: there is no essay `by` that name, or more than one.
        """
        from searchkit.quotes.quoted import quoted

        return quoted(self._commit, by=by, author=author)

    def stats(self) -> Stats:
        """Counts of what is in the index, and its size on disk in bytes."""
        return Stats(
            folder=str(self.place),
            engine=self._commit.manifest.engine,
            corpora=self._commit.manifest.corpora,
            essays=self._commit.reader.size(Level.ESSAY),
            sections=self._commit.reader.size(Level.SECTION),
            bytes=self.place.size(),
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


def _check_limit(limit: int, of: str) -> None:
    if not 1 <= limit <= MAX_LIMIT:
        raise UsageError(f"no such limit: {limit}", hint=f"ask for 1 to {MAX_LIMIT:,} {of}")


def _milliseconds_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
