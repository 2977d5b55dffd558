"""Results to text for programs and other places: JSON, Markdown to paste, lines for editors.

What a person reads in a terminal is made in `text`; where a match stands in its file is found by
`places`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from searchkit.cli.terminal import harmless

if TYPE_CHECKING:
    from searchkit.search.hits import Passage, Results


def as_json(value: Any) -> str:
    """An object of the JSON interface."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2)


def as_grep(results: Results) -> Iterator[str]:
    """`path:line:column:passage`, one line a hit, for editors and fzf."""
    from searchkit.cli.places import place_of

    for hit in results:
        line, column = place_of(hit)
        yield f"{_one_line(hit.essay.path)}:{line}:{column}:{_one_line(hit.passage.text)}"


def _one_line(text: str) -> str:
    return " ".join(harmless(text).splitlines())


def as_markdown(results: Results) -> Iterator[str]:
    """Hits to paste into a draft: block quotes with their source."""
    from searchkit.research.citations import markdown_lines, markdown_source

    for number, hit in enumerate(results):
        if number:
            yield ""
        for line in markdown_lines(_marked(hit.passage)):
            yield f"> {line}"
        yield ">"
        yield harmless(f"> — {markdown_source(hit.essay, hit.section, hit.link)}")


def _marked(passage: Passage) -> str:
    """The passage, what matched in bold."""
    from searchkit.research.citations import escaped

    parts = [(escaped(harmless(text)), marked) for text, marked in passage.parts()]
    marked = "".join(f"**{text}**" if on else text for text, on in parts)
    for between in ("", " "):  # neighbours are marked together; a star of the text has a backslash
        marked = marked.replace(f"**{between}**", between)
    return marked
