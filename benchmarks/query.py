"""Queries, warm and end to end: ten hits with stored text and highlighted excerpts as HTML.

    python -m benchmarks.query [--corpus PATH] [--sections N] [--against tantivy,fts5]

Every contestant answers the same questions, in one of two ways: *alone*, in a process of its own,
and *interleaved*, all in one process, question by question. Each process asks everything once to be
warm and then `_PASSES` times on the clock; a round is one such process for each contestant and one
for all, so that whatever else the machine does falls on everybody. A time is the median (or the 99th
percentile) over all questions of a class, passes and rounds; a ratio is searchkit's median over
another's; the mean of ratios over the classes is geometric.

With `--sections N` the same is asked, of each alone, in collections of 10,000, 100,000 and a million
sections, as far as those are smaller than N: how an answer's time grows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import searchkit
from benchmarks.checks import Checker, WrongAnswerError, agreements, unmarked
from benchmarks.contestants import OURS, open_contestant, peer
from benchmarks.material import Material, load
from benchmarks.options import Options, read_options
from benchmarks.questions import Class, Question, draw_questions
from benchmarks.stages import STAGES, measure_stages
from benchmarks.tables import geometric_mean, machine, median, percentile, spread, table, write_results

_PASSES = 3
_REFERENCE = "tantivy"
_SIZES = (10_000, 100_000, 1_000_000)

Times = Mapping[str, Mapping[Class, list[float]]]
"""Microseconds by contestant and class."""


@dataclass(slots=True)
class Rounds:
    """The times of every round, of contestants each alone or all interleaved."""

    rounds: list[Times] = field(default_factory=list)

    def all_times(self) -> Times:
        """Those of all rounds together."""
        together: dict[str, dict[Class, list[float]]] = defaultdict(lambda: defaultdict(list))
        for times in self.rounds:
            for name, by_class in times.items():
                for kind, values in by_class.items():
                    together[name][kind] += values
        return together

    def means(self, name: str) -> list[float]:
        """The geometric mean of ratios to `name` in each round."""
        return [geometric_mean(ratios(times, name).values()) for times in self.rounds]


@dataclass(frozen=True, slots=True)
class Checked:
    """Questions of each class that found as many sections as bare tantivy; hits, and those unmarked."""

    agreed: Mapping[Class, int]
    hits: int
    unmarked: int


def main() -> None:
    options = read_options("Queries against what one would use instead", rounds=5)
    with TemporaryDirectory() as temporary:
        material = load(options, Path(temporary, "posts"))
        questions = draw_questions(material, options.seed)
        folders = _build(material, (OURS, *options.against), Path(temporary))
        checked = _check(material, questions, folders)
        stages = _stages_table(folders[OURS], questions)
        alone, interleaved = _measure(folders, questions, options.rounds)
        by_size = {**dict(_smaller(options)), material.sections: alone.all_times()}
        parts = [
            _means_table(options, alone, interleaved),
            _ratios_table(options, alone),
            _times_table("Each alone", alone),
            _times_table("Interleaved", interleaved),
            *([_growth_table(by_size)] if len(by_size) > 1 else []),
            stages,
            _checks_table(checked, questions),
            machine(),
        ]
    write_results("query", str(material), "\n\n".join(parts))


def _build(material: Material, names: Sequence[str], place: Path) -> dict[str, Path]:
    folders = {name: place / name for name in names}
    for name, folder in folders.items():
        folder.mkdir()
        if name == OURS:
            searchkit.build(material.folder, folder)
        else:
            peer(name).build(material.essays, folder)
    return folders


def _check(
    material: Material, questions: Sequence[Question], folders: Mapping[str, Path]
) -> dict[str, Checked]:
    """Raise where an answer is wrong; count what may differ."""
    checker = Checker(material)
    contestants = {name: open_contestant(name, folder) for name, folder in folders.items()}
    checked = {}
    for name, contestant in contestants.items():
        if contestant.size() != material.sections:
            raise WrongAnswerError(f"{name} holds {contestant.size()} of {material.sections} sections")
        answers = [contestant.ask(question) for question in questions]
        for question, hits in zip(questions, answers, strict=True):
            checker.check(name, question, hits)
        reference = contestants.get(_REFERENCE)
        agreed = agreements(questions, contestant, reference) if reference else {}
        checked[name] = Checked(agreed, sum(map(len, answers)), sum(map(unmarked, answers)))
    return checked


def _measure(
    folders: Mapping[str, Path], questions: Sequence[Question], rounds: int
) -> tuple[Rounds, Rounds]:
    alone, interleaved = Rounds(), Rounds()
    for _ in range(rounds):
        alone.rounds.append(_each_alone(folders, questions))
        interleaved.rounds.append(_in_a_process(folders, questions))
    return alone, interleaved


def _each_alone(folders: Mapping[str, Path], questions: Sequence[Question]) -> Times:
    times: dict[str, Mapping[Class, list[float]]] = {}
    for name, folder in folders.items():
        times |= _in_a_process({name: folder}, questions)
    return times


def _smaller(options: Options) -> Iterator[tuple[int, Times]]:
    """The times of one round in each smaller collection, by how many sections it has."""
    for size in _SIZES:
        if options.sections and size < options.sections:
            with TemporaryDirectory() as temporary:
                material = load(replace(options, sections=size), Path(temporary, "posts"))
                folders = _build(material, (OURS, *options.against), Path(temporary))
                yield material.sections, _each_alone(folders, draw_questions(material, options.seed))


def _in_a_process(folders: Mapping[str, Path], questions: Sequence[Question]) -> Times:
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(time_answers, folders, questions).result()


def time_answers(folders: Mapping[str, Path], questions: Sequence[Question]) -> Times:
    """Ask all contestants every question in turn, and give back how long each answer took."""
    contestants = {name: open_contestant(name, folder) for name, folder in folders.items()}
    for question in questions:
        for contestant in contestants.values():
            contestant.ask(question)
    times: dict[str, dict[Class, list[float]]] = {name: {} for name in contestants}
    for question in list(questions) * _PASSES:
        for name, contestant in contestants.items():
            started = perf_counter()
            contestant.ask(question)
            took = perf_counter() - started
            times[name].setdefault(question.kind, []).append(1e6 * took)
    return times


def ratios(times: Times, name: str) -> dict[Class, float]:
    """The median of searchkit over that of another, by class."""
    return {kind: median(ours) / median(times[name][kind]) for kind, ours in times[OURS].items()}


def _means_table(options: Options, alone: Rounds, interleaved: Rounds) -> str:
    rows = [
        [way, *(spread(rounds.means(name)) for name in options.against)]
        for way, rounds in (("each alone", alone), ("interleaved", interleaved))
    ]
    return (
        "searchkit's time over another's (below 1, searchkit is faster): geometric mean over the classes, "
        f"median of {options.rounds} rounds and the least and greatest of them.\n\n"
        + table(["searchkit over", *options.against], rows)
    )


def _ratios_table(options: Options, alone: Rounds) -> str:
    by_name = [ratios(alone.all_times(), name) for name in options.against]
    rows = [[kind, *(f"{by_class[kind]:.2f}" for by_class in by_name)] for kind in Class]
    return "The same by class, each alone.\n\n" + table(["class", *options.against], rows)


def _times_table(way: str, rounds: Rounds) -> str:
    times = rounds.all_times()
    rows = [
        [
            kind,
            *(
                f"{median(by_class[kind]):,.0f} / {percentile(by_class[kind], 99):,.0f}"
                for by_class in times.values()
            ),
        ]
        for kind in Class
    ]
    return f"{way}: microseconds, median / 99th percentile.\n\n" + table(["class", *times], rows)


def _growth_table(by_size: Mapping[int, Times]) -> str:
    rows = [[f"{size:,}", *map(_over_classes, times.values())] for size, times in by_size.items()]
    names = next(iter(by_size.values()))
    return (
        "How it grows with the collection, each alone: microseconds, median / 99th percentile, a geometric "
        "mean over the classes.\n\n" + table(["sections", *names], rows)
    )


def _over_classes(by_class: Mapping[Class, list[float]]) -> str:
    middle, worst = (
        geometric_mean(percentile(values, percent) for values in by_class.values()) for percent in (50, 99)
    )
    return f"{middle:,.0f} / {worst:,.0f}"


def _stages_table(folder: Path, questions: Sequence[Question]) -> str:
    by_class = measure_stages(folder, questions)
    rows = [
        [f"{stage}: {what}", *(f"{by_class[kind][stage]:,.0f}" for kind in Class)]
        for stage, what in STAGES.items()
    ]
    rows.append(["sum", *(f"{sum(by_class[kind].values()):,.0f}" for kind in Class)])
    return (
        "Where searchkit's time goes: median microseconds of each stage, under a stopwatch that slows it.\n\n"
        + table(["stage", *Class], rows)
    )


def _checks_table(checked: Mapping[str, Checked], questions: Sequence[Question]) -> str:
    asked = {kind: sum(1 for question in questions if question.kind is kind) for kind in Class}
    rows = [
        [f"{kind} ({asked[kind]})", *(f"{each.agreed.get(kind, 0)}" for each in checked.values())]
        for kind in Class
    ]
    rows.append(["hits", *(f"{each.hits:,}" for each in checked.values())])
    rows.append(["hits that mark nothing", *(f"{each.unmarked:,}" for each in checked.values())])
    return (
        "Checked before timing: everybody holds the same number of sections, and the best hit of every "
        "answer holds what was asked for. For so many questions the number of matching sections is bare "
        "tantivy's. The others differ because searchkit keeps words with apostrophes whole (`show'd`, "
        "`Quixote's`), looks for phrases and prefixes in exact forms where its peers' are of stems, stems by "
        "the rules of every language in the index, folds accents, and finds a section also by who it is "
        "attributed to, which its text does not mark; and because FTS5 and Whoosh stem by Porter's first "
        "rules.\n\n" + table(["class (questions)", *checked], rows)
    )


if __name__ == "__main__":
    main()
