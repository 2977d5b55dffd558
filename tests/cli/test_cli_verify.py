"""`searchkit verify`, and what every command says of an index that is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import assert_error, indexed_essays, searchkit


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return indexed_essays(tmp_path)


def test_a_whole_index_is_read_to_its_end(index: Path) -> None:
    counts = searchkit("verify", "--index", index, "--json").json
    assert counts["essays"] > 1
    told = f"{counts['essays']} essays, {counts['sections']} sections · all as they were written\n"
    assert searchkit("verify", "--index", index).out == told


def test_damage_is_told_by_every_command_until_the_index_is_rebuilt(index: Path) -> None:
    largest = max((file for file in index.rglob("*") if file.is_file()), key=lambda file: file.stat().st_size)
    largest.write_bytes(largest.read_bytes()[::-1])
    corpus = index.parent / "essays"
    for words in (["verify"], ["search", "river"], ["quote", "river"], ["stats"], ["index", corpus]):
        assert_error(searchkit(*words, "--index", index), largest.name, "searchkit index --full")
    assert searchkit("index", corpus, "--index", index, "--full").code == 0
    assert searchkit("verify", "--index", index).code == 0


def test_an_index_that_is_not_there_cannot_be_verified(tmp_path: Path) -> None:
    assert_error(searchkit("verify", "--index", tmp_path / "none"), "there is no index")
