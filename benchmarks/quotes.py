"""Quotation lookup: is the right place found, is it believed, is what is believed right, and how fast.

    python -m benchmarks.quotes [--corpus ~/books] [--sections 30000] [--cases 100] [--seed 2]
    python -m benchmarks.quotes --corpus ~/books --seed 1 --fit

The last tenth of each essay is held out: it is what the same authors wrote, and nobody can find it. The
rest is resampled, indexed, and quoted in every way of `misquoting`. With `--fit` the coefficients of
`searchkit.quotes.confidence` are fitted and printed; otherwise everything is measured, which must be on
another seed than they were fitted on. A peer's threshold is the one that lets through 1% of what is
invented in this very run, which flatters it; searchkit's is the one it has.

Of more sections than the corpus has, sentences come again, and more than one place is right: there only
the time is measured.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from msgspec.structs import replace

import searchkit
from benchmarks.calibration import calibration_error, fit
from benchmarks.material import Material, read_essays, resample, write_posts
from benchmarks.misquoting import FIRST_SEVEN, INVENTED, Case, Level, Misquoter
from benchmarks.options import SAMPLE
from benchmarks.quote_contestants import Contestant, Guess, Ours, PhraseOnly, RankedAndMatched, Trigrams
from benchmarks.tables import machine, median, percentile, table, write_results
from searchkit.essay import Essay, Section
from searchkit.quotes.finder import LEAST_CONFIDENCE
from searchkit.search.commit import Commit

_HELD_OUT = 0.1
_SECTIONS = 30_000
_OURS = "searchkit"
_INVENTED_TIMES = 4  # as many of what is invented as of each other level
_MANUSCRIPT = 400
_SAMPLE = 3_000
_SAMPLED_CASES = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What a contestant said of a case, and the milliseconds of the clock and of its processor."""

    case: Case
    guess: Guess | None
    took: float
    cpu: float

    @property
    def is_right(self) -> bool:
        """Whether the first place is where the quotation is from."""
        return self.guess is not None and self.guess.is_right(self.case)

    @property
    def score(self) -> float:
        """How sure the contestant is; nothing is less than any score."""
        return self.guess.score if self.guess else -1.0


def main() -> None:
    options = _options()
    with TemporaryDirectory() as temporary:
        material, held_out, is_told_apart = _material(options, Path(temporary, "posts"))
        folder = Path(temporary, "index")
        searchkit.build(material.folder, folder)
        misquoter = Misquoter(material.essays, held_out, options.seed)
        cases = [case for level in Level for case in misquoter.draw(level, _count(level, options.cases))]
        commit = Commit.last(folder)
        ours = _ask(Ours(commit, material.essays), cases)
        if options.fit:
            _print_fit(ours)
            return
        quality = [
            _quality_table(ours),
            _levels_table(ours),
            _peers_table(commit, material, cases, ours, options.seed),
        ]
        speed = _speed_table(ours, folder, [case.quotation for case in cases if case.level in FIRST_SEVEN])
        body = [speed, *(quality if is_told_apart else ()), machine()]
    write_results("quotes", f"{material}, seed {options.seed}", "\n\n".join(body))


def _options() -> Namespace:
    parser = ArgumentParser(description="Quotation lookup beside what one would use instead")
    parser.add_argument("--corpus", type=Path, default=SAMPLE, help="a folder of posts")
    parser.add_argument("--sections", type=int, help=f"about how many to index ({_SECTIONS:,})")
    parser.add_argument("--cases", type=int, default=100, help="of each level")
    parser.add_argument("--seed", type=int, default=2, help="of what is drawn by lot")
    parser.add_argument("--fit", action="store_true", help="fit the coefficients of the confidence")
    return parser.parse_args()


