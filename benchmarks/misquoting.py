"""Quotations with their true source, misquoted in every way we know of, and quotations that have none.

In go essays and text of the same authors that is not among them; out come cases drawn by lot from a
seed. A case's truth are words of one essay, by their numbers in the essay's running text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random

from searchkit.analysis.analyzer import analyzer_for
from searchkit.essay import Essay, Kind, Section

_PROSE = (Kind.PARAGRAPH, Kind.QUOTE, Kind.LIST, Kind.FOOTNOTE)
_MISREAD = (
    "rn:m m:rn cl:d d:cl h:b b:h e:c c:e l:1 i:l t:f f:t n:u u:n a:o o:a s:5 g:q y:v v:y li:h in:m r:n"
).split()

_RUN, _LONG_RUN = 4, 8

_NEGATIONS = frozenset("not never no nothing nor none without".split())
_NEGATED_VERBS = frozenset(
    "is are was were will would can could should did does do had has may might".split()
)


class Level(StrEnum):
    """What was done to a quotation."""

    EXACT = "exact"
    PUNCTUATION = "punctuation and case"
    SUBSTITUTED = "one or two words substituted"
    ELIDED = "elided in one or two places"
    EDITED = "15% of words edited"
    OCR = "5% OCR noise"
    SPANNING = "spanning paragraphs"
    FEW_WORDS = "3 to 4 words"
    SHORT = "5 to 8 words, one substituted"
    SILENT = "silent elision"
    HALF = "half real, half invented"
    NEGATED = "a negation dropped or added"
    COMMON = "1 to 4 words, however common"
    UNKNOWN_SENTENCE = "a sentence of the author's, not in the corpus"
    TOPIC_MIX = "words of one essay, mixed"
    UNKNOWN_TEXT = "a passage that is not in the corpus"


INVENTED = (Level.UNKNOWN_SENTENCE, Level.TOPIC_MIX, Level.UNKNOWN_TEXT)
FIRST_SEVEN = tuple(Level)[:7]


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation; `essay` is the name of its source's file ("" for none).

    `truth` are the words quoted of it, by their numbers in the essay; `sections` those that hold them.
    """

    level: Level
    quotation: str
    essay: str = ""
    truth: frozenset[int] = frozenset()
    sections: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of an essay in a row, as they are written, with what stands between each and the next.

    `section` is the number of each word's section.
    """

    essay: str
    written: Sequence[str]
    terms: Sequence[str]
    section: Sequence[int]


class Misquoter:
    """Draws cases; the same seed draws the same."""

    def __init__(self, essays: Sequence[Essay], held_out: Sequence[Section], seed: int) -> None:
        self._lots = Random(seed)
        self._essays = [words for essay in essays if len((words := _words_of(essay)).written) > 120]
        self._held_out = [section.text for section in held_out if section.kind in _PROSE]
        self._known_runs = self._runs_of_both()
        self._corpus = " ".join(" ".join(words.terms) for words in self._essays)
        self._lengths = [len(words.terms) for words in self._essays]
        self._ways: dict[Level, Callable[[], Case | None]] = {
            Level.EXACT: lambda: self._plain(Level.EXACT, 10, 40),
            Level.PUNCTUATION: self._punctuation,
            Level.SUBSTITUTED: self._substituted,
            Level.ELIDED: self._elided,
            Level.EDITED: self._edited,
            Level.OCR: self._misread,
            Level.SPANNING: self._spanning,
            Level.FEW_WORDS: self._few_words,
            Level.SHORT: self._short,
            Level.SILENT: self._silent,
            Level.HALF: self._half,
            Level.NEGATED: self._negated,
            Level.COMMON: lambda: self._plain(Level.COMMON, 1, 4),
            Level.UNKNOWN_SENTENCE: lambda: self._unknown(Level.UNKNOWN_SENTENCE, 8, 30),
            Level.TOPIC_MIX: self._topic_mix,
            Level.UNKNOWN_TEXT: lambda: self._unknown(Level.UNKNOWN_TEXT, 30, 80),
        }

    def draw(self, level: Level, count: int) -> Iterator[Case]:
        """So many cases of a level."""
        while count:
            case = self._ways[level]()
            if case:
                count -= 1
                yield case

    def _run(self, shortest: int, longest: int, *, across: bool = False) -> tuple[_Words, int, int] | None:
        """An essay and a run of its words, within one section or across the boundary of two."""
        essay = self._lots.choices(self._essays, self._lengths)[0]
        size = self._lots.randint(shortest, longest)
        first = self._lots.randrange(max(1, len(essay.written) - size))
        last = first + size
        if last > len(essay.written) or (essay.section[first] != essay.section[last - 1]) is not across:
            return None
        return essay, first, last

    def _case(self, level: Level, words: Sequence[str], essay: _Words, *runs: tuple[int, int]) -> Case:
        truth = frozenset(number for first, last in runs for number in range(first, last))
        sections = frozenset(essay.section[number] for number in truth)
        return Case(level, "".join(words).strip(), essay.essay, truth, sections)

    def _plain(self, level: Level, shortest: int, longest: int, *, across: bool = False) -> Case | None:
        drawn = self._run(shortest, longest, across=across)
        if not drawn:
            return None
        essay, first, last = drawn
        return self._case(level, essay.written[first:last], essay, (first, last))

    def _changed(
        self, level: Level, shortest: int, longest: int, change: Callable[[list[str]], list[str]]
    ) -> Case | None:
        drawn = self._run(shortest, longest)
        if not drawn:
            return None
        essay, first, last = drawn
        return self._case(level, change(list(essay.written[first:last])), essay, (first, last))

    def _punctuation(self) -> Case | None:
        return self._changed(
            Level.PUNCTUATION, 10, 40, lambda words: [self._restyled(word) for word in words]
        )

    def _restyled(self, word: str) -> str:
        case = self._lots.choice((str.lower, str.upper, str.title, str))
        plain = re.sub(r"[^\w'’]", "", word) if self._lots.random() < 0.7 else word
        plain = plain.replace("'", "’") if self._lots.random() < 0.5 else plain.replace("’", "'")
        return case(plain or word) + self._lots.choice((" ", " ", ", ", "; ", " — ", ". "))

    def _substituted(self) -> Case | None:
        count = self._lots.randint(1, 2)
        return self._changed(Level.SUBSTITUTED, 10, 35, lambda words: self._with_others(words, count))

    def _short(self) -> Case | None:
        return self._changed(Level.SHORT, 5, 8, lambda words: self._with_others(words, 1))

    def _with_others(self, words: list[str], count: int) -> list[str]:
        for place in self._lots.sample(range(len(words)), count):
            words[place] = self._word(but=words[place])
        return words

    def _word(self, *, but: str = "") -> str:
        """A word of the corpus, the likelier the more frequent it is."""
        word = but
        while analyzer_for("").terms(word) == analyzer_for("").terms(but):
            word = self._lots.choice(self._lots.choice(self._essays).terms)
        return f"{word} "

    def _elided(self) -> Case | None:
        drawn = self._run(24, 70)
        if not drawn:
            return None
        essay, first, last = drawn
        count = self._lots.randint(1, 2)
        edges = sorted(self._lots.sample(range(first + 5, last - 5), 2 * count))
        runs = list(zip([first, *edges[1::2]], [*edges[::2], last], strict=True))
        if any(end - start < 4 for start, end in runs):
            return None
        mark = self._lots.choice((" … ", " ... ", " [...] ", " [ … ] ", " . . . "))
        text = mark.join("".join(essay.written[start:end]).strip() for start, end in runs)
        return self._case(Level.ELIDED, [text], essay, *runs)

    def _silent(self) -> Case | None:
        drawn = self._run(20, 60)
        if not drawn:
            return None
        essay, first, last = drawn
        left, right = sorted(self._lots.sample(range(first + 6, last - 6), 2))
        if right - left < 3:
            return None
        words = [*essay.written[first:left], *essay.written[right:last]]
        return self._case(Level.SILENT, words, essay, (first, left), (right, last))

    def _edited(self) -> Case | None:
        return self._changed(Level.EDITED, 12, 40, self._with_edits)

    def _with_edits(self, words: list[str]) -> list[str]:
        edited = []
        for word in words:
            if self._lots.random() >= 0.15:
                edited.append(word)
            else:
                edited += self._lots.choice(([], [self._word(but=word)], [word, self._word()]))
        return edited

    def _misread(self) -> Case | None:
        return self._changed(Level.OCR, 10, 40, lambda words: [self._with_noise("".join(words))])

    def _with_noise(self, text: str) -> str:
        """The text with about 5% of its characters misread."""
        swaps = [tuple(swap.split(":")) for swap in _MISREAD]
        noisy, at = "", 0
        while at < len(text):
            fitting = [(old, new) for old, new in swaps if text.startswith(old, at)]
            if text[at] != " " and self._lots.random() < 0.05:
                old, new = self._lots.choice(fitting) if fitting else (text[at], "")
                noisy, at = noisy + new, at + len(old)
            else:
                noisy, at = noisy + text[at], at + 1
        return noisy

    def _spanning(self) -> Case | None:
        return self._plain(Level.SPANNING, 14, 60, across=True)

    def _few_words(self) -> Case | None:
        """Words that stand in one place only: else there is no telling where they are from."""
        case = self._plain(Level.FEW_WORDS, 3, 4)
        return case if case and self._occurrences(case.quotation) == 1 else None

    def _occurrences(self, quotation: str) -> int:
        return f" {self._corpus} ".count(f" {' '.join(analyzer_for('').terms(quotation))} ")

    def _half(self) -> Case | None:
        drawn = self._run(8, 16)
        invented = self._strange(8, 16)
        if not (drawn and invented):
            return None
        essay, first, last = drawn
        halves = ["".join(essay.written[first:last]).strip() + " ", invented + " "]
        self._lots.shuffle(halves)
        return self._case(Level.HALF, halves, essay, (first, last))

    def _negated(self) -> Case | None:
        """One negation taken out, or put in after a verb that takes it."""
        drawn = self._run(8, 30)
        if not drawn:
            return None
        essay, first, last = drawn
        words = list(essay.written[first:last])
        inner = range(first + 1, last - 1)
        out = [number for number in inner if essay.terms[number] in _NEGATIONS]
        into = [number for number in inner if essay.terms[number] in _NEGATED_VERBS]
        if out:
            del words[self._lots.choice(out) - first]
        elif into:
            words.insert(self._lots.choice(into) - first + 1, "not ")
        else:
            return None
        return self._case(Level.NEGATED, words, essay, (first, last))

    def _unknown(self, level: Level, shortest: int, longest: int) -> Case | None:
        text = self._strange(shortest, longest)
        return Case(level, text) if text else None

    def _strange(self, shortest: int, longest: int) -> str:
        """Words in a row that are not in the corpus; empty when this lot has too few, or they are."""
        words = self._lots.choice(self._held_out).split()
        size = self._lots.randint(shortest, longest)
        if len(words) < size:
            return ""
        first = self._lots.randrange(len(words) - size + 1)
        text = " ".join(words[first : first + size])
        return "" if self._occurrences(text) or self._is_known(text) else text

    def _is_known(self, text: str) -> bool:
        """Whether a text not in the corpus as it is mostly is there, or a good piece of it.

        What a writer puts under every post, a little changed each time, has a source in the corpus.
        """
        terms = analyzer_for("").terms(text)
        known = [0] * len(terms)
        for first, run in enumerate(_runs(terms)):
            if run in self._known_runs:
                known[first : first + _RUN] = [1] * _RUN
        longest = max(map(len, "".join(map(str, known)).split("0")))
        return longest >= _LONG_RUN or 2 * sum(known) > len(terms)

    def _runs_of_both(self) -> frozenset[tuple[str, ...]]:
        """The runs of words that stand both in the corpus and in the text held out."""
        apart = {run for text in self._held_out for run in _runs(analyzer_for("").terms(text))}
        return frozenset(run for words in self._essays for run in _runs(words.terms) if run in apart)

    def _topic_mix(self) -> Case | None:
        """Runs of one to three words of one essay, in any order: its subject, but not its sentences."""
        essay = self._lots.choice(self._essays)
        words: list[str] = []
        size = self._lots.randint(10, 30)
        while len(words) < size:
            first = self._lots.randrange(len(essay.written) - 3)
            words += essay.written[first : first + self._lots.randint(1, 3)]
        return Case(Level.TOPIC_MIX, "".join(words).strip())


def _runs(terms: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(terms[place:] for place in range(_RUN)), strict=False)


def _words_of(essay: Essay) -> _Words:
    """The running text of an essay; a written word that makes several terms is there once for each."""
    written, terms, numbers = [], [], []
    for section in essay.sections:
        tokens = analyzer_for("").tokens(section.text)
        text = f"{section.text}\n\n"
        ends = [*(token.start for token in tokens[1:]), len(text)][: len(tokens)]
        for token, end in zip(tokens, ends, strict=True):
            written.append(text[token.start : end])
            terms.append(token.term)
            numbers.append(section.number)
    return _Words(Path(essay.path).name, written, terms, numbers)
