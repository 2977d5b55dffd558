"""Essays to what each contestant builds from, all with the same text: one page an essay."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from searchkit.essay import Essay, Kind, Section

_ELEMENTS = {
    Kind.TITLE: "h1",
    Kind.HEADING: "h2",
    Kind.QUOTE: "blockquote",
    Kind.CODE: "pre",
    Kind.CAPTION: "figcaption",
}


def write_pages(essays: Sequence[Essay], folder: Path) -> None:
    """One page an essay, `NUMBER.html`."""
    folder.mkdir(parents=True)
    for number, essay in enumerate(essays):
        (folder / page_name(number)).write_text(_page(essay), encoding="utf-8")


def page_name(number: int) -> str:
    """The page of the essay with this number."""
    return f"{number}.html"


def _page(essay: Essay) -> str:
    sections = "\n".join(map(_section, essay.sections))
    title = escape(essay.title)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><article data-pagefind-body>\n{sections}\n</article></body></html>"
    )


def _section(section: Section) -> str:
    name = _ELEMENTS.get(section.kind, "p")
    return f'<{name} id="s{section.number}">{escape(section.text)}</{name}>'


def documents(essays: Sequence[Essay]) -> Iterator[dict[str, Any]]:
    """One document an essay for MiniSearch, with its text to cut excerpts from."""
    for number, essay in enumerate(essays):
        text = "\n".join(section.text for section in essay.sections)
        yield {"id": number, "title": essay.title, "text": text}


def write_documents(essays: Sequence[Essay], file: Path) -> None:
    """The documents as one JSON list."""
    file.write_text(json.dumps(list(documents(essays)), ensure_ascii=False), encoding="utf-8")
