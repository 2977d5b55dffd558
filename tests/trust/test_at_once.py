"""Readers while an index is written, rebuilt, or taken away: each answer is of one whole commit.

`SEARCHKIT_COMMITS` says how many commits are made under them (default 12).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from searchkit import Index, SearchkitError
from searchkit.indexing.build import build
from searchkit.indexing.verifying import verify

COMMITS = int(os.environ.get("SEARCHKIT_COMMITS", "12"))
READERS = 8
POSTS = 5

# Opens or refreshes the index over and over until it is told to stop; tells how often, or what was amiss.
READ = """
import sys
from pathlib import Path
from searchkit import Index
index, stop = sys.argv[1:]
looks = 0
while looks < 10 or not Path(stop).exists():
    if looks % 2:
        opened.refresh()
    else:
        opened = Index(index)
    texts = {hit.passage.text for hit in opened.search("edition", limit=20)}
    assert len(texts) == 1, texts
    looks += 1
    if looks == 1:
        print("reading", flush=True)
print(looks)
"""


def write_edition(corpus: Path, number: int) -> None:
    corpus.mkdir(exist_ok=True)
    for post in range(POSTS):
        (corpus / f"{post}.md").write_text(f"# Post {post}\n\nThis is edition {number}.\n")


@contextmanager
def readers(index: Path, stop: Path) -> Iterator[None]:
    """Processes that read the index meanwhile; each must have seen nothing but whole commits."""
    command = [sys.executable, "-c", READ, str(index), str(stop)]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            )
            for _ in range(READERS)
        ]
        for process in processes:
            assert process.stdout and process.stderr
            assert process.stdout.readline() == "reading\n", process.stderr.read()
        yield
        stop.touch()
        for process in processes:
            out, err = process.communicate(timeout=60)
            assert process.returncode == 0, err
            assert int(out) >= 10


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
@pytest.mark.parametrize("full", [False, True], ids=["updates", "rebuilds"])
def test_readers_see_whole_commits_while_others_are_made(tmp_path: Path, engine: str, full: bool) -> None:
    corpus, index = tmp_path / "posts", tmp_path / "index"
    write_edition(corpus, 0)
    build([corpus], index, engine=engine)
    with readers(index, tmp_path / "stop"):
        for number in range(1, COMMITS + 1):
            write_edition(corpus, number)
            assert build([corpus], index, full=full).essays == POSTS
    assert [hit.passage.text for hit in Index(index).search("edition", limit=20)] == [
        f"This is edition {COMMITS}."
    ] * POSTS
    assert verify(index).essays == POSTS


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_an_index_that_is_taken_away_and_remade_is_found_again(tmp_path: Path, engine: str) -> None:
    corpus, index = tmp_path / "posts", tmp_path / "index"
    write_edition(corpus, 1)
    build([corpus], index, engine=engine)
    opened = Index(index)
    assert len(opened.search("edition")) == POSTS
    shutil.rmtree(index)
    try:
        assert len(opened.search("edition")) == POSTS
        opened.refresh()
    except SearchkitError as error:
        assert "\n" not in str(error)
    write_edition(corpus, 2)
    build([corpus], index, engine=engine)
    opened.refresh()
    assert {hit.passage.text for hit in opened.search("edition")} == {"This is edition 2."}
