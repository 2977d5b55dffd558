"""Postings to the files a browser asks: shards of the dictionary, and postings of common words apart.

A shard holds all there is of a run of forms in the order of letters, and of the rest of their families;
a form has one of its own that takes much room, or is so common that phrases of such words are asked for. Of a
word that is too common even for that, a shard says only in which essays it stands; in which sections, and at
which positions, are two files more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import numpy.typing as npt

from searchkit.site.static.bits import deflated, golomb, packed
from searchkit.site.static.blocks import Numbering
from searchkit.site.static.coding import Coded
from searchkit.site.static.postings import Postings

SHARD_BYTES = 11_000
"""A shard has about so many bytes, if none of its forms has half of that alone."""

_WINDOW = 24
"""Among so many forms the best place for a cut is looked for."""

_HEAD_BYTES = 3
"""What an entry takes besides its postings, about."""


@dataclass(slots=True)
class Shards:
    """The files: `firsts` are where shards begin; `apart` come in twos, sections and positions."""

    firsts: list[str] = field(default_factory=list)
    shards: list[bytes] = field(default_factory=list)
    apart: list[bytes] = field(default_factory=list)
    apart_forms: list[str] = field(default_factory=list)


def write_shards(postings: Postings, numbering: Numbering) -> Shards:
    """All files of the dictionary and its postings."""
    coded = Coded(postings, numbering)
    made = Shards()
    for entry in np.flatnonzero(coded.apart).tolist():
        made.apart_forms.append(postings.entries[entry][0])
        both = coded.sections, coded.places
        made.apart += (np.packbits(run.of(entry, entry + 1)).tobytes() for run in both)
    families = defaultdict(list)
    for entry, family in enumerate(postings.families):
        families[family].append(entry)
    for start, after in _runs(postings, families, coded.inside.sizes + _HEAD_BYTES):
        made.firsts.append(_first(postings, start))
        kin = {other for entry in range(start, after) for other in families[postings.families[entry]]}
        made.shards.append(_shard(coded, postings, start, after, sorted(kin - set(range(start, after)))))
    return made


def _first(postings: Postings, start: int) -> str:
    """The shortest beginning of a form that comes after the form before it."""
    form = postings.entries[start][0]
    before = postings.entries[start - 1][0] if start else ""
    shared = 0
    while shared < len(before) and before[shared] == form[shared]:
        shared += 1
    return form[: shared + 1]


def _runs(
    postings: Postings, families: Mapping[str, Sequence[int]], sizes: npt.NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """Runs of forms, cut where few families are cut, and where spelling says so, that cuts stay in place."""
    forms = [form for form, _ in postings.entries]
    cost = _costs(families, sizes)
    alone = set(postings.paired)
    large = (sizes >= SHARD_BYTES / 2) | np.array([form in alone for form in forms], bool)
    stops = np.append(np.flatnonzero(large), len(forms))
    total = np.concatenate([[0], np.cumsum(sizes)])

    def rank(place: int) -> tuple[float, int]:
        return cost[place], crc32(forms[place].encode("utf-8", "surrogatepass"))

    start = 0
    while start < len(forms):
        stop = int(stops[np.searchsorted(stops, start)])
        after = (
            start + 1 if stop == start else min(stop, int(np.searchsorted(total, total[start] + SHARD_BYTES)))
        )
        if start < after < stop:
            after = min(range(max(start + 1, after - _WINDOW), after + 1), key=rank)
        while after < len(forms) and forms[after] == forms[after - 1]:
            after += 1
        yield start, after
        start = after


def _costs(families: Mapping[str, Sequence[int]], sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many bytes have to be written twice where forms are cut before each."""
    cost = np.zeros(len(sizes) + 1, np.int64)
    for members in families.values():
        if len(members) > 1:
            size = sizes[members].sum()
            cost[members[0] + 1] += size
            cost[members[-1] + 1] -= size
    return np.cumsum(cost)


def _shard(coded: Coded, postings: Postings, start: int, after: int, kin: Sequence[int]) -> bytes:
    entries = [*range(start, after), *kin]
    last_of: dict[str, int] = {}
    distances = []
    for place, entry in enumerate(entries):
        family = postings.families[entry]
        distances.append(place - last_of.get(family, place))
        last_of[family] = place
    forms = deflated(front_coded([postings.entries[entry][0] for entry in entries]))
    back = packed(golomb(distances))
    runs = [coded.inside.of(start, after), *(coded.inside.of(entry, entry + 1) for entry in kin)]
    lengths = b"".join(len(part).to_bytes(2, "big") for part in (forms, back))
    return lengths + forms + back + np.packbits(np.concatenate(runs)).tobytes()


def front_coded(lines: Sequence[str]) -> bytes:
    """Each line as how much it shares with the one before, as a letter from `0` on, and the rest.

    Only what stands before a tab is shared.
    """
    coded, before = [], ""
    for line in lines:
        key = line.partition("\t")[0]
        shared = 0
        while shared < min(len(key), len(before), 60) and key[shared] == before[shared] < "\U00010000":
            shared += 1
        coded.append(chr(48 + shared) + line[shared:])
        before = key
    return "\n".join(coded).encode("utf-8", "surrogatepass")
