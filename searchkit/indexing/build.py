"""Posts to index: find what changed since the last commit, read and analyse it, commit it.

What is stale is decided by the state (size, time, hash) that was committed with each essay, so there
is no second record to fall out of step. Reading and analysis run on all cores; one process writes.
A build that is killed goes on from its last commit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from searchkit.engines.clauses import Term
from searchkit.engines.protocol import Engine, FileState, Level, Reader, Writer
from searchkit.engines.store import (
    Manifest,
    create_engine,
    drop_other_generations,
    next_generation,
    open_engine,
    read_manifest,
    write_manifest,
    writer_lock,
)
from searchkit.errors import IndexDamagedError, IndexMissingError, IndexVersionError
from searchkit.essay import ReadingWarning
from searchkit.indexing.documents import essay_key, stored_essay
from searchkit.indexing.prepare import Batch, Post, Prepared, prepare
from searchkit.indexing.workers import Workers
from searchkit.reading import PostFile, find_posts
from searchkit.settings import DEFAULTS, Settings

Progress = Callable[[int, int], None]
"""Called with the bytes of posts done, and to do in all."""

_SECONDS_BETWEEN_COMMITS = 5.0
_BATCH_SIZE = 100_000
_WORTH_WORKERS = 1_000_000
_WORTH_LEARNING = 64_000
_SAMPLE_OF_A_POST = 16_000
_SHARERS_NAMED = 5


@dataclass(slots=True)
class Report:
    """What a build did. `essays` and `sections` count what the index holds now."""

    essays: int = 0
    sections: int = 0
    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: int = 0
    warnings: list[ReadingWarning] = field(default_factory=list)
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """The index object of the JSON interface."""
        return asdict(self) | {"warnings": [warning.to_dict() for warning in self.warnings]}


def build(
    corpora: Sequence[str | Path],
    folder: str | Path,
    *,
    settings: Settings = DEFAULTS,
    engine: str | None = None,
    full: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Make the index in `folder` hold what is in `corpora`, reading only what changed.

    Everything is read, into a new index that then replaces the old one, with `full`, and where the
    index was made by another engine, another analyzer or under other settings.

    Raises:
        CorpusError: a corpus is not there.
        IndexLockedError: another process is writing to the index.
        IndexWriteError: it cannot be written.
        IndexDamagedError, IndexVersionError: it cannot be read; `full` makes it anew.
    """
    started = time.perf_counter()
    folder = Path(folder)
    report = Report()
    posts = list(find_posts([Path(corpus) for corpus in corpora], settings.exclude, report.warnings.append))
    with writer_lock(folder):
        old = _old_manifest(folder, full)
        new = _new_manifest(old, posts, settings, engine)
        run = _Run(posts, settings, progress or _silent, report)
        if full or old is None or not new.continues(old):
            _rebuild(folder, run, old, new)
        else:
            _update(folder, run, old, new)
    report.seconds = round(time.perf_counter() - started, 3)
    return report


def _old_manifest(folder: Path, full: bool) -> Manifest | None:
    try:
        return read_manifest(folder)
    except IndexMissingError:
        return None
    except (IndexDamagedError, IndexVersionError):
        if full:
            return None
        raise


def _new_manifest(
    old: Manifest | None, posts: Sequence[PostFile], settings: Settings, engine: str | None
) -> Manifest:
    return Manifest(
        engine=engine or (old.engine if old else "tantivy"),
        corpora=tuple(dict.fromkeys(str(post.root) for post in posts)),
        language=settings.language,
        anchors=settings.anchors,
        url=settings.url,
    )


def _rebuild(folder: Path, run: _Run, old: Manifest | None, new: Manifest) -> None:
    """Read everything into a new generation, which readers see when it is whole.

    A first build is seen, and gone on from if it is killed, from its first commit.
    """
    manifest = replace(new, generation=next_generation(folder), abbreviations=_learn(run.posts))
    engine = create_engine(folder, manifest)
    if old is None:
        write_manifest(folder, manifest)
    run(engine, manifest)
    write_manifest(folder, manifest)
    drop_other_generations(folder, manifest)


def _update(folder: Path, run: _Run, old: Manifest, new: Manifest) -> None:
    """Read what changed. Corpora keep their numbers, which the essays indexed before refer to."""
    corpora = tuple(dict.fromkeys((*old.corpora, *new.corpora)))
    manifest = replace(old, corpora=corpora)
    if manifest != old:
        write_manifest(folder, manifest)
    drop_other_generations(folder, manifest)
    run(open_engine(folder, manifest), manifest)


