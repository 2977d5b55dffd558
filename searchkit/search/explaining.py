"""How the score of a hit came about, in words a writer understands.

Nothing is told that was not asked of the engine: each term of the clauses that ranked an essay is asked
for again, in that essay alone. A score is a sum, so what the terms score by themselves adds up to it.
This takes milliseconds, and is imported by nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from searchkit.analysis.analyzer import stems_in
from searchkit.engines.clauses import AnyTerm, Bool, Clause, Keys, Phrase, Run, Term
from searchkit.engines.protocol import Level
from searchkit.search import ranking
from searchkit.search.commit import Commit
from searchkit.search.hits import Explanation, Part
from searchkit.search.leaves import Leaf, PhraseLeaf, TermsLeaf, WordLeaf
from searchkit.search.plan import Plan

_OF_ESSAY = {
    "title": "in its title",
    "subtitle": "in its subtitle",
    "headings": "in its headings",
    "body": "in its text",
}

_ALTERNATIVES = 3

_Scored = tuple[Clause, float]


def explain(commit: Commit, plan: Plan, key: int, best_section: int | None) -> Explanation:
    """What the essay with this key scores, and for what; `best_section` is the number of its best."""
    told = _Words(plan.telling, commit.languages)
    parts = [Part(told.of_essay(clause), score) for clause, score in _own_scores(commit, plan, key)]
    if best_section is not None:
        weight = ranking.section_weight(plan.telling)
        parts += [
            Part(told.of_section(clause), weight * score)
            for clause, score in _section_scores(commit, plan, key, best_section)
        ]
    lacking = tuple(told.typed(leaf) for leaf in plan.telling if not _holds(commit, key, leaf))
    return Explanation(_together(parts), lacking)


def _own_scores(commit: Commit, plan: Plan, key: int) -> Iterator[_Scored]:
    if plan.level is Level.ESSAY:
        clause = ranking.essays(plan.all_words, plan.telling, commit.statistics)
    else:
        clause = ranking.essays_among([key], plan.telling, commit.statistics)
    return _scores(commit, clause, Level.ESSAY, Keys((key,)))


def _section_scores(commit: Commit, plan: Plan, key: int, number: int) -> Iterator[_Scored]:
    pairs = ranking.adjacent(plan.leaves, plan.telling)
    if plan.level is Level.ESSAY:
        clause = ranking.sections_of([key], plan.telling, pairs, commit.statistics)
    else:
        clause = ranking.sections(plan.all_words, plan.telling, pairs, commit.statistics)
    return _scores(commit, clause, Level.SECTION, Run(key, number, number))


def _scores(commit: Commit, clause: Clause, level: Level, where: Clause) -> Iterator[_Scored]:
    """Each term and phrase that scores there, and how much; one that is asked for twice comes twice."""
    for scored in _scored(clause):
        found = commit.reader.search(Bool(must=(scored,), given=(where,)), level, 1).best
        if found and found[0].score:
            yield scored, found[0].score


def _scored(clause: Clause) -> Iterator[Clause]:
    match clause:
        case Term() | AnyTerm() | Phrase():
            yield clause
        case Bool(must, should):
            for part in (*must, *should):
                yield from _scored(part)


def _holds(commit: Commit, key: int, leaf: Leaf) -> bool:
    clause = Bool(given=(leaf.clause(), Keys((key,))))
    return commit.reader.count(clause, Level.SECTION) > 0


def _together(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that say the same made one, in the order they came."""
    scores: dict[str, float] = {}
    for what, score in parts:
        scores[what] = scores.get(what, 0.0) + score
    return tuple(Part(what, score) for what, score in scores.items())


class _Words:
    """Says clauses in the words that were typed."""

    def __init__(self, leaves: Sequence[Leaf], languages: Sequence[str]) -> None:
        self._leaves = leaves
        self._typed = _typed(leaves, languages)

    def typed(self, leaf: Leaf) -> str:
        """A leaf as one would say it."""
        return " or ".join(_quoted(*terms) for terms in _variants(leaf)[:_ALTERNATIVES])

    def of_essay(self, clause: Clause) -> str:
        """A term of the essay itself."""
        match clause:
            case Term(field, stem):
                return f"{_quoted(self._typed.get(stem, stem))} {_OF_ESSAY[field]}"
            case Phrase(field, terms):
                return f"{_quoted(*terms)} {_OF_ESSAY[field]}"
            case _:
                return "its text"

    def of_section(self, clause: Clause) -> str:
        """A term of its best section."""
        match clause:
            case Term("exact", term):
                is_typed = any(isinstance(leaf, WordLeaf) and leaf.term == term for leaf in self._leaves)
                where = "there in just this form" if is_typed else "in its best section"
                return f"{_quoted(term)} {where}"
            case Term("heading", stem):
                return f"{_quoted(self._typed.get(stem, stem))} in a heading above that"
            case Term(_, stem):
                return f"{_quoted(self._typed.get(stem, stem))} in its best section"
            case Phrase("heading", terms):
                return f"{_quoted(*terms)} in a heading above that"
            case Phrase(_, terms, slop):
                return f"{_quoted(*terms)} {'near each other' if slop else 'side by side'} there"
            case _:
                return "a word that begins so, in its best section"


def _variants(leaf: Leaf) -> Sequence[tuple[str, ...]]:
    """What a leaf stands for, each a term or more in a row."""
    match leaf:
        case WordLeaf(term):
            return [(term,)]
        case PhraseLeaf(variants):
            return variants
        case TermsLeaf(terms):
            return [(term,) for term in sorted(terms)]


def _typed(leaves: Sequence[Leaf], languages: Sequence[str]) -> Mapping[str, str]:
    """The first word of the query with each stem."""
    typed: dict[str, str] = {}
    for leaf in leaves:
        for terms in _variants(leaf):
            for term in terms:
                for stem in stems_in(term, languages):
                    typed.setdefault(stem, term)
    return typed


def _quoted(*terms: str) -> str:
    return f"“{' '.join(terms)}”"
