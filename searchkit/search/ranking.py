"""How much everything counts: the one place where ranking is decided.

The score of an essay is the sum of

1. for each telling word of the query, BM25 of its stem in the essay's `body`, `title`, `subtitle` and
   `headings`, each times the field's weight below and `Statistics.boost`;
2. `SECTION` times the score of its best section, which is the sum, over the words, of BM25 of the stem
   in `stem`, `EXACT` of the term in `exact` and `UNDER_HEADING` of the stem in `heading`, and, over
   pairs of telling words typed side by side, `ADJACENT` of BM25 of the pair as a phrase in `exact`.

A word typed n times counts n times in `body` and `stem`, and a word with `^2` twice, there and nowhere
else. Function words must match but score nothing, unless there are no others.

BM25 is that of Robertson & Zaragoza (2009), section 3, with k1 = 1.2 and b = 0.75:

    idf(n, N) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average))
    idf(n, N) = ln(1 + (N - n + 0.5) / (n + 0.5))

where n of N documents hold the term in the field; a phrase has the sum of its terms' idf. A `length`
counts terms, rounded down to what one byte can say (Lucene's SmallFloat `byte4`: exact up to 39). An
engine counts essays and sections in one index: its N is the number of both, and its `average` is all
terms of a field over all documents. In a newsletter with 50 sections an essay, every essay is 50 times as
long as that average, so it is scored by tf / length. `Statistics.boost` puts right the idf and the scale.
It cannot put right that tf counts for more, and length against it: in a simulation where it did, the
figures below were .355 .453 .824 .607.

Essays are ordered by score, and by key where scores are equal; the sections of an essay by score times
their kind's weight, and then by number. Up to `MOST_ALL_FIRST` telling words, essays that hold them all
come before those that hold some.

Beside each constant is what it does to nDCG@10 in Cranfield and CISI, and to MRR in the links of a
newsletter and of a blog, in the half of their queries that may be tuned on (`benchmarks/quality.py`), the
others being as they are here, but for `UNDER_HEADING` at 0.3. So these are .355 .453 .847 .588, and plain
BM25's .339 .418 .777 .571; in the other half, .396 .320 .784 .518 and .374 .310 .651 .486. All are flat
about where they are.

Left out, because they lost, over all queries: expansion by the words of the best essays (RM3, Abdul-Jaleel
et al. 2004; the best of 12 settings gained .013 and .014 on questions and lost .023 and .042 on links);
pairs of words within 2 or 6 of each other (-.005 to +.004); more for essays with more of the words (at
best +.003 -.022 -.019 +.014).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from math import log

from searchkit.engines.clauses import Bool, Clause, Keys, Phrase, Term
from searchkit.engines.protocol import Level, Match, Reader
from searchkit.essay import Kind
from searchkit.search.leaves import Leaf, PhraseLeaf, WordLeaf, any_of

TITLE = 2.0
"""A word of the title, over one of the body, which is what 1 would be.
0: .346 .448 .829 .573; 1: .351 .447 .837 .583; 4: .352 .452 .850 .594."""

SUBTITLE = 1.0
HEADINGS = 1.0
"""A word of a subtitle or of any heading; the body holds them once more. No subtitles: .355 .453 .847 .582;
no headings: .355 .453 .846 .578; 2: .355 .453 .848 .597 and .355 .453 .853 .583."""

SECTION = 0.5
"""How much of its best section's score an essay is given. 0.25: .348 .445 .862 .588; 1: .348 .448 .817 .578.
With less of it, sentences are found by their words less often (the passages of `benchmarks/quality.py`)."""

SECTION_FOR_PHRASES = 1.25
"""The same for a query with a phrase, prefix or fuzzy word: of these an essay's own fields know nothing. Of
link words with two of them as a phrase, MRR is .90 in the newsletter with 0.75, and .89 with 1.5; but with
0.75 an essay about one word comes before the one that has the phrase and the word in one sentence."""

EXACT = 0.3
"""A word in the very form that was typed, over its stem alone.
0: .349 .449 .833 .586; 0.6: .354 .452 .839 .588."""

UNDER_HEADING = 0.6
"""A word in the headings a section stands under: it says what the section is about. 0: .355 .453 .847 .589;
0.3: .355 .453 .847 .588; 0.6: .355 .453 .840 .585. It is there for sections: with the words of a heading
as the query, one under it is first in .84 of all cases in the newsletter and .70 in the blog with 0.3,
and in .91 and .76 with 0.6."""

ADJACENT = 0.5
"""Two telling words of the query next to each other, as they were typed.
0: .349 .451 .842 .583; 1: .350 .445 .838 .584."""

KIND: Mapping[Kind | None, float] = {
    Kind.TITLE: 0.5,
    Kind.HEADING: 0.5,
    Kind.CODE: 0.7,
    Kind.CAPTION: 0.9,
    Kind.TABLE: 0.7,
}
"""What is less worth showing: a title, heading or row is short, so BM25 loves it, but says little by itself.
It chooses between sections of one essay; by eye (`tests/ranking/passages.md`)."""

WEAK = 0.4
"""A second section of an essay is shown only with this much of the score of its first."""

MOST_ALL_FIRST = 4
"""With more telling words than this the score alone decides the order, so that an essay that lacks one of
many words can be first. All always first: .356 .454 .828 .576; never: .357 .449 .858 .602."""

MOST_STEMS = 8
"""A prefix that stands for more words than this tells nothing by the fields that hold one of them."""

FUNCTION_WORDS = frozenset(
    """a about an and any anyone are as at be been being by can could did do does for from had has have he
    her him his how i if in into is its me my no not of on or our shall she should so some such than
    that the their them then there these they this those to under upon was we were what when where which
    while who whom whose why with would you your""".split()
)
"""Words of English questions that say nothing of their subject. Scored like others they are .363 .435 .846
.595, so neither better nor worse on the whole; but a question takes a quarter less time without, and its
passages mark what it is about. In other languages idf alone decides: there was nothing to measure by."""

_REMEMBERED = 10_000

_FIELDS = (("title", TITLE), ("subtitle", SUBTITLE), ("headings", HEADINGS), ("body", 1.0))

_K1 = 1.2
_B = 0.75

_TYPICAL = 5
"""How often an essay of average length holds a word it is about: there the scales agree."""


class Statistics:
    """What is to be known of a commit to weigh terms. What was asked last is kept: words come again."""

    def __init__(self, reader: Reader) -> None:
        self._size = cache(reader.size)
        self.doc_freq = lru_cache(_REMEMBERED)(reader.doc_freq)
        self.boost = lru_cache(_REMEMBERED)(self._boost)
        self.section_boost = lru_cache(_REMEMBERED)(self._section_boost)
        self.weight = lru_cache(_REMEMBERED)(self._weight)

    @cached_property
    def _documents(self) -> int:
        return self._size(Level.ESSAY) + self._size(Level.SECTION)

    @cached_property
    def _scale(self) -> float:
        longer = self._documents / max(1, self._size(Level.ESSAY))
        return (_TYPICAL + _K1 * (1 - _B + _B * longer)) / (_TYPICAL + _K1)

    def _boost(self, field: str, stem: str, alike: Sequence[str]) -> float:
        """What makes an engine's score of a stem in a field of essays one of its idf among essays.

        That is the idf of the essays' bodies, because how telling a word is does not depend on where it
        stands; and that of all its stems `alike`, because a word is not rare for being so in French.
        0 where no essay has the stem in this field.
        """
        held = self.doc_freq(field, stem)
        if not held:
            return 0.0
        wanted = _idf(self._held("body", alike), self._size(Level.ESSAY))
        return self._scale * wanted / _idf(held, self._documents)

    def _section_boost(self, stem: str, alike: Sequence[str]) -> float:
        """The same for a stem in a section, where the engine's idf is right but for other languages."""
        if len(alike) == 1:
            return 1.0
        wanted = _idf(self._held("stem", alike), self._documents)
        return wanted / _idf(self.doc_freq("stem", stem), self._documents)

    def _weight(self, leaf: Leaf) -> float:
        """How telling a leaf is among sections: the idf of its word, or the sum of those of its phrase."""
        if not is_narrow(leaf):
            return 1.0
        if not isinstance(leaf, PhraseLeaf):
            return _idf(self._held("stem", leaf.stems), self._size(Level.SECTION))
        return sum(_idf(self.doc_freq("stem", stem), self._size(Level.SECTION)) for stem in leaf.stems)

    def _held(self, field: str, stems: Sequence[str]) -> int:
        return sum(self.doc_freq(field, stem) for stem in stems)


