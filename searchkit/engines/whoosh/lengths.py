"""The length of a text in one byte, as Lucene and tantivy keep it: exact to 39, then within an eighth.

>>> [length_of(code_of(length)) for length in (0, 12, 39, 47, 1000, 80_000)]
[0, 12, 39, 46, 984, 73752]
"""

from __future__ import annotations

_EXACT = 24
_BITS = 4  # of a length's four highest bits, the first is always set: three are kept


def code_of(length: int) -> int:
    """The byte that stands for a length: that of the greatest one that is not greater."""
    if length < _EXACT:
        return length
    rest = length - _EXACT
    shift = max(0, rest.bit_length() - _BITS)
    kept = rest >> shift
    return _EXACT + (kept if shift == 0 else (kept & 7) + ((shift + 1) << 3))


def length_of(code: int) -> int:
    """The length that a byte stands for."""
    if code < _EXACT:
        return code
    rest = code - _EXACT
    shift = (rest >> 3) - 1
    return _EXACT + (rest if shift < 0 else ((rest & 7) | 8) << shift)
