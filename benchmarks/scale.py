"""Scale on paper: what is measured on two small indexes, drawn out to a hundred million sections and more.

    python -m benchmarks.scale [--corpus PATH] [--sizes 20000,100000] [--opensearch opensearch://host:9200/scale]

A query costs what it costs to ask at all, and what each matching section takes to be scored and counted,
which is fitted (least squares) to whole searches for rare and common words.
A shard of a cluster is such an index, and shards work side by side. So a common word, in a tenth of all
sections, says how many sections a shard may have; bytes a section, how much disk. At sizes at which a
cluster's cost for a match drowns in what it costs to ask it at all, a match is taken to cost it what it
costs tantivy. The prices are assumptions, dated below.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from pathlib import Path
from statistics import linear_regression
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.engines import sent_for
from benchmarks.material import load
from benchmarks.options import SAMPLE, Options
from benchmarks.questions import Class, draw_questions
from benchmarks.tables import machine, table, write_results
from searchkit.analysis.analyzer import analyzer_for
from searchkit.engines.clauses import Term
from searchkit.engines.place import place_of
from searchkit.engines.protocol import Level
from searchkit.engines.store import open_reader
from searchkit.index import Index
from searchkit.indexing.build import build

SECTIONS = (10**6, 10**7, 10**8, 10**9)

COMMON_SHARE = 0.1
"""The share of all sections that hold a common word."""

PATIENCE_MS = 500.0
"""How long a common word may take."""

SHARD_BYTES = 40e9
"""OpenSearch's own advice is 10 to 50 GB."""

REPLICAS = 1
DISK_FILLED = 0.75
NODE_DISK = 1e12
NODE_CORES = 4
COPIES_A_CORE = 1.5
"""Shards and replicas a core can serve: a query is on one core in each shard."""

NODE_PRICE = 156.0
"""US dollars a month for 4 cores of ARM with 32 GB (r7g.xlarge, on demand, us-east-1, 2025)."""

DISK_PRICE = 0.08
"""US dollars a month for a GB of SSD (gp3, the same)."""

_ROUNDS = 7
_BEST = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one engine: bytes a section, milliseconds a query and a matching section, sections a second."""

    bytes: float
    start_ms: float
    match_ms: float
    speed: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A cluster for so many sections."""

    shards: int
    nodes: int
    disk: float
    price: float
    common_ms: float


def plan(sections: int, measured: Measured) -> Plan:
    """The fewest shards and nodes that keep within what is said above."""
    size = sections * measured.bytes
    matches = COMMON_SHARE * sections
    in_time = matches * measured.match_ms / (PATIENCE_MS - measured.start_ms)
    shards = max(1, ceil(size / SHARD_BYTES), ceil(in_time))
    disk = size * (1 + REPLICAS) / DISK_FILLED
    copies = shards * (1 + REPLICAS)
    nodes = max(3, ceil(disk / NODE_DISK), ceil(copies / (NODE_CORES * COPIES_A_CORE)))
    price = nodes * NODE_PRICE + disk / 1e9 * DISK_PRICE
    return Plan(shards, nodes, disk, price, measured.start_ms + matches / shards * measured.match_ms)


def main() -> None:
    parser = ArgumentParser(description="Scale on paper")
    parser.add_argument("--corpus", type=Path, default=SAMPLE)
    parser.add_argument("--sizes", default="20000,100000")
    parser.add_argument("--opensearch", metavar="URL", help="where a cluster is, and an index in it")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    parts = []
    engines = ["tantivy", *(["opensearch"] if given.opensearch else [])]
    traffic: list[list[str]] = []
    match_ms = 0.0
    for engine in engines:
        measured = _measure(engine, given.corpus, sizes, given.opensearch, traffic)
        match_ms = max(match_ms, measured.match_ms)
        measured = replace(measured, match_ms=match_ms)
        parts += [_measured_text(engine, measured), _plans_table(engine, measured)]
    if traffic:
        header = ["sections", "requests for a query: median (most)", "kB out", "kB back"]
        parts.append(table(header, traffic))
    write_results("scale", f"{given.corpus.resolve().name} resampled", "\n\n".join([*parts, machine()]))


def _measure(
    engine: str, corpus: Path, sizes: Sequence[int], url: str | None, traffic: list[list[str]]
) -> Measured:
    matches: list[float] = []
    times: list[float] = []
    bytes_each = speed = 0.0
    for size in sizes:
        with TemporaryDirectory() as temporary:
            material = load(Options(corpus, size, (), 1, 1), Path(temporary, "posts"))
            location = url if engine == "opensearch" and url else str(Path(temporary, "index"))
            started = perf_counter()
            build([material.folder], location, engine=engine, full=True)
            speed = material.sections / (perf_counter() - started)
            index = Index(location)
            reader = open_reader(location)[1]
            questions = draw_questions(material, 1)
            for question in questions:
                if question.kind in (Class.RARE, Class.COMMON):
                    clause = Term("stem", analyzer_for("en").stem(question.words[0]))
                    matches.append(reader.count(clause, Level.SECTION))
                    times.append(_least_ms(partial(index.search, str(question))))
            bytes_each = place_of(location).size() / material.sections
            if engine == "opensearch":
                sent = sent_for(index, questions)
                traffic.append([f"{material.sections:,}", *sent])
    slope, start = linear_regression(matches, times)
    return Measured(bytes_each, start, max(slope, 0.0), speed)


def _least_ms(work: Callable[[], object]) -> float:
    """The least of some rounds: what else the machine does only adds to it."""
    taken = []
    for _ in range(_ROUNDS):
        started = perf_counter()
        work()
        taken.append(1000 * (perf_counter() - started))
    return min(taken)


def _measured_text(engine: str, measured: Measured) -> str:
    return (
        f"{engine}: {measured.bytes:,.0f} bytes a section, {measured.speed:,.0f} sections a second indexed; "
        f"a query takes {measured.start_ms:.1f} ms and {1e6 * measured.match_ms:,.0f} ns more for each "
        "section that matches."
    )


def _plans_table(engine: str, measured: Measured) -> str:
    rows = []
    for sections in SECTIONS:
        if engine == "tantivy":
            common = measured.start_ms + COMMON_SHARE * sections * measured.match_ms
            rows.append([f"{sections:,}", f"{sections * measured.bytes / 1e9:,.1f}", f"{common:,.0f}"])
            continue
        made = plan(sections, measured)
        rows.append(
            [
                f"{sections:,}",
                f"{made.disk / 1e9:,.0f}",
                f"{made.common_ms:,.0f}",
                str(made.shards),
                str(made.nodes),
                f"{made.price:,.0f}",
            ]
        )
    header = ["sections", "GB of disk", "ms for a common word"]
    return table(header if engine == "tantivy" else [*header, "shards", "nodes", "dollars a month"], rows)


if __name__ == "__main__":
    main()