def _idf(frequency: int, size: int) -> float:
    frequency = min(frequency, size)  # documents that were replaced may still count
    return log(1 + (size - frequency + 0.5) / (frequency + 0.5))


def telling(leaves: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """The leaves that are more than function words; all of them where none is."""
    more = tuple(leaf for leaf in leaves if not (isinstance(leaf, WordLeaf) and leaf.term in FUNCTION_WORDS))
    return more or tuple(leaves)


def all_first(leaves: Sequence[Leaf]) -> bool:
    """Whether essays with all of these telling leaves come before those with some."""
    return len(leaves) <= MOST_ALL_FIRST


def is_narrow(leaf: Leaf) -> bool:
    """Whether it matters which words a leaf stands for, and in which fields they are."""
    return len(leaf.stems) <= MOST_STEMS


def in_essays(leaf: WordLeaf, statistics: Statistics) -> Clause:
    """Essays that hold a word, scored by how much."""
    boosts = [(stem, statistics.boost("body", stem, leaf.stems)) for stem in leaf.stems]
    return any_of([Term("body", stem, leaf.boost * boost) for stem, boost in boosts])


def in_sections(leaf: Leaf, statistics: Statistics) -> Clause:
    """Sections that hold a leaf, scored by how much."""
    if not isinstance(leaf, WordLeaf):
        return leaf.clause()
    boosts = [(stem, statistics.section_boost(stem, leaf.stems)) for stem in leaf.stems]
    return any_of([Term("stem", stem, leaf.boost * boost) for stem, boost in boosts])


def essays(matching: Clause, leaves: Sequence[Leaf], statistics: Statistics) -> Clause:
    """Essays that match, scored by their own fields; `matching` scores the words in their bodies."""
    leaves = [leaf for leaf in leaves if is_narrow(leaf)]
    # The words of a phrase: which essays hold it was looked up in sections, which scores nothing.
    in_phrases = {stem for leaf in leaves if not isinstance(leaf, WordLeaf) for stem in leaf.stems}
    alike = {
        stem: leaf.stems if isinstance(leaf, WordLeaf) else (stem,) for leaf in leaves for stem in leaf.stems
    }
    should = tuple(
        Term(field, stem, weight * boost)
        for stem in alike
        for field, weight in _FIELDS
        if (field != "body" or stem in in_phrases) and (boost := statistics.boost(field, stem, alike[stem]))
    )
    return Bool(must=(matching,), should=should)


def essays_among(keys: Sequence[int], leaves: Sequence[Leaf], statistics: Statistics) -> Clause:
    """These essays, scored by what of the query their own fields hold."""
    words = Bool(should=tuple(in_essays(leaf, statistics) for leaf in leaves if isinstance(leaf, WordLeaf)))
    return Bool(must=(essays(words, leaves, statistics),), given=(Keys(tuple(keys)),))


def sections(
    matching: Clause, leaves: Sequence[Leaf], pairs: Sequence[tuple[str, str]], statistics: Statistics
) -> Clause:
    """Sections that match, scored by what they say of the query; `pairs` are words typed side by side."""
    should: list[Clause] = [Term("exact", leaf.term, EXACT) for leaf in leaves if isinstance(leaf, WordLeaf)]
    stems = dict.fromkeys(stem for leaf in leaves if is_narrow(leaf) for stem in leaf.stems)
    should += [Term("heading", stem, UNDER_HEADING) for stem in stems if statistics.doc_freq("heading", stem)]
    should += [Phrase("exact", pair, 0, ADJACENT) for pair in pairs]
    return Bool(must=(matching,), should=tuple(should))


def sections_of(
    keys: Sequence[int], leaves: Sequence[Leaf], pairs: Sequence[tuple[str, str]], statistics: Statistics
) -> Clause:
    """Sections of these essays that hold any of the leaves."""
    any_leaf = any_of([in_sections(leaf, statistics) for leaf in leaves])
    return Bool(must=(sections(any_leaf, leaves, pairs, statistics),), given=(Keys(tuple(keys)),))


def adjacent(leaves: Sequence[Leaf], among: Sequence[Leaf]) -> tuple[tuple[str, str], ...]:
    """The pairs of words that were typed side by side, both of them `among` the telling leaves."""
    return tuple(
        (one.term, other.term)
        for one, other in pairwise(leaves)
        if isinstance(one, WordLeaf) and isinstance(other, WordLeaf) and one in among and other in among
    )


def section_weight(leaves: Sequence[Leaf]) -> float:
    """How much its best section counts for an essay."""
    return SECTION if all(isinstance(leaf, WordLeaf) for leaf in leaves) else SECTION_FOR_PHRASES


def section_score(section: Match) -> float:
    """The score a section is ranked by among those of its essay."""
    return section.score * KIND.get(section.kind, 1.0)
