"""Exit codes, and errors in one line that says what to do."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from command_line import (
    SEARCHKIT,
    assert_error,
    indexed_essays,
    searchkit,
    searchkit_process,
    write_essays,
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed_essays(tmp_path_factory.mktemp("errors"))


def test_exit_codes_are_those_of_grep(index: Path, tmp_path: Path) -> None:
    assert searchkit_process("search", "ledger", "--index", index).code == 0
    nothing = searchkit_process("search", "zzyzx", "--index", index)
    assert (nothing.code, nothing.out, nothing.err) == (1, "", 'note: nothing found for "zzyzx"\n')
    assert_error(searchkit_process("search", "ledger", "--index", tmp_path))


WRONG = {
    "search x --index nowhere": ["no index in nowhere", "searchkit index"],
    "show x --index nowhere": ["no index in nowhere", "searchkit index"],
    "stats --index nowhere": ["no index in nowhere", "searchkit index"],
    "show no-such-essay": ["no-such-essay", "slug"],
    "index no-such-folder --index new": ["no-such-folder"],
    "index essays --index /proc/searchkit": ["/proc/searchkit", "choose another place with --index"],
    "index essays --index essays/draft.md": ["draft.md", "choose another place with --index"],
    "index essays --index new --engine lucene": ["no such engine: lucene", "tantivy"],
    "search x --kind quotes": ["no such kind: quotes", "did you mean quote?"],
    "search x --kind poem": ["no such kind: poem", "paragraph"],
    "search x --after lately": ["not a date: lately", "2023-03-20"],
    "search x --before 2023-02-30": ["not a date: 2023-02-30", "2023-03-20"],
    "search x --after 2024 --before 2023": ["2024", "2023", "earlier"],
    "search x -n 0": ["no such limit: 0", "1 to 1,000"],
    "search x -n 1000000": ["no such limit: 1000000", "1 to 1,000"],
    "search x -n -5": ["no such limit: -5"],
    "search x -n many": ["'many' is not a valid int", "searchkit search --help"],
    "search x -n": ["-n", "searchkit search --help"],
    "search x --per-essay 0": ["no such number per essay: 0"],
    "search x --format pdf": ["no such format: pdf", "text, json, markdown, grep"],
    "search x --sort length": ["no such order: length", "relevance or date"],
    "search x --limt 5": ["no such option: --limt", "did you mean --limit?"],
    "search x --zzz": ["no such option: --zzz", "searchkit search --help"],
    "search": ["QUERY", "searchkit search --help"],
    "show": ["ESSAY", "searchkit show --help"],
    "stats more": ["more", "searchkit stats --help"],
    "serch x": ["no such command: serch", "did you mean search?"],
    "commonplace book": ["no such command: commonplace", "the commands are index, import, search"],
    "--zzz": ["no such option: --zzz", "searchkit --help"],
}


@pytest.mark.parametrize("line", WRONG)
def test_every_error_is_one_line_that_says_what_to_do(
    line: str, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(index.parent)
    assert_error(searchkit(*line.split()), *WRONG[line])


@pytest.mark.parametrize("line", WRONG)
def test_with_json_an_error_is_an_object_on_stdout_too(
    line: str, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(index.parent)
    answer = searchkit(*line.split(), "--json")
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    error = answer.json.pop("error")
    assert error.keys() == {"code", "message", "hint"}
    assert error["code"] in {"usage", "corpus", "index-missing", "index-write", "essay-unknown"}
    assert answer.err == f"searchkit: {error['message']}; {error['hint']}\n"


@pytest.mark.parametrize("option", [["--json"], ["--format", "json"], ["--format=json"]], ids=" ".join)
def test_every_way_to_ask_for_json_gives_errors_as_json(option: list[str], tmp_path: Path) -> None:
    answer = searchkit("search", "x", "--index", tmp_path, *option)
    assert answer.json["error"]["code"] == "index-missing"


def test_words_after_two_minuses_are_no_options(tmp_path: Path) -> None:
    assert_error(searchkit("search", "--index", tmp_path, "--", "--debug", "--json"))


@pytest.mark.parametrize("line", ["--debug search x --index nowhere", "search x --index nowhere --debug"])
def test_debug_shows_where_an_error_came_from_wherever_it_stands(line: str) -> None:
    answer = searchkit_process(*line.split())
    assert answer.code == 2
    assert answer.err.startswith("Traceback")
    assert answer.err.splitlines()[-1].startswith("searchkit: there is no index in nowhere")


def test_debug_changes_nothing_where_nothing_is_wrong(index: Path) -> None:
    answer = searchkit("search", "ferry", "--format", "grep", "--index", index)
    assert searchkit("search", "ferry", "--format", "grep", "--index", index, "--debug") == answer


def test_a_fault_of_our_own_is_one_line_too(monkeypatch: pytest.MonkeyPatch, index: Path) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of a kind\nnobody foresaw")

    monkeypatch.setattr("searchkit.index.Index.search", fail)
    assert_error(searchkit("search", "x", "--index", index), "ZeroDivisionError", "--debug shows where")


def _files(index: Path) -> list[Path]:
    return sorted(file for file in index.rglob("*") if file.is_file() and file.suffix != ".lock")


@pytest.mark.parametrize("left", [0.0, 0.5], ids=["emptied", "cut in half"])
def test_a_damaged_index_says_to_rebuild_it_and_that_mends_it(
    left: float, index: Path, tmp_path: Path
) -> None:
    answers = []
    for number, file in enumerate(_files(index)):
        damaged = shutil.copytree(index, tmp_path / str(number))
        content = file.read_bytes()
        (damaged / file.relative_to(index)).write_bytes(content[: int(len(content) * left)])
        answer = searchkit("search", "ledger", "--index", damaged)
        assert "Traceback" not in answer.err
        if answer.code:  # not all files are read by every search
            assert_error(answer, str(damaged), "searchkit index --full")
        answers.append(answer.code)
        mended = searchkit("index", index.parent / "essays", "--index", damaged, "--full")
        assert mended.code == 0, mended.err
        assert searchkit("search", "ledger", "--index", damaged).code == 0
    assert answers.count(2) >= len(answers) // 2


def test_an_index_of_another_version_says_to_rebuild_it(index: Path, tmp_path: Path) -> None:
    other = shutil.copytree(index, tmp_path / "index")
    manifest = other / "searchkit.json"
    manifest.write_text(re.sub(r'"format": \d+', '"format": 999', manifest.read_text()))
    for command in (["search", "x"], ["stats"], ["show", "x"]):
        assert_error(searchkit(*command, "--index", other), "another version", "searchkit index --full")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_that_may_not_be_written_says_to_choose_another(index: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    answer = searchkit("index", index.parent / "essays", "--index", tmp_path / "index")
    assert_error(answer, "cannot be written", "choose another place with --index")


def test_a_reader_that_stops_early_hears_no_complaint(index: Path) -> None:
    for command in (
        ["search", "the", "-n", "1000", "--json"],
        ["show", "rivers"],
        ["search", "--help"],
        ["search", "x", "--kind", "y", "--json"],
    ):
        line = subprocess.list2cmdline([SEARCHKIT, *command, "--index", str(index)])
        shell = subprocess.run(
            ["bash", "-c", f"{line} 2>&1 | true; echo ${{PIPESTATUS[0]}}"],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert shell.stderr == ""
        assert shell.stdout in {"0\n", "2\n"}  # 2 where the error was told before the reader left


def test_a_full_disk_is_one_line(index: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [SEARCHKIT, "search", "ledger", "--index", str(index)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "No space left" in done.stderr


def test_an_interrupted_build_ends_at_once_and_quietly(tmp_path: Path) -> None:
    words = "some words that take a while to read. " * 50_000
    write_essays(tmp_path / "essays", {f"{number}.md": words for number in range(20)})
    with subprocess.Popen(
        [SEARCHKIT, "index", str(tmp_path / "essays"), "--index", str(tmp_path / "index")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        while not (tmp_path / "index" / "searchkit.json").exists():
            assert process.poll() is None
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)  # as ctrl-C does: to the workers too
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "")
