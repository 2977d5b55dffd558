"""An index to what a static index is made of: its public essays with their sections, oldest first.

In the order of dates a new essay comes last, and what is written of the others stays as it was.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from searchkit.engines.clauses import Term
from searchkit.engines.protocol import Level
from searchkit.essay import PUBLIC, Essay
from searchkit.indexing.stored import StoredSection
from searchkit.search.commit import Commit


class Shelved(NamedTuple):
    """An essay and its sections, with their sentences, in order."""

    essay: Essay
    sections: list[StoredSection]


def shelved(commit: Commit) -> Iterator[Shelved]:
    """Every public essay of a commit; the order is that of dates, then of paths."""
    reader = commit.reader
    everything = Term("filter", f"access:{PUBLIC}")
    essays = reader.search(everything, Level.ESSAY, max(1, reader.size(Level.ESSAY))).best
    parts = reader.search(everything, Level.SECTION, max(1, reader.size(Level.SECTION))).best
    sections = defaultdict(list)
    for match, stored in zip(parts, commit.sections(parts), strict=True):
        sections[match.key].append(stored)
    pairs = zip(commit.essays(essays), essays, strict=True)
    for essay, match in sorted(pairs, key=lambda pair: (pair[0].date or dt.date.min, pair[0].path)):
        yield Shelved(essay, sorted(sections[match.key], key=lambda stored: stored.section.number))
