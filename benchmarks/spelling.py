"""How often a misspelt word is put right, and a right one let be: `python -m benchmarks.spelling`.

Every word misspelt is one of the corpus, drawn by lot from all of them, rare ones and names too, and has
one random edit: a letter left out, added, changed, or two that changed places. An edit that makes another
word of the corpus is drawn again: nobody can tell that it is one. Right words are drawn in the same way.
Completions are timed over prefixes of the corpus's words, and of pairs of them.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from benchmarks.options import SAMPLE
from benchmarks.tables import machine, median, percentile, table, write_results
from searchkit.engines.place import place_of
from searchkit.indexing.build import build
from searchkit.search.commit import Commit
from searchkit.search.spelling import check_spelling
from searchkit.search.suggesting import suggest

_TYPOS = 200
_RIGHT_WORDS = 1_000
_PREFIXES = 300
_SHORTEST, _LONGEST = 5, 20
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LIMIT = 10


class Typo(NamedTuple):
    """A word, and how it was typed."""

    meant: str
    typed: str


def main() -> None:
    parser = ArgumentParser(description="How well misspelt words are corrected.")
    parser.add_argument("--corpus", type=Path, default=SAMPLE, help="a folder of posts")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn by lot")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        build([options.corpus], folder)
        commit = Commit.last(place_of(folder))
        body = _measured(commit, Random(options.seed))
        count = len(words_of(commit))
    name = options.corpus.resolve().name
    write_results("spelling", f"{name}: {count:,} words of {_SHORTEST} letters or more", body)


def _measured(commit: Commit, lots: Random) -> str:
    words = words_of(commit)
    typos = [draw_typo(commit, words, lots) for _ in range(_TYPOS)]
    right = lots.sample(words, min(_RIGHT_WORDS, len(words)))
    first, among, seconds = correct(commit, typos)
    let_be, known_seconds = leave(commit, right)
    prefixes = [word[: lots.randint(1, len(word))] for word in lots.choices(words, k=_PREFIXES)]
    prefixes += [f"{lots.choice(words)} {prefix}" for prefix in prefixes]
    completing = complete(commit, prefixes)
    rows = [
        ("misspelt words corrected to the right one", f"{first / len(typos):.1%}"),
        ("the right one among those suggested", f"{among / len(typos):.1%}"),
        ("right words let be", f"{let_be / len(right):.1%}"),
        ("ms to correct a word: median, 95%", _times(seconds)),
        ("ms to see that a word is right: median, 95%", _times(known_seconds)),
        ("ms to complete a prefix: median, 95%", _times(completing)),
    ]
    return f"{table(('', ''), rows)}\n\n{machine()}"


def words_of(commit: Commit) -> list[str]:
    """The words of the corpus that are drawn from."""
    terms = (term for term, _ in commit.reader.terms("exact", ""))
    return [term for term in terms if _SHORTEST <= len(term) <= _LONGEST and set(term) <= set(_LETTERS)]


def draw_typo(commit: Commit, words: Sequence[str], lots: Random) -> Typo:
    """A word with one edit that makes no other word of the corpus."""
    while True:
        word = lots.choice(words)
        typed = _edited(word, lots)
        if typed != word and check_spelling(typed, commit).unknown:
            return Typo(word, typed)


def _edited(word: str, lots: Random) -> str:
    place, letter = lots.randrange(len(word)), lots.choice(_LETTERS)
    head, tail = word[:place], word[place + 1 :]
    return lots.choice(
        (
            head + tail,
            head + letter + word[place:],
            head + letter + tail,
            head + tail[:1] + word[place] + tail[1:],
        )
    )


def correct(commit: Commit, typos: Sequence[Typo]) -> tuple[int, int, list[float]]:
    """How many are corrected first of all to what was meant, how many at all, and the seconds each took."""
    first = among = 0
    seconds = []
    for typo in typos:
        started = perf_counter()
        corrected = check_spelling(typo.typed, commit).corrected
        seconds.append(perf_counter() - started)
        first += corrected[:1] == (typo.meant,)
        among += typo.meant in corrected
    return first, among, seconds


def leave(commit: Commit, words: Sequence[str]) -> tuple[int, list[float]]:
    """How many right words are not corrected, and the seconds each took."""
    let_be = 0
    seconds = []
    for word in words:
        started = perf_counter()
        let_be += not check_spelling(word, commit).corrected
        seconds.append(perf_counter() - started)
    return let_be, seconds


def complete(commit: Commit, prefixes: Sequence[str]) -> list[float]:
    """The seconds that each took to complete."""
    seconds = []
    for prefix in prefixes:
        started = perf_counter()
        suggest(commit, prefix, _LIMIT)
        seconds.append(perf_counter() - started)
    return seconds


def _times(seconds: Sequence[float]) -> str:
    return f"{1000 * median(seconds):.2f}, {1000 * percentile(seconds, 95):.2f}"


if __name__ == "__main__":
    main()
