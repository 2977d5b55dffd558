"""What must be true of answers before anybody's time is taken.

The best hit of every answer must hold what was asked for, and there must be ten hits at most. What
is compared and counted, question by question: how many sections match, to bare tantivy; and hits
whose excerpts mark nothing, which is a shortcoming, or, of ours, may be a match in an attribution.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

import Stemmer
from whoosh.lang.porter import stem as whoosh_stem

from benchmarks.contestants import LIMIT, Contestant, Found
from benchmarks.material import Material
from benchmarks.questions import Class, Question
from searchkit.analysis.analyzer import SNOWBALL, analyzer_for

_MARK = re.compile(r"<(?:mark|b)\b")


class WrongAnswerError(Exception):
    """An answer that does not hold what was asked for."""


class Checker:
    """Looks up what hits point at.

    A word is there if any stem of it is: FTS5 and Whoosh stem by Porter's first rules, Whoosh with
    some of its own (`starred`, `starr`), and searchkit by the rules of every language there is.
    """

    def __init__(self, material: Material) -> None:
        languages = {essay.language for essay in material.essays} & SNOWBALL.keys()
        names = {"english", "porter"} | {SNOWBALL[language] for language in languages}
        self._stem = cache(
            _stems_by([whoosh_stem, *(Stemmer.Stemmer(name).stemWord for name in sorted(names))])
        )
        self._terms: dict[str, dict[int, list[str]]] = {}
        for essay in material.essays:
            sections = self._terms.setdefault(essay.id, {})
            for section in essay.sections:
                by = f"\n{section.attribution}" if section.attribution else ""
                sections[section.number] = analyzer_for("en").terms(section.text + by)

    def check(self, name: str, question: Question, hits: Sequence[Found]) -> None:
        """Raise `WrongAnswerError` where `hits` are no answer to `question`."""
        if not 1 <= len(hits) <= LIMIT:
            raise WrongAnswerError(f"{name}, {question}: {len(hits)} hits")
        best = hits[0]
        if not self._holds(question, best):
            raise WrongAnswerError(f"{name}, {question}: not in section {best.section} of {best.essay}")

    def _holds(self, question: Question, hit: Found) -> bool:
        section = self._terms[hit.essay][hit.section]
        match question.kind:
            case Class.PREFIX:
                forms = {form for term in section for form in (term, *self._stem(term))}
                return any(form.startswith(question.words[0]) for form in forms)
            case Class.PHRASE:
                return self._holds_phrase(question.words, section)
            case Class.REQUIRED:
                # Who ranks essays may show a section with one of the words, if its essay has both.
                essay = [term for terms in self._terms[hit.essay].values() for term in terms]
                return self._held(question.words, section) > 0 and self._held(question.words, essay) == 2
            case _:
                return self._held(question.words, section) > 0

    def _held(self, words: Iterable[str], terms: Iterable[str]) -> int:
        """How many of the words are there, in any form."""
        parts = {part for term in terms for part in (term, *term.split("'"))}  # some split `talk'd`
        stems = {stem for part in parts for stem in self._stem(part)}
        return sum(1 for word in words if self._stem(word) & stems)

    def _holds_phrase(self, words: Sequence[str], terms: Sequence[str]) -> bool:
        starts = range(len(terms) - len(words) + 1)
        return any(
            all(self._stem(word) & self._stem(terms[start + place]) for place, word in enumerate(words))
            for start in starts
        )


def unmarked(hits: Iterable[Found]) -> int:
    """How many hits have excerpts in which no match is marked."""
    return sum(1 for hit in hits if not _MARK.search(hit.html))


def agreements(
    questions: Iterable[Question], contestant: Contestant, reference: Contestant
) -> Mapping[Class, int]:
    """For how many questions of a class both find the same number of sections."""
    return Counter(
        question.kind
        for question in questions
        if contestant.matching(question) == reference.matching(question)
    )


def _stems_by(stemmers: Sequence[Callable[[str], str]]) -> Callable[[str], frozenset[str]]:
    return lambda term: frozenset(stem(term) for stem in stemmers)
