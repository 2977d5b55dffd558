"""A parsed query to hits: find essays, find their sections, rank both, show passages.

Essays that hold all the words are found first; where they fill fewer hits than asked for, essays
that hold some of the words follow. For a long query there is one order for both. Only the sections of
the best essays are ever looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from operator import itemgetter

from msgspec import Struct

from searchkit.engines.clauses import Bool, Clause, HasSection, Keys, Term
from searchkit.engines.protocol import Level, Match
from searchkit.essay import Kind
from searchkit.indexing.stored import StoredSection
from searchkit.query.notices import NOTHING
from searchkit.query.tree import ParsedQuery
from searchkit.search import ranking
from searchkit.search.commit import Commit
from searchkit.search.hits import Explanation, Hit, Passage, Results
from searchkit.search.links import link_to
from searchkit.search.matching import Matcher
from searchkit.search.passages import best_passage
from searchkit.search.plan import Plan, make_plan

_FEWEST_CANDIDATES = 20
_SPARE_CANDIDATES = 10
_SECTIONS_EACH = 3
_SPARE_SECTIONS = 1
_SCORE = itemgetter(0)


class Candidate(Struct):
    """An essay that may be shown, with its best sections, best first; `match` is the essay's own."""

    match: Match
    own_score: float
    sections: list[Match] = []

    def score(self, section_weight: float) -> float:
        """What the essay is ranked by."""
        return self.own_score + section_weight * (self.sections[0].score if self.sections else 0.0)


def find(
    commit: Commit, query: ParsedQuery, *, limit: int, per_essay: int, by_date: bool, explain: bool = False
) -> Results:
    """The best `limit` hits, at most `per_essay` of one essay; with `explain`, with how each came about."""
    if query.root is None:
        return Results(query.text, (), 0, 0, query.notices or (NOTHING,))
    plan = make_plan(query.root, commit)
    return _Search(commit, plan, limit, per_essay, by_date or not plan.leaves, explain=explain).results(query)


