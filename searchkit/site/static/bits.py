"""Numbers to bits, and bytes to scripts: the encodings every file of a static index is made of.

A number stands as an exponential Golomb code of order k (Teuhola, "A compression method for clustered
bit-vectors", 1978), or, where it is known to be less than some number, as a minimal binary code. A sorted
list is coded from its middle outwards (Moffat & Stuiver, "Binary interpolative coding", 2000): words of
essays stand in clusters, of which this makes the most. Codes and their sizes in bits are arrays; bits fill
bytes from the highest down.

Bytes stand in a script as a string, two in a UTF-16 unit; one in 32 units has to be escaped, because it is
half of a character or ends a string. A byte order mark outranks whatever a host says of the encoding (WHATWG
Encoding, section 6).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

_BATCH = 400_000
_ESCAPE = 0x2190
_ESCAPED = 0x1000
_UNWRITABLE = np.zeros(0x10000, bool)
_UNWRITABLE[[*b'"\\\n\r', 0x2028, 0x2029, _ESCAPE, *range(0xD800, 0xE000)]] = True
_LONGEST = 24
"""A code of so many bits lies within four bytes, wherever it begins."""


class Codes(NamedTuple):
    """Codes and how many bits each has; of size 0 are those that are not written."""

    codes: Numbers
    sizes: Numbers


def golomb(values: Numbers | Sequence[int], orders: Numbers | int = 0) -> Codes:
    """Each value as an exponential Golomb code: with x = value + 2^k of n bits, n - 1 - k zeros, then x.

    >>> golomb([0, 3]), golomb([3], 2)
    (Codes(codes=array([1, 4]), sizes=array([1, 5])), Codes(codes=array([7]), sizes=array([3])))
    """
    shifted = np.asarray(values, np.int64) + (np.int64(1) << np.asarray(orders, np.int64))
    return Codes(shifted, 2 * _bit_lengths(shifted) - 1 - orders)


def below(values: Numbers, limits: Numbers) -> Codes:
    """Each value as a minimal binary code, which knows that it is less than its limit.

    >>> below(np.array([0, 1, 2]), np.array([3, 3, 3]))
    Codes(codes=array([0, 2, 3]), sizes=array([1, 2, 2]))
    """
    sizes = _bit_lengths(limits - 1)
    spare = (np.int64(1) << sizes) - limits
    short = values < spare
    return Codes(np.where(short, values, values + spare), sizes - short)


def lists(values: Numbers, counts: Numbers, limits: Numbers) -> Codes:
    """Lists one after the other, each of `counts` growing values that are less than its limit."""
    trees = _Trees(np.unique(counts))
    made = [Codes(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    ends = np.cumsum(counts)
    first = 0
    while first < len(counts):
        start = ends[first] - counts[first]
        after = max(first + 1, int(np.searchsorted(ends, start + _BATCH)))
        made.append(trees.codes(values[start : ends[after - 1]], counts[first:after], limits[first:after]))
        first = after
    return chained(*made)


class _Trees:
    """For lists of these counts the rows of `_tree`, those of a count from `offsets[count]` on."""

    def __init__(self, counts: Numbers) -> None:
        trees = [_tree(count) for count in counts.tolist()]
        self.offsets = np.zeros(int(counts.max(initial=0)) + 1, np.int64)
        self.offsets[counts] = np.cumsum(counts) - counts
        self.rows = np.concatenate([np.zeros((0, 5), np.int64), *trees])

    def codes(self, values: Numbers, counts: Numbers, limits: Numbers) -> Codes:
        """The codes of some lists."""
        starts = np.cumsum(counts) - counts
        first = np.repeat(starts, counts)
        size = np.repeat(counts, counts)
        rows = self.rows[np.repeat(self.offsets[counts], counts) + np.arange(len(values)) - first]
        here, left, right, before, after = rows.T
        low = np.where(left >= 0, values[first + np.maximum(left, 0)] + 1, 0) + before
        last = values[first + np.minimum(right, size - 1)] - 1
        high = np.where(right < size, last, np.repeat(limits, counts) - 1) - after
        return below(values[first + here] - low, high - low + 1)


@cache
def _tree(count: int) -> Numbers:
    """The order in which a list is written: the middle one, then those before it, then those after it.

    A row is a value's place, those of the nearest that are written before it on either side (or -1, or
    `count`), and how many between these and it are written after it.
    """
    rows: list[tuple[int, int, int, int, int]] = []
    open_spans = [(0, count)]
    while open_spans:
        start, end = open_spans.pop()
        if start < end:
            middle = (start + end) // 2
            rows.append((middle, start - 1, end, middle - start, end - middle - 1))
            open_spans += [(middle + 1, end), (start, middle)]
    return np.array(rows, np.int64).reshape(-1, 5)


def orders(values: Numbers, owners: Numbers, count: int, most: int) -> Numbers:
    """For each of `count` owners the order, up to `most`, that suits values of its mean."""
    means = np.bincount(owners, values, count) / np.maximum(1, np.bincount(owners, minlength=count))
    return np.minimum(most, _bit_lengths(np.floor(means).astype(np.int64) + 1) - 1)


def packed(codes: Codes, offsets: Numbers | None = None) -> bytes:
    """Codes as bytes, in a row, or each from its bit on; the last byte is filled up with zeros."""
    sizes = codes.sizes
    if offsets is None:
        offsets = np.cumsum(sizes) - sizes
    long = sizes > _LONGEST
    if long.any():
        head = Codes(np.where(long, codes.codes >> _LONGEST, 0), np.where(long, sizes - _LONGEST, 0))
        tail = Codes(
            np.where(long, codes.codes & ((1 << _LONGEST) - 1), codes.codes), np.minimum(sizes, _LONGEST)
        )
        offsets = np.concatenate([offsets, offsets + head.sizes])
        codes, sizes = Codes(*map(np.concatenate, zip(head, tail, strict=True))), None  # type: ignore[assignment]
        sizes = codes.sizes
    total = int((offsets + sizes).max(initial=0) + 7) // 8
    shifted = codes.codes << (32 - sizes - (offsets & 7))
    made = np.zeros(total + 4)
    for number in range(4):
        made += np.bincount((offsets >> 3) + number, (shifted >> (24 - 8 * number)) & 255, total + 4)
    return made[:total].astype(np.uint8).tobytes()


def chained(*parts: Codes) -> Codes:
    """Codes one after the other."""
    return Codes(*(np.concatenate(one).astype(np.int64) for one in zip(*parts, strict=True)))


def bits_of(content: npt.NDArray[np.uint8], start: int, end: int) -> npt.NDArray[np.uint8]:
    """The bits from `start` to `end` of bytes, a byte a bit."""
    first = start & ~7
    return np.unpackbits(content[first >> 3 : (end + 7) >> 3])[start - first : end - first]


def deflated(content: bytes, dictionary: bytes = b"") -> bytes:
    """Raw deflate (RFC 1951)."""
    squeeze = zlib.compressobj(9, wbits=-15, memLevel=9, zdict=dictionary)
    return squeeze.compress(content) + squeeze.flush()


def script(name: str, content: bytes) -> bytes:
    """A classic script that sets `name` to a string of `content`, in UTF-16, and a zero if it is odd."""
    units = np.frombuffer(content + b"\0" * (len(content) % 2), ">u2")
    wrong = _UNWRITABLE[units]
    made = np.repeat(units, 1 + wrong)
    places = np.flatnonzero(wrong) + np.arange(np.count_nonzero(wrong))
    made[places] = _ESCAPE
    made[places + 1] ^= _ESCAPED
    return f'\ufeff{name}="'.encode("utf-16-le") + made.astype("<u2").tobytes() + '"'.encode("utf-16-le")


def script_content(text: bytes) -> bytes:
    """The bytes that `script` wrote; empty of what it did not write."""
    try:
        _, quoted, _ = text.decode("utf-16").split('"')
    except ValueError:
        return b""
    units = np.frombuffer(quoted.encode("utf-16-le"), "<u2")
    escapes = np.flatnonzero(units == _ESCAPE)
    units = units.copy()
    units[escapes + 1] ^= _ESCAPED
    return np.delete(units, escapes).astype(">u2").tobytes()


def _bit_lengths(values: Numbers) -> Numbers:
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)
