"""Lists of words and of completions, for the reader who mistypes or has not finished typing.

All are cut into files by size. Words are listed twice, as they are and backwards: one with a slip in its
first half has its ending still. And for the word that no essay holds in the form that was typed, there are
the endings that forms of one word differ by, as the words of the essays and their stems show them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from searchkit.analysis.analyzer import analyzer_for
from searchkit.engines.protocol import Level
from searchkit.indexing.completions import HEADING, PHRASE, TITLE, shown_for
from searchkit.search.commit import Commit
from searchkit.site.static.bits import deflated
from searchkit.site.static.postings import BY, Postings
from searchkit.site.static.shards import front_coded

_LIST_CHARACTERS = 24_000
_SHORTEST = 3
_PHRASES_EACH = 3
_SHORTEST_STEM = 3
_USUAL_ENDINGS = 14
_MOST_ENDINGS = 80
_LEAST_SHARE = 0.8
_SAMPLE = 3_000


def word_lists(postings: Postings, *, backwards: bool) -> tuple[list[str], list[bytes]]:
    """What each list begins with, and the lists: `gnidaer` and in how many sections, as a power of two."""
    step = -1 if backwards else 1
    counts: Counter[str] = Counter()
    for number, (form, _) in enumerate(postings.entries):
        if len(form) >= _SHORTEST and form[0].isalpha() and not (" " in form or form.endswith(BY)):
            counts[form[::step]] += int(postings.first[number + 1] - postings.first[number])
    return _lists([(form, f"\t{counts[form].bit_length()}") for form in sorted(counts) if counts[form]])


def endings(postings: Postings, languages: Sequence[str]) -> list[str]:
    """Pairs such as `ies y`: most words that end so have the stem of the word that ends as the other says."""
    pairs: Counter[str] = Counter()
    for number, language in enumerate(languages):
        forms = [
            form
            for entry, (form, spoken) in enumerate(postings.entries)
            if spoken == number and form.isalpha() and postings.first[entry] < postings.first[entry + 1]
        ]
        pairs.update(_endings_in(language, forms[:: 1 + len(forms) // _SAMPLE]))
    return [pair for pair, _ in pairs.most_common(_MOST_ENDINGS)]


def _endings_in(language: str, forms: Sequence[str]) -> dict[str, int]:
    """The same of one language, each with how many words it is true of."""
    stem = analyzer_for(language).stem
    found: Counter[str] = Counter()
    for form in forms:
        base = stem(form).partition("|")[0]
        if form.startswith(base):
            found[form[len(base) :]] += 1
    usual = [ending for ending, _ in found.most_common(_USUAL_ENDINGS)]
    pairs = {}
    for one in usual:
        having = [form for form in forms if form.endswith(one) and len(form) >= len(one) + _SHORTEST_STEM]
        for other in usual:
            alike = sum(stem(form) == stem(form[: len(form) - len(one)] + other) for form in having)
            if one != other and alike >= _LEAST_SHARE * max(1, len(having)):
                pairs[f"{one} {other}"] = alike
    return pairs


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
            shown = shown_for(term)
            rows.append((folded, f"\t{number}{count}\t{'' if shown == folded else shown}"))
    return _lists(sorted(rows))


def _lists(rows: Sequence[tuple[str, str]]) -> tuple[list[str], list[bytes]]:
    runs = list(_runs(rows))
    return [run[0][0] for run in runs], [
        deflated(front_coded([key + rest for key, rest in run])) for run in runs
    ]


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
