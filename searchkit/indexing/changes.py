"""Posts on the disk against what the last commit holds: which to read, which are gone.

A post is unchanged if its size and modification time are those that were committed with it, or those
it has had since it was last touched. Any other is stale and is read; `prepare` then leaves it alone if
its bytes are still what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from searchkit.engines.protocol import FileState
from searchkit.indexing.prepare import Batch, Post, file_state
from searchkit.indexing.stored import essay_key
from searchkit.reading import PostFile
from searchkit.settings import Settings

_BATCH_SIZE = 32_000
"""Bytes: some hundredths of a second of work, so that the last batches end at about the same time."""


class Changes(Struct, frozen=True):
    """What tells the posts from the index, by their keys where it is not `stale` ones to be read.

    `known` are the stale posts that are in the index, `gone` what is in it and no longer on the disk,
    and `touched` the states of unchanged posts that are not in the state that was committed.
    """

    stale: tuple[Post, ...]
    known: frozenset[int]
    gone: tuple[int, ...]
    unchanged: int
    touched: Mapping[int, FileState]

    @property
    def size(self) -> int:
        """How many bytes there are to read."""
        return sum(post.file.size for post in self.stale)

    def batches(self, settings: Settings, learned: frozenset[str]) -> Iterator[Batch]:
        """The stale posts in their order, in batches large enough to be worth handing over."""
        batch: list[Post] = []
        size = 0
        for post in self.stale:
            batch.append(post)
            size += post.file.size
            if size >= _BATCH_SIZE:
                yield Batch(tuple(batch), settings, learned)
                batch, size = [], 0
        if batch:
            yield Batch(tuple(batch), settings, learned)


def find_changes(
    posts: Iterable[PostFile],
    states: Mapping[int, FileState],
    touched: Mapping[int, FileState],
    corpora: Sequence[str],
) -> Changes:
    """Compare `posts` with the committed `states`; `corpora` are the roots, by their numbers."""
    numbers = {root: number for number, root in enumerate(corpora)}
    found = {essay_key(post.root, post.path): post for post in posts}
    stale: list[Post] = []
    still_touched: dict[int, FileState] = {}
    for key, post in found.items():
        committed = states.get(key)
        if committed is None:
            stale.append(Post(post, key, numbers[str(post.root)]))
            continue
        state = file_state(post, committed.digest)
        if state == touched.get(key):
            still_touched[key] = state
        elif state != committed:
            stale.append(Post(post, key, numbers[str(post.root)], committed.digest))
    return Changes(
        stale=tuple(stale),
        known=frozenset(post.key for post in stale if post.key in states),
        gone=tuple(key for key in states if key not in found),
        unchanged=len(found) - len(stale),
        touched=still_touched,
    )
