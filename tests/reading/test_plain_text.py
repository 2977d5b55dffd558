"""Plain text as posts."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reads_as import assert_reads_as

from searchkit.reading.markdown import read_sections
from searchkit.reading.plain_text import plain_text_to_markdown


def assert_text_reads_as(text: str, expected: str) -> None:
    assert_reads_as(plain_text_to_markdown(dedent(text)), expected)


def test_wrapped_lines_are_paragraphs_and_clear_headings_are_headings() -> None:
    assert_text_reads_as(
        """
        ON WALKING

        You walk before
          you think.

        The towpath
        -----------
        It is 1986. It cost $5 [sic], and
        2. that was much for a * or a # then.

        NO.

        * * *

        - a stick
        - two
          boots
        """,
        """
        heading: ON WALKING
        paragraph: You walk before you think.
        heading: The towpath
        paragraph: It is 1986. It cost $5 [sic], and 2. that was much for a * or a # then.
        paragraph: NO.
        list: a stick
        list: two boots
        """,
    )


@pytest.mark.parametrize("line", ["I AM HERE.", "12", "A", "Not all CAPS", "WORD " * 20, "IBM, DEC,"])
def test_a_line_that_may_be_something_else_is_no_heading(line: str) -> None:
    assert_text_reads_as(f"x\n\n{line}\n\ny", f"paragraph: x\nparagraph: {line.strip()}\nparagraph: y")


def test_quoted_mail_is_a_quote_and_emphasis_is_read() -> None:
    assert_text_reads_as("> It was\n> _so_.\n\nSo *it* was.", "quote: It was so.\nparagraph: So it was.")


@given(st.lists(st.text("ab1.-*>#=|`[](){}$:!+ \t", max_size=12), max_size=8).map("\n".join))
def test_every_letter_is_read_on_the_line_it_stands_on(text: str) -> None:
    markdown = plain_text_to_markdown(text)
    assert markdown.count("\n") == text.count("\n")
    lines = text.split("\n")
    found = read_sections(markdown)
    letters = [character for section in found for character in section.text if character.isalnum()]
    assert letters == [character for character in text if character.isalnum()]
    for section in found:
        first, last = section.lines
        there = "".join(lines[first - 1 : last])
        assert all(character in there for character in section.text if character.isalnum())
