"""One post, from bytes to an essay: what `read_post` does, step by step.

    bytes -> text -> front matter and body -> essay without sections, and its sections -> essay

Every body is Markdown when its sections are read: one in HTML or plain text is made that first, with
the line in the file that each of its lines is from.

The title comes from the front matter and is then section 0, with the subtitle on a second line; or
from the first heading; or, where there is neither, from the file's name. A body that opens with the
title once more does not have it twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from searchkit.analysis.language import DEFAULT, detect_language
from searchkit.essay import Essay, Kind, ReadingWarning, Section
from searchkit.reading.decoding import NotTextError, decode
from searchkit.reading.discovery import HTML_SUFFIXES, TEXT_SUFFIXES, PostFile
from searchkit.reading.front_matter import FrontMatter, split_front_matter
from searchkit.reading.markdown import read_sections
from searchkit.reading.metadata import Metadata, read_metadata, title_from_path
from searchkit.reading.plain import plain
from searchkit.reading.variables import with_fields
from searchkit.settings import Settings

MAX_SIZE = 20 * 2**20
"""Bytes; a larger file is no essay."""

_SAMPLES, _SAMPLE = 8, 100
"""What an undeclared language is told from: the beginnings of so many sections, so many code points each."""

_TOP_HEADING = re.compile(r"(?:[ \t]*\n)*(?:# ([^\n]*)|([^\n]+)\n=+[ \t]*)(?:\n|\Z)")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}\Z")


class NoEssayError(ValueError):
    """The file holds text, but no essay."""


class _Post(NamedTuple):
    """A post whose body is Markdown; `places` are its lines in the file, where it was made from that."""

    front: FrontMatter
    places: Sequence[tuple[int, int]] = ()
    is_mdx: bool = False


def read(
    file: PostFile, settings: Settings, content: bytes | None, warnings: list[ReadingWarning]
) -> Essay | None:
    """The essay of `file`, or None where there is none to be had; `warnings` says why."""
    try:
        content = _content(file) if content is None else _checked(content)
        post = _post(content, file.path, warnings)
        essay = _essay(post, read_metadata(post.front, file.path, settings, warnings), settings)
        return essay if essay.language else replace(essay, language=_language(essay))
    except (NotTextError, NoEssayError) as error:
        reason = str(error)
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})"
    except Exception as error:  # a defect of ours costs one post, not the whole build
        reason = f"it was not understood ({type(error).__name__}: {error})"
    warnings.append(ReadingWarning(file.path, 0, f"skipped: {reason}"))
    return None


def _language(essay: Essay) -> str:
    """The language of samples from all over the essay."""
    prose = [section.text for section in essay.sections if section.kind is not Kind.CODE]
    step = 1 + len(prose) // _SAMPLES
    return detect_language("\n".join(text[:_SAMPLE] for text in prose[::step])) or DEFAULT


def _content(file: PostFile) -> bytes:
    with file.location.open("rb") as stream:
        return _checked(stream.read(MAX_SIZE + 1))


def _checked(content: bytes) -> bytes:
    if len(content) > MAX_SIZE:
        raise NotTextError(f"it is larger than {MAX_SIZE >> 20} MB")
    return content


def _post(content: bytes, path: str, warnings: list[ReadingWarning]) -> _Post:
    name = path.lower()
    if name.endswith(HTML_SUFFIXES):
        return _html_post(content, path, warnings)
    front = split_front_matter(decode(content, path, warnings), path, warnings)
    if name.endswith(TEXT_SUFFIXES):
        from searchkit.reading.plain_text import plain_text_to_markdown

        return _Post(replace(front, body=plain_text_to_markdown(front.body)))
    front = replace(front, body=with_fields(front.body, front.fields))
    return _Post(front, is_mdx=name.endswith(".mdx"))


def _html_post(content: bytes, path: str, warnings: list[ReadingWarning]) -> _Post:
    """A page, whose front matter (if it is the source of one) says more than the page itself does."""
    from searchkit.reading.html.page import RedirectError, declared_encoding, read_page
    from searchkit.reading.templates import without_tags

    text = decode(content, path, warnings, declared=declared_encoding(content))
    front = split_front_matter(text, path, warnings)
    try:
        page = read_page(without_tags(front.body) if front.fields else front.body)
    except RedirectError as error:
        raise NoEssayError(str(error)) from error
    above = front.body_line - 1
    warnings += (
        ReadingWarning(path, problem.line + above, problem.message)
        for problem in page.problems
        if problem.is_loss
    )
    title = (page.title_line + above,) * 2
    places = tuple((first + above, last + above) for first, last in page.converted.lines)
    lines = {**dict.fromkeys(page.fields, title), **front.lines}
    fields = {**page.fields, **front.fields}
    return _Post(FrontMatter(fields, lines, page.converted.markdown, 1), places)


def _essay(post: _Post, metadata: Metadata, settings: Settings) -> Essay:
    essay = metadata.essay
    if not essay.title:
        return _titled_by_body(essay, _sections(post.front.body, post, settings, 0))
    title = _title_section(essay, metadata.title_lines)
    body = _without_title(post.front.body, essay.title)
    return replace(essay, sections=(title, *_sections(body, post, settings, 1)))


def _sections(body: str, post: _Post, settings: Settings, first_number: int) -> tuple[Section, ...]:
    sections = read_sections(
        body,
        first_line=post.front.body_line,
        first_number=first_number,
        anchors=settings.anchors,
        is_mdx=post.is_mdx,
    )
    return tuple(_placed(section, post.places) for section in sections) if post.places else sections


def _placed(section: Section, places: Sequence[tuple[int, int]]) -> Section:
    """`section` with the lines of the file in place of those of the Markdown made of it."""
    first, last = (places[min(line, len(places)) - 1] for line in section.lines)
    return replace(section, lines=(first[0], max(first[0], last[1])))


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
