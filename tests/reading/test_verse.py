"""Poems keep their lines, and prose that was wrapped does not."""

from __future__ import annotations

import pytest
from reads_as import text_of

from searchkit.essay import Kind
from searchkit.reading.markdown import read_sections


@pytest.mark.parametrize(
    "markdown",
    [
        "Lamps are the things with glass\nThat stand upon the sill,\nAnd burn the oil.\nAnd never spill.",
        "> “Lamps are the things\n> That stand”\n> *And burn*",
        "A lamp  \nThat stands  \nAnd burns",
        "A lamp\\\nThat stands\nAnd burns",
        "| a lamp\n| that stands\n| and burns",
    ],
)
def test_lines_of_a_poem_are_lines(markdown: str) -> None:
    assert text_of(markdown).count("\n") == markdown.count("\n")


@pytest.mark.parametrize(
    "markdown",
    [
        "Lamps are lit at night, and this is prose\nthat somebody wrapped at a column,\nAs one does.",
        "Two lines\nAre no poem",
        "Here is a sentence.\nHere is another.\nAnd here is one more.\nAll have a line of their own.",
        "— Who is there?\n— Nobody.\n— Good night, nobody",
        f"A line\nThat goes {'on and ' * 20}\nUntil it ends",
    ],
)
def test_lines_of_prose_are_joined(markdown: str) -> None:
    assert "\n" not in text_of(markdown)


@pytest.mark.parametrize(
    "markdown",
    [
        "```poem\na lamp\n  that stands\n\nand burns\n```",
        "::: preformatted-block\n    a lamp\n    that stands\n    and burns\n:::",
    ],
)
def test_code_that_is_a_poem_is_text(markdown: str) -> None:
    (poem,) = read_sections(markdown)
    assert (poem.kind, poem.text) == (Kind.PARAGRAPH, "a lamp\nthat stands\nand burns")
    assert "code" in {section.kind.value for section in read_sections("```python\na lamp\n```")}


def test_a_poem_stands_on_its_lines() -> None:
    (poem,) = read_sections("A lamp\nThat stands\nAnd burns", first_line=7)
    assert poem.lines == (7, 9)
