"""What a person reads in a terminal: hits, an essay's outline, a table of facts.

In go results and essays, out come lines. One look for all: a title in bold with its date, what
belongs to it beneath and further in, the kind of each section in colour, and the place in the file
last, where it can be clicked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from searchkit.cli.terminal import DIM, LABEL, MARK, PLAIN, TITLE, Part, Terminal, display_width
from searchkit.essay import PUBLIC, Essay, Kind, Section
from searchkit.search.hits import Explanation, Hit, Passage, Results

_BENEATH = "  "
_FURTHER_IN = "    "

FootnotePlace = Callable[[Hit], Section | None]
"""Gives the section that a footnote belongs to."""


def counted(number: int, noun: str) -> str:
    """A number and what it counts.

    >>> counted(1, "essay"), counted(2_000, "essay")
    ('1 essay', '2,000 essays')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def results_text(results: Results, terminal: Terminal, noted_at: FootnotePlace) -> Iterator[str]:
    """Each essay once, its passages beneath it, and at the end how many there are."""
    for _, hits in groupby(results, key=lambda hit: hit.essay.path):
        yield from _essay_hits(list(hits), terminal, noted_at)
        yield ""
    if results.hits:
        found = counted(results.total_essays, "essay")
        shown = counted(len(results), "passage")
        yield terminal.styled(
            f"{shown} · {found} match{'es' if results.total_essays == 1 else ''} · {results.took_ms:.0f} ms",
            DIM,
        )


def _essay_hits(hits: list[Hit], terminal: Terminal, noted_at: FootnotePlace) -> Iterator[str]:
    essay = hits[0].essay
    title = Passage(essay.title)
    passages = [hit.passage for hit in hits]
    for number, hit in enumerate(hits):
        if hit.section.kind is Kind.TITLE and hit.passage.text.split("\n")[0] == essay.title:
            title, passages[number] = _apart(hit.passage, len(essay.title))
    yield from terminal.wrapped([*_parts(title, TITLE), (facts_of(essay), DIM)])
    for hit, passage in zip(hits, passages, strict=True):
        section = hit.section
        headings = " › ".join(section.headings)
        context = f" · {headings}" if headings else ""
        yield from terminal.wrapped([(section.kind.value, LABEL), (context, DIM)], _BENEATH)
        if passage.text:
            yield from terminal.wrapped(_parts(passage, PLAIN), _FURTHER_IN)
        if section.attribution:
            yield from terminal.wrapped([(f"— {section.attribution}", DIM)], _FURTHER_IN)
        if referrer := noted_at(hit):
            note = f"note to line {referrer.lines[0]}: {referrer.text}"
            yield _FURTHER_IN + terminal.styled(terminal.cut(note, terminal.width - len(_FURTHER_IN)), DIM)
        yield _FURTHER_IN + place_text(essay.path, f":{section.lines[0]}", terminal)
    if explanation := hits[0].explanation:
        yield from _explained(explanation, hits[0].score, terminal)


def _explained(explanation: Explanation, score: float, terminal: Terminal) -> Iterator[str]:
    """The score, what it is the sum of, greatest first, and what the essay lacks."""
    total = f" {score:.2f}" if explanation.parts else " none: nothing here is ranked by words"
    yield from terminal.wrapped([("score", LABEL), (total, DIM)], _BENEATH)
    for what, counted_for in sorted(explanation.parts, key=lambda part: -part.score):
        yield from terminal.wrapped([(f"{counted_for:.2f} {what}", DIM)], _FURTHER_IN)
    if explanation.lacking:
        yield from terminal.wrapped([(f"without {', '.join(explanation.lacking)}", DIM)], _FURTHER_IN)


def _apart(passage: Passage, end: int) -> tuple[Passage, Passage]:
    """The first line of a passage, which ends at `end`, and the others."""
    rest = end + 1
    return (
        Passage(passage.text[:end], tuple(span for span in passage.highlights if span[1] <= end)),
        Passage(
            passage.text[rest:],
            tuple((start - rest, stop - rest) for start, stop in passage.highlights if start >= rest),
        ),
    )


def _parts(passage: Passage, style: str) -> list[Part]:
    return [(text, MARK if marked else style) for text, marked in passage.parts()]


def facts_of(essay: Essay) -> str:
    """What stands behind a title: the date, and the access where not everyone has it."""
    facts = (essay.date.isoformat() if essay.date else "", "" if essay.access == PUBLIC else essay.access)
    return "".join(f" · {fact}" for fact in facts if fact)


def place_text(path: str, line: str, terminal: Terminal) -> str:
    """A path that opens the file, written as short as it can be from here."""
    shown = min(path, os.path.relpath(path), key=len)
    return terminal.link(terminal.styled(f"{shown}{line}", DIM), path)


def outline(essay: Essay, terminal: Terminal) -> Iterator[str]:
    """An essay and its sections, each on one line: where it starts, its kind, how it begins."""
    yield from terminal.wrapped([(essay.title, TITLE), (facts_of(essay), DIM)])
    about = (", ".join(essay.authors), essay.type, ", ".join(essay.tags), f"id {essay.id}")
    yield from terminal.wrapped([(" · ".join(fact for fact in about if fact), DIM)], _BENEATH)
    yield _BENEATH + place_text(essay.path, "", terminal)
    yield ""
    digits = max((len(str(section.lines[0])) for section in essay.sections), default=1)
    for section in essay.sections:
        line, kind = f"{section.lines[0]:>{digits}}", f"{section.kind.value:<9}"
        deep = _BENEATH * len(section.headings)
        start = f"{_BENEATH}{line}  {kind}  {deep}"
        style = TITLE if section.kind in (Kind.TITLE, Kind.HEADING) else PLAIN
        text = terminal.styled(terminal.cut(section.text, terminal.width - len(start)), style)
        yield f"{_BENEATH}{terminal.styled(line, DIM)}  {terminal.styled(kind, LABEL)}  {deep}{text}"


def facts_table(facts: Mapping[str, str], terminal: Terminal) -> Iterator[str]:
    """Names and what is to be said of them, in two columns."""
    column = 2 + max(map(display_width, facts))
    for name, value in facts.items():
        first, *others = terminal.wrapped([(value, PLAIN)], " " * column)
        yield terminal.styled(f"{name:<{column}}", LABEL) + first[column:]
        yield from others
