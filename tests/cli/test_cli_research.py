"""The commands of research: a concordance that lines up, a plot that fits, a report, a graph."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest
from command_line import (
    assert_error,
    assert_harmless,
    indexed_essays,
    searchkit,
    searchkit_terminal,
    without_escapes,
)

from searchkit.cli.terminal import display_width

DRAFT = """He wrote “a river is never the same rivers”, and “silt keeps no promises”.

“No such words are here.”
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed_essays(tmp_path_factory.mktemp("research"))


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = Path("draft.md")
    file.write_text(DRAFT, encoding="utf-8")
    return file


@pytest.mark.parametrize("columns", [40, 80, 100])
@pytest.mark.parametrize("query", ["ledger", "写", "写 OR ledger", "a*"])
def test_the_lines_of_a_concordance_are_aligned_and_fit(index: Path, query: str, columns: int) -> None:
    written = without_escapes(searchkit_terminal("concordance", query, "--index", index, columns=columns))
    *lines, _, _ = written.splitlines()
    shown = searchkit("concordance", query, "--index", index, "--json").json["lines"]
    assert len(lines) == len(shown) > 0
    begins = set()
    for line, found in zip(lines, shown, strict=True):
        assert display_width(line) <= columns
        left = max(1, (columns - 24) * 2 // 5)
        begins.add(left)
        position = next(n for n in range(len(line) + 1) if display_width(line[:n]) == left)
        assert line[position:].startswith(found["keyword"][:1])
    assert len(begins) == 1


def test_a_width_is_that_of_the_context(index: Path) -> None:
    answer = searchkit("concordance", "ledger", "--width", 8, "--index", index)
    lines = answer.out.splitlines()[:-2]
    assert all(line[8:14] == "ledger" for line in lines)
    assert answer.code == 0


def test_a_concordance_is_a_table_too(index: Path) -> None:
    answer = searchkit("concordance", "ledger", "--format", "csv", "--index", index)
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert list(rows[0]) == ["date", "title", "path", "line", "kind", "left", "keyword", "right"]
    assert len(rows) == searchkit("concordance", "ledger", "--json", "--index", index).json["total"]
    assert {row["keyword"] for row in rows} == {"ledger"}


def test_a_trend_is_a_bar_for_each_year(index: Path) -> None:
    answer = searchkit("trends", "ledger", "style transfer", "--index", index)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[0] == "per million words"
    assert lines[2].split() == ["ledger", "(4)", "style", "transfer", "(2)"]
    assert [line.split()[0] for line in lines[3:]] == ["2022", "2023", "2024"]
    assert "█" in lines[3]
    assert answer.err == "note: 1 essay without a date left out\n"


@pytest.mark.parametrize("columns", [40, 80])
def test_a_plot_of_many_terms_fits(index: Path, columns: int) -> None:
    terms = ["ledger", "style", "river", "a*", "写作", "the old map of rivers"]
    written = without_escapes(searchkit_terminal("trends", *terms, "--index", index, columns=columns))
    assert_harmless(written)
    assert max(map(display_width, written.splitlines())) <= columns
    assert "写作" in written


def test_a_trend_is_a_table_and_a_picture_too(index: Path, tmp_path: Path) -> None:
    picture = tmp_path / "trend.svg"
    answer = searchkit("trends", "ledger", "--format", "csv", "--out", picture, "--index", index)
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert (rows[0]["period"], rows[0]["term"], rows[0]["count"]) == ("2022", "ledger", "4")
    assert picture.read_text(encoding="utf-8").startswith("<?xml")


def test_without_matplotlib_a_picture_is_an_error_that_says_how_to_get_it(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for command in (["trends", "ledger"], ["quoted"]):
        answer = searchkit(*command, "--out", tmp_path / "x.svg", "--index", index)
        assert_error(answer, "matplotlib", "pip install 'searchkit[plot]'")
    assert not list(tmp_path.iterdir())


def test_a_draft_is_checked_line_by_line(index: Path, draft: Path) -> None:
    answer = searchkit("check", draft, "--index", index)
    assert answer.code == 1
    assert f"{draft}:1  altered\n" in answer.out
    assert "    rivers → river\n" in answer.out
    assert "    correct: “A river is never the same river”\n" in answer.out
    assert f"{draft}:3  not in these essays (which does not make it false)\n" in answer.out
    assert answer.out.endswith("3 quotations · 1 exact · 1 altered · 1 not in these essays\n")


def test_a_draft_without_a_fault_is_told_to_be_so(index: Path, draft: Path) -> None:
    draft.write_text("He wrote “silt keeps no promises”.", encoding="utf-8")
    answer = searchkit("check", draft, "--index", index)
    assert (answer.code, answer.out) == (0, "1 quotation · 1 exact\n")


def test_the_report_is_json_or_markdown_too(index: Path, draft: Path) -> None:
    report = searchkit("check", draft, "--json", "--index", index)
    assert (report.code, report.json["total"]) == (1, 3)
    assert [found["verdict"] for found in report.json["quotations"]] == ["near", "exact", "missing"]
    written = searchkit("check", draft, "--format", "markdown", "--index", index).out
    assert written.startswith("# Quotations in draft.md\n")
    assert "## Line 1: altered\n" in written
    assert "> A river is never the same river\n>\n> — Ada Merrow, *On rivers*" in written


def test_who_quotes_whom_is_told(index: Path) -> None:
    answer = searchkit("quoted", "--index", index)
    assert (answer.code, answer.err) == (0, "")
    assert "Marcus Aurelius  1 quotation in 1 essay\n" in answer.out
    graph = searchkit("quoted", "--format", "graphml", "--index", index).out
    assert '<node id="author:Marcus Aurelius">' in graph
    rows = list(csv.DictReader(io.StringIO(searchkit("quoted", "--format", "csv", "--index", index).out)))
    assert [row["author"] for row in rows] == ["Marcus Aurelius"]
    assert searchkit("quoted", "--author", "nobody", "--index", index).code == 1


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("concordance kind:quote", ["nothing to align on"]),
        ("concordance ledger --sort up", ["no such order: up", "text, left, right"]),
        ("concordance ledger --width 0", ["no such width: 0"]),
        ("concordance ledger --format xml", ["no such format: xml"]),
        ("trends ledger --by week", ["no such step: week", "year or month"]),
        ("trends ledger --out trend.gif", ["trend.gif is no picture"]),
        ("check nowhere.md", ["nowhere.md cannot be read"]),
        ("quoted --by nobody", ["no essay 'nobody'"]),
        ("quoted --format dot", ["no such format: dot"]),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(index: Path, line: str, parts: list[str]) -> None:
    assert_error(searchkit(*line.split(), "--index", index), *parts)


@pytest.mark.parametrize("command", ["concordance zzyzx", "trends zzyzx"])
def test_nothing_found_is_exit_code_1(index: Path, command: str) -> None:
    assert searchkit(*command.split(), "--index", index).code == 1
