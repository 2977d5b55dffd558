"""A block of raw HTML to runs of words, the tags that break text between them, and code.

>>> [piece.words.text for piece in read_elements("a <b>b</b><hr>c", 1) if isinstance(piece, Run)]
['a b', 'c']
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from searchkit.reading.html_tags import SkippedLines, Tag, read_html
from searchkit.reading.phrases import PhraseWriter
from searchkit.reading.words import Words, WordsWriter, clean

_BREAKS_TEXT = frozenset(
    """
    address article aside blockquote caption center dd details div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pullquote quote section summary table tbody td tfoot th
    thead tr ul
    """.split()
)
_IMAGES = frozenset({"img", "image"})


class Run(NamedTuple):
    """Words that nothing breaks, and the lines they stand on."""

    words: Words
    lines: tuple[int, int]


class Code(NamedTuple):
    """Preformatted text, and the lines it stands on."""

    text: str
    lines: tuple[int, int]


def read_elements(source: str, line: int) -> Iterator[Run | Tag | Code]:
    """What a reader finds in `source`, which begins on `line`, in order."""
    writer, phrases = WordsWriter(), PhraseWriter()
    for piece in read_html(source):
        if isinstance(piece, str):
            writer.verbatim(piece)
            phrases.text(piece)
        elif isinstance(piece, SkippedLines):
            writer.skip_lines(piece.count)
        elif isinstance(piece, Tag) and piece.name not in _BREAKS_TEXT:
            _write_inline(piece, writer, phrases)
        else:
            yield from _run(writer, phrases, line)
            line, writer = line + writer.line, WordsWriter()
            if isinstance(piece, Tag):
                yield piece
                phrases.tag(piece)
            else:
                yield Code(piece.text, (line, line + piece.text.count("\n")))
    yield from _run(writer, phrases, line)


def _run(writer: WordsWriter, phrases: PhraseWriter, line: int) -> Iterator[Run]:
    words = writer.finish()
    words.phrases = phrases.end_run()
    if words.text or words.captions:
        last = max((after for offset, after in words.line_starts if offset < len(words.text)), default=0)
        yield Run(words, (line, line + last))


def _write_inline(tag: Tag, writer: WordsWriter, phrases: PhraseWriter) -> None:
    if tag.name == "br":
        writer.line_break()
    elif tag.name in _IMAGES:
        writer.image(Words(clean(tag.attribute("alt"))))
    else:
        phrases.tag(tag)
