"""One post, from bytes to an essay: what `read_post` does, step by step.

    bytes -> text -> front matter and body -> essay without sections, and its sections -> essay

The title comes from the front matter and is then section 0, with the subtitle on a second line; or
from the first heading; or, where there is neither, from the file's name. A body that opens with the
title once more does not have it twice.
"""

from __future__ import annotations

import re
from dataclasses import replace

from searchkit.essay import Essay, Kind, ReadingWarning, Section
from searchkit.reading.decoding import NotTextError, decode
from searchkit.reading.discovery import PostFile
from searchkit.reading.front_matter import FrontMatter, split_front_matter
from searchkit.reading.markdown import read_sections
from searchkit.reading.metadata import Metadata, read_metadata, title_from_path
from searchkit.reading.plain import plain
from searchkit.settings import Settings

MAX_SIZE = 20 * 2**20
"""Bytes; a larger file is no essay."""

_TOP_HEADING = re.compile(r"(?:[ \t]*\n)*(?:# ([^\n]*)|([^\n]+)\n=+[ \t]*)(?:\n|\Z)")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}\Z")


def read(
    file: PostFile, settings: Settings, content: bytes | None, warnings: list[ReadingWarning]
) -> Essay | None:
    """The essay of `file`, or None where there is none to be had; `warnings` says why."""
    try:
        text = decode(_content(file) if content is None else _checked(content), file.path, warnings)
        front = split_front_matter(text, file.path, warnings)
        return _essay(front, read_metadata(front, file.path, settings, warnings), settings)
    except NotTextError as error:
        reason = str(error)
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})"
    except Exception as error:  # a defect of ours costs one post, not the whole build
        reason = f"it was not understood ({type(error).__name__}: {error})"
    warnings.append(ReadingWarning(file.path, 0, f"skipped: {reason}"))
    return None


def _content(file: PostFile) -> bytes:
    with file.location.open("rb") as stream:
        return _checked(stream.read(MAX_SIZE + 1))


def _checked(content: bytes) -> bytes:
    if len(content) > MAX_SIZE:
        raise NotTextError(f"it is larger than {MAX_SIZE >> 20} MB")
    return content


def _essay(front: FrontMatter, metadata: Metadata, settings: Settings) -> Essay:
    essay = metadata.essay
    if not essay.title:
        return _titled_by_body(essay, _sections(front.body, front, settings, 0))
    title = _title_section(essay, metadata.title_lines)
    body = _without_title(front.body, essay.title)
    return replace(essay, sections=(title, *_sections(body, front, settings, 1)))


def _sections(body: str, front: FrontMatter, settings: Settings, first_number: int) -> tuple[Section, ...]:
    return read_sections(
        body, first_line=front.body_line, first_number=first_number, anchors=settings.anchors
    )


def _title_section(essay: Essay, lines: tuple[int, int]) -> Section:
    text = "\n".join(part for part in (essay.title, essay.subtitle) if part)
    return Section(number=0, kind=Kind.TITLE, text=text, lines=lines)


def _without_title(body: str, title: str) -> str:
    """`body` with blank lines in place of a first heading that only repeats `title`."""
    heading = _TOP_HEADING.match(body)
    if not heading:
        return body
    text = _ATTRIBUTES.sub("", (heading[1] or heading[2] or "").strip())
    if _letters(plain(text)) != _letters(title):
        return body
    return "\n" * heading[0].count("\n") + body[heading.end() :]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold() or text


def _titled_by_body(essay: Essay, sections: tuple[Section, ...]) -> Essay:
    """`essay` with the title that its first heading gives it, or else its file's name."""
    heading = next((section for section in sections if section.kind is Kind.HEADING), None)
    if heading is None:
        essay = replace(essay, title=title_from_path(essay.path))
        return replace(essay, sections=(_title_section(essay, (1, 1)), *map(_moved_down, sections)))
    essay = replace(essay, title=" ".join(heading.text.split()))
    if heading is sections[0] and _holds_all(heading, sections):
        sections = (replace(heading, kind=Kind.TITLE), *(_without_top(section) for section in sections[1:]))
    return replace(essay, sections=sections)


def _holds_all(heading: Section, sections: tuple[Section, ...]) -> bool:
    """Whether every other heading stands under this one: then it is the title of the whole."""
    others = (section for section in sections if section.kind is Kind.HEADING and section is not heading)
    return all(other.headings[:1] == (heading.text,) for other in others)


def _without_top(section: Section) -> Section:
    return replace(section, headings=section.headings[1:])


def _moved_down(section: Section) -> Section:
    referrer = None if section.referrer is None else section.referrer + 1
    return replace(section, number=section.number + 1, referrer=referrer)
