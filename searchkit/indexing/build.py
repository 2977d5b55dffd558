"""Posts to index: find what changed since the last commit, read and analyse it, commit it.

What is stale is decided by the state (size, time, hash) that was committed with each essay, so there
is no second record to fall out of step. Reading and analysis run on all cores; one process writes.
A build that is killed goes on from its last commit.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from searchkit.engines.place import Place, place_of
from searchkit.engines.protocol import Engine, Level
from searchkit.engines.store import (
    Manifest,
    create_engine,
    drop_other_generations,
    next_generation,
    open_engine,
    read_manifest,
    write_manifest,
)
from searchkit.errors import IndexDamagedError, IndexMissingError, IndexVersionError, SearchkitError
from searchkit.essay import ReadingWarning
from searchkit.indexing.changes import Changes, find_changes
from searchkit.indexing.stored import essay_key, path_from_here
from searchkit.indexing.touched import read_touched, write_touched
from searchkit.indexing.update import Progress, Report, Update
from searchkit.indexing.workers import Prepare, preparing
from searchkit.reading import PostFile, find_posts
from searchkit.settings import DEFAULTS, Settings

__all__ = ["Progress", "Report", "build"]

_SECONDS_BETWEEN_COMMITS = 5.0
_WORTH_LEARNING = 64_000
_SAMPLE_OF_A_POST = 16_000
_MANY_SECTIONS = 20_000
_OF_MANY_SECTIONS = (
    "with over 20,000 sections the default engine answers 5 times as fast as whoosh, and indexes 15 times"
    " as fast: searchkit index --engine tantivy makes it of that (told once)"
)


def build(
    corpora: Sequence[str | Path],
    location: str | Path,
    *,
    settings: Settings = DEFAULTS,
    engine: str | None = None,
    full: bool = False,
    progress: Progress | None = None,
    commit_every: float = _SECONDS_BETWEEN_COMMITS,
) -> Report:
    """Make the index at `location` hold what is in `corpora`, reading only what changed.

    Everything is read, into a new index that then replaces the old one, with `full`, and where the
    index was made by another engine, another analyzer, under other settings or of other corpora.
    A commit is made after `commit_every` seconds, then whenever the time that was spent has doubled, and
    what was committed when a build is killed is not done again.

    Raises:
        CorpusError: a corpus is not there.
        IndexLockedError: another process is writing to the index.
        IndexWriteError: it cannot be written.
        IndexDamagedError, IndexVersionError: it cannot be read; `full` makes it anew.
    """
    started = time.perf_counter()
    place = place_of(location)
    warnings: list[ReadingWarning] = []
    posts = list(find_posts([Path(corpus) for corpus in corpora], settings.exclude, warnings.append))
    job = _Job(place, posts, settings, progress or _silent, commit_every)
    with place.lock():
        old = _old_manifest(place, full)
        new = _new_manifest(posts, settings, engine or (old.engine if old else place.engines[0]))
        before = 0
        if full or old is None or not new.continues(old):
            report = job.rebuild(old, new)
        else:
            before = open_engine(place, old).reader().size(Level.SECTION)
            report = job.update(old, new)
    report.warnings[:0] = map(_from_here, warnings)
    if new.engine == "whoosh" and before <= _MANY_SECTIONS < report.sections:
        report.warnings.append(ReadingWarning(str(place), 0, _OF_MANY_SECTIONS))
    report.seconds = round(time.perf_counter() - started, 3)
    return report


def _from_here(warning: ReadingWarning) -> ReadingWarning:
    """A warning of discovery, whose path is absolute, with the path that a hit would show."""
    return replace(warning, path=path_from_here(*os.path.split(warning.path)))


def _old_manifest(place: Place, full: bool) -> Manifest | None:
    try:
        return read_manifest(place)
    except IndexMissingError:
        return None
    except (IndexDamagedError, IndexVersionError):
        if full:
            return None
        raise


def _new_manifest(posts: Sequence[PostFile], settings: Settings, engine: str) -> Manifest:
    return Manifest(
        engine=engine,
        corpora=tuple(dict.fromkeys(str(post.root) for post in posts)),
        language=settings.language,
        anchors=settings.anchors,
        url=settings.url,
        metadata=settings.metadata,
    )


@dataclass(frozen=True, slots=True)
class _Job:
    """What to index, into which place, and how."""

    place: Place
    posts: Sequence[PostFile]
    settings: Settings
    progress: Progress
    commit_every: float

    def rebuild(self, old: Manifest | None, new: Manifest) -> Report:
        """Read everything into a new generation, which readers see when it is whole.

        A first build is seen, and gone on from if it is killed, from its first commit.
        """
        if old:
            drop_other_generations(self.place, old)  # such as one whose rebuild was killed
        try:
            manifest, report = self._write_generation(new, first=old is None)
        except BaseException:
            if old:
                drop_other_generations(self.place, old)
            raise
        if old:
            report.removed = self._count_gone(old)
        write_manifest(self.place, manifest)
        drop_other_generations(self.place, manifest)
        return report

    def update(self, old: Manifest, new: Manifest) -> Report:
        """Read what changed. Corpora keep their numbers, which the essays indexed before refer to."""
        manifest = replace(old, corpora=tuple(dict.fromkeys((*old.corpora, *new.corpora))))
        drop_other_generations(self.place, manifest)
        engine = open_engine(self.place, manifest)
        touched = read_touched(self.place)
        changes = find_changes(self.posts, engine.reader().states(), touched, manifest.corpora)
        if manifest != old:
            write_manifest(self.place, manifest)
        with preparing(changes.size) as prepare:
            return self._apply(changes, engine, manifest, prepare, self.commit_every)

    def _write_generation(self, new: Manifest, *, first: bool) -> tuple[Manifest, Report]:
        with preparing(sum(post.size for post in self.posts)) as prepare:
            # The processes that prepare are starting while this one learns.
            learned = _learn(self.posts)
            manifest = replace(new, generation=next_generation(self.place), abbreviations=learned)
            engine = create_engine(self.place, manifest)
            if first:
                write_manifest(self.place, manifest)
            changes = find_changes(self.posts, {}, {}, manifest.corpora)
            # What is not seen before it is whole need not be committed before.
            every = self.commit_every if first else math.inf
            return manifest, self._apply(changes, engine, manifest, prepare, every)

    def _apply(
        self, changes: Changes, engine: Engine, manifest: Manifest, prepare: Prepare, commit_every: float
    ) -> Report:
        prepared = prepare(changes.batches(self.settings, frozenset(manifest.abbreviations)))
        update = Update(engine, changes, manifest.corpora, commit_every=commit_every)
        if changes.stale or changes.gone:
            self.place.break_seal(manifest.kept_in)
        report = update.run(prepared, self.progress)
        self.place.seal(manifest.kept_in)
        if update.touched != changes.touched:
            write_touched(self.place, update.touched)
        return report

    def _count_gone(self, old: Manifest) -> int:
        """How many essays of the index that was rebuilt are in none of the corpora now."""
        found = {essay_key(post.root, post.path) for post in self.posts}
        try:
            return len(open_engine(self.place, old).reader().states().keys() - found)
        except SearchkitError:  # it may be rebuilt because it cannot be read
            return 0


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


def _silent(_done: int, _total: int) -> None:
    """No progress to show."""
