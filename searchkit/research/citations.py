r"""An essay, and the place in it that is cited, to a citation: plain text, Markdown, BibTeX, CSL-JSON.

>>> essay = Essay(id="rivers", path="rivers.md", title="On rivers", authors=("Ada van Merrow",))
>>> cite(essay, None, "plain", link="rivers.md:9")
'Ada van Merrow, “On rivers” (rivers.md:9)'
>>> print(cite(essay, None, "markdown", text="A river is never the same river.", link="rivers.md:9"))
> A river is never the same river.
>
> — Ada van Merrow, *On rivers* (`rivers.md:9`)

Plain text says where something stands; the others hold the cited words too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from searchkit.analysis.folding import fold
from searchkit.errors import UsageError
from searchkit.essay import Essay, Section

STYLES = ("plain", "markdown", "bibtex", "csl-json")
"""What a citation can be written in."""


def cite(essay: Essay, section: Section | None, style: str, *, text: str = "", link: str = "") -> str:
    """The citation of `text`, which stands in `section` of `essay`, where `link` leads.

    `text` is what is quoted, with an empty line between paragraphs.

    Raises:
        UsageError: there is no such style.
    """
    writers: dict[str, Callable[[], str]] = {
        "plain": lambda: _plain(essay, section, link),
        "markdown": lambda: "\n".join(_markdown(essay, section, text, link)),
        "bibtex": lambda: _bibtex(essay, section, text, link),
        "csl-json": lambda: json.dumps(
            [csl_item(essay, section, text=text, link=link)], ensure_ascii=False, indent=2
        ),
    }
    if style not in writers:
        raise UsageError(f"no such citation style: {style}", hint=f"there is {', '.join(STYLES)}")
    return writers[style]()


def _quoted_by(section: Section | None) -> str:
    """Who the section itself quotes."""
    return str(section.attribution) if section and section.attribution else ""


def _is_url(link: str) -> bool:
    return link.startswith(("https://", "http://"))


def _plain(essay: Essay, section: Section | None, link: str) -> str:
    parts = [*essay.authors, f"“{essay.title}”"]
    parts += section.headings if section else ()
    parts += [essay.date.isoformat() if essay.date else "", link if _is_url(link) else ""]
    quoted = f"{by}, quoted in " if (by := _quoted_by(section)) else ""
    source = quoted + ", ".join(part for part in parts if part)
    return f"{source} ({link})" if link and not _is_url(link) else source


# Markdown.

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~^$]|&(?=#|\w+;)")
_LINE_START = re.compile(r"^(\d{0,9})([-+=.)])(?=[\s=-]|$)")
_LINK_END = re.compile(r"[<>\\\x00-\x20]")


def _markdown(essay: Essay, section: Section | None, text: str, link: str) -> Iterable[str]:
    """A block quote with its source as the last line; the source alone where there is no text."""
    if text:
        for paragraph in re.split(r"\n{2,}", text.strip()):
            yield from (f"> {line}" for line in markdown_lines(escaped(paragraph)))
            yield ">"
        yield f"> — {markdown_source(essay, section, link)}"
    else:
        yield markdown_source(essay, section, link)


def escaped(text: str) -> str:
    """A text as Markdown that reads as it does; line by line it also needs `markdown_lines`."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def markdown_lines(text: str) -> list[str]:
    """The lines of a paragraph of Markdown: its breaks are kept, and no line begins a list or a heading."""
    lines = [_LINE_START.sub(r"\1\\\2", line.strip()) for line in text.splitlines()]
    return "\\\n".join(line for line in lines if line).split("\n")


def markdown_source(essay: Essay, section: Section | None, link: str) -> str:
    """Who and what is quoted, with a link, as a line of Markdown."""
    title = f"*{escaped(essay.title)}*"
    parts = [
        *map(escaped, essay.authors),
        f"[{title}](<{_LINK_END.sub(_percent, link)}>)" if _is_url(link) else title,
        *map(escaped, section.headings if section else ()),
        essay.date.isoformat() if essay.date else "",
    ]
    quoted = f"{escaped(by)}, quoted in " if (by := _quoted_by(section)) else ""
    source = quoted + ", ".join(part for part in parts if part)
    return source if _is_url(link) or not link else f"{source} ({_code(link)})"


