"""Nothing that can be typed is a traceback, and nothing an essay holds gets hold of the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import assert_harmless, indexed_essays, searchkit
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed_essays(tmp_path_factory.mktemp("hostile"))


QUERIES = {
    "empty": "",
    "spaces": "  \t\n ",
    "10,000 characters": "x" * 10_000,
    "10,000 words": "ledger " * 10_000,
    "10,000 open parentheses": "(" * 10_000,
    "10,000 closed parentheses": ")" * 10_000,
    "10,000 quotation marks": '"' * 10_000,
    "10,000 slashes": "/" * 10_000,
    "10,000 minuses": "-" * 10_000,
    "10,000 stars": "*" * 10_000,
    "10,000 of everything": '"(a OR -b* ~~ ^^ kind: [ TO ' * 350,
    "open quotation mark": '"style transfer',
    "closing quotation mark": 'style transfer"',
    "curly quotation mark": "“style transfer",
    "open parenthesis": "(style",
    "closing parenthesis": "style)",
    "open bracket": "date:[2022 TO",
    "closing bracket": "2022]",
    "mixed brackets": "date:[2022 TO 2023}",
    "reversed range": "date:[2023 TO 2022]",
    "far date": "date:9999-99-99 date:>9999 date:<0001",
    "lone operators": "AND OR NOT",
    "dangling operator": "style AND",
    "double operator": "style AND OR transfer",
    "lone signs": "+ - * ~ ^ : \" ' ( ) [ ] { } \\ / ? !",
    "only exclusion": "-ledger",
    "double exclusion": "--ledger NOT -ledger",
    "slop without number": '"inference cost" ~',
    "vast slop": '"inference cost"~99999999999999999999',
    "negative slop": '"inference cost"~-1',
    "vast distance": "ledger~99",
    "vast boost": "ledger^1e999",
    "odd boost": "ledger^nan ledger^-1 ledger^",
    "lone star": "*",
    "star first": "*ledger",
    "star inside": "led*ger",
    "unknown field": "http://example.com/a?b=c&d=e",
    "empty field": "kind: title: date:",
    "unknown kind": "kind:poem",
    "regular expression": "/led.*/ IN [a b]",
    "null": "ledger\0silt",
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x80\x9f",
    "escape sequence": "\x1b[31mledger\x1b[0m \x1b]8;;http://evil\x07",
    "bidi overrides": "\u202eledger\u202c \u2066silt\u2069",
    "lone surrogate": "ledger \ud800 \udcff",
    "combining marks": "l" + "\u0301" * 500,
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈",
    "every script": "река נהר نهر 川 नदी แม่น้ำ",
    "byte order mark": "\ufeffledger",
    "shell": "$(rm -rf /) `id` ; echo $HOME",
    "markup": "<script>alert(1)</script> {{ x }} %s %n",
    "path": "../../etc/passwd",
}


@pytest.mark.parametrize("output", ["text", "json", "markdown", "grep"])
@pytest.mark.parametrize("name", QUERIES)
def test_no_query_is_an_error(index: Path, name: str, output: str) -> None:
    answer = searchkit("search", "--index", index, "--format", output, "--", QUERIES[name])
    assert answer.code in (0, 1), answer.err
    assert "Traceback" not in answer.err
    assert_harmless(answer.err)
    if output == "json":
        assert answer.json["hits"] or answer.code == 1
    else:
        assert_harmless(answer.out)
        assert bool(answer.out) is (answer.code == 0)


@settings(max_examples=100)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(
                ['"', "(", ")", "AND", "NOT", "kind:", "date:[", "~", "^", "*", "-", "ledger", "river"]
            ),
        ),
        max_size=8,
    )
)
def test_no_words_are_an_error(index: Path, words: list[str]) -> None:
    answer = searchkit("search", "--index", index, "--", *words, "silt")
    assert answer.code in (0, 1), answer.err
    assert_harmless(answer.out)
    assert_harmless(answer.err)


@settings(max_examples=100)
@given(st.lists(st.text(max_size=12), max_size=5))
def test_no_arguments_at_all_are_a_traceback(arguments: list[str]) -> None:
    answer = searchkit("search", "--index", "/nowhere", *arguments)
    assert answer.code in (0, 2)
    assert answer.err.count("\n") == (answer.code == 2), answer.err


@pytest.mark.parametrize("output", ["text", "markdown", "grep"])
def test_what_an_essay_holds_cannot_move_the_cursor(index: Path, output: str) -> None:
    answer = searchkit("search", "alert hostile", "--format", output, "--index", index)
    assert answer.code == 0
    assert_harmless(answer.out)


def test_an_outline_is_harmless_too(index: Path) -> None:
    answer = searchkit("show", "hostile", "--index", index)
    assert "Red" in answer.out
    assert_harmless(answer.out)


def test_what_is_quoted_in_an_error_is_harmless(index: Path) -> None:
    for name in ("\x1b[31mred", "a\nb", "\u202eabc"):
        for command in (
            ["show", name],
            ["search", "x", "--kind", name],
            [name],
            ["search", "x", f"--{name}"],
        ):
            answer = searchkit(*command, "--index", index)
            assert answer.code in (1, 2)
            assert all(line.startswith(("note: ", "searchkit: ")) for line in answer.err.splitlines())
            assert_harmless(answer.err)
