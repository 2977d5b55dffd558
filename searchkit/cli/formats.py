"""Results to text for programs and other places: JSON, Markdown to paste, lines for editors.

What a person reads in a terminal is made in `text`; where a match stands in its file is found by
`places`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from searchkit.cli.terminal import harmless

if TYPE_CHECKING:
    from searchkit.search.hits import Hit, Passage, Results


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
    for number, hit in enumerate(results):
        if number:
            yield ""
        for line in _marked(hit.passage).splitlines():
            yield f"> {line}"
        yield ">"
        yield f"> — {_source(hit)}"


def _marked(passage: Passage) -> str:
    """The passage, what matched in bold; its line breaks are kept."""
    marked = "".join(f"**{_escaped(text)}**" if on else _escaped(text) for text, on in passage.parts())
    for between in ("", " "):  # neighbours are marked together; a star of the text has a backslash
        marked = marked.replace(f"**{between}**", between)
    lines = [_LINE_START.sub(r"\1\\\2", line.strip()) for line in marked.splitlines()]
    return "\\\n".join(line for line in lines if line)


def _source(hit: Hit) -> str:
    essay, section = hit.essay, hit.section
    on_the_web = hit.link.startswith(("https://", "http://"))
    title = f"*{_escaped(essay.title)}*"
    quoted = f"{_escaped(str(section.attribution))}, quoted in " if section.attribution else ""
    parts = [
        *map(_escaped, essay.authors),
        f"[{title}](<{_LINK_END.sub(_percent, hit.link)}>)" if on_the_web else title,
        *map(_escaped, section.headings),
        essay.date.isoformat() if essay.date else "",
    ]
    source = quoted + ", ".join(part for part in parts if part)
    return source if on_the_web else f"{source} ({_code(hit.link)})"


_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~^$]|&(?=#|\w+;)")
_LINE_START = re.compile(r"^(\d{0,9})([-+=.)])(?=[\s=-]|$)")
_LINK_END = re.compile(r"[<>\\\x00-\x20]")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", harmless(text))


def _percent(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"


def _code(text: str) -> str:
    """A code span, with more backticks around it than it holds in a row."""
    text = _one_line(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"
