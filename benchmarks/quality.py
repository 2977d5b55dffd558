"""How good answers are: the right essay first, the right passage shown.

    python -m benchmarks.quality [--corpus PATH ...] [--against tantivy,fts5]

A corpus is a folder of posts, or of a test collection (see `collections`). Four tasks, each with known
answers:

- *questions* of a test collection, or *links* between the posts of a corpus (see `links`): which
  essays are ranked first, beside plain BM25 by several libraries (`plain`). Half of the queries is
  held out: reported, and never looked at when ranking is changed.
- *headings*: a heading's words as the query; found is a section under that heading, or the heading itself.
- *passages*: the three rarest words of a sentence as the query; found is a passage that shows the sentence.

The last two are asked of the contestants of `query`, which rank sections.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import searchkit
from benchmarks.collections import collection_queries, is_collection, write_collection
from benchmarks.contestants import OURS
from benchmarks.judged import DEPTH, Measures, Query, mean, measure
from benchmarks.links import link_queries
from benchmarks.material import read_essays
from benchmarks.options import SAMPLE
from benchmarks.places import place_tables
from benchmarks.plain import INDEXES, Plain, Ranker
from benchmarks.tables import machine, table, write_results
from searchkit.essay import Essay

if TYPE_CHECKING:
    from searchkit.index import Index

_PLAIN = "tantivy"
_EXAMPLES = 4
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Options:
    """What to measure: `against` are libraries that rank by plain BM25."""

    corpora: tuple[Path, ...]
    against: tuple[str, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The queries of a corpus, and the measures of each by who ranked."""

    queries: Sequence[Query]
    by_name: Mapping[str, Sequence[Measures]]

    def mean(self, name: str, *, held_out: bool | None = None) -> Measures:
        """The mean over one half of the queries, or over all."""
        chosen = [
            measures
            for query, measures in zip(self.queries, self.by_name[name], strict=True)
            if held_out in (None, query.is_held_out)
        ]
        return mean(chosen) if chosen else Measures(0.0, 0.0, 0.0)


class Searchkit:
    """searchkit's ranking of essays, through its public interface."""

    def __init__(self, index: Index, essays: Sequence[Essay], folder: Path) -> None:
        self._index = index
        self._paths = {str((folder / essay.path).resolve()): essay.path for essay in essays}

    def rank(self, query: str, limit: int) -> list[str]:
        """The paths of the best essays, best first."""
        hits = self._index.search(query, limit=limit, per_essay=1)
        return [self._paths[str(Path(hit.essay.path).resolve())] for hit in hits]


def main() -> None:
    options = _read_options()
    measured = {corpus.resolve().name: _measure_corpus(corpus, options) for corpus in options.corpora}
    with_queries = {name: of_corpus for name, of_corpus in measured.items() if of_corpus.queries}
    if len(with_queries) > 1:
        title = f"all of these: {', '.join(with_queries)}"
        write_results("quality", title, _together_table(with_queries, options.against))


def _read_options() -> Options:
    parser = ArgumentParser(description="The right essay first, the right passage shown")
    parser.add_argument(
        "--corpus",
        dest="corpora",
        type=_folder,
        nargs="+",
        default=(SAMPLE,),
        metavar="PATH",
        help="folders of posts, or of test collections",
    )
    parser.add_argument(
        "--against", type=_libraries, default=tuple(INDEXES), help=f"some of {','.join(INDEXES)}"
    )
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn by lot")
    options = parser.parse_args()
    return Options(tuple(options.corpora), options.against, options.seed)


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise ArgumentTypeError(f"there is no folder {text}")
    return Path(text)


def _libraries(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if not set(names) <= set(INDEXES):
        raise ArgumentTypeError(f"{text!r} is not some of {','.join(INDEXES)}")
    return names


def _measure_corpus(corpus: Path, options: Options) -> Measured:
    with TemporaryDirectory() as temporary:
        place = Path(temporary)
        folder = corpus
        if is_collection(corpus):
            folder = place / "posts"
            write_collection(corpus, folder)
        essays = read_essays(folder)
        queries = collection_queries(corpus) if is_collection(corpus) else link_queries(essays, folder)
        rankers: dict[str, Ranker] = {OURS: Searchkit(searchkit.build(folder, place / OURS), essays, folder)}
        rankers |= {name: Plain(INDEXES[name], essays) for name in options.against}
        measured = Measured(queries, {name: _measure(ranker, queries) for name, ranker in rankers.items()})
        parts = _essay_tables(measured, questions=is_collection(corpus)) if queries else []
        parts += place_tables(essays, place, Random(options.seed))
    sections = sum(len(essay.sections) for essay in essays)
    title = f"{corpus.resolve().name}: {len(essays):,} essays, {sections:,} sections"
    write_results("quality", title, "\n\n".join([*parts, machine()]))
    return measured


def _measure(ranker: Ranker, queries: Sequence[Query]) -> list[Measures]:
    measured = []
    for query in queries:
        ranked = ranker.rank(query.text, DEPTH + 1)
        shown = [essay for essay in ranked if essay != query.without][:DEPTH]
        measured.append(measure(shown, query.grades))
    return measured


def _essay_tables(measured: Measured, *, questions: bool) -> list[str]:
    held_out = sum(query.is_held_out for query in measured.queries)
    asked = len(measured.queries)
    what = "questions of the collection" if questions else "links whose words are telling, by those words"
    rows = []
    for name in measured.by_name:
        tuned, held = measured.mean(name, held_out=False), measured.mean(name, held_out=True)
        label = name if name == OURS else f"plain BM25, {name}"
        rows.append([label, *(f"{value:.3f}" for value in (*tuned, *held))])
    header = ["", "nDCG@10", "MRR", f"recall@{DEPTH}", "held out: nDCG@10", "MRR", f"recall@{DEPTH}"]
    parts = [f"Essays, {asked} {what}; {held_out} of them held out.", table(header, rows)]
    if _PLAIN in measured.by_name:
        parts.append(_differences(measured))
    return parts


def _differences(measured: Measured) -> str:
    """Where searchkit is better and worse than plain BM25, with the greatest differences."""
    differences = sorted(
        (
            (ours.ndcg - plain.ndcg, query.text)
            for query, ours, plain in zip(
                measured.queries, measured.by_name[OURS], measured.by_name[_PLAIN], strict=True
            )
        ),
        reverse=True,
    )
    wins = [pair for pair in differences if pair[0] > _SAME]
    losses = [pair for pair in differences if pair[0] < -_SAME]
    same = len(differences) - len(wins) - len(losses)
    counted = f"{len(wins)} won, {len(losses)} lost, {same} the same"
    lines = [f"nDCG@10 of each query less plain BM25's ({_PLAIN}): {counted}. The greatest differences:", ""]
    lines += [f"- {change:+.2f} {_cut(text)}" for change, text in (*wins[:_EXAMPLES], *losses[-_EXAMPLES:])]
    return "\n".join(lines)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else f"{text[:90].rsplit(' ', 1)[0]} …"


def _together_table(measured: Mapping[str, Measured], against: Sequence[str]) -> str:
    """By how much nDCG@10 is over that of each plain BM25, by corpus and on average."""
    rows = []
    for name in against:
        ratios = [of.mean(OURS).ndcg / of.mean(name).ndcg for of in measured.values()]
        rows.append([f"plain BM25, {name}", *(f"{ratio:.3f}" for ratio in (*ratios, fmean(ratios)))])
    return "searchkit's nDCG@10 over another's.\n\n" + table(["over", *measured, "mean"], rows)


if __name__ == "__main__":
    main()
