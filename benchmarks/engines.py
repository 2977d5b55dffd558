"""The three engines against each other: the same posts indexed, the same questions asked through each.

    python -m benchmarks.engines [--corpus PATH] [--sections N] [--opensearch opensearch://host:9200/bench]

Everything above an engine is shared, so what differs is the engine. An index is built once by each, from
files; then the engines answer question by question in turn, once to be warm and `--rounds` times on the
clock. The totals of all must agree. Of a cluster it is also told what is sent to it for a query.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.checks import WrongAnswerError
from benchmarks.material import Material, load
from benchmarks.options import SAMPLE, Options
from benchmarks.questions import Class, Question, draw_questions
from benchmarks.tables import geometric_mean, machine, median, percentile, table, write_results
from searchkit.engines.place import place_of
from searchkit.index import Index
from searchkit.indexing.build import build

_REFERENCE = "tantivy"
_LIMIT = 10

Times = Mapping[str, Mapping[Class, list[float]]]
"""Milliseconds by engine and class."""


@dataclass(slots=True)
class Sent:
    """What was sent to a cluster and came back from it."""

    requests: int = 0
    out: int = 0
    back: int = 0


def main() -> None:
    options, cluster = _read_options()
    with TemporaryDirectory() as temporary:
        material = load(options, Path(temporary, "posts"))
        questions = draw_questions(material, options.seed)
        locations = {name: str(Path(temporary, name)) for name in ("tantivy", "whoosh")}
        if cluster:
            locations["opensearch"] = cluster
        built = {name: _build(material, name, location) for name, location in locations.items()}
        indexes = {name: Index(location) for name, location in locations.items()}
        times = _times(indexes, questions, options.rounds)
        # Last: a cluster takes some seconds to know how large an index is.
        sizes = {name: place_of(location).size() for name, location in locations.items()}
        parts = [_indexing_table(material, built, sizes), _query_table(times)]
        if cluster:
            parts.append(_sent_table(indexes["opensearch"], questions))
        parts.append(machine())
    write_results("engines", str(material), "\n\n".join(parts))


def _read_options() -> tuple[Options, str | None]:
    parser = ArgumentParser(description="The engines against each other")
    parser.add_argument("--corpus", type=Path, default=SAMPLE)
    parser.add_argument("--sections", type=int, help="resample the corpus to about so many sections")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--opensearch", metavar="URL", help="where a cluster is, and an index in it")
    given = parser.parse_args()
    return Options(given.corpus, given.sections, (), given.rounds, given.seed), given.opensearch


def _build(material: Material, engine: str, location: str) -> float:
    """How many seconds it takes."""
    started = perf_counter()
    report = build([material.folder], location, engine=engine, full=True)
    seconds = perf_counter() - started
    if report.sections != material.sections:
        raise WrongAnswerError(f"{engine} holds {report.sections} of {material.sections} sections")
    return seconds


def _times(indexes: Mapping[str, Index], questions: Sequence[Question], rounds: int) -> Times:
    times: dict[str, dict[Class, list[float]]] = {name: defaultdict(list) for name in indexes}
    for number in range(rounds + 1):
        for question in questions:
            totals = {}
            for name, index in indexes.items():
                started = perf_counter()
                results = index.search(str(question), limit=_LIMIT)
                if number:
                    times[name][question.kind].append(1000 * (perf_counter() - started))
                totals[name] = results.total_essays, results.total_sections
            if len(set(totals.values())) > 1:
                raise WrongAnswerError(f"{question}: {totals}")
    return times


def _indexing_table(material: Material, built: Mapping[str, float], sizes: Mapping[str, int]) -> str:
    markdown, text = material.markdown_size, material.text_size
    rows = [
        [
            name,
            f"{seconds:.1f}",
            f"{markdown / 1e6 / seconds:.2f}",
            f"{material.sections / seconds:,.0f}",
            f"{seconds / built[_REFERENCE]:.1f}",
            f"{sizes[name] / text:.2f}",
        ]
        for name, seconds in built.items()
    ]
    header = [
        "indexing",
        "seconds",
        "MB/s of Markdown",
        "sections/s",
        f"times {_REFERENCE}'s",
        "size over text",
    ]
    return table(header, rows)


def _query_table(times: Times) -> str:
    names = list(times)
    header = ["query, ms: median (99%)", *names, *(f"{name} / {_REFERENCE}" for name in names[1:])]
    rows = []
    ratios: dict[str, list[float]] = defaultdict(list)
    for kind in Class:
        row = [kind.value]
        row += [
            f"{median(times[name][kind]):.2f} ({percentile(times[name][kind], 99):.1f})" for name in names
        ]
        for name in names[1:]:
            ratios[name].append(median(times[name][kind]) / median(times[_REFERENCE][kind]))
            row.append(f"{ratios[name][-1]:.1f}")
        rows.append(row)
    rows.append(
        ["geometric mean", *[""] * len(names), *(f"{geometric_mean(ratios[name]):.1f}" for name in names[1:])]
    )
    return table(header, rows)


def _sent_table(index: Index, questions: Sequence[Question]) -> str:
    rows = [[kind.value, *sent_for(index, [one for one in questions if one.kind is kind])] for kind in Class]
    return table(["sent for a query: median (most)", "requests", "kB out", "kB back"], rows)


def sent_for(index: Index, questions: Sequence[Question]) -> list[str]:
    """Requests, and kB out and back, that a question takes of a reader who was asked nothing before."""
    from searchkit.engines.opensearch.connection import Connection

    sent: list[Sent] = []
    for question in questions:
        index.reload()
        with _counting(Connection) as one:
            index.search(str(question), limit=_LIMIT)
        sent.append(one)
    requests = [one.requests for one in sent]
    out, back = [one.out / 1e3 for one in sent], [one.back / 1e3 for one in sent]
    return [
        f"{median(requests):.0f} ({max(requests)})",
        f"{median(out):.1f} ({max(out):.1f})",
        f"{median(back):.1f} ({max(back):.1f})",
    ]


@contextmanager
def _counting(connection: Any) -> Iterator[Sent]:
    sent = Sent()
    request = connection.request

    def counted(self: Any, method: str, path: str, body: Any = None, **options: Any) -> Any:
        answer = request(self, method, path, body, **options)
        sent.requests += 1
        sent.out += len(body if isinstance(body, str | bytes) else json.dumps(body))
        sent.back += len(json.dumps(answer))
        return answer

    connection.request = counted
    try:
        yield sent
    finally:
        connection.request = request


if __name__ == "__main__":
    main()
