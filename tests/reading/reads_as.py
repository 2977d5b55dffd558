"""Sections written out one a line, and the assertion that Markdown reads as they say.

paragraph  3-4  technical-impressions  The words, with ⏎ where a line ends.
quote      6    -                      {Jane Doe, On Walking} The words.
footnote   9    footnote-1             <2> A footnote that section 2 refers to.
table      12   europe                 [Country | Capital] France | Paris
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent

from searchkit.essay import Kind, Section
from searchkit.reading.markdown import read_sections

DIALECTS = Path(__file__).parent / "dialects"


def written_out(sections: Iterable[Section]) -> str:
    return "".join(f"{_line(section)}\n" for section in sections)


def _line(section: Section) -> str:
    first, last = section.lines
    lines = str(first) if first == last else f"{first}-{last}"
    text = section.text.replace("\n", " ⏎ ")
    if section.attribution:
        text = f"{{{section.attribution}}} {text}"
    if section.kind is Kind.TABLE and section.headings:
        text = f"[{section.headings[-1]}] {text}"
    if section.referrer is not None:
        text = f"<{section.referrer}> {text}"
    return f"{section.kind.value:10} {lines:6} {section.anchor or '-'}  {text}"


def assert_reads_as(markdown: str, expected: str, *, anchors: str = "github") -> None:
    """Assert that Markdown has these kinds and texts, each `kind: text`, with ⏎ where a line ends."""
    sections = read_sections(dedent(markdown), anchors=anchors)
    found = [f"{section.kind.value}: {section.text}".replace("\n", " ⏎ ") for section in sections]
    assert found == [line.strip() for line in expected.strip().splitlines() if line.strip()]


def texts(markdown: str) -> list[str]:
    """The texts of what Markdown says, in order."""
    return [section.text for section in read_sections(dedent(markdown))]


def text_of(markdown: str) -> str:
    """The text of Markdown that is one section."""
    (text,) = texts(markdown)
    return text