def _learn(posts: Sequence[PostFile]) -> tuple[str, ...]:
    """The abbreviations of a sample of all posts; a handful of posts is too little to learn from."""
    if sum(post.size for post in posts) < _WORTH_LEARNING:
        return ()
    from searchkit.analysis.punkt import SAMPLE_SIZE, learn_abbreviations

    step = max(1, len(posts) * _SAMPLE_OF_A_POST // SAMPLE_SIZE)
    sample = "\n\n".join(_beginning(post) for post in posts[::step])
    return tuple(sorted(learn_abbreviations(sample)))


def _beginning(post: PostFile) -> str:
    try:
        with post.location.open("rb") as file:
            return file.read(_SAMPLE_OF_A_POST).decode("utf-8", "ignore")
    except OSError:
        return ""


class _Run:
    """One pass over the posts, from what the last commit holds to the next."""

    def __init__(
        self, posts: Sequence[PostFile], settings: Settings, progress: Progress, report: Report
    ) -> None:
        self.posts = posts
        self.report = report
        self._settings = settings
        self._progress = progress
        self._changed_ids: list[str] = []

    def __call__(self, engine: Engine, manifest: Manifest) -> None:
        """Index what is stale, drop what is gone, commit; `report` says what was done."""
        self._manifest = manifest
        self._states = engine.reader().states()
        found = {essay_key(post.root, post.path): post for post in self.posts}
        gone = self._states.keys() - found.keys()
        stale = list(self._stale(found))
        self.report.unchanged = len(found) - len(stale)
        if stale or gone:
            with closing(engine.writer()) as writer:
                self._write(writer, stale, gone)
        reader = engine.reader()
        self._warn_of_shared_ids(reader)
        self.report.essays = reader.size(Level.ESSAY)
        self.report.sections = reader.size(Level.SECTION)

    def _stale(self, found: dict[int, PostFile]) -> Iterator[Post]:
        numbers = {root: number for number, root in enumerate(self._manifest.corpora)}
        for key, post in found.items():
            state = self._states.get(key, FileState(-1, -1, -1))
            if (state.size, state.mtime_ns) != (post.size, post.mtime_ns):
                yield Post(post, key, numbers[str(post.root)], state.digest)

    def _write(self, writer: Writer, stale: list[Post], gone: Iterable[int]) -> None:
        for key in gone:
            writer.delete(key)
            self.report.removed += 1
        total = sum(post.file.size for post in stale)
        done = 0
        committed = time.monotonic()
        for prepared in self._prepared(stale, total):
            self._take(writer, prepared)
            done += prepared.post.file.size
            self._progress(done, total)
            if time.monotonic() - committed > _SECONDS_BETWEEN_COMMITS:
                writer.commit()
                committed = time.monotonic()
        writer.commit()

    def _prepared(self, stale: list[Post], total: int) -> Iterator[Prepared]:
        batches = self._batches(stale)
        if total < _WORTH_WORKERS:
            for batch in batches:
                yield from prepare(batch)
            return
        with Workers() as workers:
            for answer in workers.prepare(batches):
                yield from answer

    def _batches(self, stale: Iterable[Post]) -> Iterator[Batch]:
        learned = frozenset(self._manifest.abbreviations)
        batch: list[Post] = []
        size = 0
        for post in stale:
            batch.append(post)
            size += post.file.size
            if size >= _BATCH_SIZE:
                yield Batch(tuple(batch), self._settings, learned)
                batch, size = [], 0
        if batch:
            yield Batch(tuple(batch), self._settings, learned)

    def _take(self, writer: Writer, prepared: Prepared) -> None:
        report = self.report
        report.warnings += prepared.warnings
        known = prepared.post.key in self._states
        if prepared.document:
            writer.replace(prepared.document)
            self._changed_ids.append(prepared.document.id)
            report.updated += known
            report.added += not known
        elif prepared.unchanged:
            report.unchanged += 1
        else:
            report.skipped += 1
            if known:
                writer.delete(prepared.post.key)
                report.removed += 1

    def _warn_of_shared_ids(self, reader: Reader) -> None:
        for name in dict.fromkeys(self._changed_ids):
            found = reader.search(Term("filter", f"id:{name}"), Level.ESSAY, _SHARERS_NAMED)
            if found.total > 1:
                stored = reader.essays([match.handle for match in found.best])
                paths = sorted(stored_essay(essay, self._manifest.corpora).path for essay in stored)
                message = f"its id, {name}, is also that of {', '.join(paths[1:])}: tell them apart by path"
                self.report.warnings.append(ReadingWarning(paths[0], 0, message))


def _silent(_done: int, _total: int) -> None:
    """No progress to show."""
