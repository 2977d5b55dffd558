"""What a terminal shows: colour and links there only, lines that fit, nothing that moves its cursor."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from command_line import (
    assert_harmless,
    indexed_essays,
    searchkit,
    searchkit_process,
    searchkit_terminal,
    without_escapes,
    write_essays,
)
from hypothesis import given
from hypothesis import strategies as st

from searchkit.cli.terminal import MARK, PLAIN, Terminal, display_width

LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\(.*?)\x1b\]8;;\x1b\\")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed_essays(tmp_path_factory.mktemp("terminal"))


def test_matches_are_marked_on_a_terminal(index: Path) -> None:
    written = searchkit_terminal("search", '"silt keeps"', "--index", index)
    assert "\x1b[1mOn rivers\x1b[0m\x1b[2m · 2022-05-01\x1b[0m" in written
    assert "\x1b[1;31mSilt keeps\x1b[0m no promises." in written


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_who_wants_no_colour_gets_none(index: Path, environment: dict[str, str]) -> None:
    written = searchkit_terminal("search", "silt", "--index", index, environment=environment)
    assert "On rivers" in written
    assert "\x1b" not in written


def test_what_is_piped_has_no_colour_and_no_links(index: Path) -> None:
    for command in (["search", "silt"], ["show", "rivers"], ["stats"], ["--help"]):
        assert "\x1b" not in searchkit_process(*command, "--index", index).out


def test_an_empty_no_color_is_none(index: Path) -> None:
    assert "\x1b[" in searchkit_terminal("search", "silt", "--index", index, environment={"NO_COLOR": ""})


@pytest.mark.parametrize("command", [["search", "silt"], ["show", "rivers"]], ids=" ".join)
def test_places_are_links_that_open_the_file(index: Path, command: list[str]) -> None:
    written = searchkit_terminal(*command, "--index", index)
    links = LINK.findall(written)
    assert links
    for target, text in links:
        assert target.isascii()
        assert target.isprintable()
        url = urlsplit(target)
        assert url.scheme == "file"
        file = Path(unquote(url.path))
        assert file.is_file()
        assert file.name in without_escapes(text)
    assert written.count("\x1b]8;;") == 2 * len(links)


@pytest.mark.parametrize("columns", [40, 80, 100, 160, 200])
@pytest.mark.parametrize(
    "command", [["search", "ledger", "写作"], ["show", "rivers"], ["stats"]], ids=" ".join
)
def test_lines_fit_the_terminal_and_are_never_too_long_to_read(
    index: Path, command: list[str], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = searchkit(*command, "--index", index).out.splitlines()
    assert len(lines) > 5
    lines = [line for line in lines if str(index.parent) not in line]  # a path is never broken
    assert max(map(display_width, lines)) <= min(columns, 100)


def test_a_narrow_terminal_gets_narrow_lines(index: Path) -> None:
    written = searchkit_terminal("show", "china", "--index", index, columns=40)
    assert without_escapes(written).splitlines()[-1] == "  7  paragraph  写作是一种很有意思的事…"


def test_nothing_of_an_essay_gets_hold_of_the_terminal(index: Path) -> None:
    for command in (["search", "alert", "hostile"], ["show", "hostile"]):
        written = searchkit_terminal(*command, "--index", index)
        assert "alert" in written
        assert_harmless(without_escapes(written))


def test_a_long_build_shows_a_bar_on_a_terminal_only(tmp_path: Path) -> None:
    words = "some words that take a while to read. " * 400
    essays = write_essays(tmp_path / "essays", {f"{number}.md": words for number in range(6)})
    piped = searchkit_process("index", essays, "--index", tmp_path / "piped")
    assert piped.err == ""
    assert re.fullmatch(r"6 essays, \d[\d,]* sections · 6 added · \d+\.\d s\n", piped.out)
    shown = searchkit_terminal("index", essays, "--index", tmp_path / "shown")
    assert "indexing" in shown
    assert re.search(r"6 essays, \d[\d,]* sections · 6 added · \d+\.\d s\n$", shown)
    again = searchkit_terminal("index", essays, "--index", tmp_path / "shown")
    assert re.fullmatch(r"6 essays, \d[\d,]* sections · 6 unchanged · \d+\.\d s\n", again)


def lines_of(text: str, width: int, style: str = PLAIN) -> list[str]:
    return list(Terminal(colour=True, width=width).wrapped([(text, style)]))


def test_text_is_broken_at_spaces() -> None:
    assert lines_of("one two three four five six", 20) == ["one two three four", "five six"]


def test_line_breaks_and_indentation_of_the_text_are_kept() -> None:
    assert lines_of("def f():\n    return\n\nend", 40) == ["def f():", "    return", "", "end"]


def test_a_word_that_is_too_long_is_broken_anywhere() -> None:
    assert lines_of("x" * 45, 20) == ["x" * 20, "x" * 20, "x" * 5]


def test_wide_characters_take_two_columns_and_keep_their_punctuation() -> None:
    assert lines_of("一二三四五六七八九十，十二", 20) == ["一二三四五六七八九", "十，十二"]


def test_a_highlight_goes_on_in_the_next_line() -> None:
    assert lines_of("a match that is broken in two", 20, MARK) == [
        "\x1b[1;31ma match that is\x1b[0m",
        "\x1b[1;31mbroken in two\x1b[0m",
    ]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("a宽" + "。" * 10, 21),  # a break that makes room for one column, before a character of two
        ("a" * 20 + "\r\nb", 20),  # white space that ends a line
    ],
)
def test_no_line_is_wider_than_the_terminal(text: str, width: int) -> None:
    lines = list(Terminal(colour=False, width=width).wrapped([(text, PLAIN)]))
    assert max(map(display_width, lines)) <= width


PARTS = st.lists(st.tuples(st.text(max_size=30), st.sampled_from([PLAIN, MARK])), max_size=6)


@given(PARTS, st.integers(20, 100))
def test_wrapping_loses_only_white_space(parts: list[tuple[str, str]], width: int) -> None:
    terminal = Terminal(colour=False, width=width)
    lines = list(terminal.wrapped(parts))
    text = "".join(terminal.styled(part, PLAIN) for part, _ in parts)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(line) <= width for line in lines)
    assert_harmless("".join(re.findall(r"[\x00-\x1f\x7f-\x9f]", "".join(lines))))


@given(st.text(), st.integers(2, 60))
def test_a_text_that_was_cut_fits(text: str, room: int) -> None:
    cut = Terminal(colour=False, width=80).cut(text, room)
    assert display_width(cut) <= room
    assert "\n" not in cut


def test_a_megabyte_is_cut_at_once() -> None:
    assert Terminal(colour=False, width=80).cut("word " * 200_000, 12) == "word word…"
