"""Postings to the files a browser asks: shards of the dictionary, and the commonest words apart.

A shard holds all there is of a run of forms in the order of letters, and of the rest of their families.
Of a word that is too common for that it says only in which essays it stands; in which sections, and at
which positions, are two files of their own. `docs/static-index.md` gives every bit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from searchkit.site.static.bits import (
    Bits,
    Numbers,
    best_orders,
    bits_of,
    deflated,
    golomb,
    golomb_codes,
    joined,
    packed,
)
from searchkit.site.static.postings import BY, LENGTHS, Fields, Gatherer, Postings

SHARD_BYTES = 7_000
"""Postings in a shard, about."""

APART_BYTES = 9_000
"""Postings of a form that stands apart."""

PAIRED_BYTES = 24_000
"""Postings of a form whose pairs with others like it have postings of their own."""

MOST_GAP_ORDER, MOST_PLACE_ORDER = 15, 7
_CUT_EVERY = 4


@dataclass(slots=True)
class Shards:
    """The files: `firsts` are the first forms of the shards; `apart` come in twos, sections and places."""

    firsts: list[str] = field(default_factory=list)
    shards: list[bytes] = field(default_factory=list)
    apart: list[bytes] = field(default_factory=list)
    apart_forms: list[str] = field(default_factory=list)


class _Streams:
    """The bits of all entries: of each posting's section, and of its positions."""

    def __init__(self, gathered: Gatherer, postings: Postings) -> None:
        self.postings = postings
        count = len(postings.entries)
        owners = np.repeat(np.arange(count), np.diff(postings.first))
        self.gap_orders, codes = _sections(gathered, postings, owners)
        self.bits, self.bounds = _with_bounds(codes, postings.first)
        self.place_orders, codes, first = _places(postings, owners)
        self.place_bits, self.place_bounds = _with_bounds(codes, first)

    def sizes(self) -> Numbers:
        """Bytes of each entry."""
        return (np.diff(self.bounds) + np.diff(self.place_bounds)) // 8

    def of(self, entry: int) -> tuple[Bits, Bits]:
        """Sections and positions of one entry."""
        one = self.bits[self.bounds[entry] : self.bounds[entry + 1]]
        return one, self.place_bits[self.place_bounds[entry] : self.place_bounds[entry + 1]]


def _with_bounds(codes: tuple[Numbers, Numbers], first: Numbers) -> tuple[Bits, Numbers]:
    ends = np.concatenate([[0], np.cumsum(codes[1])]).astype(np.int64)
    return bits_of(*codes), ends[first]


def _sections(
    gathered: Gatherer, postings: Postings, owners: Numbers
) -> tuple[Numbers, tuple[Numbers, Numbers]]:
    gaps = np.diff(postings.sections, prepend=-1) - 1
    starts = postings.first[:-1][np.diff(postings.first) > 0]
    gaps[starts] = postings.sections[starts]
    orders = best_orders(gaps, owners, len(postings.entries), MOST_GAP_ORDER)
    parts = [golomb_codes(gaps, orders[owners])]
    parts.append(golomb_codes(postings.times - 1, np.zeros_like(gaps)))
    lengths = np.array(gathered.section_lengths, np.int64)[postings.sections]
    paired = np.array([" " in form for form, _ in postings.entries], bool)[owners]
    size = np.where(paired, 0, (len(LENGTHS) - 1).bit_length())
    parts.append((np.where(paired, 0, np.searchsorted(LENGTHS, lengths, side="right") - 1), size))
    return orders, joined(*parts)


def _places(postings: Postings, owners: Numbers) -> tuple[Numbers, tuple[Numbers, Numbers], Numbers]:
    """Positions: the first of a posting, then each less the one before and 1; none of attributions."""
    gaps = np.diff(postings.places, prepend=-1) - 1
    starts = postings.place_first[:-1]
    gaps[starts] = postings.places[starts]
    token_owners = np.repeat(owners, postings.times)
    kept = ~np.array([form.endswith(BY) for form, _ in postings.entries], bool)[token_owners]
    first = np.concatenate([[0], np.cumsum(kept)])[postings.place_first[postings.first]]
    gaps, token_owners = gaps[kept], token_owners[kept]
    orders = best_orders(gaps, token_owners, len(postings.entries), MOST_PLACE_ORDER)
    return orders, golomb_codes(gaps, orders[token_owners]), first


def common_entries(gathered: Gatherer, postings: Postings) -> list[int]:
    """The entries that are common enough to have postings of their pairs."""
    sizes = _Streams(gathered, postings).sizes()
    return np.flatnonzero(sizes >= PAIRED_BYTES).tolist()


def write_shards(gathered: Gatherer, postings: Postings) -> Shards:
    """All files of the dictionary and its postings."""
    return _Writer(gathered, postings).write()


