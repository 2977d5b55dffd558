"""What each part of a search costs, in the very code that runs: its functions, under a stopwatch.

Functions are timed where they stand, so nothing of a search is copied here. Each is charged for
itself, less what it calls that is timed too. The stopwatch itself costs about half a microsecond a
call, which makes what is called often look a little dearer than it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from pkgutil import resolve_name
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

import searchkit
from benchmarks.contestants import LIMIT
from benchmarks.questions import Class, Question

_SEARCHER = "searchkit.search.searcher"
_ENGINE = "searchkit.engines.tantivy"
_SEARCH = "essays, sections"
_TIMED = (
    ("parse", "searchkit.index", "parse"),
    ("parse", "searchkit.index", "with_filters"),
    ("spell", "searchkit.search.fallback", "check_spelling"),
    ("plan", _SEARCHER, "make_plan"),
    ("look up", f"{_ENGINE}:TantivyReader", "keys"),
    ("look up", f"{_ENGINE}:TantivyReader", "terms"),
    ("convert", f"{_ENGINE}_queries:Queries", "of"),
    ("convert", f"{_ENGINE}_queries:Queries", "unscored"),
    (_SEARCH, f"{_ENGINE}:TantivyReader", "search"),
    ("count", f"{_ENGINE}:TantivyReader", "count"),
    ("fetch", f"{_ENGINE}:TantivyReader", "essays"),
    ("fetch", f"{_ENGINE}:TantivyReader", "sections"),
    ("decode", "searchkit.search.commit:Commit", "essays"),
    ("decode", "searchkit.search.commit:Commit", "sections"),
    ("passages", f"{_SEARCHER}:_Search", "_passage"),
    ("link", _SEARCHER, "link_to"),
)
STAGES = {
    "parse": "the query string to a tree",
    "spell": "which words no essay holds",
    "plan": "the tree to clauses",
    "look up": "prefixes in the term dictionary, phrases and prefixes to the essays that hold them",
    "convert": "clauses to tantivy's query objects",
    "essays": "the search for the best essays",
    "sections": "the search for their best sections",
    "count": "how many sections match",
    "fetch": "stored bytes from the document store",
    "decode": "stored bytes to essays, unless they are known, and sections",
    "passages": "tokens, matches, the best sentences",
    "link": "where a hit leads",
    "render": "passages to HTML",
    "rest": "everything else",
}
_PASSES = 4


class Stopwatch:
    """Seconds by stage, each without those of the stages inside it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, charged to `stage`; a search to the level it is of."""

        def call(*arguments: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            started = perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                took = perf_counter() - started
                charged = f"{arguments[2]}s" if stage is _SEARCH else stage
                self.seconds[charged] += took - self._inner.pop()
                self._inner[-1] += took

        return call


def measure_stages(folder: Path, questions: Sequence[Question]) -> Mapping[Class, Mapping[str, float]]:
    """The median microseconds of each stage, by class, once the index is warm."""
    samples: dict[Class, list[dict[str, float]]] = defaultdict(list)
    with _stopwatch() as stopwatch:
        index = searchkit.open(folder)  # now, because an opened index holds functions that are timed
        for question in questions:
            index.search(str(question), limit=LIMIT)
        search = stopwatch.timed("rest", index.search)
        render = stopwatch.timed("render", _render)
        for question in list(questions) * _PASSES:
            stopwatch.seconds.clear()
            render(search(str(question), limit=LIMIT))
            samples[question.kind].append(dict(stopwatch.seconds))
    return {kind: _medians(seconds) for kind, seconds in samples.items()}


def _render(results: searchkit.Results) -> list[str]:
    return [hit.passage.html for hit in results]


def _medians(samples: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {stage: 1e6 * median(sample.get(stage, 0.0) for sample in samples) for stage in STAGES}


@contextmanager
def _stopwatch() -> Iterator[Stopwatch]:
    """A stopwatch on the package's functions, for as long as the context lasts."""
    stopwatch = Stopwatch()
    with ExitStack() as stack:
        for stage, owner_name, name in _TIMED:
            owner = resolve_name(owner_name)
            timed = stopwatch.timed(stage, getattr(owner, name))
            stack.enter_context(patch.object(owner, name, timed))
        yield stopwatch
