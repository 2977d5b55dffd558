"""What was done to the words of a source: differences, the verdict, and what must be told by name.

In go a quotation and its alignment with a running text; out come edits that turn the one into the other.
Words left out where the quotation says so are no difference; nor is a word that is only written otherwise:
*to-day* for *today*, *dont* for *don't*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from searchkit.quotes.alignment import Block, Kind
from searchkit.quotes.matches import Difference, Verdict
from searchkit.quotes.negation import changed_negations, holds_negation
from searchkit.quotes.quotation import Quotation
from searchkit.quotes.running import RunningText, WrittenText

_NOT_A_MISQUOTE = 4
"""So many words in a row that agree with nothing, and a sixth of all, are no part of the source."""
_SHORT_OMISSION = 12
_TOLD_OMISSION = 3


class Comparison(NamedTuple):
    """How a quotation stands to its source."""

    verdict: Verdict
    differences: tuple[Difference, ...]
    notices: tuple[str, ...]


class _Change(NamedTuple):
    """Differing words: of the quotation `first` to `last`, of the text `start` to `end`."""

    first: int
    last: int
    start: int
    end: int


def compare(quotation: Quotation, text: RunningText, blocks: Sequence[Block]) -> Comparison:
    """The quotation beside the words that it was aligned with."""
    written = WrittenText(text)
    changes = list(_changes(blocks, len(quotation.words)))
    told = [change for change in changes if not _is_only_written_otherwise(change, quotation, text, written)]
    differing = [change for change in told if not _is_marked(change, quotation)]
    differences = tuple(_difference(change, quotation, written, blocks[0].start) for change in differing)
    foreign = [change for change in differing if _is_foreign(change, len(quotation.words))]
    notices = [
        notice
        for change in differing
        for notice in changed_negations(
            quotation.terms[change.first : change.last], text.terms[change.start : change.end]
        )
    ]
    notices += (notice for change in told for notice in _omission_notices(change, quotation, text))
    if foreign:
        notices.insert(0, _what_is_there(foreign, len(quotation.words)))
    verdict = Verdict.PARTIAL if foreign else Verdict.NEAR if told else Verdict.EXACT
    return Comparison(verdict, differences, tuple(dict.fromkeys(notices)))


def _changes(blocks: Sequence[Block], count: int) -> Iterator[_Change]:
    """Blocks in a row that differ as one change, and the words of the quotation outside of them all."""
    if blocks[0].first:
        yield _Change(0, blocks[0].first, blocks[0].start, blocks[0].start)
    for equal, group in groupby(blocks, key=lambda block: block.kind is Kind.EQUAL):
        if not equal:
            together = list(group)
            yield _Change(together[0].first, together[-1].last, together[0].start, together[-1].end)
    if blocks[-1].last < count:
        yield _Change(blocks[-1].last, count, blocks[-1].end, blocks[-1].end)


def _difference(change: _Change, quotation: Quotation, written: WrittenText, base: int) -> Difference:
    yours = quotation.written(change.first, change.last)
    source = written.written(change.start, change.end)
    op: Literal["insert", "delete", "replace"] = (
        "replace" if yours and source else "delete" if yours else "insert"
    )
    return Difference(op, yours, source, written.offset(change.start, base))


def _is_only_written_otherwise(
    change: _Change, quotation: Quotation, text: RunningText, written: WrittenText
) -> bool:
    yours, source = quotation.terms[change.first : change.last], text.terms[change.start : change.end]
    if not yours:  # brackets that are the source's own
        return quotation.gaps.get(change.first) == tuple(source)
    if _letters(yours) != _letters(source):
        return False
    if len(yours) == len(source):
        return True
    # A space alone makes other words: in different, indifferent.
    longer = (
        quotation.written(change.first, change.last)
        if len(yours) > len(source)
        else written.written(change.start, change.end)
    )
    return not "".join(longer.split()).isalnum()


def _letters(terms: Sequence[str]) -> str:
    return "".join(terms).replace("'", "")


def _is_marked(change: _Change, quotation: Quotation) -> bool:
    """Whether the quotation says that words are missing here, and that is all."""
    return change.first == change.last and change.first in quotation.gaps


def _is_foreign(change: _Change, count: int) -> bool:
    """Whether so many words are not the source's that the quotation is only in part from there."""
    words = change.last - change.first
    return words >= _NOT_A_MISQUOTE and words * 6 >= count


def _omission_notices(change: _Change, quotation: Quotation, text: RunningText) -> Iterator[str]:
    omitted = text.terms[change.start : change.end]
    if change.first < change.last or not omitted:
        return
    if change.first not in quotation.gaps:
        if len(omitted) >= _TOLD_OMISSION:
            yield f"{len(omitted):,} words are left out, and no mark says so"
    elif len(omitted) <= _SHORT_OMISSION and holds_negation(omitted):
        yield from changed_negations((), omitted)


def _what_is_there(foreign: Sequence[_Change], count: int) -> str:
    """Which words of the quotation are the source's, by number."""
    edges = [0, *(edge for change in foreign for edge in (change.first, change.last)), count]
    ranges = [
        f"{first + 1} to {last}" if last > first + 1 else f"{last}"
        for first, last in zip(edges[::2], edges[1::2], strict=True)
        if last > first
    ]
    return f"of its {count:,} words {' and '.join(ranges)} are in the source, the rest is not"
