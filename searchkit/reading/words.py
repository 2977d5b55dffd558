"""Inline text to the words a person reads.

`read_words` takes a markdown-it inline token and gives `Words`: the text, and what a reader finds
in it that is not text (line breaks, references to footnotes, images). Links, emphasis and code are
their words; addresses, attributes, escapes and footnote numbers leave nothing behind, not even a
space. `WordsWriter` does the writing, for whoever has text that is not a token.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token
from msgspec import Struct

from searchkit.reading import substack
from searchkit.reading.captions import caption_prose
from searchkit.reading.html_tags import Tag, read_tag
from searchkit.reading.pandoc import NO_ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.reading.phrases import Phrase

# Soft hyphens, zero-width spaces, marks of direction and control characters. Joiners stay: they
# shape emoji, and the words of many scripts.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_ADDRESS = re.compile(r"(?P<scheme>https?|ftp)://(?:www\.)?(?P<place>[!#-;=?-~]*)", re.IGNORECASE)
_AFTER_PATH = re.compile(r"[?#].*\Z")
_PUNCTUATION = ".,;:!?'*_)]}"
_LONG_DASH = re.compile(r"(?<!-)---(?!-)")
# Not before a word that begins here, which is an option: `--help`.
_SHORT_DASH = re.compile(r"(?<=[^\s-])--(?!-)|(?<!\S)--(?!\S)")
_CLOSING = frozenset(".,;:!?)]}…’”")


class Words(Struct):
    """What a reader finds in a run of inline text."""

    text: str = ""
    line_starts: list[tuple[int, int]] = []
    """Where each source line after the first begins: offset in the text, lines after the first."""
    notes: list[tuple[int, str]] = []
    """The footnotes referred to: offset in the text, id."""
    inline_notes: list[tuple[int, Words]] = []
    """Footnotes written where they are referred to: offset in the text, words."""
    own_note: str = ""
    """The id of the footnote whose number stands here, leading back to the text."""
    captions: list[tuple[int, Words]] = []
    """Descriptions of images that are prose: lines after the first, words."""
    source: Token | None = None
    """The token these are the words of, where something in them is set apart."""
    phrases: Sequence[Phrase] = ()
    """What is set apart in them, where they have no token."""


def clean(text: str) -> str:
    r"""`text` with spaces collapsed, unseen characters dropped, and addresses without their noise.

    >>> clean("See  https://www.example.com/a_b?c=d#e, or\u00a0not.")
    'See example.com/a_b, or not.'
    >>> clean("over http://.")
    'over http.'
    """
    if "://" in text:
        text = _ADDRESS.sub(_shortened, text)
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip(" ")
    return " ".join(_UNSEEN.sub("", text).split())


def _shortened(address: re.Match[str]) -> str:
    """The host and path of an address: what of it a reader can read.

    `http://` alone is a word; what stands behind t.co nobody can read.
    """
    place = address["place"].rstrip(_PUNCTUATION)
    readable = _AFTER_PATH.sub("", place).rstrip("/") or address["scheme"]
    return ("" if readable.startswith("t.co/") else readable) + address["place"][len(place) :]


class WordsWriter:
    """Takes text piece by piece, as it stands in the source, and writes `Words`."""

    def __init__(self, line: int = 0) -> None:
        self.words = Words()
        self.line = line
        self._raw: list[str] = []
        self._parts: list[str] = []
        self._length = 0
        self._at_start = True
        self._space_due = False
        self._after_note = False

    def prose(self, text: str) -> None:
        """Text in which pandoc's dashes are dashes."""
        if "--" in text:
            text = _SHORT_DASH.sub("–", _LONG_DASH.sub("—", text))
        self.verbatim(text)

    def verbatim(self, text: str) -> None:
        """Text that is read as it stands, but for its spaces and line breaks."""
        if "\n" not in text:
            self._raw.append(text)
            return
        first, *others = text.split("\n")
        self._raw.append(first)
        for other in others:
            self.skip_lines(1)
            self._space_due = True
            self._raw.append(other)

    def line_break(self) -> None:
        """A line ends here for the reader."""
        self._flush()
        self._space_due = False
        if not self._at_start:
            self._parts.append("\n")
            self._length += 1
            self._at_start = True

    def skip_lines(self, count: int) -> None:
        """Lines end in the source, not for the reader."""
        if count:
            self._flush()
            self.line += count
            self.words.line_starts.append((self._length + (not self._at_start), self.line))

    def note(self, note_id: str) -> None:
        """A footnote is referred to here."""
        self._flush()
        self.words.notes.append((self._length, note_id))
        self._after_note = True

    def inline_note(self, note: Words) -> None:
        """A footnote is written here."""
        self._flush()
        self.words.inline_notes.append((self._length, note))
        self._after_note = True

    def image(self, description: Words) -> None:
        """An image stands here; footnotes are referred to in the text where its description is none."""
        if prose := caption_prose(description.text):
            self.words.captions.append((self.line, Words(prose, notes=description.notes)))
        else:
            for _, note_id in description.notes:
                self.note(note_id)

    def finish(self) -> Words:
        """What was written."""
        self._flush()
        self.words.text = "".join(self._parts).rstrip("\n")
        return self.words

    def _flush(self) -> None:
        raw = "".join(self._raw)
        self._raw.clear()
        text = clean(raw)
        if not text:
            self._space_due = self._space_due or raw.strip(" \t\u00a0") != raw
            return
        spaced = self._space_due or raw[0].isspace()
        if spaced and not self._at_start and not (self._after_note and text[0] in _CLOSING):
            text = " " + text
        self._parts.append(text)
        self._length += len(text)
        self._at_start = self._after_note = False
        self._space_due = raw[-1].isspace()


