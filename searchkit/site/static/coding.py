"""Postings to bits: what a shard says of each entry, and what may stand apart of it.

All entries are coded at once, stream by stream: their heads, fields, essays, sections, times and positions.
Each code is then put where its entry's are, so that an entry is one run of bits. `docs/static-index.md` has
the order of it all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from searchkit.site.static.bits import (
    Codes,
    Numbers,
    below,
    bits_of,
    chained,
    golomb,
    lists,
    orders,
    packed,
)
from searchkit.site.static.blocks import Numbering
from searchkit.site.static.postings import BY, Fields, Postings

APART_BYTES = 8_000
"""Sections and positions of a form that stand apart."""

LEAST_ORDERED, LEAST_APART = 4, 32
"""In so many essays a form stands that says its orders, and whether it stands apart."""

ESSAYS_STEP = 128
"""The limit of essays' numbers is a multiple of this, so that one essay more changes few files."""

_MOST_ORDER = 7

Flags = npt.NDArray[np.bool_]
Stream = tuple[Codes, Numbers]
"""Codes, and the entry that each belongs to, in the order of entries."""


class Runs:
    """Streams put in the order of entries: all codes of the first, stream by stream, then of the next."""

    def __init__(self, count: int, streams: Sequence[Stream]) -> None:
        sizes = np.array([np.bincount(owners, codes.sizes, count) for codes, owners in streams], np.int64)
        ends = np.cumsum(sizes.T.reshape(-1))
        starts = (ends - sizes.T.reshape(-1)).reshape(count, len(streams))
        offsets = []
        for number, (codes, owners) in enumerate(streams):
            before = np.cumsum(codes.sizes) - codes.sizes
            first = np.zeros(count, np.int64)
            fresh = np.flatnonzero(np.diff(owners, prepend=-1))
            first[owners[fresh]] = before[fresh]
            offsets.append(starts[owners, number] + before - first[owners])
        content = packed(chained(*(codes for codes, _ in streams)), np.concatenate(offsets))
        self._content = np.frombuffer(content, np.uint8)
        self._bounds = np.concatenate([[0], ends[len(streams) - 1 :: len(streams)]])

    @property
    def sizes(self) -> Numbers:
        """Bytes of each entry, about."""
        sizes: Numbers = np.diff(self._bounds) // 8
        return sizes

    def of(self, start: int, after: int) -> npt.NDArray[np.uint8]:
        """The bits of entries `[start, after)`, a byte a bit."""
        return bits_of(self._content, int(self._bounds[start]), int(self._bounds[after]))


