"""`searchkit quote` as its user calls it: one quotation, a file of them, a pipe; text, JSON, citations."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from command_line import (
    SEARCHKIT,
    Answer,
    assert_error,
    assert_harmless,
    indexed_essays,
    searchkit,
    searchkit_terminal,
    without_escapes,
)

from searchkit import Index

EXACT = "It carries the ledger of the mountain to the sea"
ALTERED = "it never carries the ledger of a mountain to the sea"
ELSEWHERE = "pigeons prefer telegraph wires"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed_essays(tmp_path_factory.mktemp("quote"))


def piped(index: Path, text: bytes, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, with this on its standard input."""
    environment = {name: value for name, value in os.environ.items() if name != "SEARCHKIT_INDEX"}
    command = [SEARCHKIT, "quote", "--index", str(index), *arguments]
    answer = subprocess.run(command, input=text, capture_output=True, check=False, env=environment)
    return subprocess.CompletedProcess(
        command, answer.returncode, answer.stdout.decode(), answer.stderr.decode()
    )


def test_a_quotation_is_found_with_its_place_and_words(index: Path) -> None:
    answer = searchkit("quote", "--index", index, *EXACT.split())
    assert (answer.code, answer.err) == (0, "")
    assert f"“{EXACT}”" in answer.out
    assert "On rivers · 2022-05-01" in answer.out
    assert "exact, " in answer.out
    assert "paragraph · The delta › Silt" in answer.out
    assert "2022-05-01-rivers.md:16" in answer.out


def test_differences_and_negations_are_told(index: Path) -> None:
    answer = searchkit("quote", "--index", index, ALTERED)
    assert "near, " in answer.out
    assert "not there: “never”" in answer.out
    assert "yours: “a”, there: “the”" in answer.out
    assert "note: a changed negation: “never” is not in the source" in answer.out


def test_what_is_not_in_the_corpus_is_no_error(index: Path) -> None:
    answer = searchkit("quote", "--index", index, ELSEWHERE)
    assert (answer.code, answer.err) == (1, "")
    assert "not in this corpus" in answer.out


def test_json_is_one_object(index: Path) -> None:
    answer = searchkit("quote", "--index", index, "--json", ALTERED)
    assert answer.json == Index(index).quote(ALTERED).to_dict()
    (match,) = answer.json["matches"]
    assert match["source"]["text"] == EXACT
    assert searchkit("quote", "--index", index, "--json", ELSEWHERE).json["matches"] == []


@pytest.mark.parametrize("source", ["--file", "--file -", "pipe"])
def test_a_line_each_is_answered_in_json_lines_in_order(index: Path, tmp_path: Path, source: str) -> None:
    text = f"\ufeff{ELSEWHERE}\n\n  {EXACT}\r\n{ALTERED}".encode()
    if source == "--file":
        (tmp_path / "quotations.txt").write_bytes(text)
        answer = piped(index, b"", "--json", "--file", str(tmp_path / "quotations.txt"))
    else:
        answer = piped(index, text, "--json", *(["--file", "-"] if source == "--file -" else []))
    lines = list(map(json.loads, answer.stdout.splitlines()))
    assert [line["quotation"] for line in lines] == [ELSEWHERE, EXACT, ALTERED]
    assert [len(line["matches"]) for line in lines] == [0, 1, 1]
    assert answer.returncode == 0


def test_json_lines_keep_their_ids(index: Path) -> None:
    asked = [{"id": 7, "quotation": EXACT}, {"quotation": ELSEWHERE}, {"id": "x", "quotation": ""}]
    answer = piped(index, "\n".join(map(json.dumps, asked)).encode(), "--json")
    lines = list(map(json.loads, answer.stdout.splitlines()))
    assert [line.get("id") for line in lines] == [7, None, "x"]
    assert ["id" in line for line in lines] == [True, False, True]
    assert [len(line["matches"]) for line in lines] == [1, 0, 0]


@pytest.mark.parametrize("line", ['{"id": 3}', '{"quotation": 3}', "[1]", "{", "plain"])
def test_a_line_that_is_no_quotation_in_json_is_named(index: Path, line: str) -> None:
    answer = piped(index, f'{{"quotation": "{EXACT}"}}\n{line}\n'.encode())
    assert answer.returncode == 2
    assert answer.stderr.startswith("searchkit: line 2 of - is no quotation in JSON;")


def test_bytes_that_are_no_text_do_no_harm(index: Path) -> None:
    answer = piped(index, b"\xff\xfe\x00\x1b[31m\n" + EXACT.encode() + b"\n")
    assert answer.returncode == 0
    assert_harmless(answer.stdout)


@pytest.mark.parametrize("style", ["plain", "markdown", "bibtex", "csl-json"])
def test_the_best_place_is_cited(index: Path, style: str) -> None:
    answer = searchkit("quote", "--index", index, "--cite", style, ALTERED)
    assert (answer.code, answer.err) == (0, "")
    assert "On rivers" in answer.out
    if style == "csl-json":
        assert [item["title-short"] for item in answer.json] == ["On rivers"]
    in_json = searchkit("quote", "--index", index, "--cite", style, "--json", ALTERED).json
    assert in_json["matches"][0]["citation"].split()[:2] == answer.out.split()[:2]


def test_many_are_cited_in_one_bibliography(index: Path) -> None:
    text = f"{EXACT}\n{ELSEWHERE}\nA river is never the same river\n".encode()
    answer = piped(index, text, "--cite", "csl-json")
    assert len(json.loads(answer.stdout)) == 1
    assert answer.stderr == f"not in this corpus: {ELSEWHERE}\n"
    assert piped(index, text, "--cite", "plain").stdout.count("On rivers") == 2


def test_a_terminal_marks_what_differs(index: Path) -> None:
    written = searchkit_terminal("quote", "--index", index, ALTERED)
    assert "\x1b[1;31mthe\x1b[0m" in written
    assert "It carries the ledger of the mountain to the sea" in without_escapes(written).replace("\n", " ")


def test_wrong_uses_say_what_to_do(index: Path, tmp_path: Path) -> None:
    def quote(*arguments: object) -> Answer:
        return searchkit("quote", "--index", index, *arguments)

    assert_error(quote("x", "--file", "y"), "both given")
    assert_error(quote("--file", tmp_path / "none"), "cannot read", "no such file".capitalize())
    assert_error(quote("--file", tmp_path), "cannot read")
    assert_error(quote("x", "--cite", "mla"), "no such citation style: mla", "bibtex")
    assert_error(quote("x", "-n", "0"), "no such limit: 0")


def test_without_a_quotation_a_terminal_is_told_to_give_one(index: Path) -> None:
    assert "no quotation was given" in searchkit_terminal("quote", "--index", index)