def _material(options: Namespace, folder: Path) -> tuple[Material, list[Section], bool]:
    """What is indexed, sections by the same authors that are not, and whether no text comes twice."""
    essays = read_essays(options.corpus)
    kept: list[Essay] = []
    held_out: list[Section] = []
    for essay in essays:
        end = round(len(essay.sections) * (1 - _HELD_OUT))
        kept.append(replace(essay, sections=essay.sections[:end]))
        held_out += essay.sections[end:]
    there_are = sum(len(essay.sections) for essay in kept)
    count = options.sections or min(_SECTIONS, there_are)
    write_posts(resample(kept, count, options.seed), folder)
    name = f"{options.corpus.resolve().name} resampled"
    return Material(name, folder, read_essays(folder)), held_out, count <= there_are


def _count(level: Level, cases: int) -> int:
    return cases * _INVENTED_TIMES if level in INVENTED else cases


def _ask(contestant: Contestant, cases: Sequence[Case]) -> list[Answer]:
    answers = []
    for case in cases:
        started, began = perf_counter(), process_time()
        guess = contestant.guess(case.quotation)
        cpu, took = process_time() - began, perf_counter() - started
        answers.append(Answer(case, guess, 1e3 * took, 1e3 * cpu))
    return answers


def _print_fit(answers: Sequence[Answer]) -> None:
    known = [(answer.guess.features, answer.is_right) for answer in answers if answer.guess]
    weights = fit([features for features, _ in known], [right for _, right in known])
    print("COEFFICIENTS =", tuple(round(weight, 3) for weight in weights))


def _of(answers: Sequence[Answer], *levels: Level) -> list[Answer]:
    return [answer for answer in answers if answer.case.level in levels]


def _accepted(answers: Sequence[Answer], least: float) -> float:
    """The share that is both right and believed."""
    return mean(answer.is_right and answer.score >= least for answer in answers)


def _threshold(answers: Sequence[Answer], share: float) -> float:
    """The least score that at most this share of what is invented exceeds."""
    scores = sorted((answer.score for answer in _of(answers, *INVENTED)), reverse=True)
    return scores[int(share * len(scores))] + 1e-9


def _false_alarms(answers: Sequence[Answer], least: float) -> float:
    return mean(answer.score >= least for answer in _of(answers, *INVENTED))


def _quality_table(answers: Sequence[Answer]) -> str:
    first = _of(answers, *FIRST_SEVEN)
    short, half = _of(answers, Level.SHORT), _of(answers, Level.HALF)
    negated = [answer for answer in _of(answers, Level.NEGATED) if answer.is_right]
    believed = [(answer.guess.score, answer.is_right) for answer in answers if answer.guess]
    overlaps = [answer.guess.overlap(answer.case) for answer in first if answer.guess and answer.is_right]
    rows = [
        ["right place first, first seven levels", _share(mean(answer.is_right for answer in first)), "99%"],
        ["right place first, short misquotes", _share(mean(answer.is_right for answer in short)), "95%"],
        ["accepted, first seven levels", _share(_accepted(first, LEAST_CONFIDENCE)), "97%"],
        ["false alarms", _share(_false_alarms(answers, LEAST_CONFIDENCE)), "at most 1%"],
        ["half-invented found at 3% false alarms", _share(_accepted(half, _threshold(answers, 0.03))), "95%"],
        ["half-invented accepted", _share(_accepted(half, LEAST_CONFIDENCE)), ""],
        ["overlap of the marked words, first seven", f"{mean(overlaps):.3f}", "0.97"],
        [
            "expected calibration error",
            f"{calibration_error([score for score, _ in believed], [right for _, right in believed]):.4f}",
            "at most 0.03",
        ],
        [
            "changed negations not named, of " + str(len(negated)),
            str(sum(1 for answer in negated if answer.guess and not answer.guess.names_negation)),
            "0",
        ],
    ]
    return table(["", _OURS, "target"], rows)