def read_words(token: Token) -> Words:
    """The words of an inline token."""
    if token.children:
        reader = _InlineReader()
        for child in token.children:
            reader.read(child)
        return reader.finish()
    if "\n" not in token.content and "--" not in token.content:
        return Words(clean(token.content))
    writer = WordsWriter()
    writer.prose(token.content)
    return writer.finish()


class _InlineReader:
    """Reads child tokens in order, with a writer of its own for each image, note and unseen link."""

    def __init__(self) -> None:
        self._writer = self._outermost = WordsWriter()
        self._open: list[tuple[str, WordsWriter]] = []

    def finish(self) -> Words:
        while self._open:
            self._close()
        return self._outermost.finish()

    def read(self, token: Token) -> None:
        kind = token.type
        if kind in ("text", "text_special", "code_inline"):
            self._text(token)
        elif kind == "template":
            for words in token.meta.get("shown", ()):
                self._outermost.image(Words(clean(words)))
        elif kind == "hardbreak":
            self._writer.line_break()
            self._writer.skip_lines(1)
        elif kind == "html_inline":
            self._tag(read_tag(token.content))
        elif kind == "note_ref":
            self._writer.note("^" + str(token.meta["label"]))
        elif kind == "link_open":
            self._link(token)
        elif kind in ("image_open", "note_open"):
            self._begin(kind)
        elif kind in ("link_close", "image_close", "note_close") and self._open:
            self._close()
        self._writer.skip_lines(token.meta.get("lines", 0))

    def _text(self, token: Token) -> None:
        if token.type == "text":
            self._writer.prose(token.content)
        else:
            self._writer.verbatim(token.content)

    def _link(self, token: Token) -> None:
        href = token.meta.get("href") or str(token.attrs.get("href", ""))
        attributes = token.meta.get("attributes", NO_ATTRIBUTES)
        if note_id := substack.note_referred_to(href):
            self._writer.note(note_id)
            self._begin("unseen")
        elif substack.leads_back(href):
            self._outermost.words.own_note = attributes.id
            self._begin("unseen")
        elif substack.is_chrome(attributes):
            self._begin("unseen")
        else:
            self._open.append(("link", self._writer))

    def _tag(self, tag: Tag | None) -> None:
        if tag is None:
            return
        if tag.name == "br":
            self._writer.line_break()
        elif tag.name == "img":
            self._outermost.image(Words(clean(tag.attribute("alt"))))
        elif tag.closes and self._open and self._open[-1][0] == tag.name:
            self._close()
        elif tag.closes:
            return
        elif tag.name in ("script", "style"):
            self._begin(tag.name)
        elif tag.name == "a":
            href = tag.attribute("href")
            if note_id := substack.note_referred_to(href):
                self._writer.note(note_id)
            if note_id or substack.leads_back(href):
                self._begin("a")

    def _begin(self, what: str) -> None:
        self._open.append((what, self._writer))
        self._writer = WordsWriter(self._writer.line)

    def _close(self) -> None:
        what, outer = self._open.pop()
        if what == "link":
            return
        inner, self._writer = self._writer.finish(), outer
        if what == "image_open":
            self._outermost.image(inner)
        elif what == "note_open":
            outer.inline_note(inner)
