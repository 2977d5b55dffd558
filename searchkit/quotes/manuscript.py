"""The quotations of a draft: Markdown goes in, what it quotes comes out, with line and claimed source.

The draft is read as a post is: so block quotes and epigraphs are known with their attribution, and
markup, code and addresses are out of the way. In what is prose, quotation marks are paired. Words in
quotation marks that are no more than a scare quote or a name are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from searchkit.analysis.analyzer import analyzer_for
from searchkit.errors import CorpusError
from searchkit.essay import Attribution, Kind, Section
from searchkit.quotes.manuscript_claims import claimed_author
from searchkit.quotes.manuscript_marks import marked_spans, open_mark
from searchkit.reading import PostFile, read_post
from searchkit.reading.attribution import read_attribution
from searchkit.reading.drafts import count_words
from searchkit.settings import DEFAULTS

FEWEST_WORDS = 3
"""Two words between quotation marks are a scare quote."""

_PROSE = frozenset((Kind.PARAGRAPH, Kind.LIST, Kind.FOOTNOTE, Kind.CAPTION, Kind.TABLE))
_TELLING_TERMS = 4
_NAME = "manuscript.md"


class DraftQuotation(Struct, frozen=True):
    """A quotation of a draft: its words, the line it begins on, and who or what the draft says it is from."""

    text: str
    line: int
    claim: Attribution | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "quotation": self.text,
            "line": self.line,
            "claim": self.claim.to_dict() if self.claim else None,
        }


def read_manuscript(content: bytes) -> list[DraftQuotation]:
    """The quotations of a Markdown draft, in the order of its lines.

    Raises:
        CorpusError: it is no text.
    """
    reading = read_post(PostFile(Path(), _NAME, len(content), 0), DEFAULTS, content)
    if reading.essay is None:
        reason = str(reading.warnings[-1]).partition(": ")[2]
        raise CorpusError(f"the manuscript was {reason}", hint="give a draft in Markdown or plain text")
    source = _Source(content)
    placed = [
        replace(quotation, line=source.line_of(quotation.text, *section.lines))
        for quotation, section in quotations_in(reading.essay.sections)
    ]
    return sorted(placed, key=lambda quotation: quotation.line)


def quotations_in(sections: Sequence[Section]) -> Iterator[tuple[DraftQuotation, Section]]:
    """The quotations of an essay's sections, each with the section it begins in, whose line it gets."""
    lead_in = ""
    for paragraph in _paragraphs(sections):
        for text, claim in _in_paragraph(paragraph, lead_in):
            if count_words(text.strip()) >= FEWEST_WORDS:
                yield DraftQuotation(text, paragraph.lines[0], claim), paragraph
        lead_in = paragraph.text


def _paragraphs(sections: Sequence[Section]) -> Iterator[Section]:
    """The sections; those that reading split, or that a quotation runs through, as one."""
    last: Section | None = None
    for section in sections:
        joined = _goes_on(last, section) if last else None
        if last and joined is not None:
            last = replace(last, text=last.text + joined, lines=(last.lines[0], section.lines[1]))
            continue
        if last:
            yield last
        last = section
    if last:
        yield last


def _goes_on(last: Section, section: Section) -> str | None:
    """What `section` adds to the paragraph before it; None where it is another one."""
    if last.kind is not section.kind or last.kind not in (Kind.PARAGRAPH, Kind.QUOTE):
        return None
    if section.lines[0] <= last.lines[1] + 1:
        return f" {section.text}"
    mark = open_mark(last.text) if last.kind is Kind.PARAGRAPH else ""
    return f"\n\n{section.text[1:]}" if mark and section.text.startswith(mark) else None


def _in_paragraph(paragraph: Section, lead_in: str) -> Iterator[tuple[str, Attribution | None]]:
    """What a paragraph quotes, and whom."""
    text = paragraph.text
    if paragraph.kind is Kind.QUOTE:
        yield text, paragraph.attribution or _claim(lead_in, "")
    elif paragraph.kind in _PROSE:
        body, _, last_line = text.rpartition("\n")
        if body and (epigraph := read_attribution(last_line)):
            yield body, epigraph
            return
        for start, end in marked_spans(text):
            yield text[start:end], _claim(text[: start - 1], text[end + 1 :])


def _claim(before: str, after: str) -> Attribution | None:
    name = claimed_author(before, after)
    return Attribution(author=name) if name else None


class _Source:
    """The lines of the draft as they are written, to find a quotation's again."""

    def __init__(self, content: bytes) -> None:
        lines = content.decode("utf-8", "replace").splitlines()
        self._terms = [analyzer_for("").terms(line) for line in lines]

    def line_of(self, text: str, first: int, last: int) -> int:
        """The line from `first` to `last` on which the words of `text` begin; `first` if none is."""
        wanted = analyzer_for("").terms(text)[:_TELLING_TERMS]
        terms = [(term, line) for line in range(first, last + 1) for term in self._line(line)]
        for place in range(len(terms)):
            if [term for term, _ in terms[place : place + len(wanted)]] == wanted:
                return terms[place][1]
        return first

    def _line(self, number: int) -> list[str]:
        return self._terms[number - 1] if number <= len(self._terms) else []
