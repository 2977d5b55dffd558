"""A parsed query to hits: find essays, find their sections, rank both, show passages.

Essays that hold all the words are found first; where they fill fewer hits than asked for, essays
that hold some of the words follow. Only the sections of the best essays are ever looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from math import log
from typing import Any

from searchkit.engines.clauses import Bool, Clause, Keys, Term
from searchkit.engines.protocol import Level, Match
from searchkit.essay import Kind
from searchkit.indexing.documents import StoredSection, stored_essay, stored_section
from searchkit.query.notices import NOTHING
from searchkit.query.tree import ParsedQuery
from searchkit.search import ranking
from searchkit.search.commit import Commit
from searchkit.search.hits import Hit, Passage, Results
from searchkit.search.leaves import Leaf, PhraseLeaf
from searchkit.search.links import link_to
from searchkit.search.matching import Matcher
from searchkit.search.passages import best_passage
from searchkit.search.plan import Plan, make_plan

_FEWEST_CANDIDATES = 20
_SPARE_CANDIDATES = 10
_SECTIONS_EACH = 3
_SPARE_SECTIONS = 1


@dataclass(slots=True)
class Candidate:
    """An essay that may be shown, with its best sections, best first."""

    key: int
    own_score: float = 0.0
    handle: Any = None
    sections: list[Match] = field(default_factory=list)

    def score(self, section_weight: float) -> float:
        """What the essay is ranked by."""
        return self.own_score + section_weight * (self.sections[0].score if self.sections else 0.0)


def find(commit: Commit, query: ParsedQuery, *, limit: int, per_essay: int, by_date: bool) -> Results:
    """The best `limit` hits, at most `per_essay` of one essay."""
    if query.root is None:
        return Results(query.text, (), 0, 0, query.notices or (NOTHING,))
    plan = make_plan(query.root, commit.reader, commit.vocabulary, commit.languages)
    return _Search(commit, plan, limit, per_essay, by_date or not plan.leaves).results(query)


class _Search:
    """One query under way."""

    def __init__(self, commit: Commit, plan: Plan, limit: int, per_essay: int, by_date: bool) -> None:
        self._commit = commit
        self._reader = commit.reader
        self._plan = plan
        self._limit = limit
        self._per_essay = per_essay
        self._by_date = by_date
        self._wanted = max(_FEWEST_CANDIDATES, limit + _SPARE_CANDIDATES)
        self._section_weight = ranking.section_weight(plan.leaves)
        self._weights = [self._weight(leaf) for leaf in plan.leaves]
        self._matchers: dict[str, Matcher] = {}
        self._notices = list(plan.notices)
        self._ranks = count(1)

    def results(self, query: ParsedQuery) -> Results:
        candidates, total = self._candidates(self._plan.all_words)
        hits = list(islice(self._hits(candidates), self._limit))
        some = False
        if len(hits) < self._limit and self._plan.some_words:
            more, more_total = self._candidates(self._plan.some_words())
            seen = {candidate.key for candidate in candidates}
            more = [candidate for candidate in more if candidate.key not in seen]
            hits += islice(self._hits(more), self._limit - len(hits))
            some = total == 0
            self._note_some_words(total, bool(more))
            total = total or more_total
        return Results(
            query=query.text,
            hits=tuple(hits),
            total_essays=total,
            total_sections=self._reader.count(self._plan.in_one_section(some), Level.SECTION),
            notices=(*query.notices, *self._notices),
        )

    def _note_some_words(self, whole: int, more: bool) -> None:
        if not more:
            return
        if whole == 0:
            self._notices.append("no essay holds all of these words: these hold some of them")
        else:
            hold = "1 essay holds" if whole == 1 else f"{whole} essays hold"
            self._notices.append(f"{hold} all of these words: those after hold some of them")

    def _candidates(self, matching: Clause) -> tuple[list[Candidate], int]:
        """The essays to choose from, best first, and how many match in all."""
        found = self._by_essay if self._plan.level is Level.ESSAY else self._by_section
        candidates, total = found(matching)
        if not self._by_date:
            candidates.sort(key=lambda candidate: (-candidate.score(self._section_weight), candidate.key))
        return candidates, total

    def _by_essay(self, matching: Clause) -> tuple[list[Candidate], int]:
        clause = ranking.essays(matching, self._plan.leaves)
        found = self._reader.search(clause, Level.ESSAY, self._wanted, newest=self._by_date)
        candidates = [
            Candidate(match.key, 0.0 if self._by_date else match.score, match.handle) for match in found.best
        ]
        if self._plan.leaves and candidates:
            keys = [candidate.key for candidate in candidates]
            clause = ranking.sections_of(keys, self._plan.leaves)
            limit = _SECTIONS_EACH * len(keys)
            _share(self._reader.search(clause, Level.SECTION, limit).best, candidates)
        return candidates, found.total

    def _by_section(self, matching: Clause) -> tuple[list[Candidate], int]:
        clause = ranking.sections(matching, self._plan.leaves)
        limit = _SECTIONS_EACH * self._wanted
        found = self._reader.search(clause, Level.SECTION, limit, newest=self._by_date)
        candidates = [Candidate(key) for key in dict.fromkeys(match.key for match in found.best)]
        _share(found.best, candidates)
        keys = [candidate.key for candidate in candidates]
        own = self._reader.search(ranking.essays_among(keys, self._plan.leaves), Level.ESSAY, len(keys))
        essays = {match.key: match for match in own.best}
        for candidate in candidates:
            candidate.own_score = essays[candidate.key].score
            candidate.handle = essays[candidate.key].handle
        whole = found.total <= len(found.best)
        return candidates, len(keys) if whole else len(self._reader.keys(matching, Level.SECTION))

    def _hits(self, candidates: Iterable[Candidate]) -> Iterator[Hit]:
        for candidate in candidates:
            (stored,) = self._reader.essays([candidate.handle])
            essay = stored_essay(stored, self._commit.manifest.corpora)
            for stored_one in self._shown(candidate):
                section = stored_one.section
                passage = self._passage(stored_one, essay.language)
                link = link_to(essay, section, passage, on_the_web=self._commit.on_the_web)
                score = candidate.score(self._section_weight)
                yield Hit(next(self._ranks), score, essay, section, passage, link)

    def _shown(self, candidate: Candidate) -> list[StoredSection]:
        """The sections of an essay worth showing, best first."""
        matches = candidate.sections or self._sections_of(candidate)
        stored = self._reader.sections(
            [match.handle for match in matches[: self._per_essay + _SPARE_SECTIONS]]
        )
        scored = []
        for match, content in zip(matches, stored, strict=False):
            section = stored_section(content)
            scored.append((ranking.section_score(match.score, section.section.kind), section))
        scored.sort(key=lambda pair: (-pair[0], pair[1].section.number))
        best = scored[0][0] if scored else 0.0
        return [
            section
            for score, section in scored[: self._per_essay]
            if self._by_date or score >= ranking.WEAK * best
        ]

    def _sections_of(self, candidate: Candidate) -> list[Match]:
        """The sections of an essay that others crowded out; of one that holds no word, its title."""
        keys = Keys((candidate.key,))
        title = Bool(given=(keys, Term("filter", f"kind:{Kind.TITLE.value}")))
        clauses = [ranking.sections_of([candidate.key], self._plan.leaves)] if self._plan.leaves else []
        for clause in (*clauses, title, keys):
            found = self._reader.search(clause, Level.SECTION, self._per_essay + _SPARE_SECTIONS)
            if found.best:
                return found.best
        return []

    def _passage(self, stored: StoredSection, language: str) -> Passage:
        matcher = self._matchers.get(language)
        if matcher is None:
            matcher = self._matchers[language] = Matcher(self._plan.leaves, language)
        text = stored.section.text
        return best_passage(text, stored.sentences, matcher.spots(text), self._weights)

    def _weight(self, leaf: Leaf) -> float:
        """How telling a leaf is: the idf of its word, or the sum of those of its phrase."""
        if not ranking.is_telling(leaf):
            return 1.0
        frequencies = [self._reader.doc_freq("stem", stem) for stem in leaf.stems]
        if not isinstance(leaf, PhraseLeaf):
            frequencies = [sum(frequencies)]
        size = self._reader.size(Level.SECTION)
        return sum(log(1 + size / (1 + frequency)) for frequency in frequencies)


def _share(matches: Iterable[Match], candidates: Iterable[Candidate]) -> None:
    """Give each essay its sections, best first."""
    by_key = {candidate.key: candidate for candidate in candidates}
    for match in matches:
        by_key[match.key].sections.append(match)
