"""Essays to postings: for every form of a word, in every language, where it stands.

In go essays one by one, out come arrays over all of them, sorted by entry. An entry is a form, as it
is typed, in the essays of one language; entries with one stem are a family, so that a browser can find
`libraries` by `library` without knowing how to stem. Words that only an attribution holds, which count
for the stem and stand nowhere in the text, are entries of their own, marked with `@`; so are pairs of very
common words in a row, such as `to be`, which a browser looks phrases up by.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from searchkit.analysis.analyzer import analyzer_for, term_of, words_in
from searchkit.essay import Kind, Section
from searchkit.site.static.bits import Numbers
from searchkit.site.static.blocks import Block, Numbering, cut, numbered
from searchkit.site.static.library import Shelved

BY = "@"
"""Behind a form that stands in attributions."""

PAIRED_TIMES = 24_000
"""A form that stands in so many places has postings of its pairs with others like it."""


class Headed(NamedTuple):
    """A heading that holds an entry: the sections under it, itself among them, and lengths in words."""

    essay: int
    sections: range
    times: int
    path_words: int
    essay_words: int


@dataclass(slots=True)
class Fields:
    """Where an entry stands in titles and subtitles (essay, times, words of it), and in headings."""

    titles: list[tuple[int, int, int]] = field(default_factory=list)
    subtitles: list[tuple[int, int, int]] = field(default_factory=list)
    headings: list[Headed] = field(default_factory=list)


class _Forms(dict[str, int]):
    """The number of the entry of each word of one language, as it is written; new ones get the next."""

    def __init__(self, language: int, entries: dict[tuple[str, int], int], ending: str = "") -> None:
        self._language = language
        self._entries = entries
        self._ending = ending

    def __missing__(self, word: str) -> int:
        entry = (term_of(word) + self._ending, self._language)
        number = self[word] = self._entries.setdefault(entry, len(self._entries))
        return number


class Gatherer:
    """Takes essays in and numbers their words."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = list(languages)
        self.entries: dict[tuple[str, int], int] = {}
        self.fields: defaultdict[int, Fields] = defaultdict(Fields)
        self._sizes: list[list[int]] = []
        self.bodies: list[int] = []
        self.spoken: list[int] = []
        self.words = array("q")
        """Of each section, those of its attribution among them."""
        self.totals: Counter[str] = Counter()
        self._forms = [_Forms(number, self.entries) for number in range(len(languages))]
        self._by = [_Forms(number, self.entries, BY) for number in range(len(languages))]
        self._tokens = array("q")
        self._counts = array("q")

    def add(self, shelved: Shelved) -> None:
        """The words of one essay, which gets the next number."""
        essay, stored = shelved
        first = len(self.words)
        language = self.languages.index(essay.language)
        sections = [one.section for one in stored]
        self.spoken.append(language)
        self._sizes.append([len(section.text) for section in sections])
        self._add_field("titles", essay.title, language)
        self._add_field("subtitles", essay.subtitle, language)
        self._add_headings(sections, first, language)
        for section in sections:
            self._add_section(section, language)
        self.bodies.append(sum(self.words[first:]))
        self.totals["body"] += self.bodies[-1]

    def _add_section(self, section: Section, language: int) -> None:
        text = words_in(section.text)
        by = words_in(str(section.attribution)) if section.attribution else []
        self._tokens.extend(map(self._forms[language].__getitem__, text))
        self._tokens.extend(map(self._by[language].__getitem__, by))
        self._counts.extend((len(text), len(by)))
        self.words.append(len(text) + len(by))
        self.totals["exact"] += len(text)
        self.totals["stem"] += len(text) + len(by)

    def _times(self, text: str, language: int) -> tuple[Counter[int], int]:
        words = words_in(text)
        return Counter(map(self._forms[language].__getitem__, words)), len(words)

    def _add_field(self, name: str, text: str, language: int) -> None:
        counted, total = self._times(text, language)
        self.totals[name] += total
        for entry, times in counted.items():
            getattr(self.fields[entry], name).append((len(self.bodies), times, total))

    def _add_headings(self, sections: Sequence[Section], first: int, language: int) -> None:
        total = sum(len(words_in(one.text)) for one in sections if one.kind is Kind.HEADING)
        self.totals["headings"] += total
        paths = [(*one.headings, one.text) if one.kind is Kind.HEADING else one.headings for one in sections]
        lengths = {path: sum(len(words_in(part)) for part in path) for path in set(paths)}
        self.totals["heading"] += sum(lengths[path] for path in paths)
        for number, section in enumerate(sections):
            if section.kind is Kind.HEADING:
                under = range(first + number, first + _end_of_heading(sections, paths, number))
                for entry, times in self._times(section.text, language)[0].items():
                    headed = Headed(len(self.bodies), under, times, lengths[paths[number]], total)
                    self.fields[entry].headings.append(headed)

    def numbering(self) -> Numbering:
        """How the sections are numbered."""
        blocks: list[Block] = []
        for essay, sizes in enumerate(self._sizes):
            blocks += cut(essay, blocks[-1].after if blocks else 0, sizes)
        return numbered(blocks, self.words)

    def tokens(self) -> tuple[Numbers, Numbers, Numbers]:
        """Of every token its entry, its section in reading order and its position there."""
        counts = np.array(self._counts, np.int64)
        sections = np.repeat(np.arange(len(counts)) // 2, counts)
        starts = np.repeat(np.cumsum(counts) - counts, counts)
        is_text = np.repeat(np.arange(len(counts)) % 2 == 0, counts)
        places = np.where(is_text, np.arange(len(sections)) - starts, 0)
        return np.array(self._tokens, np.int64), sections, places


def _end_of_heading(sections: Sequence[Section], paths: Sequence[tuple[str, ...]], number: int) -> int:
    path = paths[number]
    after = number + 1
    while (
        after < len(paths)
        and paths[after][: len(path)] == path
        and not (paths[after] == path and sections[after].kind is Kind.HEADING)
    ):
        after += 1
    return after


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings in the order of entries; those of entry n are `[first[n], first[n + 1])`.

    `sections` are numbers in their blocks' order. `places` are positions, those of posting p are
    `[place_first[p], place_first[p + 1])`.
    """

    entries: list[tuple[str, int]]
    languages: int
    families: list[str]
    fields: list[Fields | None]
    paired: list[str]
    first: Numbers
    sections: Numbers
    times: Numbers
    place_first: Numbers
    places: Numbers


def sorted_postings(gathered: Gatherer, numbering: Numbering) -> Postings:
    """The postings of what was gathered, by form and then by language."""
    tokens, sections, places = gathered.tokens()
    _add_silent_forms(gathered)
    common, *pairs = _pairs(gathered, tokens, sections, places)
    paired = [entry[0] for entry in sorted(gathered.entries) if gathered.entries[entry] in common]
    tokens, sections, places = (
        np.concatenate(both) for both in zip((tokens, sections, places), pairs, strict=True)
    )
    sections = numbering.numbers[sections]
    entries = sorted(gathered.entries)
    numbers = np.array([gathered.entries[entry] for entry in entries], np.int64)
    rank = np.empty_like(numbers)
    rank[numbers] = np.arange(len(numbers))
    key = rank[tokens] * max(1, len(numbering.numbers)) + sections
    order = np.argsort(key, kind="stable")
    key, ranks, places = key[order], rank[tokens[order]], places[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    bounds = np.append(starts, len(key))
    return Postings(
        entries=entries,
        languages=len(gathered.languages),
        families=[_stem(form, gathered.languages[language]) for form, language in entries],
        fields=[gathered.fields.get(number) for number in numbers.tolist()],
        paired=paired,
        first=np.searchsorted(ranks[starts], np.arange(len(entries) + 1)),
        sections=sections[order][starts],
        times=np.diff(bounds),
        place_first=bounds,
        places=places,
    )


def _stem(form: str, language: str) -> str:
    if " " in form:
        return form
    return analyzer_for(language).stem(form.removesuffix(BY)) + "\0" + language


def _add_silent_forms(gathered: Gatherer) -> None:
    """A form that stands in essays of one language finds its family in every other that has one."""
    if len(gathered.languages) < 2:
        return
    stems = {_stem(form, gathered.languages[language]) for form, language in gathered.entries}
    for form in {form for form, _ in gathered.entries if not form.endswith(BY)}:
        for number, language in enumerate(gathered.languages):
            if _stem(form, language) in stems:
                gathered.entries.setdefault((form, number), len(gathered.entries))


def _pairs(
    gathered: Gatherer, tokens: Numbers, sections: Numbers, places: Numbers
) -> tuple[set[int], Numbers, Numbers, Numbers]:
    """The common entries, and of each two of them in a row: the entry it is given, section and position."""
    size = len(gathered.entries)
    by = np.zeros(size, bool)
    by[[number for (form, _), number in gathered.entries.items() if form.endswith(BY)]] = True
    is_common = (np.bincount(tokens, minlength=size) >= PAIRED_TIMES) & ~by
    near = is_common[tokens]
    here = np.flatnonzero(near[:-1] & near[1:] & (sections[:-1] == sections[1:]))
    couples = tokens[here] * size + tokens[here + 1]
    names = list(gathered.entries)
    distinct, which = np.unique(couples, return_inverse=True)
    numbers = np.zeros(len(distinct), np.int64)
    for place, couple in enumerate(distinct.tolist()):
        (one, language), (other, _) = names[couple // size], names[couple % size]
        entry = (f"{one} {other}", language)
        numbers[place] = gathered.entries.setdefault(entry, len(gathered.entries))
    return set(np.flatnonzero(is_common).tolist()), numbers[which], sections[here], places[here]
