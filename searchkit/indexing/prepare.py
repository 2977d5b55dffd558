"""A post to the document that is indexed of it: the part of a build that runs on every core."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from searchkit.engines.protocol import EssayDocument, FileState
from searchkit.essay import ReadingWarning
from searchkit.indexing.documents import essay_document
from searchkit.indexing.stored import hash63
from searchkit.reading import PostFile, read_post
from searchkit.settings import Settings

OBJECTS_BEFORE_COLLECTING = 100_000
"""For Python's garbage collector, where posts are prepared: reading makes many objects and few cycles."""

_NEVER_READ = -1


class Post(NamedTuple):
    """A post that may have changed; `root` is the number of its corpus in the manifest.

    `digest` is what its bytes hashed to when it was indexed, or -1.
    """

    file: PostFile
    key: int
    root: int
    digest: int = _NEVER_READ


class Prepared(NamedTuple):
    """What came of a post: its document, or None where it is unchanged or could not be read."""

    post: Post
    document: EssayDocument | None
    unchanged: bool
    warnings: tuple[ReadingWarning, ...]


class Batch(Struct, frozen=True):
    """Posts to prepare in one go, with all that takes."""

    posts: tuple[Post, ...]
    settings: Settings
    learned: frozenset[str]

    @property
    def size(self) -> int:
        """How many bytes there are to read."""
        return sum(post.file.size for post in self.posts)


def file_state(file: PostFile, digest: int) -> FileState:
    """What is committed of a file to tell whether it changed: some dates are past 63 bits."""
    return FileState(file.size, file.mtime_ns % 2**63, digest)


def prepare(batch: Batch) -> list[Prepared]:
    """Read and analyse every post of `batch`, in order. Nothing that a post holds raises."""
    return [_prepare(post, batch) for post in batch.posts]


def _prepare(post: Post, batch: Batch) -> Prepared:
    content = _content(post.file)
    digest = _NEVER_READ if content is None else hash63(content)
    if content is not None and digest == post.digest:
        return Prepared(post, None, True, ())
    reading = read_post(post.file, batch.settings, content)
    if reading.essay is None:
        return Prepared(post, None, False, reading.warnings)
    state = file_state(post.file, digest)
    try:
        document = essay_document(
            reading.essay, key=post.key, root=post.root, state=state, learned=batch.learned
        )
    except Exception as error:  # a defect of ours costs one post, not the whole build
        reason = f"skipped: it could not be analysed ({type(error).__name__}: {error})"
        return Prepared(post, None, False, (*reading.warnings, ReadingWarning(post.file.path, 0, reason)))
    return Prepared(post, document, False, reading.warnings)


def _content(file: PostFile) -> bytes | None:
    """The bytes of a post, or None where `read_post` has to say why there are none."""
    from searchkit.reading.post import MAX_SIZE  # with the whole reader: only what is stale needs it

    try:
        return file.location.read_bytes() if file.size <= MAX_SIZE else None
    except (OSError, MemoryError):
        return None
