"""`suggest` and `similar`, and how a misspelt search is told on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import indexed_essays, searchkit


@pytest.fixture(autouse=True, scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed_essays(tmp_path_factory.mktemp("suggest"))


@pytest.fixture(autouse=True)
def here(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(index.parent)
    monkeypatch.setenv("SEARCHKIT_INDEX", str(index))


def test_suggestions_are_printed_one_a_line() -> None:
    answer = searchkit("suggest", "on", "ri")
    assert (answer.code, answer.out, answer.err) == (0, "On rivers\non river\n", "")


def test_suggestions_as_json() -> None:
    answer = searchkit("suggest", "led", "--json")
    assert (answer.code, answer.json) == (0, {"prefix": "led", "suggestions": ["ledger"]})


def test_nothing_to_suggest_is_exit_code_one() -> None:
    answer = searchkit("suggest", "xyzzy")
    assert (answer.code, answer.out, answer.err) == (1, "", "nothing begins so\n")
    answer = searchkit("suggest", "xyzzy", "--json")
    assert (answer.code, answer.json["suggestions"], answer.err) == (1, [], "")


def test_a_title_that_would_steer_the_terminal_is_harmless() -> None:
    assert "\x1b" not in searchkit("suggest", "red").out


def test_similar_essays_are_printed_as_a_search_is() -> None:
    answer = searchkit("similar", "draft", "-n", "2")
    assert answer.code == 0
    assert answer.out.startswith("On rivers · 2022-05-01\n")
    found = searchkit("similar", "draft", "--json").json
    assert found["query"] == "draft"
    assert [hit["essay"]["title"] for hit in found["hits"]] == ["On rivers"]


@pytest.mark.parametrize(
    "line", ["similar nowhere", "similar", "suggest", "suggest a -n 0", "similar draft -n x"]
)
def test_what_makes_no_sense_is_one_line_and_exit_code_two(line: str) -> None:
    answer = searchkit(*line.split())
    assert answer.code == 2
    assert answer.err.startswith("searchkit: ")
    assert answer.err.count("\n") == 1


def test_a_misspelt_search_says_what_it_shows() -> None:
    answer = searchkit("search", "legder")
    assert answer.code == 0
    assert answer.err == 'note: nothing found for "legder": showing results for "ledger"\n'


def test_a_search_that_finds_something_asks_what_was_meant() -> None:
    answer = searchkit("search", "ledger", "promses")
    assert answer.code == 0
    assert answer.err.splitlines()[-2:] == [
        'note: no essay holds "promses"',
        "note: did you mean ledger promises?",
    ]


def test_a_search_for_what_is_nowhere_says_so() -> None:
    answer = searchkit("search", "xyzzy", "--json")
    assert (answer.code, answer.json["notices"], answer.err) == (1, ['nothing found for "xyzzy"'], "")
