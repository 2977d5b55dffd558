"""Results to text: for a terminal, for pasting (Markdown), for editors (grep), for programs (JSON)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from searchkit.cli.terminal import Terminal, harmless
from searchkit.essay import Essay, Section
from searchkit.search.hits import Hit, Passage, Results

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def as_json(value: Any) -> str:
    """An object of the JSON interface."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode()


def as_text(results: Results, terminal: Terminal) -> Iterator[str]:
    """Hits for a person at a terminal: each essay once, its passages beneath."""
    for number, (_, group) in enumerate(groupby(results, key=lambda hit: hit.essay.path)):
        hits = list(group)
        if number:
            yield ""
        yield from _heading(hits[0].essay, terminal)
        for hit in hits:
            yield from _passage(hit, terminal)
    if results.hits:
        yield ""
        yield terminal.dim(_summary(results))


def _heading(essay: Essay, terminal: Terminal) -> Iterator[str]:
    facts = [essay.date.isoformat() if essay.date else "", "" if essay.access == "public" else essay.access]
    after = "".join(f" · {fact}" for fact in facts if fact)
    title = terminal.cut(essay.title, terminal.width - len(after))
    yield f"{terminal.bold(title)}{terminal.dim(after)}"


def _passage(hit: Hit, terminal: Terminal) -> Iterator[str]:
    yield from terminal.wrapped(hit.passage.parts(), "  ")
    section = hit.section
    by = f"— {section.attribution}" if section.attribution else ""
    path = " › ".join(section.headings)
    where = f"{hit.essay.path}:{section.lines[0]}"
    link = terminal.link(harmless(where), Path(hit.essay.path))
    yield f"  {terminal.label(section.kind.value)}  {terminal.dim(link)}"
    room = terminal.width - 2
    for context in (by, path):
        if context:
            yield f"  {terminal.dim(terminal.cut(context, room))}"


def _summary(results: Results) -> str:
    essays, sections = results.total_essays, results.total_sections
    counted = f"{essays:,} {'essay' if essays == 1 else 'essays'}"
    if sections:
        counted += f", {sections:,} {'section' if sections == 1 else 'sections'}"
    return f"{counted} · {results.took_ms:.0f} ms"


def as_markdown(results: Results) -> Iterator[str]:
    """Hits to paste into a draft: block quotes with their source."""
    for number, hit in enumerate(results):
        if number:
            yield ""
        for line in _marked(hit.passage).split("\n"):
            yield f"> {line}"
        yield ">"
        yield f"> — {_source(hit)}"


def _marked(passage: Passage) -> str:
    return "".join(f"**{_escaped(text)}**" if marked else _escaped(text) for text, marked in passage.parts())


def _source(hit: Hit) -> str:
    essay, section = hit.essay, hit.section
    title = f"*{_escaped(essay.title)}*"
    date = essay.date.isoformat() if essay.date else ""
    authors = ", ".join(map(_escaped, essay.authors))
    by = _escaped(str(section.attribution)) if section.attribution else ""
    parts = [by, authors, title, *map(_escaped, section.headings), date]
    return f"{', '.join(part for part in parts if part)} (<{hit.link}>)"


def _escaped(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\1", harmless(text))


def as_grep(results: Results) -> Iterator[str]:
    """`path:line:column:passage`, one line a hit, for editors and fzf."""
    for hit in results:
        line, column = _place(hit.essay, hit.section, hit.passage)
        yield f"{hit.essay.path}:{line}:{column}:{' '.join(harmless(hit.passage.text).split())}"


def _place(essay: Essay, section: Section, passage: Passage) -> tuple[int, int]:
    """Where the first match stands in the file, which may have changed since it was indexed."""
    first, last = section.lines
    try:
        with Path(essay.path).open(encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()[first - 1 : last]
    except OSError:
        lines = []
    start, end = passage.highlights[0] if passage.highlights else (0, len(passage.text))
    wanted = passage.text[start:end]
    for number, line in enumerate(lines):
        column = line.find(wanted)
        if column >= 0:
            return first + number, column + 1
    return first, 1


FORMATS: dict[str, Callable[[Results], Iterator[str]]] = {
    "text": lambda results: as_text(results, Terminal.of()),
    "json": lambda results: iter([as_json(results.to_dict())]),
    "markdown": as_markdown,
    "grep": as_grep,
}
"""What `--format` may name."""
