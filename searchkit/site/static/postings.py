"""Essays to postings: for every form of a word, in every language, where it stands.

In go essays one by one, out come arrays over all of them, sorted by entry. An entry is a form, as it
is typed, in the essays of one language; entries with one stem are a family, so that a browser can find
`libraries` by `library` without knowing how to stem. Words that only an attribution holds, which count
for the stem and stand nowhere in the text, are entries of their own, marked with `@`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from searchkit.analysis.analyzer import analyzer_for, terms_of, words_in
from searchkit.essay import Kind, Section
from searchkit.site.static.bits import Numbers
from searchkit.site.static.library import Shelved

BY = "@"
"""Behind a form that stands in attributions."""

LENGTHS = (*range(40), *range(40, 56, 2), *range(56, 88, 4), *range(88, 152, 8))
"""What a class of lengths stands for, in words: a posting says the class of its section, in six bits.
Up to the last but one, these are the lengths that BM25 is reckoned with (`search.ranking`)."""


@dataclass(slots=True)
class Fields:
    """Where an entry stands in titles, subtitles and headings: numbers to be written one by one."""

    titles: list[tuple[int, int, int]] = field(default_factory=list)
    subtitles: list[tuple[int, int, int]] = field(default_factory=list)
    headings: list[tuple[int, int, int, int, int]] = field(default_factory=list)


class Gatherer:
    """Takes essays in and numbers their words."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = list(languages)
        self.entries: dict[tuple[str, int], int] = {}
        self.fields: dict[int, Fields] = {}
        self.section_lengths: list[int] = []
        self.essay_sections: list[int] = []
        self.bodies: list[int] = []
        self.totals: Counter[str] = Counter()
        self.names: list[tuple[str, int]] = []
        self._tokens: list[int] = []
        self._counts: list[int] = []
        self._places: list[int] = []

    def add(self, shelved: Shelved) -> None:
        """The words of one essay, which gets the next number."""
        essay, sections = shelved
        language = self.languages.index(essay.language)
        self._add_field("titles", essay.title, language)
        self._add_field("subtitles", essay.subtitle, language)
        first, body = len(self.section_lengths), 0
        texts = [stored.section for stored in sections]
        self._add_headings(texts, first, language)
        for section in texts:
            body += self._add_section(section, language)
        self.totals["body"] += body
        self.bodies.append(body)
        self.essay_sections.append(len(texts))

    def _add_section(self, section: Section, language: int) -> int:
        terms = terms_of(words_in(section.text))
        self._append([self._number(term, language) for term in terms], placed=True)
        by = analyzer_for("").terms(str(section.attribution)) if section.attribution else []
        self._append([self._number(term + BY, language) for term in by], placed=False)
        self.totals["exact"] += len(terms)
        self.totals["stem"] += len(terms) + len(by)
        self.section_lengths.append(len(terms) + len(by))
        return len(terms) + len(by)

    def _append(self, tokens: list[int], *, placed: bool) -> None:
        self._tokens += tokens
        self._counts.append(len(tokens))
        self._places += range(len(tokens)) if placed else [0] * len(tokens)

    def _number(self, form: str, language: int) -> int:
        return self.entries.setdefault((form, language), len(self.entries))

    def _add_field(self, name: str, text: str, language: int) -> None:
        terms = terms_of(words_in(text))
        self.totals[name] += len(terms)
        for term, times in Counter(terms).items():
            listed = getattr(self._fields(term, language), name)
            listed.append((len(self.bodies), times, len(terms)))

    def _fields(self, term: str, language: int) -> Fields:
        return self.fields.setdefault(self._number(term, language), Fields())

    def _add_headings(self, sections: Sequence[Section], first: int, language: int) -> None:
        """Each heading with how many sections stand under it, itself among them."""
        total = sum(len(words_in(one.text)) for one in sections if one.kind is Kind.HEADING)
        self.totals["headings"] += total
        paths = [(*one.headings, one.text) if one.kind is Kind.HEADING else one.headings for one in sections]
        lengths = {path: sum(len(words_in(part)) for part in path) for path in set(paths)}
        self.totals["heading"] += sum(lengths[path] for path in paths)
        for number, section in enumerate(sections):
            if section.kind is not Kind.HEADING:
                continue
            path = paths[number]
            after = number + 1
            while (
                after < len(paths)
                and paths[after][: len(path)] == path
                and not (paths[after] == path and sections[after].kind is Kind.HEADING)
            ):
                after += 1
            for term, times in Counter(terms_of(words_in(section.text))).items():
                self._fields(term, language).headings.append(
                    (first + number, after - number, times, lengths[path], total)
                )

    def tokens(self) -> tuple[Numbers, Numbers, Numbers]:
        """Of every token its entry, its section and its position there."""
        sections = np.repeat(np.arange(len(self._counts)) // 2, self._counts)
        return np.array(self._tokens, np.int64), sections, np.array(self._places, np.int64)


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings in the order of entries; those of entry n are `[first[n], first[n + 1])`.

    `places` are positions, those of posting p are `[place_first[p], place_first[p + 1])`.
    """

    entries: list[tuple[str, int]]
    families: list[str]
    fields: list[Fields | None]
    first: Numbers
    sections: Numbers
    times: Numbers
    place_first: Numbers
    places: Numbers


def sorted_postings(gathered: Gatherer) -> Postings:
    """The postings of what was gathered, by form and then by language."""
    _add_silent_forms(gathered)
    entries = sorted(gathered.entries)
    rank = np.empty(len(entries), np.int64)
    rank[[gathered.entries[entry] for entry in entries]] = np.arange(len(entries))
    tokens, sections, places = gathered.tokens()
    ranks = rank[tokens] if len(tokens) else tokens
    order = np.argsort(ranks, kind="stable")
    ranks, sections, places = ranks[order], sections[order], places[order]
    return _grouped(gathered, entries, ranks, sections, places)


def _grouped(
    gathered: Gatherer,
    entries: list[tuple[str, int]],
    ranks: Numbers,
    sections: Numbers,
    places: Numbers,
) -> Postings:
    fresh = np.ones(len(ranks), bool)
    fresh[1:] = (ranks[1:] != ranks[:-1]) | (sections[1:] != sections[:-1])
    starts = np.flatnonzero(fresh)
    bounds = np.append(starts, len(ranks))
    return Postings(
        entries=entries,
        families=[_stem(form, gathered.languages[language]) for form, language in entries],
        fields=[gathered.fields.get(gathered.entries[entry]) for entry in entries],
        first=np.searchsorted(ranks[starts], np.arange(len(entries) + 1)),
        sections=sections[starts],
        times=np.diff(bounds),
        place_first=bounds,
        places=places,
    )


def _stem(form: str, language: str) -> str:
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


def with_pairs(gathered: Gatherer, postings: Postings, common: Sequence[int]) -> Postings:
    """The postings, and those of every two of the `common` entries in a row, under the form `to be`."""
    couples, sections, places = _pairs(postings, common)
    if not len(couples):
        return postings
    names: dict[int, int] = {}
    size = len(postings.entries)
    for couple in np.unique(couples).tolist():
        one, other = postings.entries[couple // size], postings.entries[couple % size]
        names[couple] = gathered.entries.setdefault((f"{one[0]} {other[0]}", one[1]), len(gathered.entries))
    entries = sorted(gathered.entries)
    place_of = {entry: number for number, entry in enumerate(entries)}
    moved = np.array([place_of[entry] for entry in postings.entries])
    pair_rank = {couple: place_of[_of_number(gathered, number)] for couple, number in names.items()}
    token_entries = np.repeat(np.repeat(np.arange(size), np.diff(postings.first)), postings.times)
    ranks = np.concatenate([moved[token_entries], np.array([pair_rank[c] for c in couples.tolist()])])
    sections = np.concatenate([np.repeat(postings.sections, postings.times), sections])
    places = np.concatenate([postings.places, places])
    order = np.argsort(ranks, kind="stable")
    return _grouped(gathered, entries, ranks[order], sections[order], places[order])


def _of_number(gathered: Gatherer, number: int) -> tuple[str, int]:
    if len(gathered.names) != len(gathered.entries):
        gathered.names = list(gathered.entries)
    return gathered.names[number]


def _pairs(postings: Postings, common: Sequence[int]) -> tuple[Numbers, Numbers, Numbers]:
    """Of each place of two common entries in a row: which two, the section and the position."""
    stride = int(postings.places.max(initial=0)) + 2
    where, who = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for entry in common:
        of_entry = slice(*postings.first[entry : entry + 2])
        spread = np.repeat(postings.sections[of_entry], postings.times[of_entry])
        first, last = postings.place_first[postings.first[entry : entry + 2]]
        where.append(spread * stride + postings.places[first:last])
        who.append(np.full(last - first, entry))
    places, entries = np.concatenate(where), np.concatenate(who)
    order = np.argsort(places, kind="stable")
    places, entries = places[order], entries[order]
    behind = np.flatnonzero(np.diff(places) == 1)
    couples = entries[behind] * len(postings.entries) + entries[behind + 1]
    return couples, places[behind] // stride, places[behind] % stride