class _Writer:
    def __init__(self, gathered: Gatherer, postings: Postings) -> None:
        self._postings = postings
        self._streams = _Streams(gathered, postings)
        self._many_languages = len(gathered.languages) > 1
        counts = np.array(gathered.essay_sections, np.int64)
        self._essay_of = np.repeat(np.arange(len(counts)), counts)
        self._families: dict[str, list[int]] = defaultdict(list)
        for number, family in enumerate(postings.families):
            if not self._is_pair(number):
                self._families[family].append(number)
        self._made = Shards()
        self._apart: dict[int, int] = {}

    def _is_pair(self, entry: int) -> bool:
        return " " in self._postings.entries[entry][0]

    def write(self) -> Shards:
        sizes = self._streams.sizes()
        for entry in np.flatnonzero(sizes >= APART_BYTES).tolist():
            if not self._is_pair(entry):
                self._apart[entry] = len(self._made.apart) // 2
                self._made.apart_forms.append(self._postings.entries[entry][0])
                self._made.apart += map(packed, self._streams.of(entry))
        for run in self._runs(sizes):
            self._made.firsts.append(self._postings.entries[run[0]][0])
            inside = set(run)
            kin = {
                other
                for entry in run
                if not self._is_pair(entry)
                for other in self._families[self._postings.families[entry]]
            }
            self._made.shards.append(self._shard([*run, *sorted(kin - inside)]))
        return self._made

    def _runs(self, sizes: Numbers) -> Iterator[list[int]]:
        """Runs of forms, cut where their spelling says so, that few cuts move when an essay changes."""
        run: list[int] = []
        size = 0
        entries = self._postings.entries
        for number, (form, _) in enumerate(entries):
            fresh = not run or form != entries[run[-1]][0]
            if fresh and (
                (size >= SHARD_BYTES and crc32(form.encode()) % _CUT_EVERY == 0) or size >= 2 * SHARD_BYTES
            ):
                yield run
                run, size = [], 0
            run.append(number)
            size += 5 + (400 if number in self._apart else int(sizes[number]))
        if run:
            yield run

    def _shard(self, entries: Sequence[int]) -> bytes:
        heads: list[str] = []
        fields: list[str] = []
        essays: list[str] = []
        last_of: dict[str, int] = {}
        together = [entry for entry in entries if entry not in self._apart]
        for place, entry in enumerate(entries):
            family = self._postings.families[entry]
            distance = 0
            if not self._is_pair(entry):
                distance = place - last_of[family] if family in last_of else 0
                last_of[family] = place
            heads.append(self._head(entry, distance))
            if listed := self._postings.fields[entry]:
                fields.append(_field_codes(listed))
            if entry in self._apart:
                essays.append(self._essay_codes(entry)[1])
        parts = [deflated(_front_coded([self._postings.entries[entry][0] for entry in entries]))]
        parts += [packed("".join(codes)) for codes in (heads, fields, essays)]
        streams = [self._streams.of(entry) for entry in together]
        parts += [
            packed(np.concatenate([np.zeros(0, np.uint8), *(one[n] for one in streams)])) for n in (0, 1)
        ]
        lengths = b"".join(len(part).to_bytes(3, "big") for part in parts)
        return lengths + b"".join(parts)

    def _head(self, entry: int, distance: int) -> str:
        form, language = self._postings.entries[entry]
        count = int(self._postings.first[entry + 1] - self._postings.first[entry])
        head = golomb(language) if self._many_languages else ""
        head += golomb(distance) + golomb(count, 1)
        if count:
            head += f"{self._streams.gap_orders[entry]:04b}{self._streams.place_orders[entry]:03b}"
            head += "01"[entry in self._apart]
            if entry in self._apart:
                (number, order), _ = self._essay_codes(entry)
                head += golomb(self._apart[entry], 4) + golomb(number, 8) + f"{order:04b}"
        if " " not in form:
            listed = self._postings.fields[entry] or Fields()
            head += golomb(len(listed.titles)) + golomb(len(listed.subtitles)) + golomb(len(listed.headings))
        return head

    def _essay_codes(self, entry: int) -> tuple[tuple[int, int], str]:
        """In how many essays a word stands, the order of their numbers of times, and the codes."""
        of_entry = slice(*self._postings.first[entry : entry + 2])
        essays, where = np.unique(self._essay_of[self._postings.sections[of_entry]], return_inverse=True)
        times = np.bincount(where, self._postings.times[of_entry]).astype(np.int64)
        order = max(0, int(times.mean()).bit_length() - 1)
        gaps = (np.diff(essays, prepend=-1) - 1).tolist()
        codes = "".join(
            golomb(gap) + golomb(time - 1, order) for gap, time in zip(gaps, times.tolist(), strict=True)
        )
        return (len(essays), order), codes


def _field_codes(listed: Fields) -> str:
    codes = []
    for essays in (listed.titles, listed.subtitles):
        before = -1
        for essay, times, length in essays:
            codes.append(golomb(essay - before - 1, 6) + golomb(times - 1) + golomb(length - 1, 2))
            before = essay
    before = -1
    for section, under, times, length, total in listed.headings:
        codes.append(golomb(section - before - 1, 8) + golomb(under - 1, 2))
        codes.append(golomb(times - 1) + golomb(length - 1, 2) + golomb(total - 1, 4))
        before = section
    return "".join(codes)


def _front_coded(forms: Sequence[str]) -> bytes:
    """Each form as how much it shares with the one before, as a letter from `0` on, and the rest."""
    lines, before = [], ""
    for form in forms:
        shared = 0
        while shared < min(len(form), len(before), 60) and form[shared] == before[shared]:
            shared += 1
        lines.append(chr(48 + shared) + form[shared:])
        before = form
    return "\n".join(lines).encode("utf-8", "surrogatepass")