def _percent(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"


def _code(text: str) -> str:
    """A code span, with more backticks around it than it holds in a row."""
    text = " ".join(text.splitlines())
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


# BibTeX.

_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "{}$&#_%"},
}
_NOT_IN_TEX_URL = re.compile(r"[{}\\\s]")
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9._:/+-]+")


def _bibtex(essay: Essay, section: Section | None, text: str, link: str) -> str:
    fields = {
        "author": " and ".join(map(_tex_name, essay.authors)),
        "title": f"{{{_tex(essay.title)}}}",  # braced twice: its capitals are kept
        "subtitle": _tex(essay.subtitle),
        "date": essay.date.isoformat() if essay.date else "",
        "year": str(essay.date.year) if essay.date else "",  # which BibTeX itself reads, and biblatex `date`
        "url": _NOT_IN_TEX_URL.sub(_percent, link if _is_url(link) else essay.url),
        "langid": essay.language,
        "note": f"Quoting {_tex(by)}" if (by := _quoted_by(section)) else "",
        "annotation": _tex(text),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@online{{{citation_key(essay)},\n" + ",\n".join(lines) + "\n}"


def citation_key(essay: Essay) -> str:
    """What an essay is cited by: its author's last name, its year, and its id, which no other has.

    >>> citation_key(Essay(id="rivers", path="", title="", authors=("Ada Šmíd",)))
    'smid-rivers'
    """
    name = _csl_name(essay.authors[0]) if essay.authors else {}
    by = _NOT_IN_KEY.sub("", fold(name.get("family", name.get("literal", "")) or "_"))
    year = str(essay.date.year) if essay.date else ""
    known = _NOT_IN_KEY.sub("-", essay.id)
    if known != essay.id:  # two ids may come to the same
        from hashlib import blake2b

        known = f"{known.strip('-')}-{blake2b(essay.id.encode(), digest_size=3).hexdigest()}"
    return "-".join(part for part in (by + year, known) if part)


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)


def _tex_name(name: str) -> str:
    """A name that BibTeX takes apart itself, unless it holds the word that parts names."""
    return f"{{{_tex(name)}}}" if re.search(r"\band\b|\bothers\b", name) else _tex(name)


# CSL-JSON.

_PARTICLES = frozenset(
    "af al da de del della den der des di do dos du el la las le los ten ter van von zu".split()
)
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv"))


def csl_item(essay: Essay, section: Section | None, *, text: str = "", link: str = "") -> dict[str, Any]:
    """The item of the Citation Style Language's input data schema (CSL 1.0.2)."""
    date = essay.date
    item = {
        "id": citation_key(essay),
        "type": "post-weblog",
        "author": list(map(_csl_name, essay.authors)),
        "title": f"{essay.title}: {essay.subtitle}" if essay.subtitle else essay.title,
        "title-short": essay.title if essay.subtitle else "",
        "issued": {"date-parts": [[date.year, date.month, date.day]]} if date else None,
        "section": " › ".join(section.headings) if section else "",
        "URL": link if _is_url(link) else essay.url,
        "language": essay.language,
        "note": f"Quoting {by}" if (by := _quoted_by(section)) else "",
        "annote": text,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: str) -> dict[str, str]:
    """A name in parts; one that has no parts, as a pseudonym or a Chinese name, as a whole.

    >>> _csl_name("Ludwig van Beethoven")
    {'family': 'Beethoven', 'given': 'Ludwig', 'non-dropping-particle': 'van'}
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given.lower() not in _SUFFIXES:
        return {"family": family, "given": given}
    words = name.replace(",", " ").split()
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in _SUFFIXES else ""
    if len(words) < 2:
        return {"literal": name}
    first = next((n for n, word in enumerate(words[1:-1], 1) if word in _PARTICLES), len(words) - 1)
    parts = {
        "family": words[-1],
        "given": " ".join(words[:first]),
        "non-dropping-particle": " ".join(words[first:-1]),
        "suffix": suffix,
    }
    return {part: value for part, value in parts.items() if value}
