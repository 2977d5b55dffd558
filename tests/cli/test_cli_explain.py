"""`searchkit search --explain`: each essay says how it came to its score."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import indexed_essays, searchkit


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed_essays(tmp_path_factory.mktemp("explain"))


def test_each_essay_is_explained_once_beneath_its_passages(index: Path) -> None:
    answer = searchkit("search", "--index", index, "--explain", "ledger")
    essays = {
        hit["essay"]["id"] for hit in searchkit("search", "--index", index, "ledger", "--json").json["hits"]
    }
    assert len(re.findall(r"^  score \d", answer.out, re.MULTILINE)) == len(essays)
    assert "“ledger” in its text" in answer.out


def test_the_figures_shown_add_up(index: Path) -> None:
    out = searchkit("search", "--index", index, "--explain", "silt", "promises", "-n", "1").out
    score = float(re.findall(r"^  score ([\d.]+)$", out, re.MULTILINE)[0])
    parts = [float(part) for part in re.findall(r"^    ([\d.]+) “", out, re.MULTILINE)]
    assert sum(parts) == pytest.approx(score, abs=0.005 * (1 + len(parts)))
    assert parts == sorted(parts, reverse=True)


def test_what_is_missing_is_named(index: Path) -> None:
    assert "without “xyzzy”" in searchkit("search", "--index", index, "--explain", "silt", "xyzzy").out


def test_json_holds_the_explanation_only_if_it_was_asked_for(index: Path) -> None:
    plain = searchkit("search", "--index", index, "--json", "silt").json["hits"][0]
    explained = searchkit("search", "--index", index, "--json", "--explain", "silt").json["hits"][0]
    assert "explanation" not in plain
    assert explained == plain | {"explanation": explained["explanation"]}
    parts = explained["explanation"]["parts"]
    assert sum(part["score"] for part in parts) == pytest.approx(explained["score"], abs=0.001)


def test_nothing_is_ranked_by_date(index: Path) -> None:
    out = searchkit("search", "--index", index, "--explain", "--sort", "date", "ledger").out
    assert "score none: nothing here is ranked by words" in out