class Coded:
    """All entries as bits: `inside` is what stands in shards, `sections` and `places` what is `apart`."""

    def __init__(self, postings: Postings, numbering: Numbering) -> None:
        self._postings = postings
        self._numbering = numbering
        self._count = len(postings.entries)
        forms = [form for form, _ in postings.entries]
        self._pairs = np.array([" " in form for form in forms], bool)
        self._unplaced = np.array([form.endswith(BY) for form in forms], bool)
        self._owners = np.repeat(np.arange(self._count), np.diff(postings.first))
        self._find_essays()
        sections, places = self._section_streams(), [self._place_stream()]
        self.sections, self.places = Runs(self._count, sections), Runs(self._count, places)
        common = self._essays_each >= LEAST_APART
        self.apart: Flags = (self.sections.sizes + self.places.sizes >= APART_BYTES) & common & ~self._pairs
        self.inside = Runs(
            self._count,
            [
                self._heads(),
                *field_streams(postings.fields, numbering),
                *self._essay_streams(),
                *(_only(stream, ~self.apart) for stream in (*sections, *places)),
            ],
        )

    def _find_essays(self) -> None:
        """Group postings by essay: in `_held` sections of `_essays`, `_totals` times, each for `_homes`."""
        numbering, postings = self._numbering, self._postings
        essays = numbering.essay_of[postings.sections]
        starts = (np.diff(self._owners, prepend=-1) != 0) | (np.diff(essays, prepend=-1) != 0)
        fresh = np.flatnonzero(starts)
        self._essays, self._homes = essays[fresh], self._owners[fresh]
        self._held = np.diff(np.append(fresh, len(essays)))
        self._totals = np.add.reduceat(postings.times, fresh) if len(fresh) else fresh
        self._essays_each = np.bincount(self._homes, minlength=self._count).astype(np.int64)
        self._more = np.flatnonzero(postings.times > 1)
        self._held_orders = self._orders(self._held - 1, self._homes)
        self._times_orders = self._orders(postings.times[self._more] - 2, self._owners[self._more])
        self._total_orders = self._orders(self._totals - 1, self._homes)

    def _orders(self, values: Numbers, owners: Numbers) -> Numbers:
        found = orders(values, owners, self._count, _MOST_ORDER)
        return np.where(self._essays_each >= LEAST_ORDERED, found, 0)

    def _section_streams(self) -> list[Stream]:
        """How many sections of each essay, which, which of all hold it more than once, and how often."""
        postings, numbering, owners = self._postings, self._numbering, self._owners
        inside = postings.sections - numbering.first_of[numbering.essay_of[postings.sections]]
        limits = numbering.sections_each[self._essays]
        most = np.diff(postings.first)
        again = owners[self._more]
        repeated = np.bincount(again, minlength=self._count).astype(np.int64)
        return [
            (golomb(self._held - 1, self._held_orders[self._homes]), self._homes),
            (lists(inside, self._held, limits), owners),
            (below(repeated, most + 1), np.arange(self._count)),
            (lists(self._more - postings.first[again], repeated, most), again),
            (golomb(postings.times[self._more] - 2, self._times_orders[again]), again),
        ]

    def _place_stream(self) -> Stream:
        """The positions in each section; attributions have none."""
        postings = self._postings
        owners = np.repeat(self._owners, postings.times)
        placed, kept = ~self._unplaced[owners], ~self._unplaced[self._owners]
        limits = self._numbering.limits[postings.sections[kept]]
        return lists(postings.places[placed], postings.times[kept], limits), owners[placed]

    def _essay_streams(self) -> list[Stream]:
        """The essays, and how often each holds an entry whose sections are apart."""
        some = self._essays_each[self._essays_each > 0]
        limit = -(-len(self._numbering.sections_each) // ESSAYS_STEP) * ESSAYS_STEP
        totals = golomb(self._totals - 1, self._total_orders[self._homes])
        return [
            (lists(self._essays, some, np.full(len(some), limit)), self._homes),
            _only((totals, self._homes), self.apart),
        ]

    def _heads(self) -> Stream:
        """One code of each column for each entry, where it has one."""
        postings, count = self._postings, self._count
        languages = np.array([language for _, language in postings.entries], np.int64)
        has_fields = np.array([bool(one) for one in postings.fields], np.int64)
        ordered, everywhere = self._essays_each >= LEAST_ORDERED, np.ones(count, bool)
        columns = (
            (golomb(languages), everywhere & (postings.languages > 1)),
            (golomb(self._essays_each, 1), everywhere),
            (Codes(self._held_orders, np.full(count, 3)), ordered),
            (Codes(self._times_orders, np.full(count, 3)), ordered),
            (Codes(self.apart.astype(np.int64), np.ones(count, np.int64)), self._essays_each >= LEAST_APART),
            (golomb(np.cumsum(self.apart) - self.apart, 4), self.apart),
            (golomb(np.diff(postings.first), 10), self.apart),
            (Codes(self._total_orders, np.full(count, 3)), self.apart),
            (Codes(has_fields, np.ones(count, np.int64)), ~self._pairs),
        )
        codes = np.stack([np.where(has, codes.codes, 0) for codes, has in columns], axis=1).reshape(-1)
        sizes = np.stack([np.where(has, codes.sizes, 0) for codes, has in columns], axis=1).reshape(-1)
        return Codes(codes, sizes), np.repeat(np.arange(count), len(columns))


def _only(stream: Stream, wanted: Flags) -> Stream:
    codes, owners = stream
    kept = wanted[owners]
    return Codes(codes.codes[kept], codes.sizes[kept]), owners[kept]


def field_streams(all_fields: Sequence[Fields | None], numbering: Numbering) -> Iterator[Stream]:
    """What entries have in titles, subtitles and headings, then the sections under these headings."""
    values: list[tuple[int, int, int]] = []
    under: list[Numbers] = []
    of_lists: list[tuple[int, int]] = []
    for entry, fields in enumerate(all_fields):
        if not fields:
            continue
        for listed in (fields.titles, fields.subtitles):
            before = 0
            values.append((entry, len(listed), 0))
            for essay, times, words in listed:
                values += ((entry, essay - before, 6), (entry, times - 1, 0), (entry, words - 1, 2))
                before = essay
        values.append((entry, len(fields.headings), 0))
        before = 0
        for one in fields.headings:
            values += (
                (entry, one.essay - before, 6),
                (entry, len(one.sections) - 1, 2),
                (entry, one.times - 1, 0),
                (entry, one.path_words - 1, 2),
                (entry, one.essay_words - 1, 4),
            )
            before = one.essay
            numbers = numbering.numbers[one.sections.start : one.sections.stop]
            under.append(np.sort(numbers) - numbering.first_of[one.essay])
            of_lists.append((entry, one.essay))
    owners, numbers, of_numbers = np.array(values, np.int64).reshape(-1, 3).T
    yield golomb(numbers, of_numbers), owners
    counts = np.array([len(one) for one in under], np.int64)
    entries, essays = np.array(of_lists, np.int64).reshape(-1, 2).T
    flat = np.concatenate([np.zeros(0, np.int64), *under])
    yield lists(flat, counts, numbering.sections_each[essays]), np.repeat(entries, counts)
