"""Essays to blocks: runs of sections that are written together, and the order in which they are numbered.

A block is an essay, or a part of a long one, in one piece of text. Its sections are numbered by how long
they are, so that a handful of lengths says about how long each is, and which of two is the longer: a
browser can rank sections without having a length for each. Lengths are those that BM25 is reckoned with:
one byte, Lucene's SmallFloat `byte4`, exact up to 39 words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from searchkit.site.static.bits import Numbers

BLOCK_CHARACTERS = 24_000
"""A longer essay is cut."""

_KNOTS = ((250, 16), (500, 8), (1_000, 4))
_FEWEST_KNOTS = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Sections `[first, after)` of an essay, counted in reading order through all essays."""

    essay: int
    first: int
    after: int


def cut(essay: int, first: int, sizes: Sequence[int]) -> list[Block]:
    """The blocks of an essay whose sections have so many characters."""
    blocks: list[Block] = []
    start = size = 0
    fair = -(-sum(sizes) // max(1, -(-sum(sizes) // BLOCK_CHARACTERS)))
    for number, length in enumerate(sizes):
        if size and size + length // 2 > fair:
            blocks.append(Block(essay, first + start, first + number))
            start, size = number, 0
        size += length
    return [*blocks, Block(essay, first + start, first + len(sizes))]


def length_code(words: int) -> int:
    """The byte that stands for a number of words.

    >>> [length_code(words) for words in (0, 39, 40, 41, 42, 1000)]
    [0, 39, 40, 40, 41, 87]
    """
    if words < 40:
        return words
    size = (words - 24).bit_length() - 4
    return 24 + ((size + 1) << 3) + (((words - 24) >> size) & 7)


def longest(code: int) -> int:
    """The most words that a byte stands for."""
    if code < 39:
        return code
    following = code + 1 - 24
    return 24 + ((8 | (following & 7)) << ((following >> 3) - 1)) - 1


@dataclass(frozen=True, slots=True)
class Numbering:
    """How sections are numbered: in each block of an essay the shortest first.

    `numbers` has the number of each in reading order. By number, `limits` is more than any position in it
    and `essay_of` its essay; by essay, `first_of` is the first number and `sections_each` how many there are.
    `knots` are the bytes of lengths that are kept of each block.
    """

    blocks: list[Block]
    numbers: Numbers
    limits: Numbers
    essay_of: Numbers
    first_of: Numbers
    sections_each: Numbers
    knots: list[list[int]]


def numbered(blocks: list[Block], words: Sequence[int]) -> Numbering:
    """Number the sections of blocks, which have so many words."""
    codes = np.array([length_code(count) for count in words], np.int64)
    numbers = np.zeros(len(codes), np.int64)
    limits = np.zeros(len(codes), np.int64)
    knots = []
    most = knots_of(len(blocks))
    for block in blocks:
        inside = codes[block.first : block.after]
        order = np.argsort(inside, kind="stable")
        numbers[block.first + order] = np.arange(block.first, block.after)
        places = knot_places(len(inside), most)
        knots.append(inside[order][places].tolist())
        start = 0
        for place, code in zip(places, knots[-1], strict=True):
            limits[block.first + start : block.first + place + 1] = longest(code)
            start = place + 1
    essays, counts = (
        np.array([(block.essay, block.after - block.first) for block in blocks], np.int64).reshape(-1, 2).T
    )
    each = np.bincount(essays, counts).astype(np.int64)
    first_of = np.cumsum(each) - each
    return Numbering(blocks, numbers, limits, np.repeat(essays, counts), first_of, each, knots)


def knots_of(blocks: int) -> int:
    """How many lengths are kept of each of so many blocks: more where there are few."""
    return next((knots for fewer, knots in _KNOTS if blocks < fewer), _FEWEST_KNOTS)


def knot_places(count: int, knots: int) -> list[int]:
    """Which of `count` sections, the shortest first, the lengths that are kept are of; the last is one."""
    return sorted({-(-number * count // knots) - 1 for number in range(1, knots + 1)} - {-1})
