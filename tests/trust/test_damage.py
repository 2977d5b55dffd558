"""Bytes of an index changed, cut off, moved or lost: it is told, and never answered wrongly without a word.

`SEARCHKIT_DAMAGES` says how often each engine's index is damaged (default 60).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from searchkit import Index, SearchkitError
from searchkit.errors import IndexDamagedError, IndexVersionError
from searchkit.indexing.build import build
from searchkit.indexing.verifying import verify

CORPUS = Path(__file__).parents[2] / "corpus"
DAMAGES = int(os.environ.get("SEARCHKIT_DAMAGES", "60"))
QUERIES = ("memory", '"commonplace book"', "mem* kind:quote", "librari~ -card", "after:2020 of")
HARMLESS = (".lock",)
MANIFEST = "searchkit.json"


def flip(content: bytearray, lots: Random) -> None:
    content[lots.randrange(len(content))] ^= 1 << lots.randrange(8)


def overwrite(content: bytearray, lots: Random) -> None:
    start = lots.randrange(len(content))
    content[start : start + 64] = lots.randbytes(len(content[start : start + 64]))


def swap(content: bytearray, lots: Random) -> None:
    one, other = lots.randrange(len(content)), lots.randrange(len(content))
    content[one], content[other] = content[other], content[one]


def cut(content: bytearray, lots: Random) -> None:
    del content[lots.randrange(len(content)) :]


def lengthen(content: bytearray, lots: Random) -> None:
    content += lots.randbytes(lots.randint(1, 64))


def damage(file: Path, lots: Random) -> bool:
    """Do something to a file; whether that made a difference."""
    before = file.read_bytes()
    ways: list[Callable[[bytearray, Random], None]] = [lengthen]
    ways += [flip, overwrite, swap, cut] if before else []
    content = bytearray(before)
    lots.choice(ways)(content, lots)
    if lots.random() < 0.1:
        file.unlink()
        return True
    file.write_bytes(content)
    return content != before and not (file.name == MANIFEST and same_json(bytes(content), before))


def same_json(one: bytes, other: bytes) -> bool:
    """White space more or less in the manifest is no damage."""
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("whole") / "index"
    build([CORPUS], index, engine=request.param)
    return index


def answers(index: Path) -> list[dict[str, object]]:
    opened = Index(index)
    return [opened.search(query).to_dict() | {"took_ms": 0} for query in QUERIES]


def test_a_damaged_index_is_told_or_answers_rightly(whole: Path, tmp_path: Path) -> None:
    lots = Random(9)
    right, held = answers(whole), verify(whole)
    for _ in range(DAMAGES):
        index = shutil.copytree(whole, tmp_path / "index")
        file = lots.choice(sorted(file for file in index.rglob("*") if file.is_file()))
        changed = damage(file, lots) and file.suffix not in HARMLESS
        try:
            assert answers(index) == right
        except SearchkitError as error:
            assert changed
            assert "\n" not in str(error)
            assert "searchkit index" in error.hint
        if changed and (file.exists() or file.name not in ("seal.json", MANIFEST)):
            with pytest.raises((IndexDamagedError, IndexVersionError), match=f"{file.name}|manifest|version"):
                verify(index)
        elif file.exists():
            assert verify(index) == held
        shutil.rmtree(index)


def test_a_copy_of_an_index_is_as_good(whole: Path, tmp_path: Path) -> None:
    """Its files have other times, so that their bytes are compared."""
    copied = tmp_path / "index"
    shutil.copytree(whole, copied, copy_function=shutil.copyfile)
    assert answers(copied) == answers(whole)
    assert verify(copied) == verify(whole)
