"""How much everything counts: the one place where ranking is decided.

An essay is scored by BM25 over its own fields, its best section adds to that, and its sections are
scored among themselves. Everything here is a clause for an engine or arithmetic on its scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from searchkit.engines.clauses import Bool, Clause, Keys, Phrase, Term
from searchkit.essay import Kind
from searchkit.search.leaves import Leaf, WordLeaf, any_of

TITLE = 2.0
"""A word of the title, against one of the body: a title is what its writer thought it is about."""

SUBTITLE = 1.0
HEADINGS = 1.0
"""A word of a subtitle or of any heading; the body holds them once more."""

SECTION = 0.5
"""How much of its best section's score an essay is given, for a query of plain words."""

SECTION_FOR_PHRASES = 1.5
"""The same for one with a phrase, prefix or fuzzy word: of these an essay's own fields know nothing."""

EXACT = 0.3
"""A word in the very form that was typed, over its stem alone."""

UNDER_HEADING = 0.3
"""A word in the headings a section stands under: it says what the section is about."""

ADJACENT = 0.25
"""Two words of the query next to each other, as they were typed."""

KIND = {Kind.TITLE: 0.6, Kind.HEADING: 0.7, Kind.CODE: 0.8, Kind.CAPTION: 0.9, Kind.TABLE: 0.9}
"""What is less worth showing: a title or heading is short, so BM25 loves it, but tells nothing new."""

WEAK = 0.4
"""A second section of an essay is shown only with this much of the score of its first."""

MOST_STEMS = 8
"""A prefix that stands for more words than this tells nothing by the fields that hold one of them."""


def is_telling(leaf: Leaf) -> bool:
    """Whether it matters which words a leaf stands for, and in which fields they are."""
    return len(leaf.stems) <= MOST_STEMS


def essays(matching: Clause, leaves: Sequence[Leaf]) -> Clause:
    """Essays that match, scored by their own fields."""
    leaves = [leaf for leaf in leaves if is_telling(leaf)]
    stems = list(dict.fromkeys(stem for leaf in leaves for stem in leaf.stems))
    fields = (("title", TITLE), ("subtitle", SUBTITLE), ("headings", HEADINGS))
    should = [Term(field, stem, boost) for stem in stems for field, boost in fields]
    # The words of a phrase: which essays hold it was looked up by key, which scores nothing.
    should += [Term("body", stem) for leaf in leaves if not isinstance(leaf, WordLeaf) for stem in leaf.stems]
    return Bool(must=(matching,), should=tuple(should))


def sections(matching: Clause, leaves: Sequence[Leaf]) -> Clause:
    """Sections that match, scored by what they say of the query."""
    should: list[Clause] = [Term("exact", leaf.term, EXACT) for leaf in leaves if isinstance(leaf, WordLeaf)]
    should += [
        Term("heading", stem, UNDER_HEADING) for leaf in leaves if is_telling(leaf) for stem in leaf.stems
    ]
    should += [
        Phrase("exact", (one.term, next_one.term), 0, ADJACENT)
        for one, next_one in pairwise(leaves)
        if isinstance(one, WordLeaf) and isinstance(next_one, WordLeaf)
    ]
    return Bool(must=(matching,), should=tuple(should))


def sections_of(keys: Sequence[int], leaves: Sequence[Leaf]) -> Clause:
    """Sections of these essays that hold any of the leaves."""
    return Bool(
        must=(sections(any_of([leaf.clause() for leaf in leaves]), leaves),), given=(Keys(tuple(keys)),)
    )


def essays_among(keys: Sequence[int], leaves: Sequence[Leaf]) -> Clause:
    """These essays, scored by what of the query their own fields hold."""
    body = [Term("body", stem) for leaf in leaves if isinstance(leaf, WordLeaf) for stem in leaf.stems]
    return Bool(should=(essays(Bool(should=tuple(body)), leaves),), given=(Keys(tuple(keys)),))


def section_weight(leaves: Sequence[Leaf]) -> float:
    """How much its best section counts for an essay."""
    return SECTION if all(isinstance(leaf, WordLeaf) for leaf in leaves) else SECTION_FOR_PHRASES


def section_score(score: float, kind: Kind) -> float:
    """The score a section is ranked by among those of its essay."""
    return score * KIND.get(kind, 1.0)
