"""searchkit and what one would use instead, behind one protocol; one module each.

| name             | what it is |
| ---------------- | --- |
| `searchkit`      | essays, then their sections; our passages and highlights |
| `tantivy`        | bare tantivy-py over flat sections, with its SnippetGenerator: less work than ours |
| `tantivy-essays` | the same work in bare tantivy-py: the best essays, then the best sections of those |
| `fts5`           | SQLite's FTS5 over flat sections, with `snippet()` |
| `whoosh`         | Whoosh over flat sections, BM25F, with its highlighter |

All stem English, keep stop words, and store the text of sections. Flat ones hold sections only.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from benchmarks.questions import Question
    from searchkit.essay import Essay

OURS = "searchkit"
PEERS = ("tantivy", "tantivy-essays", "fts5", "whoosh")
LIMIT = 10
"""How many hits are asked for."""

EXCERPT_LENGTH = 320
"""How long an excerpt may be, about, in code points."""


class Found(NamedTuple):
    """A hit: whose section it is, which, and its excerpt as HTML with the matches marked."""

    essay: str
    section: int
    html: str


class Contestant(Protocol):
    """An index that is open, and warm once it has been asked."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`."""

    def ask(self, question: Question) -> list[Found]:
        """The ten best, ready to be shown: what is timed."""

    def matching(self, question: Question) -> int:
        """How many sections match by themselves."""

    def size(self) -> int:
        """How many sections the index holds."""


class Peer(Contestant, Protocol):
    """A contestant that is given its sections in memory."""

    @staticmethod
    def build(essays: Iterable[Essay], folder: Path) -> None:
        """Index the sections of `essays` in `folder`, and commit."""


def open_contestant(name: str, folder: Path) -> Contestant:
    """The contestant of that name, on the index in `folder`."""
    if name == OURS:
        from benchmarks.contestants.ours import Searchkit

        return Searchkit(folder)
    return peer(name)(folder)


def peer(name: str) -> type[Peer]:
    """The class of a peer; only its own library is imported."""
    module = import_module(f"benchmarks.contestants.{name.replace('-', '_')}_peer")
    found: type[Peer] = module.PEER
    return found