def _speed_table(answers: Sequence[Answer], folder: Path, quotations: Sequence[str]) -> str:
    times, of_processor = [answer.took for answer in answers], [answer.cpu for answer in answers]
    rows = [
        ["milliseconds, median", f"{median(times):.1f}", ""],
        ["milliseconds, 95th percentile", f"{percentile(times, 95):.1f}", "50, or 100 at a million"],
        ["the same of the processor", f"{percentile(of_processor, 95):.1f}", ""],
        ["quotations a second, on every core", f"{_throughput(folder, quotations):,.0f}", "100"],
    ]
    return table(["", _OURS, "target"], rows)


def _throughput(folder: Path, quotations: Sequence[str]) -> float:
    """Quotations looked up in a second by as many processes as there are cores."""
    cores = os.cpu_count() or 1
    asked = (list(quotations) * (1 + _MANUSCRIPT // len(quotations)))[:_MANUSCRIPT]
    with ProcessPoolExecutor(cores, get_context("spawn")) as processes:
        list(processes.map(look_up, [folder] * cores, [asked[:5]] * cores))
        started = perf_counter()
        list(processes.map(look_up, [folder] * cores, [asked[core::cores] for core in range(cores)]))
        return len(asked) / (perf_counter() - started)


def look_up(folder: Path, quotations: Sequence[str]) -> int:
    """How many of the quotations are found."""
    index = searchkit.open(folder)
    return sum(1 for quotation in quotations if len(index.quote(quotation)))


def _levels_table(answers: Sequence[Answer]) -> str:
    rows = []
    for level in Level:
        of_level = _of(answers, level)
        times = [answer.took for answer in of_level]
        took = f"{median(times):.1f} / {percentile(times, 95):.1f}"
        if level in INVENTED:
            alarms = _share(mean(answer.score >= LEAST_CONFIDENCE for answer in of_level))
            rows.append([level.value, str(len(of_level)), "", f"{alarms} wrongly", "", took])
            continue
        overlaps = [a.guess.overlap(a.case) for a in of_level if a.guess and a.is_right]
        rows.append(
            [
                level.value,
                str(len(of_level)),
                _share(mean(answer.is_right for answer in of_level)),
                _share(_accepted(of_level, LEAST_CONFIDENCE)),
                f"{mean(overlaps):.3f}",
                took,
            ]
        )
    return "By level.\n\n" + table(["level", "cases", "right", "accepted", "overlap", "ms, p50 / p95"], rows)


def _peers_table(
    commit: Commit, material: Material, cases: Sequence[Case], ours: Sequence[Answer], seed: int
) -> str:
    few = [case for level in Level for case in _few(cases, level)]
    trigrams = Trigrams(material.essays, few, _SAMPLE, seed)
    contestants: dict[str, Callable[[], list[Answer]]] = {
        "phrase query": lambda: _ask(PhraseOnly(commit), cases),
        "BM25, rapidfuzz on the top 50": lambda: _ask(RankedAndMatched(commit), cases),
        f"FTS5 trigrams ({trigrams.size:,} sections)": lambda: _ask(trigrams, few),
    }
    answers = {_OURS: list(ours)} | {name: ask() for name, ask in contestants.items()}
    rows = []
    for name, given in answers.items():
        least = LEAST_CONFIDENCE if name == _OURS else _threshold(given, 0.01)
        first = _of(given, *FIRST_SEVEN)
        rows.append(
            [
                name,
                _share(mean(answer.is_right for answer in first)),
                _share(_accepted(first, least)),
                _share(_accepted(_of(given, Level.SHORT), least)),
                _share(_accepted(_of(given, Level.HALF), least)),
                _share(_false_alarms(given, least)),
                f"{median([a.took for a in given]):.1f} / {percentile([a.took for a in given], 95):.1f}",
            ]
        )
    header = ["", "right, first seven", "accepted", "short", "half-invented", "false alarms", "ms, p50 / p95"]
    return "Beside what one would use instead.\n\n" + table(header, rows)


def _few(cases: Sequence[Case], level: Level) -> list[Case]:
    return [case for case in cases if case.level is level][: _count(level, _SAMPLED_CASES)]


def _share(value: float) -> str:
    return f"{100 * value:.1f}%"


if __name__ == "__main__":
    main()
