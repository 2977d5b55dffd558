"""Numbers to bits, and bytes to scripts: the two encodings every file of a static index is made of.

A number is written as an exponential Golomb code of order k (Teuhola, "A compression method for clustered
bit-vectors", 1978): with x = value + 2^k of n bits, n - 1 - k zeros and then x. Bits fill bytes from the
highest down. It costs a twentieth more than a Rice code where words are spread evenly and less where they
are clustered, as words of essays are, and no code is longer than a machine word.

Bytes stand in a script as a string of 15 bits a UTF-16 unit, from U+0100 on, where nothing needs an escape.
A byte order mark outranks whatever a host says of the encoding (WHATWG Encoding, section 6).
"""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint8]

_BATCH = 400_000
_UNIT = 15
_FIRST_UNIT = 0x100


def golomb(value: int, k: int = 0) -> str:
    """The code of one number as a string of 0 and 1.

    >>> golomb(0), golomb(3), golomb(3, 2)
    ('1', '00100', '111')
    """
    shifted = value + (1 << k)
    size = shifted.bit_length()
    return "0" * (size - 1 - k) + f"{shifted:b}"


def golomb_codes(values: Numbers, k: Numbers) -> tuple[Numbers, Numbers]:
    """The codes of many numbers, and how many bits each takes; `k` is the order of each."""
    shifted = values + (np.int64(1) << k)
    return shifted, 2 * _bit_lengths(shifted) - 1 - k


def best_orders(values: Numbers, owners: Numbers, count: int, most: int) -> Numbers:
    """For each of `count` owners the order, up to `most`, in which its values take the fewest bits."""
    costs = [
        np.bincount(owners, golomb_codes(values, np.full(len(values), k))[1], count) for k in range(most + 1)
    ]
    orders: Numbers = np.argmin(costs, axis=0).astype(np.int64)
    return orders


def joined(*parts: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    """Codes one behind the other, as one code each."""
    codes, sizes = parts[0]
    for more, length in parts[1:]:
        codes, sizes = (codes << length) | more, sizes + length
    return codes, sizes


def bits_of(codes: Numbers, sizes: Numbers) -> Bits:
    """All codes in a row, a byte a bit."""
    parts = [np.zeros(0, np.uint8)]
    for first in range(0, len(codes), _BATCH):
        length = sizes[first : first + _BATCH]
        ends = np.cumsum(length)
        left = np.repeat(ends, length) - np.arange(1, ends[-1] + 1)
        parts.append(((np.repeat(codes[first : first + _BATCH], length) >> left) & 1).astype(np.uint8))
    return np.concatenate(parts)


def packed(bits: Bits | str) -> bytes:
    """Bits as bytes, the last filled up with zeros."""
    if isinstance(bits, str):
        bits = np.frombuffer(bits.encode(), np.uint8) - ord("0")
    return np.packbits(bits).tobytes()


def deflated(content: bytes, dictionary: bytes = b"") -> bytes:
    """Raw deflate (RFC 1951)."""
    squeeze = zlib.compressobj(9, wbits=-15, memLevel=9, zdict=dictionary)
    return squeeze.compress(content) + squeeze.flush()


def script(name: str, content: bytes) -> bytes:
    """A classic script that sets `name` to a string of `content`, in UTF-16."""
    bits = np.unpackbits(np.frombuffer(content, np.uint8))
    rows = np.concatenate([bits, np.zeros(-len(bits) % _UNIT, np.uint8)]).reshape(-1, _UNIT)
    units = rows.astype(np.uint16) @ (1 << np.arange(_UNIT - 1, -1, -1)).astype(np.uint16)
    text = (units + _FIRST_UNIT).astype("<u2").tobytes()
    return f'\ufeff{name}="'.encode("utf-16-le") + text + '"'.encode("utf-16-le")


def script_content(text: bytes) -> bytes:
    """The bytes that `script` wrote, and up to one more; empty of what it did not write."""
    try:
        _, quoted, _ = text.decode("utf-16").split('"')
    except ValueError:
        return b""
    units = np.array([ord(unit) for unit in quoted], np.uint16) - _FIRST_UNIT
    bits = np.unpackbits(units.astype(">u2").view(np.uint8)).reshape(-1, 16)[:, 1:].reshape(-1)
    return np.packbits(bits[: len(bits) // 8 * 8]).tobytes()


def _bit_lengths(values: Numbers) -> Numbers:
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)