class _Search:
    """One query under way."""

    def __init__(
        self, commit: Commit, plan: Plan, limit: int, per_essay: int, by_date: bool, *, explain: bool
    ) -> None:
        self._commit = commit
        self._reader = commit.reader
        self._plan = plan
        self._limit = limit
        self._per_essay = per_essay
        self._by_date = by_date
        self._explain = explain
        self._wanted = max(_FEWEST_CANDIDATES, limit + _SPARE_CANDIDATES)
        self._section_weight = ranking.section_weight(plan.telling)
        self._pairs = ranking.adjacent(plan.leaves, plan.telling)
        self._weights = [commit.statistics.weight(leaf) for leaf in plan.telling]
        self._matchers: dict[str, Matcher] = {}
        self._notices = list(plan.notices)
        self._ranks = count(1)

    def results(self, query: ParsedQuery) -> Results:
        plan = self._plan
        if plan.some_words and not (self._by_date or ranking.all_first(plan.telling)):
            hits, total, some = self._in_one_order(plan.some_words())
        else:
            hits, total, some = self._all_words_first()
        return Results(
            query=query.text,
            hits=tuple(hits),
            total_essays=total,
            total_sections=self._reader.count(plan.in_one_section(some), Level.SECTION),
            notices=(*query.notices, *self._notices),
        )

    def _all_words_first(self) -> tuple[list[Hit], int, bool]:
        """The hits, how many essays match, and whether these hold only some of the words."""
        candidates, total = self._candidates(self._plan.all_words)
        hits = list(self._hits(candidates, self._limit))
        if len(hits) == self._limit or not self._plan.some_words:
            return hits, total, False
        more, more_total = self._candidates(self._plan.some_words())
        seen = {candidate.match.key for candidate in candidates}
        more = [candidate for candidate in more if candidate.match.key not in seen]
        hits += self._hits(more, self._limit - len(hits))
        if more:
            self._note_some_words(total, "those after hold some of them")
        return hits, total or more_total, total == 0

    def _in_one_order(self, some_words: Clause) -> tuple[list[Hit], int, bool]:
        """The same, with essays that hold some of the words among those that hold all."""
        candidates, total = self._candidates(some_words)
        whole = self._count_essays(self._plan.all_words) if candidates else 0
        if whole < total:
            self._note_some_words(whole, "the best are first, with all or some of them")
        return list(self._hits(candidates, self._limit)), whole or total, whole == 0

    def _note_some_words(self, whole: int, others: str) -> None:
        if whole == 0:
            self._notices.append("no essay holds all of these words: these hold some of them")
        else:
            hold = "1 essay holds" if whole == 1 else f"{whole} essays hold"
            self._notices.append(f"{hold} all of these words: {others}")

    def _candidates(self, matching: Clause) -> tuple[list[Candidate], int]:
        """The essays to choose from, best first, and how many match in all."""
        found = self._by_essay if self._plan.level is Level.ESSAY else self._by_section
        candidates, total = found(matching)
        if not self._by_date:
            candidates.sort(
                key=lambda candidate: (-candidate.score(self._section_weight), candidate.match.key)
            )
        return candidates, total

    def _by_essay(self, matching: Clause) -> tuple[list[Candidate], int]:
        clause = ranking.essays(matching, self._plan.telling, self._commit.statistics)
        found = self._reader.search(clause, Level.ESSAY, self._wanted, newest=self._by_date)
        candidates = [Candidate(match, 0.0 if self._by_date else match.score) for match in found.best]
        if self._plan.telling and candidates:
            clause = self._sections_among([match.key for match in found.best])
            limit = _SECTIONS_EACH * len(candidates)
            _share(self._reader.search(clause, Level.SECTION, limit).best, candidates)
        return candidates, found.total

    def _by_section(self, matching: Clause) -> tuple[list[Candidate], int]:
        clause = ranking.sections(matching, self._plan.telling, self._pairs, self._commit.statistics)
        limit = _SECTIONS_EACH * self._wanted
        found = self._reader.search(clause, Level.SECTION, limit, newest=self._by_date)
        keys = list(dict.fromkeys(match.key for match in found.best))
        clause = ranking.essays_among(keys, self._plan.telling, self._commit.statistics)
        own = {match.key: match for match in self._reader.search(clause, Level.ESSAY, len(keys)).best}
        candidates = [Candidate(own[key], own[key].score) for key in keys]
        _share(found.best, candidates)
        whole = found.total <= len(found.best)
        return candidates, len(keys) if whole else self._count_essays(matching)

    def _sections_among(self, keys: Sequence[int]) -> Clause:
        """The sections of these essays that hold any of the words."""
        return ranking.sections_of(keys, self._plan.telling, self._pairs, self._commit.statistics)

    def _count_essays(self, matching: Clause) -> int:
        """How many essays match, or have a section that does."""
        clause = matching if self._plan.level is Level.ESSAY else HasSection(matching)
        return self._reader.count(clause, Level.ESSAY)

    def _hits(self, candidates: Iterable[Candidate], room: int) -> Iterator[Hit]:
        """At most `room` hits; what is not shown is not read."""
        places = ((candidate, match) for candidate in candidates for match in self._shown(candidate))
        shown = list(islice(places, room))
        essays = self._commit.essays([candidate.match for candidate, _ in shown])
        sections = self._commit.sections([match for _, match in shown])
        for (candidate, match), essay, stored in zip(shown, essays, sections, strict=True):
            score = 0.0 if self._by_date else candidate.score(self._section_weight)
            passage = self._passage(stored, essay.language)
            link = link_to(self._commit, match.key, essay, stored.section, passage.text)
            explanation = self._explained(candidate) if self._explain else None
            yield Hit(next(self._ranks), score, essay, stored.section, passage, link, explanation)

    def _explained(self, candidate: Candidate) -> Explanation:
        from searchkit.search.explaining import explain

        if self._by_date:
            return Explanation(())
        best = self._commit.sections(candidate.sections[:1])
        number = best[0].section.number if best else None
        return explain(self._commit, self._plan, candidate.match.key, number)

    def _shown(self, candidate: Candidate) -> list[Match]:
        """The sections of an essay worth showing, best first."""
        found = candidate.sections or self._sections_of(candidate.match.key)
        scored = [
            (ranking.section_score(match), match) for match in found[: self._per_essay + _SPARE_SECTIONS]
        ]
        scored.sort(key=_SCORE, reverse=True)
        return [
            match
            for score, match in scored[: self._per_essay]
            if self._by_date or score >= ranking.WEAK * scored[0][0]
        ]

    def _sections_of(self, key: int) -> list[Match]:
        """The sections of an essay that others crowded out; of one that holds no word, its title."""
        keys = Keys((key,))
        title = Bool(given=(keys, Term("filter", f"kind:{Kind.TITLE.value}")))
        clauses = [self._sections_among([key])] if self._plan.telling else []
        for clause in (*clauses, title, keys):
            found = self._reader.search(clause, Level.SECTION, self._per_essay + _SPARE_SECTIONS)
            if found.best:
                return found.best
        return []

    def _passage(self, stored: StoredSection, language: str) -> Passage:
        matcher = self._matchers.get(language)
        if matcher is None:
            matcher = self._matchers[language] = Matcher(self._plan.telling, language)
        text = stored.section.text
        return best_passage(text, stored.sentences, matcher.spots(text), self._weights)


def _share(matches: Iterable[Match], candidates: Iterable[Candidate]) -> None:
    """Give each essay its sections, best first."""
    sections = {candidate.match.key: candidate.sections for candidate in candidates}
    for match in matches:
        sections[match.key].append(match)
