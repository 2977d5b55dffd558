"""What only the engine in pure Python has: its lengths, its commits, and its advice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_engines import commit, essay

from searchkit import Index
from searchkit.engines.folder import Folder
from searchkit.engines.place import Generation
from searchkit.engines.protocol import Level
from searchkit.engines.whoosh.lengths import code_of, length_of
from searchkit.indexing import build as module
from searchkit.indexing.build import build


@given(st.integers(0, 10**9))
def test_a_length_is_kept_within_an_eighth(length: int) -> None:
    kept = length_of(code_of(length))
    assert kept <= length <= kept * 9 / 8 + 1
    assert length > 39 or kept == length


def test_every_byte_stands_for_a_length_of_its_own() -> None:
    lengths = [length_of(code) for code in range(256)]
    assert lengths == sorted(set(lengths))
    assert [code_of(length) for length in lengths] == list(range(256))


def test_an_index_is_opened_without_naming_its_engine_again(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text("# One\n\nA bird.\n")
    build([tmp_path / "posts"], tmp_path / "index", engine="whoosh")
    (tmp_path / "posts" / "b.md").write_text("# Two\n\nA bird.\n")
    build([tmp_path / "posts"], tmp_path / "index")
    index = Index(tmp_path / "index")
    assert (index.stats().engine, index.search("bird").total_essays) == ("whoosh", 2)
    build([tmp_path / "posts"], tmp_path / "index", engine="tantivy")
    assert Index(tmp_path / "index").stats().engine == "tantivy"
    assert not list((tmp_path / "index").glob("whoosh-*"))


def test_a_writer_that_is_killed_leaves_the_last_commit(tmp_path: Path) -> None:
    engine = Folder(tmp_path).create(Generation("whoosh", 1))
    commit(engine, essay(1, "alpha"))
    code = (
        "import os, signal, sys; sys.path.insert(0, sys.argv[2]); from test_engines import *\n"
        "from searchkit.engines.whoosh import files\n"
        "files.Storage.rename_file = lambda *_, **options: os.kill(os.getpid(), signal.SIGKILL)\n"
        "engine = Folder(Path(sys.argv[1])).open(Generation('whoosh', 1))\n"
        "commit(engine, essay(1, 'omega'), essay(2, 'omega'))\n"
    )
    here = str(Path(__file__).parent)
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path), here], check=False)
    assert killed.returncode == -9
    assert engine.reader().size(Level.ESSAY) == 1
    commit(engine, essay(3, "gamma"))
    assert engine.reader().size(Level.ESSAY) == 2


def test_an_index_that_grows_large_is_told_of_the_default_engine_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MANY_SECTIONS", 3)
    posts = tmp_path / "posts"
    posts.mkdir()
    told = []
    for name in "abc":
        (posts / f"{name}.md").write_text("A bird.\n\nA stone.\n")
        report = build([posts], tmp_path / "index", engine="whoosh")
        told.append([warning.message for warning in report.warnings])
    assert [len(messages) for messages in told] == [0, 1, 0]
    assert "searchkit index --engine tantivy" in told[1][0]
