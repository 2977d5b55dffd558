"""Lists of words and of completions, for the reader who mistypes or has not finished typing.

Both are cut into files by size. The forms of a reversed list are written backwards and sorted so: a word
with a slip in its first half has its ending still.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searchkit.engines.protocol import Level
from searchkit.indexing.completions import HEADING, PHRASE, TITLE, shown_for
from searchkit.search.commit import Commit
from searchkit.site.static.bits import deflated
from searchkit.site.static.postings import BY, Postings

_LIST_CHARACTERS = 24_000
_SHORTEST = 4
_PHRASES_EACH = 3


def reversed_lists(postings: Postings) -> tuple[list[str], list[bytes]]:
    """What each list begins with, and the lists: `gnidaer` and in how many sections, as a power of two."""
    rows = {
        form[::-1]: (int(postings.first[number + 1] - postings.first[number])).bit_length()
        for number, (form, _) in enumerate(postings.entries)
        if len(form) >= _SHORTEST and form[0].isalpha() and " " not in form and not form.endswith(BY)
    }
    return _lists([(form, f"\t{rows[form]}") for form in sorted(rows) if rows[form]])


def suggestion_lists(commit: Commit) -> tuple[list[str], list[bytes]]:
    """What each list begins with, and the lists: what is typed, folded, and what it may become."""
    sources = (TITLE, HEADING, PHRASE)
    rows: list[tuple[str, str]] = []
    most = _PHRASES_EACH * commit.reader.size(Level.ESSAY)
    for number, source in enumerate(sources):
        counted = commit.reader.terms("completion", f"{source}:")
        if source == PHRASE:
            counted = sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:most]
        for term, count in counted:
            folded = term.partition(":")[2].partition("\t")[0]
            rows.append((folded, f"\t{number}{count}\t{_unless_same(shown_for(term), folded)}"))
    return _lists(sorted(rows))


def _unless_same(shown: str, folded: str) -> str:
    return "" if shown == folded else shown


def _lists(rows: Sequence[tuple[str, str]]) -> tuple[list[str], list[bytes]]:
    firsts, lists = [], []
    for run in _runs(rows):
        firsts.append(run[0][0])
        lines, before = [], ""
        for key, rest in run:
            shared = 0
            while shared < min(len(key), len(before), 60) and key[shared] == before[shared]:
                shared += 1
            lines.append(chr(48 + shared) + key[shared:] + rest)
            before = key
        lists.append(deflated("\n".join(lines).encode("utf-8", "surrogatepass")))
    return firsts, lists


def _runs(rows: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    run: list[tuple[str, str]] = []
    size = 0
    for key, rest in rows:
        if run and size > _LIST_CHARACTERS and key != run[-1][0]:
            yield run
            run, size = [], 0
        run.append((key, rest))
        size += len(key) + len(rest)
    if run:
        yield run
