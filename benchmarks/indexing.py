"""Indexing: Markdown files on disk to a committed index, sections in memory to one, and updates.

    python -m benchmarks.indexing [--corpus PATH] [--sections N] [--against tantivy,fts5]

From files: searchkit as it is, on every core, and Whoosh fed by searchkit's own reader in one
process, which is how its documentation has one use it. From memory: every peer is handed the same
sections, already read. Each round builds every index once, one after another; a time is the median
of the rounds, of which the first alone pays for imports. Then updates: of nothing, and of one changed file;
and what the index takes, on disk and while it is made (`footprint`).
"""

from __future__ import annotations

import gc
import pickle
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import searchkit
from benchmarks.checks import WrongAnswerError
from benchmarks.contestants import OURS, open_contestant, peer
from benchmarks.footprint import documents_of, memory_line, size_table, write
from benchmarks.material import Material, load, read_essay
from benchmarks.options import read_options
from benchmarks.tables import machine, median, spread, table, write_results
from searchkit.analysis.analyzer import analyzer_for
from searchkit.engines.protocol import EssayDocument
from searchkit.essay import Essay
from searchkit.indexing import build as update
from searchkit.reading import find_posts

_FED = "whoosh"
"""The peer that is also fed from files."""

_FROM_FILES = "from files"
_FROM_MEMORY = "from memory"
_CHANGES = 5
_START = "import searchkit.indexing.worker, searchkit.reading.post"


@dataclass(frozen=True, slots=True)
class Job:
    """One index to build: whose, from what, and how."""

    name: str
    source: str
    build: Callable[[Path], None]


@dataclass(slots=True)
class Built:
    """How long an index took in each round, and its size in bytes."""

    seconds: list[float]
    size: int = 0


def main() -> None:
    options = read_options("Indexing against what one would use instead", rounds=3)
    with TemporaryDirectory() as temporary:
        place = Path(temporary)
        material = load(options, place / "posts")
        gc.freeze()  # the material stays: collections need not look through it
        jobs = _jobs(material, options.against)
        built = _build_all(jobs, material, options.rounds, place)
        parts = [
            _ratios_table(jobs, built),
            _speed_table(jobs, built, material),
            _stages_table(material, place),
            _updates_table(material, place),
            size_table(material, place),
            memory_line(material, place),
            machine(),
        ]
    write_results("indexing", str(material), "\n\n".join(parts))


def _jobs(material: Material, against: Sequence[str]) -> list[Job]:
    jobs = [Job(OURS, _FROM_FILES, lambda folder: _build_ours(material, folder))]
    if _FED in against:
        jobs.append(Job(_FED, _FROM_FILES, lambda folder: peer(_FED).build(_read(material), folder)))
    for name in against:
        builder = peer(name).build
        jobs.append(Job(name, _FROM_MEMORY, lambda folder, build=builder: build(material.essays, folder)))  # type: ignore[misc]
    return jobs


def _build_ours(material: Material, folder: Path) -> None:
    searchkit.build(material.folder, folder)


def _read(material: Material) -> Iterator[Essay]:
    return (essay for post in find_posts([material.folder]) if (essay := read_essay(post)))


def _build_all(jobs: Sequence[Job], material: Material, rounds: int, place: Path) -> list[Built]:
    built = [Built([]) for _ in jobs]
    for _ in range(rounds):
        for job, result in zip(jobs, built, strict=True):
            folder = place / "index"
            folder.mkdir()
            gc.collect()
            result.seconds.append(_seconds(lambda job=job, folder=folder: job.build(folder)))  # type: ignore[misc]
            result.size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
            held = open_contestant(job.name, folder).size()
            if held != material.sections:
                raise WrongAnswerError(f"{job.name} holds {held} of {material.sections} sections")
            shutil.rmtree(folder)
    return built


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _ratios_table(jobs: Sequence[Job], built: Sequence[Built]) -> str:
    ours = built[0].seconds
    rows = [
        [job.name, job.source, spread([a / b for a, b in zip(ours, result.seconds, strict=True)])]
        for job, result in zip(jobs[1:], built[1:], strict=True)
    ]
    return (
        "searchkit's time, from Markdown files, over another's (below 1, searchkit is faster): median "
        "of the rounds and the least and greatest of them. Who starts from memory has nothing to read.\n\n"
        + table(["searchkit over", "that starts", "time"], rows)
    )


def _speed_table(jobs: Sequence[Job], built: Sequence[Built], material: Material) -> str:
    markdown, text = material.markdown_size, material.text_size
    rows = [
        [
            f"{job.name}, {job.source}",
            f"{median(result.seconds):.2f}",
            f"{markdown / 1e6 / median(result.seconds):.2f}" if job.source == _FROM_FILES else "",
            f"{text / 1e6 / median(result.seconds):.2f}",
            f"{result.size / text:.2f}",
        ]
        for job, result in zip(jobs, built, strict=True)
    ]
    header = ["", "seconds", "MB/s of Markdown", "MB/s of text", "size on disk over text"]
    return f"{markdown / 1e6:.1f} MB of Markdown hold {text / 1e6:.1f} MB of text.\n\n" + table(header, rows)


def _stages_table(material: Material, place: Path) -> str:
    """Each stage in this one process; in a build every core reads and analyses, and one process writes."""
    megabytes = material.markdown_size / 1e6
    documents: list[EssayDocument] = []
    stages: dict[str, Callable[[], object]] = {
        "read files to essays": lambda: list(_read(material)),
        "analyse essays to documents": lambda: documents.extend(_analyse(material)),
        "hand documents from one process to another": lambda: pickle.loads(pickle.dumps(documents)),
        "write documents": lambda: write(documents, place / "written"),
    }
    rows = []
    for stage, work in stages.items():
        seconds = _seconds(work)
        rows.append([stage, f"{seconds:.2f}", f"{megabytes / seconds:.1f}"])
    start = _seconds(lambda: subprocess.run([sys.executable, "-c", _START], check=True))
    return (
        f"Where searchkit's time goes, one stage after another. A worker starts in {start:.2f} s.\n\n"
        + table(["stage", "seconds", "MB/s of Markdown"], rows)
    )


def _analyse(material: Material) -> list[EssayDocument]:
    analyzer_for.cache_clear()
    return documents_of(material.essays, material.folder)


def _updates_table(material: Material, place: Path) -> str:
    """Updates that find nothing changed and one file changed, in turn."""
    folder = place / "updated"
    update.build([material.folder], folder)
    posts = sorted(find_posts([material.folder]), key=lambda post: post.size)
    changed = posts[len(posts) // 2].location
    times: dict[str, list[float]] = defaultdict(list)
    for number in range(_CHANGES):
        times["nothing changed"].append(_seconds(lambda: _update(material, folder, updated=0)))
        with changed.open("a", encoding="utf-8") as file:
            file.write(f"\n\nThis is change {number}.\n")
        times["one file changed"].append(_seconds(lambda: _update(material, folder, updated=1)))
    ratio = median(times["one file changed"]) / median(times["nothing changed"])
    rows = [[what, f"{1000 * median(seconds):.1f}"] for what, seconds in times.items()]
    return (
        f"An update after one changed file takes {ratio:.2f} times one that finds nothing changed "
        f"({len(posts):,} files, medians of {_CHANGES}).\n\n" + table(["update", "milliseconds"], rows)
    )


def _update(material: Material, folder: Path, *, updated: int) -> None:
    report = update.build([material.folder], folder)
    if (report.updated, report.added, report.removed) != (updated, 0, 0):
        raise WrongAnswerError(f"{report.updated} files were updated, not {updated}")


if __name__ == "__main__":
    main()
